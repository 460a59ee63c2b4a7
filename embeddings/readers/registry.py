"""Files become documents, each read by the reader of its format.

A file's content and, where that says nothing, its suffix choose the reader. A file inside another is read as a file of
its own.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import NamedTuple

from embeddings.documents import Document, Fact, joined
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.readers import formats, html, markdown, plain_text
from embeddings.readers.content import (
    EMPTY,
    READ_POORLY,
    Columns,
    File,
    FileContent,
    FileContents,
    LimitReached,
    Limits,
    NotReadWhole,
    Parse,
    Refused,
)
from embeddings.readers.decoding import decode
from embeddings.readers.formats import SUFFIXES, Format
from embeddings.readers.languages import with_languages
from embeddings.readers.press_exports import articles_of
from embeddings.readers.printed_heads import with_head
from embeddings.readers.several_bylines import with_bylines
from embeddings.readers.sniffing import format_of
from embeddings.readers.stated import Stated, with_stated
from embeddings.readers.taken import Taken
from embeddings.readers.unread import refusal, word_processor

# A file is held in memory while it is read.
MAX_FILE_BYTES = 250_000_000
# A book of 1,000 pages is about 3 MB of text; more text than this is data, not a document.
MAX_TEXT_BYTES = 50_000_000

_HALF = re.compile("[\ud800-\udfff]")

_TEXT_READERS: dict[Format, Callable[[str], FileContent]] = {
    formats.PLAIN_TEXT: plain_text.read,
    formats.MARKDOWN: markdown.read,
    formats.HTML: html.read,
}


# What is written to be printed bears its day at its head.
_PRINTED = {formats.PDF, formats.IMAGE, formats.DOCX, formats.ODT, formats.RTF, formats.LEGACY_OFFICE}
# What press databases give out, beside plain text and web pages.
_PRESS = _PRINTED - {formats.IMAGE} | {formats.MHTML}


class ReadFile(NamedTuple):
    """The documents of a file, and what inside it could not be read, with the reasons.

    `contents` are what the documents were made of, in the same order.
    """

    documents: list[Document]
    refused: tuple[Refused, ...]
    contents: tuple[FileContent, ...] = ()

    @property
    def left_out(self) -> int:
        """How many lines or blocks were left out of the documents."""
        return sum(content.left_out for content in self.contents)


def contents_of(
    path: Path,
    data: bytes,
    columns: Columns = (),
    limits: Limits = Limits(),  # noqa: B008  # it is frozen
) -> FileContents:
    """Return what a file holds, given its bytes; its path chooses the reader, and is not looked at.

    `columns` is what is said beside it of the columns of tables.

    Raises UnreadableFile if nothing reads it, if it holds no text, if its reader fails or would leave some of it out,
    and if nothing inside it can be read.
    """
    contents = _with_text(_read(path, data, Taken(limits, columns), depth=0))
    if contents.documents:
        documents = tuple(map(_with_damage, with_languages(_told_apart(contents.documents))))
        return FileContents(documents, contents.refused)
    raise UnreadableFile(path, _nothing_read(contents.refused))


def read(path: Path, document_id: str, parse: Parse = contents_of, stated: Stated = Stated()) -> ReadFile:  # noqa: B008  # it is frozen
    """Read a file; `parse` does what `contents_of` does, maybe in another process (embeddings.readers.worker).

    `stated` is what is said of the file beside it.

    The document that is the file itself gets the id, those inside it the id with their place. Raises UnreadableFile as
    `contents_of`, if it is no plain file or larger than MAX_FILE_BYTES, and ReadFailed if the operating system cannot
    read it.
    """
    data = _bytes(path)
    contents = _with_text(with_stated(parse(path, data, stated.rules.columns), stated, path.name))
    if not contents.documents:
        raise UnreadableFile(path, _nothing_read(contents.refused))
    sha256 = hashlib.sha256(data).hexdigest()
    documents = [_document(content, path, document_id, sha256, stated.digest) for content in contents.documents]
    return ReadFile(documents, contents.refused, contents.documents)


def _nothing_read(refused: Sequence[Refused]) -> str:
    """Return why nothing of a file could be read."""
    first = refused[0]
    if not first.member:
        return first.reason
    what = f"none of the {len(refused)} files inside it can" if len(refused) > 1 else "the only file inside it cannot"
    return f"{what} be read; {first.member}: {first.reason}"


def _document(content: FileContent, path: Path, document_id: str, sha256: str, sidecar: str) -> Document:
    stated = {
        name: mended(value) if isinstance(value, str) else value
        for name in ("title", "author", "publisher", "published", "url", "language")
        if (value := getattr(content, name)) is not None
    }
    return Document(
        id=joined(document_id, content.member),
        path=path_text(path),
        # Places and attributions count its characters, so that each stays.
        text=_HALF.sub("\ufffd", content.text) if content.places or content.attributions else mended(content.text),
        sha256=sha256,
        member=content.member,
        facts=tuple(Fact(*map(mended, (x.name, x.value, x.origin))) for x in (*content.facts, *_poor(content))),
        places=content.places,
        attributions=content.attributions,
        sidecar=sidecar,
        **stated,
    )


def _with_damage(content: FileContent) -> FileContent:
    """Return a content that says so if characters of it are broken."""
    count = content.text.count("\ufffd")
    if not count:
        return content
    broken = f"{count:,} characters are broken" if count > 1 else "a character is broken"
    reasons = (content.poor, f"{broken} (\ufffd); save it anew, as UTF-8")
    return replace(content, poor="; ".join(filter(None, reasons)))


def _poor(content: FileContent) -> tuple[Fact, ...]:
    return (Fact(READ_POORLY, content.poor, "loccit"),) if content.poor else ()


def _read(path: Path, data: bytes, taken: Taken, depth: int) -> FileContents:
    """Return what a file holds that stands so deep in others. Raises UnreadableFile and LimitReached."""

    def read_member(name: str, member: bytes) -> FileContents:
        name = member_name(name)
        taken.take(member)
        if depth == taken.limits.depth:
            reason = f"stands more than {depth} files deep; unpack it, or set LOCCIT_FILE_DEPTH"
            return FileContents((), (Refused(name, reason),))
        try:
            return _inside(name, _with_text(_read(Path(name), member, taken, depth + 1)))
        except UnreadableFile as error:
            return FileContents((), (Refused(name, error.reason),))

    try:
        return read_as(format_for(path, data), File(path.name, data, read_member, taken.left, taken.columns))
    except LimitReached as error:
        if depth:
            raise
        raise UnreadableFile(path, str(error)) from error
    except NotReadWhole as error:
        raise UnreadableFile(path, str(error)) from error
    except UnreadableFile as error:
        raise UnreadableFile(path, error.reason) from error
    except Exception as error:
        # Whatever a parser stumbles over, the other files of an archive are read.
        reason = f"its reader failed ({type(error).__name__}: {error}); save it anew, or as plain text"
        raise UnreadableFile(path, reason) from error


def format_for(path: Path, data: bytes) -> Format:
    """Return the format of a file; other text than that of a known format is plain text. Raises UnreadableFile."""
    if not data:
        raise UnreadableFile(path, EMPTY)
    if reason := refusal(data):
        raise UnreadableFile(path, reason)
    kind = formats.LEGACY_OFFICE if word_processor(data) else format_of(path.name, data)
    if kind is not None:
        return kind
    try:
        decode(path, data)
    except UnreadableFile:
        reason = f"no reader for {path.suffix} files; qa formats names what is read"
        if path.suffix.lower() not in SUFFIXES:
            raise UnreadableFile(path, reason) from None
        raise
    return formats.PLAIN_TEXT


def read_as(kind: Format, file: File) -> FileContents:
    """Return what the reader of a format makes of a file. Raises what that raises."""
    read_text = _TEXT_READERS.get(kind)
    if read_text is None:
        contents: FileContents = import_module(f"embeddings.readers.{kind.module}").read(file)
        # What stands inside the file was read as a file of its own.
        headed = (with_head(x) if kind in _PRINTED and not x.member else x for x in contents.documents)
        return replace(contents, documents=_articles(headed, kind) if kind in _PRESS else tuple(headed))
    if len(file.data) > MAX_TEXT_BYTES:
        raise UnreadableFile(Path(file.name), _too_large(len(file.data), MAX_TEXT_BYTES))
    text = decode(Path(file.name), file.data)
    if kind is formats.HTML and not re.search(r"<[a-zA-Z!/]", text):
        read_text = plain_text.read
    if kind is formats.PLAIN_TEXT and PurePath(file.name).suffix.lower() in plain_text.UNCUT_SUFFIXES:
        read_text = plain_text.read_uncut
    return FileContents(_articles([read_text(text)], kind))


def _articles(documents: Iterable[FileContent], kind: Format) -> tuple[FileContent, ...]:
    """Return documents with each article of what a press database gave out as one of its own."""
    articles = (article for document in documents for article in articles_of(document))
    # Around the article of a web page stand the bylines of others.
    return tuple(articles) if kind in {formats.HTML, formats.MHTML} else tuple(map(with_bylines, articles))


def _with_text(contents: FileContents) -> FileContents:
    """Return contents without documents that hold no text; a file that holds nothing else is refused."""
    documents = tuple(document for document in contents.documents if document.text.strip())
    empty = [Refused(x.member, EMPTY) for x in contents.documents if x.member and not x.text.strip()]
    refused = (*contents.refused, *empty)
    return FileContents(documents, refused if documents or refused else (Refused("", EMPTY),))


def _inside(name: str, contents: FileContents) -> FileContents:
    """Return what a member holds, with its name before what stands in it."""
    documents = tuple(replace(content, member=joined(name, content.member)) for content in contents.documents)
    return FileContents(documents, tuple(Refused(joined(name, x.member), x.reason) for x in contents.refused))


def member_name(name: str) -> str:
    """Return the name of a member as a path that leads nowhere: it is only ever a name."""
    parts = PurePath(name.replace("\\", "/").replace("\0", "")).parts
    return "/".join(part for part in parts if part not in {"/", ".", ".."}) or "unnamed"


def _told_apart(documents: tuple[FileContent, ...]) -> tuple[FileContent, ...]:
    """Return documents with members of their own: a second one of the same name gets a number."""
    taken: set[str] = set()
    # How many bear a name so far: counting anew for each takes for ever where thousands do.
    numbers: Counter[str] = Counter()
    apart = []
    for document in documents:
        member = document.member
        while member in taken or not numbers[document.member]:
            numbers[document.member] += 1
            number = numbers[document.member]
            member = f"{document.member} ({number})" if number > 1 else document.member
        taken.add(member)
        apart.append(document if member == document.member else replace(document, member=member))
    return tuple(apart)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            # Reading a pipe could wait for ever.
            what = (
                "a folder; name the files in it" if path.is_dir() else "no plain file but a pipe, a device or the like"
            )
            raise UnreadableFile(path, f"is {what}")
        if status.st_size > MAX_FILE_BYTES:
            raise UnreadableFile(path, _too_large(status.st_size, MAX_FILE_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise ReadFailed.of(path, error) from error


def _too_large(size: int, limit: int) -> str:
    # Rounded up, so that it is more than the limit.
    return f"is {math.ceil(size / 100_000) / 10:g} MB; the limit is {limit // 1_000_000} MB, so split it"


def mended(text: str) -> str:
    r"""Join or replace halves of characters, such as YAML's "\ud800", which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
