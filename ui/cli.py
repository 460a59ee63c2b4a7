"""The command line: puts the commands of ui.terminal and ui.serving together, and reports errors.

Heavy libraries are imported inside the commands, so that --help answers at once.
"""

import os
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Annotated, TextIO, cast

import typer

from embeddings.errors import LoccitError
from ui import serving
from ui.interrupts import INTERRUPTED
from ui.starting import collect_garbage_seldom, raise_descriptors
from ui.terminal import (
    asking,
    attributing,
    citing,
    clippings,
    feedback,
    index_commands,
    info,
    marking,
    measuring,
    people,
    reading,
    searching,
    standing,
    verifying,
)
from ui.terminal.output import Interrupted, clean
from ui.terminal.streams import OutputFailed, guard_streams

# Exit statuses (docs/terminal.md).
USERS_MISTAKE, OUR_MISTAKE = 2, 1

app = typer.Typer(
    name="qa",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def before_each_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print which loccit this is.")] = False,
) -> None:
    """Ask an archive of documents; get the sources' own words back, each with its exact place."""
    if version:
        typer.echo(f"loccit {metadata.version('loccit')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
    _name_unknown_variables()


def _name_unknown_variables() -> None:
    """Name each variable on stderr that looks like a setting and changes nothing, as those of other tools."""
    if not any(name.upper().startswith("LOCCIT_") for name in os.environ):
        return
    from qa.settings import unknown_variables

    for name, nearest in unknown_variables(os.environ).items():
        # One that is nearly a setting is refused where the settings are read.
        if not nearest:
            typer.echo(f"qa: {clean(name)} is no setting of this loccit and changes nothing.", err=True)


app.command()(asking.ask)
app.command()(asking.retrieve)
app.command()(searching.search)
app.command()(citing.cite)
app.command()(citing.similar)
app.command()(clippings.clip)
app.command()(marking.mark)
app.command()(marking.marks)
app.add_typer(clippings.commands)
app.add_typer(feedback.commands)
app.add_typer(standing.commands)
index_commands.register(app)
app.command()(verifying.verify)
app.command()(verifying.changes)
app.command()(measuring.evaluate)
app.command()(measuring.calibrate)
app.command()(serving.chat)
app.command()(serving.add_login)
app.command()(info.info)
app.command()(reading.read)
app.command()(attributing.attributions)
app.command()(people.people)
app.command()(reading.formats)


def main() -> None:
    """Run the command line; every error is one line on stderr, with exit status 2 for a user's mistake, 1 for ours."""
    collect_garbage_seldom()
    raise_descriptors()
    status = run(_command_line)
    # All is written, or cannot be; the interpreter would try once more and end with a status of its own.
    sys.stdout = cast(TextIO, None)
    sys.exit(status)


def _command_line() -> object:
    guard_streams()
    return app(standalone_mode=False)


def run(command: Callable[[], object]) -> int:
    """Run a command and return its exit status."""
    try:
        status = command()
        sys.stdout.flush()
    except OutputFailed as failure:
        # Nothing is left to say to a reader that went away.
        return 0 if failure.is_reader_gone else _fail(str(failure), USERS_MISTAKE)
    except (Interrupted, KeyboardInterrupt, typer.Abort) as interruption:
        return _fail(f"stopped. {interruption}".rstrip(), INTERRUPTED)
    except Exception as error:
        message = _users_mistake(error)
        if message is None and os.environ.get("LOCCIT_DEBUG"):
            raise
        return _fail(message or _our_mistake(error), USERS_MISTAKE if message else OUR_MISTAKE)
    # Typer turns Ctrl-C into this status and says nothing.
    if status == INTERRUPTED:
        return _fail("stopped.", INTERRUPTED)
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int) -> int:
    typer.echo(f"qa: {_one_line(message)}", err=True)
    return status


def _users_mistake(error: Exception) -> str | None:
    """Return the message of an error that the user can mend, None where the mistake is ours."""
    if isinstance(error, LoccitError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or str(error)).lower()}"
    if usage := getattr(error, "format_message", None):
        path = getattr(getattr(error, "ctx", None), "command_path", "qa")
        told = usage()
        told = told if told.endswith((".", "?", "!")) else f"{told}."
        # A question is often typed without them.
        quoted = " Put several words in quotation marks." if "extra argument" in told else ""
        return f"{told}{quoted} See: {path} --help"
    return None


def _our_mistake(error: Exception) -> str:
    return f"internal error: {type(error).__name__}: {error} (LOCCIT_DEBUG=1 shows where; please report it)"


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
