from typing import Any

from lxml import html

from embeddings.documents import Document
from qa.answers import Answer, Excerpt
from qa.citations.timeline import timeline
from ui.views.timeline import SHOWN, plot, timeline_html, timeline_lines


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
        "1999 In 1999 they had not. [2] <b>.txt",
        "2005 In 2005 <i>they</i> met. [1] <b>.txt",
    ]
    assert page.xpath("//svg/@aria-label") == ["Times spoken of: 1999: 1, 2005: 1"]
    assert [bar.text_content() for bar in page.xpath("//rect")] == ["1999: 1", "2005: 1"]
    assert page.xpath("//div[@class='years']/p/span/text()") == ["1999", "2005"]
    first, last = page.xpath("//rect/@x")[0], page.xpath("//rect")[-1]
    assert (float(first), float(last.get("x")) + float(last.get("width"))) == (0, 600), "under them stand the years"
    assert page.xpath("//a/@data-start") == ["0", "0"]


def test_an_answer_of_no_time_or_of_one_has_no_order() -> None:
    assert timeline_html(answer(quoted("In 2005 they met."))) == ""
    assert timeline_html(answer(quoted("They met."), quoted("They parted."))) == ""


def test_a_plot_of_many_years_names_decades() -> None:
    assert plot({}, "Times") == ""
    assert 'aria-label="Times: 1990s: 2, 2010s: 1"' in plot({1990: 2, 2000: 0, 2010: 1}, "Times")


def test_lines_give_the_times_the_words_and_the_counts() -> None:
    lines = timeline_lines(timeline([quoted("In 2005 they met."), quoted(f"In 1999 {'they waited ' * 30}.")]))
    assert lines[1] == "2005  “In 2005 they met.” [1] <b>.txt"
    assert lines[0].startswith("1999  “In 1999 they waited")
    assert lines[0].endswith("…” [2] <b>.txt")
    assert len(lines[0]) < SHOWN + 40
    assert lines[2:] == ["", "1999  █ 1 time", "2005  █ 1 time"]
