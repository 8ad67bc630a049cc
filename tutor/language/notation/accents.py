r"""Accents and styles of names: `\hat{x}`, `x̂`, `xhat` and `x_hat` are one name; `\mathbf{x}_1` is `x_1`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.naming import ACCENTS, name_of
from tutor.language.notation import events, scripts
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import CONSTANTS, GREEK_NAMES, SAME_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.notation.lexing import Lexing

ACCENT_COMMANDS: Mapping[str, str] = MappingProxyType(
    {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde"}
    | {"widetilde": "tilde", "dot": "dot", "ddot": "ddot"}
)
BOLD_COMMANDS = frozenset({"mathbf", "vec", "boldsymbol", "bm", "textbf", "overrightarrow", "pmb"})
STYLE_COMMANDS = BOLD_COMMANDS | {"underline", "mathit", "mathsf", "mathtt", "textit"}
_UPRIGHT = frozenset({"mathrm", "text", "textrm", "operatorname"})
_DEEPEST = 6
_COMMAND = Pattern(r"\\([A-Za-z]+)\s*")
_LETTER = Pattern(r"[A-Za-z]")
_WORD_IN_BRACES = Pattern(r"\{\s*([A-Za-z]+)\s*\}")
_PLAIN_NAME = Pattern(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_NUMBERED = Pattern(r"([A-Za-z]+)([0-9]*)")
_WORD = Pattern(r"[A-Za-z]{2,}[0-9]*|[A-Za-z][0-9]+")
_DIGITS = Pattern(r"[0-9]+")
_SHAPES = {"hat": "hat", "bar": "bar", "tilde": "tilde", "dot": "dot", "ddot": "pair of dots"}
_ACCENTED_WORD = Pattern(
    rf"([A-Za-z]|{'|'.join(sorted(GREEK_NAMES - {'lam'}))})({'|'.join(sorted(ACCENTS))})"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A name as far as commands and braces hold it together.

    Args:
        stem, accent, below: its parts.
        end: where it ends in the folded text.
        bold: whether it is set as a vector is.
    """

    stem: str
    accent: str
    below: str
    end: int
    bold: bool = False


def accented_word(run: str) -> tuple[str, str] | None:
    """The letter and the accent of a word such as `xhat`, `betabar`; None for any other."""
    found = _ACCENTED_WORD.fullmatch(run)
    if found is None:
        return None
    stem, accent = found.groups()
    return SAME_NAME.get(stem, stem), accent


def one_name(lexing: Lexing, at: int, depth: int = 0) -> Written | None:
    """The one name that stands at a place, with its commands and braces; None if there is none or more."""
    text = lexing.text
    while text[at : at + 1] == " ":
        at += 1
    char = text[at : at + 1]
    if depth > _DEEPEST or not char:
        return None
    if char == "{":
        return _in_braces(lexing, at, depth)
    if char == "\\":
        return _command(lexing, at, depth)
    if char in MARKS:
        return _above(one_name(lexing, at + 1, depth + 1), MARKS[char])
    if char in GREEK:
        return Written(GREEK[char], "", "", at + 1)
    return Written(char, "", "", at + 1) if _LETTER.match(char) else None


def _in_braces(lexing: Lexing, at: int, depth: int) -> Written | None:
    text = lexing.text
    inner = one_name(lexing, at + 1, depth + 1)
    if inner is None:
        return None
    end = inner.end
    if not inner.below and (found := _DIGITS.match(text, end)):
        inner, end = replace(inner, below=found.group()), found.end()
    if not inner.below and text[end : end + 1] == "_":
        below, end = scripts.below(lexing, end, inner.stem)
        inner = replace(inner, below=below)
    while text[end : end + 1] == " ":
        end += 1
    return replace(inner, end=end + 1) if text[end : end + 1] == "}" else None


def _command(lexing: Lexing, at: int, depth: int) -> Written | None:
    found = _COMMAND.match(lexing.text, at)
    if found is None:
        return None
    word, end = found.group(1), found.end()
    if word in ACCENT_COMMANDS:
        return _above(one_name(lexing, end, depth + 1), ACCENT_COMMANDS[word])
    if word in STYLE_COMMANDS:
        inner = one_name(lexing, end, depth + 1)
        return inner and replace(inner, bold=inner.bold or word in BOLD_COMMANDS)
    if word in _UPRIGHT and depth and (upright := _WORD_IN_BRACES.match(lexing.text, end)):
        return Written(upright.group(1), "", "", upright.end())
    if word in ("imath", "jmath"):
        return Written(word[0], "", "", at + len(word) + 1)
    if word in GREEK_NAMES or word == "pi":
        return Written(SAME_NAME.get(word, word), "", "", at + len(word) + 1)
    return None


def _above(inner: Written | None, accent: str) -> Written | None:
    return None if inner is None or inner.accent else replace(inner, accent=accent)


def marked(lexing: Lexing, at: int) -> int:
    """A letter with a combining mark, which stands before it in the folded text."""
    accent = MARKS[lexing.text[at]]
    if accent == "bar" and (after := events.overlined(lexing, at, at + 1)):
        return after
    return accented(lexing, accent, at, at + 1)


