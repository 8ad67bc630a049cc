"""The elements of MathML that the writer uses: text escaped, one element out of every function."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tutor.language.expr.naming import GREEK, name_parts

_ESCAPES: Final = MappingProxyType(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)
_ACCENTS: Final = MappingProxyType({"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "ddot": "¨"})
_BLANK: Final = "\N{NO-BREAK SPACE}"


def escaped(text: str) -> str:
    """Text within an element or an attribute; what cannot be printed becomes a question mark."""
    return "".join(_ESCAPES.get(c, c if c.isprintable() or c == _BLANK else "?") for c in text)


def element(kind: str, inside: str, **attributes: str) -> str:
    """An element around what is written already; the values of attributes are escaped here."""
    given = "".join(f' {key.rstrip("_")}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{kind}{given}>{inside}</{kind}>"


def leaf(kind: str, text: str, **attributes: str) -> str:
    """An element that holds text."""
    return element(kind, escaped(text), **attributes)


def sign(text: str, **attributes: str) -> str:
    """An operator."""
    return leaf("mo", text, **attributes)


def words(text: str) -> str:
    """Words within maths; blanks at their ends are kept."""
    before = _BLANK if text.startswith(" ") else ""
    after = _BLANK if text.endswith(" ") else ""
    return leaf("mtext", before + text.strip() + after)


def row(*parts: str) -> str:
    """Several elements as one."""
    return parts[0] if len(parts) == 1 else element("mrow", "".join(parts))


def fenced(opening: str, inside: str, closing: str) -> str:
    """Brackets or bars that grow with what they hold; none on a side whose mark is empty."""
    left = sign(opening, form="prefix", fence="true", stretchy="true") if opening else ""
    right = sign(closing, form="postfix", fence="true", stretchy="true") if closing else ""
    return element("mrow", left + inside + right)


def highlighted(inside: str, style: str) -> str:
    """An element in a style, with the style's name as its class."""
    classes = f"highlight {style}"
    if style == "underline":
        return element("munder", inside + sign("_", stretchy="true"), class_=classes)
    return element("mrow", inside, class_=classes, mathcolor=style)


def name(text: str) -> str:
    """A name: one letter is slanted and several are upright, as browsers do with `mi` by themselves."""
    parts = name_parts(text)
    if parts is None:
        return leaf("mi", text)
    stem, accent, below, primes = parts
    written = leaf("mi", GREEK.get(stem, stem))
    if accent:
        written = element(
            "mover", written + sign(_ACCENTS[accent], stretchy="false"), accent="true"
        )
    raised = sign("′" * len(primes)) if primes else ""
    if not below:
        return element("msup", written + raised) if raised else written
    lowered = leaf("mn" if below.isdigit() else "mi", GREEK.get(below, below))
    if raised:
        return element("msubsup", written + lowered + raised)
    return element("msub", written + lowered)


MINUS: Final = sign("−", form="prefix")
COMMA: Final = sign(",", separator="true")
SIDE_BY_SIDE: Final = element("mo", "\N{INVISIBLE TIMES}")
APPLIED: Final = element("mo", "\N{FUNCTION APPLICATION}")
