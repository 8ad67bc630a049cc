"""Benchmarks that anyone can run: `everyday` beside SymPy and Math-Verify, `hostile` and `repeated` against budgets."""
