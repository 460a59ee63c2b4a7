"""Pictures of the pages that are cited, with the words marked: of PDFs and scans, behind the same login as the chat."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from embeddings.documents import Document, Span
from embeddings.errors import LoccitError, UnreadableFile
from embeddings.readers.content import Limits
from embeddings.readers.page_pictures import can_be_drawn, page_picture
from embeddings.readers.pdf_boxes import SeenPage
from qa.archive import Archive

Value = TypeVar("Value")

PATH = "/page-picture"
# Pictures kept; each has about 100 kB. Of a scan the words are kept, too, about 50 kB a page.
KEPT = 64
# Pages drawn at once: each takes a core.
AT_ONCE = 2


class Kept(Generic[Value]):
    """The last values by their keys; safe to use from several threads."""

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return the value of a key, None where it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, and no more than KEPT."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > KEPT:
                self._values.popitem(last=False)


def routes(open_archive: Callable[[], Archive], limits: Limits = Limits()) -> list[Route]:  # noqa: B008  # it is frozen
    """Return the route of the pictures: ?doc=ID&text=HASH&start=...&end=...&page=..., the page's number from 0.

    `limits` are those of the files in which the documents stand.
    """
    at_once = anyio.CapacityLimiter(AT_ONCE)
    pictures, seen = Kept[bytes](), Kept[SeenPage]()

    def drawn(document_id: str, text: str, span: Span, page: int) -> bytes:
        document = open_archive().document(document_id, text)
        if document is None or not can_be_drawn(document):
            raise UnreadableFile(Path(document_id), "There is no picture of this document.")
        page_key = (document.sha256, document.member, page)
        key = (*page_key, document.text_sha256, span)
        picture = pictures.get(key)
        if picture is None:
            _check_unchanged(document)
            picture, page_seen = page_picture(document, span, page, limits, seen.get(page_key))
            pictures.put(key, picture)
            if page_seen:
                seen.put(page_key, page_seen)
        return picture

    async def picture(request: Request) -> Response:
        asked = request.query_params
        try:
            start, end, page = (int(asked.get(name, "")) for name in ("start", "end", "page"))
            png = await anyio.to_thread.run_sync(
                lambda: drawn(asked.get("doc", ""), asked.get("text", ""), (start, end), page), limiter=at_once
            )
        except ValueError:
            return PlainTextResponse("Give doc, text, start, end and page.", 400)
        except UnreadableFile as error:
            # Its message names files of this machine, which is not for everyone.
            return PlainTextResponse(error.reason, 404)
        except LoccitError as error:
            return PlainTextResponse(type(error).__name__, 404)
        except OSError:
            return PlainTextResponse("The file cannot be read now.", 404)
        return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    return [Route(PATH, picture)]


def _check_unchanged(document: Document) -> None:
    """Raise UnreadableFile where the file of a document is not the one that was read, OSError where it cannot be."""
    path = Path(document.path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != document.sha256:
        raise UnreadableFile(path, "The file has changed since it was read; rebuild the index.")
