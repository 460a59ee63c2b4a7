"""Word and PowerPoint files before 2007 (.doc, .ppt), also of Word 6 and 95.

They are read here, without another program, so that an archive reads the same on every machine. What cannot be read so
is converted by LibreOffice where it is installed, without macros and in a folder of its own.
"""

from collections.abc import Iterator
from pathlib import Path

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import docx, plain_text, powerpoint_objects, pptx
from embeddings.readers.composing import Piece, composed, table_pieces
from embeddings.readers.content import (
    CONTENTS_LIST,
    HEAD_OR_FOOT,
    STRUCK,
    File,
    FileContents,
    NotRead,
    Omitted,
    content_with,
)
from embeddings.readers.decoding import decode
from embeddings.readers.document_properties import compound_facts, with_slide_title
from embeddings.readers.embedded_objects import embedded_files, read_embedded
from embeddings.readers.heading_titles import can_name_a_document
from embeddings.readers.libre_office import converted
from embeddings.readers.merged_cells import fill
from embeddings.readers.office_package import LOCKED, with_embedded
from embeddings.readers.powerpoint_binary import BODY, CENTRE_TITLE, TITLE, SlideText, read_powerpoint
from embeddings.readers.sniffing import OLE
from embeddings.readers.unread import word_processor
from embeddings.readers.word_binary import Paragraph, WordText, read_word

_HEADING_CHARACTERS = 300
# The storage that PowerPoint 97 writes into a file which 95 can open as well.
_FOR_LATER = "PP97_DUALSTORAGE"


def read(file: File) -> FileContents:
    """Read an old Office file as one document, and the files that it embeds as their own.

    Raises NotRead and LimitReached.
    """
    if not file.data.startswith(OLE):
        return _read_text(file)
    try:
        return _read(file)
    except NotRead as error:
        if str(error) == LOCKED:
            raise
        return _read_converted(file, str(error))


def _read(file: File) -> FileContents:
    streams = _streams(file.data)
    if "EncryptedPackage" in streams or "EncryptedSummary" in streams:
        raise NotRead(LOCKED)
    facts = compound_facts(file.data)
    if "WordDocument" in streams:
        word = read_word(streams["WordDocument"], (streams.get("0Table", b""), streams.get("1Table", b"")))
        text, places = composed(_word_pieces(word))
        facts += _word_titles(word)
        omitted = [Omitted(part.text, CONTENTS_LIST) for part in word.paragraphs if part.is_of_contents]
        omitted += [Omitted(line, HEAD_OR_FOOT) for line in word.heads_and_feet]
        omitted += [Omitted(words, STRUCK) for words in word.struck]
        return with_embedded(
            content_with(text, facts, places, omitted=omitted), read_embedded(file, embedded_files(file.data))
        )
    if "PowerPoint Document" in streams:
        slides = read_powerpoint(streams["PowerPoint Document"], streams.get("Current User", b""))
        text, places = composed(_slide_pieces(slides))
        titles = [text for text in slides[0].texts if text.kind in {TITLE, CENTRE_TITLE} and text.paragraphs]
        title = " ".join(" ".join(titles[0].paragraphs).split()) if titles else ""
        facts = with_slide_title(facts, title)
        found = powerpoint_objects.embedded_files(streams["PowerPoint Document"], streams.get("Current User", b""))
        return with_embedded(content_with(text, facts, places), read_embedded(file, found))
    what = word_processor(file.data) or "an Office file of another kind than Word, PowerPoint and Excel"
    raise NotRead(f"is {what}; save it as one of these")


def _read_text(file: File) -> FileContents:
    """Read a text that bears the name of a Word file."""
    try:
        text = decode(Path(file.name), file.data)
    except UnreadableFile as error:
        what = word_processor(file.data)
        return _read_converted(file, f"is {what}" if what else "is no old Office file, or a broken one", error)
    return FileContents((plain_text.read(text),))


def _read_converted(file: File, reason: str, cause: Exception | None = None) -> FileContents:
    is_slides = file.name.lower().endswith((".ppt", ".pps", ".pot"))
    data = converted(file.data, "ppt" if is_slides else "doc", "pptx" if is_slides else "docx")
    if data is None:
        way_out = reason.partition(";")[0]
        raise NotRead(f"{way_out}; install LibreOffice, or save it as {'.pptx' if is_slides else '.docx'}") from cause
    converted_file = File(file.name, data, file.read_member, file.limits)
    return pptx.read(converted_file) if is_slides else docx.read(converted_file)


