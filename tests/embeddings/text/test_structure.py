from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.text.splitting import paragraphs
from embeddings.text.structure import DEEPEST, Kind, Paragraph, is_of_message, is_table_header, paragraph_at, structure
from tests.reading import read_one as read

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def text_of(write: Write) -> Callable[[str, str], str]:
    """Return the text that the reader of a format makes of a file; plain text stays as it is."""
    return lambda name, content: content if name.endswith(".txt") else read(write(name, content), name).text


def kinds(text: str) -> list[tuple[str, str]]:
    return [(paragraph.kind.name, text[slice(*paragraph.span)]) for paragraph in structure(text)]


def introduced(text: str) -> dict[str, list[str]]:
    return {
        text[slice(*paragraph.span)]: [text[slice(*span)] for span in paragraph.introductions]
        for paragraph in structure(text)
        if paragraph.introductions
    }


LEAD_IN = "These boats stay in the harbour:"
ITEMS = ["the ferry", "two tugs", "a pilot boat"]
PROSE = "The others left on Monday before the ice came."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dashed.txt", "Notice\n\n{lead}\n- {0}\n- {1}\n- {2}\n\n{prose}"),
        ("numbered.txt", "Notice\n\n{lead}\n1. {0}\n2. {1}\n3. {2}\n\n{prose}"),
        ("lettered.txt", "Notice\n\n{lead}\n(a) {0};\n(b) {1}; and\n(c) {2}.\n{prose}"),
        ("apart.txt", "Notice\n\n{lead}\n\n{0}\n\n{1}\n\n{2}\n\n{prose}"),
        ("bullets.md", "# Notice\n\n{lead}\n\n- {0}\n- {1}\n- {2}\n\n{prose}\n"),
        ("numbers.md", "# Notice\n\n{lead}\n\n1. {0};\n2. {1};\n3. {2}.\n\n{prose}\n"),
        (
            "list.html",
            "<html><body><article><h1>Notice</h1><p>{lead}</p><ul><li>{0}</li><li>{1}</li><li>{2}</li></ul><p>{prose}"
            "</p></article></body></html>",
        ),
    ],
)
def test_a_lead_in_and_its_items_are_one_group(text_of: Callable[[str, str], str], name: str, content: str) -> None:
    text = text_of(name, content.format(*ITEMS, lead=LEAD_IN, prose=PROSE))
    assert [kind for kind, _ in kinds(text)] == ["HEADING", "LEAD_IN", *["ITEM"] * 3, "PROSE"]
    _, lead_in, *items, prose = structure(text)
    assert {paragraph.group for paragraph in items} == {(lead_in.start, items[-1].end)} == {lead_in.group}
    assert list(introduced(text).values()) == [[LEAD_IN]] * 3
    assert prose.group == prose.span


def test_only_the_last_sentence_of_a_paragraph_introduces() -> None:
    text = (
        "The board met in May. It named two members, namely:\n\nAnna Berg, diver\n\nJon Lund, cook\n\nIt met in June."
    )
    assert introduced(text) == {
        "Anna Berg, diver": ["It named two members, namely:"],
        "Jon Lund, cook": ["It named two members, namely:"],
    }


def test_a_sentence_that_announces_marked_items_introduces_them() -> None:
    text = (
        "The board met. It makes the following orders.\n\n1. The mole is mended.\n\n2. The dredger is sold.\n\nIt rose."
    )
    assert introduced(text) == {
        "1. The mole is mended.": ["It makes the following orders."],
        "2. The dredger is sold.": ["It makes the following orders."],
    }
    assert introduced("The board met the following day.\n\nThe mole is mended.\n\nIt rose.") == {}


def test_a_longer_line_before_a_sentence_is_the_heading_of_what_follows() -> None:
    text = f"{LEAD_IN}\n\nferry\n\ntug\n\nWhat became of the other boats\n\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["LEAD_IN", "ITEM", "ITEM", "HEADING", "PROSE"]


