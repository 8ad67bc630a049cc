"""The shelf of forms: how an answer must be written, apart from its value.

To add one: a file with one function under `@form`, and a table with both outcomes in tests/forms/.
"""
