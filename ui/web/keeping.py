"""Whose file what a reader keeps goes into, and what the pages and programs may ask of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

from gradio import Request
from pydantic import BaseModel, ConfigDict, Field

from embeddings.errors import LoccitError
from qa.archive import Archive
from qa.citations.export import MEDIA_TYPES, SUFFIXES, checked_form
from qa.errors import ClippingError, SettingError
from qa.kept.clippings import NOTEBOOK, Clipping, clippings, count, keep, notebooks
from qa.kept.exchange import import_clippings, to_json
from qa.kept.feedback import judge
from qa.kept.files import file_of
from qa.kept.following import Followed, follow
from qa.kept.handing_on import export_clippings, without_source
from qa.settings import Settings
from ui.starting import garbage_collection_paused
from ui.web.inputs import Name, Place, Words, validate
from ui.web.logins import Login, listens_beyond_this_machine, name_of

NOT_KEPT = "Nothing can be kept here: without logins (--auth) readers cannot be told from one another."
# Clippings on one page, and in one answer of an endpoint.
SHOWN, MOST_SENT = 25, 100

# Returns the file of who sends a request. Raises SettingError where that is not known.
KeptFile = Callable[[Any], Path]
# A function of a page: what the page sends and who asks become JSON values.
PageFunction = Callable[[Any, Request], dict[str, Any]]
ClippingNumber = Annotated[int, Field(ge=0, lt=2**63)]


class KeptWords(BaseModel):
    """An excerpt to keep, and where."""

    model_config = ConfigDict(extra="forbid")
    reference: Name
    notebook: Words = NOTEBOOK
    note: Words = ""
    tags: list[Words] = []


class JudgedExcerpt(BaseModel):
    """What a reader says of an excerpt as an answer to a question; None takes back what was said."""

    model_config = ConfigDict(extra="forbid")
    question: Words
    before: list[Words] = Field(default=[], max_length=100)
    reference: Name
    useful: bool | None


class Shelf(BaseModel):
    """Which clippings are meant: of a notebook, with a tag, from which on; empty names mean all."""

    model_config = ConfigDict(extra="forbid")
    notebook: Words = ""
    tag: Words = ""
    first: Annotated[Place, Field(lt=2**63)] = 0


class ExportedShelf(Shelf):
    """Clippings to export in a format; `address` is that of the page."""

    form: Words
    address: str = Field(default="", max_length=2_000, pattern="^(https?://[^ ]+)?$")


class MovedClipping(BaseModel):
    """A clipping and its new place in its notebook."""

    model_config = ConfigDict(extra="forbid")
    number: ClippingNumber
    position: ClippingNumber


class ChangedClipping(BaseModel):
    """A clipping with what shall be other; None leaves it."""

    model_config = ConfigDict(extra="forbid")
    number: ClippingNumber
    notebook: Words | None = None
    note: Words | None = None
    tags: list[Words] | None = None


class ClippingNumbers(BaseModel):
    """Clippings by their numbers."""

    model_config = ConfigDict(extra="forbid")
    numbers: list[ClippingNumber] = Field(max_length=10_000)


class SentClippings(BaseModel):
    """Clippings as an export has them."""

    model_config = ConfigDict(extra="forbid")
    clippings: list[Any] = Field(max_length=10_000)


def kept_file(settings: Settings, logins: Mapping[str, Login] | None, request: Any) -> Path:
    """Return the file of who sends a request: of their login, or of this machine's user where there are no logins.

    Raises SettingError where others reach the server without a login.
    """
    name = name_of(request)
    if name is None and (logins is not None or listens_beyond_this_machine(settings.host)):
        raise SettingError(NOT_KEPT)
    return file_of(name, settings)


def keep_words(archive: Archive, file: Path, sent: KeptWords) -> Clipping:
    """Keep the words of a reference. Raises ClippingError where the archive lacks them now, and InvalidReference."""
    excerpt = archive.resolve(sent.reference).excerpt
    if excerpt is None:
        raise ClippingError("The words are no longer in the archive, so they cannot be kept.")
    return keep(file, excerpt, sent.notebook, note=sent.note, tags=sent.tags)


def keep_turns_excerpt(
    open_archive: Callable[[], Archive], kept_file: KeptFile, data: Any, request: Any
) -> dict[str, Any]:
    """Keep an excerpt that the page sends as KeptWords; return the clipping as JSON values, or an `error`."""
    try:
        return keep_words(open_archive(), kept_file(request), validate(KeptWords, data)).to_dict()
    except LoccitError as error:
        return {"error": str(error)}


def judge_words(archive: Archive, file: Path, sent: JudgedExcerpt) -> None:
    """Keep what is said of an excerpt. Raises ClippingError where the archive lacks it now, and InvalidReference."""
    excerpt = archive.resolve(sent.reference).excerpt
    if excerpt is None:
        raise ClippingError("The words are no longer in the archive, so nothing can be said of them.")
    judge(file, sent.question, excerpt, useful=sent.useful, history=sent.before)


def judge_turns_excerpt(
    open_archive: Callable[[], Archive], kept_file: KeptFile, data: Any, request: Any
) -> dict[str, Any]:
    """Keep what the page sends as a JudgedExcerpt; return what is `said` to the reader, or an `error`."""
    try:
        sent = validate(JudgedExcerpt, data)
        judge_words(open_archive(), kept_file(request), sent)
    except LoccitError as error:
        return {"error": str(error)}
    return {"said": {True: "Noted as useful.", False: "Noted as not the answer.", None: "Taken back."}[sent.useful]}


def notebook_names(kept_file: KeptFile, request: Any) -> dict[str, Any]:
    """Return the `names` of the notebooks of who sends a request; none where nothing can be kept or read."""
    try:
        return {"names": [name for name, _ in notebooks(kept_file(request))]}
    except LoccitError:
        return {"names": []}


def page_functions(open_archive: Callable[[], Archive], kept_file: KeptFile) -> tuple[PageFunction, ...]:
    """Return what the page of the conversation may ask of the server about what its reader keeps."""

    def keep_excerpt(data: Any, request: Request) -> dict[str, Any]:
        return keep_turns_excerpt(open_archive, kept_file, data, request)

    def notebooks_of_reader(_: Any, request: Request) -> dict[str, Any]:
        return notebook_names(kept_file, request)

    def judge_excerpt(data: Any, request: Request) -> dict[str, Any]:
        return judge_turns_excerpt(open_archive, kept_file, data, request)

    return keep_excerpt, notebooks_of_reader, judge_excerpt


def part_of(archive: Archive, file: Path, shelf: Shelf, most: int) -> tuple[list[Followed], int]:
    """Return some clippings, followed, and how many there are in all. Raises ClippingError and KeptFileError."""
    notebook, tag = shelf.notebook or None, shelf.tag or None
    kept = clippings(file, notebook, tag, first=shelf.first, most=most)
    return followed(archive, kept), count(file, notebook, tag)


def followed(archive: Archive, kept: list[Clipping]) -> list[Followed]:
    """Follow clippings in the generation that an archive answers from."""
    return follow(kept, archive.resolve_all)


def exported_clippings(archive: Archive, file: Path, sent: ExportedShelf) -> dict[str, Any]:
    """Return clippings in a format: `form`, `media_type`, `suffix`, `text`, and how many are `left_out` of it.

    Raises ExportError, ClippingError and KeptFileError.
    """
    form = checked_form(sent.form)
    with garbage_collection_paused():
        kept = clippings(file, sent.notebook or None, sent.tag or None)
        # JSON has the clippings as they were kept, whatever the archive holds.
        part = [] if form == "json" else followed(archive, kept)
        text = to_json(kept) if form == "json" else export_clippings(part, form, address=sent.address)
    return {
        "form": form,
        "media_type": MEDIA_TYPES[form],
        "suffix": SUFFIXES[form],
        "text": text,
        "left_out": without_source(part, form),
    }


def imported_clippings(file: Path, sent: SentClippings, name: str) -> dict[str, Any]:
    """Keep clippings that an export holds; return how many `came` and how many were `there`.

    `name` is that of who sends them, for messages. Raises ClippingError and KeptFileError.
    """
    with garbage_collection_paused():
        came, there = import_clippings(file, sent.clippings, name)
    return {"came": came, "there": there}
