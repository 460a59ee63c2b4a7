"""The commands of the server: qa chat, and qa add-login for those who may use it.

This stands above both rooms of screens: qa chat builds a missing index first, with the progress bars of ui.terminal,
and then starts the server of ui.web.
"""

from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import IndexFormatError, IndexMissing, NoDocuments, SourceNotFound
from ui.terminal.index_commands import rebuild_with_bars
from ui.terminal.options import Index
from ui.terminal.output import clean


def chat(  # noqa: PLR0917  # the options of a command; nobody calls it by position
    index: Index = None,
    host: Annotated[str | None, typer.Option(help="Address to serve at [LOCCIT_HOST].", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at [LOCCIT_PORT].", show_default=False)] = None,
    mcp: Annotated[bool | None, typer.Option(help="Serve MCP as well [LOCCIT_MCP].", show_default=False)] = None,
    auth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask for a login of this file [LOCCIT_AUTH].", show_default=False),
    ] = None,
    no_auth: Annotated[
        bool | None,
        typer.Option("--no-auth", help="Let everyone in, also from other machines.", show_default=False),
    ] = None,
    changes: Annotated[
        bool | None,
        typer.Option(
            "--changes", help="Let administrators change the archive from other machines.", show_default=False
        ),
    ] = None,
) -> None:
    """Open the chat; the index is built first if there is none."""
    from embeddings.generations.pointer import current_generation
    from embeddings.generations.publishing import is_building
    from qa.settings import load_settings
    from ui.web import memory, preflight

    memory.keep_one_arena()
    settings = load_settings(index=index, host=host, port=port, mcp=mcp, auth=auth, no_auth=no_auth, changes=changes)
    # Before an index is built for a chat that would not start.
    preflight.check(settings)
    try:
        current_generation(settings.index)
    except IndexMissing:
        if not is_building(settings.index):
            _build_first(settings.index)
    else:
        _say_format(settings.index)
    from ui.web.server import launch

    launch(settings, announce=lambda address: typer.echo(f"loccit is at {address} (Ctrl-C stops it)"))


def add_login(
    name: Annotated[str, typer.Argument(help="The name to log in with.", show_default=False)],
    auth: Annotated[Path, typer.Option(metavar="FILE", help="The file of logins.", show_default=False)],
    administrator: Annotated[
        bool, typer.Option("--administrator", help="Also let this login change the archive.")
    ] = False,
) -> None:
    """Add a login to a file for `qa chat --auth FILE`, or change its password, which is asked for."""
    from ui.web.logins import add_login as add
    from ui.web.logins import logins_to_add_to

    # Nobody types a password twice for a name or a file that will not do.
    logins_to_add_to(auth, name)
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    add(auth, name, password, "administrator" if administrator else "reader")
    typer.echo(f"{clean(name)} can log in where the chat is started with --auth {auth}")


def _say_format(index: Path) -> None:
    """Say what to do about an index of another format; the page says it, too, and can build it again."""
    from embeddings.generations.manifest import read_manifest

    try:
        read_manifest(index)
    except IndexFormatError as error:
        typer.echo(f"qa: {clean(str(error))}", err=True)


def _build_first(index: Path) -> None:
    """Build an index. Where there is nothing to build it from, the page says what to do."""
    try:
        rebuild_with_bars(None, index)
    except (NoDocuments, SourceNotFound) as error:
        typer.echo(f"{clean(str(error).rstrip('.'))}. Documents can be added on the archive page.", err=True)
