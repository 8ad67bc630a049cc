"""Hypothesis strategies drawn from plainly: the same shapes by `random.Random`, forty times as fast.

Hypothesis records every choice, to shrink what fails and to draw it again. A command that writes and reads
a hundred thousand trees needs the trees alone, and shows the shortest that failed. What a strategy is made of
is not public in Hypothesis: a kind that is not known here is an error, and the tests hold the two to the
same distribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
Sampler: TypeAlias = "Callable[[Random], Any]"

_TRIES = 100


def sampler(strategy: SearchStrategy[T]) -> Callable[[Random], T]:
    """A function that draws one value. Raises: TypeError for a kind of strategy that is not known here."""
    return _Sampling().of(strategy)


class _Sampling:
    """Samplers made so far, by strategy: generators share theirs."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Any, Sampler]] = {}

    def of(self, strategy: Any) -> Sampler:
        """The sampler of a strategy, which is kept alive beside it so that its id stays its own."""
        known = self._made.get(id(strategy))
        if known is None:
            known = self._made[id(strategy)] = strategy, self._make(strategy)
        return known[1]

    def _make(self, strategy: Any) -> Sampler:
        match type(strategy).__name__:
            case "LazyStrategy":
                return self.of(strategy.wrapped_strategy)
            case "SampledFromStrategy":
                return _sampled(strategy)
            case "IntegersStrategy":
                start, end = strategy.start, strategy.end
                return lambda draw: draw.randint(start, end)
            case "BooleansStrategy":
                return lambda draw: draw.random() < 0.5
            case "OneOfStrategy":
                parts = [self.of(part) for part in strategy.element_strategies]
                return lambda draw: draw.choice(parts)(draw)
            case "MappedStrategy":
                return _mapped(self.of(strategy.mapped_strategy), strategy.pack)
            case "FilteredStrategy":
                return _filtered(self.of(strategy.filtered_strategy), strategy.flat_conditions)
            case "FlatMapStrategy":
                return self._flat_mapped(self.of(strategy.base), strategy.expand)
            case "TupleStrategy":
                parts = [self.of(part) for part in strategy.element_strategies]
                return lambda draw: tuple(part(draw) for part in parts)
            case "JustStrategy":
                value = strategy.value
                return lambda _: value
            case "ListStrategy" | "UniqueListStrategy" | "UniqueSampledListStrategy":
                return self._lists(strategy)
            case name:
                raise TypeError(f"strategies of the kind {name} are not known here")

    def _flat_mapped(self, outer: Sampler, expand: Callable[[Any], Any]) -> Sampler:
        expanded: dict[Any, Sampler] = {}  # what follows from a value depends on the value alone

        def draw_flat_mapped(draw: Random) -> Any:
            value = outer(draw)
            if value not in expanded:
                expanded[value] = self.of(expand(value))
            return expanded[value](draw)

        return draw_flat_mapped

    def _lists(self, strategy: Any) -> Sampler:
        inner = self.of(strategy.element_strategy)
        least, most = strategy.min_size, int(strategy.max_size)
        keys = getattr(strategy, "keys", ())

        def draw_list(draw: Random) -> list[Any]:
            found: list[Any] = []
            size = draw.randint(least, most)
            for _ in range(_TRIES):
                if len(found) == size:
                    break
                part = inner(draw)
                if all(key(part) != key(other) for key in keys for other in found):
                    found.append(part)
            return found

        return draw_list


def _sampled(strategy: Any) -> Sampler:
    elements: Sequence[Any] = strategy.elements
    made: Sampler = lambda draw: draw.choice(elements)  # noqa: E731 wrapped below
    for kind, function, *_ in strategy._transformations:
        made = _filtered(made, (function,)) if kind == "filter" else _mapped(made, function)
    return made


def _mapped(inner: Sampler, pack: Callable[[Any], Any]) -> Sampler:
    return lambda draw: pack(inner(draw))


def _filtered(inner: Sampler, conditions: Sequence[Callable[[Any], Any]]) -> Sampler:
    def draw_filtered(draw: Random) -> Any:
        for _ in range(_TRIES):
            found = inner(draw)
            if all(condition(found) for condition in conditions):
                return found
        raise ValueError("a filter lets nearly nothing through")

    return draw_filtered
