"""No text reaches SymPy, and nothing of the product evaluates text."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tutor

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(tutor.__file__).parent

FORBIDDEN = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "sympify",
    "parse_expr",
    "lambdify",
    "nsimplify",
    "system",
    "popen",
}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "yaml"}


def offences(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN:
                yield name
            case ast.Attribute(attr=name) if name in FORBIDDEN - {"compile", "eval", "exec"}:
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                module = node.module if isinstance(node, ast.ImportFrom) else None
                words = {alias.name for alias in names} | {module}
                yield from (str(word) for word in words & (FORBIDDEN | FORBIDDEN_MODULES))
            case ast.Call(func=ast.Attribute(value=ast.Name(id="sympy"), attr=attr), args=args):
                texts = [a for a in args if isinstance(a, ast.JoinedStr | ast.Constant)]
                written = [a for a in texts if not isinstance(getattr(a, "value", None), int)]
                if written and attr not in ("Symbol", "Function"):
                    yield f"sympy.{attr} of a text"
            case ast.Call(keywords=keywords):
                yield from ("shell" for word in keywords if word.arg == "shell")
            case _:
                continue


def test_the_guard_sees_what_it_forbids() -> None:
    bad = "eval('1'); from sympy import sympify; import pickle; sympy.sin('x'); run(x, shell=True)"

    assert len(list(offences(ast.parse(bad)))) == 5


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_no_module_evaluates_text_or_hands_it_to_sympy(path: Path) -> None:
    assert list(offences(ast.parse(path.read_text(encoding="utf-8")))) == []
