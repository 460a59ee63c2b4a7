"""Tables that benchmarks make: sheets, and rows of which each is a text."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime

from made_words import Words


def _rows(words: Words, count: int) -> Iterator[list[int | float | str | datetime]]:
    for number in range(1, count + 1):
        moment = words.moment()
        yield [number, moment.replace(tzinfo=None), words.words(2), words.number(9_000) / 8, words.words(6)]


_COLUMNS = ("number", "when", "place", "amount", "remark")


def sheet(words: Words) -> bytes:
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


def open_sheet(words: Words) -> bytes:
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


def comma_separated(words: Words) -> bytes:
    """Return 20,000 rows of five columns."""
    out = io.StringIO()
    csv.writer(out).writerows([_COLUMNS, *_rows(words, 20_000)])
    return out.getvalue().encode()


def cables(words: Words) -> bytes:
    """Return 500 rows of which each is a cable of 250 words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "date", "origin", "classification", "subject", "body"))
    for number in range(1, 501):
        row = (number, f"{words.moment():%Y-%m-%d}", "Embassy Alma", "CONFIDENTIAL", words.words(7), words.words(250))
        writer.writerow(row)
    return out.getvalue().encode()


def json_lines(words: Words) -> bytes:
    """Return 500 articles of 250 words."""
    rows = (
        {"title": words.words(7), "date": f"{words.moment():%Y-%m-%d}", "url": f"https://desk.example/{number}"}
        | {"body": words.words(250)}
        for number in range(1, 501)
    )
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
