"""A terminal: a line to type in, with its maths drawn underneath while one types."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

from tutor.repl.commands import COMMANDS
from tutor.repl.conversation import Conversation
from tutor.repl.preview import is_open, preview
from tutor.repl.speech import Said, in_ascii, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

STYLES = {
    "title": "bold",
    "good": "ansigreen bold",
    "bad": "ansired bold",
    "unsure": "ansiyellow",
    "hint": "ansicyan",
    "maths": "",
    "dim": "ansibrightblack",
    "bottom-toolbar": "noreverse",
    "unfinished": "ansibrightblack",
}


def run_screen(
    lesson: str | None,
    seed: int,
    *,
    input: Input | None = None,  # noqa: A002 prompt_toolkit's word
    output: Output | None = None,
) -> int:
    """Talk at a terminal until the learner leaves.

    Args:
        input, output: other ends than this process's terminal, for tests.

    Raises: CallerError or LessonError if the lesson to begin with cannot be had.
    """
    conversation = Conversation(seed)
    screen = _Screen(conversation, input, output)
    screen.write(conversation.open(lesson) if lesson else conversation.greeting())
    while not conversation.left:
        try:
            screen.write(conversation.say(screen.ask()))
        except KeyboardInterrupt:
            # Ctrl-C gives up a line, or work on one; nobody loses a lesson by it.
            screen.write([Said("Stopped. Ctrl-D or `quit` leaves.", "dim")])
        except EOFError:
            break
    return 0


class _Screen:
    """The prompt_toolkit side: a session, its keys, its colours."""

    def __init__(
        self,
        conversation: Conversation,
        input: Input | None,  # noqa: A002 prompt_toolkit's word
        output: Output | None,
    ) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.output import ColorDepth
        from prompt_toolkit.styles import Style

        self.conversation = conversation
        self.output = output
        self.plain = not _writes_unicode()
        self.style = Style.from_dict(STYLES)
        self.depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
        self.session: PromptSession[str] = PromptSession(
            input=input,
            output=output,
            multiline=True,
            key_bindings=self._keys(),
            bottom_toolbar=self._toolbar,
            completer=WordCompleter([one.word for one in COMMANDS], sentence=True),
            complete_while_typing=False,
            style=self.style,
            color_depth=self.depth,
            reserve_space_for_menu=0,
            prompt_continuation=lambda width, _number, _soft: " " * width,
        )

    def ask(self) -> str:
        return self.session.prompt(self.conversation.prompt)

    def write(self, said: Iterable[Said]) -> None:
        from prompt_toolkit import print_formatted_text
        from prompt_toolkit.formatted_text import FormattedText

        for one in said:
            text = wrapped(one, shutil.get_terminal_size().columns)
            text = in_ascii(text) if self.plain else text
            safe = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
            print_formatted_text(
                FormattedText([(f"class:{one.tone}", safe)]),
                style=self.style,
                output=self.output,
                color_depth=self.depth,
            )

    def _toolbar(self) -> StyleAndTextTuples:
        columns = shutil.get_terminal_size().columns
        text = self.session.default_buffer.text
        seen = preview(text, self.conversation.scope, columns, plain=self.plain)
        style = "" if seen.complete else "class:unfinished"
        return [(style, "\n".join(seen.rows))]

    def _keys(self) -> Any:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()

        @keys.add("enter")
        def _(event: Any) -> None:
            buffer = event.current_buffer
            if is_open(buffer.text) and not buffer.text.endswith("\n"):
                buffer.insert_text("\n")
            else:
                buffer.validate_and_handle()

        @keys.add("c-c")
        def _(event: Any) -> None:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

        return keys


def _writes_unicode() -> bool:
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    return encoding.replace("-", "") in ("utf8", "utf16", "utf32")
