"""The page: Gradio components and what happens between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from embeddings import store
from embeddings.errors import IndexMissing, LoccitError
from qa.answers import Answer
from qa.archive import Archive
from ui import render, sources

HERE = Path(__file__).parent
CSS = (HERE / "chat.css").read_text("utf-8")
MASTHEAD = '<header class="masthead"><h1>loccit</h1><p>The archive’s own words, each in the place cited.</p></header>'
# Seconds between two looks at an index that is missing or being built.
LOOK_AGAIN = 2
# Questions that are worked on at the same time, of all readers together.
AT_ONCE = 8
EXAMPLES = 4

OpenArchive = Callable[[], Archive]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked on the page, as it is shown, and its answer, None where it could not be asked."""

    html: str
    answer: Answer | None


def build_page(index: Path, open_archive: OpenArchive, examples: Sequence[str]) -> gr.Blocks:
    """Return the page over an index; `open_archive` gives the archive of its current generation."""
    page: gr.Blocks
    with gr.Blocks(title="loccit", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([])
        _html(MASTHEAD)
        status = _html(render.notice("Opening the archive…"), elem_id="status")
        with gr.Row():
            with gr.Column(scale=6, min_width=320):
                # The style sheet hides the welcome once there is a turn, so that no late event can bring it back.
                welcome = _html(render.welcome([]), elem_id="welcome", js_on_load=_script("chat.js"))
                conversation = _html(render.conversation([]), elem_id="chat", js_on_load=_script("chat.js"))
                with gr.Row(elem_classes="ask-row"):
                    question = gr.Textbox(
                        placeholder="Ask a question about the archive",
                        label="Question",
                        show_label=False,
                        container=False,
                        max_lines=6,
                        autofocus=True,
                        scale=8,
                        min_width=160,
                        elem_id="question",
                    )
                    button = gr.Button("Ask", variant="primary", scale=1, min_width=80, elem_id="ask")
            with gr.Column(scale=5, min_width=320, elem_classes="source-column"):
                source = _html(sources.empty_source(), elem_id="source", js_on_load=_script("sources.js"))
        clock = gr.Timer(LOOK_AGAIN)

        def look() -> tuple[Any, ...]:
            """Say in what state the archive is; once it can be asked, stop looking and offer the examples."""
            ready, said = describe(index, open_archive)
            fitting = answered_examples(open_archive, examples) if ready else []
            return said, gr.Timer(active=not ready), render.welcome(fitting)

        def ask_typed(asked: list[Turn], text: str) -> tuple[Any, ...]:
            before = [turn.answer for turn in asked if turn.answer]
            added = [*asked, ask_turn(open_archive, len(asked), text, before)]
            ready, said = describe(index, open_archive)
            return added, "", render.conversation([turn.html for turn in added]), said, gr.Timer(active=not ready)

        def ask_example(asked: list[Turn], event: gr.EventData) -> tuple[Any, ...]:
            return ask_typed(asked, str(event.question))

        def show(asked: list[Turn], event: gr.EventData) -> str:
            return source_of(asked, str(event.place))

        private: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": AT_ONCE}
        quiet: dict[str, Any] = {"show_progress": "hidden", **private}
        answered = [turns, question, conversation, status, clock]
        page.load(look, None, [status, clock, welcome], **quiet)
        clock.tick(look, None, [status, clock, welcome], **quiet)
        gr.on([question.submit, button.click], ask_typed, [turns, question], answered, **quiet)
        welcome.example(ask_example, [turns], answered, **quiet)
        conversation.cite(show, [turns], [source], **quiet)
    return page


def _html(value: str, **more: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **more)


def _script(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def describe(index: Path, open_archive: OpenArchive) -> tuple[bool, str]:
    """Return whether the archive can be asked, and the line that says so or what to do."""
    building = store.is_building(index)
    try:
        archive = open_archive()
    except IndexMissing as error:
        said = "The index is being built; questions can be asked when it is ready." if building else str(error)
        return False, render.notice(said)
    except LoccitError as error:
        return False, render.notice(str(error))
    manifest = archive.manifest
    said = f"{manifest.documents:,} documents, {manifest.passages:,} passages · indexed {_moment(manifest.created)}"
    if manifest.unreadable:
        said += f" · {len(manifest.unreadable):,} files could not be read (qa info names them)"
    if building:
        said += " · a new index is being built; until then these answer"
    return True, render.notice(said)


def _moment(created: str) -> str:
    day, _, time = created.partition("T")
    return f"{render.human_date(day)}, {time[:5]} UTC"


def answered_examples(open_archive: OpenArchive, examples: Sequence[str]) -> list[str]:
    """Return the first example questions that this archive answers; none where it cannot be asked."""
    fitting: list[str] = []
    try:
        archive = open_archive()
        for example in examples:
            if len(fitting) < EXAMPLES and archive.ask(example).status == "answered":
                fitting.append(example)
    except LoccitError:
        return []
    return fitting


def ask_turn(open_archive: OpenArchive, number: int, text: str, before: Sequence[Answer] = ()) -> Turn:
    """Ask a question after others, oldest first; what the reader can mend is said in the answer's place."""
    try:
        answer = open_archive().ask(text, before)
    except LoccitError as error:
        return Turn(render.failed_turn(number, text, str(error)), None)
    return Turn(render.turn(number, answer), answer)


def source_of(turns: Sequence[Turn], place: str) -> str:
    """Return the source pane for a citation, given as "TURN-EXCERPT", both counted from 0."""
    turn, _, excerpt = place.partition("-")
    try:
        answer = turns[int(turn)].answer
        shown = (answer.excerpts or answer.nearest) if answer else ()
        return sources.source(dict(enumerate(shown))[int(excerpt)])
    except (ValueError, LookupError):
        return sources.empty_source()
