"""A web page as a browser saves it into a single file, with all that it shows."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import html
from embeddings.readers.content import File, FileContent, FileContents, NotRead
from embeddings.readers.decoding import decode, decode_stated
from embeddings.readers.mail_headers import day, header_text

_SAVED = "saved page"


def read(file: File) -> FileContents:
    """Read the page that was saved; the frames in it only where it holds no text itself.

    Its title is the page's own, else that of the file. The day of saving is a fact, not the page's date. Raises NotRead
    if it holds no page, NotReadWhole if its page is nested too deep.
    """
    message = message_from_bytes(file.data, policy=compat32)
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        raise NotRead("is a saved page without a page in it; save it from a browser anew")
    start = str(message.get_param("start") or "").strip()
    pages.sort(key=lambda part: bool(start) and str(part.get("Content-ID", "")).strip() != start)
    contents = (html.read(_text(part)) for part in pages)
    content = next((content for content in contents if content.text.strip()), FileContent(""))
    facts = [*_stated(message, pages[0], content), *content.facts]
    url, title = (next((fact.value for fact in facts if fact.name == name), None) for name in ("url", "title"))
    return FileContents((replace(content, facts=tuple(facts), url=url, title=title),))


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    if charset := part.get_content_charset():
        return decode_stated(data, charset)
    try:
        return decode(Path("page.html"), data)
    except UnreadableFile:
        return decode_stated(data, None)


def _stated(message: Message, page: Message, content: FileContent) -> Iterator[Fact]:
    """Yield what the file states of the page: where it was, when it was saved, and its title where it has none."""
    addresses = (
        str(message.get("Snapshot-Content-Location") or ""),
        str(page.get("Content-Location") or ""),
        str(message.get("Content-Location") or ""),
    )
    if url := next((url.strip() for url in addresses if url.strip().startswith(("http://", "https://"))), ""):
        yield Fact("url", url, _SAVED)
    title = header_text(str(message.get("Subject") or ""))
    if content.title or title:
        yield Fact("title", content.title or title, "page" if content.title else _SAVED)
    if saved := day(str(message.get("Date") or "")):
        yield Fact("saved", saved, _SAVED)
