"""Texts to try the reader with: random, mutated, derived from the grammar, and as large as is allowed.

Every maker takes a `random.Random`, so that the same seed gives the same texts on every machine. Used
by `tests.fuzz_reading` and `tests.benchmarks.reading`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.language.notation.table import build_lark, grammar_text
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

HERE = Path(__file__).parent
LONGEST = 1_000
_TABLES = (*sorted((HERE / "notation").glob("*.txt")), HERE / "writing" / "brackets.txt")
_PIECES: tuple[str, ...] = (
    *"0123456789xyabABfnkijdeTN", *"+-*/^_=<>~:,;.!'|&%()[]{}$\\ ",
    *"²³⁻¹ⁿ₁₂−×·÷√∛≤≥≠∈∪∩∖∅∞±‖∣⟨⟩∂∇°½πλθ∑∏∫ℝᵀ†…→",
    *("**", "||", "<=", "+/-", "sin", "cos ", "ln", "exp(", "sqrt(", "log_2", "d/dx", "diff(", "pi", "oo"),
    *("where", " or ", " and ", "det(", "max", "e^", "1/2x", "[[", "]]", "x_1", "x_{n+1}", "P(", "E[", "N(0,1)"),
    *("1,000", "3,14", "2e-3", "piecewise(", "integrate(", "lim ", "sum(", "5C2", "hat", "none", "true", " if "),
)  # fmt: skip
_COMMANDS = listed(
    "frac dfrac sqrt binom left right begin end sin ln log lim int sum prod nabla partial alpha pi infty cdot"
    " times le ge ne in cup cap setminus mid top circ prime text mathrm mathbf mathbb operatorname hat bar"
    " overline vec quad displaystyle lVert rVert langle rangle emptyset pm to otherwise det Pr neg choose"
)  # fmt: skip
_LATEX_PIECES: tuple[str, ...] = (
    *"xyabAn012345+-=<>^_{}()[]|&,. ",
    *(rf"\{command}" for command in _COMMANDS),
    *(r"\\", r"\,", r"\{", r"\}", r"\left(", r"\right)", r"\left.", r"\right|", r"\frac{1}{2}"),
    *(
        rf"\{end}{{{name}}}"
        for end in ("begin", "end")
        for name in ("bmatrix", "cases", "aligned", "array")
    ),
)


@cache
def corpus() -> tuple[str, ...]:
    """Texts that stand in the tests' own tables: what was typed, and what it means written out."""
    found: list[str] = []
    for path in _TABLES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            if line.strip() and not line.startswith(("#", "names ")):
                found += [
                    part for cell in line.split(" => ") for part in cell.split(" || ") if part
                ]
    for row in everyday():
        found += [row["answer"], row["response"], row["answer_latex"], row["response_latex"]]
    return tuple(dict.fromkeys(text.strip() for text in found if text.strip()))


