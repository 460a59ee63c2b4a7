"""The reading room: what its page may ask of the server. The page itself is room.html, chat.css and the scripts.

The scripts call the server functions by their Python names. The server keeps nothing of a conversation: the browser has
it and sends what a question needs.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict

from embeddings.errors import IndexMissing, LoccitError
from embeddings.generations.publishing import is_building
from embeddings.generations.unreadable import count_unreadable
from embeddings.processors import processors
from qa.archive import Archive
from qa.citations.export import export
from qa.errors import QuestionError
from qa.kept.marks import Mark
from qa.question.filters import Filters
from qa.upkeep.suggestions import suggestions
from qa.wording import count_of, human_date
from ui.views import narrowing, pages, turns
from ui.views.html import escape
from ui.views.why import why
from ui.web.assets import read_asset
from ui.web.batch_page import batch_functions
from ui.web.batches import Batches
from ui.web.citing import export_turns, recheck_references, search_words
from ui.web.exporting import MOST_BEFORE
from ui.web.fair_queue import Turns, in_turn
from ui.web.inputs import Place, validate
from ui.web.keeping import KeptFile, PageFunction, page_functions
from ui.web.logs import ask_and_log
from ui.web.marking import ReadFilters, given_by_reader, sent_filters
from ui.web.people_page import show_voices
from ui.web.source_pages import pane_functions

SCRIPTS = (
    "server.js",
    "chat.js",
    "source.js",
    "searching.js",
    "people.js",
    "batch.js",
    "marking.js",
    "divider.js",
    "narrowing.js",
    "keeping.js",
    "judging.js",
    "conversations.js",
)

SAVE_ALL = f'<span id="save-all" hidden>{turns.export_menu("Save conversation")}</span>'

OpenArchive = Callable[[], Archive]
# Returns the reason why the sender of a request may not change the archive, "" if they may.
ChangeRefusal = Callable[[Any], str]


# As many questions are worked on as there are processors, since more only make all of them late. Worked out from
# measured times, 95 in 100 of 50 people on two processors are answered within 288 ms, and within 363 where all are
# worked on at once. It is two at least, so that a long question delays no short one on a single processor.
FEWEST_AT_ONCE = 2


class AskedQuestion(BaseModel):
    """A question as the page sends it; `before` are the questions asked before it, oldest first."""

    model_config = ConfigDict(extra="forbid")
    number: Place = 0
    question: str
    before: list[str] = []
    filters: dict[str, Any] = {}


def build_page(
    index: Path,
    open_archive: OpenArchive,
    change_refusal: ChangeRefusal,
    kept_file: KeptFile,
    batches: Batches,
) -> gr.Blocks:
    """Return the page over an index; `open_archive` gives the archive of its current generation.

    `kept_file` gives the file of what the sender of a request keeps.
    """
    offered: dict[str, list[str]] = {}
    held: dict[str, str] = {}

    def look(_: Any, request: gr.Request) -> dict[str, Any]:
        state = describe(index, open_archive)
        if state["missing"]:
            return state | {"empty": pages.first_run(not change_refusal(request))}
        # The questions offered take a second to find.
        return state | ({"empty": pages.welcome((), described(open_archive, held))} if state["ready"] else {})

    def offer(_: Any) -> dict[str, Any]:
        return {"html": pages.welcome(examples(open_archive, offered), described(open_archive, held))}

    def recheck(data: Any) -> dict[str, Any]:
        return recheck_references(open_archive, data)

    with gr.Blocks(title="loccit", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            read_asset("room.html").replace('<span id="save-all" hidden></span>', SAVE_ALL),
            js_on_load="\n".join(map(read_asset, SCRIPTS)),
            apply_default_css=False,
            server_functions=[
                *(look, offer, recheck),
                *_taking_turns(_searching_functions(open_archive, kept_file)),
                *batch_functions(batches, open_archive, kept_file),
                *pane_functions(open_archive, kept_file),
                *page_functions(open_archive, kept_file),
            ],
        )
    return page  # type: ignore[no-any-return]  # Gradio's context manager is untyped


def _searching_functions(open_archive: OpenArchive, kept_file: KeptFile) -> tuple[PageFunction, ...]:
    """Return the functions of the page that search under filters, among them the reader's own tags and stars."""

    def of(request: Any) -> ReadFilters:
        return partial(sent_filters, open_archive, kept_file, request)

    def ask(data: Any, request: gr.Request) -> dict[str, Any]:
        return ask_turn(open_archive, data, of(request))

    def explain(data: Any, request: gr.Request) -> dict[str, Any]:
        return explain_turn(open_archive, data, of(request))

    def narrow(data: Any, request: gr.Request) -> dict[str, Any]:
        return narrow_search(open_archive, data, of(request), given_by_reader(kept_file, request))

    def save(data: Any, request: gr.Request) -> dict[str, Any]:
        return export_turns(open_archive, data, of(request))

    def voices(data: Any, _: gr.Request) -> dict[str, Any]:
        return show_voices(open_archive, data)

    def search(data: Any, request: gr.Request) -> dict[str, Any]:
        return search_words(open_archive, data, of(request))

    return ask, explain, narrow, save, search, voices


