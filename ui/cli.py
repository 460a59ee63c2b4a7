"""The command line: puts the commands of ui.terminal and ui.serving together, and reports errors.

Heavy libraries are imported inside the commands, so that --help answers at once.
"""

import os
import sys
from collections.abc import Callable

import typer

from embeddings.errors import LoccitError
from ui import serving
from ui.terminal import asking, index_commands, info, measuring
from ui.terminal.output import clean

USERS_MISTAKE, OUR_MISTAKE, INTERRUPTED = 2, 1, 130

app = typer.Typer(
    name="qa",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def help_without_a_command(context: typer.Context) -> None:
    """Ask an archive of documents; get the sources' own words back, each with its exact place."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command()(asking.ask)
app.command()(asking.retrieve)
index_commands.register(app)
app.command()(measuring.evaluate)
app.command()(measuring.calibrate)
app.command()(serving.chat)
app.command()(serving.add_login)
app.command()(info.info)


def main() -> None:
    """Run the command line; every error is one line on stderr, with exit status 2 for a user's mistake, 1 for ours."""
    sys.exit(run(lambda: app(standalone_mode=False)))


def run(command: Callable[[], object]) -> int:
    """Run a command and return its exit status."""
    try:
        status = command()
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        message = _users_mistake(error)
        if message is None and os.environ.get("LOCCIT_DEBUG"):
            raise
        typer.echo(f"qa: {_one_line(message or _our_mistake(error))}", err=True)
        return USERS_MISTAKE if message else OUR_MISTAKE
    return status if isinstance(status, int) else 0


def _users_mistake(error: Exception) -> str | None:
    """Return the message of an error that the user can mend, None where the mistake is ours."""
    if isinstance(error, LoccitError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or str(error)).lower()}"
    if usage := getattr(error, "format_message", None):
        path = getattr(getattr(error, "ctx", None), "command_path", "qa")
        return f"{usage()} See: {path} --help"
    return None


def _our_mistake(error: Exception) -> str:
    return f"internal error: {type(error).__name__}: {error} (LOCCIT_DEBUG=1 shows where; please report it)"


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
