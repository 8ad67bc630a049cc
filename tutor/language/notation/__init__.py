"""Text to tree: characters, tokens, the LALR grammar of `grammars/expression.lark`, readings, repairs.

`read` reads one text, `declare` the names of a question, `caret` shows where an error is. The way of
a text: `characters.fold` -> `lexer.lex` -> `lalr.parse` with the words of `problems.Builder` ->
`limits.check_tree` -> the other readings of `understand`. What can be typed is told in grammars/README.md.
"""

from __future__ import annotations

from tutor.language.notation.caret import caret
from tutor.language.notation.declare import declare
from tutor.language.notation.reader import read
from tutor.language.notation.reading import Note, Reading

__all__ = ["Note", "Reading", "caret", "declare", "read"]
