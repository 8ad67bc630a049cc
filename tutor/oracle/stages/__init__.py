"""The shelf of stages: one way to decide in each file.

To add one: a module that defines a `Stage`, and its place in `ladder.py`. No other stage is touched.
"""
