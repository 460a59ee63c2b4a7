"""stdout and stderr as the commands write to them: no failure is a traceback, and no character is lost unsaid."""

import codecs
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, Literal, TextIO, cast

import typer

_ESCAPING = "loccit.escaping"


class OutputFailed(Exception):
    """What a command prints cannot be written; `is_reader_gone` is whether its reader went away, as `head` does.

    It is no OSError, because typer and rich end the process at some of those.
    """

    def __init__(self, reason: str, *, is_reader_gone: bool = False) -> None:
        super().__init__(f"The output cannot be written: {reason.lower()}.")
        self.is_reader_gone = is_reader_gone


class Output:
    """A text stream that hands every failure to write to `failed`.

    It has no `buffer`: typer would write UTF-8 there, whatever the encoding is.
    """

    def __init__(self, stream: TextIO, failed: Callable[[OSError], None]) -> None:
        self._stream = stream
        self._failed = failed

    def write(self, text: str) -> int:
        """Write text. A failure goes to `failed`."""
        return self._try(lambda: self._stream.write(text)) or 0

    def flush(self) -> None:
        """Hand what was written to the operating system. A failure goes to `failed`."""
        self._try(self._stream.flush)

    def _try(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except OSError as error:
            self._failed(error)
        return None

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self._stream, name)


def guard_streams() -> None:
    """Let the commands of this process write to stdout and stderr whatever these are.

    From now on, what cannot be written to stdout raises OutputFailed. What cannot be written to stderr is left out. A
    character that the encoding of stdout lacks is escaped, which stderr then says.

    Raises OutputFailed where stdout is closed.
    """
    if sys.stdin is None:
        sys.stdin = _open_null(0, "r")
    sys.stderr = cast(TextIO, Output(sys.stderr or _open_null(2, "w"), lambda _: None))
    if sys.stdout is None:
        _open_null(1, "w")
        raise OutputFailed("stdout is closed; send it to a file, or to /dev/null")
    if isinstance(sys.stdout, TextIOWrapper):
        _escape_what_is_lacking(sys.stdout)
    sys.stdout = cast(TextIO, Output(sys.stdout, _raise_failure))


def _open_null(descriptor: int, mode: Literal["r", "w"]) -> TextIO:
    """Open the null device under the number of a closed stream, which would else be that of the next file opened."""
    null = os.open(os.devnull, os.O_RDWR)
    if null != descriptor:
        os.dup2(null, descriptor)
        os.close(null)
    return os.fdopen(descriptor, mode, encoding="utf-8", errors="backslashreplace", closefd=False)


def _raise_failure(error: OSError) -> None:
    raise OutputFailed(error.strerror or str(error), is_reader_gone=isinstance(error, BrokenPipeError)) from error


def _escape_what_is_lacking(stream: TextIOWrapper) -> None:
    """Have a stream escape the characters that its encoding lacks, and stderr say so once."""
    is_announced = False

    def escape(error: UnicodeError) -> tuple[str | bytes, int]:
        nonlocal is_announced
        if not is_announced:
            is_announced = True
            typer.echo(
                f"qa: the output is {stream.encoding} and lacks some of the characters; they are written as \\xNN, "
                "\\uNNNN or \\UNNNNNNNN. PYTHONIOENCODING=utf-8 keeps them as they are, and --json tells them apart.",
                err=True,
            )
        return codecs.backslashreplace_errors(error)

    codecs.register_error(_ESCAPING, escape)
    stream.reconfigure(errors=_ESCAPING)
