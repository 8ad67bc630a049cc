"""The other calls of the package, from text or Python values to results: read, equivalent, steps ..."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from tutor.answers.arrays import array, fitted, named, shape
from tutor.answers.naming import claims
from tutor.answers.tolerance import tolerance, within
from tutor.errors import CallerError, NotationError
from tutor.grading.computed import computed
from tutor.grading.request import notation_of, scope_of, trusted, with_given
from tutor.grading.values import tree
from tutor.language import notation as language
from tutor.language.expr.heads import LETTERED
from tutor.oracle.certificate import Counterexample, Proof, from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.derivation.step import Derivation
    from tutor.diagnosis import Diagnosis
    from tutor.language.expr.nodes import Expr
    from tutor.language.notation import Reading
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate, Equivalence


def read(
    text: object,
    *,
    notation: str = "auto",
    names: Mapping[str, str] | None = None,
    policy: Mapping[str, Any] | None = None,
) -> Reading:
    """How a text is understood; a Python value is taken as the tree of what it says.

    Args:
        text: what was typed, or a number, an array, a SymPy expression ...
        notation: `latex` makes `{` group even where no command stands; `auto` and `text` read all.
        names: each name's kind (`positive`, `vector(3)`, `matrix(m,n)` ...) or a condition (`x > 1`).
        policy: how this question is read: `decimal`, `thousands`, `percent` ...

    Raises: NotationError for a text that cannot be read, with a place and repairs; CallerError for the rest.
    """
    scope, chosen = scope_of(names, None, policy), notation_of(notation)
    if isinstance(text, str):
        return language.read(text, scope, notation=chosen)
    from tutor.language.writing import to_text

    found = tree(text, lambda part: language.read(part, scope, notation=chosen).tree)
    return language.Reading(to_text(found), found)


def equivalent(a: object, b: object, *, names: Mapping[str, str] | None = None) -> Equivalence:
    """Whether two values are equal wherever both are defined, with a certificate.

    Raises: NotationError for a text that cannot be read, CallerError for a verb that cannot be worked out.
    """
    from tutor.oracle import equal

    scope = scope_of(names)
    left, right = _comparable(_value(a, scope), _value(b, scope))
    return equal(left, right, scope)


def verify(
    certificate: Certificate | Mapping[str, Any],
    a: object,
    b: object,
    *,
    names: Mapping[str, str] | None = None,
) -> bool:
    """Whether a certificate holds for a response `a` and an answer `b`, by other code than made it.

    Args:
        certificate: one of a result, or what its JSON said.

    Raises: NotationError for a text that cannot be read; ValueError for what is no certificate.
    """
    from tutor.oracle import verify as holds

    scope = scope_of(names)
    known = from_json(certificate) if isinstance(certificate, Mapping) else certificate
    response, answer = _value(a, scope), _value(b, scope)
    if isinstance(known, Proof) and known.method == "tolerance":
        again = within(response, answer, _tolerance(known), scope)
        return isinstance(again, Proof)
    if isinstance(known, Counterexample) and not known.at:
        shapes = named(shape(response, scope)), named(shape(answer, scope))
        if shapes[0] != shapes[1] and (known.response, known.answer) == shapes:
            return True
    return holds(known, *_comparable(response, answer), scope)


def steps(
    problem: object,
    *,
    method: str | None = None,
    level: str = "textbook",
    names: Mapping[str, str] | None = None,
    given: Mapping[str, Any] | None = None,
    notation: str = "auto",
    policy: Mapping[str, Any] | None = None,
) -> Derivation:
    """A worked derivation, every step checked, folded to a level.

    Raises: NotationError for a problem that cannot be read; CallerError (`level_unknown`, `method_unknown`).
    """
    from tutor.derivation import derive, project
    from tutor.derivation.rule import Level

    if level not in get_args(Level):
        raise CallerError("level_unknown", f"A level is one of {', '.join(get_args(Level))}.")
    scope = scope_of(names, given, policy)
    task = with_given(_text_or_value(problem, scope, notation), scope)
    try:
        derivation = derive(task, scope, method=method)
    except ValueError as error:
        raise CallerError("method_unknown", str(error)) from error
    return project(derivation, level)  # type: ignore[arg-type]


def diagnose(
    problem: object,
    response: object,
    *,
    lines: Sequence[object] = (),
    names: Mapping[str, str] | None = None,
    given: Mapping[str, Any] | None = None,
    policy: Mapping[str, Any] | None = None,
) -> Diagnosis:
    """What is to be said about a response to a problem, and about the learner's lines before it.

    Raises: NotationError for a response or a line that cannot be read, or is right in one reading only; CallerError (`problem_unreadable`).
    """
    from tutor.diagnosis import diagnose as judge

    scope = scope_of(names, given, policy)
    task = trusted(problem, "problem", scope)
    written = [_line(line, task, scope) for line in (*lines, response)]
    return judge(task, written[-1], scope, lines=written[:-1])


def _line(value: object, problem: Expr, scope: Scope) -> Expr:
    """A line as a learner writes it: verbs may stand in it, for lines repeat what is still to be done."""
    from tutor.diagnosis.readings import settled

    return tree(value, lambda text: settled(language.read(text, scope), problem, scope))


def _text_or_value(value: object, scope: Scope, notation: str) -> Expr:
    chosen = notation_of(notation)
    return tree(value, lambda text: language.read(text, scope, notation=chosen).tree)


def _value(value: object, scope: Scope) -> Expr:
    """The value that a side has: without the name in front of it, verbs carried out."""
    whole = with_given(tree(value, lambda text: language.read(text, scope).tree), scope)
    return computed((claims(whole) or (whole,))[-1], scope, inert=LETTERED)


def _comparable(response: Expr, answer: Expr) -> tuple[Expr, Expr]:
    """Two arrays of the same meaning in the same shape; anything else as it is."""
    left, right = array(response), array(answer)
    if left is None or right is None:
        return response, answer
    same = fitted(left, right)
    return (response if same is None else same.tree), (answer if same is None else right.tree)


def _tolerance(proof: Proof) -> Any:
    try:
        return tolerance({key: _number(str(value)) for key, value in proof.detail.items()})
    except (CallerError, NotationError) as error:
        raise ValueError("not a certificate") from error


def _number(text: str) -> Any:
    from fractions import Fraction

    return Fraction(text)
