"""The feed, held against what RFC 4287 requires of one."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from qa.kept.standing_questions import Outcome, Quoted, StandingQuestion
from ui.views.feed import MOST_ENTRIES, feed

ADDRESS, BEGAN = "https://archive.example/loccit/", "2026-01-01T00:00:00+00:00"
ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ONCE = ("id", "title", "updated")


def quotation(words: str) -> Quoted:
    return Quoted(words, "qa1abc", "A <Title> & more", "2010")


def standing(
    number: int, seen: tuple[str, ...], latest: tuple[str, ...], since: str = "2026-03-04T05:06:07+00:00"
) -> StandingQuestion:
    outcomes = (Outcome("g", tuple(map(quotation, words)), since) for words in (seen, latest))
    return StandingQuestion(number, f"Who was <number> {number} & why?\x00\ufffe", BEGAN, *outcomes)


def written(*kept: StandingQuestion) -> etree._Element:
    return etree.fromstring(feed(kept, ADDRESS, "standing.atom", BEGAN))


def checked(element: etree._Element) -> None:
    """Check what the RFC requires of a feed or an entry: 4.1.1 and 4.1.2, with the constructs they are made of."""
    for name in _ONCE:
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id"))
    assert _MOMENT.fullmatch(element.findtext(f"{ATOM}updated"))
    for link in element.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href")).scheme == "https"


def test_a_feed_has_all_that_the_rfc_requires() -> None:
    root = written(standing(1, (), ("It came.",)), standing(2, ("old",), ("new",)), standing(3, ("same",), ("same",)))
    assert root.tag == f"{ATOM}feed"
    checked(root)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "loccit"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{ADDRESS}standing.atom"
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        checked(entry)
    # One without news is no entry.
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Who was <number> 1 & why?\ufffd\ufffd",
        "Who was <number> 2 & why?\ufffd\ufffd",
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_an_entry_has_the_new_words_the_old_ones_struck_and_links() -> None:
    entry = written(standing(2, ("old <b>words",), ("new <i>words",))).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "Its answer has changed."
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    shown = html.fragment_fromstring(content.text, create_parent="div")
    assert [one.text_content() for one in shown.xpath("//blockquote")] == ["“new <i>words”", "“old <b>words”"]
    assert [one.text_content() for one in shown.xpath("//del")] == ["“old <b>words”"]
    assert shown.xpath("//a/@href") == [f"{ADDRESS}?ref=qa1abc"] * 2
    link = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
    assert parse_qs(urlsplit(link).query)["q"][0].startswith("Who was <number> 2 & why?")


def test_another_answer_is_another_entry_and_the_feed_is_as_new_as_its_newest() -> None:
    early, late = "2026-03-04T05:06:07+00:00", "2026-05-01T00:00:00+00:00"
    first, second = (written(standing(1, (), ("It came.",), since)) for since in (early, late))
    ids = [root.findtext(f"{ATOM}entry/{ATOM}id") for root in (first, second)]
    assert ids[0] != ids[1]
    assert ids[0] == written(standing(1, (), ("It came.",), early)).findtext(f"{ATOM}entry/{ATOM}id")
    both = written(standing(1, (), ("a",), early), standing(2, (), ("b",), late))
    assert both.findtext(f"{ATOM}updated") == late
    assert [entry.findtext(f"{ATOM}updated") for entry in both.findall(f"{ATOM}entry")] == [late, early]
    assert first.findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")


def test_a_feed_without_news_is_one_and_a_long_one_is_cut() -> None:
    empty = written()
    checked(empty)
    assert empty.findtext(f"{ATOM}updated") == BEGAN
    many = written(*(standing(number, (), ("It came.",)) for number in range(MOST_ENTRIES + 5)))
    assert len(many.findall(f"{ATOM}entry")) == MOST_ENTRIES
