"""Trees to text, LaTeX and unicode: from the tree alone, never from what a learner typed."""

from __future__ import annotations

from tutor.language.writing.latex import to_latex
from tutor.language.writing.text import to_text
from tutor.language.writing.unicode import to_unicode

__all__ = ["to_latex", "to_text", "to_unicode"]
