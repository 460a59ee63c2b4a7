"""What the page may ask of the server about batches, and where their answers are downloaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import anyio
import gradio as gr
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from embeddings.errors import LoccitError
from qa.archive import Archive
from qa.batches.questions import questions_of
from qa.batches.rows import SUFFIXES
from qa.errors import BatchError, SettingError
from ui.views.batches import batches_html
from ui.web.batches import Batches
from ui.web.inputs import validate
from ui.web.keeping import KeptFile, PageFunction
from ui.web.marking import sent_filters

PATH = "/batch-answers"
MEDIA_TYPES = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/jsonl; charset=utf-8"}
# Questions of one batch: at 0.25 s a question they keep a processor for eight minutes.
MOST_QUESTIONS = 2_000

Token = Annotated[str, Field(max_length=100)]


class SentBatch(BaseModel):
    """A file of questions as the page sends it: its name, its text, and the filters under which they are asked."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=1_000)]
    text: Annotated[str, Field(max_length=1_000_000)]
    filters: dict[str, Any] = {}


class NamedBatch(BaseModel):
    """A batch of who sends this."""

    model_config = ConfigDict(extra="forbid")
    batch: Token


class KnownBatches(BaseModel):
    """The batches that the page has begun; they count where nothing is kept of its reader."""

    model_config = ConfigDict(extra="forbid")
    batches: Annotated[list[Token], Field(max_length=100)] = []


def batch_functions(
    batches: Batches, open_archive: Callable[[], Archive], kept_file: KeptFile
) -> tuple[PageFunction, ...]:
    """Return what the page may ask of the server about batches; `kept_file` gives the file of who asks."""

    def begin_batch(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            sent = validate(SentBatch, data)
            check_questions(sent)
            # What is wrong with the filters is said before anything is asked.
            open_archive().facets(sent_filters(open_archive, kept_file, request, sent.filters))
            batch = batches.begin(sent.name, sent.text, sent.filters, file_of_reader(kept_file, request))
        except (LoccitError, OSError) as error:
            return {"error": str(error)}
        return {"batch": batch.token}

    def show_batches(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            known = validate(KnownBatches, data).batches
            states = [batch.state for batch in batches.all_of(file_of_reader(kept_file, request), known)]
        except (LoccitError, OSError) as error:
            return {"error": str(error)}
        return {"running": any(state.running for state in states), "html": batches_html(states)}

    def of_reader(work: Callable[[str, Path | None], None]) -> Callable[[Any, gr.Request], dict[str, Any]]:
        def call(data: Any, request: gr.Request) -> dict[str, Any]:
            try:
                work(validate(NamedBatch, data).batch, file_of_reader(kept_file, request))
            except (LoccitError, OSError) as error:
                return {"error": str(error)}
            return {}

        return call

    stop_batch = of_reader(lambda token, file: batches.of(token, file).stop())
    go_on_batch = of_reader(batches.go_on)
    remove_batch = of_reader(batches.remove)
    # batch.js calls them by these names.
    for name, function in (("stop", stop_batch), ("go_on", go_on_batch), ("remove", remove_batch)):
        function.__name__ = f"{name}_batch"
    return begin_batch, show_batches, stop_batch, go_on_batch, remove_batch


def file_of_reader(kept_file: KeptFile, request: Any) -> Path | None:
    """Return the file of what the sender of a request keeps; None where nothing is kept of readers."""
    try:
        return kept_file(request)
    except SettingError:
        return None


def check_questions(sent: SentBatch) -> None:
    """Read the questions of a file that the page sent. Raises BatchError for none, and for too many."""
    questions = questions_of(sent.text.removeprefix("\ufeff"), sent.name or "The file")
    if not questions:
        raise BatchError(f"{sent.name} holds no question.")
    if len(questions) > MOST_QUESTIONS:
        raise BatchError(
            f"{sent.name} has {len(questions):,} questions; the page takes {MOST_QUESTIONS:,}. Part the file, or run "
            "qa ask --batch."
        )


def routes(batches: Batches, kept_file: KeptFile) -> list[Route]:
    """Return the route of the answers: ?batch=TOKEN&form=csv or jsonl."""

    async def answers(request: Request) -> Response:
        suffix = f".{request.query_params.get('form', '')}"
        if suffix not in SUFFIXES:
            return PlainTextResponse("Give batch, and form as csv or jsonl.", 400)
        token = request.query_params.get("batch", "")

        def read() -> bytes:
            return batches.of(token, file_of_reader(kept_file, request)).answers(suffix)

        try:
            data = await anyio.to_thread.run_sync(read)
        except BatchError as error:
            return PlainTextResponse(str(error), 404)
        headers = {"Content-Disposition": f'attachment; filename="answers{suffix}"', "Cache-Control": "no-store"}
        return Response(data, media_type=MEDIA_TYPES[suffix], headers=headers)

    return [Route(PATH, answers)]
