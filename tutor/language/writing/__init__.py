"""Trees to text, LaTeX, pictures, MathML and speech: from the tree alone, never from what a learner typed.

Text and LaTeX read back to the same tree; the others are for eyes and ears. All take highlights by path
(`highlight.py`). Those are imported when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.writing.latex import to_latex
from tutor.language.writing.text import to_text

if TYPE_CHECKING:
    from tutor.language.writing.mathml import to_mathml
    from tutor.language.writing.speech import to_speech
    from tutor.language.writing.unicode import to_unicode

__all__ = ["to_latex", "to_mathml", "to_speech", "to_text", "to_unicode"]
_LATER = {"to_mathml": "mathml", "to_speech": "speech", "to_unicode": "unicode"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
