import pytest

from tests.embeddings.attribution.sentences import candidates_of

ADJECTIVE = "clause of adjective"


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "form"),
    [
        ("Mayor Alvarado said that the bridge is safe.", "said", "Mayor Alvarado", "that the bridge is safe", "clause"),
        ("The bridge is safe, Alvarado said.", "said", "Alvarado", "The bridge is safe", "clause"),
        ("The lock is shut, according to a report.", "according", "a report", "The lock is shut", "according"),
        ("The council plans to close the lock.", "plans", "The council", "to close the lock", "infinitive"),
        ("Alvarado is sure that the bridge is safe.", "sure", "Alvarado", "that the bridge is safe", ADJECTIVE),
        ("The council was reluctant to close the lock.", "reluctant", "The council", "to close the lock", ADJECTIVE),
        ("Alvarado was proud of the bridge.", "proud", "Alvarado", "of the bridge", "of adjective"),
        ("He repeated her claim that the lock leaks.", "claim", "her", "that the lock leaks", "clause of noun"),
    ],
)
def test_what_may_be_an_attribution(text: str, cue: str, source: str, content: str, form: str) -> None:
    found = next(one for one in candidates_of(text) if text[slice(*one.cue_span)] == cue)
    assert found.source_span is not None
    assert text[slice(*found.source_span)] == source
    assert " ".join(text[slice(*span)] for span in found.content_spans).strip(" .") == content
    assert found.form == form


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "His talks in Lund, she told Moss, had proved that it leaks.",
            "she",
            "His talks in Lund … had proved that it",
        ),
        ("The report, Ek believes, suggests that it leaks.", "Ek", "The report … suggests that it leaks"),
    ],
)
def test_a_verb_set_within_its_sentence_is_about_what_stands_around_it(text: str, source: str, content: str) -> None:
    found = next(one for one in candidates_of(text) if one.sentence.relations[one.cue] == "parataxis")
    assert found.source_span is not None
    assert text[slice(*found.source_span)] == source
    assert " … ".join(text[slice(*span)] for span in found.content_spans).startswith(content)


def test_a_source_that_asks_not_to_be_named_says_nothing_by_that() -> None:
    text = "According to two sailors, who asked not to be named, at least three had been."
    (found,) = candidates_of(text)
    assert found.lemma == "according"
    assert found.source_span is not None
    assert text[slice(*found.source_span)] == "two sailors"
    assert [text[slice(*span)] for span in found.content_spans] == ["at least three had been"]


def test_whom_it_is_said_to() -> None:
    for text in ("Reyes told the council that it was late.", "Reyes explained to the council why it was late."):
        found = candidates_of(text)[0]
        assert found.sentence.words[found.addressee] == "council"


def test_what_is_done_to_somebody_has_no_source() -> None:
    (found,) = [one for one in candidates_of("The lock was declared unsafe.") if one.lemma == "declare"]
    assert found.source_span is None


def test_having_and_being_attribute_nothing() -> None:
    assert candidates_of("The lock has “a broken gate” now.") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        # The parse takes a word of the quotation for who speaks, or nobody.
        ("“What a lock!” cried Lind.", "Lind"),
        ("“Yes, the lock!” repeated Holm, pensively.", "Holm"),
        ("“She kept a shop,” pursued Ek, “and kept me in a box.”", "Ek"),
        ("“Not the old keeper!” roared the new mayor.", "the new mayor"),
    ],
)
def test_whoever_is_named_right_after_a_quotation_and_a_verb_speaks(text: str, source: str) -> None:
    (found,) = [one for one in candidates_of(text) if one.form == "before"]
    assert found.source_span is not None
    assert text[slice(*found.source_span)] == source


def test_a_title_in_quotation_marks_says_nothing() -> None:
    assert [one.form for one in candidates_of("The new film “The Keeper” plays a part.")] != ["before"]
    text = "Ek, once called a “keeper of locks,” sold pumps and valves."
    assert not [one for one in candidates_of(text) if one.form == "before"]
