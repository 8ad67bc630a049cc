"""Words that are not of the language but stand for something of it: `sine`, `equals`, `30 deg`, `5 cm`, `lamda`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.language.expr.functions import LIKELY_FUNCTIONS
from tutor.language.notation import sentences
from tutor.language.notation.accents import accented_word
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import listed
from tutor.language.notation.words import FUNCTION_WORDS, GREEK_NAMES, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_FUNCTIONS = {
    "sine": "sin", "cosine": "cos", "tangent": "tan", "cotangent": "cot", "secant": "sec",
    "cosecant": "csc", "arcsine": "arcsin", "arccosine": "arccos", "arctangent": "arctan",
    "logarithm": "log", "squareroot": "sqrt", "sqr": "sqrt", "sqroot": "sqrt", "sqart": "sqrt",
    "squrt": "sqrt", "srqt": "sqrt", "sqt": "sqrt", "absolute": "abs", "modulus": "abs",
    "determinant": "det", "exponential": "exp", "factorial_of": "factorial",
}  # fmt: skip
_SIGNS = {
    "equals": "=", "equal": "=", "plus": "+", "minus": "-", "times": "*", "divided": "/",
    "div": "/", "squared": "^2", "cubed": "^3", "deg": "°", "degree": "°", "degrees": "°",
    "percent": "%",
}  # fmt: skip
# What is raised or set behind: no blank before it.
_BEHIND = frozenset({"^2", "^3", "°", "%"})
_UNITS = frozenset(
    listed("cm mm km dm nm kg mg ml kHz Hz kW kN mol cal cm2 mph kmh rad bit bits nats units")
)
_UPRIGHT_UNITS = _UNITS | frozenset("msghNJWVAKCL")
# What numbers are called; no bracket behind it.
_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "half": "1/2",
}  # fmt: skip
_MODULES = frozenset(listed("np numpy math Math sympy sp scipy torch cmath"))
_REAL = Pattern(r"is\s+(?:a\s+|any\s+|every\s+|all\s+)?reals?(?:\s+numbers?)?(?![A-Za-z])")
_REMAINDER = Pattern(r"\s*\+?\s*O\([^()]*\)")
_LEFT_SIDE = Pattern(r"\s*=(?!=)")
_PARTIALS = frozenset(
    f + xs for f in LIKELY_FUNCTIONS for xs in listed("x y z t xx yy zz tt xy yx xz zx yz zy")
)
_POWER = r"(?:\^?\{?-?[0-9]\}?)?"
_RAISED = Pattern(r"\^\{?[0-9]\}?")
_PARTS = "s|h|min|m|cm|kg|L|l|K|mol"
_RATE = Pattern(rf"[mgNJWLl]{_POWER}\s*/\s*({_PARTS}){_POWER}(?=\s*(?:$|[,;)\]}}=<>.]))")
_VALUE = Pattern(r"\s+[A-Za-z][A-Za-z0-9_]*\s*=")
_GOES_ON = Pattern(r"\s*[-+*/^(]")
_UNIT = Pattern(rf"{_POWER}(?:\s*/\s*[a-z]+{_POWER})?")
_CLOSED = Pattern(rf"[^{{}}]*\}}{_POWER}")
_UPRIGHT = Pattern(r"(?:\\[,; ]|\s|~)*\\(?:text|mathrm|textrm|operatorname|mbox)\s*\{\s*\Z")
_IS = Pattern(r"is(?=\s+([A-Za-z]*))")
# long enough that a product of single letters hardly looks like it
_LONG_WORDS = tuple(sorted(w for w in (*FUNCTION_WORDS, *GREEK_NAMES) if len(w) > 3))
_ALIKE = 0.85


def check(lexing: Lexing, whole: str, run: str, at: int) -> None:
    """Refuse a word that stands for something that is written otherwise, with that as the repair.

    Raises: Mistake.
    """
    if run not in _CHECKED or whole != run:
        return
    end = at + len(run)
    called = lexing.text[end : end + 1] == "("
    _check_by_itself(lexing, run, at, called=called)
    if lexing.after_operand:
        if run == "at":
            _check_place(lexing, at)
        elif not called:
            _check_behind(lexing, run, at)
            _check_unit(lexing, run, at)


def _check_by_itself(lexing: Lexing, run: str, at: int, *, called: bool) -> None:
    """A word that is no maths wherever it stands: a number or a function spelled out, program code, O(x^2)."""
    text, end = lexing.text, at + len(run)
    if run in _MODULES and text[end : end + 1] == ".":
        say = "Program code cannot be read here: leave out what stands before the point."
        raise lexing.refuse("char", say, at, end + 1, lexing.edit(at, end + 1, ""))
    if run in _NUMBERS and not called:
        number = _NUMBERS[run]
        say = f"Write the number {number} instead of the word {run}."
        raise _refusal(lexing, say, (at, end), number)
    if run in _FUNCTIONS and (called or text[end : end + 1] in (" ", "")):
        meant = _FUNCTIONS[run]
        raise _refusal(lexing, f"The function {run} is written {meant}.", (at, end), meant)
    if run == "O" and called and (found := _REMAINDER.search(text)):
        say = "Leave the remainder out: write the polynomial only."
        without = lexing.edit(found.start(), found.end(), "")
        raise lexing.refuse("name_unknown", say, at, end, without)
    begins = not lexing.tokens or lexing.tokens[-1].type == "_COMMA"
    undeclared = run in _PARTIALS and run[0] not in lexing.names.declared
    if undeclared and begins and _LEFT_SIDE.match(text, end):
        meant = f"{run[0]}_{run[1:]}"
        say = f"A derivative of {run[0]} is written {meant} here."
        product = lexing.edit(at, end, "*".join(run))
        raise lexing.refuse("name_unknown", say, at, end, lexing.edit(at, end, meant), product)
    if run in ("plus", "minus") and not lexing.after_operand:
        sign = "-" if run == "minus" else ""
        after = end + 1 if text[end : end + 1] == " " else end
        say = f"In a formula {run} is written {_SIGNS[run]}."
        raise lexing.refuse("name_unknown", say, at, end, lexing.edit(at, after, sign))


def _check_place(lexing: Lexing, at: int) -> None:
    """`at` between blanks: `x^2 at x = 3` is written with `where`; behind an answer it is too much."""
    text, end = lexing.text, at + len("at")
    if not lexing.blank or text[end : end + 1] != " " or lexing.tokens[-1].type == "WORD":
        return
    if _VALUE.match(text, end):
        raise _refusal(lexing, "Write `where` here instead of at.", (at, end), "where")
    say = "Leave out at what place it is: write only what is asked."
    raise lexing.refuse("name_unknown", say, at, end, lexing.edit(at, lexing.end, ""))


def _check_behind(lexing: Lexing, run: str, at: int) -> None:
    """A sign spelled out behind an operand: `plus`, `squared`, `is`."""
    text, end = lexing.text, at + len(run)
    if run in _SIGNS:
        sign = _SIGNS[run]
        start = at - 1 if sign in _BEHIND and text[at - 1 : at] == " " else at
        what = "degrees are" if sign == "°" else f"{run} is"
        raise _refusal(lexing, f"In a formula {what} written {sign}.", (start, end), sign, at)
    if run == "is" and lexing.blank and (found := _IS.match(text, at)):
        if found.group(1) in WORDS or found.group(1) in ("a", "an", "the", "min", "max", "local"):
            return  # what sort a point is
        if real := _REAL.match(text, at):
            raise _refusal(lexing, "Write x in R for any real number x.", (at, real.end()), "in R")
        raise _refusal(lexing, "Write = here instead of words.", (at, found.end()), "=")


def _check_unit(lexing: Lexing, run: str, at: int) -> None:
    r"""A unit behind a number; a letter is one only where it stands upright: `\text{ m}`."""
    if lexing.tokens[-1].type != "NUMBER" or all(a in lexing.names.declared for a in run):
        return
    text, end = lexing.text, at + len(run)
    rate = _RATE.match(text, at, lexing.end) if lexing.blank else None
    if rate and rate.group(1) not in lexing.names.declared:
        say = f"Units such as {rate.group()} are left out here."
        product = lexing.edit(at - 1, at, "*")
        raise lexing.refuse(
            "name_unknown", say, at, rate.end(), lexing.edit(at - 1, rate.end(), ""), product
        )
    upright = _UPRIGHT.search(text, 0, at) if lexing.latex else None
    found = _UNIT.match(text, end)
    if run not in (_UPRIGHT_UNITS if upright else _UNITS) or found is None:
        return
    start, stop = at - 1 if lexing.blank else at, found.end()
    if upright:
        closed = _CLOSED.match(text, stop)
        start, stop = upright.start(), closed.end() if closed else stop
    say = f"Units such as {run} are left out here."
    raise lexing.refuse("name_unknown", say, at, end, lexing.edit(start, stop, ""))


_CHECKED = (
    frozenset(_FUNCTIONS)
    | frozenset(_SIGNS)
    | frozenset(_NUMBERS)
    | _UPRIGHT_UNITS
    | _MODULES
    | _PARTIALS
    | {"is", "at", "O"}
)


def check_apart(lexing: Lexing, verb: str, at: int) -> None:
    """Refuse `expand (x+1)^3`: the verb would work on the bracket alone, and more is meant.

    Raises: Mistake.
    """
    text, end = lexing.text, at + len(verb)
    if text[end : end + 1] != " ":
        return
    close = sentences.reach(lexing, text.index("(", end) + 1, "")
    if _GOES_ON.match(text, close + 1, lexing.end):
        raise unbracketed(lexing, verb, at)


def unbracketed(lexing: Lexing, verb: str, at: int) -> Mistake:
    """The refusal of a verb without brackets around what it works on."""
    end = at + len(verb)
    rest = lexing.text[end : lexing.end].strip()
    say = f"Put what {verb} works on in brackets: {verb}(...)."
    return lexing.refuse(
        "function_argument", say, at, end, lexing.edit(end, lexing.end, f"({rest})")
    )


def check_raised(lexing: Lexing, run: str, pieces: Sequence[str], at: int) -> None:
    """Refuse `xTAx` of a vector x: the T was raised where it was copied from.

    Raises: Mistake.
    """
    names = lexing.names
    for number, (before, piece) in enumerate(pairwise(pieces[:-1])):
        if piece == "T" and "T" not in names.declared and before in names.arrays:
            place = at + sum(map(len, pieces[: number + 1]))
            say = f"The transpose of {before} is written {before}^T."
            edit = lexing.edit(place, place + 1, "^T ")
            raise lexing.refuse("name_unknown", say, at, at + len(run), edit)


def check_head(lexing: Lexing, run: str, at: int) -> None:
    """Refuse `EX`, which is the expectation of X to some and a product to others.

    Raises: Mistake.
    """
    if run not in ("EX", "EY", "EZ") or "E" in lexing.names.declared:
        return
    end = at + len(run)
    power = _RAISED.match(lexing.text, end)
    head = f"E[{run[1]}]"
    edits = [lexing.edit(at, end, head), lexing.edit(at, end, f"E*{run[1]}")]
    if power:
        edits.insert(0, lexing.edit(at, power.end(), f"E[{run[1]}{power.group()}]"))
    say = f"This can be the expectation {head} or the product E*{run[1]}: write the one that you mean."
    raise lexing.refuse("ambiguous", say, at, end, *edits)


def check_spelling(lexing: Lexing, run: str, pieces: Sequence[str], at: int) -> None:
    """Refuse a product of single letters that is nearly the name of a letter or a function: `lamda`, `thta`.

    Raises: Mistake.
    """
    if len(run) < 4 or any(len(piece) > 3 or _is_known(lexing, piece) for piece in pieces):
        return
    from difflib import get_close_matches

    near = get_close_matches(run, _LONG_WORDS, 2, _ALIKE)
    if near:
        say = f"The name {run} is not known here; is it {near[0]}?"
        raise lexing.refuse(
            "name_unknown", say, at, at + len(run),
            *(lexing.edit(at, at + len(run), word) for word in near), expected=tuple(near),
        )  # fmt: skip


def _is_known(lexing: Lexing, piece: str) -> bool:
    return (
        piece in lexing.names.declared
        or piece in FUNCTION_WORDS
        or accented_word(piece) is not None
    )


def _refusal(
    lexing: Lexing, text: str, replaced: tuple[int, int], instead: str, at: int = -1
) -> Mistake:
    """The refusal of a word that stands at `at`, with a sign in place of what is replaced."""
    start, end = replaced
    return lexing.refuse(
        "name_unknown",
        text,
        start if at < 0 else at,
        end,
        lexing.edit(start, end, instead),
        expected=(instead.strip(),),
    )
