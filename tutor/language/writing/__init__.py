"""Trees to text, LaTeX and unicode: from the tree alone, never from what a learner typed."""

from __future__ import annotations

from tutor.language.writing.text import to_text

__all__ = ["to_text"]
