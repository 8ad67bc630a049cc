"""Numbers as they are written, and what is close to a number but is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation import limits

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_COMMA_NUMBER = re.compile(r"(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\{,\}[0-9]{3})+")
_FRACTION = re.compile(r"½([0-9]+)/([0-9]+)½")
_MIXED = re.compile(r"\s+[0-9]+\s*/\s*[0-9]+|\s*½|\s*\\[dt]?frac\s*\{?[0-9]")
_APART = re.compile(r"(?:\s+|'|_)[0-9]{3}(?![0-9])")
_POINTED = re.compile(r"(?:\.[0-9]{3})+(?![0-9])")
_TIMES_TEN = re.compile(r"x10(?=\^)")


def vulgar(lexing: Lexing, at: int) -> int:
    """`½`: an exact fraction, in brackets of its own."""
    found = _FRACTION.match(lexing.text, at)
    assert found is not None
    end = found.end()
    lexing.emit("_LPAR", None, at, at, made=True)
    lexing.emit("NUMBER", found.group(1), at, end)
    lexing.emit("_OVER", None, at, end)
    lexing.emit("NUMBER", found.group(2), at, end)
    lexing.emit("_RPAR", None, end, end, made=True)
    return end


def number(lexing: Lexing, at: int) -> int:
    """A number as written, and what is close to a number but is none."""
    text = lexing.text
    if found := _GROUPED.match(text, at):
        lexing.emit("NUMBER", found.group().replace("{,}", ""), at, found.end())
        return found.end()
    pattern = _COMMA_NUMBER if lexing.comma else _NUMBER
    found = pattern.match(text, at)
    assert found is not None
    written, end = found.group().replace(",", "."), found.end()
    limits.check_number(written, lexing.span(at, end))
    if written[:1] == "0" and written[1:2].isdigit():
        raise _leading_zero(lexing, written, at, end)
    if "e-" in written or "e+" in written:
        lexing.found.add("exponent_sign")
        if "exponent_sign" in lexing.other:
            written, end = written[: written.index("e")], at + written.index("e")
    _refuse_near_numbers(lexing, written, at, end)
    if lexing.latex and len(written) > 1 and _bare_script(lexing):
        lexing.found.add("script")
        if "script" in lexing.other:
            lexing.emit("NUMBER", written[0], at, at + 1)
            lexing.emit("_TIMES", None, at + 1, at + 1, made=True)
            lexing.emit("NUMBER", written[1:].lstrip("0") or "0", at + 1, end)
            return end
    behind = lexing.tokens[-1] if lexing.tokens else None
    if (
        behind
        and behind.type == "POSTFIX"
        and behind.value == "factorial"
        and lexing.blank
        and text[end : end + 1] == "!"
    ):
        lexing.emit("COUNT", written, at, end)  # `3! 7!` is a product that nobody reads otherwise
    else:
        lexing.emit("NUMBER", written, at, end)
    return end


def _bare_script(lexing: Lexing) -> bool:
    """Whether the number stands right behind `^` without braces, where TeX takes one digit."""
    tokens = lexing.tokens
    return bool(tokens) and tokens[-1].type == "_HAT" and not lexing.blank


def _leading_zero(lexing: Lexing, written: str, at: int, end: int) -> Mistake:
    text = lexing.text
    plain = written.lstrip("0") or "0"
    plain = f"0{plain}" if plain.startswith(".") else plain
    if at > 1 and text[at - 1] == "," and text[at - 2].isdigit() and end - at == 3:
        return _thousands(lexing, at - 1, end, lexing.edit(at - 1, at, ""))
    if lexing.blank and text[:at].rstrip()[-1:].isdigit() and end - at == 3:
        gap = len(text[:at].rstrip())
        return _thousands(lexing, gap, end, lexing.edit(gap, at, ""))
    return lexing.refuse(
        "leading_zero", f"Write this number without its leading zero: {plain[:20]}.", at, end,
        lexing.edit(at, end, plain),
    )  # fmt: skip


def _thousands(lexing: Lexing, at: int, end: int, *edits: str) -> Mistake:
    return lexing.refuse(
        "thousands", "Write large numbers without a mark between the thousands.", at, end, *edits
    )


def _refuse_near_numbers(lexing: Lexing, written: str, at: int, end: int) -> None:
    text = lexing.text
    if found := _TIMES_TEN.match(text, end):
        raise lexing.refuse(
            "operator_missing",
            "Write * for times: 5*10^3.",
            end,
            end + 1,
            lexing.edit(end, end + 1, "*"),
            expected=("*",),
        )
    if lexing.top is None or lexing.top.kind != "[":
        found = _MIXED.match(text, end)
        if found and written.isdigit():
            raise lexing.refuse(
                "mixed_number",
                "Write a mixed number as a sum, 2 + 1/2, or a product, 2*(1/2).",
                at,
                max(found.end(), end),
                lexing.edit(end, end + (text[end : end + 1] == " "), "+"),
                lexing.edit(end, end + (text[end : end + 1] == " "), "*"),
            )
    found = (_POINTED if "." in written else _APART).match(text, end)
    if found is None or len(written.partition(".")[0]) > 3:
        return
    if text[end] != " " or lexing.top is None:
        joined = re.sub(r"[\s'_.]", "", written + found.group())
        raise _thousands(lexing, at, found.end(), lexing.edit(at, found.end(), joined))
