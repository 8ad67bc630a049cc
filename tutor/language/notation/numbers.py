"""Numbers as they are written, and what is close to a number but is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation import counting, limits
from tutor.language.notation.bounded import begins_bound
from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_NUMBER = Pattern(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_COMMA_NUMBER = Pattern(r"(?:[0-9]+(?:(?:[.,]|\{,\})[0-9]+)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")
_BRACED_COMMA = Pattern(r"\{,\}([0-9]+)")
_GROUPED = Pattern(r"[1-9][0-9]{0,2}(?:\{,\}[0-9]{3})+(?![0-9])")
# Digits in groups of three, all with one mark, as the policy `thousands` allows; and what may follow them.
_MARKED = {
    "point": Pattern(
        r"[1-9][0-9]{0,2}(\{,\}|\\[,;! ]|[,'_ ])[0-9]{3}(?:\1[0-9]{3})*(?![0-9])(?:\.[0-9]+)?"
    ),
    "comma": Pattern(
        r"[1-9][0-9]{0,2}(\{\.\}|\\[,;! ]|[.'_ ])[0-9]{3}(?:\1[0-9]{3})*(?![0-9])(?:(?:,|\{,\})[0-9]+)?"
    ),
}
_FRACTION = Pattern(r"½([0-9]+)/([0-9]+)½")
_MIXED = Pattern(r"\s+[0-9]+\s*/\s*[0-9]+|\s*½|\s*\\[dt]?frac\s*\{?[0-9]")
_APART = Pattern(r"(?:(?:\s+|'|_)[0-9]{3}(?![0-9]))+")
_COMMAS = Pattern(r"(?:,[0-9]{3}(?![0-9]))+")
_POINTED = Pattern(r"(?:\.[0-9]{3})+(?![0-9])")
_TIMES_TEN = Pattern(r"\s*x\s*10(?=\s*(?:\^|\*\*))")
_PERIODIC = Pattern(r"\.?\\overline\s*\{[0-9]+\}|\.?\\bar\s*\{[0-9]+\}|\.{3,}|\\[lc]?dots")
_PERIOD = Pattern(r"([0-9]*)\.(?:([0-9]*)\\(?:overline|bar)\s*\{([0-9]+)\}|([0-9]+))")
_POINTS = Pattern(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?![0-9])((?:,[0-9]+)?)")
_SECOND_POINT = Pattern(r"\.([0-9]?)")
_LONE_POINT = Pattern(r"\.(?!\.)")

# What else could belong to a number begins with one of these.
_NEAR = frozenset(" \n.'_½\\x")
# a full stop behind the last line of a system
_STOP = Pattern(r"\.[\s})]*(?:\\\\|\\end(?![A-Za-z])|\n)")


def vulgar(lexing: Lexing, at: int) -> int:
    """`½`: an exact fraction, in brackets of its own."""
    found = _FRACTION.match(lexing.text, at)
    assert found is not None
    end = found.end()
    # as \frac12: one closed thing, which a function without brackets may take
    lexing.emit("_FRAC", None, at, at, made=True)
    for part in found.groups():
        lexing.emit("_LBRACE", None, at, at, made=True)
        lexing.emit("NUMBER", part, at, end)
        lexing.emit("_RBRACE", None, end, end, made=True)
    return end


def number(lexing: Lexing, at: int) -> int:
    """A number as written, and what is close to a number but is none."""
    text = lexing.text
    if "C" in text and (end := counting.beside(lexing, at)):
        return end
    if lexing.policy.thousands and (end := _marked(lexing, at)):
        return end
    if "{,}" in text and not lexing.comma and (found := _GROUPED.match(text, at)):
        lexing.emit("NUMBER", found.group().replace("{,}", ""), at, found.end())
        return found.end()
    found = (_COMMA_NUMBER if lexing.comma else _NUMBER).match(text, at)
    assert found is not None
    written, end = found.group(), found.end()
    if lexing.comma:
        _refuse_point(lexing, at)
        written = written.replace("{,}", ".").replace(",", ".")
    limits.check_number(written, lexing.span(at, end))
    if written[:1] == "0" and written[1:2].isdigit():
        raise _leading_zero(lexing, written, at, end)
    if "e-" in written or "e+" in written:
        lexing.found.add("exponent_sign")
        if "exponent_sign" in lexing.other:
            written, end = written[: written.index("e")], at + written.index("e")
    if "{,}" in text and not lexing.comma and (comma := _BRACED_COMMA.match(text, end)):
        plain = f"{written}.{comma.group(1)}"[:24]
        raise lexing.refuse(
            "decimal_comma",
            f"Decimals are written with a point here, not with a comma: {plain}.",
            end,
            end + 3,
            lexing.edit(end, end + 3, "."),
        )
    if text[end : end + 1] in _NEAR:
        _refuse_near_numbers(lexing, written, at, end)
    if lexing.latex and written[1:2] not in ("", "e", "E") and _bare_script(lexing):
        lexing.found.add("script")
        if "script" in lexing.other:
            lexing.emit("NUMBER", written[0], at, at + 1)
            lexing.emit("_TIMES", None, at + 1, at + 1, made=True)
            lexing.emit("NUMBER", written[1:].lstrip("0") or "0", at + 1, end)
            return end
    if text[end : end + 1] == "!" and _after_factorial(lexing):
        lexing.emit("COUNT", written, at, end)  # `3!7!` is a product that nobody reads otherwise
    else:
        lexing.emit("NUMBER", written, at, end)
    return end


def _after_factorial(lexing: Lexing) -> bool:
    """Whether a factorial stands before."""
    before = lexing.tokens[-1] if lexing.tokens else None
    return before is not None and before.type == "POSTFIX" and before.value == "factorial"


def _marked(lexing: Lexing, at: int) -> int:
    """A number whose thousands are marked, where the question allows it; 0 if there is none.

    In `[ ]` a blank separates entries, so there it marks nothing.
    """
    found = _MARKED[lexing.policy.decimal].match(lexing.text, at)
    if found is None:
        return 0
    mark = found.group(1)
    if mark.endswith(" ") and lexing.top is not None and lexing.top.kind == "[":
        return 0
    decimal = "." if lexing.policy.decimal == "point" else ","
    whole, point, decimals = found.group().replace(mark, "").replace("{,}", ",").partition(decimal)
    written = f"{whole}.{decimals}" if point else whole
    limits.check_number(written, lexing.span(at, found.end()))
    lexing.emit("NUMBER", written, at, found.end())
    return found.end()


def _refuse_point(lexing: Lexing, at: int) -> None:
    """`1.500` where the comma is the decimal comma: a thousand five hundred to some, one and a half to others."""
    found = _POINTS.match(lexing.text, at)
    if found is None:
        return
    groups, decimals = found.groups()
    edits = [groups.replace(".", "") + (decimals or "")]
    if groups.count(".") == 1 and not decimals:
        edits.append(groups.replace(".", ","))
    raise lexing.refuse(
        "thousands",
        "Write large numbers without a mark between the thousands, and decimals with a comma.",
        at,
        found.end(),
        *(lexing.edit(at, found.end(), edit) for edit in edits),
    )


def _bare_script(lexing: Lexing) -> bool:
    """Whether the number stands right behind `^` without braces, where TeX takes one digit."""
    tokens = lexing.tokens
    return bool(tokens) and tokens[-1].type == "_HAT" and not lexing.blank


def _leading_zero(lexing: Lexing, written: str, at: int, end: int) -> Mistake:
    text = lexing.text
    plain = written.lstrip("0") or "0"
    plain = f"0{plain}" if plain.startswith(".") else plain
    if at > 1 and text[at - 1] == "," and text[at - 2].isdigit():
        if end - at == 3:
            groups = _COMMAS.match(text, at - 1)
            stop = groups.end() if groups else end
            plain = text[at - 1 : stop].replace(",", "")
            return _thousands(lexing, at - 1, stop, lexing.edit(at - 1, stop, plain))
        return lexing.refuse(
            "decimal_comma",
            "A comma separates two numbers here: write a decimal number with a point.",
            at - 1,
            at,
            lexing.edit(at - 1, at, "."),
        )
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
    if lexing.operators and begins_bound(lexing.tokens):
        return  # whole as it is: what follows is the body
    text = lexing.text
    if found := _TIMES_TEN.match(text, end):
        raise lexing.refuse(
            "operator_missing",
            f"Write * for times: {written[:12]}*10^3.",
            text.index("x", end),
            text.index("x", end) + 1,
            lexing.edit(end, found.end() - 2, "*"),
            expected=("*",),
        )
    if lexing.top is None or lexing.top.kind != "[":
        found = _MIXED.match(text, end)
        if found and written.isdigit():
            blanks = len(text) - len(text[end:].lstrip(" ")) - end
            raise lexing.refuse(
                "mixed_number",
                "Write a mixed number as a sum, 2 + 1/2, or a product, 2*(1/2).",
                at,
                max(found.end(), end),
                lexing.edit(end, end + blanks, "+"),
                lexing.edit(end, end + blanks, "*"),
            )
    _refuse_dots(lexing, written, at, end)
    found = (_POINTED if "." in written and not lexing.comma else _APART).match(text, end)
    if found is None or len(written.partition(".")[0]) > 3:
        return
    if text[end] != " " or lexing.top is None:
        joined = re.sub(r"[\s'_.]", "", written + found.group())
        raise _thousands(lexing, at, found.end(), lexing.edit(at, found.end(), joined))


def _refuse_dots(lexing: Lexing, written: str, at: int, end: int) -> None:
    r"""`0.333...`, `0.\overline{3}`, `3.14.15`, `2.`: what looks like the beginning of a decimal number."""
    text = lexing.text
    if end >= lexing.end:
        return
    if (found := _PERIODIC.match(text, end)) and ("." in written or found.group()[0] == "."):
        digits = written + found.group()
        edits = [lexing.edit(at, found.end(), fraction)] if (fraction := _fraction(digits)) else []
        say = f": write {fraction}" if edits else ""
        raise lexing.refuse(
            "char",
            f"A decimal number that goes on without end cannot be read; write it as a fraction{say}.",
            at,
            found.end(),
            *edits,
        )
    if "." in written and not lexing.comma and _POINTED.match(text, end) and len(written) < 8:
        return  # marks between thousands
    if "." in written and (found := _SECOND_POINT.match(text, end)):
        raise lexing.refuse(
            "char",
            "A number has one decimal point only.",
            end,
            end + 1,
            lexing.edit(end, end + 1, ""),
            *([lexing.edit(end, end + 1, "*")] if found.group(1) else ()),
        )
    if "e" in written and _LONE_POINT.match(text, end):
        say = "The power of ten in a number is a whole number."
        raise lexing.refuse("char", say, end, end + 1)
    if "." not in written and _LONE_POINT.match(text, end) and not _STOP.match(text, end):
        raise lexing.refuse(
            "char",
            f"Digits are missing behind this point: write {written[:12]} or {written[:12]}.0.",
            end,
            end + 1,
            lexing.edit(end, end + 1, ""),
            lexing.edit(end, end + 1, ".0"),
            *([lexing.edit(end, end + 1, "*")] if text[end + 1 : end + 2].isalnum() else ()),
        )


def _fraction(digits: str) -> str:
    r"""The fraction of a periodic number such as `0.\overline{3}`; of `0.333...` where three digits agree."""
    from fractions import Fraction

    found = _PERIOD.match(digits)
    if found is None:
        return ""
    whole, steady, overlined, dotted = found.groups()
    if overlined:
        period = overlined
    else:
        steady, period = (dotted or "").rstrip("."), ""
        for size in range(1, 4):
            tail = steady[-size:]
            if len(steady) >= 3 * size and steady.endswith(tail * 3):
                period = tail
                while steady.endswith(period):
                    steady = steady[: -len(period)]
                break
        if not period:
            return ""
    steady = steady or ""
    if len(steady) + len(period) > 12:
        return ""
    value = Fraction(
        int(f"0{whole}{steady}{period}") - int(f"0{whole}{steady}"),
        10 ** len(steady) * (10 ** len(period) - 1),
    )
    return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value)


def percent_refused(lexing: Lexing, at: int, end: int) -> Mistake:
    """The refusal of a percent sign where a question has none, with the number that it stands for."""
    before = lexing.tokens[-1] if lexing.tokens else None
    edits: list[str] = []
    if before is not None and before.type == "NUMBER" and "e" not in before.value.lower():
        whole, _, decimals = before.value.partition(".")
        whole = whole.zfill(3)
        digits = f"{whole[:-2]}.{whole[-2:]}{decimals}".rstrip("0").rstrip(".")
        if lexing.comma:
            digits = digits.replace(".", ",")
        source = lexing.folded.source
        edits.append(source[: before.start] + digits + source[lexing.span(at, end)[1] :])
    return lexing.refuse(
        "char",
        "Percent signs are not used in this question: write the number itself, 0.05 for 5 %.",
        at,
        end,
        *edits,
    )
