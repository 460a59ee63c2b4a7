"""The archive page: what it may ask of the server. The page itself is archive.html, archive.js and chat.css."""

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field

from embeddings.errors import LoccitError
from qa.errors import SettingError
from qa.settings import Settings
from qa.upkeep import maintenance
from qa.upkeep.rebuilding import rebuild as rebuild_index
from ui.views import overview
from ui.web import added
from ui.web.assets import read_asset
from ui.web.chat import OpenArchive, checked, describe
from ui.web.rebuilding import Rebuilding

ROWS = 25

# Why who asks may not change the archive; empty if they may.
Refused = Callable[[Any], str]


class Looked(BaseModel):
    """What the page looks for among the documents, from which number on."""

    model_config = ConfigDict(extra="forbid")
    words: str = Field(default="", max_length=1_000)
    first: int = Field(default=0, ge=0)


class Uploaded(BaseModel):
    """A file that the page has uploaded: where the server put it, and its name."""

    model_config = ConfigDict(extra="forbid")
    path: str
    name: str = Field(max_length=1_000)


class Named(BaseModel):
    """A path that the page names."""

    model_config = ConfigDict(extra="forbid")
    path: str


class Chosen(BaseModel):
    """A generation that the page names."""

    model_config = ConfigDict(extra="forbid")
    generation: str


def build_archive_page(settings: Settings, open_archive: OpenArchive, refused: Refused) -> None:
    """Add the components of the archive page to the page that is being built."""
    rebuilding = Rebuilding(partial(_rebuild, settings))

    def hold(_: Any, request: gr.Request) -> dict[str, Any]:
        return holdings(settings, open_archive, refused(request))

    def list_documents(data: Any, request: gr.Request) -> dict[str, Any]:
        looked = checked(Looked, data)
        folder = None if refused(request) else settings.added.resolve()
        return {"html": documents(open_archive().documents(), looked, folder)}

    def add_file(data: Any, _: gr.Request) -> dict[str, Any]:
        file = checked(Uploaded, data)
        follow(settings)
        added.keep(Path(file.path), file.name, Path(_uploads()), settings.added)
        return {}

    def remove_file(data: Any, _: gr.Request) -> dict[str, Any]:
        added.remove(Path(checked(Named, data).path), settings.added)
        return _begun(rebuilding)

    def unfollow(data: Any, _: gr.Request) -> dict[str, Any]:
        _check_changeable(settings)
        maintenance.remove_source(checked(Named, data).path, settings.index)
        rebuilding.forget()
        return {"said": "Taken out; bring the archive up to date to have it go."}

    def go_back(data: Any, _: gr.Request) -> dict[str, Any]:
        maintenance.roll_back(checked(Chosen, data).generation, settings.index)
        rebuilding.forget()
        return {"said": "The archive is now as it was then."}

    def rebuild(_: Any, __: gr.Request) -> dict[str, Any]:
        return _begun(rebuilding)

    def cancel(_: Any, __: gr.Request) -> dict[str, Any]:
        rebuilding.cancel()
        return {}

    def progress(_: Any, request: gr.Request) -> dict[str, Any]:
        if refused(request):
            return {"running": False, "html": ""}
        return {"running": rebuilding.state.running, "html": overview.progress(rebuilding.state)}

    changing = [_allowed(one, refused) for one in (add_file, remove_file, unfollow, go_back, rebuild, cancel)]
    gr.HTML(
        read_asset("archive.html"),
        js_on_load=read_asset("archive.js"),
        apply_default_css=False,
        server_functions=[_told(one) for one in (hold, list_documents, progress, *changing)],
    )


def _told(work: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Have what a reader can mend come back as `error`."""

    @wraps(work)
    def told(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            return work(data, request)
        except LoccitError as error:
            return {"error": str(error)}

    return told


def _allowed(work: Callable[..., dict[str, Any]], refused: Refused) -> Callable[..., dict[str, Any]]:
    """Have it done only for who may change the archive."""

    @wraps(work)
    def done(data: Any, request: gr.Request) -> dict[str, Any]:
        reason = refused(request)
        if reason:
            raise SettingError(reason)
        return work(data, request)

    return done


def _rebuild(settings: Settings, progress: Any, stopped: Any) -> Any:
    return rebuild_index(given_sources(settings), settings.index, progress=progress, stopped=stopped)


def given_sources(settings: Settings) -> tuple[Path, ...] | None:
    """Return the sources that the setting names, None where it is not set and the index remembers its own."""
    return settings.sources if "sources" in settings.model_fields_set else None


def _check_changeable(settings: Settings) -> None:
    if given_sources(settings):
        raise SettingError(
            "The setting LOCCIT_SOURCES is set and says which files and folders the archive follows; unset it to add "
            "files here, or to take them out."
        )


def follow(settings: Settings) -> None:
    """Have the archive follow the folder of added files, if it does not yet.

    Raises SettingError where LOCCIT_SOURCES is set, which wins.
    """
    _check_changeable(settings)
    folder = settings.added.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.is_relative_to(one.expanduser().resolve()) for one in maintenance.sources(settings.index)):
        maintenance.add_source(folder, settings.index)


def _begun(rebuilding: Rebuilding) -> dict[str, Any]:
    if not rebuilding.start():
        return {"error": "The archive is being brought up to date already."}
    return {"said": ""}


def _uploads() -> str:
    from gradio.utils import get_upload_folder

    return str(get_upload_folder())


def holdings(settings: Settings, open_archive: OpenArchive, refused: str) -> dict[str, Any]:
    """Return what the page shows of the archive, and, where it may be changed, what that needs."""
    state = describe(settings.index, open_archive)
    shown = {"ready": state["ready"], "status": state["html"], "summary": "<p>Nothing yet.</p>", "refused": refused}
    if state["ready"]:
        opened = open_archive()
        shown["summary"] = overview.summary(opened.manifest, opened.facets())
    if refused:
        return shown
    kept = maintenance.generations(settings.index) if state["ready"] else []
    return shown | {
        "limits": f"Up to {settings.upload_mb} MB a file; {' '.join(added.suffixes())}.",
        "accept": ",".join(added.suffixes()),
        "sources": overview.sources(maintenance.sources(settings.index)),
        "generations": overview.generations(kept),
    }


def documents(listed: Any, looked: Looked, folder: Path | None) -> str:
    """Return the part of the documents that the page asks for, of those that have its words."""
    wanted = looked.words.casefold().split()
    found = [one for one in listed if all(word in _words(one) for word in wanted)] if wanted else list(listed)
    first = looked.first if looked.first < len(found) else 0
    return overview.table(found[first : first + ROWS], first, len(found), folder)


def _words(one: Any) -> str:
    return " ".join(said for said in (one.title, one.publisher, one.author, one.published, one.id) if said).casefold()
