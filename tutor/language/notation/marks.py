"""Marks behind or above an operand: a raised T, degrees, primes, factorials, the star of a conjugate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_TRANSPOSED = re.compile(
    r"\^\s*(?:\{\s*(-?)\s*(?:T|\\top|\\intercal|\\mathsf\s*\{T\}|\\mathrm\s*\{T\})\s*\}"
    r"|(-?)(?:T(?![0-9_'])|\\top(?![A-Za-z])|\\intercal|\\mathsf\s*\{T\}|ᵀ|⊤))"
)
_ADJOINT = re.compile(r"\^\s*(?:†|\\dagger(?![A-Za-z])|\{\s*(?:†|\\dagger)\s*\})")
_HERMITIAN = re.compile(r"\^\s*(?:H(?![A-Za-z0-9_'])|\{\s*H\s*\})")
_DEGREES = re.compile(r"\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\}|°)")
_RAISED_PRIME = re.compile(r"\^\s*(?:\\prime(?![A-Za-z])|\{((?:\s*\\prime)+)\s*\})")
_LETTERS = re.compile(r"[A-Za-z]+")


def raised(lexing: Lexing, at: int) -> int:
    """A mark that is written as an exponent: transpose, degrees, primes; 0 if it is an exponent."""
    text = lexing.text
    if found := _DEGREES.match(text, at):
        lexing.emit("POSTFIX", "degrees", at, found.end())
        return found.end()
    if found := _RAISED_PRIME.match(text, at):
        marks = "'" * max(found.group().count("prime"), 1)
        lexing.emit("POSTFIX", marks, at, found.end())
        return found.end()
    found = _ADJOINT.match(text, at) or (_behind_array(lexing) and _HERMITIAN.match(text, at))
    if found:
        lexing.emit("POSTFIX", "adjoint", at, found.end())
        return found.end()
    found = _TRANSPOSED.match(text, at)
    if found is None or ("T" in found.group() and _is_name_t(lexing, found)):
        return 0
    mark = "inverse_transpose" if "-" in found.group() else "transpose"
    lexing.emit("POSTFIX", mark, at, found.end())
    return found.end()


def _is_name_t(lexing: Lexing, found: re.Match[str]) -> bool:
    """Whether a raised T is a name: declared, the beginning of a declared name, or above a number."""
    before = lexing.tokens[-1].type if lexing.tokens else ""
    if "T" in lexing.names.declared or before in ("NUMBER", "CONSTANT", ""):
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
    end = at
    while lexing.text[end : end + 1] == "'":
        end += 1
    if not lexing.after_operand:
        raise lexing.refuse(
            "char", "A quotation mark cannot be read here.", at, end, lexing.edit(at, end, "")
        )
    lexing.emit("POSTFIX", "'" * (end - at), at, end)
    return end


def factorial(lexing: Lexing, at: int) -> int:
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
