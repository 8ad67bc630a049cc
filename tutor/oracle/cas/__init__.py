"""The only door to SymPy and python-flint.

`balls.py` and what stands on it do ball arithmetic, `polynomials.py` integer polynomials; `bridge.py` turns
trees into SymPy objects and back, `workers.py` keeps the processes in which SymPy may think. Learner input comes as a tree,
never as text.
"""
