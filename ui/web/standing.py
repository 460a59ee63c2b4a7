"""Standing questions on the archive page, and their feed: each reader's own."""

from collections.abc import Callable
from datetime import UTC, datetime
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
from qa.errors import SettingError
from qa.kept.standing_questions import (
    add_standing,
    ask_standing,
    due_questions,
    mark_seen,
    remove_standing,
    standing_questions,
)
from ui.views.feed import MEDIA_TYPE, feed
from ui.views.standing import standing_html
from ui.web.guard import FEED
from ui.web.inputs import Words, validate
from ui.web.keeping import ClippingNumber, KeptFile, PageFunction

# Questions that one call of the page, and one of a reader of feeds, asks at most: each takes 0.25 s.
ASKED_AT_ONCE, ASKED_FOR_FEED = 4, 20


class NewQuestion(BaseModel):
    """A question that shall stand."""

    model_config = ConfigDict(extra="forbid")
    question: Words


class StandingNumbers(BaseModel):
    """Questions that stand by their numbers; none means all."""

    model_config = ConfigDict(extra="forbid")
    numbers: Annotated[list[ClippingNumber], Field(max_length=10_000)] = []


def standing_page_functions(open_archive: Callable[[], Archive], kept_file: KeptFile) -> tuple[PageFunction, ...]:
    """Return what the archive page may ask of the server about its reader's standing questions."""

    def show_standing(_: Any, request: gr.Request) -> dict[str, Any]:
        """Show them as they are; where the archive is newer, `due` says how many have not been asked of it."""
        try:
            file = kept_file(request)
        except SettingError as error:
            # Who can keep nothing is not shown the section.
            return {"refused": str(error)}
        return _shown(file, open_archive())

    def ask_due(_: Any, request: gr.Request) -> dict[str, Any]:
        archive, file = open_archive(), kept_file(request)
        ask_standing(file, archive, most=ASKED_AT_ONCE)
        return _shown(file, archive)

    def add_question(data: Any, request: gr.Request) -> dict[str, Any]:
        archive, file = open_archive(), kept_file(request)
        added = add_standing(file, archive, validate(NewQuestion, data).question)
        answered = "answered" if added.latest.excerpts else "not answered"
        return _shown(file, archive) | {"said": f"It stands from now on, and is {answered} today."}

    def remove_question(data: Any, request: gr.Request) -> dict[str, Any]:
        file = kept_file(request)
        remove_standing(file, validate(StandingNumbers, data).numbers)
        return _shown(file, open_archive()) | {"said": "It stands no longer."}

    def see_standing(data: Any, request: gr.Request) -> dict[str, Any]:
        file = kept_file(request)
        news = [one.number for one in standing_questions(file) if one.news]
        mark_seen(file, validate(StandingNumbers, data).numbers or news)
        return _shown(file, open_archive()) | {"said": "Taken as seen."}

    return show_standing, ask_due, add_question, remove_question, see_standing


def _shown(file: Path, archive: Archive) -> dict[str, Any]:
    kept = standing_questions(file)
    due = len(due_questions(kept, archive.generation))
    return {"html": standing_html(kept, due), "due": due}


def routes(open_archive: Callable[[], Archive], kept_file: KeptFile) -> list[Route]:
    """Return the route of the feed. Who asks for it has some questions asked of the newest generation first."""
    one_at_a_time = anyio.CapacityLimiter(1)

    def written(file: Path, address: str) -> bytes:
        archive = open_archive()
        kept = ask_standing(file, archive, most=ASKED_FOR_FEED)
        created = datetime.fromisoformat(archive.manifest.created)
        began = (created if created.tzinfo else created.replace(tzinfo=UTC)).astimezone(UTC)
        return feed(kept, address, FEED.removeprefix("/"), began.isoformat(timespec="seconds"))

    async def atom(request: Request) -> Response:
        try:
            file, address = kept_file(request), str(request.base_url)
            data = await anyio.to_thread.run_sync(written, file, address, limiter=one_at_a_time)
        except SettingError as error:
            return PlainTextResponse(str(error), 403)
        except LoccitError as error:
            # Its message may name files of this machine.
            return PlainTextResponse(type(error).__name__, 503)
        return Response(data, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers={"Cache-Control": "private, no-cache"})

    return [Route(FEED, atom)]
