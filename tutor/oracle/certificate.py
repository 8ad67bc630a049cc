"""Why a verdict holds: the four kinds of certificate, and the answer that carries one.

Everything in a certificate is plain data (text, numbers), so that it can be written as JSON, kept for
years and checked again by `verify`, by other code than made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Outcome: TypeAlias = Literal["equal", "different", "undecided"]
Plain: TypeAlias = "str | int | bool | tuple[Plain, ...] | Mapping[str, Plain] | None"


@dataclass(frozen=True, slots=True)
class Proof:
    """The two sides are equal wherever both are defined, for the reason that `method` names.

    Args:
        method: the stage that proved it: `identical`, `kronecker`, `normal_form` ...
        detail: what a check needs to run it again (degree, bits, generators ...).
    """

    method: str
    detail: Mapping[str, Plain] = field(default_factory=dict)
    kind: Literal["proof"] = "proof"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point where the two sides differ, or where one is defined nowhere.

    Args:
        at: names with exact rational values, as text: `{"x": "1/2"}`; empty for constants.
        response, answer: the two values there, exact or to 12 digits, or `"undefined"`.
        where: which entry of a vector or matrix, from 0; empty for a scalar.
    """

    at: Mapping[str, str]
    response: str
    answer: str
    where: tuple[int, ...] = ()
    kind: Literal["counterexample"] = "counterexample"


@dataclass(frozen=True, slots=True)
class Evidence:
    """No proof, but agreement far past chance at seeded points, and SymPy agrees; counts as equal.

    Args:
        points: how many verified points.
        digits: to how many digits they agree.
        seed: what the points were drawn from.
    """

    points: int
    digits: int
    seed: str = ""
    kind: Literal["evidence"] = "evidence"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Undecided.

    Args:
        tried: the stages that were asked, with why they stopped (`balls`, `worker:deadline` ...).
    """

    tried: tuple[str, ...] = ()
    kind: Literal["none"] = "none"


Certificate: TypeAlias = Proof | Counterexample | Evidence | Nothing


@dataclass(frozen=True, slots=True)
class Equivalence:
    """What the oracle says about two expressions, and why."""

    certificate: Certificate

    @property
    def outcome(self) -> Outcome:
        """`equal`, `different` or `undecided`."""
        match self.certificate:
            case Proof() | Evidence():
                return "equal"
            case Counterexample():
                return "different"
            case Nothing():
                return "undecided"

    def to_json(self) -> dict[str, object]:
        """The outcome and its certificate, as plain data."""
        return {"outcome": self.outcome, "certificate": to_json(self.certificate)}


def to_json(certificate: Certificate) -> dict[str, object]:
    """A certificate as the contract writes it: its kind first, then its fields."""
    data: dict[str, object] = {"kind": certificate.kind}
    match certificate:
        case Proof(method, detail):
            return data | {"method": method, "detail": _plain(detail)}
        case Counterexample(at, response, answer, where):
            places = {"at": dict(at), "response": response, "answer": answer}
            return data | places | {"where": list(where)}
        case Evidence(points, digits, seed):
            return data | {"points": points, "digits": digits, "seed": seed}
        case Nothing(tried):
            return data | {"tried": list(tried)}


def from_json(data: Mapping[str, Any]) -> Certificate:
    """The certificate that `to_json` wrote. Raises: ValueError if it is not one."""
    try:
        match data["kind"]:
            case "proof":
                return Proof(str(data["method"]), dict(data.get("detail") or {}))
            case "counterexample":
                at = {str(name): str(value) for name, value in data["at"].items()}
                where = tuple(int(k) for k in data.get("where") or ())
                return Counterexample(at, str(data["response"]), str(data["answer"]), where)
            case "evidence":
                seed = str(data.get("seed", ""))
                return Evidence(int(data["points"]), int(data["digits"]), seed)
            case "none":
                return Nothing(tuple(map(str, data.get("tried") or ())))
            case _:
                raise ValueError("no such kind of certificate")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a certificate") from error


def _plain(value: object) -> object:
    """Mappings and tuples as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inside) for key, inside in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inside) for inside in value]
    return value