def test_numbers_of_another_style_are_of_another_list() -> None:
    text = "(2) It does not apply to--\n(a) a ferry; or\n(b) a tug.\n3. Whoever stays pays a fine."
    assert [kind for kind, _ in kinds(text)] == ["LEAD_IN", "ITEM", "ITEM", "ITEM"]
    assert list(introduced(text)) == ["(a) a ferry; or", "(b) a tug."]


SECTIONS = "Leaflet\n\n{0} Before you take it\n\nTell your doctor.\n\n{1} Side effects\n\nHeadaches. They pass."


@pytest.mark.parametrize("numbers", [("3.", "4."), ("(a)", "(b)"), ("3)", "4)")])
def test_a_numbered_line_between_sentences_is_the_heading_of_a_section(numbers: tuple[str, str]) -> None:
    text = SECTIONS.format(*numbers)
    assert [kind for kind, _ in kinds(text)] == ["HEADING", "HEADING", "PROSE", "HEADING", "PROSE"]
    *_, last = structure(text)
    assert [text[slice(*span)] for span in last.headings] == ["Leaflet", f"{numbers[1]} Side effects"]


@pytest.mark.parametrize(
    "text",
    [
        "1. nets\n2. boats\n\nThey left.",
        "- nets\n\nThey left.",
        "They left.\n\n1. nets",
        "1. nets\n- of hemp\n- of jute",
        "1. The nets left.\n\nThey came.",
    ],
)
def test_other_numbered_lines_are_items(text: str) -> None:
    assert "HEADING" not in dict(kinds(text))


def test_a_lead_in_before_a_sentence_introduces_that_one() -> None:
    text = "The pilot wrote:\n\nThe buoy was not lit. I steered by the tower.\n\nHe left."
    assert [kind for kind, _ in kinds(text)] == ["LEAD_IN", "PROSE", "PROSE"]
    assert list(introduced(text)) == ["The buoy was not lit. I steered by the tower."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bars.txt", "Boats by pier\n\nPier | Boats | Crew\nNorth | 12 | 40\nSouth | 9 | 31\n\n{prose}"),
        ("tabs.txt", "Boats by pier\nPier\tBoats\tCrew\nNorth\t12\t40\nSouth\t9\t31\n\n{prose}"),
        ("columns.txt", "Boats by pier\n\nPier     Boats   Crew\nNorth      12     40\nSouth       9     31\n{prose}"),
        (
            "table.md",
            "# Boats by pier\n\n| Pier | Boats | Crew |\n|---|---|---|\n|North|12|40|\n|South |9|31|\n\n{prose}\n",
        ),
        (
            "table.html",
            "<html><body><article><h1>Boats by pier</h1><table><tr><th>Pier</th><th>Boats</th><th>Crew</th></tr><tr>"
            "<td>North</td><td>12</td><td>40</td></tr><tr><td>South</td><td>9</td><td>31</td></tr></table><p>{prose}</p>"
            "</article></body></html>",
        ),
    ],
)  # fmt: skip
def test_rows_are_introduced_by_their_header(text_of: Callable[[str, str], str], name: str, content: str) -> None:
    text = text_of(name, content.format(prose=PROSE))
    assert [kind for kind, _ in kinds(text)] == ["HEADING", "ROW", "ROW", "ROW", "PROSE"]
    _, header, north, south, _ = structure(text)
    assert (north.introductions, south.introductions, header.introductions) == ((header.span,), (header.span,), ())
    assert {header.group, north.group, south.group} == {(header.start, south.end)}


@pytest.mark.parametrize(
    ("rows", "has_header"),
    [
        (["Pier | 2007 | 2008", "North | 12 | 14"], True),
        (["Pier | Boats", "North | 12", "South | 9"], True),
        (["Name | Duty | Since", "Anna Berg | nets | May"], True),
        (["North | 12 | 14", "South | 9 | 3"], False),
        (["Built | 1931, Kiel", "Owner | Brandt", "Fate | sunk"], False),
        (["Owner | Brandt", "Fate | sunk"], False),
        (["|", "Owner | Brandt | Kiel", "Fate | sunk | Skarn"], False),
        (["Pier | 2007", "North | 2008"], False),
        (["| Owner | Fate |", "|---|---|", "| Brandt | sunk |"], True),
    ],
)
def test_a_first_row_of_figures_names_no_columns(rows: list[str], has_header: bool) -> None:
    text = "\n\n".join(rows)
    assert bool(introduced(text)) is has_header
    assert all(kind == "ROW" for kind, row in kinds(text) if any(map(str.isalnum, row)))


