"""Promises about laws: rules keep them in LaTeX, and whoever cannot draw that reads them on one line."""

from __future__ import annotations

import re

import pytest

from tutor.derivation import rules
from tutor.derivation.law import plain
from tutor.diagnosis import misconceptions

ALLOWED = re.compile(r"[A-Za-z0-9 _^'()\[\]|+\-*/=<>!,.∂∇±]+")

LAWS = sorted(
    {rule.law for rule in rules().values()}
    | {law for found in misconceptions().values() for law in found.contrast}
)


@pytest.mark.parametrize("law", LAWS)
def test_every_law_of_both_shelves_is_one_line_of_plain_signs(law: str) -> None:
    line = plain(law)

    assert ALLOWED.fullmatch(line), line
    assert all(line.count(a) == line.count(b) for a, b in ("()", "[]")), line
    assert not re.search(
        r"\b(frac|tfrac|sqrt|root|left|right|quad|text|big|cdot|lVert)\b(?!\()", line
    ), line


@pytest.mark.parametrize("law", LAWS)
def test_no_law_loses_a_letter_or_a_sign_on_the_way(law: str) -> None:
    bare = re.sub(
        r"\\(?:frac|tfrac|sqrt|left|right|quad|text|operatorname|big)(?![A-Za-z])", "", law
    )
    for name, sign in (("neq", "!="), ("Rightarrow", "=>"), ("cdot", "*"), ("pm", "±")):
        bare = re.sub(rf"\\{name}(?![A-Za-z])", sign, bare)
    bare = re.sub(r"\\(?:partial|nabla|lVert|rVert|[,;])", "", bare)
    line = re.sub(r"\b(?:sqrt|root)\(", "(", plain(law))

    assert sorted(re.findall(r"[A-Za-z0-9'=+*±<>!-]", line)) == sorted(
        re.findall(r"[A-Za-z0-9'=+*±<>!-]", bare)
    )


def test_two_laws_never_become_the_same_line() -> None:
    for found in misconceptions().values():
        wrong, right = found.contrast

        assert plain(wrong) != plain(right), found.id


@pytest.mark.parametrize(
    ("law", "line"),
    [
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"\frac{1}{2\sqrt{x}}", "1/(2 sqrt(x))"),
        (r"\frac{a}{bx}", "a/(bx)"),
        (r"\frac{dy}{dx}", "dy/dx"),
        (r"\frac{\partial f}{\partial x}\frac{dx}{dt}", "(∂f/∂x) (dx/dt)"),
        (r"\frac{d}{dt} g(t)", "d/dt g(t)"),
        (r"\frac{f(g(x))}{-u}", "f(g(x))/(-u)"),
        (r"\left(\frac{u}{v}\right)'", "(u/v)'"),
        (r"x^{n-1} + x^2 + e^{kx}", "x^(n-1) + x^2 + e^(kx)"),
        (r"\sqrt[n]{u} = u^{1/n}", "root(u, n) = u^(1/n)"),
        (r"2\sin x \cos^{n-1} x", "2 sin x cos^(n-1) x"),
        (r"\frac{1}{|x|\,v}, \quad x \neq 0", "1/(|x| v), x != 0"),
        (r"\nabla f \cdot \frac{v}{\lVert v \rVert}", "∇f * v/||v||"),
        (r"f(u)\big|_{u = g}", "f(u)|_(u = g)"),
        (r"H_{ij} \text{ for } a\Rightarrow b", "H_ij for a => b"),
    ],
)
def test_brackets_stand_where_the_drawing_held_things_together(law: str, line: str) -> None:
    assert plain(law) == line
