"""From raw trees to the graph: values, the conditions of each side, derivatives, vectors and matrices.

`build.py` is the way in; `elementary.py` has the functions of the language, `exponents.py` powers and roots,
`verbs.py` what a verb means, `differentiate.py` derivatives of the graph, `entries.py` and `grids.py` arrays.
"""
