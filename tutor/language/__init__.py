"""What was written: trees, what names mean, text to tree and tree to text.

`expr/` is the tree, `scope.py` the names of one question, `bounds/` what deciding could cost, `kinds/` what sort
of thing a tree is and of what shape, `notation/` reads, `writing/` prints. What the text and the LaTeX writer write
reads back to the same tree.
"""
