"""Looking for wrong verdicts: pairs equal by construction, and pairs that other code shows to differ.

`python -m tests.soundness --n 100000 [--seed S] [--adviser]`. Half of the pairs are one random tree written
in two ways: true identities (`oracle/identities.txt`) planted at random places, one inside another.
They must never be called different. The other half are mutants, and mutants whose difference is confined
to a half-line, a thin interval or a point. Where balls over the raw tree (`cas/enclose.py`, no graph, no
stage) prove a difference at a point, the pair must never be called equal.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from tests.benchmarks.everyday import percentile
from tests.twins import Twins
from tutor.language.expr.build import number
from tutor.language.expr.nodes import (
    Call,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.paths import (
    at,
    children,
    replace_at,
    subexpressions,
    transform,
)
from tutor.language.scope import EMPTY
from tutor.language.writing import to_text
from tutor.oracle import equal, ladder
from tutor.oracle.budget import Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.certificate import Counterexample, Nothing, Proof
from tutor.oracle.conditions import Conditions
from tutor.oracle.graph.graph import Graph
from tutor.oracle.stage import Pair, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.twins import Sides
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate

WITHOUT_ADVISER = tuple(id_ for id_ in ladder.ORDER if id_ != "adviser")
BITS = (200, 600)
POINTS = 24
SHOWN = 5  # failures printed
OTHER_FUNCTION = {
    "sin": "cos",
    "cos": "sin",
    "tan": "sin",
    "exp": "cosh",
    "cosh": "exp",
    "log": "atan",
    "atan": "tanh",
    "tanh": "sigmoid",
    "sigmoid": "tanh",
    "asin": "atan",
    "abs": "sign",
    "sign": "abs",
}
THIN = tuple(map(Fraction, ("1/100", "1/1000000", "1/10000000000", "1/100000000000000000000")))


# --- pairs that differ ---


def mutant(rng: random.Random, e: Expr) -> tuple[Expr, list[Fraction]]:
    """A tree made different, and places of x where to look for the difference."""
    if rng.random() < 0.5:
        return _hidden(rng, e)
    places = [path for path, _ in subexpressions(e)]
    path = rng.choice(places)
    return replace_at(e, path, _changed(rng, at(e, path))), []


def _changed(rng: random.Random, e: Expr) -> Expr:
    match e:
        case Number():
            return number(Fraction(e.value) + rng.choice((1, -1, Fraction(1, 10**30))))
        case Power(base, Number() as n):
            return Power(base, number(Fraction(n.value) + 1))
        case Root(radicand, Number() as n):
            return Root(radicand, number(Fraction(n.value) + 1))
        case Call(name, (argument,)) if name in OTHER_FUNCTION:
            return Call(OTHER_FUNCTION[name], (argument,))
        case _:
            tiny = Product((number(Fraction(1, 10**30)), Symbol("x")))
            return rng.choice((Negation(e), Product((Number("2"), e)), Sum((e, tiny))))


def _hidden(rng: random.Random, e: Expr) -> tuple[Expr, list[Fraction]]:
    """A term that is 0 but on a half-line, in a thin interval, at a point; or a factor that is 1."""
    x, c = Symbol("x"), rng.choice((Fraction(0), Fraction(1), Fraction(-2), Fraction(3, 7)))
    width = rng.choice(THIN)
    apart = Sum((x, Negation(number(c))))
    inside = c + width * Fraction(1, 3)
    sign, size = Call("sign", (apart,)), Call("abs", (apart,))
    match rng.randrange(6):
        case 0:
            return Sum((e, size, Negation(apart))), [c - 1, c - width]
        case 1:
            bump = Call("max", (Number("0"), Sum((number(width), Negation(size)))))
            return Sum((e, bump)), [c, inside]
        case 2:
            return Sum((e, Number("1"), Negation(Power(sign, Number("2"))))), [c]
        case 3:
            return Product((e, Power(sign, Number("2")))), [c]
        case 4:
            square = Sum((Power(apart, Number("2")), Negation(number(width * width))))
            return Product((e, Quotient(Call("abs", (square,)), square))), [c, inside]
        case _:
            root = Root(Product((Power(apart, Number("2")), Symbol("y"))), Number("2"))
            kink = Sum((Call("abs", (Symbol("y"),)), Negation(Symbol("y"))))
            return Sum((e, root, kink)), [c]


def differing_point(one: Expr, other: Expr, places: Sequence[Fraction]) -> dict[str, Fraction]:
    """A point at which other code proves that two trees differ; empty if it finds none."""
    for point in _points(places):
        for bits in BITS:
            left, right = (enclose(e, point, bits=bits) for e in (one, other))
            if left.status != "value" or right.status != "value":
                break
            if left.apart_from(right):
                return point
    return {}


def _points(places: Sequence[Fraction]) -> Iterator[dict[str, Fraction]]:
    rng = random.Random(f"points {places}")
    heights = [Fraction(v) for v in ("1/2", "-1", "5/7", "2", "-3/8", "0")]
    for place in places:
        for height in heights:
            yield _whole_point(place, height)
    for k in range(POINTS):
        span = 10 ** (k % 3)
        yield _whole_point(
            Fraction(rng.randint(-99, 99) * span, 17), Fraction(rng.randint(-99, 99), 13 * span)
        )


def _whole_point(x: Fraction, y: Fraction) -> dict[str, Fraction]:
    return {"x": x, "y": y, "a": Fraction(3, 2), "b": Fraction(-5, 3)}


# --- asking ---


def pair_of(one: Expr, other: Expr, scope: Scope = EMPTY) -> Pair:
    """The question whether two trees are equal, in one real graph. Raises: Unsupported, Overrun."""
    graph = Graph(scope)
    sides: list[Side] = []
    for tree in (one, other):
        builder = Builder(graph, scope)
        sides.append(Side(builder.scalar(tree), builder.conditions, tree))
    return Pair(graph, sides[0], sides[1], scope, Conditions())


def asked(one: Expr, other: Expr, *, adviser: bool = False) -> Certificate:
    """What the ladder says; without its last stage, which asks SymPy, unless that is wanted."""
    if adviser:
        return equal(one, other).certificate
    try:
        return ladder.decide(pair_of(one, other), WITHOUT_ADVISER)
    except Unsupported as reason:
        return Nothing((f"unsupported:{reason}",))
    except Overrun as stopped:
        return Nothing((f"build:{stopped.counter}",))
    except RecursionError:
        return Nothing(("build:depth",))


Kind: TypeAlias = Literal["wrong yes", "wrong no"]


@dataclass
class Report:
    """What came out: verdicts by kind of pair and stage, times, failures."""

    verdicts: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    failures: list[tuple[Kind, Expr, Expr]] = field(default_factory=list)

    def add(self, group: str, found: Certificate) -> None:
        """Count one verdict."""
        outcome = {
            "proof": "equal proved",
            "evidence": "equal by evidence",
            "counterexample": "different",
            "none": "undecided",
        }[found.kind]
        self.verdicts[f"{group}: {outcome}"] += 1
        if isinstance(found, Proof):
            self.stages[found.method] += 1

    def text(self) -> str:
        """The report for a person, the first failures made small."""
        lines = [f"{name:34} {count:8}" for name, count in sorted(self.verdicts.items())]
        lines += [f"proved by {name:24} {count:8}" for name, count in self.stages.most_common()]
        kinds = Counter(kind for kind, *_ in self.failures)
        lines += [f"{kind:34} {kinds[kind]:8}" for kind in ("wrong yes", "wrong no")]
        times = sorted(1_000 * s for s in self.seconds)
        middle, late = (percentile(times, q) for q in (50, 99))
        lines.append(f"CPU ms: median {middle:.3f}, p99 {late:.2f}, max {max(times):.1f}")
        for kind, one, other in self.failures[:SHOWN]:
            small = minimised(kind, one, other)
            lines.append(f"{kind}: {to_text(small[0])}  =>  {to_text(small[1])}")
        return "\n".join(lines)


def run(n: int, seed: int, *, adviser: bool = False) -> Report:
    """Half of `n` pairs equal by construction, half mutants of such pairs."""
    report, twins = Report(), Twins(random.Random(seed))
    for k in range(n):
        one, other = twins.draw()
        places: list[Fraction] | None = None
        if k % 2:
            other, places = mutant(twins.rng, other)
        start = time.process_time()
        found = asked(one, other, adviser=adviser)
        report.seconds.append(time.process_time() - start)
        if places is None:
            meet = _meet(one, other)
            report.add("true" if meet else "true, no point in common seen", found)
            if isinstance(found, Counterexample) and (meet or not _against_nothing(found)):
                report.failures.append(("wrong no", one, other))
        elif differing_point(one, other, places):
            report.add("false", found)
            if found.kind in ("proof", "evidence"):
                report.failures.append(("wrong yes", one, other))
        else:
            report.add("mutant without a known difference", found)
    return report


def _fails(kind: Kind, one: Expr, other: Expr) -> bool:
    found = asked(one, other)
    differ = bool(differing_point(one, other, [Fraction(0), Fraction(1), Fraction(-2)]))
    if kind == "wrong yes":
        return isinstance(found, Proof) and differ
    return isinstance(found, Counterexample) and not differ and _meet(one, other)


def minimised(
    kind: Kind, one: Expr, other: Expr, fails: Callable[[Kind, Expr, Expr], bool] = _fails
) -> Sides:
    """A smaller pair that fails in the same way: parts that both sides share give way to smaller ones."""
    shrunk = True
    while shrunk:
        shrunk = False
        for _, part in sorted(subexpressions(one), key=lambda item: -len(to_text(item[1]))):
            for smaller in (Symbol("x"), Number("1"), *children(part)):
                if len(to_text(smaller)) >= len(to_text(part)):
                    continue
                new = _exchanged(one, part, smaller), _exchanged(other, part, smaller)
                if new != (one, other) and fails(kind, *new):
                    (one, other), shrunk = new, True
                    break
            if shrunk:
                break
    return one, other


def _exchanged(e: Expr, part: Expr, new: Expr) -> Expr:
    return transform(e, lambda node: new if node == part else node)


def _against_nothing(found: Counterexample) -> bool:
    """Whether the difference is that one side is undefined everywhere."""
    return "undefined" in (found.response, found.answer)


def _meet(one: Expr, other: Expr) -> bool:
    """Whether some point gives both trees a value."""
    return any(
        all(enclose(e, point, bits=BITS[0]).status == "value" for e in (one, other))
        for point in _points([])
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print the figures; exit 1 after a wrong verdict."""
    parser = argparse.ArgumentParser(prog="tests.soundness", description=__doc__)
    parser.add_argument("--n", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adviser", action="store_true", help="ask SymPy as well")
    arguments = parser.parse_args(argv)
    report = run(arguments.n, arguments.seed, adviser=arguments.adviser)
    print(report.text())
    return int(bool(report.failures))


if __name__ == "__main__":
    raise SystemExit(main())
