"""How the same pair is put to each engine; one function a peer, each `(row) -> verdict`.

Conversions, so that nobody loses on notation:
- tutor reads the text, or the LaTeX, as it stands.
- SymPy gets the text with `^` as `**` and bracketed lists as Matrix (a list of rows, or one column); names are
  real or positive Symbols, as the row declares them; then `simplify` of the difference, entry by entry.
- Math-Verify reads the LaTeX in dollars, as its documentation asks, and compares with its defaults. It
  knows no domains of names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import tutor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row: TypeAlias = "Mapping[str, Any]"
Verdict: TypeAlias = Literal["equal", "different", "none"]
_NAME = re.compile(r"[A-Za-z_]\w*")
_STATUS: Mapping[str, Verdict] = {
    "correct": "equal",
    "incorrect": "different",
    "partial": "different",
}


def tutor_text(row: Row) -> Callable[[], Verdict]:
    """`tutor.grade` on the text: the reference is read every time."""
    return lambda: _STATUS.get(
        tutor.grade(row["response"], answer=row["answer"], names=row.get("names")).status, "none"
    )


def tutor_latex(row: Row) -> Callable[[], Verdict]:
    """`tutor.grade` on the LaTeX."""
    names = row.get("names")
    return lambda: _STATUS.get(
        tutor.grade(
            row["response_latex"], answer=row["answer_latex"], names=names, notation="latex"
        ).status,
        "none",
    )


def tutor_prepared(row: Row) -> Callable[[], Verdict]:
    """`Question.grade`: the reference was prepared beforehand, as for a class of learners."""
    question = tutor.prepare(answer=row["answer"], names=row.get("names"))
    return lambda: _STATUS.get(question.grade(row["response"]).status, "none")


def sympy_simplify(row: Row) -> Callable[[], Verdict]:
    """Sympify both sides, simplify the difference; caches are cleared before each pair."""
    import sympy
    from sympy.core.cache import clear_cache

    texts = [as_sympy_text(row[side]) for side in ("response", "answer")]
    declared = row.get("names") or {}
    known = {name for name in dir(sympy) if len(name) > 1}
    letters = {name for text in texts for name in _NAME.findall(text)} - known
    symbols = {
        name: sympy.Symbol(name, positive=True)
        if declared.get(name) == "positive"
        else sympy.Symbol(name, real=True)
        for name in sorted(letters)
    }
    table = {**symbols, "abs": sympy.Abs, "asin": sympy.asin}

    def decide() -> Verdict:
        one, other = (sympy.sympify(text, locals=table) for text in texts)
        matrices = [getattr(side, "is_Matrix", False) for side in (one, other)]
        if any(matrices):
            if not all(matrices) or one.shape != other.shape:
                return "different"
            return (
                "equal" if (one - other).applyfunc(sympy.simplify).is_zero_matrix else "different"
            )
        return "equal" if sympy.simplify(one - other) == 0 else "different"

    clear_cache()
    return decide


def math_verify(row: Row) -> Callable[[], Verdict]:
    """Parse both sides, verify; SymPy's caches are cleared before each pair."""
    from math_verify import parse, verify
    from sympy.core.cache import clear_cache

    def decide() -> Verdict:
        gold, target = (parse(f"${row[side]}$") for side in ("answer_latex", "response_latex"))
        if not gold or not target:
            return "none"
        return "equal" if verify(gold, target) else "different"

    clear_cache()
    return decide


PEERS: Mapping[str, Callable[[Row], Callable[[], Verdict]]] = {
    "tutor, prepared": tutor_prepared,
    "tutor, text": tutor_text,
    "tutor, LaTeX": tutor_latex,
    "SymPy simplify": sympy_simplify,
    "Math-Verify": math_verify,
}


def as_sympy_text(text: str) -> str:
    """A text of the benchmark in Python syntax: powers, and `Matrix(...)` around outermost brackets."""
    found: list[str] = []
    depth = 0
    for char in text.replace("^", "**"):
        if char == "[" and not depth:
            found.append("Matrix(")
        depth += (char == "[") - (char == "]")
        found.append(char)
        if char == "]" and not depth:
            found.append(")")
    return "".join(found)
