"""Batches of the page: the questions of a file are asked one by one, watched and cancelled, and their rows handed out.

A batch belongs to who began it and to the page that has its token. Its rows are in files that no other program sees and
that go with the server.
"""

import secrets
import time
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Lock, Thread
from typing import IO, Annotated, Any

import anyio
import gradio as gr
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from embeddings.errors import LoccitError
from qa.answers import Answer
from qa.archive import Archive
from qa.batches.questions import BatchQuestion, questions_of
from qa.batches.rows import NOT_ASKED, SUFFIXES, heading, row_of
from qa.errors import BatchError
from ui.views.batches import BatchState, batch_html
from ui.web.inputs import validate
from ui.web.keeping import PageFunction
from ui.web.logins import name_of
from ui.web.logs import ask_and_log
from ui.web.marking import ReadFilters

PATH = "/batch-answers"
MEDIA_TYPES = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/jsonl; charset=utf-8"}
# Questions of one batch: at 0.25 s a question they keep a processor for eight minutes.
MOST_QUESTIONS = 2_000
# Batches that run at once, each a thread; of those that have ended, so many are kept for so long.
MOST_RUNNING, MOST_KEPT, KEPT_SECONDS = 2, 20, 3_600.0


class SentBatch(BaseModel):
    """A file of questions as the page sends it: its name, its text, and the filters under which they are asked."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=1_000)]
    text: Annotated[str, Field(max_length=1_000_000)]
    filters: dict[str, Any] = {}


class NamedBatch(BaseModel):
    """A batch that the page began."""

    model_config = ConfigDict(extra="forbid")
    batch: Annotated[str, Field(max_length=100)]


class Batch:
    """Questions that are asked in a thread of their own, and the rows of their answers. Safe to use from several."""

    def __init__(self, questions: Sequence[BatchQuestion], owner: str | None, folder: Path | None = None) -> None:
        self.token = secrets.token_urlsafe(16)
        self.owner = owner
        self.ended = 0.0
        self._questions = questions
        self._files = {suffix: TemporaryFile(dir=folder) for suffix in SUFFIXES}  # noqa: SIM115  # closed with the batch
        self._lock = Lock()
        self._stop = Event()
        self._counts: Counter[str] = Counter()
        self._error = ""
        for suffix, file in self._files.items():
            file.write(heading(suffix))
        self.close = weakref.finalize(self, _close, tuple(self._files.values()))

    @property
    def state(self) -> BatchState:
        """Where the batch is now."""
        with self._lock:
            faults = tuple(asked for asked in self._questions if asked.fault)
            return BatchState(
                token=self.token,
                total=len(self._questions),
                counts=dict(self._counts),
                running=not self.ended,
                stopping=self._stop.is_set(),
                error=self._error,
                faults=faults,
            )

    def run(self, ask: Callable[[str], Answer]) -> None:
        """Ask one question after another until all are answered, or it is stopped."""
        try:
            for asked in self._questions:
                if self._stop.is_set():
                    break
                self._write(asked, None if asked.fault else ask(asked.text))
        except (LoccitError, OSError) as error:
            self._error = str(error)
        except Exception as error:
            # It must not seem to run for ever.
            self._error = f"The batch failed: {type(error).__name__}: {error}"
            raise
        finally:
            self.ended = time.monotonic()

    def _write(self, asked: BatchQuestion, answer: Answer | None) -> None:
        rows = {suffix: row_of(asked, answer, suffix) for suffix in SUFFIXES}
        with self._lock:
            for suffix, row in rows.items():
                self._files[suffix].write(row)
            self._counts[answer.status if answer else NOT_ASKED] += 1

    def stop(self) -> None:
        """Have it end after the question that is being asked."""
        self._stop.set()

    def answers(self, suffix: str) -> bytes:
        """Return the rows written so far, as CSV or as JSON Lines."""
        with self._lock:
            file = self._files[suffix]
            end = file.tell()
            file.seek(0)
            data = file.read(end)
            file.seek(end)
            return bytes(data)


def _close(files: Sequence[IO[bytes]]) -> None:
    for file in files:
        file.close()


class Batches:
    """The batches of all readers."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = Lock()
        self._batches: dict[str, Batch] = {}

    def begin(self, questions: Sequence[BatchQuestion], ask: Callable[[str], Answer], owner: str | None) -> Batch:
        """Begin a batch and return it. Raises BatchError where as many run as may, and OSError."""
        with self._lock:
            self._forget()
            running = [batch for batch in self._batches.values() if not batch.ended]
            if any(batch.owner == owner for batch in running) and owner is not None:
                raise BatchError("A batch of yours is running; wait until it has ended, or cancel it.")
            if len(running) >= MOST_RUNNING:
                raise BatchError("The server is at work on other batches; try again in some minutes.")
            batch = Batch(questions, owner, self._folder)
            self._batches[batch.token] = batch
        Thread(target=batch.run, args=(ask,), daemon=True).start()
        return batch

    def of(self, token: str, owner: str | None) -> Batch:
        """Return a batch of an owner. Raises BatchError where there is none."""
        with self._lock:
            batch = self._batches.get(token)
        if batch is None or batch.owner != owner:
            raise BatchError("This batch is no longer kept; choose the file again.")
        return batch

    def _forget(self) -> None:
        ended = [batch for batch in self._batches.values() if batch.ended]
        late = [batch for batch in ended if time.monotonic() - batch.ended > KEPT_SECONDS]
        for batch in {*late, *ended[: max(0, len(ended) - MOST_KEPT)]}:
            del self._batches[batch.token]
            batch.close()


