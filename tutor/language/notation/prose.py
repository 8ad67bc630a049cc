"""Runs of letters that belong to a sentence and are no product of names: `dont know`, `we get`, `one`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import listed
from tutor.language.notation.words import KNOWN_WORDS, LOGIC, VERBS, WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.names import Names

# Short words that could be products by their letters, and that nobody means as one. Words with an o, with
# a letter twice in a row or with more than three letters are told by that alone.
ENGLISH = frozenset(
    listed(
        "a the and any are ans but can did few get gets got had has her him his idk its just let like may"
        " must new see set she six ten use using was way who why yes yet you dne nan nil und eqn cant wont dont"
        " that this these with what chat when then than have had from they were will your give make take same each"
        " many much very such thus since line area real half five nine plus minus case is we us if"
        " rad bit bits nat nats sec min max sup inf dim det deg rank trace neg pos sqr pow abs avg std var"
        " cov sum mod div mag len row col vec mat arg sgn adj eig lim grad proj curl span ker img bar hat cis hrs secs mins"
        " skip next pick spin cost costs data mean unit unique base"
    )
)
_MOST_LETTERS = 3
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_NEXT = Pattern(r"[ \n]+([A-Za-z]{2,})(?![A-Za-z0-9_'(])")
_DIFFERENTIAL = Pattern(r"d[A-Za-z]")


def is_word(run: str, letters: Sequence[str], declared: Collection[str]) -> bool:
    """Whether a run of letters is a word by itself.

    `abc`, `kx`, `npq` are products; four letters only if they follow one another in the alphabet, as in
    `abcd`. Nobody calls anything o: it looks like nought.

    Args:
        run: all of it.
        letters: those of its pieces that are single letters and not declared.
        declared: the names of the question.
    """
    if all(letter in declared for letter in run):
        return False
    if len(letters) > _MOST_LETTERS and "".join(letters) not in _ALPHABET:
        return True
    if run.startswith(("Var", "Cov")):
        return True
    return run.lower() in ENGLISH or (len(run) > 1 and ("o" in letters or "O" in letters))


def beside_another(lexing: Lexing, run: str, pieces: Sequence[str], at: int) -> bool:
    """Whether two runs of letters that are nothing by themselves stand side by side: `it gets`, `he is`."""
    found = _NEXT.match(lexing.text, at + len(run), lexing.end)
    if found is None or _DIFFERENTIAL.fullmatch(found.group(1)):
        return False
    return not any(_means_something(word, lexing.names) for word in (*pieces, found.group(1)))


def _means_something(word: str, names: Names) -> bool:
    return (
        word in names.declared
        or any(letter in names.declared for letter in word)
        or word in LOGIC
        or word in WORDS
        or word in VERBS
        or any(word[:size] in KNOWN_WORDS for size in range(2, len(word) + 1))
    )
