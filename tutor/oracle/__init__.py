"""Whether two expressions are equal, and why: `equal`, `Prepared`, `verify`, `linked`.

Each gives an answer with a certificate, and none guesses. Nothing is remembered from one call to
the next, and every call is safe from any thread.
"""

from tutor.oracle.links import linked
from tutor.oracle.question import Prepared, equal
from tutor.oracle.verify import verify

__all__ = ["Prepared", "equal", "linked", "verify"]
