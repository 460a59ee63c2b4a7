import hashlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Document
from qa.errors import InvalidReference
from qa.references import LOOKED_THROUGH, MOST_TRIED, Reference, parse_reference, reference_to

TEXT = "Kerry told Barnier that sanctions remained. He flew home on Monday."
DOCUMENT = Document(id="talks/paris.md", path="/paris.md", text=TEXT, sha256="ab" * 32)
# Written once, and never to be read otherwise: what was cited with this version stays cited.
WRITTEN = "qa1nentqav6m9vyajcahvbrj9r0jxygf6ngcfhfz8r10000000000nyzbtx"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_reference_holds_hashes_and_the_place_and_is_short() -> None:
    reference = reference_to(DOCUMENT, 0, 43)
    assert (reference.start, reference.end, reference.length) == (0, 43, 43)
    assert reference.source == "ab" * 4
    assert (reference.text, reference.document) == (sha256(TEXT)[:16], sha256("talks/paris.md")[:8])
    assert reference.words == sha256("Kerry told Barnier that sanctions remained.")[:14]
    assert re.fullmatch(r"qa1[0-9a-hjkmnp-tv-z]{56}", str(reference))


def test_references_that_were_written_down_are_read_for_good() -> None:
    assert str(reference_to(DOCUMENT, 0, 43)) == WRITTEN
    assert parse_reference(WRITTEN) == reference_to(DOCUMENT, 0, 43)


@given(st.text(min_size=1), st.data())
def test_what_is_written_is_read_back_also_in_capitals_and_with_misread_letters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    document = Document(id="a", path="a", text=text, sha256=sha256("a"))
    reference = reference_to(document, start, data.draw(st.integers(start + 1, len(text))))
    written = str(reference)
    misread = written[:3] + written[3:].replace("0", "o").replace("1", data.draw(st.sampled_from("il")))
    assert [parse_reference(f" {form}\n") for form in (written, written.upper(), misread)] == [reference] * 3
    assert reference.place_in(text) is not None
    assert reference.stands_at(text, start)


@given(st.integers(0, 58), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz-é"), st.booleans())
def test_a_mistyped_reference_is_refused(at: int, letter: str, left_out: bool) -> None:
    written = str(reference_to(DOCUMENT, 0, 43))
    mistyped = written[:at] + ("" if left_out else letter) + written[at + 1 :]
    if mistyped == written:
        return
    with pytest.raises(InvalidReference, match=r"Copy it whole|Update loccit"):
        parse_reference(mistyped)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "'' is no reference: one begins with qa1. Copy it whole from a citation."),
        ("Who left?", "'who left?' is no reference"),
        ("qa1", "'qa1' is mistyped or cut short"),
        ("qa1" + "0" * 56, "is mistyped or cut short"),
        ("qa2abc", "'qa2abc' is a reference of version 2; this loccit reads version 1. Update loccit."),
        ("qa1" + "a" * 10**6, "…' is mistyped or cut short"),
    ],
)
def test_an_error_says_what_is_wrong(written: str, message: str) -> None:
    with pytest.raises(InvalidReference) as error:
        parse_reference(written)
    assert message in str(error.value)
    assert len(str(error.value)) < 250


def test_of_several_places_the_nearest_to_the_one_cited_is_it() -> None:
    text = "No. Yes. No. Yes. No."
    reference = reference_to(Document(id="a", path="a", text=text, sha256=""), 9, 12)
    assert reference.place_in(text) == (9, 12)
    assert reference.place_in("Well. " + text) == (6, 9)
    assert reference.place_in("Nay.") is None


def test_words_are_found_far_into_a_long_text() -> None:
    before = "sea " * (LOOKED_THROUGH // 2)
    reference = reference_to(DOCUMENT, 0, 43)
    at = len(before) - 7
    for start in (at, LOOKED_THROUGH - 20, 0):
        text = f"{before[:start]}{TEXT}{before}"
        assert reference.place_in(text) == (start, start + 43)
    assert reference.place_in(before * 2) is None


def test_words_that_only_their_rolling_hash_has_are_not_taken_for_them() -> None:
    reference = reference_to(DOCUMENT, 0, 43)
    forged = Reference(reference.source, reference.text, reference.document, "00" * 7, reference.rolling, 0, 43)
    assert forged.place_in(TEXT) is None
    assert not forged.stands_at(TEXT, 0)
    assert not reference.stands_at(TEXT, -1)
    assert not Reference("00", "00", "00", sha256("")[:14], 0, 0, 0).stands_at(TEXT, 0)
    assert Reference("00", "00", "00", sha256("")[:14], 0, 0, 0).place_in(TEXT) is None


def test_a_made_up_reference_to_equal_letters_takes_no_longer(
    takes_linear_time: Callable[[Callable[[str], object], str], None],
) -> None:
    words = reference_to(Document(id="a", path="a", text="a" * 5_000, sha256=""), 0, 5_000)
    forged = Reference("00" * 4, "00" * 8, "00" * 4, "00" * 7, words.rolling, 0, 5_000)
    assert MOST_TRIED * 5_000 < 10**7
    takes_linear_time(forged.place_in, "a")
