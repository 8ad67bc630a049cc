"""Where to look: points that a question admits, easy ones first, and what is found at them.

`points.py` draws them, `trial.py` tries one in balls, `search.py` looks for narrow domains, `domain.py` finds a
common point for a proof, `witness.py` a counterexample that a person can check.
"""
