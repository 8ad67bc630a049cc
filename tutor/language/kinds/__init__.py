"""What an expression is - a number, a vector, a matrix, a set, a statement - and whether its shapes fit.

`kind_of` tells the kind, `fault_in` the smallest part whose shapes cannot be right, in words for a learner.
Kinds follow from the tree and the names of the question alone, never from a reference answer.

The laws:
- An undeclared name is a number, unless it stands where only a vector or matrix can; nothing that hangs
  on such a name is called a mistake.
- Two sizes differ if they are two numbers or two letters that differ. A letter may be any number but 1.
- A declared vector is a column. Entries in brackets are a column or a row, as their place asks.
- `x + y` needs one shape, `A x` as many columns as entries, `A^2`, `A^-1`, `det(A)` a square matrix.

`kind.py` has the type and the sizes, `arithmetic.py`, `functions.py`, `verbs.py` and `equations.py` the rules,
`words.py` the sentences; `inference.py` walks the tree, once.
"""

from __future__ import annotations

from tutor.language.kinds.equations import contradiction
from tutor.language.kinds.inference import Inference, declared_as, fault_in, kind_of
from tutor.language.kinds.kind import Kind
from tutor.language.kinds.words import Fault, a

__all__ = ["Fault", "Inference", "Kind", "a", "contradiction", "declared_as", "fault_in", "kind_of"]
