from typing import Any

from lxml import html

from embeddings.documents import Document
from embeddings.times.values import parse_notation
from qa.answers import Answer, Excerpt
from qa.citations.timeline import Moment, timeline
from ui.views.timeline import SHOWN, shown_parts, timeline_html, timeline_lines


def quoted(text: str, **more: Any) -> Excerpt:
    document = Document(id="talks/<b>.txt", path="/a.txt", text=text, sha256="0" * 64, **more)
    return Excerpt(document=document, start=0, end=len(text), text=text, score=1)


def answer(*excerpts: Excerpt) -> Answer:
    return Answer("When?", "answered", 0.9, excerpts, (), len(excerpts), "g")


def test_an_answer_opens_to_its_excerpts_in_the_order_of_time() -> None:
    page = html.fragment_fromstring(
        timeline_html(answer(quoted("In 2005 <i>they</i> met."), quoted("In 1999 they had not."))), create_parent="div"
    )
    assert [" ".join(item.text_content().split()) for item in page.xpath("//li")] == [
        "1999In 1999 they had not. 2 <b>.txt",
        "2005In 2005 <i>they</i> met. 1 <b>.txt",
    ]
    assert page.xpath("//q/strong/text()") == ["1999", "2005"]
    assert page.xpath("//svg/@aria-label") == ["Times spoken of by year: 1999: 1, 2005: 1"]
    assert page.xpath("//a/@data-start") == ["0", "0"]


def test_words_that_tell_a_time_by_another_are_marked_beside_it() -> None:
    told = quoted("In 2005 they met. Five years later they parted.")
    page = html.fragment_fromstring(timeline_html(answer(told)), create_parent="div")
    assert page.xpath("//*[@class='when']/text()") == ["2005", "2010"]
    assert page.xpath("//q/strong/text()") == ["2005", "Five years later"]
    undated = html.fragment_fromstring(timeline_html(answer(told, quoted("They met."))), create_parent="div")
    assert undated.xpath("//*[@class='when']/text()")[-1] == "time unknown"


def test_an_answer_of_no_time_or_of_one_has_no_order() -> None:
    assert timeline_html(answer(quoted("In 2005 they met."))) == ""
    assert timeline_html(answer(quoted("They met."), quoted("They parted."))) == ""


def test_a_long_excerpt_is_cut_around_the_words_that_tell_the_time() -> None:
    waited = "they waited " * 30
    excerpt = quoted(f"In 1999 {waited}until 2003, and then {waited}until 2005.")
    shown = ["".join(shown_parts(moment)) for moment in timeline([excerpt])]
    assert shown[0].startswith("In 1999 they waited they")
    assert (shown[0][-2:], shown[1][:2], shown[1][-2:], shown[2][:2]) == (" …", "… ", " …", "… ")
    assert "they waited until 2003, and then they waited" in shown[1]
    assert shown[2].endswith("they waited until 2005.")
    assert all(SHOWN - 20 < len(line) <= SHOWN + len("… …") for line in shown)
    (before, words, after), *_ = map(shown_parts, timeline([quoted("They\n  waited " * 30)]))
    assert (before, words, after[:12], after[-2:]) == ("", "", "They waited ", " …")


def test_without_spaces_the_words_are_cut_anywhere() -> None:
    excerpt = quoted(f"{'会' * 200}2005年{'会' * 200}")
    before, words, after = shown_parts(Moment(parse_notation("2005"), "2005", excerpt, 1, (200, 204)))
    assert (before[:3], words, after[-3:]) == ("… 会", "2005", "会 …")


def test_lines_give_the_times_the_words_and_the_counts() -> None:
    lines = timeline_lines(timeline([quoted("In 2005 they met."), quoted(f"In 1999 {'they waited ' * 30}.")]))
    assert lines[1] == "2005  “In 2005 they met.” [1] <b>.txt"
    assert lines[0].startswith("1999  “In 1999 they waited")
    assert lines[0].endswith("…” [2] <b>.txt")
    assert len(lines[0]) < SHOWN + 40
    assert lines[2:] == ["", "1999  █ 1 time", "2005  █ 1 time"]
