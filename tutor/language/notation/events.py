"""Events inside `P( )`: what makes a `P(` a probability, and the marks of a complement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_RELATION = Pattern(r"[=<>~|∈∉]|\\(?:le|leq|ge|geq|lt|gt|ne|neq|in|mid|sim)(?![A-Za-z])")
_WORDS = Pattern(
    r"\\(?:cap|cup|setminus|bar|overline|neg|lnot|text|mathrm|left|right|complement|land|lor|mid)(?![A-Za-z])"
    r"|\\[,;! ]|\u0304|(?<![A-Za-z])(?:and|or|not|union|intersection|without)(?![A-Za-z])|\^\s*\{?\s*c(?![A-Za-z])"
)
_EVENT = Pattern(r"[A-Z0-9_ ∪∩∖¬'(){},\\]*[A-Z][A-Z0-9_ ∪∩∖¬'(){},\\]*")
_BAR = Pattern(r"\||\\mid(?![A-Za-z])")
_COMPARED = Pattern(r"[=<>∈∉]|\\(?:le|leq|ge|geq|lt|gt|ne|neq|in)(?![A-Za-z])")
_JOINED = Pattern(
    r"[∩∪∖¬]|\\(?:cap|cup|setminus|neg|lnot|land|lor)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?:and|or|not|union|intersection|without)(?![A-Za-z])"
)
_ONE_NAME = Pattern(r"\s*[A-Za-z]+(?:_?\{?[A-Za-z0-9]+\}?)?\s*(?:\\right)?")
_ONE_EVENT = Pattern(r"\s*[A-Z](?:_?\{?[a-z0-9]+\}?)?\s*(?:\\right)?")
_COMPLEMENT = Pattern(
    r"\^\s*(?:\{\s*(?:c|C|\\complement)\s*\}|c(?![A-Za-z0-9])|C(?![A-Za-z0-9])|\\complement)"
)
_HEADS = ("FPR", "FSQ")
_COVERED = Pattern(r"\s*[A-Za-z]")
_BEFORE_EVENT = frozenset(
    {"_LPAR", "_LSQB", "SETOP", "_AND", "_OR", "_NOT", "_NEG", "_COMMA", "_GIVEN"}
)
_AFTER_EVENT = Pattern(
    r"[\s}]*(?:\\[,;:! ]\s*)*(?:[)\]|,∩∪∖&]|\\(?:cap|cup|setminus|mid|land|lor|wedge|vee|text|right|big)|and|or|$)"
)


def is_event(inside: str) -> bool:
    """Whether this text, between the brackets of a `P( )`, is an event: a relation, or capital letters."""
    if _RELATION.search(inside):
        return True
    return _EVENT.fullmatch(_WORDS.sub(" ", inside)) is not None


def is_statement(inside: str) -> bool:
    """Whether this text can be no factor: it holds a relation, one bar, or events that are joined."""
    bars = len(_BAR.findall(inside))
    return bars % 2 == 1 or bool(_COMPARED.search(inside)) or bool(_JOINED.search(inside))


def is_single(inside: str, *, event: bool) -> bool:
    """Whether this text is one name, in capitals if it is to be an event."""
    return (_ONE_EVENT if event else _ONE_NAME).fullmatch(inside) is not None


def within(lexing: Lexing) -> bool:
    """Whether a probability is open around this place."""
    tokens = lexing.tokens
    for opened in lexing.stack:
        before = tokens[opened.token - 1] if 0 < opened.token <= len(tokens) else None
        if before is not None and before.type in _HEADS and before.value == "probability":
            return True
    return False


def complement(lexing: Lexing, at: int, end: int) -> int:
    """A mark behind an event, `A'`; 0 where it is something else."""
    if lexing.text[end : end + 1] == "'" or not _after_event(lexing):
        return 0
    lexing.emit("POSTFIX", "complement", at, end)
    return end


def raised(lexing: Lexing, at: int) -> int:
    """`A^c`; 0 where it is an exponent."""
    found = _COMPLEMENT.match(lexing.text, at)
    if found is None or "c" in lexing.names.declared or not _after_event(lexing):
        return 0
    lexing.emit("POSTFIX", "complement", at, found.end())
    return found.end()


def overlined(lexing: Lexing, at: int, end: int) -> int:
    r"""`\bar{A}`, `Ā` as an event of a probability; 0 elsewhere: the mean in `P(\bar{X} > 2)`."""
    if not within(lexing):
        return 0
    text, tokens = lexing.text, lexing.tokens
    covered = _COVERED.match(text, end)
    after = _closing(text, end) if covered is None else covered.end()
    argument = tokens[-1].type == "_LPAR" and tokens[-2:-1] and tokens[-2].type == "FCALL"
    if argument or tokens[-1].type not in _BEFORE_EVENT or not _AFTER_EVENT.match(text, after):
        return 0
    if not _EVENT.fullmatch(_WORDS.sub(" ", text[end:after])):
        return 0
    lexing.emit("_NEG", None, at, end)
    return end


def _closing(text: str, at: int) -> int:
    """Where the braces that open at this place are closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0 and text[place] == "}":
            return place + 1
    return len(text)


def _after_event(lexing: Lexing) -> bool:
    """Whether an event ends here: a capital letter or a bracket, inside a probability."""
    if not lexing.after_operand or not within(lexing):
        return False
    last = lexing.tokens[-1]
    return last.type == "_RPAR" or (last.type == "NAME" and last.value[:1].isupper())
