"""What counts as right: relations, forms, tolerances, parts, and what a learner is told about each.

To add a relation or a form: a file in `relations/` or `forms/` with one decorated function, and a table of
both outcomes in tests/relations/ or tests/forms/. It is found by standing there.
"""