def batch_functions(
    batches: Batches, open_archive: Callable[[], Archive], filters_of: Callable[[Any], ReadFilters]
) -> tuple[PageFunction, ...]:
    """Return what the page may ask of the server about batches; `filters_of` a request gives what reads its filters."""

    def begin_batch(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            sent = validate(SentBatch, data)
            questions = checked_questions(sent)
            archive, filters = open_archive(), filters_of(request)(sent.filters)
            # What is wrong with the filters is said before anything is asked.
            archive.facets(filters)

            def ask(question: str) -> Answer:
                return ask_and_log("batch", lambda: archive.ask(question, filters=filters))

            batch = batches.begin(questions, ask, name_of(request))
        except (LoccitError, OSError) as error:
            return {"error": str(error)}
        return _shown(batch)

    def watch_batch(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            return _shown(batches.of(validate(NamedBatch, data).batch, name_of(request)))
        except LoccitError as error:
            return {"error": str(error)}

    def stop_batch(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            batches.of(validate(NamedBatch, data).batch, name_of(request)).stop()
        except LoccitError as error:
            return {"error": str(error)}
        return {}

    return begin_batch, watch_batch, stop_batch


def checked_questions(sent: SentBatch) -> list[BatchQuestion]:
    """Return the questions of a file that the page sent. Raises BatchError for none, and for too many."""
    questions = questions_of(sent.text.removeprefix("\ufeff"), sent.name or "The file")
    if not questions:
        raise BatchError(f"{sent.name} holds no question.")
    if len(questions) > MOST_QUESTIONS:
        raise BatchError(
            f"{sent.name} has {len(questions):,} questions; the page takes {MOST_QUESTIONS:,}. Part the file, or run "
            "qa ask --batch."
        )
    return questions


def _shown(batch: Batch) -> dict[str, Any]:
    state = batch.state
    return {"batch": batch.token, "running": state.running, "html": batch_html(state)}


def routes(batches: Batches) -> list[Route]:
    """Return the route of the answers: ?batch=TOKEN&form=csv or jsonl."""

    async def answers(request: Request) -> Response:
        suffix = f".{request.query_params.get('form', '')}"
        if suffix not in SUFFIXES:
            return PlainTextResponse("Give batch, and form as csv or jsonl.", 400)
        try:
            batch = batches.of(request.query_params.get("batch", ""), name_of(request))
        except BatchError as error:
            return PlainTextResponse(str(error), 404)
        data = await anyio.to_thread.run_sync(batch.answers, suffix)
        headers = {"Content-Disposition": f'attachment; filename="answers{suffix}"', "Cache-Control": "no-store"}
        return Response(data, media_type=MEDIA_TYPES[suffix], headers=headers)

    return [Route(PATH, answers)]
