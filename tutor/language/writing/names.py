"""How names are shown: Greek letters, subscripts, words; the only way from a name to LaTeX or a picture.

Nothing of a name passes but ASCII letters, digits, primes and an escaped underscore, so no name can
carry a command into a renderer.
"""

from __future__ import annotations

from tutor.language.expr.naming import GREEK, name_parts


def name_to_latex(name: str) -> str:
    r"""A name: Greek letters as commands, several letters upright, `\hat{x}`, the subscript in braces."""
    parts = name_parts(name)
    if parts is None:
        return f"\\mathrm{{{word_to_latex(name)}}}"
    stem, accent, below, primes = parts
    text = f"\\{stem}" if stem in GREEK else stem if len(stem) == 1 else f"\\mathrm{{{stem}}}"
    if accent:
        text = f"\\{accent}{{{text}}}"
    if below:
        text += f"_{{{below}}}"
    return text + primes


def word_to_latex(text: str) -> str:
    """A word of the language inside the argument of a command."""
    return "".join(
        r"\_" if c == "_" else c for c in text if c.isascii() and (c.isalnum() or c in "_' ")
    )
