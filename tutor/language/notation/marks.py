"""Marks behind or above an operand: a raised T, degrees, primes, factorials, the star of a conjugate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.naming import name_of, name_parts
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import CLOSING, OPENING, Token

if TYPE_CHECKING:
    import re

    from tutor.language.notation.lexing import Lexing

_UPRIGHT_T = (
    r"\\(?:mathsf|mathrm|mathbf|text|textsf|textrm|operatorname|mathtt|rm)\s*(?:\{\s*T\s*\}|\s+T)"
)
_TRANSPOSED = Pattern(
    rf"\^\s*(?:\{{\s*(-?)\s*(?:T|\\top|\\intercal|\\mathrm\s*T|{_UPRIGHT_T})\s*\}}"
    rf"|(-?)(?:T(?![0-9_'])|\\top(?![A-Za-z])|\\intercal(?![A-Za-z])|{_UPRIGHT_T}|ᵀ|⊤))"
)
_ADJOINT = Pattern(r"\^\s*(?:†|\\dagger(?![A-Za-z])|\{\s*(?:†|\\dagger)\s*\})")
_HERMITIAN = Pattern(r"\^\s*(?:H(?![A-Za-z0-9_'])|\{\s*H\s*\})")
_STAR = Pattern(r"\^\s*(?:\*(?!\*)|\\(?:ast|star)(?![A-Za-z])|\{\s*(?:\*|\\ast|\\star)\s*\})")
# What cannot be a factor behind a bare star: `x^*2` is no name.
_AFTER_STAR = Pattern(
    r"\s*(?:$|[)\]},;=+/<>|&-]|\\(?:right|le|ge|leq|geq|ne|in|\\|,|cdot|end)(?![A-Za-z]))"
)
# Behind the star of a conjugate nothing can follow that a product would go on with.
_NO_FACTOR = Pattern(r"\*\s*(?:$|[)\]},;=+/<>|]|\\right)|\*\s+\*(?!\*)")
_DEGREES = Pattern(r"\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\}|°)")
_RAISED_PRIME = Pattern(r"\^\s*(?:\\prime(?![A-Za-z])|\{((?:\s*\\prime)+)\s*\})")
_LETTERS = Pattern(r"[A-Za-z]+")
_OPENS = Pattern(r"(?:\\left\s*)?\(")
# How all of these and the complement of an event begin; most exponents do not.
_MARK = Pattern(r"\^\s*(?:\{\s*)?-?\s*[\\TcCH*†°ᵀ⊤]")


def may_be_mark(text: str, at: int) -> bool:
    """Whether a mark may be written as the exponent here; else it is one."""
    return _MARK.match(text, at) is not None


def raised(lexing: Lexing, at: int) -> int:
    """A mark that is written as an exponent: transpose, degrees, primes; 0 if it is an exponent."""
    text = lexing.text
    if found := _DEGREES.match(text, at):
        lexing.emit("POSTFIX", "degrees", at, found.end())
        return found.end()
    if found := _RAISED_PRIME.match(text, at):
        marks = "'" * max(found.group().count("prime"), 1)
        lexing.emit("POSTFIX", marks, at, found.end())
        return about_to_be_called(lexing, found.end())
    if found := _STAR.match(text, at):
        if _may_be_starred(lexing):
            lexing.emit("POSTFIX", "star", at, found.end())
            return found.end()
        if _AFTER_STAR.match(text[: lexing.end], found.end()) and _starred_name(
            lexing, found.end()
        ):
            return found.end()
    found = _ADJOINT.match(text, at)
    if found is None and _behind_array(lexing):
        found = _HERMITIAN.match(text, at)
    if found:
        _enclose_power(lexing)
        lexing.emit("POSTFIX", "adjoint", at, found.end())
        return found.end()
    found = _TRANSPOSED.match(text, at)
    if found is None or ("T" in found.group() and _is_name_t(lexing, found)):
        return 0
    _enclose_power(lexing)
    mark = "inverse_transpose" if "-" in found.group() else "transpose"
    lexing.emit("POSTFIX", mark, at, found.end())
    return found.end()


def transposed(lexing: Lexing, mark: str, at: int) -> int:
    """`Aᵀ`, `A†`: a mark of one character."""
    _enclose_power(lexing)
    lexing.emit("POSTFIX", mark, at, at + 1)
    return at + 1


def conjugated(lexing: Lexing, at: int) -> int:
    """`z*` of a complex z, with nothing behind the star that it could be multiplied by; 0 if it is a product."""
    if not lexing.after_operand or not _NO_FACTOR.match(lexing.text[: lexing.end], at):
        return 0
    lexing.emit("POSTFIX", "star", at, at + 1)
    return at + 1


def _may_be_starred(lexing: Lexing) -> bool:
    names = lexing.names
    return lexing.after_operand and (names.complex or bool(names.arrays))


def _starred_name(lexing: Lexing, end: int) -> bool:
    """Make `x^*`, where neither conjugates nor matrices are in play, the name that it is: of an optimum."""
    token = lexing.tokens[-1] if lexing.tokens else None
    parts = name_parts(token.value) if token is not None and token.type == "NAME" else None
    if token is None or parts is None or parts.primes:
        return False
    starred = token.retyped("NAME")
    below = f"{parts.below},*" if parts.below else "*"
    starred.value = lexing.names.canonical(name_of(parts.stem, parts.accent, below))
    starred.end = lexing.span(end - 1, end)[1]
    lexing.tokens[-1] = starred
    return True


def _enclose_power(lexing: Lexing) -> None:
    """Brackets around a power behind which a transpose stands: `A^{-1}^T`, `A⁻¹ᵀ` are (A^-1)^T."""
    tokens = lexing.tokens
    base = _power_start(tokens)
    if base < 0:
        return
    opening, closing = tokens[base].start, tokens[-1].end
    tokens.insert(base, Token("_LPAR", None, opening, opening, made=True))
    tokens.append(Token("_RPAR", None, closing, closing, made=True))


def _power_start(tokens: list[Token]) -> int:
    """The first token of the power that ends here, if its base may be a matrix; else -1."""
    exponent = _operand_start(tokens, len(tokens) - 1)
    if exponent > 0 and tokens[exponent - 1].type == "_MINUS":
        exponent -= 1
    if exponent < 2 or tokens[exponent - 1].type != "_HAT":
        return -1
    base = _operand_start(tokens, exponent - 2)
    if base > 0 and tokens[base].type == "_LPAR" and tokens[base - 1].type in ("FCALL", "FROOT"):
        base -= 1
    return -1 if base >= 0 and tokens[base].type in ("NUMBER", "CONSTANT") else base


def _operand_start(tokens: list[Token], last: int) -> int:
    """The first token of the name, the number or the bracket that ends with a token; -1 if none does."""
    if last < 0:
        return -1
    if tokens[last].type in ("NAME", "NUMBER", "CONSTANT"):
        return last
    depth = 0
    for place in range(last, -1, -1):
        kind = tokens[place].type
        depth += (kind in CLOSING) - (kind in OPENING)
        if depth == 0:
            return place if place < last else -1
    return -1


def _is_name_t(lexing: Lexing, found: re.Match[str]) -> bool:
    """Whether a raised T is a name: declared, the beginning of a declared name, or above a number."""
    before = lexing.tokens[-1].type if lexing.tokens else ""
    if "T" in lexing.names.declared:
        return True
    if before in ("NUMBER", "CONSTANT", "") and _power_start(lexing.tokens) < 0:
        return True
    word = _LETTERS.match(lexing.text, found.end() - 1)
    return word is not None and word.group() in lexing.names.declared


def _behind_array(lexing: Lexing) -> bool:
    """Whether a declared vector or matrix stands before: a raised H is then its adjoint."""
    before = lexing.tokens[-1] if lexing.tokens else None
    names = lexing.names
    named = before is not None and before.type == "NAME" and before.value in names.arrays
    return named and "H" not in names.declared


def primes(lexing: Lexing, at: int) -> int:
    """Primes behind an operand."""
    end = at
    while lexing.text[end : end + 1] == "'":
        end += 1
    if not lexing.after_operand:
        raise lexing.refuse(
            "char",
            "Quotation marks are not needed: leave them out.",
            at,
            end,
            lexing.folded.source.replace("'", ""),
            lexing.edit(at, end, ""),
        )
    lexing.emit("POSTFIX", "'" * (end - at), at, end)
    return about_to_be_called(lexing, end)


def about_to_be_called(lexing: Lexing, end: int) -> int:
    r"""`f '(x)`, `f'_1(x)`, `f^{\prime}(x)`: a name with primes behind it, before a bracket, is a function.

    Gives `end`, where the bracket would begin.
    """
    if len(lexing.tokens) < 2 or not _OPENS.match(lexing.text, end):
        return end
    *_, name, mark = lexing.tokens
    names = lexing.names
    function = name.value in names.functions or name.value not in names.declared
    if name.type == "NAME" and mark.type == "POSTFIX" and mark.value.strip("'") == "" and function:
        called = name.retyped("FCALL")
        called.value, called.end = (name.value + mark.value, ""), mark.end
        lexing.tokens[-2:] = [called]
    return end


def factorial(lexing: Lexing, at: int) -> int:
    """`!`; a second one is refused, for it is read in two ways."""
    tokens = lexing.tokens
    if tokens and tokens[-1].type == "POSTFIX" and tokens[-1].value == "factorial":
        raise lexing.refuse(
            "ambiguous",
            "Two factorial signs can mean (n!)! or a double factorial: use brackets.",
            at - 1,
            at + 1,
            lexing.edit(at, at + 1, ""),
        )
    lexing.emit("POSTFIX", "factorial", at, at + 1)
    return at + 1