@cache
def everyday() -> tuple[dict[str, Any], ...]:
    """The pairs of the everyday benchmark."""
    path = HERE / "benchmarks" / "everyday.jsonl"
    return tuple(json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def scattered(draw: Random) -> str:
    """Pieces of the language in any order."""
    return "".join(draw.choices(_PIECES, k=draw.randint(1, 24)))


def commands(draw: Random) -> str:
    """Pieces of LaTeX in any order."""
    return "".join(draw.choices(_LATEX_PIECES, k=draw.randint(1, 24)))


def characters(draw: Random) -> str:
    """Characters from all of Unicode, surrogates too, among some that are maths."""
    size = draw.randint(1, 12)
    ranges = ((0, 0x7F), (0x80, 0x24FF), (0x2000, 0x2BFF), (0xD800, 0xDFFF), (0, 0x10FFFF))
    return "".join(
        draw.choice("x+2(^)") if draw.random() < 0.3 else chr(draw.randint(*draw.choice(ranges)))
        for _ in range(size)
    )


def mutated(draw: Random) -> str:
    """A text of the tables with one to three small accidents."""
    text: str = draw.choice(corpus())
    for _ in range(draw.randint(1, 3)):
        text = draw.choice(_ACCIDENTS)(draw, text)
    return text


def _insert(draw: Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice(_PIECES) + text[at:]


def _delete(draw: Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.randint(1, 3) :]


def _swap(draw: Random, text: str) -> str:
    at = draw.randint(0, max(len(text) - 2, 0))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _double(draw: Random, text: str) -> str:
    start, end = sorted(draw.randint(0, len(text)) for _ in range(2))
    return text[:end] + text[start:end] + text[end:]


def _splice(draw: Random, text: str) -> str:
    other = draw.choice(corpus())
    return text[: draw.randint(0, len(text))] + other[draw.randint(0, len(other)) :]


_ACCIDENTS: tuple[Callable[[Random, str], str], ...] = (_insert, _delete, _swap, _double, _splice)

# How a terminal of the grammar may be written; the reader may well make another one of it.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "NUMBER": ("2", "0.5", "10", "1", "3"),
    "NAME": ("x", "y", "A", "x_1", "alpha", "v", "f"),
    "COUNT": ("½", "¾"),
    "CONSTANT": ("pi", "e", "oo"),
    "WORD": ("none", "max", "true"),
    "FUNC": ("sin ", "ln ", "tr "),
    "FCALL": ("sin", "f", "diff", "Normal", "max", "det"),
    "FROOT": ("sqrt", "cbrt"),
    "FSQ": ("E", "Var"),
    "FPR": ("P",),
    "OPTION": ("at", "along", "method"),
    "DERIV": ("d/dx ", "∂/∂y "),
    "DERIVED": ("dy/dx",),
    "POSTFIX": ("!", "'", "%", "°", "^T"),
    "REL": ("=", "<", "<=", "~", " in ", ":"),
    "SETOP": (" union ", "∩", "∖"),
    "RNORM": ("||",),
    "MBEGIN": (r"\begin{bmatrix}", r"\begin{vmatrix}"),
    "RADIC": ("√", "∛"),
    "INT": ("∫", r"\int"),
    "DX": (" dx", "dt"),
    "SUM": ("∑", r"\prod", "sum"),
    "LIM": ("lim", r"\lim"),
    "ARROW": ("->", r" \to ", "→"),
    "SIDE": ("+", "-", "^+"),
    "NABLA": ("∇", r"\nabla "),
    "DOVER": (r"\frac{d(", "d("),
    "PM": ("±", "+/-"),
    "NUMBER_SET": ("ℝ", r"\mathbb{N}"),
    "SYSTEM": (r"\begin{cases}", r"\begin{aligned}"),
    "_SUB": ("_",),
    "_AT": ("|_", " at "),
    "_NOT": ("not ", r"\neg "),
    "_NEG": ("¬",),
    "_IF": (" if ", ", if "),
    "_ELSE": (" otherwise", " else "),
    "_COND": (" | ", r"\mid "),
    "_DOT": ("·", r"\cdot "),
    "_CROSS": ("×", r"\times "),
    "_TYPED": (": ",),
    "_CHOOSE": (" choose ", r" \choose "),
    "_COMMA": (", ", ","),
    "_OPTIONS": ("; ",),
    "_ROW": ("; ",),
    "_AUG": (" | ",),
    "_GIVEN": (" | ",),
    "_WHERE": (" where ",),
    "_OR": (" or ",),
    "_AND": (" and ",),
    "_PLUS": (" + ", "+"),
    "_MINUS": (" - ", "-"),
    "_PM": ("±", "+/-"),
    "_TIMES": ("*", "·"),
    "_OVER": ("/",),
    "_HAT": ("^", "**"),
    "_LPAR": ("(",),
    "_RPAR": (")",),
    "_LSQB": ("[",),
    "_RSQB": ("]",),
    "_LBRACE": ("{",),
    "_RBRACE": ("}",),
    "_LSET": ("{", r"\{"),
    "_RSET": ("}", r"\}"),
    "_LBAR": ("|",),
    "_RBAR": ("|",),
    "_LNORM": ("||",),
    "_LANG": ("<", "⟨"),
    "_RANG": (">", "⟩"),
    "_FRAC": (r"\frac",),
    "_BINOM": (r"\binom",),
    "_SQRT": (r"\sqrt",),
    "_LINDEX": ("[",),
    "_RINDEX": ("]",),
    "_MROW": (r" \\ ",),
    "_AMP": (" & ",),
    "_MEND": (r"\end{bmatrix}", r"\end{vmatrix}"),
}


@cache
def productions() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Every nonterminal of the grammar with its right sides."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in build_lark(grammar_text()).rules:
        found.setdefault(rule.origin.name, []).append(tuple(s.name for s in rule.expansion))
    return {name: tuple(sorted(sides)) for name, sides in sorted(found.items())}


@cache
def _heights() -> Mapping[str, int]:
    """How deep the shortest derivation of each nonterminal is."""
    found: dict[str, int] = {}
    while len(found) < len(productions()):
        for name, sides in productions().items():
            ready = [_height(side, found) for side in sides if _is_known(side, found)]
            if name not in found and ready:
                found[name] = 1 + min(ready)
    return found


def _is_known(side: tuple[str, ...], found: Mapping[str, int]) -> bool:
    return all(name in found or name not in productions() for name in side)


def _height(side: tuple[str, ...], found: Mapping[str, int]) -> int:
    return max((found.get(name, 0) for name in side), default=0)


def derived(draw: Random) -> str:
    """A random derivation of the grammar, written out."""
    return _derived(draw, draw.randint(14, 26))


def _derived(draw: Random, budget: int) -> str:
    written: list[str] = []
    left: list[tuple[str, int]] = [("start", budget)]
    while left and len(written) < LONGEST:
        name, depth = left.pop()
        sides = productions().get(name)
        if sides is None:
            written.append(draw.choice(SPELLINGS[name]))
            continue
        fitting = [side for side in sides if _height(side, _heights()) < depth]
        if not fitting:
            least = min(_height(side, _heights()) for side in sides)
            fitting = [side for side in sides if _height(side, _heights()) == least]
        (chosen,) = draw.choices(fitting, [_weight(side) for side in fitting])
        left += [(part, depth - 1) for part in reversed(chosen)]
    return draw.choice(("", "", " ")).join(written)[: LONGEST + 5]


def _weight(side: tuple[str, ...]) -> int:
    """Most productions only climb down; were all as likely, nothing short would be drawn."""
    if len(side) > 1:
        return 2
    if side[0] in productions():
        return 12
    return 1 if side[0] in ("WORD", "FUNC") else 4


def enormous(draw: Random) -> str:
    """As much as is allowed, or a little more: long, nested, ambiguous, sometimes broken."""
    text = draw.choice(LONG)(draw)
    if draw.random() < 0.4:
        text = draw.choice(_ACCIDENTS)(draw, text)
    return text[: LONGEST + 5]


def _filled(draw: Random, between: str, make: Callable[[Random], str]) -> str:
    """Parts side by side until no other one fits."""
    size = draw.choice((LONGEST, LONGEST, 400))
    text = make(draw)
    while len(text) + len(between) + (len(more := make(draw))) <= size:
        text += between + more
    return text


def _nested(draw: Random, size: int) -> str:
    opening, closing = draw.choice(
        (("(", ")"), ("[", "]"), ("|", "|"), ("sin(", ")"), ("{", "}"), ("\\sqrt{", "}"), ("1/(", ")"), ("<", ">"),
         ("x^{", "}"), ("\\frac{1}{", "}"), ("\\left(", "\\right)"), ("f(", ")"), ("⌊", "⌋"), ("||", "||"))
    )  # fmt: skip
    return opening * size + "x" + closing * size


def _short_row(draw: Random) -> str:
    return draw.choice([text for text in corpus() if len(text) < 30])


LONG: tuple[Callable[[Random], str], ...] = (
    lambda draw: _filled(draw, " + ", lambda d: f"{d.randint(2, 99)}x^{d.randint(2, 60)}"),
    lambda draw: _filled(draw, " - ", lambda d: f"(x + {d.randint(1, 9)})^2/2y"),
    lambda draw: _filled(draw, ", ", lambda d: str(d.randint(0, 9))),
    lambda draw: _filled(draw, draw.choice(("", " ", "*")), _short_row),
    lambda draw: _filled(draw, draw.choice((", ", " + ", " = ", "; ")), _short_row),
    lambda draw: _filled(draw, "", lambda d: d.choice(_PIECES)),
    lambda draw: _filled(draw, "", lambda d: d.choice(_LATEX_PIECES)),
    lambda draw: draw.choice(_PIECES) * draw.randint(100, LONGEST),
    lambda draw: "".join(draw.choices(_PIECES, k=2)) * draw.randint(100, 400),
    lambda draw: _nested(draw, draw.randint(2, 40)),
    lambda draw: "".join(_nested(draw, draw.randint(1, 8)) for _ in range(8)),
    lambda draw: (
        "[" + "; ".join(" ".join(str(d) for d in draw.choices(range(-9, 99), k=9)) for _ in range(draw.randint(2, 40))) + "]"
    ),
    lambda draw: _filled(draw, r" \\ ", lambda _: r"\frac{1}{2} & x^{2} & \sin x"),
    lambda draw: _filled(draw, draw.choice((" ", "")), lambda d: d.choice(("sin x/2", "1/2x", "|x|", "2^3^4", "f(x+1)"))),
    lambda draw: _derived(draw, draw.randint(80, 160)),
)  # fmt: skip

MAKERS: Mapping[str, Callable[[Random], str]] = {
    "scattered": scattered,
    "commands": commands,
    "characters": characters,
    "mutated": mutated,
    "derived": derived,
    "enormous": enormous,
}
