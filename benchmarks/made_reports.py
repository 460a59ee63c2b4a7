"""Reports, slides and books that benchmarks make: what office programs, PDF and EPUB hold."""

from datetime import date

from made_words import Words
from piece_writers import books, office, pdf
from piece_writers.sources import Block, Piece


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


def docx(words: Words) -> bytes:
    """Return 20 pages with a table of 40 rows."""
    report = _piece(words, sections=20, paragraphs=4)
    rows = (Block("row", f"| {words.words(2)} | {words.number(900)} | {words.words(4)} |") for _ in range(40))
    return office.word_file(report._replace(blocks=(*report.blocks, *rows)))


def slides(words: Words) -> bytes:
    """Return 30 slides with notes."""
    blocks: list[Block] = []
    for _ in range(30):
        blocks.append(Block("heading", words.words(5), 1))
        blocks += [Block("item", words.sentence()) for _ in range(5)]
        blocks.append(Block("remark", words.paragraph(3)))
    return office.slides(_piece(words, 0, 0)._replace(blocks=tuple(blocks)))


def epub(words: Words) -> bytes:
    """Return a book of 20 chapters of 3,000 words."""
    blocks: list[Block] = []
    for number in range(1, 21):
        blocks.append(Block("heading", f"{number} {words.words(4)}", 1))
        blocks += [Block("paragraph", words.paragraph()) for _ in range(30)]
    return books.epub(_piece(words, 0, 0)._replace(file="book.epub", blocks=tuple(blocks)))


def open_document(words: Words) -> bytes:
    """Return the report of 20 pages as an OpenDocument file."""
    return office.open_document_text(_piece(words, sections=20, paragraphs=4))


def two_columns(words: Words) -> bytes:
    """Return a report of 44 sections as a PDF file of two columns."""
    return pdf.two_column_pdf(_piece(words, sections=44, paragraphs=4))
