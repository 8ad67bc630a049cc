"""Derivatives of the functions with a name: one line of the table each.

Every rule differentiates its function of the variable alone; a function of something else is the chain
rule's. To add one: a `_line` with the function's name and its derivative as a tree of x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, Rule
from tutor.language.expr.build import ONE, TWO, ZERO
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

_TRIG = "OpenStax, Calculus Volume 1, 3.5 Derivatives of Trigonometric Functions"
_INVERSE = "OpenStax, Calculus Volume 1, 3.7 Derivatives of Inverse Functions"
_LOG = "OpenStax, Calculus Volume 1, 3.9 Derivatives of Exponential and Logarithmic Functions"
_HYPERBOLIC = "OpenStax, Calculus Volume 1, 6.9 Calculus of the Hyperbolic Functions"


def _of(function: str) -> Callable[[Expr], Expr]:
    return lambda x: Call(function, (x,))


sin, cos, tan, cot, sec, csc = map(_of, ("sin", "cos", "tan", "cot", "sec", "csc"))
sinh, cosh, tanh, coth, sech, csch = map(_of, ("sinh", "cosh", "tanh", "coth", "sech", "csch"))
log, absolute, sigmoid = map(_of, ("log", "abs", "sigmoid"))


def _square(e: Expr) -> Expr:
    return Power(e, TWO)


def _minus(a: Expr, b: Expr) -> Expr:
    return Sum((a, Negation(b)))


def _plus(a: Expr, b: Expr) -> Expr:
    return Sum((a, b))


def _over(e: Expr) -> Expr:
    return Quotient(ONE, e)


def _root(e: Expr) -> Expr:
    return Root(e, TWO)


def _line(
    function: str,
    derivative: Callable[[Expr], Expr],
    *,
    name: str,
    law: str,
    example: str,
    source: str,
    id: str | None = None,  # noqa: A002 the word of the contract
    where: Callable[[Expr], Expr] | None = None,
) -> Rule:
    """One line of the table.

    Args:
        derivative: from the variable to the derivative there.
        where: from the variable to the condition under which the line holds.
    """

    def rewrite(e: Expr) -> Rewrite | None:
        match e:
            case Derivative(Call(f, (Symbol(bound),)), x) if f == function and bound == x.name:
                conditions = (where(x),) if where else ()
                return Rewrite(derivative(x), {"x": x, "f": e.body}, conditions)
            case _:
                return None

    return Rule(
        id=id or f"diff.{function}",
        name=name,
        law=law,
        why=f"The derivative of the {name[0].lower()}{name[1:]} is known by heart.",
        rewrite=rewrite,
        examples=(example,),
        source=source,
    )


diff_log = _line(
    "log",
    _over,
    name="Natural logarithm",
    law=r"(\ln x)' = \frac{1}{x}",
    example="d/dx(ln(x)) -> 1/x",
    source=_LOG,
    where=lambda x: Relation(">", x, ZERO),
)


def _log_base(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Call("log", (Symbol(name), base)), x) if not depends_on(base, x.name):
            pass
        case Derivative(Call("log2" | "log10" as f, (Symbol(name),)), x):
            base = Number(f.removeprefix("log"))
        case _:
            return None
    if name != x.name:
        return None
    after = _over(Product((x, log(base))))
    return Rewrite(after, {"x": x, "a": base}, (Relation(">", x, ZERO),))


diff_log_base = Rule(
    id="diff.log_base",
    name="Logarithm with base a",
    law=r"(\log_a x)' = \frac{1}{x \ln a}",
    why="A logarithm with base {a} is ln {x} divided by ln {a}.",
    rewrite=_log_base,
    examples=("d/dx(log(x, 2)) -> 1/(x*ln(2))", "d/dx(log10(x)) -> 1/(x*ln(10))"),
    source=_LOG,
    asks=(("a", "What is the base of the logarithm?"),),
)

diff_sin = _line(
    "sin",
    cos,
    name="Sine",
    law=r"(\sin x)' = \cos x",
    example="d/dx(sin(x)) -> cos(x)",
    source=_TRIG,
)
diff_cos = _line(
    "cos",
    lambda x: Negation(sin(x)),
    name="Cosine",
    law=r"(\cos x)' = -\sin x",
    example="d/dx(cos(x)) -> -sin(x)",
    source=_TRIG,
)
diff_tan = _line(
    "tan",
    lambda x: _square(sec(x)),
    name="Tangent",
    law=r"(\tan x)' = \sec^2 x",
    example="d/dx(tan(x)) -> sec(x)^2",
    source=_TRIG,
)
diff_cot = _line(
    "cot",
    lambda x: Negation(_square(csc(x))),
    name="Cotangent",
    law=r"(\cot x)' = -\csc^2 x",
    example="d/dx(cot(x)) -> -csc(x)^2",
    source=_TRIG,
)
diff_sec = _line(
    "sec",
    lambda x: Product((sec(x), tan(x))),
    name="Secant",
    law=r"(\sec x)' = \sec x \tan x",
    example="d/dx(sec(x)) -> sec(x)*tan(x)",
    source=_TRIG,
)
diff_csc = _line(
    "csc",
    lambda x: Negation(Product((csc(x), cot(x)))),
    name="Cosecant",
    law=r"(\csc x)' = -\csc x \cot x",
    example="d/dx(csc(x)) -> -(csc(x)*cot(x))",
    source=_TRIG,
)
diff_asin = _line(
    "asin",
    lambda x: _over(_root(_minus(ONE, _square(x)))),
    name="Inverse sine",
    law=r"(\arcsin x)' = \frac{1}{\sqrt{1 - x^2}}",
    example="d/dx(asin(x)) -> 1/sqrt(1 - x^2)",
    source=_INVERSE,
)
diff_acos = _line(
    "acos",
    lambda x: Negation(_over(_root(_minus(ONE, _square(x))))),
    name="Inverse cosine",
    law=r"(\arccos x)' = -\frac{1}{\sqrt{1 - x^2}}",
    example="d/dx(acos(x)) -> -(1/sqrt(1 - x^2))",
    source=_INVERSE,
)
diff_atan = _line(
    "atan",
    lambda x: _over(_plus(ONE, _square(x))),
    name="Inverse tangent",
    law=r"(\arctan x)' = \frac{1}{1 + x^2}",
    example="d/dx(atan(x)) -> 1/(1 + x^2)",
    source=_INVERSE,
)
diff_acot = _line(
    "acot",
    lambda x: Negation(_over(_plus(ONE, _square(x)))),
    name="Inverse cotangent",
    law=r"(\operatorname{arccot} x)' = -\frac{1}{1 + x^2}",
    example="d/dx(acot(x)) -> -(1/(1 + x^2))",
    source=_INVERSE,
)
diff_asec = _line(
    "asec",
    lambda x: _over(Product((absolute(x), _root(_minus(_square(x), ONE))))),
    name="Inverse secant",
    law=r"(\operatorname{arcsec} x)' = \frac{1}{|x|\sqrt{x^2 - 1}}",
    example="d/dx(asec(x)) -> 1/(abs(x)*sqrt(x^2 - 1))",
    source=_INVERSE,
)
diff_acsc = _line(
    "acsc",
    lambda x: Negation(_over(Product((absolute(x), _root(_minus(_square(x), ONE)))))),
    name="Inverse cosecant",
    law=r"(\operatorname{arccsc} x)' = -\frac{1}{|x|\sqrt{x^2 - 1}}",
    example="d/dx(acsc(x)) -> -(1/(abs(x)*sqrt(x^2 - 1)))",
    source=_INVERSE,
)
diff_sinh = _line(
    "sinh",
    cosh,
    name="Hyperbolic sine",
    law=r"(\sinh x)' = \cosh x",
    example="d/dx(sinh(x)) -> cosh(x)",
    source=_HYPERBOLIC,
)
diff_cosh = _line(
    "cosh",
    sinh,
    name="Hyperbolic cosine",
    law=r"(\cosh x)' = \sinh x",
    example="d/dx(cosh(x)) -> sinh(x)",
    source=_HYPERBOLIC,
)
diff_tanh = _line(
    "tanh",
    lambda x: _minus(ONE, _square(tanh(x))),
    name="Hyperbolic tangent",
    law=r"(\tanh x)' = 1 - \tanh^2 x",
    example="d/dx(tanh(x)) -> 1 - tanh(x)^2",
    source=_HYPERBOLIC,
)
diff_coth = _line(
    "coth",
    lambda x: _minus(ONE, _square(coth(x))),
    name="Hyperbolic cotangent",
    law=r"(\coth x)' = 1 - \coth^2 x",
    example="d/dx(coth(x)) -> 1 - coth(x)^2",
    source=_HYPERBOLIC,
)
diff_sech = _line(
    "sech",
    lambda x: Negation(Product((sech(x), tanh(x)))),
    name="Hyperbolic secant",
    law=r"(\operatorname{sech} x)' = -\operatorname{sech} x \tanh x",
    example="d/dx(sech(x)) -> -(sech(x)*tanh(x))",
    source=_HYPERBOLIC,
)
diff_csch = _line(
    "csch",
    lambda x: Negation(Product((csch(x), coth(x)))),
    name="Hyperbolic cosecant",
    law=r"(\operatorname{csch} x)' = -\operatorname{csch} x \coth x",
    example="d/dx(csch(x)) -> -(csch(x)*coth(x))",
    source=_HYPERBOLIC,
)
diff_asinh = _line(
    "asinh",
    lambda x: _over(_root(_plus(_square(x), ONE))),
    name="Inverse hyperbolic sine",
    law=r"(\operatorname{arsinh} x)' = \frac{1}{\sqrt{x^2 + 1}}",
    example="d/dx(asinh(x)) -> 1/sqrt(x^2 + 1)",
    source=_HYPERBOLIC,
)
diff_acosh = _line(
    "acosh",
    lambda x: _over(_root(_minus(_square(x), ONE))),
    name="Inverse hyperbolic cosine",
    law=r"(\operatorname{arcosh} x)' = \frac{1}{\sqrt{x^2 - 1}}",
    example="d/dx(acosh(x)) -> 1/sqrt(x^2 - 1)",
    source=_HYPERBOLIC,
    where=lambda x: Relation(">", x, ONE),
)
diff_atanh = _line(
    "atanh",
    lambda x: _over(_minus(ONE, _square(x))),
    name="Inverse hyperbolic tangent",
    law=r"(\operatorname{artanh} x)' = \frac{1}{1 - x^2}",
    example="d/dx(atanh(x)) -> 1/(1 - x^2)",
    source=_HYPERBOLIC,
    where=lambda x: Relation("<", absolute(x), ONE),
)
diff_sigmoid = _line(
    "sigmoid",
    lambda x: Product((sigmoid(x), _minus(ONE, sigmoid(x)))),
    name="Logistic sigmoid",
    law=r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))",
    example="d/dx(sigmoid(x)) -> sigmoid(x)*(1 - sigmoid(x))",
    source="Goodfellow, Bengio, Courville, Deep Learning, 3.10 Useful Properties of Common Functions",
)
diff_abs = _line(
    "abs",
    lambda x: Quotient(x, absolute(x)),
    name="Absolute value",
    law=r"|x|' = \frac{x}{|x|}, \quad x \neq 0",
    example="d/dx(abs(x)) -> x/abs(x)",
    source="OpenStax, Calculus Volume 1, 3.2 The Derivative as a Function",
    where=lambda x: Relation("!=", x, ZERO),
)
diff_erf = _line(
    "erf",
    lambda x: Quotient(
        Product((TWO, Power(Constant("e"), Negation(_square(x))))), _root(Constant("pi"))
    ),
    name="Error function",
    law=r"\operatorname{erf}'(x) = \frac{2}{\sqrt{\pi}} e^{-x^2}",
    example="d/dx(erf(x)) -> 2*e^(-x^2)/sqrt(pi)",
    source="NIST, Digital Library of Mathematical Functions, 7.2 Definitions",
)
