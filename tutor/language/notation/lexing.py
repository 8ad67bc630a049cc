"""The state of one lexing: tokens so far, open brackets, what could also be meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tutor.language.notation import limits
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.outline import Outline
from tutor.language.notation.tokens import ENDS_OPERAND, Token, listed

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Span
    from tutor.language.notation.characters import Folded
    from tutor.language.notation.names import Names
    from tutor.language.notation.reading import Note
    from tutor.language.scope import Policy

STARTS_OPERAND = frozenset(
    listed(
        "NUMBER NAME CONSTANT DERIVED FUNC FCALL FROOT FSQ FPR RADIC _LPAR _LSQB _LSET _LBRACE _LANG _LNORM"
        " _LBAR MBEGIN SYSTEM NUMBER_SET _FRAC _SQRT _BINOM INT SUM LIM NABLA DOVER"
    )
)
CALLS = ("call", "verb", "family")


@dataclass(slots=True)
class Open:
    """An open bracket.

    Args:
        kind: `(`, `call`, `verb`, `family`, `[`, `head`, `index`, `group`, `set`, `keep`, `words`, `|`, `||`, `<`, `env`,
            `int` (up to its dx), `over` (above the bar of a derivative), `left.`, `system`, `cases`, `square` (`[ ]` that groups).
        at: place in the folded text.
        token: number of its token.
        then: how many arguments of a macro are still to come after it.
        commas, relations: whether one stands directly inside.
        blanks, signs, rows: numbers of tokens inside `[ ]` before which a blank, or a sign behind a
            blank, may separate entries; and those of the `;`.
        options: whether the `;` of a call has passed.
        infix: whether `over` or `choose` stands in it.
    """

    kind: str
    at: int
    token: int
    then: int = 0
    commas: bool = False
    relations: bool = False
    options: bool = False
    infix: bool = False
    blanks: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


class Lexing:
    """One pass over a text.

    Args:
        folded: the text in the characters of the lexer.
        names: the names of the question.
        other: the constructs that are to be read the other way.
        latex: whether `{` groups everywhere.
        norms: whether `||` is tried as the bars of a norm before it is two bars.
        policy: how numbers are written in this question.
    """

    __slots__ = (
        "_outline", "arrow", "blank", "bold", "comma", "end", "folded", "found", "infix", "jumps", "latex", "names",
        "norms", "notes", "operators", "other", "pending", "policy", "signs", "stack", "text", "tokens",
    )  # fmt: skip

    def __init__(
        self,
        folded: Folded,
        names: Names,
        other: frozenset[str],
        *,
        latex: bool,
        norms: bool,
        policy: Policy,
    ) -> None:
        self.folded = folded
        self.text = folded.text
        self.end = len(folded.text)
        self.names = names
        self.other = other
        self.latex = latex
        self.norms = norms
        self.policy = policy
        self.comma = policy.decimal == "comma"
        self.tokens: list[Token] = []
        self.stack: list[Open] = []
        self.notes: list[Note] = []
        self.found: set[str] = set()
        self.blank = False
        self.pending = 0
        self.signs = 0
        self.operators = False  # whether an integral, a sum, a limit or a nabla was seen
        self.arrow = -1  # the number of the last arrow of a limit
        self.jumps: dict[
            int, tuple[str, Any, int]
        ] = {}  # tokens to come: type, value, where to go on
        self.infix = False
        self.bold: list[Span] = list(folded.bold)
        self._outline: Outline | None = None

    @property
    def top(self) -> Open | None:
        """The innermost open bracket."""
        return self.stack[-1] if self.stack else None

    @property
    def outline(self) -> Outline:
        """The brackets of the whole text."""
        if self._outline is None:
            self._outline = Outline(self.text)
        return self._outline

    @property
    def after_operand(self) -> bool:
        """Whether the token before ends an operand."""
        return bool(self.tokens) and self.tokens[-1].type in ENDS_OPERAND

    @property
    def integrating(self) -> bool:
        """Whether an integral is open."""
        return any(open_.kind == "int" for open_ in self.stack)

    def span(self, start: int, end: int) -> Span:
        """The place in the text as typed."""
        return self.folded.span(start, end)

    def emit(self, terminal: str, value: Any, start: int, end: int, *, made: bool = False) -> None:
        """Add a token; a blank before it may turn out to separate two entries of a row."""
        tokens = self.tokens
        if len(tokens) >= limits.TOKENS:
            raise limits.passed(
                "tokens",
                limits.TOKENS,
                "This text has too many parts: shorten it",
                self.span(start, end),
            )
        blank = self.blank
        if blank:
            self.blank = False
            if self.stack and self.stack[-1].kind == "[" and self.after_operand:
                if terminal in STARTS_OPERAND:
                    self.stack[-1].blanks.append(len(tokens))
                elif terminal in ("_MINUS", "_PLUS") and self.text[end : end + 1] not in ("", " "):
                    self.stack[-1].signs.append(len(tokens))
        folded = self.folded
        first, last = (start, end) if folded.origin is None else folded.span(start, end)
        tokens.append(Token(terminal, value, first, last, blank, made))
        if terminal in ("_MINUS", "_PLUS"):
            self.signs += 1
            if self.signs > limits.SIGNS:
                raise limits.passed(
                    "signs",
                    limits.SIGNS,
                    "Too many signs in a row: keep one",
                    self.span(start, end),
                )
        elif self.signs:
            self.signs = 0

    def add(self, terminal: str, value: Any, start: int, end: int) -> int:
        """Add a token; gives where it ends."""
        self.emit(terminal, value, start, end)
        return end

    def name(self, name: str, start: int, end: int) -> int:
        """Add a name; gives where it ends."""
        if len(name) > limits.NAME_LENGTH:
            raise limits.passed(
                "name", limits.NAME_LENGTH, "This name is too long", self.span(start, end)
            )
        self.emit("NAME", name, start, end)
        return end

    def push(self, kind: str, at: int, then: int = 0) -> None:
        """Open a bracket whose token was just added."""
        if len(self.stack) >= limits.BRACKETS:
            raise limits.passed(
                "brackets",
                limits.BRACKETS,
                "Too many brackets inside each other: write it in steps",
                self.span(at, at + 1),
            )
        self.stack.append(Open(kind, at, len(self.tokens) - 1, then))

    def edit(self, start: int, end: int, new: str) -> str:
        """The text as typed with `new` in place of what stands between two places of the folded text."""
        first, last = self.span(start, end)
        source = self.folded.source
        return source[:first] + new + source[last:]

    def refuse(
        self,
        code: str,
        text: str,
        start: int,
        end: int,
        *edits: str,
        expected: tuple[str, ...] = (),
    ) -> Mistake:
        """A mistake at a place of the folded text."""
        return Mistake(code, text, self.span(start, end), expected=expected, edits=edits)
