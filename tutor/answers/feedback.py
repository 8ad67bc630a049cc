"""What a learner is told about an answer: stable codes, one sentence each, and how much each gives away.

The sentence is made at the last moment, from the code and its parameters, so that a host may write its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Span

Leak: TypeAlias = Literal["none", "place", "value"]
_LEVELS: tuple[Leak, ...] = ("none", "place", "value")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with `{parameters}`, and what it tells: nothing of the answer, a place in it, a value."""

    text: str
    leak: Leak = "none"


MESSAGES: Mapping[str, Message] = MappingProxyType(
    {
        "kind": Message("You wrote {got}, but {wanted} is asked for."),
        "shape": Message("You wrote {got}, but {wanted} is asked for."),
        "transposed": Message("Rows and columns look swapped.", "place"),
        "statement": Message(
            "You wrote a whole statement. Write only the value, or name it first, as in `y = ...`."
        ),
        "some_right": Message("{right} of {all} entries are right."),
        "entry": Message("Look again at {place}.", "place"),
        "undefined": Message(
            "This is undefined: something in it has no value, such as a division by zero."
        ),
        "undefined_at": Message("At {at} your answer is undefined.", "place"),
        "differs_at": Message("Try {at}: your answer has another value there.", "place"),
        "differs_by_value": Message("At {at} your answer gives {got}, not {wanted}.", "value"),
        "outside_tolerance": Message("Not close enough to the right number."),
        "many_decimals": Message("A decimal is taken exactly as written: is it rounded?"),
        "undecided": Message(
            "We could not decide whether this is right. It does not count against you."
        ),
        "too_costly": Message(
            "This is too large to work out here. It does not count against you; try to simplify it."
        ),
        "ambiguous": Message(
            "This can be read in two ways: {first} or {second}. Add brackets or `*` to show which."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """One remark on a response.

    Args:
        code: stable, a key of `MESSAGES`, `form_` with the name of a form, or the reader's own.
        span: the characters it is about, `[start, end)`; None for the whole.
        parameters: what fills the sentence.
        said: the sentence itself, where it was made elsewhere (the reader's errors, the forms).
    """

    code: str
    span: Span | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    said: str | None = None

    @property
    def text(self) -> str:
        """The sentence for the learner."""
        if self.said is not None:
            return self.said
        return MESSAGES[self.code].text.format_map(self.parameters)

    def may_be_told(self, leak: Leak) -> bool:
        """Whether it gives away no more than the policy of the question allows."""
        own = MESSAGES[self.code].leak if self.said is None else "none"
        return _LEVELS.index(own) <= _LEVELS.index(leak)

    def to_json(self) -> dict[str, object]:
        """The object of the contract: code, text, span."""
        return {
            "code": self.code,
            "text": self.text,
            "span": None if self.span is None else list(self.span),
        }


def tell(code: str, span: Span | None = None, **parameters: str) -> Feedback:
    """A remark whose sentence stands in `MESSAGES`."""
    return Feedback(code, span, parameters)
