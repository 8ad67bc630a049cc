"""Text to Reading without a word about errors: lex, parse, build, bound, and turn what is ambiguous."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.nodes import (
    Call,
    Listing,
    Relation,
    Symbol,
)
from tutor.language.expr.paths import children, free_names, subexpressions
from tutor.language.kinds import fault_in
from tutor.language.notation import limits
from tutor.language.notation.asked import check_verbs
from tutor.language.notation.characters import fold
from tutor.language.notation.forks import CONSTRUCTS, bracketed
from tutor.language.notation.lalr import Unexpected, parse
from tutor.language.notation.lexer import lex
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.names import Names
from tutor.language.notation.plus_minus import both_signs, interval
from tutor.language.notation.problems import Builder
from tutor.language.notation.reading import Reading
from tutor.language.notation.unit_vectors import as_vector

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tutor.language.expr.nodes import Expr
    from tutor.language.kinds import Fault
    from tutor.language.notation.characters import Folded
    from tutor.language.notation.effort import Effort
    from tutor.language.notation.forks import Fork
    from tutor.language.notation.piece import Piece
    from tutor.language.notation.reading import Note
    from tutor.language.notation.tokens import Token
    from tutor.language.scope import Scope

Notation: TypeAlias = Literal["auto", "text", "latex"]
_MOST_CONSTRUCTS = 2
_MOST_ALTERNATIVES = 3
_UNITS = frozenset("ijk")
_NONE: frozenset[str] = frozenset()
_ARRAYS = re.compile(r"[\[,;&<⟨]|\\begin")


class Syntax(Exception):  # noqa: N818 becomes a NotationError
    """The grammar does not allow a token where it stands.

    Args:
        tokens: all of the text.
        unexpected: which one, and the states before it.
    """

    def __init__(self, tokens: Sequence[Token], unexpected: Unexpected) -> None:
        super().__init__(unexpected.index)
        self.tokens = tokens
        self.unexpected = unexpected


class Understanding:
    """One text of one question, read as often as it has readings.

    Args:
        text: as typed.
        scope: the names of the question.
        notation: how the text is written.
        effort: how much may be read; None for as much as it takes.
    """

    def __init__(
        self, text: str, scope: Scope, notation: Notation, effort: Effort | None = None
    ) -> None:
        self.scope = scope
        self.notation = notation
        self.effort = effort
        self.names = Names.of(scope)
        self.folded = _checked(text)
        self.norms = False
        # what the first reading was made of
        self.tokens: Sequence[Token] = ()
        self.forks: tuple[Fork, ...] = ()
        # Only with these can a shape or a kind be wrong; most texts have none of them.
        self.has_kinds = bool(self.names.arrays or scope.given or _ARRAYS.search(self.folded.text))
        self.faults: list[Fault] = []

    def first(self) -> tuple[Expr, set[str], list[Note]]:
        """The first reading, the constructs that could be read another way, and what to say.

        Raises: Mistake or Syntax.
        """
        if "||" not in self.folded.text:
            return self._read(_NONE)
        # Two bars are a norm where vectors are in play, else twice one bar; if that fails, the other.
        arrays = bool(self.names.arrays) or any(c in self.folded.text for c in "[<⟨")
        failure: Exception | None = None
        for self.norms in (arrays, not arrays):
            try:
                tree, found, notes = self._read(_NONE)
            except (Mistake, Syntax) as error:
                failure = failure or error
                continue
            if self.norms or not _doubled_bars(tree):
                return tree, found, notes
        if failure is None:
            raise AssertionError("bars that are doubled are a norm")
        raise failure

    def turned(self, constructs: frozenset[str]) -> Expr | None:
        """The reading with these constructs read the other way; None if there is none."""
        try:
            # Brackets alone turn most constructs: then tokens and forks are those of the first reading.
            if constructs <= {fork.construct for fork in self.forks}:
                tree, _ = self._bracketed(self.tokens, self.forks, constructs)
            else:
                tree, _, _ = self._read(constructs)
            limits.check_tree(tree, self.scope)
        except (Mistake, Syntax):
            return None
        return tree if self.fault(tree) is None else None

    def fault(self, tree: Expr) -> Fault | None:
        """The part of a reading whose shapes or kinds cannot be right."""
        found = fault_in(tree, self.scope) if self.has_kinds else None
        if found is not None:
            self.faults.append(found)
        return found

    def misshapen(self) -> Mistake:
        """What to say if no reading is right: sizes that differ before a division that nobody meant."""
        fault = min(self.faults, key=lambda fault: fault.code != "shape")
        text = self.folded.source
        place = fault.span or (0, len(text))
        return Mistake(fault.code, fault.text, place, edits=fault.edited(text))

    def _read(self, other: frozenset[str]) -> tuple[Expr, set[str], list[Note]]:
        self._spend()
        lexing = lex(
            self.folded,
            self.names,
            notation=self.notation,
            other=other,
            norms=self.norms,
            policy=self.scope.policy,
        )
        tree, builder = self._parse(lexing.tokens, other)
        forks = builder.forks.values()
        if not other:
            self.tokens, self.forks = lexing.tokens, tuple(forks)
        elif any(fork.construct in other for fork in forks):
            tree, builder = self._bracketed(lexing.tokens, forks, other)
        if not self.has_kinds:
            self.has_kinds = any(token.type == "NUMBER_SET" for token in lexing.tokens)
        found = lexing.found | builder.found | {fork.construct for fork in forks}
        return tree, found, [*self.folded.notes, *lexing.notes, *builder.notes]

    def _bracketed(
        self, tokens: Sequence[Token], forks: Iterable[Fork], other: frozenset[str]
    ) -> tuple[Expr, Builder]:
        self._spend()
        new = bracketed(tokens, (fork for fork in forks if fork.construct in other))
        if new is None:
            raise Mistake("ambiguous", "Brackets are needed here.", (0, 0))
        return self._parse(new, other)

    def _spend(self) -> None:
        if self.effort is not None:
            self.effort.spend(len(self.folded.text))

    def _parse(self, tokens: Sequence[Token], other: frozenset[str]) -> tuple[Expr, Builder]:
        from tutor.language.notation.table import table

        builder = Builder(tokens, self.scope, other)
        try:
            piece = parse(table(), tokens, builder)
        except Unexpected as unexpected:
            raise Syntax(tokens, unexpected) from None
        builder.finish()
        if builder.branching:
            _check_cases(piece.node)
        if piece.form == "branch":
            _check_place(piece, tokens, self.folded.source)
        return self._signed(piece.node, builder, other), builder

    def _signed(self, tree: Expr, builder: Builder, other: frozenset[str]) -> Expr:
        """The tree with both signs of every `±`; `244 ± 4` as a whole is also an interval."""
        if not builder.signed:
            return tree
        around = interval(tree)
        if around is not None:
            builder.found.add("plus_minus")
            if "plus_minus" not in other:
                return around
        return both_signs(tree)


def _check_cases(tree: Expr) -> None:
    """Refuse an `otherwise` that has no case before it: all that still stands in a list of its own."""
    for _, part in subexpressions(tree):
        if isinstance(part, Listing) and len(part.items) == 1:
            raise Mistake(
                "kind", "Before `otherwise` there must be a case with a condition.",
                part.span or (0, 0),
            )  # fmt: skip


def _check_place(branch: Piece, tokens: Sequence[Token], text: str) -> None:
    """Refuse `x = 2 for y = 3` as a value by cases: the only case says where something is. Raises: Mistake."""
    value, condition = branch.parts
    match condition.node:
        case Relation("=", Symbol()):
            start, end = tokens[value.last].end, tokens[condition.last].end
            known = text[tokens[condition.first].start : end]
            edits = (text[:start] + text[end:], f"{text[:start]} where {known}{text[end:]}")
            raise Mistake(
                "kind", "Leave out at what place it is: write only what is asked.",
                (tokens[condition.first - 1].start, end), edits=edits,
            )  # fmt: skip
        case _:
            pass


def understand(
    text: str, scope: Scope, notation: Notation, verbs: Collection[str] | None
) -> Reading:
    """The Reading of a text.

    Raises: Mistake or Syntax, which `reader.read` puts into words.
    """
    understanding = Understanding(text, scope, notation)
    tree, found, notes = _first(understanding, verbs)
    return _completed(understanding, tree, found, notes)


def _completed(
    understanding: Understanding, tree: Expr, found: set[str], notes: Sequence[Note]
) -> Reading:
    """The Reading with this first one.

    Raises: Mistake if no reading can be right, or there are too many.
    """
    text, scope = understanding.folded.source, understanding.scope
    others = _alternatives(understanding, tree, sorted(found), len(text)) if found else ()
    if understanding.fault(tree) is not None:
        # `1/2 x` of a vector x: nobody divides by it, so the reading that does is none.
        if not others:
            raise understanding.misshapen()
        tree, others = others[0], others[1:]
    vectors = [(e, v) for e in (tree, *others) if (v := as_vector(e, scope)) is not None]
    if vectors and vectors[0][0] != tree:
        # `3/5 i + 4/5 j`: nobody divides by a unit vector, so the reading that does comes later.
        first = vectors[0][0]
        others = (tree, *(e for e in others if e != first))
        tree = first
    alternatives = (*others, *(vector for _, vector in vectors))
    if len(alternatives) > _MOST_ALTERNATIVES:
        raise _unclear([*found, "unit_vectors"], len(text))
    return Reading(text, tree, alternatives, tuple(notes))


def check(
    text: str, scope: Scope, notation: Notation, verbs: Collection[str] | None, effort: Effort
) -> None:
    """Nothing if a text can be read; cheaper than its Reading.

    Raises: Mistake or Syntax; Exhausted if it takes too much to tell.
    """
    understanding = Understanding(text, scope, notation, effort)
    tree, found, notes = _first(understanding, verbs)
    misshapen = understanding.fault(tree) is not None
    several = len(found) > _MOST_CONSTRUCTS or (len(found) > 1 and free_names(tree) & _UNITS)
    # only then there can be too many readings, or another one that is right
    if several or (found and misshapen):
        _completed(understanding, tree, found, notes)
    elif misshapen:
        raise understanding.misshapen()


def _first(
    understanding: Understanding, verbs: Collection[str] | None
) -> tuple[Expr, set[str], list[Note]]:
    tree, found, notes = understanding.first()
    limits.check_tree(tree, understanding.scope)
    check_verbs(tree, verbs, understanding.folded.source)
    return tree, found, notes


def _alternatives(
    understanding: Understanding, tree: Expr, found: list[str], length: int
) -> tuple[Expr, ...]:
    """The other readings, each construct turned as a whole, those that say the same left out."""
    turned: dict[str, Expr] = {}
    for construct in found:
        turning = understanding.turned(frozenset({construct}))
        if turning is not None and turning != tree:
            turned[construct] = turning
        if len(turned) > _MOST_CONSTRUCTS:
            raise _unclear(list(turned), length)
    others = list(turned.values())
    for pair in combinations(turned, 2):
        both = understanding.turned(frozenset(pair))
        if both is not None:
            others.append(both)
    distinct: list[Expr] = []
    for other in others:
        if other != tree and other not in distinct:
            distinct.append(other)
    return tuple(distinct)


def _unclear(constructs: list[str], length: int) -> Mistake:
    unclear = [CONSTRUCTS[construct] for construct in constructs]
    return Mistake(
        "ambiguous",
        "This can be read in too many ways: use brackets to show"
        f" {', '.join(unclear[:-1])} and {unclear[-1]}.",
        (0, length),
    )


def _checked(text: str) -> Folded:
    """The text after the character table, if it is not empty and not too long."""
    if len(text) > limits.CHARACTERS:
        raise limits.passed(
            "characters", limits.CHARACTERS, "This text is too long: shorten it",
            (limits.CHARACTERS, len(text)),
        )  # fmt: skip
    folded = fold(text)
    if not folded.text.strip(" $"):
        raise Mistake(
            "empty", "Nothing is written here yet.", (0, len(text)), expected=("an answer",)
        )
    return folded


def _doubled_bars(tree: Expr) -> bool:
    """Whether `||x||` was read as twice the absolute value, which nobody means."""
    left = [tree]
    while left:
        part = left.pop()
        left += children(part)
        match part:
            case Call("abs", (Call("abs" | "norm", _, span=inner),), span=outer) if inner and outer:
                if inner[0] == outer[0] + 1 and inner[1] == outer[1] - 1:
                    return True
            case _:
                pass
    return False
