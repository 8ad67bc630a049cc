"""The shelf of relations: what can count as right.

To add one: a file with one function under `@relation`, and a table with both outcomes in tests/relations/.
"""
