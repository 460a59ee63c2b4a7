"""The command qa read: what would be read of files, without an index."""

import sys
import tempfile
import webbrowser
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.wording import count_of
from ui.terminal.options import Json
from ui.terminal.output import NOT_ALL_READ, clean, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embeddings.documents import Document
    from embeddings.readers.content import FileContent
    from qa.upkeep.read_files import FileRead

# Passages and places that are printed of a document; --json has all.
MOST_PRINTED = 12
# Characters of each.
PRINTED = 100
# Pages that --html draws of a document: half a second each, and about 100 kB.
MOST_DRAWN = 20


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to read.", show_default=False)],
    as_json: Json = False,
    as_html: Annotated[bool, typer.Option("--html", help="Show it in the browser, beside pictures of pages.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="PAGE", help="Where --html writes its page.", show_default=False),
    ] = None,
) -> int:
    """Print what would be read of files: facts with their origins, places, passages, and what could not be read."""
    from qa.upkeep.read_files import read_files

    if as_json and (as_html or output):
        raise typer.BadParameter("--json and --html are two forms of the same; give one of them.")
    results = list(read_files(files))
    if as_html or output:
        _show(results, output)
    elif as_json:
        print_json(
            {
                "documents": [document for result in results for document in result.documents_as_json()],
                "refused": [refused for result in results for refused in result.refused_as_json()],
            }
        )
    else:
        for result in results:
            for document, content in zip(result.documents, result.contents, strict=True):
                _print_document(document, content)
    refused = [pair for result in results for pair in result.refused]
    for name, reason in refused:
        typer.echo(f"not read: {clean(name)}: {clean(reason)}", err=True)
    return NOT_ALL_READ if refused else 0


def _show(results: "Sequence[FileRead]", output: Path | None) -> None:
    """Write the page of what was read, say where, and open it where a person is looking. Raises OSError."""
    from ui.views.read_files import page

    # In a folder that only its owner can look into.
    path = output or Path(tempfile.mkdtemp(prefix="loccit-")) / "read.html"
    path.write_text(page(results, _pictures), "utf-8")
    typer.echo(clean(str(path)))
    if sys.stdout.isatty():
        webbrowser.open(path.absolute().as_uri())


def _pictures(document: "Document") -> list[str]:
    """Return the first pages of a document as addresses that hold the pictures themselves."""
    from embeddings.errors import UnreadableFile
    from embeddings.readers.page_pictures import can_be_drawn, page_picture, pages_of
    from qa.settings import load_settings
    from qa.upkeep.rebuilding import file_limits

    pictures: list[str] = []
    if can_be_drawn(document):
        limits = file_limits(load_settings())
        for number in range(min(len(pages_of(document)), MOST_DRAWN)):
            try:
                png = page_picture(document, (0, 0), number, limits).png
            except (UnreadableFile, OSError):
                break
            pictures.append(f"data:image/png;base64,{b64encode(png).decode()}")
    return pictures


def _print_document(document: "Document", content: "FileContent") -> None:
    from embeddings.text.splitting import passages

    typer.echo(clean(document.id))
    for name in ("title", "author", "publisher", "published", "url", "language"):
        value = getattr(document, name)
        if value:
            origins = [fact.origin for fact in document.facts if (fact.name, fact.value) == (name, value)]
            typer.echo(f"  {name:<10} {clean(value)}{f'  ({clean(origins[0])})' if origins else ''}")
    fields = {"title", "author", "publisher", "published", "url", "language"}
    for fact in document.facts:
        if fact.name not in fields:
            typer.echo(f"  {clean(fact.name)}: {clean(fact.value)}  ({clean(fact.origin)})")
    if content.left_out:
        reasons = ", ".join(dict.fromkeys(omitted.reason for omitted in content.omitted))
        typer.echo(f"  left out: {content.left_out:,} lines or blocks{f' ({reasons})' if reasons else ''}")
    split = passages(document)
    counts = f"{count_of(len(split), 'passage')}, {count_of(len(document.places), 'place')}"
    typer.echo(f"  {len(document.text):,} characters, {counts}")
    for place in document.places[:MOST_PRINTED]:
        typer.echo(f"  {place.kind} {clean(place.name)}: {_beginning(document.text[place.start : place.end])}")
    for number, passage in enumerate(split[:MOST_PRINTED], 1):
        typer.echo(f"  passage {number}: {_beginning(document.text[passage.start : passage.end])}")
    if max(len(split), len(document.places)) > MOST_PRINTED:
        typer.echo("  and more; --json prints all")


def _beginning(text: str) -> str:
    words = clean(" ".join(text.split()))
    return words if len(words) <= PRINTED else f"{words[: PRINTED - 1]}…"


def formats(as_json: Json = False) -> None:
    """List the formats that are read, with the suffixes of their files, and what is missing to read more."""
    from embeddings.readers.formats import FORMATS
    from embeddings.readers.optional import missing

    kinds = [(kind.name, [suffix for suffix in kind.suffixes if suffix]) for kind in FORMATS]
    lacking = missing()
    if as_json:
        listed = [{"name": name, "suffixes": suffixes} for name, suffixes in kinds]
        print_json({"formats": listed, "missing": lacking})
        return
    for name, suffixes in kinds:
        typer.echo(f"{name:<20} {' '.join(suffixes) or 'by its content'}")
    typer.echo(
        "A file's content tells its format before its suffix does. Text of any other suffix is read as it stands."
    )
    for what in lacking:
        typer.echo(f"missing: {what}")