def _streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a file that hold text and properties. Raises NotRead if it is broken."""
    import olefile

    names = ("WordDocument", "0Table", "1Table", "PowerPoint Document", "Current User")
    marks = ("EncryptedPackage", "EncryptedSummary")
    try:
        with olefile.OleFileIO(data) as compound:
            storage = _FOR_LATER if compound.exists(f"{_FOR_LATER}/PowerPoint Document") else ""
            paths = {name: f"{storage}/{name}" if storage else name for name in names}
            streams = {name: compound.openstream(path).read() for name, path in paths.items() if compound.exists(path)}
            return streams | {name: b"" for name in marks if compound.exists(name)}
    except Exception as error:
        raise NotRead(f"is a broken Office file ({error}); open it in its program and save it anew") from error


def _word_titles(word: WordText) -> list[Fact]:
    titles = [part.text for part in word.paragraphs if part.is_title and part.text]
    headings = [part.text for part in word.paragraphs if part.level is not None and can_name_a_document(part.text)]
    facts = [Fact("title", " ".join(title.split()), "paragraph of the style Title") for title in titles[:1]]
    return facts + [Fact("title", " ".join(heading.split()), "first heading") for heading in headings[:1]]


def _word_pieces(word: WordText) -> Iterator[Piece]:
    rows: list[list[list[str]]] = []
    cells: list[list[str]] = []
    cell: list[str] = []
    notes: list[str] = []
    above: dict[int, list[str]] = {}
    for paragraph in word.paragraphs:
        if paragraph.is_of_contents:
            continue
        if not paragraph.is_in_table:
            yield from table_pieces(_with_open_row(rows, cells, cell))
            yield from map(Piece, notes)
            rows, cells, cell, notes, above = [], [], [], [], {}
            yield _piece(paragraph)
            yield from map(Piece, _footnotes(paragraph, word))
            continue
        notes.extend(_footnotes(paragraph, word))
        cell += [_marked(paragraph)] if paragraph.text else []
        if paragraph.ends_row:
            above = fill(cells, paragraph.cells, above)
            rows.append(cells)
            cells, cell = [], []
        elif paragraph.ending == "\x07":
            cells.append(cell)
            cell = []
    yield from table_pieces(_with_open_row(rows, cells, cell))
    yield from map(Piece, notes)
    yield from (_piece(paragraph) for paragraph in word.boxes)
    for (kind, number), paragraphs in word.notes.items():
        if kind == "endnote":
            yield from map(Piece, _note(number, paragraphs))


def _with_open_row(rows: list[list[list[str]]], cells: list[list[str]], cell: list[str]) -> list[list[list[str]]]:
    """Return rows with the one whose end is lost, if there is any."""
    begun = [*cells, cell] if cell else cells
    return [*rows, begun] if begun else rows


def _piece(paragraph: Paragraph) -> Piece:
    if paragraph.level is not None and 0 < len(paragraph.text) <= _HEADING_CHARACTERS:
        # A point after its number would make an item of it.
        heading = " ".join(f"{paragraph.mark.strip('-').rstrip('.')} {paragraph.text}".split())
        return Piece(heading, (("section", heading),))
    return Piece(_marked(paragraph))


def _marked(paragraph: Paragraph) -> str:
    return f"{paragraph.mark} {paragraph.text}" if paragraph.mark else paragraph.text


def _footnotes(paragraph: Paragraph, word: WordText) -> Iterator[str]:
    for kind, number in paragraph.notes:
        if kind == "footnote":
            yield from _note(number, word.notes.get((kind, number), []))


def _note(number: int, paragraphs: list[Paragraph]) -> Iterator[str]:
    texts = [paragraph.text for paragraph in paragraphs if paragraph.text]
    yield from (f"[{number + 1}] {text}" if at == 0 else text for at, text in enumerate(texts))


def _slide_pieces(slides: list[SlideText]) -> Iterator[Piece]:
    for number, slide in enumerate(slides, start=1):
        yield Piece("", (("slide", str(number)),))
        for text in slide.texts:
            if text.kind in {TITLE, CENTRE_TITLE}:
                yield Piece(" ".join(" ".join(text.paragraphs).split()))
            else:
                mark = "- " if text.kind == BODY and len(text.paragraphs) > 1 else ""
                yield from (Piece(mark + paragraph) for paragraph in text.paragraphs)
        yield from map(Piece, slide.notes)
