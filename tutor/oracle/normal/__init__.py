"""The exact normal form: elements of a field of functions, compared by polynomial arithmetic.

`field.py`     generators, the relations between them, fractions of polynomials in them
`elements.py`  from a node of the graph to its fraction: one law for each kind of kernel
`angles.py`    sine and cosine by the addition formulas
`facts.py`     signs that the conditions of the question force upon polynomials
"""
