from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import SearchError
from qa.search.parsing import And, InField, Near, Not, Or, Phrase, Search, Word, parse_search


def phrase(*words: str) -> Phrase:
    return Phrase(tuple(Word(word, word) for word in words))


SEA, CALM, BOAT = phrase("sea"), phrase("calm"), phrase("boat")


@pytest.mark.parametrize(
    ("typed", "search"),
    [
        ("sea", SEA),
        ("sea calm", And((SEA, CALM))),
        ("sea AND calm", And((SEA, CALM))),
        ("sea OR calm boat", Or((SEA, And((CALM, BOAT))))),
        ("(sea OR calm) boat", And((Or((SEA, CALM)), BOAT))),
        ("sea NOT calm", And((SEA, Not(CALM)))),
        ("sea AND NOT (calm OR boat)", And((SEA, Not(Or((CALM, BOAT)))))),
        ('"sea calm" boat', And((phrase("sea", "calm"), BOAT))),
        ("“sea calm”", phrase("sea", "calm")),
        ("sea-calm", phrase("sea", "calm")),
        ("sea NEAR/5 calm", Near(SEA, CALM, 5)),
        ("sea NEAR/5 (calm OR boat)", Near(SEA, Or((CALM, BOAT)), 5)),
        ("title:sea", InField("title", SEA)),
        ('Author:"sea calm" boat', And((InField("author", phrase("sea", "calm")), BOAT))),
        ("sea*", Phrase((Word("sea", "sea", "*"),))),
        ("boat~", Phrase((Word("boat", "boat", "~"),))),
        ("Boats", Phrase((Word("Boats", "boat"),))),
        ("the", Phrase((Word("the", ""),))),
        ("sea or not near", And((SEA, Phrase((Word("or", ""),)), Phrase((Word("not", ""),)), phrase("near")))),
    ],
)
def test_a_search_becomes_a_tree(typed: str, search: Search) -> None:
    assert parse_search(typed) == search


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "The search cannot be read at its end: something to look for is missing. Here: ▸"),
        ("sea AND", "cannot be read at its end: something to look for is missing. Here: sea AND▸"),
        ("(sea", "cannot be read at its end: a “)” is missing. Here: (sea▸"),
        ("sea) calm", "cannot be read at character 4: there is no “(” before it. Here: sea▸) calm"),
        ('sea "calm', 'cannot be read at character 5: its closing quotation mark is missing. Here: sea ▸"calm'),
        ("sea ” calm", "cannot be read at character 5: there is no “ before it. Here: sea ▸” calm"),
        ("OR sea", "cannot be read at character 1: something to look for is missing before it. Here: ▸OR sea"),
        ("sea NEAR/x calm", "at character 5: NEAR/ needs a number of words, as in NEAR/5. Here: sea ▸NEAR/x calm"),
        ("sea NEAR/0 calm", "at character 5: NEAR/ needs a number"),
        ("sea NEAR/5 (calm boat)", "at character 12: NEAR stands between words, phrases and what OR joins"),
        (
            "colour:sea",
            "at character 1: there is no field “colour”; there are title, author, speaker. Here: ▸colour:sea",
        ),
        ("sea ab~", "at character 5: a word with ~ has 4 letters or more. Here: sea ▸ab~"),
        ("sea *", "at character 5: it holds no word. Here: sea ▸*"),
        ("sea bo*t", "at character 7: * stands at the end of a word, as in negotiat*. Here: sea bo▸*t"),
        ("~calm", "at character 1: ~ stands at the end of a word, as in negotiat~. Here: ▸~calm"),
        ('sea "a *calm"', "at character 8: * stands at the end of a word"),
        ("title: sea", "at character 7: right after “title:” stands what it holds, as in title:fax. Here: title:▸ sea"),
        ("sea Author:", "at its end: right after “Author:” stands what it holds, as in Author:fax. Here: sea Author:▸"),
        ("NOT sea", "The search only says what must not be there; add what to look for."),
        ("sea OR NOT calm", "The search only says what must not be there"),
        ("(" * 60 + "sea", "at character 52: there is too much in one another"),
        ("NOT " * 60 + "sea", "there is too much in one another"),
        ("sea " * 600, "The search has 2,400 characters; the limit is 2,000. Shorten it."),
    ],
)
def test_a_search_that_cannot_be_read_is_pointed_at(typed: str, message: str) -> None:
    with pytest.raises(SearchError) as error:
        parse_search(typed)
    assert message in str(error.value)


PARTS = [*'ab "“”()*~:/-\n', "AND ", "OR ", "NOT ", "NEAR/2 ", "title:"]


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    with suppress(SearchError):
        assert isinstance(parse_search(typed), Phrase | InField | Near | Not | And | Or)
