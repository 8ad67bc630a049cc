"""Where the brackets of a text open and close, and what stands directly in each: found in one pass.

Much of what the lexer decides hangs on what is still to come: whether a comma stands directly in a
bracket, where it closes, whether a relation follows in the same statement. Looked for each time anew
that would take time with the square of the text.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = "([{⟨", ")]}⟩"
_COMMANDS = {"\\langle": 1, "\\rangle": -1, "\\begin": 1, "\\end": -1}
_COMMAND = re.compile(r"\\(?:langle|rangle|begin|end)(?![A-Za-z])")
_BEFORE_OPERAND = frozenset("([{=<>~,;:|+-*/^∈")
_SPACING = frozenset(",;:!")
_BRACKET = "\0"  # stands for a bracket and all that is in it


class Outline:
    """The brackets of one text.

    A bracket closes the one that was opened last, of whatever sort they are. `<` is a bracket where no
    operand stands before it; of bars only the text itself can tell, and they are none here.

    Args:
        text: in the characters of the lexer.
    """

    __slots__ = ("_closed", "_direct", "_holder", "_places", "_rank")

    def __init__(self, text: str) -> None:
        size = len(text)
        self._direct = [""]  # for each bracket what stands directly in it
        self._places: list[list[int]] = [[]]  # and where each character of that stands
        self._closed = [size]  # where it is closed
        # for each place the bracket it stands in, and how much stands directly in that before it
        self._holder: list[int] = []
        self._rank: list[int] = []
        parts: list[list[str]] = [[]]
        angles: list[bool] = [False]
        stack = [0]
        bars, before = 0, ""
        for place, char in enumerate(text):
            holder = stack[-1]
            self._holder.append(holder)
            self._rank.append(len(parts[holder]))
            turn = (char in _OPEN) - (char in _CLOSE)
            ends = turn < 0
            if char == "\\":
                command = _COMMAND.match(text, place)
                turn = _COMMANDS[command.group()] if command else 0
            elif char == "|":  # behind something it closes the bar that is open
                ends = bars > 0 and before not in _BEFORE_OPERAND
                bars += -1 if ends else 1
            elif char == "<" and (not before or before in _BEFORE_OPERAND):
                turn = 1
            elif char == ">" and angles[holder]:
                turn = -1
            if turn < 0:
                self._closed[stack.pop()] = place
            if turn > 0 or not stack:
                stack.append(len(parts))
                parts.append([])
                angles.append(char == "<")
                self._places.append([])
                self._closed.append(size)
            if turn >= 0:
                spacing = char in _SPACING and text[place - 1 : place] == "\\"  # `\\,` is no comma
                parts[holder].append(_BRACKET if turn else " " if spacing else char)
                self._places[holder].append(place)
            if char != " ":
                before = ")" if ends or turn < 0 else char
        self._holder.append(stack[-1])
        self._rank.append(len(parts[stack[-1]]))
        self._direct = ["".join(part) for part in parts]

    def direct(self, at: int, stops: str = "") -> str:
        """What stands from a place on directly in its bracket, up to one of these characters."""
        rest = self._direct[self._holder[at]][self._rank[at] :]
        stop = _first(rest, stops)
        return rest if stop < 0 else rest[:stop]

    def reach(self, at: int, stops: str = "") -> int:
        """Where the bracket that is open at a place closes, or one of these characters stands in it."""
        holder, rank = self._holder[at], self._rank[at]
        stop = _first(self._direct[holder][rank:], stops)
        return self._closed[holder] if stop < 0 else self._places[holder][rank + stop]

    def holds(self, at: int, marks: str) -> bool:
        """Whether one of these characters stands directly in the bracket that opens at a place."""
        return _first(self._direct[self._holder[at + 1]], marks) >= 0


def _first(text: str, marks: str) -> int:
    r"""Where the first of some characters stands that is not behind a `\`; -1 without one."""
    found = -1
    for mark in marks:
        at = text.find(mark)
        while at > 0 and text[at - 1] == "\\":
            at = text.find(mark, at + 1)
        if at >= 0 and (found < 0 or at < found):
            found = at
    return found
