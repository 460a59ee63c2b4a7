"""Texts that benchmarks make: pages of the web, marked-up and plain text."""

import json
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from made_words import Words
from piece_writers import zips


def page(words: Words) -> bytes:
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


def saved_page(words: Words) -> bytes:
    """Return the same article as a browser saves it."""
    saved = MIMEMultipart("related")
    saved["Snapshot-Content-Location"] = "https://desk.example/1"
    saved.attach(MIMEText(page(words).decode(), "html", "utf-8"))
    return saved.as_bytes()


def tei(words: Words) -> bytes:
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


def rich_text(words: Words) -> bytes:
    """Return 20 pages of RTF, with its headings in bold."""
    marks = str.maketrans({"\\": r"\\", "{": r"\{", "}": r"\}"})
    paragraphs = (words.paragraph().translate(marks).encode("cp1252", "replace").decode("latin-1") for _ in range(80))
    body = "".join(f"\\pard\\plain\\f0\\fs22 {_escaped(text)}\\par\n" for text in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\n" + body + "}").encode("ascii")


def _escaped(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\'{ord(sign):02x}" for sign in text)


def notebook(words: Words) -> bytes:
    """Return 60 cells, half of them code."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [words.paragraph()]}
        if at % 2
        else {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": at, "source": ["a = 1\n"] * 20}
        for at in range(60)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def markdown(words: Words) -> bytes:
    """Return a report of 30 sections as Markdown."""
    parts = (f"## {words.words(5)}\n\n" + "\n\n".join(words.paragraph() for _ in range(6)) for _ in range(30))
    return ("---\ntitle: A report\ndate: 2012-05-04\n---\n\n# A report\n\n" + "\n\n".join(parts)).encode()


def plain(words: Words) -> bytes:
    """Return 60 pages of paragraphs in long lines."""
    return "\n\n".join(words.paragraph() for _ in range(240)).encode()


def short_lines(words: Words) -> bytes:
    """Return 20,000 lines of a few words, as of a list."""
    return "\n".join(words.words(words.number(6)) for _ in range(20_000)).encode()


def zipped(words: Words) -> bytes:
    """Return a ZIP file of 50 texts."""
    return zips.zipped({f"{number:02}.txt": words.paragraph(40).encode() for number in range(50)})