def accented(lexing: Lexing, accent: str, at: int, inside: int) -> int:
    r"""An accent above what stands at `inside`: a name, or a bar above something complex.

    Raises: Mistake for an accent above anything else.
    """
    from tutor.language.notation.letters import named, word_of_command

    written = _above(one_name(lexing, inside), accent)
    if written is None:
        if accent == "bar":
            return word_of_command(lexing, "conjugate", at, inside)
        shape = _SHAPES[accent]
        raise lexing.refuse(
            "name_unknown",
            f"A {shape} stands above one name: write \\{accent}{{x}} or x_{accent}.",
            at,
            inside,
        )
    if written.bold:
        lexing.bold.append(lexing.span(at, written.end))
    if not written.below and lexing.text[written.end : written.end + 1] == "_":
        below, end = scripts.below(lexing, written.end, written.stem)
        written = replace(written, below=below, end=end)
    return named(lexing, written.stem, at, written.end, accent=accent, below=written.below)


def styled(lexing: Lexing, at: int) -> int:
    r"""`\mathbf{x}`, `\vec v`, `\underline{A}_1`: the name itself; 0 if it holds more than a name."""
    from tutor.language.notation.letters import named

    written = one_name(lexing, at)
    if written is None:
        return 0
    bare = (
        not written.accent
        and not written.below
        and lexing.text[written.end : written.end + 1] != "_"
    )
    if bare and (
        written.stem in CONSTANTS or (len(written.stem) > 1 and written.stem not in GREEK_NAMES)
    ):
        return 0
    if written.bold:
        lexing.bold.append(lexing.span(at, written.end))
    return named(lexing, written.stem, at, written.end, accent=written.accent, below=written.below)


def is_conjugate(lexing: Lexing, stem: str, below: str) -> bool:
    """Whether a bar above a name is the conjugate of what is complex, and no name of its own."""
    name, names = name_of(stem, "", below), lexing.names
    if name_of(stem, "bar", below) in names.declared:
        return False
    return name in names.complex_names or (names.complex and name not in names.declared)


def conjugate(lexing: Lexing, stem: str, below: str, at: int, end: int) -> int:
    """The conjugate of a name that stands from `at` to `end`; gives where it ends."""
    lexing.emit("FCALL", ("conjugate", ""), at, at)
    lexing.emit("_LPAR", None, at, at, made=True)
    name = lexing.names.canonical(name_of(stem, "", below))
    if name in CONSTANTS and name not in lexing.names.declared:
        lexing.emit("CONSTANT", CONSTANTS[name], at, end)
    else:
        lexing.name(name, at, end)
    lexing.emit("_RPAR", None, end, end, made=True)
    return end


def plain_name(written: str, *, folded: bool = False) -> str | None:
    r"""The name that trees use for one that a question declares: `λ`, `\bar{x}`, `xbar`, `x_{n+1}`.

    None if the text is no name. A word of several letters is a name as it stands.

    Args:
        folded: whether the text is in the characters of the lexer already.
    """
    from tutor.language.notation.characters import Folded, fold
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake
    from tutor.language.notation.names import Names
    from tutor.language.scope import EMPTY, Policy

    text = written.strip()
    if _PLAIN_NAME.fullmatch(text):
        parts = _respelled(text)
        return name_of(*parts) if parts else text
    names = Names.of(EMPTY)
    try:
        source = Folded(text, text) if folded else fold(text)
        lexing = Lexing(
            source, names, frozenset(), latex="\\" in text, norms=False, policy=Policy()
        )
        word = _WORD.match(source.text)
        found = (
            Written(SAME_NAME.get(word.group(), word.group()), "", "", word.end())
            if word
            else one_name(lexing, 0)
        )
        if found is None:
            return None
        spelled = accented_word(found.stem)
        stem, accent = spelled if spelled and not found.accent else (found.stem, found.accent)
        below, end = found.below, found.end
        if not below and end < len(source.text) and source.text[end] == "_":
            below, end = scripts.below(lexing, end, stem)
    except Mistake:
        return None
    marks = source.text[end:]
    return name_of(stem, accent, below) + marks if marks.strip("'") == "" else None


def _respelled(text: str) -> tuple[str, str, str] | None:
    """Stem, accent and subscript of a word that spells an accent: `xbar`, `x_bar`, `xbar_1`, `x_1_bar`."""
    first, *rest = text.split("_")
    found = _NUMBERED.fullmatch(first)
    if found is None:
        return None
    letters, digits = found.groups()
    accent = ""
    if spelled := accented_word(letters):
        letters, accent = spelled
    elif rest and (rest[0] in ACCENTS or rest[-1] in ACCENTS) and accented_word(f"{letters}hat"):
        accent = rest.pop(0 if rest[0] in ACCENTS else -1)
    below = [*([digits] if digits else []), *rest]
    return (letters, accent, "".join(below)) if accent and len(below) <= 1 else None
