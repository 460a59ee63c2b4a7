import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Attribution, Document
from qa.search.matching import is_one_letter_off, may_meet, occurrences
from qa.search.parsing import parse_search

TEXT = (
    "The talks on sanctions failed in Geneva. A sanction was lifted; talks resumed, and the U.N. said so. "
    "The pharma-\ncy closed. Talks on fuel: none."
)


def found(typed: str, text: str = TEXT, *, exact: bool = False, **stated: str) -> list[str] | None:
    document = Document(id="a.txt", path="/a.txt", text=text, sha256="", **stated)
    search = parse_search(typed)
    spans = occurrences(search, document, exact=exact)
    if spans is not None:
        assert may_meet(search, text, exact=exact)
        assert spans == sorted(spans)
    return None if spans is None else [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("typed", "anyhow", "exactly"),
    [
        ("sanction", ["sanctions", "sanction"], ["sanction"]),
        ("TALKS", ["talks", "talks", "Talks"], ["talks", "talks", "Talks"]),
        ('"talks on"', ["talks on", "Talks on"], ["talks on", "Talks on"]),
        ('"talk on fuel"', ["Talks on fuel"], None),
        ("pharmacy", ["pharma-\ncy"], ["pharma-\ncy"]),
        ("UN", ["U.N."], None),
        ("sanct*", ["sanctions", "sanction"], ["sanctions", "sanction"]),
        ("sanctiom~", ["sanction"], ["sanction"]),
        ("Genvea~", ["Geneva"], ["Geneva"]),
        ("fuel AND Geneva", ["Geneva", "fuel"], ["Geneva", "fuel"]),
        ("fuel AND Vienna", None, None),
        ("fuel OR Vienna", ["fuel"], ["fuel"]),
        ("fuel NOT Geneva", None, None),
        ("fuel NOT Vienna", ["fuel"], ["fuel"]),
        ("sanctions NEAR/1 failed", ["sanctions failed"], ["sanctions failed"]),
        ("failed NEAR/2 talks", ["talks on sanctions failed"], ["talks on sanctions failed"]),
        ("failed NEAR/1 talks", None, None),
        ("(fuel OR Geneva) NEAR/1 on", ["on fuel"], ["on fuel"]),
        ("Vienna", None, None),
    ],
)
def test_words_are_found_in_any_ending_or_as_typed(
    typed: str, anyhow: list[str] | None, exactly: list[str] | None
) -> None:
    assert found(typed) == anyhow
    assert found(typed, exact=True) == exactly


def test_what_a_document_states_is_searched_by_field() -> None:
    assert found("title:kerry", title="Kerry in Paris") == []
    assert found("title:kerry talks", title="Kerry in Paris") == ["talks", "talks", "Talks"]
    assert found("title:kerry", title="Paris", author="Kerry") is None
    assert found("author:kerry") is None
    assert found("talks NOT title:kerry", title="Kerry") is None


def test_the_words_of_a_speaker_are_found_by_the_name() -> None:
    text = "Kerry said it leaks. Ruiz said “it was mended” and left."
    leaks, mended = text.index("it leaks"), text.index("it was")
    said = (
        Attribution(((leaks, leaks + len("it leaks")),), (0, 5), "John Kerry", None, "indirect"),
        Attribution(((mended - 1, mended + len("it was mended") + 1),), None, "Ana Ruiz", None, "direct"),
        Attribution(((0, 5),), None, None, None, "direct"),
    )
    document = Document(id="a", path="/a", text=text, sha256="", attributions=said)

    def words(typed: str) -> list[str] | None:
        spans = occurrences(parse_search(typed), document, exact=False)
        return None if spans is None else [text[start:end] for start, end in spans]

    assert words("speaker:kerry") == words('speaker:"John Kerry"') == ["it leaks"]
    assert words("speaker:ruiz AND left") == ["it was mended", "left"]
    assert words("speaker:leaks") is None
    assert words("left NOT speaker:kerry") is None


@pytest.mark.parametrize(
    ("word", "other", "is_off"),
    [
        ("natanz", "natanz", True),
        ("natanz", "natans", True),
        ("natanz", "natnz", True),
        ("natanz", "nattanz", True),
        ("natanz", "antanz", True),
        ("natanz", "natan", True),
        ("natanz", "xnatanz", True),
        ("natanz", "natasn", False),
        ("natanz", "nata", False),
        ("natanz", "natzan", False),
    ],
)
def test_one_letter_may_be_wrong(word: str, other: str, *, is_off: bool) -> None:
    assert is_one_letter_off(word, other) is is_off


@given(st.text("ab", min_size=4, max_size=7), st.text("ab", min_size=3, max_size=8))
def test_words_one_letter_off_are_those_that_one_edit_makes(word: str, other: str) -> None:
    places = range(len(word) + 1)
    edits = {word}
    edits |= {word[:at] + letter + word[at:] for at in places for letter in "ab"}
    edits |= {word[:at] + word[at + 1 :] for at in places}
    edits |= {word[:at] + letter + word[at + 1 :] for at in places[:-1] for letter in "ab"}
    edits |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-2]}
    assert is_one_letter_off(word, other) is (other in edits)


WORDS = st.sampled_from(["sea", "Seas", "calm", "ship", "shop", "the", "U.N.", "1.5", "ex-\nport"])


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, min_size=1, max_size=2))
def test_every_occurrence_of_a_phrase_is_found(words: list[str], wanted: list[str]) -> None:
    text, typed = " ".join(words), " ".join(wanted).replace("-\n", "")
    expected = len(re.findall(rf"(?i)(?<!\S)(?={re.escape(' '.join(wanted))}(?!\S))", text))
    assert len(found(f'"{typed}"', text, exact=True) or []) == expected


def test_a_long_text_takes_linear_time(takes_linear_time: Callable[[Callable[[str], object], str], None]) -> None:
    takes_linear_time(lambda text: found("sea NEAR/9 calm", text), "sea calm ship ")
