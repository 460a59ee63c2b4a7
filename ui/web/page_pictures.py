"""Pictures of the pages that are cited, with the words marked: of PDFs and scans, behind the same login as the chat."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from embeddings.documents import Document
from embeddings.errors import LoccitError, UnreadableFile
from embeddings.readers.page_pictures import DRAWN, page_picture
from qa.archive import Archive

PATH = "/page-picture"
# Pictures kept; each has about 100 kB.
KEPT = 64
# Pages drawn at once: each takes a core.
AT_ONCE = 2


def routes(open_archive: Callable[[], Archive]) -> list[Route]:
    """Return the route of the pictures: ?doc=ID&text=HASH&start=...&end=...&page=..., the page's number from 0."""
    limit = anyio.CapacityLimiter(AT_ONCE)

    async def picture(request: Request) -> Response:
        asked = request.query_params
        try:
            start, end, page = (int(asked.get(name, "")) for name in ("start", "end", "page"))
            drawn = await anyio.to_thread.run_sync(
                lambda: _picture(open_archive(), asked.get("doc", ""), asked.get("text", ""), (start, end), page),
                limiter=limit,
            )
        except ValueError:
            return PlainTextResponse("Give doc, text, start, end and page.", 400)
        except UnreadableFile as error:
            # Its message names files of this machine, which is not for everyone.
            return PlainTextResponse(error.reason, 404)
        except LoccitError as error:
            return PlainTextResponse(type(error).__name__, 404)
        return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    return [Route(PATH, picture)]


def _picture(archive: Archive, document_id: str, text: str, span: tuple[int, int], page: int) -> bytes:
    document = archive.document(document_id, text)
    path = Path(document.path) if document else Path(document_id)
    if document is None or document.member or path.suffix.lower() not in DRAWN:
        raise UnreadableFile(path, "There is no picture of this document.")
    return _drawn(document, span, page)


@lru_cache(maxsize=KEPT)
def _drawn(document: Document, span: tuple[int, int], page: int) -> bytes:
    path = Path(document.path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != document.sha256:
            raise UnreadableFile(path, "The file has changed since it was read; rebuild the index.")
        return page_picture(path, document.text, document.places, span, page)
    except OSError as error:
        raise UnreadableFile(path, "The file cannot be read now.") from error
