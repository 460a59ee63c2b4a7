"""What commands print: for people, through rich, and as JSON. Neither can steer the terminal."""

import json
import re
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

# All but tab and line feed; also what turns the direction of text, and halves of characters, which cannot be written.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def print_json(value: dict[str, Any]) -> None:
    """Print JSON in which every control character is escaped, so that it loses nothing and steers nothing."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    typer.echo(_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def bars() -> "Progress":
    """Return bars on stderr that go when all is done, or when something is wrong: an error is one line by itself."""
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
    said = TextColumn("{task.description}", markup=False)

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    columns = (said, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def console() -> "Console":
    """Return what prints to stdout for people."""
    from rich.console import Console

    return Console(highlight=False, markup=False)


def print_line(to: "Console", text: str, style: str = "") -> None:
    """Print a line; what goes to a file or another program is not wrapped at a width that nobody sees."""
    to.print(clean(text), style=style, soft_wrap=not to.is_terminal)


def clean(text: str) -> str:
    """Take out control characters: a document must not be able to steer the terminal."""
    return _CONTROL.sub("\ufffd", text)
