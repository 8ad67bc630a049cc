"""Calculus heads that can be worked out by rule: integrals, limits, sums and products with bounds.

`antiderivative.py`  by linearity, parts, substitution; `partial_fractions.py` for quotients
`integrals.py`       the difference of an antiderivative's limits at the two ends
`series.py`          the first terms of an expression next to a point; `limits.py` reads limits off them
`sums.py`            closed forms of sums and products
`span.py`            what an expression can be on the whole of an interval

What has no rule here has no value: its head is equal to itself and undecided beside anything else.
"""
