import time

import pytest

from embeddings.documents import OF_A_SCAN, OF_PROPERTIES, Attribution, Fact, Place
from embeddings.readers.content import FileContent, FileContents, content_with
from embeddings.readers.stated import Rules, Stated, with_stated


def stated_of(content: FileContent, *facts: Fact, name: str = "a.txt", **rules: object) -> FileContent:
    stated = Stated(facts, Rules(**rules), "digest")  # type: ignore[arg-type]  # each test gives its own
    return with_stated(FileContents((content,)), stated, name).documents[0]


def test_the_readers_word_wins_and_the_files_own_stays_as_a_fact() -> None:
    own = content_with("It rose.", [Fact("title", "Draft 3", "document properties"), Fact("author", "Bo", "byline")])
    document = stated_of(own, Fact("title", "The lock", "metadata.csv"))
    assert (document.title, document.author) == ("The lock", "Bo")
    assert [fact.value for fact in document.facts if fact.name == "title"] == ["The lock", "Draft 3"]


@pytest.mark.parametrize(("published", "expected"), [("5 April 2011", "2011-04-05"), ("some day", "2009")])
def test_a_date_that_is_none_takes_nothing_away(published: str, expected: str) -> None:
    content = FileContent("It rose.", published="2009")
    assert stated_of(content, Fact("published", published, "metadata.csv")).published == expected


def test_rules_of_a_folder_fill_in_what_is_not_stated() -> None:
    rules = {"publisher": "Harbour Office", "date_in_name": r"(\d{4})(\d\d)(\d\d)"}
    filled = stated_of(FileContent("It rose."), name="report-20110405.txt", **rules)
    assert (filled.publisher, filled.published) == ("Harbour Office", "2011-04-05")
    assert filled.facts[-1] == Fact("published", "2011-04-05", "file name")
    own = FileContent("It rose.", publisher="The Post", published="2012")
    kept = stated_of(own, name="report-20110405.txt", **rules)
    assert (kept.publisher, kept.published) == ("The Post", "2012")


def test_furniture_is_left_out_and_places_stay_right() -> None:
    text = "One.\n\nSubscribe  now\n\nTwo.\n\nSubscribe now"
    places = (Place("page", "1", 0, 22), Place("page", "2", 22, len(text)), Place("line", "9", 6, 20))
    document = stated_of(FileContent(text, places=places), furniture=("Subscribe now",))
    assert document.text == "One.\n\nTwo.\n\n"
    assert document.left_out == 2
    assert [(x.name, document.text[x.start : x.end]) for x in document.places] == [("1", "One.\n\n"), ("2", "Two.\n\n")]


@pytest.mark.parametrize(
    ("phrase", "left_out"),
    [
        ("More on *", ["More on tides [3]", "More on\nrain"]),
        ("* on *", ["More on tides [3]", "All about More on tides", "More on\nrain", "Read on or stop"]),
        ("More on tides [3]", ["More on tides [3]"]),
        ("*[3]", ["More on tides [3]"]),
        ("More on *s", []),
        ("more on *", []),
        ("* * *", ["* * *"]),
        ("More * on * tides *", []),
    ],
)
def test_an_asterisk_in_a_phrase_stands_for_any_characters_and_other_signs_for_themselves(
    phrase: str, left_out: list[str]
) -> None:
    text = "More on tides [3]\n\nAll about More on tides\n\nMore on\nrain\n\n* * *\n\nRead on or stop"
    before = FileContent(text)
    document = stated_of(before, furniture=(phrase,))
    assert [x.words for x in document.omitted] == left_out
    assert document.text.split() == [
        word for part in text.split("\n\n") if part not in left_out for word in part.split()
    ]


def test_notes_are_no_text_but_facts_of_the_document_and_places_stay_right() -> None:
    note = "This article was amended on 3 May\n2011: it rose twice."
    text = f"Sluice log\n\n{note}\n\nIt rose."
    places = (Place("page", "1", 0, len(text)), Place("line", "9", text.index("It rose."), len(text)))
    document = stated_of(
        FileContent(text, places=places), notes=("This article was amended on *",), furniture=("*amended*",)
    )
    assert document.text == "Sluice log\n\nIt rose."
    assert document.facts == (
        Fact("note", "This article was amended on 3 May 2011: it rose twice.", "note in the text"),
    )
    assert [(x.words, x.reason) for x in document.omitted] == [(note, "a note named in loccit.toml")]
    assert [document.text[x.start : x.end] for x in document.places] == [document.text, "It rose."]


def test_what_is_said_of_a_file_fills_in_what_a_document_inside_it_does_not_state() -> None:
    message = content_with("It rose.", [Fact("title", "The lock", "mail header")], member="message 1")
    said = (Fact("title", "Post of 2011", "metadata.csv"), Fact("author", "Bo", "metadata.csv"))
    inside = stated_of(message, *said)
    assert (inside.title, inside.author) == ("The lock", "Bo")


def test_much_furniture_is_cut_in_linear_time() -> None:
    count = 20_000
    text = "Subscribe now\n\nRain.\n\n" * count
    places = tuple(Place("row", str(number), 22 * number, 22 * number + 22) for number in range(count))
    start = time.thread_time()
    document = stated_of(FileContent(text, places=places), furniture=("Subscribe now",))
    assert time.thread_time() - start < 20
    assert (document.text, document.left_out) == ("Rain.\n\n" * count, count)
    assert (len(document.omitted), document.places[-1]) == (200, Place("row", "19999", 7 * 19999, 7 * count))


def test_a_pattern_of_many_asterisks_is_matched_in_linear_time() -> None:
    text = "rain and " * 20_000
    start = time.thread_time()
    document = stated_of(FileContent(text), notes=("* rain" * 10 + " * thunder *",))
    assert time.thread_time() - start < 20
    assert (document.text, document.facts) == (text, ())


def test_furniture_is_left_out_and_attributions_stay_right() -> None:
    text = "Subscribe now\n\nAna said it leaks."
    said = Attribution(((24, 32),), (15, 18), "Ana", (19, 23), "indirect", chain=((15, 18), (0, 9)))
    lost = Attribution(((0, 9),), (15, 18), "Ana", None, "direct")
    document = stated_of(FileContent(text, attributions=(said, lost)), furniture=("Subscribe now",))
    (found,) = document.attributions
    assert (document.text[slice(*found.content[0])], document.text[slice(*found.cue or ())]) == ("it leaks", "said")
    assert (found.source, found.chain) == ((0, 3), ((0, 3),))


@pytest.mark.parametrize("origin", [OF_A_SCAN, OF_PROPERTIES])
def test_a_date_in_the_name_goes_before_that_of_the_file(origin: str) -> None:
    made = Fact("published", "2010-08-02", origin)
    pattern = r"(\d{4})(\d\d)(\d\d)"
    document = stated_of(content_with("It rose.", [made]), name="letter-19620405.pdf", date_in_name=pattern)
    assert document.published == "1962-04-05"
    assert document.facts == (Fact("published", "1962-04-05", "file name"), made)
