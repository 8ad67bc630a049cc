"""The graph: every expression of one question, hash-consed, one node an int.

A node is a tuple that begins with its kind; read it with `match graph.node[id]`:

    ("number", value)                    value: int or Fraction with denominator > 1
    ("name", text)                       x, lambda, A[1,2]
    ("constant", text)                   pi, or i where the graph is complex
    ("sum", value, ((id, coef), ...))    value + coef*node + ...; no coef 0, no sum or number inside
    ("product", coef, ((id, exp), ...))  coef * node^exp * ...; exp an int, never 0; no product inside
    ("root", id, n)                      the n-th root (n >= 2) of a node; its powers in a product run 1..n-1
    ("function", text, (id, ...))        sin cos exp log atan asin sign abs power floor ... (`kernels.py`)
    ("unknown", text, (id, ...), (k, ...))   f(x, y) differentiated k times in each argument

Pairs stand in the order of their ids, so equal sums are equal tuples. A sum inside a product is
primitive: whole coefficients without a common factor, the first one positive. A number stands
inside a product only as the base of a power too long to write out. Like terms, order, signs and
powers of products vanish by construction. `log` is log|.| in a real graph, tan is sin/cos, cosh
and e^x are exp, acos is pi/2 - asin, max and min are |.|: what the learner's own functions demand
of a point is in the `Conditions`, and *only where these hold* does a node have the raw value.

Ids grow from children to parents. A walk is therefore a loop, without recursion:

    value: dict[int, T] = {}
    for id in graph.order(root):        # children before parents, each once
        match graph.node[id]:
            case ("number", q): value[id] = ...
            case ("sum", q, terms): value[id] = q + sum(c * value[t] for t, c in terms)
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.oracle.budget import LIMITS, Overrun
from tutor.oracle.graph.powers import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.language.scope import Scope

Rational: TypeAlias = "int | Fraction"
Node: TypeAlias = "tuple[Any, ...]"
Pairs: TypeAlias = "tuple[tuple[int, Any], ...]"

# what occurs in a node or below it; a node with flags 0 is a rational function of its names
TRIG, EXP, LOG, ROOT, ABS, INV, OTHER, PI, I, UNKNOWN = (1 << k for k in range(10))
FLAG = {
    "sin": TRIG,
    "cos": TRIG,
    "exp": EXP,
    "log": LOG,
    "abs": ABS,
    "sign": ABS,
    "asin": INV,
    "atan": INV,
}
LONG = 4096  # bits: a power of a number longer than this stays a power


class Graph:
    """All nodes of one question, with constructors that keep them canonical.

    Args:
        scope: what the names mean; only kinds and the policy for odd roots are asked.
        complex: whether values are complex with principal branches (an `i` occurs, a name is complex).

    Attributes:
        node, flags, masks: parallel lists by id; a mask has one bit a name.
        names: the names in order of first use, bit k of a mask is `names[k]`.
    """

    __slots__ = (
        "complex",
        "flags",
        "has_long_powers",
        "index",
        "masks",
        "names",
        "node",
        "real_odd_roots",
        "scope",
    )

    def __init__(self, scope: Scope, *, complex: bool = False) -> None:  # noqa: A002 the field's word
        self.scope = scope
        self.complex = complex
        self.real_odd_roots = not complex and scope.policy.odd_roots == "real"
        self.has_long_powers = False
        self.node: list[Node] = []
        self.flags: list[int] = []
        self.masks: list[int] = []
        self.names: list[str] = []
        self.index: dict[Node, int] = {}

    def branch(self) -> Graph:
        """A copy to which nodes may be appended while this one stays as it is; ids agree."""
        new = Graph.__new__(Graph)
        new.scope, new.complex, new.real_odd_roots = self.scope, self.complex, self.real_odd_roots
        new.has_long_powers = self.has_long_powers
        new.node, new.flags = self.node.copy(), self.flags.copy()
        new.masks, new.names = self.masks.copy(), self.names.copy()
        new.index = self.index.copy()
        return new

    # --- looking ---

    def free(self, *ids: int) -> tuple[str, ...]:
        """The names below these nodes, sorted."""
        mask = 0
        for id_ in ids:
            mask |= self.masks[id_]
        return tuple(sorted(name for k, name in enumerate(self.names) if mask >> k & 1))

    def children(self, id_: int) -> tuple[int, ...]:
        """The ids directly inside a node."""
        match self.node[id_]:
            case ("sum" | "product", _, pairs):
                return tuple(child for child, _ in pairs)
            case ("root", radicand, _):
                return (radicand,)
            case ("function", _, args) | ("unknown", _, args, _):
                return tuple(args)
            case _:
                return ()

    def order(self, *roots: int) -> list[int]:
        """All ids below the roots and they themselves, children before parents."""
        seen = dict.fromkeys(roots)
        stack = list(roots)
        while stack:
            for child in self.children(stack.pop()):
                if child not in seen:
                    seen[child] = None
                    stack.append(child)
        return sorted(seen)

    def kind(self, text: str) -> str:
        """What sort of number a name is: as declared, or, for a name of our own, as its first word says.

        No learner's name has a space in it.
        """
        own, space, _ = text.partition(" ")
        return own if space else self.scope.kind(text.partition("[")[0]).base

    def is_number(self, id_: int) -> bool:
        """Whether the node is a rational number."""
        return bool(self.node[id_][0] == "number")

    def value(self, id_: int) -> Rational | None:
        """The rational that the node is, or None."""
        node = self.node[id_]
        return node[1] if node[0] == "number" else None

    def term(self, id_: int) -> tuple[Rational, int]:
        """A node as coefficient times a node with coefficient 1; a number gives `(value, id of 1)`."""
        node = self.node[id_]
        if node[0] == "number":
            return node[1], self.number(1)
        if node[0] == "product" and node[1] != 1:
            return node[1], self._product(1, node[2])
        return 1, id_

    def terms(self, id_: int) -> tuple[Rational, Pairs]:
        """A node as a sum: its constant and the `(id, coef)` pairs."""
        node = self.node[id_]
        if node[0] == "sum":
            return node[1], node[2]
        if node[0] == "number":
            return node[1], ()
        coef, one = self.term(id_)
        return 0, ((one, coef),)

    def factors(self, id_: int) -> tuple[Rational, Pairs]:
        """A node as a product: its coefficient and the `(id, exp)` pairs, sums made primitive."""
        node = self.node[id_]
        if node[0] == "product":
            return node[1], node[2]
        if node[0] == "number":
            return node[1], ()
        if node[0] == "sum":
            content, one = self.primitive(id_)
            return content, ((one, 1),)
        return 1, ((id_, 1),)

    # --- making ---

    def number(self, value: Rational) -> int:
        """A rational number."""
        if value.denominator == 1:
            value = int(value)
        return self._intern(("number", value), 0, 0)

    def name(self, text: str) -> int:
        """A name."""
        known = self.index.get(("name", text))
        if known is not None:
            return known
        self.names.append(text)
        return self._intern(("name", text), 0, 1 << (len(self.names) - 1))

    def constant(self, text: str) -> int:
        """`pi`, or `i` in a complex graph."""
        return self._intern(("constant", text), PI if text == "pi" else I, 0)

    def sum(self, pairs: Iterable[tuple[int, Rational]], value: Rational = 0) -> int:
        """`value + coef*node + ...` for any nodes: flattened, like terms added, zeros dropped."""
        found: dict[int, Rational] = {}
        for id_, coef in pairs:
            node = self.node[id_]
            kind = node[0]
            if kind == "number":
                value += coef * node[1]
            elif kind == "sum":
                value += coef * node[1]
                for inner, c in node[2]:
                    found[inner] = found.get(inner, 0) + coef * c
            elif kind == "product" and node[1] != 1:
                one = self._product(1, node[2])
                found[one] = found.get(one, 0) + coef * node[1]
            else:
                found[id_] = found.get(id_, 0) + coef
        return self._sum(whole(value), tuple(sorted((t, whole(c)) for t, c in found.items() if c)))

    def product(self, pairs: Iterable[tuple[int, int]], coef: Rational = 1) -> int:
        """`coef * node^exp * ...` for any nodes and whole exponents.

        A power of 0 with a negative exponent gives 0: the condition `nz` of that 0, which the
        builder has recorded, says that the side is undefined everywhere.
        """
        found: dict[int, int] = {}
        special = False
        for id_, exp in pairs:
            if not exp:
                continue
            inner, parts = self.factors(id_)
            if inner != 1:
                coef = self.power_of_number(coef, inner, exp, found)
            for factor, k in parts:
                found[factor] = found.get(factor, 0) + k * exp
                special = special or self.flags[factor] != 0
        if not coef:
            return self.number(0)
        if special:
            coef = settle(self, coef, found)
        if self.has_long_powers:
            coef = self._write_out(coef, found)
        return self._product(whole(coef), tuple(sorted((f, k) for f, k in found.items() if k)))

    def power(self, id_: int, exp: int) -> int:
        """A node to a whole power; anything to the power 0 is 1."""
        return id_ if exp == 1 else self.product(((id_, exp),))

    def scale(self, id_: int, coef: Rational) -> int:
        """A node times a rational number."""
        return id_ if coef == 1 else self.sum(((id_, coef),))

    def times(self, *ids: int) -> int:
        """The product of nodes."""
        return self.product([(id_, 1) for id_ in ids])

    def plus(self, *ids: int) -> int:
        """The sum of nodes."""
        return self.sum([(id_, 1) for id_ in ids])

    def minus(self, left: int, right: int) -> int:
        """The difference of two nodes."""
        return self.sum(((left, 1), (right, -1)))

    def primitive(self, id_: int) -> tuple[Rational, int]:
        """A sum as a rational content times a primitive sum with a positive first coefficient."""
        _, value, pairs = self.node[id_]
        coefs = [c for _, c in pairs]
        if value:
            coefs.append(value)
        bottom = lcm(*(c.denominator for c in coefs))
        top = gcd(*(c.numerator for c in coefs))
        if coefs[0] < 0:
            top = -top
        if top == bottom:
            return 1, id_
        content = whole(Fraction(top, bottom))
        inner = tuple((t, whole(Fraction(c) / content)) for t, c in pairs)
        return content, self._sum(whole(Fraction(value) / content), inner)

    def kernel(self, node: Node) -> int:
        """A root, function or unknown function, exactly as given; `kernels.py` makes them canonical."""
        kind = node[0]
        inside = (node[1],) if kind == "root" else node[2]
        flag, mask = (ROOT if kind == "root" else FLAG.get(node[1], OTHER)), 0
        if kind == "unknown":
            flag = UNKNOWN
        for child in inside:
            flag |= self.flags[child]
            mask |= self.masks[child]
        return self._intern(node, flag, mask)

    def rebuild(self, id_: int, change: Callable[[int], int | None]) -> int:
        """The node with others put in for some below it: `change` gives the new id, or None to go on."""
        from tutor.oracle.graph.kernels import remake

        new: dict[int, int] = {}
        for part in self.order(id_):
            changed = change(part)
            new[part] = remake(self, part, new) if changed is None else changed
        return new[id_]

    def power_of_number(
        self, coef: Rational, base: Rational, exp: int, found: dict[int, int]
    ) -> Rational:
        """`coef * base^exp`; the power is put into `found` where it is too long to write out."""
        if not base or not exp:
            return coef if not exp else 0
        if base == -1:
            return -coef if exp % 2 else coef
        if exp == 1:
            return coef * base
        length = base.numerator.bit_length() + base.denominator.bit_length()
        if length * abs(exp) <= LONG:
            return coef * (base**exp if exp > 0 else Fraction(1, base) ** -exp)
        self.has_long_powers = True
        if base < 0 and exp % 2:
            coef = -coef
        for part, sign in ((abs(base.numerator), 1), (base.denominator, -1)):
            if part != 1:
                id_ = self.number(part)
                found[id_] = found.get(id_, 0) + sign * exp
        return coef

    # --- inside ---

    def _sum(self, value: Rational, pairs: Pairs) -> int:
        if not pairs:
            return self.number(value)
        if len(pairs) == 1 and not value:
            ((id_, coef),) = pairs
            return id_ if coef == 1 else self._product(coef, self.factors(id_)[1])
        flag = mask = 0
        for id_, _ in pairs:
            flag |= self.flags[id_]
            mask |= self.masks[id_]
        return self._intern(("sum", value, pairs), flag, mask)

    def _product(self, coef: Rational, pairs: Pairs) -> int:
        if not pairs:
            return self.number(coef)
        if len(pairs) == 1 and pairs[0][1] == 1:
            id_ = pairs[0][0]
            node = self.node[id_]
            if coef == 1:
                return id_
            if node[0] == "sum":
                inner = tuple((t, whole(c * coef)) for t, c in node[2])
                return self._sum(whole(node[1] * coef), inner)
        flag = mask = 0
        for id_, _ in pairs:
            flag |= self.flags[id_]
            mask |= self.masks[id_]
        return self._intern(("product", coef, pairs), flag, mask)

    def _write_out(self, coef: Rational, found: dict[int, int]) -> Rational:
        """Powers of numbers that have become short enough go into the coefficient."""
        for id_, exp in list(found.items()):
            base = self.value(id_)
            if base is not None:
                del found[id_]
                coef = self.power_of_number(coef, base, exp, found)
        return coef

    def _intern(self, node: Node, flag: int, mask: int) -> int:
        known = self.index.get(node)
        if known is not None:
            return known
        id_ = len(self.node)
        if id_ >= LIMITS["nodes"]:
            raise Overrun("nodes")
        self.index[node] = id_
        self.node.append(node)
        self.flags.append(flag)
        self.masks.append(mask)
        return id_


def whole(value: Rational) -> Rational:
    """An int where the rational is one."""
    return value.numerator if value.denominator == 1 else value
