"""What went wrong: a fault run over the expert's strategy, slips, misread problems, ranked and confirmed.

To add a misconception: a function in `misconceptions/TOPIC.py`, with an example of its own.
"""

from __future__ import annotations

import tutor.diagnosis.misconceptions  # noqa: F401  the shelf first: the function takes over its name
from tutor.diagnosis.explain import Budgets
from tutor.diagnosis.ladder import diagnose, misconceptions
from tutor.diagnosis.misconception import Misconception
from tutor.diagnosis.verdict import Diagnosis, Finding

__all__ = ["Budgets", "Diagnosis", "Finding", "Misconception", "diagnose", "misconceptions"]