def test_a_word_introduces_its_meaning() -> None:
    text = "Words of the works\n\nKip\n\na measure of wet salt\n\nWeir\n\na low dam across a river\n\nThey are gone."
    assert [kind for kind, _ in kinds(text)] == ["HEADING", *["LEAD_IN", "ITEM"] * 2, "PROSE"]
    assert introduced(text) == {"a measure of wet salt": ["Kip"], "a low dam across a river": ["Weir"]}


def test_a_greeting_introduces_nothing() -> None:
    text = "Dear Ana,\n\nthe offer will be with you on Monday. The yard is full.\n\nBo"
    assert [kind for kind, _ in kinds(text)] == ["HEADING", "PROSE", "HEADING"]
    assert introduced(text) == {}


def test_meanings_after_a_colon_are_items_but_one_alone_is_a_heading() -> None:
    assert kinds("Kip: a measure of wet salt\nWeir: a low dam across a river\nBrine: water that is full of salt") == [
        ("ITEM", "Kip: a measure of wet salt"),
        ("ITEM", "Weir: a low dam across a river"),
        ("ITEM", "Brine: water that is full of salt"),
    ]
    assert kinds(f"Harbours: a history\n\n{PROSE}")[0] == ("HEADING", "Harbours: a history")


def test_a_label_introduces_all_paragraphs_of_its_turn() -> None:
    text = (
        "Second day\n\nCHAIR: Go on.\nMr. BRANDT. It was dark. I fell.\n\nThe lamp was out.\nCHAIR: Thank you.\n"
        "Mr. BRANDT. I thank you."
    )
    assert introduced(text) == {
        "CHAIR: Go on.": ["CHAIR:"],
        "Mr. BRANDT. It was dark. I fell.": ["Mr. BRANDT."],
        "The lamp was out.": ["Mr. BRANDT."],
        "CHAIR: Thank you.": ["CHAIR:"],
        "Mr. BRANDT. I thank you.": ["Mr. BRANDT."],
    }


@pytest.mark.parametrize(
    "opening",
    [
        "Berg wrote in May: “It is late. We are cold.",
        "“It is late,” wrote Berg in May. “We are cold.",
        "Berg wrote. “Cold.",
    ],
)
def test_whoever_is_quoted_introduces_the_paragraphs_in_which_the_quotation_goes_on(opening: str) -> None:
    text = f"The hall was full. {opening}\n\n“The boat is gone.\n\n“We wait.”\n\nNobody came."
    attribution = opening.removesuffix(" We are cold.").removesuffix(" “We are cold.").removesuffix(" “Cold.")
    assert introduced(text) == {"“The boat is gone.": [attribution], "“We wait.”": [attribution]}


def headings(text: str, paragraph: Paragraph) -> list[str]:
    return [text[slice(*span)] for span in paragraph.headings]


def test_the_headings_above_a_paragraph() -> None:
    text = "\n\n".join(
        [
            "Piers",
            "North",
            "Staff",
            "Two work there.",
            "Hours",
            "It opens at six.",
            "South",
            "Staff",
            "None work there.",
        ]
    )
    assert [headings(text, paragraph) for paragraph in structure(text)] == [
        [],
        ["Piers"],
        ["Piers", "North"],
        ["Piers", "North", "Staff"],
        ["Piers", "North"],
        ["Piers", "North", "Hours"],
        ["Piers"],
        ["Piers", "South"],
        ["Piers", "South", "Staff"],
    ]


def test_the_first_heading_stays_above_all() -> None:
    text = "Piers\n\nThere are two.\n\nNorth\n\nIt opens at six.\n\nSouth\n\nIt is shut."
    assert [headings(text, paragraph) for paragraph in structure(text) if paragraph.kind is Kind.PROSE] == [
        ["Piers"],
        ["Piers", "North"],
        ["Piers", "South"],
    ]


