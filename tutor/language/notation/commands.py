r"""The commands of LaTeX that are known, in one table: signs, macros, what vanishes, what is refused and why.

`latex.py` says what each sort does. A command with a meaning like one that is here is added by a row.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS, SPELLINGS
from tutor.language.notation.accents import ACCENT_COMMANDS, STYLE_COMMANDS
from tutor.language.notation.tokens import listed
from tutor.language.notation.words import GREEK_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

# Letters that have a command of their own.
LETTERS = {"ell": "l", "imath": "i", "jmath": "j"}
# Spaces, sizes, styles of a whole formula: nothing of them is read.
VANISH = frozenset(
    listed(
        "left right displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits"
        " quad qquad enspace thinspace medspace thickspace negthinspace , ; : ! >"
        " big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm middle hline"
        " strut mathstrut nonumber notag centering"
    )
) | {" ", "\n"}
# These part what stands on both sides of them, as a blank does.
BLANKS = frozenset({" ", "\n", ",", ";", ":", "quad", "qquad", "enspace", "thinspace", "medspace"})
UPRIGHT = frozenset({"text", "mathrm", "operatorname", "operatorname*", "textrm", "mbox", "hbox"})
KEEP = (
    STYLE_COMMANDS | UPRIGHT | {"mathcal", "mathbb", "mathds", "mathscr", "mathfrak", "ensuremath"}
)
KEEP |= {"boxed", "mathop", "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "fbox"}
# The first pair of braces holds no maths: a colour, a length.
COLOURS = frozenset({"textcolor", "color", "colorbox", "hspace", "vspace", "hspace*", "phantom"})
COLOURS |= {"hphantom", "vphantom", "label"}

SIGNS: Mapping[str, tuple[str, str | None]] = MappingProxyType({
    "cdot": ("_DOT", None), "times": ("_CROSS", None), "ast": ("_TIMES", None),
    "cdotp": ("_DOT", None), "centerdot": ("_DOT", None), "bullet": ("_TIMES", None),
    "div": ("_OVER", None), "slash": ("_OVER", None), "pm": ("PM", "+"),
    "mp": ("PM", "-"), "notin": ("REL", "not in"),
    "le": ("REL", "<="), "leq": ("REL", "<="), "leqslant": ("REL", "<="), "lt": ("REL", "<"),
    "ge": ("REL", ">="), "geq": ("REL", ">="), "geqslant": ("REL", ">="), "gt": ("REL", ">"),
    "leqq": ("REL", "<="), "geqq": ("REL", ">="),
    "ne": ("REL", "!="), "neq": ("REL", "!="), "in": ("REL", "in"), "sim": ("REL", "~"),
    "colon": ("REL", ":"),
    "cup": ("SETOP", "union"), "cap": ("SETOP", "intersection"), "setminus": ("SETOP", "without"),
    "backslash": ("SETOP", "without"), "smallsetminus": ("SETOP", "without"),
    "land": ("_AND", None), "wedge": ("_AND", None), "lor": ("_OR", None), "vee": ("_OR", None),
    "degree": ("POSTFIX", "degrees"), "textdegree": ("POSTFIX", "degrees"), "%": ("POSTFIX", "percent"),
    "prime": ("POSTFIX", "'"), "dagger": ("POSTFIX", "adjoint"), "dag": ("POSTFIX", "adjoint"),
})  # fmt: skip
BARS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lvert": ("|", "("),
        "rvert": ("|", ")"),
        "vert": ("|", ""),
        "lVert": ("||", "("),
        "rVert": ("||", ")"),
        "Vert": ("||", ""),
        "|": ("||", ""),
    }
)
MACROS: Mapping[str, tuple[str, int]] = MappingProxyType({
    "frac": ("_FRAC", 2), "dfrac": ("_FRAC", 2), "tfrac": ("_FRAC", 2), "cfrac": ("_FRAC", 2),
    "nicefrac": ("_FRAC", 2), "sfrac": ("_FRAC", 2), "flatfrac": ("_FRAC", 2),
    "binom": ("_BINOM", 2), "dbinom": ("_BINOM", 2), "tbinom": ("_BINOM", 2), "sqrt": ("_SQRT", 1),
})  # fmt: skip
MATRICES = frozenset(
    {"matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix", "array", "smallmatrix"}
)
# Functions that LaTeX users of some countries have a command for; as words they are two names.
FUNCTION_COMMANDS: Mapping[str, str] = MappingProxyType(
    {"sh": "sinh", "ch": "cosh", "th": "tanh", "cth": "coth", "Re": "re", "Im": "im", "Arg": "arg"}
)

_DOTS = "Dots leave something open: write all of it."
_ARROW = "An arrow cannot be read here: write each line by itself."
_DEFINITION = "Definitions cannot be used here: write what the command stands for."
_DOCUMENT = "This command belongs to a document: leave it out."
_ROUNDED = "Write = and the exact value, or only the rounded number."
REFUSED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(listed("ldots dots cdots dotsc dotsb vdots ddots"), _DOTS),
        **dict.fromkeys(
            listed(
                "to rightarrow Rightarrow implies iff leftarrow Leftarrow leftrightarrow Leftrightarrow"
                " longrightarrow Longrightarrow mapsto longmapsto therefore because"
            ),
            _ARROW,
        ),
        **dict.fromkeys(
            listed("def newcommand renewcommand let gdef edef DeclareMathOperator"), _DEFINITION
        ),
        **dict.fromkeys(
            listed(
                "tag ref cite input include usepackage documentclass section item footnote eqref"
            ),
            _DOCUMENT,
        ),
        **dict.fromkeys(listed("approx simeq cong thickapprox doteq"), _ROUNDED),
        "equiv": "Write = here.",
        "propto": "Write = with the constant of proportion.",
        "atop": "Write \\frac{a}{b} for a fraction, \\binom{n}{k} for the number of choices.",
        "pmod": "There is no `mod` here: write the remainder itself.",
        "bmod": "There is no `mod` here: write the remainder itself.",
        "mod": "There is no `mod` here: write the remainder itself.",
        "underbrace": "Leave out the brace and its label.",
        "overbrace": "Leave out the brace and its label.",
        "cancel": "Leave out what is cancelled.",
        "$": "Leave the unit out.",
        "#": "This sign cannot be read here.",
        "&": "Write `and` here.",
        "forall": "This cannot be read here: write the statement by itself.",
        "exists": "This cannot be read here: write the statement by itself.",
    }
)
_OTHERS = listed(
    "begin end langle rangle lfloor rfloor lceil rceil mid emptyset varnothing infty lbrace rbrace lbrack"
    " rbrack over choose circ top mathsf int sum prod lim partial nabla Gamma pi imath jmath ell"
)


def known() -> tuple[str, ...]:
    """Every command that is known, to find the one that was meant."""
    functions = {word for word, name in SPELLINGS.items() if FUNCTIONS[name].latex is not None}
    tables = (VANISH, KEEP, SIGNS, BARS, MACROS, FUNCTION_COMMANDS, ACCENT_COMMANDS, GREEK_NAMES)
    words = {*functions, *_OTHERS, *(word for table in tables for word in table)}
    return tuple(sorted(word for word in words if len(word) > 1 and word.isalpha()))
