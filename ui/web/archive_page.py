"""The archive page: what it may ask of the server. The page itself is archive.html, archive.js and chat.css.

archive.js calls the server functions by their Python names.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field

from embeddings.errors import LoccitError
from embeddings.index.catalogue import Listed
from embeddings.readers.formats import suffixes
from qa.errors import SettingError
from qa.settings import Settings
from qa.upkeep import maintenance
from qa.upkeep.rebuilding import rebuild as rebuild_index
from ui.views import overview, rebuild_progress
from ui.web import added
from ui.web.assets import read_asset
from ui.web.chat import ChangeRefusal, OpenArchive, describe
from ui.web.inputs import Name, validate
from ui.web.keeping import KeptFile
from ui.web.rebuilding import Rebuilding, sources_of_setting
from ui.web.standing import standing_page_functions

SCRIPTS = ("server.js", "lists.js", "standing.js", "archive.js")

ServerFunction = Callable[[Any, gr.Request], dict[str, Any]]


class DocumentSearch(BaseModel):
    """Words to look for among the documents, and the number of the first match to show."""

    model_config = ConfigDict(extra="forbid")
    words: str = Field(default="", max_length=1_000)
    first: int = Field(default=0, ge=0)


class UploadedFile(BaseModel):
    """A file that the page has uploaded: the path where the server put it, and its name."""

    model_config = ConfigDict(extra="forbid")
    path: Name
    name: str = Field(max_length=1_000)


class NamedPath(BaseModel):
    """A path that the page names."""

    model_config = ConfigDict(extra="forbid")
    path: Name


class NamedGeneration(BaseModel):
    """A generation that the page names."""

    model_config = ConfigDict(extra="forbid")
    generation: Name


class RebuildRequest(BaseModel):
    """Whether the archive shall be brought up to date without the documents of sources that lost them."""

    model_config = ConfigDict(extra="forbid")
    allow_empty: bool = False


def build_archive_page(
    settings: Settings, open_archive: OpenArchive, change_refusal: ChangeRefusal, kept_file: KeptFile
) -> None:
    """Add the components of the archive page to the page that is being built."""
    rebuilding = Rebuilding(partial(_rebuild, settings))

    def hold(_: Any, request: gr.Request) -> dict[str, Any]:
        return holdings(settings, open_archive, change_refusal(request))

    def list_documents(data: Any, request: gr.Request) -> dict[str, Any]:
        search = validate(DocumentSearch, data)
        folder = None if change_refusal(request) else settings.added.resolve()
        return {"html": matching_documents(open_archive().documents(), search, folder)}

    def progress(_: Any, request: gr.Request) -> dict[str, Any]:
        if change_refusal(request):
            return {"running": False, "html": ""}
        return {"running": rebuilding.state.running, "html": rebuild_progress.progress(rebuilding.state)}

    changing = (_refusable(function, change_refusal) for function in _changing_functions(settings, rebuilding))
    standing = standing_page_functions(open_archive, kept_file)
    gr.HTML(
        read_asset("archive.html"),
        js_on_load="\n".join(map(read_asset, SCRIPTS)),
        apply_default_css=False,
        server_functions=[
            _with_error_as_value(function) for function in (hold, list_documents, progress, *changing, *standing)
        ],
    )


def _changing_functions(settings: Settings, rebuilding: Rebuilding) -> tuple[ServerFunction, ...]:
    """Return the server functions that change the archive."""

    def add_file(data: Any, _: gr.Request) -> dict[str, Any]:
        file = validate(UploadedFile, data)
        _check_changeable(settings)
        with added.adding(Path(file.path), file.name, Path(_uploads()), settings.added):
            follow_added_files(settings)
        return {}

    def remove_file(data: Any, _: gr.Request) -> dict[str, Any]:
        added.remove(Path(validate(NamedPath, data).path), settings.added)
        # Whoever deletes the last of them here has emptied the folder on purpose.
        return _start(rebuilding, may_be_empty=(settings.added,))

    def unfollow(data: Any, _: gr.Request) -> dict[str, Any]:
        _check_changeable(settings)
        maintenance.remove_source(validate(NamedPath, data).path, settings.index)
        rebuilding.forget()
        return {"said": "Taken out; bring the archive up to date to have it go."}

    def go_back(data: Any, _: gr.Request) -> dict[str, Any]:
        maintenance.roll_back(validate(NamedGeneration, data).generation, settings.index)
        rebuilding.forget()
        return {"said": "The archive is now as it was then."}

    def rebuild(data: Any, _: gr.Request) -> dict[str, Any]:
        return _start(rebuilding, allow_empty=validate(RebuildRequest, data or {}).allow_empty)

    def cancel(_: Any, __: gr.Request) -> dict[str, Any]:
        rebuilding.cancel()
        return {}

    return add_file, remove_file, unfollow, go_back, rebuild, cancel


def _with_error_as_value(function: ServerFunction) -> ServerFunction:
    """Return a server function that returns an error that the reader can mend as `error`, instead of raising it."""

    @wraps(function)
    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            return function(data, request)
        except LoccitError as error:
            return {"error": str(error)}

    return call


def _refusable(function: ServerFunction, change_refusal: ChangeRefusal) -> ServerFunction:
    """Return a server function that raises SettingError for a reader who may not change the archive."""

    @wraps(function)
    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        reason = change_refusal(request)
        if reason:
            raise SettingError(reason)
        return function(data, request)

    return call


def _rebuild(settings: Settings, progress: Any, stopped: Any, **may: Any) -> Any:
    return rebuild_index(sources_of_setting(settings), settings.index, progress=progress, stopped=stopped, **may)


def _check_changeable(settings: Settings) -> None:
    if sources_of_setting(settings):
        raise SettingError(
            "The setting LOCCIT_SOURCES is set and says which files and folders the archive follows; unset it to add "
            "files here, or to take them out."
        )


def follow_added_files(settings: Settings) -> None:
    """Have the archive follow the folder of added files, if it does not yet.

    Raises SettingError where LOCCIT_SOURCES is set, which wins.
    """
    _check_changeable(settings)
    folder = settings.added.resolve()
    added.make_folder(folder)
    sources = maintenance.sources(settings.index)
    if not any(folder.is_relative_to(source.expanduser().resolve()) for source in sources):
        maintenance.add_source(folder, settings.index)


def _start(rebuilding: Rebuilding, **may: Any) -> dict[str, Any]:
    if not rebuilding.start(**may):
        return {"error": "The archive is being brought up to date already."}
    return {"said": ""}


def _uploads() -> str:
    from gradio.utils import get_upload_folder

    return str(get_upload_folder())


def holdings(settings: Settings, open_archive: OpenArchive, refusal: str) -> dict[str, Any]:
    """Return what the page shows of the archive and, where the reader may change it, what changing it needs.

    `refusal` is the reason why the reader may not change it, "" if they may.
    """
    state = describe(settings.index, open_archive)
    payload = {"ready": state["ready"], "status": state["html"], "summary": "<p>Nothing yet.</p>", "refused": refusal}
    if state["ready"]:
        archive = open_archive()
        payload["summary"] = overview.summary(archive.manifest, archive.facets(), archive.read_poorly())
    if refusal:
        return payload
    kept = maintenance.generations(settings.index) if state["ready"] else []
    return payload | {
        "limits": f"Up to {settings.upload_mb} MB a file; {' '.join(suffixes())}.",
        "accept": ",".join(suffixes()),
        "sources": overview.sources(maintenance.sources(settings.index)),
        "generations": overview.generations(kept),
    }


def matching_documents(documents: Sequence[Listed], search: DocumentSearch, folder: Path | None) -> str:
    """Return the table of the documents that have every word of a search, from the number that it asks for on.

    `folder` is that of the added files, None if the reader may change nothing.
    """
    words = search.words.casefold().split()
    matches = [document for document in documents if all(word in _searched_text(document) for word in words)]
    first = search.first if search.first < len(matches) else 0
    return overview.table(matches[first : first + overview.ROWS], first, len(matches), folder)


def _searched_text(document: Listed) -> str:
    facts = (document.title, document.publisher, document.author, document.published, document.id)
    return " ".join(fact for fact in facts if fact).casefold()