def test_a_place_is_in_the_paragraph_that_begins_before_it() -> None:
    text = "Piers\n\nThere are two."
    assert [paragraph_at(text, place).start for place in (0, 4, 7, len(text))] == [0, 0, 7, 7]


LINES = st.sampled_from(
    [
        "Piers", "They want:", "It is so.", "- nets", "1. nets;", "(a) nets; or", "nets", "a | b | c", "x | 1 | 2", "|",
        "|---|", "a\tb", "1\t2", "CHAIR: Yes.", "Mr. BRANDT. No.", "Anna: Yes.", "Kip: a measure", "Why?", "“So",
        "“Never.”", "", "word " * 90,
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=30).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(lines))
) | st.text(alphabet="ab |\t\n.:;-1()AB“”", max_size=200)


@settings(max_examples=200)
@given(TEXTS)
def test_whatever_the_text_its_paragraphs_keep_their_places(text: str) -> None:
    marked = structure(text)
    assert [paragraph.span for paragraph in marked] == paragraphs(text)
    starts, ends = {paragraph.start for paragraph in marked}, {paragraph.end for paragraph in marked}
    for paragraph in marked:
        first, last = paragraph.group
        assert first <= paragraph.start or paragraph.kind is Kind.LEAD_IN
        assert first < paragraph.end <= last
        assert last in ends
        assert len(paragraph.headings) <= DEEPEST
        assert all(start in starts and end <= paragraph.start for start, end in paragraph.headings)
        assert all(0 <= start < end and start <= paragraph.start for start, end in paragraph.introductions)


@pytest.mark.parametrize(
    "unit", ["They want:\n\n", "a\n\n", "a | b\n\n", "CHAIR: Yes.\n\n", "A: b\n\n", "- a\n", "so;\n\n"]
)
def test_structure_takes_linear_time(takes_linear_time: Callable[..., None], unit: str) -> None:
    takes_linear_time(structure.__wrapped__, unit)


def test_an_empty_first_cell_shifts_no_column_and_the_header_is_known() -> None:
    text = "Port | Ships | Cargo\n\nHull | 3 | Coal\n\n| 4 | Iron\n\nBonn | 5 | Salt\n\nAll of it was sold."
    header, *rows = structure(text)
    assert [is_table_header(text, paragraph) for paragraph in (header, *rows)] == [True] + [False] * 4
    assert [paragraph.introductions for paragraph in rows] == [(header.span,)] * 3 + [()]


def test_a_rule_may_stand_below_a_header() -> None:
    text = "| Port | Ships |\n\n|---|---|\n\n| Hull | 3 |"
    assert is_table_header(text, structure(text)[0])


def test_messages_of_a_chat_are_prose_whatever_their_lines_look_like() -> None:
    text = "[14:01] Ana joined\n\nAna [14:05]: Ropes.\nAnd lamps for all of us here\n\nBo [14:06]: ok"
    marked = structure(text)
    assert [(paragraph.kind, is_of_message(text, paragraph)) for paragraph in marked] == [
        (Kind.PROSE, False),
        *[(Kind.PROSE, True)] * 3,
    ]
    assert [text[slice(*span)] for span in marked[2].introductions] == ["Ana [14:05]:"]


def test_a_number_alone_above_prose_is_that_of_a_section() -> None:
    text = (
        "1. Weir\n\nThe weir is shut until May.\n\n2. Grants\n\nGrants were made as follows:\n\n- Band: 750"
        "\n- Club: 900\n\n3. Baths\n\nThe boiler is old.\n\nThe steps are:\n\n1. Wash\n\n2. Dry\n\nThen rest a while."
    )
    kinds = {text[slice(*paragraph.span)]: paragraph.kind for paragraph in structure(text)}
    assert {words for words, kind in kinds.items() if kind is Kind.HEADING} == {"1. Weir", "2. Grants", "3. Baths"}
    assert kinds["1. Wash"] is kinds["2. Dry"] is Kind.ITEM
    above = {text[slice(*paragraph.span)]: headings(text, paragraph) for paragraph in structure(text)}
    assert above["The weir is shut until May."] == ["1. Weir"]
    assert above["The boiler is old."][-1] == "3. Baths"
