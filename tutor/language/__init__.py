"""What was written: trees, what names mean, text to tree and tree to text.

`expr/` is the tree, `scope.py` the names of one question, `bounds.py` what deciding could cost, `notation/`
reads, `writing/` prints. What a writer writes reads back to the same tree.
"""
