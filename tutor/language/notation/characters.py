"""The character table: which characters of a text are maths, and how each is written in ASCII.

One linear pass, before anything else. Whatever is not in the table is refused by code point and
name, with the Latin letter as the repair where a look-alike has one. Unicode normalisation is not
used: NFKC turns `x²` into `x2`.

A spelling is added in one of the tables below; a character that has no ASCII spelling and means a
token of its own is added to `KEPT` and to the signs of `lexer.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr import naming
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.reading import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

# What stands for one or more ASCII characters.
_SPELLINGS: dict[str, str] = {
    **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u02d7\ufe63\uff0d\u2796", "-"),
    **dict.fromkeys("\u2795\ufe62", "+"),
    **dict.fromkeys("∗\u2062✱⁎", "*"),
    **dict.fromkeys("⋅∙•‧・", "·"),
    **dict.fromkeys("✕✖⨯", "×"),
    **dict.fromkeys("÷∕⁄➗⟋", "/"),
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "≦": "<=",
    "≧": ">=",
    "∶": ":",
    "꞉": ":",
    "∣": "|",
    "′": "'",
    "\u2019": "'",
    "\u02b9": "'",
    "″": "''",
    "‴": "'''",
    "⁗": "''''",
    "ʼ": "'",
    "∼": "~",
    "µ": "μ",  # the micro sign is the letter
    "ϕ": "φ",
    "ϵ": "ε",
    "ϑ": "θ",
    "ϱ": "ρ",
    "ϖ": "π",
    "\u2126": "Ω",  # the sign of the ohm is the letter
    "∆": "Δ",
    "ℓ": "l",
    "ℎ": "h",
    "ℯ": "e",
    "ⅇ": "e",
    "ⅈ": "i",
    "ⅉ": "j",
    "ⅆ": "d",
    "∜": "√‹4›",
    "∞": " oo ",
    "ᶜ": "^c",
    "∁": "^c",
    "→": "->",
    "⟶": "->",
    # the linear format of a word processor: what a sum is of, invisible brackets, what stands below
    "▒": " ",
    "〖": "(",
    "〗": ")",
    "┬": "_",
    "∧": " and ",
    "∨": " or ",
}
_BLANKS = "\t\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2063"
_DROPPED = "\u2061"  # function application
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8",
    "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂ",
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRUVW",
        strict=True,
    ),
) | {"ᵅ": "α", "ᵝ": "β", "ᵞ": "γ", "ᵟ": "δ", "ᵋ": "ε", "ᶿ": "θ", "ᵠ": "φ", "ᵡ": "χ", "⸍": "/"}
_SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True),
) | {"ᵦ": "β", "ᵧ": "γ", "ᵨ": "ρ", "ᵩ": "φ", "ᵪ": "χ"}

# What stands above a letter. In the folded text it stands before its letter, as in LaTeX.
MARKS: Mapping[str, str] = MappingProxyType(
    {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"} | {"\u0308": "ddot"}
)
# Letters of formula fonts: italic, script, fraktur, sans-serif and typewriter; blackboard ones have meanings of their own.
_FORMULA_LETTERS = range(0x1D400, 0x1D800)
_LETTERLIKE = frozenset("ℬℰℱℋℐℒℳℛℊℴ")

GREEK: Mapping[str, str] = MappingProxyType(
    {sign: name for name, sign in naming.GREEK.items()} | {"ς": "sigma"}
)
KEPT = frozenset("∫∬∭∑∏∇↓↑↘↗\n×·∈∉⊂⊆∪∩∖∅±∓¬∴⇒⟹⇔⟺ℝℕℤℚℂ√∛‖∥⟨⟩⌊⌋⌈⌉∂°ᵀ⊤†∘") | frozenset(GREEK)
_ASCII = frozenset(map(chr, range(32, 127)))
_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(33, 127)}
_PLAIN = _ASCII | KEPT

LOOKALIKES: Mapping[str, str] = MappingProxyType(
    {
        **dict(zip("асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУ", "aceopxyijshdqwABCEHIJKMOPSTXY", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        "ѵ": "v", "ɑ": "a", "ı": "i", "ȷ": "j", "ɡ": "g", "\u212a": "K",
        "\u201c": "", "\u201d": "", "\u201e": "", "«": "", "»": "", "\u2018": "'", "—": "-", "―": "-",
        "、": ",", "。": ".", "…": "", "⋯": "", "→": "", "↦": "",
        "≈": "=", "≃": "=", "≅": "=", "≡": "=", "≝": "=", "∝": "=", "´": "'", "`": "'", "¨": "''",
        "€": "", "£": "", "\u2022": "*", "∀": "", "∃": "",
    }
)  # fmt: skip


# What to write instead of a character that has a meaning, but none here.
_MEANT: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("…⋯", "Dots leave something open: write all of it."),
        **dict.fromkeys("→⇒⟹⇔↦", "An arrow cannot be read here: write each line by itself."),
        **dict.fromkeys("≈≃≅", "Write = and the exact value, or only the rounded number."),
        **dict.fromkeys("≡≝", "Write = here."),
        "∝": "Write = with the constant of proportion.",
        **dict.fromkeys("\u201c\u201d\u201e«»", "Quotation marks are not needed: leave them out."),
        **dict.fromkeys("€£", "Leave the unit out."),
        # the linear format of a word processor
        **dict.fromkeys("■█", "Write a matrix as [1, 2; 3, 4]."),
    }
)
_CLOSED = frozenset(")]}|’'′!%°")  # after these a raised number is an exponent


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the characters of the lexer, with the way back to what was typed.

    Args:
        text: what the lexer reads.
        origin: for each character of `text`, and one past its end, the place it comes from;
            None where nothing was changed.
        source: the text as typed.
        notes: what was replaced and should be told.
        bold: the places of letters of a bold font.
    """

    text: str
    source: str
    origin: tuple[int, ...] | None = None
    notes: tuple[Note, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()

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
    bold: list[tuple[int, int]] = []
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
            _tell(notes, "full_width", f"Read as the ordinary character {spelling}.", at)
        elif char in _SPELLINGS:
            spelling = _SPELLINGS[char]
        elif char in MARKS and out and _is_letter(out[-1]):
            spelling = out.pop()  # the mark stands before its letter
            origin[-1] = at - 1
            out.append(char)
        elif letter := _formula_letter(char):
            spelling = letter
            _tell(notes, "formula_letter", "Letters of a formula font are read as plain ones.", at)
            if "BOLD" in _title(char):
                bold.append((at, end))
        elif composed := _composed(char):
            out.append(composed[1])
            origin.append(at)
            spelling = composed[0]
        else:
            raise _unknown(source, at)
        out.append(spelling)
        # Spread the places of a run over its spelling, so that spans inside it stay inside it.
        origin.extend(min(at + i, end - 1) for i in range(len(spelling)))
        at = end
    return Folded("".join(out), source, (*origin, size), tuple(notes), tuple(bold))


def _tell(notes: list[Note], code: str, text: str, at: int) -> None:
    """Add a note, once for a run of characters of the same sort."""
    last = notes[-1] if notes else None
    if last is not None and last.code == code and last.text == text:
        notes[-1] = Note(code, text, (last.span[0], at + 1))
    else:
        notes.append(Note(code, text, (at, at + 1)))


def _script(source: str, at: int) -> tuple[str, int]:
    """A run of raised or lowered characters as one exponent or one subscript: `⁻¹²` is `^{-12}`.

    Raised before a root sign, where nothing stands that could be raised, it says which root.
    """
    table, mark = (_SUPERSCRIPTS, "^") if source[at] in _SUPERSCRIPTS else (_SUBSCRIPTS, "_")
    end = at
    while end < len(source) and source[end] in table:
        end += 1
    run = "".join(table[char] for char in source[at:end])
    if run == "-" and mark == "^" and source[end : end + 1] == "ᵀ":
        return "^{-T}", end + 1
    before = source[at - 1 : at]
    raised = before.isalnum() or before in _CLOSED
    if mark == "^" and source[end : end + 1] == "√" and _is_root(run) and not (raised and before):
        return f"√‹{run}›", end + 1
    return f"{mark}{{{run}}}", end


def _is_root(run: str) -> bool:
    """Whether this says which root: a number or one letter."""
    return run.isdigit() or (len(run) == 1 and run.isalpha())


def _is_letter(spelling: str) -> bool:
    return len(spelling) == 1 and (spelling in GREEK or (spelling.isascii() and spelling.isalpha()))


def _title(char: str) -> str:
    from unicodedata import name

    return name(char, "")


def _formula_letter(char: str) -> str:
    """The plain letter or digit of a formula font; empty if the character is none."""
    if ord(char) not in _FORMULA_LETTERS and char not in _LETTERLIKE:
        return ""
    from unicodedata import normalize

    plain = normalize("NFKC", char)
    plain = _SPELLINGS.get(plain, plain)
    if "DOUBLE-STRUCK" in _title(char) and not plain.isdigit():
        return ""
    if plain in LOOKALIKES and plain not in _PLAIN:  # a capital Alpha looks as an A does
        return LOOKALIKES[plain]
    return plain if len(plain) == 1 and plain in _PLAIN else ""


def _composed(char: str) -> tuple[str, str] | None:
    """The letter and the mark of a letter such as `â`; None if it has another mark or more than one."""
    from unicodedata import normalize

    parts = normalize("NFD", char)
    if len(parts) == 2 and _is_letter(parts[0]) and parts[1] in MARKS:
        return parts[0], parts[1]
    return None


def _unknown(source: str, at: int) -> Mistake:
    from unicodedata import category, normalize

    char = source[at]
    code = f"U+{ord(char):04X}"
    title = _title(char)
    known = f"{code} ({title.lower()})" if title else code
    plain = LOOKALIKES.get(char)
    if plain is None:
        folded = normalize("NFKC", char)
        plain = folded if len(folded) == 1 and folded in _PLAIN else None
    script = title.partition(" ")[0].capitalize()
    if char == "\u0305":
        say = f"The line {known} can be a mean, a conjugate or a complement: write x_bar, conj(x), not A."
        return Mistake("char", say, (at, at + 1), edits=(source.replace(char, "\u0304"),))
    if category(char) in ("Mn", "Me"):
        say = f"The mark {known} above or through a letter cannot be read here: leave it out."
        return Mistake("char", say, (at, at + 1), edits=(source[:at] + source[at + 1 :],))
    if plain is None:
        say = _MEANT.get(char, "Leave it out.")
        return Mistake(
            "char",
            f"The character {known} cannot be read here. {say}",
            (at, at + 1),
            edits=(source[:at] + source[at + 1 :],),
        )
    if char in _MEANT and not plain:
        open_ended = char in "…⋯→⇒⟹⇔↦"  # leaving these out would say something else
        edits = () if open_ended and source[at + 1 :].strip() else (source[:at] + source[at + 1 :],)
        if char in "“”„«»":
            edits = ("".join(c for c in source if c not in "“”„«»"),)
        return Mistake(
            "char",
            f"The character {known} cannot be read here. {_MEANT[char]}",
            (at, at + 1),
            edits=edits,
        )
    if char in "≈≃≅" and not source[:at].strip():
        plain = ""  # `≈ 3.14`: only the number
    if char.isalpha() and script in ("Greek", "Cyrillic", "Latin") and plain.isalpha():
        say = f"This is a {script} {char} ({code}), not the letter {plain} of the keyboard: write {plain}."
    else:
        instead = _MEANT.get(char) or (f"Write an ordinary {plain}." if plain else "Leave it out.")
        say = f"The character {known} cannot be read here. {instead}"
    return Mistake(
        "char",
        say,
        (at, at + 1),
        # Typed with another keyboard, it is rarely typed once.
        edits=(source.replace(char, plain), source[:at] + plain + source[at + 1 :]),
    )
