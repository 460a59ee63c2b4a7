"""The page of clippings: what it may ask of the server. The page itself is clippings.html, clippings.js and chat.css.

clippings.js calls the server functions by their Python names.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict

from embeddings.errors import LoccitError
from qa.kept.clippings import change, count, move, notebooks, remove, used_tags
from qa.kept.exchange import bring_back
from ui.views.clippings import clippings_html, counted_line, options_html
from ui.views.turns import export_menu
from ui.web.assets import read_asset
from ui.web.chat import OpenArchive
from ui.web.inputs import validate
from ui.web.keeping import (
    SHOWN,
    ChangedClipping,
    ClippingNumber,
    ClippingNumbers,
    ExportedShelf,
    KeptFile,
    MovedClipping,
    SentClippings,
    Shelf,
    exported_clippings,
    imported_clippings,
    part_of,
)

SCRIPTS = ("server.js", "lists.js", "clippings.js")

PageFunction = Callable[[Any, Path], dict[str, Any]]


class RemovedClipping(BaseModel):
    """A clipping that was removed, as JSON values, and its place before."""

    model_config = ConfigDict(extra="forbid")
    clipping: dict[str, Any]
    position: ClippingNumber


def build_clippings_page(open_archive: OpenArchive, kept_file: KeptFile) -> None:
    """Add the components of the page of clippings to the page that is being built."""
    gr.HTML(
        read_asset("clippings.html").replace('<span id="save" hidden></span>', f"<span>{export_menu('Save')}</span>"),
        js_on_load="\n".join(map(read_asset, SCRIPTS)),
        apply_default_css=False,
        server_functions=[_of_reader(function, kept_file) for function in _functions(open_archive)],
    )


def _of_reader(function: PageFunction, kept_file: KeptFile) -> Callable[[Any, gr.Request], dict[str, Any]]:
    """Return a server function that works on the file of who calls, and returns what is wrong as `error`."""

    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            return function(data, kept_file(request))
        except LoccitError as error:
            return {"error": str(error)}

    # Not by functools.wraps: Gradio would look at the parameters of what it wraps.
    call.__name__ = function.__name__
    return call


def _functions(open_archive: OpenArchive) -> tuple[PageFunction, ...]:
    def show_clippings(data: Any, file: Path) -> dict[str, Any]:
        return shown_clippings(open_archive, file, validate(Shelf, data))

    def move_clipping(data: Any, file: Path) -> dict[str, Any]:
        sent = validate(MovedClipping, data)
        clipping = move(file, sent.number, sent.position)
        return {"said": f"Now number {clipping.position:,}."}

    def change_clipping(data: Any, file: Path) -> dict[str, Any]:
        sent = validate(ChangedClipping, data)
        change(file, sent.number, notebook=sent.notebook, note=sent.note, tags=sent.tags)
        return {"said": "Changed."}

    def remove_clipping(data: Any, file: Path) -> dict[str, Any]:
        removed = remove(file, validate(ClippingNumbers, data).numbers)
        return {"said": "Removed.", "removed": [clipping.to_dict() for clipping in removed]}

    def undo_removing(data: Any, file: Path) -> dict[str, Any]:
        sent = validate(RemovedClipping, data)
        bring_back(file, sent.clipping, sent.position)
        return {"said": "It is back in its place."}

    def import_file(data: Any, file: Path) -> dict[str, Any]:
        return imported_clippings(file, validate(SentClippings, data), "The file")

    def save_clippings(data: Any, file: Path) -> dict[str, Any]:
        return exported_clippings(open_archive(), file, validate(ExportedShelf, data))

    return show_clippings, move_clipping, change_clipping, remove_clipping, undo_removing, import_file, save_clippings


def shown_clippings(open_archive: OpenArchive, file: Path, shelf: Shelf) -> dict[str, Any]:
    """Return a page of clippings (`html`), the choices of notebooks and tags, and in words how many there are (`said`).

    A notebook or tag whose last clipping has gone is shown as all of them, a page past the end as the last one.
    Raises KeptFileError.
    """
    counted, tags = notebooks(file), used_tags(file)
    # The only notebook that there is need not be chosen.
    everything = counted[0][0] if len(counted) == 1 else ""
    shelf = shelf.model_copy(
        update={
            "notebook": shelf.notebook if shelf.notebook in dict(counted) else everything,
            "tag": shelf.tag if shelf.tag in dict(tags) else "",
        }
    )
    total = count(file, shelf.notebook or None, shelf.tag or None)
    shelf = shelf.model_copy(update={"first": min(shelf.first, max(0, total - 1) // SHOWN * SHOWN)})
    part, total = part_of(open_archive(), file, shelf, SHOWN)
    return {
        "html": clippings_html(part, shelf.first, total, movable=bool(shelf.notebook) and not shelf.tag),
        "notebooks": options_html(counted, shelf.notebook, "All notebooks"),
        "tags": options_html(tags, shelf.tag, "All tags"),
        "first": shelf.first,
        "total": total,
        "said": counted_line(total),
    }
