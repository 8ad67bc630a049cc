"""One use of one rule at one place, between two whole lines; and a derivation, which is a row of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.derivation.rule import Binding, Level, Link
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

Checked: TypeAlias = Literal["proof", "evidence", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step between two whole lines.

    Args:
        rule, name, law: of the rule used.
        level: the coarsest level that shows this step.
        link: how the two lines hang together.
        path: where in `before` the rule was used.
        before, after: the whole lines.
        why: one sentence with this step's own parts in it.
        bindings: what the rule's letters stand for.
        changed: `(path in before, paths in after)`.
        conditions: what must hold for the step to be right and could not be discharged.
        checked: the kind of certificate with which the oracle confirmed `link`.
        steps: the sub-steps; the first begins at `before`, the last ends at `after`.
    """

    rule: str
    name: str
    law: str
    level: Level
    link: Link
    path: Path
    before: Expr
    after: Expr
    why: str
    bindings: Mapping[str, Binding] = field(default_factory=dict)
    changed: tuple[tuple[Path, tuple[Path, ...]], ...] = ()
    conditions: tuple[Expr, ...] = ()
    checked: Checked = "none"
    steps: tuple[Step, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The Step of the contract, as plain data; expressions as `{"text", "latex"}`."""
        return {
            "rule": self.rule,
            "name": self.name,
            "level": self.level,
            "link": self.link,
            "path": list(self.path),
            "before": _written(self.before),
            "after": _written(self.after),
            "law": self.law,
            "why": self.why,
            "bindings": {name: _written(value) for name, value in self.bindings.items()},
            "changed": [[list(a), [list(b) for b in places]] for a, places in self.changed],
            "conditions": [_written(condition) for condition in self.conditions],
            "checked": self.checked,
            "steps": [step.to_json() for step in self.steps],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A worked solution: where it starts, its steps, how it ended.

    Args:
        problem: the first line.
        result: the last line; the `after` of the last step.
        status: `done`, `partial` (a bound or no rule: the steps so far are right), `unsupported`.
        method, methods: the one used; all that fit.
        reason: why it is not `done`, as `{"kind": "fuel" | "loop" | "no_rule" | "bound" | "unsound_step", ...}`.
    """

    problem: Expr
    result: Expr
    status: Literal["done", "partial", "unsupported"]
    method: str = ""
    methods: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    reason: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """The Steps result of the contract, as plain data."""
        return {
            "status": self.status,
            "result": _written(self.result),
            "method": self.method,
            "methods": list(self.methods),
            "steps": [step.to_json() for step in self.steps],
            "reason": None if self.reason is None else dict(self.reason),
        }

    def _repr_latex_(self) -> str:
        from tutor.language.writing import to_latex

        lines = [to_latex(self.problem), *(f"= {to_latex(step.after)}" for step in self.steps)]
        aligned = r" \\ ".join(f"& {line}" for line in lines)
        return rf"$\displaystyle \begin{{aligned}}{aligned}\end{{aligned}}$"


def _written(part: Binding) -> Any:
    """An expression as `{"text", "latex"}`, several as a list, a word as it is."""
    from tutor.language.writing import to_latex, to_text

    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return [_written(inside) for inside in part]
    return {"text": to_text(part), "latex": to_latex(part)}