def _taking_turns(functions: Iterable[PageFunction]) -> list[Callable[..., Any]]:
    """Return functions of the page of which a few work at the same time; who calls one waits for their turn."""
    line = Turns(max(FEWEST_AT_ONCE, processors()))
    return [in_turn(function, line, lambda _, request: request) for function in functions]


def describe(index: Path, open_archive: OpenArchive) -> dict[str, Any]:
    """Return whether the archive can be asked (`ready`), and the line that says so or what to do (`html`).

    `building` is whether an index is being built; `missing` is whether there is none and none is being built. A ready
    archive has the `generation` that answers.
    """
    building = is_building(index)
    try:
        archive = open_archive()
    except IndexMissing as error:
        message = "The index is being built; questions can be asked when it is ready." if building else str(error)
        return {"ready": False, "building": building, "missing": not building, "html": pages.notice(message)}
    except LoccitError as error:
        return {"ready": False, "building": building, "missing": False, "html": pages.notice(str(error))}
    manifest = archive.manifest
    counts = f"{count_of(manifest.documents, 'document')}, {count_of(manifest.passages, 'passage')}"
    message = f"{counts} · indexed {_moment(manifest.created)}"
    if manifest.unreadable:
        message += f" · {count_of(count_unreadable(manifest.unreadable), 'file')} could not be read"
    if building:
        message += " · a new index is being built; until then these answer"
    ready = {"ready": True, "building": building, "missing": False, "generation": archive.generation}
    return ready | {"html": pages.notice(message)}


def _moment(created: str) -> str:
    day, _, time = created.partition("T")
    return f"{human_date(day)}, {time[:5]} UTC"


def examples(open_archive: OpenArchive, offered: dict[str, list[str]]) -> list[str]:
    """Return questions that the archive answers, looked for once a generation and kept in `offered`."""
    try:
        archive = open_archive()
        if archive.generation not in offered:
            offered.clear()
            offered[archive.generation] = suggestions(archive)
        return offered[archive.generation]
    except LoccitError:
        return []


def described(open_archive: OpenArchive, held: dict[str, str]) -> str:
    """Return what the archive holds, as one sentence, worked out once a generation and kept in `held`.

    It is nothing where the archive cannot be opened.
    """
    try:
        archive = open_archive()
    except LoccitError:
        return ""
    sentence = held.get(archive.generation) or archive.holdings()
    held.clear()
    held[archive.generation] = sentence
    return sentence


def ask_turn(open_archive: OpenArchive, data: Any, read_filters: ReadFilters = Filters.from_dict) -> dict[str, Any]:
    """Answer a question that the page sends as an AskedQuestion.

    Returns the turn (`html`), what a screen reader says (`said`), the answer as Markdown (`text`), and the `generation`
    that answered. Where the question could not be asked, the reason stands in the answer's place, `text` is empty, and
    there is no `generation`.
    """
    try:
        asked = validate(AskedQuestion, data)
    except QuestionError as error:
        return {"html": turns.failed_turn(0, "", str(error)), "said": str(error), "text": ""}
    try:
        filters = read_filters(asked.filters)
        before = asked.before[-MOST_BEFORE:]
        archive = open_archive()
        answer = ask_and_log("page", lambda: archive.ask(asked.question, before, filters))
        offered = archive.offers(answer)
    except LoccitError as error:
        html = turns.failed_turn(asked.number, asked.question, str(error))
        return {"html": html, "said": str(error), "text": ""}
    return {
        "html": turns.turn(asked.number, answer, offered),
        "said": turns.summary(answer),
        "generation": answer.generation,
        "text": export([answer], "markdown"),
    }


def explain_turn(open_archive: OpenArchive, data: Any, read_filters: ReadFilters = Filters.from_dict) -> dict[str, Any]:
    """Return (`html`) why a question that the page sends as an AskedQuestion was answered as it was."""
    try:
        asked = validate(AskedQuestion, data)
        archive, before, filters = open_archive(), asked.before[-MOST_BEFORE:], read_filters(asked.filters)
        answer = archive.ask(asked.question, before, filters)
        return {"html": why(answer, archive.threshold)}
    except LoccitError as error:
        return {"html": f'<p role="alert">{escape(str(error))}</p>'}


def narrow_search(
    open_archive: OpenArchive,
    data: Any,
    read_filters: ReadFilters = Filters.from_dict,
    given: Sequence[Mark] = (),
) -> dict[str, Any]:
    """Return the panel of filters (`panel`) and the line of the active ones (`line`).

    `given` are the tags and stars that the reader may choose from. `data` are the filters as JSON values. Where they
    are not valid, only `error` is returned, which says why.
    """
    try:
        archive, filters = open_archive(), read_filters(data)
        facets = archive.facets(filters)
    except LoccitError as error:
        return {"error": str(error)}
    line = narrowing.narrowed(facets, filters, archive.manifest.documents)
    return {"panel": narrowing.panel(facets, filters, given), "line": line}
