r"""A law as a line of plain text: rules keep theirs in LaTeX, a terminal cannot draw it.

`\left(\frac{u}{v}\right)' = \frac{u'\,v - u\,v'}{v^2}` becomes `(u/v)' = (u' v - u v')/v^2`. A law speaks of
functions in general (`u'`, `f(g(x))`), so it is no maths that the learner's reader could read; what is kept
of it is how it is spoken: brackets where the fraction line, the root sign or the raised line held together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["atom", "word", "fraction", "open", "close", "sign", "space"]

MARK = re.compile(
    r"\\(?:partial|nabla|lVert)\s*|\s*\\rVert|\\big\||\\[A-Za-z]+|\\.|\|\||.", re.DOTALL
)
SILENT = frozenset({r"\left", r"\right", r"\displaystyle", r"\!"})
SPACES = frozenset({" ", "\n", r"\,", r"\:", r"\;", "\\ ", r"\quad", r"\qquad"})
FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac"})
WRITTEN = frozenset({r"\text", r"\mathrm", r"\operatorname"})
SIGNS = {
    r"\cdot": " * ",
    r"\times": " * ",
    r"\pm": " ± ",
    r"\neq": " != ",
    r"\ne": " != ",
    r"\leq": " <= ",
    r"\geq": " >= ",
    r"\Rightarrow": " => ",
    r"\to": " -> ",
    r"\infty": "oo",
    r"\partial": "∂",
    r"\nabla": "∇",
}
SINGLE = re.compile(
    r"[∂∇]|[∂∇]?[\w']+(?:\^(?:\w+|\([^()]*\)))?(?:\((?:[^()]|\([^()]*\))*\))?'*|\|{1,2}[^|]+\|{1,2}"
)
"""What needs no brackets beside a fraction line: one letter, one power, one call."""
ENDS = frozenset({"atom", "word", "fraction", "close"})
BEGINS = frozenset({"atom", "word", "fraction", "open"})
WORD = re.compile(r"\w+")
TOGETHER = re.compile(r"(?![d∂])[a-z]{2,}[\d']*")
"""Letters that are factors (`ax`): `a/ax` and `e^ax` would say something else."""


@dataclass(slots=True)
class _Piece:
    kind: Kind
    text: str


def plain(latex: str) -> str:
    """The law on one line, in signs that a keyboard has (and `∂`, `∇`, `±`)."""
    line = _Reader(MARK.findall(latex)).line()
    return re.sub(r" +", " ", line).replace(" ,", ",").strip()


class _Reader:
    """Reads marks from the left; a group in braces is a line of its own."""

    def __init__(self, marks: list[str]) -> None:
        self.marks = marks
        self.at = 0
        self.bars = 0

    def line(self) -> str:
        """All up to the end, or up to the brace that closes this group."""
        found: list[_Piece] = []
        while self.at < len(self.marks):
            mark = self._next()
            if mark == "}":
                break
            match mark:
                case "^":
                    _attach(found, f"^{_held_below(self._argument(), WORD)}")
                case "_":
                    _attach(found, f"_{_held(self._argument(), WORD)}")
                case "'":
                    _attach(found, "'")
                case _ if mark not in SILENT:
                    found.append(self._piece(mark))
                case _:
                    pass
        return _joined(found)

    def _piece(self, mark: str) -> _Piece:
        if mark in SPACES:
            return _Piece("space", " ")
        mark = mark.strip()
        if mark in SIGNS:
            return _Piece("sign", SIGNS[mark])
        if mark in FRACTIONS:
            above, below = self._argument(), self._argument()
            return _Piece("fraction", f"{_held(above, SINGLE)}/{_held_below(below, SINGLE)}")
        if mark in WRITTEN:
            text = self._text()
            return _Piece("word" if text.isalpha() else "sign", text)
        match mark:
            case r"\sqrt":
                return _Piece("word", self._root())
            case "{":
                return _Piece("atom", self.line())
            case "(" | "[" | r"\lVert":
                return _Piece("open", "||" if mark == r"\lVert" else mark)
            case ")" | "]" | r"\rVert" | r"\big|":
                return _Piece("close", {r"\rVert": "||", r"\big|": "|"}.get(mark, mark))
            case "|":
                self.bars += 1
                return _Piece("open" if self.bars % 2 else "close", "|")
            case _ if mark.startswith("\\"):
                return _Piece("word", mark[1:])
            case _:
                return _Piece("atom" if mark.isalnum() else "sign", mark)

    def _root(self) -> str:
        if self.at < len(self.marks) and self.marks[self.at] == "[":
            end = self.marks.index("]", self.at)
            index = "".join(self.marks[self.at + 1 : end])
            self.at = end + 1
            return f"root({self._argument()}, {index})"
        return f"sqrt({self._argument()})"

    def _argument(self) -> str:
        """A group in braces, or the one sign that stands there."""
        while self.at < len(self.marks) and self.marks[self.at] == " ":
            self.at += 1
        mark = self._next()
        return self.line() if mark == "{" else self._piece(mark).text

    def _text(self) -> str:
        """A group as it is written, blanks and all."""
        end = self.marks.index("}", self.at)
        text = "".join(self.marks[self.at + 1 : end])
        self.at = end + 1
        return text

    def _next(self) -> str:
        mark = self.marks[self.at] if self.at < len(self.marks) else "}"
        self.at += 1
        return mark


def _held(text: str, single: re.Pattern[str]) -> str:
    return text if single.fullmatch(text) else f"({text})"


def _held_below(text: str, single: re.Pattern[str]) -> str:
    """In a place where letters that only touch would come apart."""
    return f"({text})" if TOGETHER.fullmatch(text) else _held(text, single)


def _attach(found: list[_Piece], text: str) -> None:
    """Put an exponent, an index or a prime on the piece before it."""
    if found:
        found[-1].text = found[-1].text.rstrip() + text


def _joined(found: list[_Piece]) -> str:
    """The pieces with their blanks; a fraction beside a factor is put in brackets."""
    solid = [i for i, piece in enumerate(found) if piece.kind != "space"]
    written: list[str] = []
    for place, i in enumerate(solid):
        piece = found[i]
        before = found[solid[place - 1]] if place else None
        after = found[solid[place + 1]] if place + 1 < len(solid) else None
        text = piece.text
        if piece.kind == "fraction" and not text.startswith(("d/", "∂/")):
            is_beside = (before is not None and before.kind in ENDS) or (
                after is not None and after.kind in BEGINS
            )
            text = f"({text})" if is_beside else text
        is_apart = before is not None and solid[place - 1] != i - 1
        if before is not None and (is_apart or _is_factor(before, piece)):
            written.append(" ")
        written.append(text)
    return "".join(written)


def _is_factor(before: _Piece, piece: _Piece) -> bool:
    """Whether two pieces that touch would run into one word, or read as a call."""
    if before.kind not in ENDS:
        return False
    if piece.kind in ("word", "fraction"):
        return True
    if piece.kind == "open":
        return before.kind == "atom" and "^" in before.text
    return before.kind in ("word", "fraction") and piece.kind == "atom"
