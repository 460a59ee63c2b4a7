from embeddings.documents import Place
from embeddings.readers.composing import Piece, composed, headed_pieces, row_line, table_pieces


def test_pieces_become_paragraphs_with_places_that_end_before_the_next_of_their_kind() -> None:
    text, places = composed(
        [
            Piece("Before."),
            Piece("", (("sheet", "Ships"),)),
            Piece("Name | Flag", (("row", "1"),)),
            Piece("Aurora | Malta", (("row", "2"),)),
            Piece("Port | Tonnes", (("sheet", "Ports"), ("row", "1"))),
        ]
    )
    assert text == "Before.\n\nName | Flag\n\nAurora | Malta\n\nPort | Tonnes"
    assert [(place.kind, place.name, text[place.start : place.end]) for place in places] == [
        ("sheet", "Ships", "Name | Flag\n\nAurora | Malta"),
        ("row", "1", "Name | Flag"),
        ("row", "2", "Aurora | Malta"),
        ("sheet", "Ports", "Port | Tonnes"),
        ("row", "1", "Port | Tonnes"),
    ]


def test_a_place_without_text_is_none() -> None:
    text, places = composed([Piece("", (("slide", "1"),)), Piece("Two.", (("slide", "2"),)), Piece(" ")])
    assert (text, places) == ("Two.", (Place("slide", "2", 0, 4),))


def test_a_row_keeps_its_empty_cells_between_others_only() -> None:
    assert row_line(["Malta", "", "12 May\n2004", "", ""]) == "Malta |  | 12 May 2004"
    assert row_line(["", " Exports by port ", ""]) == "Exports by port"
    assert row_line(["", ""]) == ""


def test_a_table_with_long_cells_or_a_single_column_is_read_as_paragraphs() -> None:
    assert [piece.text for piece in table_pieces([[["Port"], ["Tonnes"]], [["Riga"], ["4", "5"]]])] == [
        "Port | Tonnes",
        "Riga | 4 5",
    ]
    assert [piece.text for piece in table_pieces([[["Dues"], ["- salt", "- herring."]]])] == ["Dues | salt; herring."]
    assert [piece.text for piece in table_pieces([[["A box."]], [["Its second line."]]])] == [
        "A box.",
        "Its second line.",
    ]
    long = "The harbour master writes at length. " * 20
    assert [piece.text for piece in table_pieces([[["Notes"], [long, "End."]]])] == ["Notes", long, "End."]


def test_a_heading_that_is_alone_in_its_row_begins_its_place_and_headings_side_by_side_name_columns() -> None:
    tolls, dues = (Piece(name, (("section", name),)) for name in ("Tolls", "Dues"))
    alone = headed_pieces([[[], [tolls, Piece("Of ships.")], []], [[Piece("Riga")], [Piece("4")], []]])
    assert list(alone) == [tolls, Piece("Of ships."), Piece("Riga | 4")]
    assert list(headed_pieces([[[tolls], [dues]], [[Piece("7")], [Piece("4")]]])) == [
        Piece("Tolls | Dues"),
        Piece("7 | 4"),
    ]
    long = Piece("The harbour master writes at length. " * 20)
    assert list(headed_pieces([[[tolls], [dues]], [[tolls], [long]]])) == [Piece("Tolls"), Piece("Dues"), tolls, long]
