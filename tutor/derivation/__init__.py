"""How it is worked out: rules, strategies over rules, and derivations whose every step is checked.

To add a rule: a function in `rules/TOPIC.py`. To add a verb or a method: a record in `strategies/`. Both are
found by standing there. Nothing here can reach a misconception; `run(..., using=...)` takes one as data.
"""

from __future__ import annotations

import tutor.derivation.rules  # noqa: F401  the shelf first: the function takes over its name
from tutor.derivation.working import (
    derive,
    is_ready,
    methods_for,
    next_steps,
    project,
    rules,
    run,
    sound,
    verb_for,
    verbs,
)

__all__ = [
    "derive",
    "is_ready",
    "methods_for",
    "next_steps",
    "project",
    "rules",
    "run",
    "sound",
    "verb_for",
    "verbs",
]
