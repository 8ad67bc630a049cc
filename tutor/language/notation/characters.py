"""The character table: which characters of a text are maths, and how each is written in ASCII.

One linear pass, before anything else. Whatever is not in the table is refused by code point and
name, with the Latin letter as the repair where a look-alike has one. Unicode normalisation is not
used: NFKC turns `x²` into `x2`.

A spelling is added in one of the tables below; a character that has no ASCII spelling and means a
token of its own is added to `KEPT` and to `lexer.SIGNS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

# What stands for one or more ASCII characters.
_SPELLINGS: dict[str, str] = {
    **dict.fromkeys("\u2212\u2013\uff0d", "-"),
    **dict.fromkeys("×·⋅∗\u2062∙", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "∶": ":",
    "∣": "|",
    "′": "'",
    "\u2019": "'",
    "\u02b9": "'",
    "″": "''",
    "‴": "'''",
    "∼": "~",
    "µ": "μ",  # the micro sign is the letter
    "ϕ": "φ",
    "ϵ": "ε",
    "ϑ": "θ",
    "∞": " oo ",
    "→": "->",
    "⟶": "->",
    "∧": " and ",
    "∨": " or ",
}
_BLANKS = "\t\n\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2063"
_DROPPED = "\u2061"  # function application
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8",
    "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_SUPERSCRIPTS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱˣᵏᵐ⁽⁾", ("0123456789+-nixkm()"), strict=True),
)
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₘₙ", "0123456789ijkmn", strict=True))

GREEK: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "αβγδεζηθικλμνξοπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ",
            listed(
                "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
                " sigma sigma tau upsilon phi chi psi omega"
                " Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
            ),
            strict=True,
        )
    )
)
KEPT = frozenset("∫∬∭∑∏∇↓↑↘↗∈∪∩∖∅±√∛‖∥⟨⟩⌊⌋⌈⌉∂°ᵀ⊤†") | frozenset(GREEK)
_ASCII = frozenset(map(chr, range(32, 127)))
_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(33, 127)}
_PLAIN = _ASCII | KEPT

LOOKALIKES: Mapping[str, str] = MappingProxyType(
    {
        **dict(zip("асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУ", "aceopxyijshdqwABCEHIJKMOPSTXY", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        "ѵ": "v", "ɑ": "a", "ɡ": "g", "ı": "i", "ȷ": "j", "\u212a": "K", "ℓ": "l",
        "ℯ": "e", "ⅇ": "e", "ⅈ": "i", "ⅆ": "d", "ℝ": "R",
        "\u201c": "", "\u201d": "", "\u2018": "'", "—": "-", "\u2010": "-", "\u2011": "-",
        "，": ",", "、": ",",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the characters of the lexer, with the way back to what was typed.

    Args:
        text: what the lexer reads.
        origin: for each character of `text`, and one past its end, the place it comes from;
            None where nothing was changed.
        source: the text as typed.
        notes: what was replaced and should be told.
    """

    text: str
    source: str
    origin: tuple[int, ...] | None = None
    notes: tuple[Note, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as typed of a place in `text`."""
        if self.origin is None:
            return start, end
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], max(self.origin[end - 1] + 1, self.origin[start] + 1)


def fold(source: str) -> Folded:
    """Every character replaced by the spelling that the lexer knows.

    Raises: Mistake (`char`) at the first character that is not in the table.
    """
    if source.isascii() and source.isprintable():
        return Folded(source, source)
    out: list[str] = []
    origin: list[int] = []
    notes: list[Note] = []
    at, size = 0, len(source)
    while at < size:
        end = at + 1
        char = source[at]
        if char in _PLAIN:
            spelling = char
        elif char in _SUPERSCRIPTS or char in _SUBSCRIPTS:
            spelling, end = _script(source, at)
        elif char in _BLANKS:
            spelling = " "
        elif char in _DROPPED:
            spelling = ""
        elif char in _FRACTIONS:
            spelling = f"½{_FRACTIONS[char]}½"
        elif char in _FULL_WIDTH:
            spelling = _FULL_WIDTH[char]
            notes.append(
                Note("full_width", f"Read as the ordinary character {spelling}.", (at, end))
            )
        elif char in _SPELLINGS:
            spelling = _SPELLINGS[char]
        else:
            raise _unknown(source, at)
        out.append(spelling)
        # Spread the places of a run over its spelling, so that spans inside it stay inside it.
        origin.extend(min(at + i, end - 1) for i in range(len(spelling)))
        at = end
    return Folded("".join(out), source, (*origin, size), tuple(notes))


def _script(source: str, at: int) -> tuple[str, int]:
    """A run of raised or lowered characters as one exponent or one subscript: `⁻¹²` is `^{-12}`."""
    table, mark = (_SUPERSCRIPTS, "^") if source[at] in _SUPERSCRIPTS else (_SUBSCRIPTS, "_")
    end = at
    while end < len(source) and source[end] in table:
        end += 1
    run = "".join(table[char] for char in source[at:end])
    return f"{mark}{{{run}}}", end


def _unknown(source: str, at: int) -> Mistake:
    from unicodedata import name, normalize

    char = source[at]
    code = f"U+{ord(char):04X}"
    title = name(char, "")
    known = f"{code} ({title.lower()})" if title else code
    plain = LOOKALIKES.get(char)
    if plain is None:
        folded = normalize("NFKC", char)
        plain = folded if len(folded) == 1 and folded in _PLAIN else None
    if plain is None:
        return Mistake(
            "char",
            f"The character {known} cannot be read here.",
            (at, at + 1),
            edits=(source[:at] + source[at + 1 :],),
        )
    say = f"Write an ordinary {plain}." if plain.strip() else "Leave it out."
    return Mistake(
        "char",
        f"The character {known} cannot be read here. {say}",
        (at, at + 1),
        # Typed with another keyboard, it is rarely typed once.
        edits=(source.replace(char, plain), source[:at] + plain + source[at + 1 :]),
    )
