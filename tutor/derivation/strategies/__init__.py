"""The shelf of verb records: for each kind of problem its methods, in the order a teacher goes.

To add one: a VerbRecord in a module here, with an example for every method; the promises in
`tests/test_strategies.py` and `tests/test_derivations.py` hold of it by themselves. What several verbs need
stands in `tidying.py` (how a line is tidied) and `differentiate.py` (how a derivative is worked out).
"""
