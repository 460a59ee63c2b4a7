import pytest

from embeddings.documents import Fact
from embeddings.readers.composing import row_line
from embeddings.readers.table_rows import fact_of, field_name, header_at, prose_columns, table_contents

_CABLE = "The ambassador met the minister of trade and heard that the toll would be lowered by May. " * 4


def test_a_table_is_a_document_of_rows() -> None:
    rows = [(2, ["Port", "Tonnes"]), (4, ["Riga", "", "3"])]
    (content,) = table_contents(rows, name="Ports", facts=[Fact("title", "Tolls", "document properties")])
    assert content.text == "Port | Tonnes\n\nRiga |  | 3"
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("sheet", "Ports", content.text),
        ("row", "2", "Port | Tonnes"),
        ("row", "4", "Riga |  | 3"),
    ]
    assert (content.title, content.member) == ("Tolls", "")


def test_rows_with_prose_are_documents_with_the_facts_of_their_other_cells() -> None:
    header = ["ID", "Date", "Subject", "Body", "Origin", "From", ""]
    rows = [
        (1, header),
        (2, ["10OSLO1", "2010-02-03 10:00", "Tolls lowered", _CABLE, "Embassy Oslo", "Ana Ruiz", "x"]),
        (3, ["10OSLO2", "03/04/2010", "", _CABLE + "End.", "", "", ""]),
        (4, ["", "", "", "", "", "", ""]),
    ]
    first, second = table_contents(rows, name="Cables", member="Cables")
    assert (first.text, first.member, first.title, first.author) == (
        _CABLE.strip(),
        "Cables row 2",
        "Tolls lowered",
        "Ana Ruiz",
    )
    assert first.published == "2010-02-03"
    assert first.facts == (
        Fact("ID", "10OSLO1", "column ID"),
        Fact("published", "2010-02-03", "column Date"),
        Fact("title", "Tolls lowered", "column Subject"),
        Fact("Origin", "Embassy Oslo", "column Origin"),
        Fact("author", "Ana Ruiz", "column From"),
        Fact("column 7", "x", "column column 7"),
    )
    assert [(place.kind, place.name, place.end - place.start) for place in first.places] == [
        ("sheet", "Cables", len(first.text)),
        ("row", "2", len(first.text)),
    ]
    # It may be of March or of April.
    assert (second.published, second.facts[1]) == (None, Fact("Date", "03/04/2010", "column Date"))


def test_a_column_of_dates_shows_which_figure_is_the_month() -> None:
    def dates(*stated: str) -> list[str | None]:
        rows = [(1, ["date", "text"]), *((2 + at, [day, _CABLE]) for at, day in enumerate(stated))]
        return [content.published for content in table_contents(rows)]

    assert dates("03/04/2010", "25/04/2010", "31/02/2010") == ["2010-04-03", "2010-04-25", None]
    assert dates("03/04/2010", "04/25/2010 12:01") == ["2010-03-04", "2010-04-25"]
    assert dates("25/04/2010", "04/25/2010") == [None, None]


def test_each_column_of_prose_is_part_of_the_text_under_its_name() -> None:
    rows = [
        (1, ["title", "summary", "body"]),
        (2, ["A", _CABLE, _CABLE]),
        (3, ["B", _CABLE, ""]),
        (4, ["C", _CABLE, _CABLE]),
    ]
    texts = [content.text for content in table_contents(rows)]
    assert texts[0] == f"summary\n\n{_CABLE.strip()}\n\nbody\n\n{_CABLE.strip()}"
    assert texts[1] == f"summary\n\n{_CABLE.strip()}"


def test_the_names_of_columns_stand_in_the_first_row_of_several_words() -> None:
    assert header_at([(1, ["Tolls of the Sound", ""]), (2, ["Year", "Toll"]), (3, ["1571", "88"])]) == 1
    assert header_at([(1, ["1571", "88"])]) is None
    assert header_at([(1, ["Year", "Year"])]) is None
    assert header_at([(1, ["Only", ""])]) is None


def test_codes_are_no_prose() -> None:
    header = ["id", "code", "text"]
    rows = [(2, ["1", "A1f" * 100, _CABLE]), (3, ["2", "bb9" * 100, "協定" * 150])]
    assert prose_columns(header, rows) == [2]
    assert prose_columns(header, []) == []


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Subject", "title"),
        ("Date Published", "published"),
        ("from", "author"),
        ("Web-URL", "url"),
        ("Post  code", "Post code"),
    ],
)
def test_columns_state_facts_by_their_names(column: str, name: str) -> None:
    assert field_name(column) == name


def test_a_date_that_is_none_is_a_fact_of_its_column() -> None:
    assert fact_of("date", "last spring") == Fact("date", "last spring", "column date")
    assert fact_of("published", "last spring") == Fact("date", "last spring", "column published")
    assert fact_of("date", "1571") == Fact("published", "1571", "column date")


def test_cells_beyond_the_last_name_of_a_column_are_facts() -> None:
    rows = [(1, ["Subject", "Body"]), (2, ["Tolls", _CABLE, "by May"]), (3, ["Ships", _CABLE])]
    first, second = table_contents(rows)
    assert first.facts == (Fact("title", "Tolls", "column Subject"), Fact("column 3", "by May", "column column 3"))
    assert second.facts == (Fact("title", "Ships", "column Subject"),)


def test_the_title_of_a_table_is_a_fact_of_its_documents() -> None:
    rows = [(1, ["Cables of 2010", ""]), (2, ["Subject", "Body"]), (3, ["Tolls", _CABLE])]
    (content,) = table_contents(rows)
    assert content.facts[1:] == (Fact("table", "Cables of 2010", "above the names of the columns"),)


@pytest.mark.parametrize(
    "cells", [["a  b", "c"], ["", "b"], ["a", ""], ["a", "|"], ["", ""], ["a\nb", "c"], ["a\tb", "c"], ["a", "b"]]
)
def test_a_line_is_the_same_whatever_stands_in_the_rows_around_it(cells: list[str]) -> None:
    around = [["Riga", "88"], cells, ["Oslo", "12"]]
    (content,) = table_contents([*enumerate(around, 1)])
    words = row_line(cells).strip()
    assert content.text == "\n\n".join(filter(None, ["Riga | 88", words, "Oslo | 12"]))
    assert [content.text[place.start : place.end] for place in content.places if place.name == "2"] == [words] * bool(
        words
    )
