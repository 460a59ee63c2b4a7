"""Files of every format that can be written here, of the sizes that archives hold, for benchmarks.

Their words are sentences of the sample archive, drawn by a seed, so that each run makes the same ones.
"""

import csv
import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "data"))

from piece_writers import books, messages, office, pdf, zips  # noqa: E402  # data/ is no package
from piece_writers.sources import Block, Piece  # noqa: E402

SEED = 18
# A sentence that every writer here can set: PDF's standard fonts have no other letters.
_PLAIN = re.compile(r"[A-Z][ -~’‘“”–—]{40,240}[.?!]")


class Words:
    """Draws sentences, paragraphs and days."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # no secrets
        texts = [path.read_text("utf-8") for path in sorted((ROOT / "data" / "corpus").glob("*.md"))]
        sentences = re.split(r"(?<=[.?!])\s+", " ".join(" ".join(text.split("\n\n")[2:]) for text in texts))
        self._sentences = [line for text in sentences if _PLAIN.fullmatch(line := " ".join(text.split()))]

    def sentence(self) -> str:
        """Return a sentence."""
        return self._random.choice(self._sentences)

    def paragraph(self, sentences: int = 5) -> str:
        """Return a paragraph of so many sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def words(self, count: int) -> str:
        """Return so many words."""
        return " ".join(self.paragraph(count // 5 + 1).split()[:count])

    def number(self, most: int) -> int:
        """Return a number from 1."""
        return self._random.randint(1, most)

    def moment(self) -> datetime:
        """Return a time within ten years."""
        return datetime(2004, 1, 1, tzinfo=UTC) + timedelta(minutes=self.number(5_000_000))


def made_files() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file."""
    for name, write in WRITERS.items():
        yield name, write(Words(SEED))


def _piece(words: Words, sections: int, paragraphs: int) -> Piece:
    """Return a report: sections of paragraphs under headings, with a list and a small table in each third."""
    blocks: list[Block] = []
    for number in range(1, sections + 1):
        blocks.append(Block("heading", f"{number} {words.words(5)}", 2))
        blocks += [Block("paragraph", words.paragraph()) for _ in range(paragraphs)]
        if number % 3 == 0:
            blocks += [Block("item", words.sentence()) for _ in range(4)]
    stated = ("A report on many things", "Ana Ruiz", "Caspian Desk", date(2012, 5, 4), "CASPIAN DESK · PAPER 9")
    return Piece("report", *stated, blocks=tuple(blocks))


def _docx(words: Words) -> bytes:
    """Return 20 pages with a table of 40 rows."""
    report = _piece(words, sections=20, paragraphs=4)
    rows = (Block("row", f"| {words.words(2)} | {words.number(900)} | {words.words(4)} |") for _ in range(40))
    return office.word_file(report._replace(blocks=(*report.blocks, *rows)))


def _slides(words: Words) -> bytes:
    """Return 30 slides with notes."""
    blocks: list[Block] = []
    for _ in range(30):
        blocks.append(Block("heading", words.words(5), 1))
        blocks += [Block("item", words.sentence()) for _ in range(5)]
        blocks.append(Block("remark", words.paragraph(3)))
    return office.slides(_piece(words, 0, 0)._replace(blocks=tuple(blocks)))


def _epub(words: Words) -> bytes:
    """Return a book of 20 chapters of 3,000 words."""
    blocks: list[Block] = []
    for number in range(1, 21):
        blocks.append(Block("heading", f"{number} {words.words(4)}", 1))
        blocks += [Block("paragraph", words.paragraph()) for _ in range(30)]
    return books.epub(_piece(words, 0, 0)._replace(file="book.epub", blocks=tuple(blocks)))


def _rows(words: Words, count: int) -> Iterator[list[int | float | str | datetime]]:
    for number in range(1, count + 1):
        moment = words.moment()
        yield [number, moment.replace(tzinfo=None), words.words(2), words.number(9_000) / 8, words.words(6)]


_COLUMNS = ("number", "when", "place", "amount", "remark")


def _sheet(words: Words) -> bytes:
    """Return a sheet of 5,000 rows of five columns: numbers, days and short texts."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "d mmm yyyy"})
    sheet = book.add_worksheet("Payments")
    sheet.write_row(0, 0, _COLUMNS)
    for at, row in enumerate(_rows(words, 5_000), 1):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def _open_sheet(words: Words) -> bytes:
    """Return the same sheet of 1,000 rows as an OpenDocument file."""
    from odfdo import Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Payments")
    for cells in (_COLUMNS, *_rows(words, 1_000)):
        row = Row()
        row.set_values(list(cells))
        table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _csv(words: Words) -> bytes:
    """Return 20,000 rows of five columns."""
    out = io.StringIO()
    csv.writer(out).writerows([_COLUMNS, *_rows(words, 20_000)])
    return out.getvalue().encode()


def _cables(words: Words) -> bytes:
    """Return 500 rows of which each is a cable of 250 words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "date", "origin", "classification", "subject", "body"))
    for number in range(1, 501):
        row = (number, f"{words.moment():%Y-%m-%d}", "Embassy Alma", "CONFIDENTIAL", words.words(7), words.words(250))
        writer.writerow(row)
    return out.getvalue().encode()


def _json_lines(words: Words) -> bytes:
    """Return 500 articles of 250 words."""
    rows = (
        {"title": words.words(7), "date": f"{words.moment():%Y-%m-%d}", "url": f"https://desk.example/{number}"}
        | {"body": words.words(250)}
        for number in range(1, 501)
    )
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _mailbox(words: Words) -> bytes:
    """Return 200 messages in threads of four: each answer quotes some lines of what it answers, and is signed."""
    people = {
        name: {"name": name.title(), "address": f"{name}@desk.example", "signature": f"{name.title()}\nCaspian Desk"}
        for name in ("ana", "bo")
    }
    boxes = []
    for _ in range(50):
        subject, bodies = words.words(6), ["\n\n".join(words.paragraph(4) for _ in range(4)) for _ in range(4)]
        thread = []
        for at, body in enumerate(bodies):
            sender, receiver = ("ana", "bo") if at % 2 else ("bo", "ana")
            stated = {"from": sender, "to": receiver, "date": words.moment(), "subject": subject, "body": body}
            answers = {"replies_to": at, "quotes": bodies[at - 1][:400]} if at else {}
            thread.append(stated | answers)
        boxes.append(messages.mailbox({"people": people, "list": "", "publisher": "Desk", "messages": thread}))
    return b"".join(boxes)


def _page(words: Words) -> bytes:
    """Return an article of 60 kB with what sites put around one."""
    links = "".join(f'<li><a href="/topic/{at}">{escape(words.words(3))}</a></li>' for at in range(60))
    parts = []
    for _ in range(18):
        paragraphs = "".join(f"<p>{escape(words.paragraph())}</p>\n" for _ in range(5))
        parts.append(f"<h2>{escape(words.words(5))}</h2>\n{paragraphs}")
    return (
        '<!DOCTYPE html><html lang="en"><head><title>A report on many things | Caspian Desk</title>'
        '<meta property="og:site_name" content="Caspian Desk"><meta name="author" content="Ana Ruiz">'
        '<meta property="article:published_time" content="2012-05-04T10:00:00Z"></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>A report on many things</h1>"
        f"{''.join(parts)}</article></main><aside><ul>{links}</ul></aside><footer><p>© 2012 Caspian Desk</p></footer>"
        "</body></html>"
    ).encode()


def _mail(words: Words) -> bytes:
    """Return a mail of plain text and HTML with a page attached."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ana Ruiz <ana@desk.example>", "bo@desk.example", words.words(6)
    mail["Date"], mail["Message-ID"] = "Fri, 04 May 2012 10:00:00 +0000", "<1@desk.example>"
    paragraphs = [words.paragraph() for _ in range(12)]
    mail.set_content("\n\n".join(paragraphs))
    mail.add_alternative("<html><body>" + "".join(f"<p>{x}</p>" for x in paragraphs) + "</body></html>", subtype="html")
    mail.add_attachment(words.paragraph(100), filename="minutes.txt")
    return mail.as_bytes()


def _saved_page(words: Words) -> bytes:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    saved = MIMEMultipart("related")
    saved["Snapshot-Content-Location"] = "https://desk.example/1"
    saved.attach(MIMEText(_page(words).decode(), "html", "utf-8"))
    return saved.as_bytes()


def _rich_text(words: Words) -> bytes:
    """Return 20 pages of RTF, with its headings in bold."""
    marks = str.maketrans({"\\": r"\\", "{": r"\{", "}": r"\}"})
    paragraphs = (words.paragraph().translate(marks).encode("cp1252", "replace").decode("latin-1") for _ in range(80))
    body = "".join(f"\\pard\\plain\\f0\\fs22 {_escaped(text)}\\par\n" for text in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\n" + body + "}").encode("ascii")


def _escaped(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\'{ord(sign):02x}" for sign in text)


def _transcript(words: Words) -> bytes:
    """Return two hours of talk as WebVTT."""
    turns = [(("a", "b")[at % 2], words.paragraph(3)) for at in range(300)]
    speakers = {"a": "ANA RUIZ", "b": "BO EK"}
    stated = {"title": "A talk", "publisher": "Caspian Desk", "published": date(2012, 5, 4)}
    return messages.transcript({**stated, "speakers": speakers, "turns": turns})


def _tei(words: Words) -> bytes:
    """Return a text of 30 sections as TEI."""
    sections = "".join(
        f"<div><head>{escape(words.words(5))}</head>"
        + "".join(f"<p>{escape(words.paragraph())}</p>" for _ in "12345678")
        + "</div>"
        for _ in range(30)
    )
    head = "<teiHeader><fileDesc><titleStmt><title>A report</title></titleStmt></fileDesc></teiHeader>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body>{sections}</body></text></TEI>'
    ).encode()


def _notebook(words: Words) -> bytes:
    """Return 60 cells, half of them code."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [words.paragraph()]}
        if at % 2
        else {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": at, "source": ["a = 1\n"] * 20}
        for at in range(60)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _markdown(words: Words) -> bytes:
    parts = (f"## {words.words(5)}\n\n" + "\n\n".join(words.paragraph() for _ in range(6)) for _ in range(30))
    return ("---\ntitle: A report\ndate: 2012-05-04\n---\n\n# A report\n\n" + "\n\n".join(parts)).encode()


def _plain(words: Words) -> bytes:
    """Return 60 pages of paragraphs in long lines."""
    return "\n\n".join(words.paragraph() for _ in range(240)).encode()


def _short_lines(words: Words) -> bytes:
    """Return 20,000 lines of a few words, as of a list."""
    return "\n".join(words.words(words.number(6)) for _ in range(20_000)).encode()


def _zip(words: Words) -> bytes:
    return zips.zipped({f"{number:02}.txt": words.paragraph(40).encode() for number in range(50)})


WRITERS: dict[str, Callable[[Words], bytes]] = {
    "article.html": _page,
    "book.epub": _epub,
    "cables.csv": _cables,
    "articles.jsonl": _json_lines,
    "mail.eml": _mail,
    "mails.mbox": _mailbox,
    "notebook.ipynb": _notebook,
    "payments.csv": _csv,
    "payments.ods": _open_sheet,
    "payments.xlsx": _sheet,
    "plain.txt": _plain,
    "report.docx": _docx,
    "report.md": _markdown,
    "report.odt": lambda words: office.open_document_text(_piece(words, sections=20, paragraphs=4)),
    "report.pdf": lambda words: pdf.two_column_pdf(_piece(words, sections=44, paragraphs=4)),
    "report.rtf": _rich_text,
    "saved.mhtml": _saved_page,
    "short.txt": _short_lines,
    "slides.pptx": _slides,
    "talk.vtt": _transcript,
    "text.xml": _tei,
    "texts.zip": _zip,
}
