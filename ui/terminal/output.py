"""What commands print: text through rich, and JSON. Neither can steer the terminal."""

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

# All control characters but tab and line feed, what turns the direction of text, and halves of characters, which cannot
# be written.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# The exit status where something was done, though not all could be read.
NOT_ALL_READ = 3


class Interrupted(Exception):
    """Ctrl-C has stopped a command that says itself what that means."""


def print_json(value: dict[str, Any]) -> None:
    """Print JSON in which every control character is escaped, so that it loses nothing and steers nothing.

    Where the encoding of stdout lacks a character, all that are not ASCII are escaped.
    """
    text = _without_control(json.dumps(value, ensure_ascii=False, indent=2))
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = _without_control(json.dumps(value, indent=2))
    typer.echo(text)


def attributions_line(count: int, parser: str) -> str:
    """Return how many attributions an index has, and what found them."""
    only = "of labelled speakers only; pip install 'loccit[attribution]' and rebuild to find more"
    return f"{count:,} ({clean(parser) if parser else only})"


def print_text(text: str) -> None:
    """Print what an export wrote, character by character but for what would steer the terminal."""
    typer.echo(_CONTROL.sub("\ufffd", text.replace("\r\n", "\n")), nl=False)


def _without_control(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def bars() -> "Progress":
    """Return progress bars on stderr. They go at the end, and before an error, which is one line by itself."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    errors = Console(stderr=True)
    description = TextColumn("{task.description}", markup=False)

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    columns = (description, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def console() -> "Console":
    """Return what prints to stdout for people."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def print_line(to: "Console", text: str, style: str = "") -> None:
    """Print a line; only on a terminal is it wrapped, at the terminal's width."""
    to.print(clean(text), style=style, soft_wrap=not to.is_terminal)


def clean(text: str) -> str:
    """Return text with U+FFFD in place of control characters: a document must not be able to steer the terminal."""
    return _CONTROL.sub("\ufffd", text)
