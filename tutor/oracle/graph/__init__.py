"""The graph of one question: hash-consed nodes, and the laws that hold while they are built.

`graph.py` holds sums, products and powers; `kernels.py` roots and functions, with `powers.py`, `surds.py`, `trig.py`,
`complexes.py` for their laws, `signs.py` for what is known of signs, `expansion.py` for multiplying out.
"""
