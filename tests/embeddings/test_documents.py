import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import OF_A_SCAN, Attribution, Document, Fact, Passage, Sentence


def test_what_a_source_does_not_state_is_none() -> None:
    document = Document("a.txt", "/archive/a.txt", "Water rose.", "00ff")
    unknown = (document.title, document.author, document.publisher, document.published, document.url, document.language)
    assert unknown == (None, None, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        # The first two from FIPS 180-2 and from `printf '' | sha256sum`, the third from `printf 'é' | sha256sum`.
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("é", "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"),
    ],
)
def test_the_digest_of_the_text_is_that_of_its_utf_8(text: str, digest: str) -> None:
    assert Document("a", "a", text, "00ff").text_sha256 == digest


def test_a_text_with_half_a_surrogate_pair_has_a_digest_too() -> None:
    assert Document("a", "a", "\ud800", "00ff").text_sha256 != Document("a", "a", "\ud801", "00ff").text_sha256


def test_the_digest_of_the_source_is_kept_apart_from_that_of_the_text() -> None:
    assert Document("a", "a", "abc", "00ff").sha256 == "00ff"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Document("a", "a", "abc", "00ff"), "text"),
        (Sentence(0, 3), "end"),
        (Passage("a", (Sentence(0, 3),)), "sentences"),
    ],
    ids=["document", "sentence", "passage"],
)
def test_the_values_are_frozen(value: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


def test_a_passage_reaches_from_its_first_sentence_to_its_last() -> None:
    passage = Passage("a", (Sentence(4, 9), Sentence(10, 12), Sentence(14, 30)))
    assert (passage.start, passage.end) == (4, 30)


def test_an_attribution_is_a_row_of_json_and_back() -> None:
    said = Attribution(
        ((4, 9), (12, 20)), (0, 3), "Ana", None, "mixed", to_span=(1, 2), chain=((0, 3),), said="2005-02"
    )
    assert Attribution.of(json.loads(json.dumps(said.as_row()))) == said


def test_an_attribution_touches_where_its_content_or_its_cue_stands() -> None:
    said = Attribution(((4, 9), (12, 20)), (0, 3), "Ana", (30, 34), "mixed")
    touched = [said.touches(*span) for span in ((0, 4), (8, 9), (9, 12), (19, 40), (20, 30), (33, 34))]
    assert touched == [False, True, False, True, False, True]


def test_an_attribution_with_its_words() -> None:
    text = "Ana told Bo it leaks."
    said = Attribution(((12, 20),), (0, 3), "Ana Ruiz", (4, 8), "indirect", "Bo", (9, 11), said="2005")
    assert said.with_words(text) == {
        "speaker": "Ana Ruiz",
        "to": "Bo",
        "said": "2005",
        "kind": "indirect",
        "hedged": False,
        "negated": False,
        "source": {"text": "Ana", "start": 0, "end": 3},
        "cue": {"text": "told", "start": 4, "end": 8},
        "to_span": {"text": "Bo", "start": 9, "end": 11},
        "setting": None,
        "content": [{"text": "it leaks", "start": 12, "end": 20}],
        "chain": [],
    }


def test_the_day_of_a_scan_dates_no_document_unless_another_date_goes_before_it() -> None:
    scanned = Fact("published", "2010-08-02", OF_A_SCAN)
    scan = Document("a.pdf", "a.pdf", "Water rose.", "00ff", published="2010-08-02", facts=(scanned,))
    assert (scan.published, scan.dated) == ("2010-08-02", None)
    said = Fact("published", "1962-04-05", "metadata.csv")
    assert replace(scan, published="1962-04-05", facts=(said, scanned)).dated == "1962-04-05"
    typed = replace(scan, facts=(Fact("published", "2010-08-02", "document properties"),))
    assert typed.dated == "2010-08-02"
    assert replace(scan, facts=()).dated == "2010-08-02"


_SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
_SAID = st.builds(
    lambda content, cue: Attribution(tuple(sorted(content)), None, None, cue, "direct"),
    st.lists(_SPANS, min_size=1, max_size=3),
    st.none() | _SPANS,
)


@given(st.lists(_SAID, max_size=8), _SPANS)
def test_the_attributions_of_a_place_are_those_that_touch_it(said: list[Attribution], place: tuple[int, int]) -> None:
    document = Document("a.txt", "/a.txt", "x" * 80, "", attributions=tuple(said))
    assert document.by_place.touching(*place) == [one for one in said if one.touches(*place)]
