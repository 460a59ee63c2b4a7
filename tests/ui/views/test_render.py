import re
import subprocess
import sys
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.documents import Document
from qa.answers import Answer, Excerpt, Reprint, Status
from qa.question.filters import Filters
from ui.views import render

HOSTILE = [
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    "![x](http://127.0.0.1:9/x.png)",
    "[click](javascript:alert(1))",
    "{{x}} {x} {% x %}",
    "${x} $x$ \\(x\\)",
    "`x` ```x```",
    "</span></blockquote><h1>not ours</h1>",
    '" onclick="alert(1)" x=\'',
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "<!-- -->]]>",
]
# What a page cannot show: the control characters that `escape` replaces, and a carriage return, which HTML reads as a
# line feed.
VISIBLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).map(
    lambda text: re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "", text)
)


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def document(**more: Any) -> Document:
    return Document(
        **{"id": "talks/paris.txt", "path": "/a/talks/paris.txt", "text": "Words.", "sha256": "0" * 64} | more
    )


def quoted(text: str, **more: Any) -> Excerpt:
    return Excerpt(document=document(text=text, **more), start=0, end=len(text), text=text, score=1)


def answer(*shown: Excerpt, question: str = "Who?", status: Status = "answered") -> Answer:
    return Answer(
        question=question,
        status=status,
        confidence=0.875,
        excerpts=shown if status == "answered" else (),
        nearest=() if status == "answered" else shown,
        sources=len({one.document.id for one in shown}),
        generation="20261122T010203Z-abc",
    )


@given(VISIBLE)
def test_escaped_text_reads_as_the_text_again(text: str) -> None:
    assert parsed(f"<p>{render.escape(text)}</p>")[0].text_content() == text


@given(VISIBLE)
def test_escaped_text_reads_as_the_text_again_in_an_attribute(text: str) -> None:
    assert parsed(f'<p title="{render.escape(text)}">x</p>')[0].get("title") == text


@given(st.text())
def test_escaped_text_holds_no_sign_of_html_of_templates_or_of_markdown_code(text: str) -> None:
    escaped = render.escape(text)
    left = re.sub(r"&#\d+;", "", escaped)
    assert not set(left) & set("&<>\"'`{}$\\")


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x07", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_a_control_character_shows_as_a_replacement(character: str) -> None:
    assert render.escape(f"a{character}b") == "a\ufffdb"


def test_line_breaks_and_tabs_stay() -> None:
    assert render.escape("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2010-11-30", "30 November 2010"),
        ("2005-02-04", "4 February 2005"),
        ("2010-11", "November 2010"),
        ("2010", "2010"),
        ("1789-07-14", "14 July 1789"),
        (None, "date unknown"),
        ("", "date unknown"),
    ],
)
def test_a_date_is_written_as_a_reader_would(published: str | None, shown: str) -> None:
    assert render.human_date(published) == shown


def test_the_citation_line_holds_what_the_document_states() -> None:
    stated = document(publisher="The Example", author="A. Reporter", published="2010-11-30")
    assert render.citation_line(stated) == "The Example · A. Reporter · 30 November 2010"
    assert render.citation_line(document(author="A. Reporter")) == "A. Reporter · date unknown"
    assert render.citation_line(document()) == "date unknown"


def test_a_document_without_a_title_goes_by_its_files_name() -> None:
    assert render.title_of(document()) == "paris.txt"
    assert render.title_of(document(title="Kerry in Paris")) == "Kerry in Paris"


def test_where_else_an_excerpt_stands_is_said_in_a_line() -> None:
    reprints = (
        Reprint("a/one.md", "Kerry in Paris", "The Example", "2005-02"),
        Reprint("a/two.md", None, None, None),
        Reprint("a/three.md", "Alternative", None, "2005-02-04"),
        *(Reprint(f"a/{number}.md", f"More {number}", None, None) for number in range(1200)),
    )
    assert render.also_in_line(quoted("He left.")) == ""
    named = "also in Kerry in Paris, The Example, February 2005; two.md, date unknown; Alternative, 4 February 2005"
    assert render.also_in_line(replace(quoted("He left."), also_in=reprints[:3])) == named
    assert render.also_in_line(replace(quoted("He left."), also_in=reprints)) == f"{named}; and 1,200 more"


def test_where_else_an_excerpt_stands_opens_to_links_to_its_words_there() -> None:
    others = (
        Reprint("b/<b>.md", "Title <i>", "The & Example", "2005-02"),
        *(Reprint(f"a/{number}.md", None, None, None) for number in range(60)),
    )
    one = replace(quoted("He left."), also_in=others[:1])
    (opened,) = parsed(render.turn(0, answer(one))).xpath("//figcaption/details")
    assert opened.xpath("string(summary)") == "also in 1 other"
    (link,) = opened.xpath(".//a")
    assert parse_qs(link.get("href")[1:]) == {"doc": ["b/<b>.md"], "words": ["He left."]}
    assert link.get("data-doc") == "b/<b>.md"
    assert opened.xpath("string(.//li)") == "Title <i> The & Example · February 2005"
    (opened,) = parsed(render.turn(0, answer(replace(one, also_in=others)))).xpath("//details")
    assert opened.xpath("string(summary)") == "also in 61 others"
    assert [item.text_content() for item in opened.xpath(".//li")][1:] == [
        *(f"{number}.md date unknown" for number in range(49)),
        "and 11 more",
    ]
    assert parsed(render.turn(0, answer(quoted("He left.")))).xpath("//details") == []


def test_an_answer_shows_question_excerpts_and_numbered_citations() -> None:
    first = quoted("He left.", title="Kerry in Paris", publisher="The Example", published="2005-02", language="en")
    second = quoted("She stayed — “so they say”.")
    page = parsed(render.turn(3, answer(first, second, question="Who left?")))
    assert page.xpath("string(//h2)") == "Who left?"
    assert page.xpath("//article/@aria-labelledby") == page.xpath("//h2/@id") == ["question-3"]
    assert [quote.text_content() for quote in page.xpath("//blockquote")] == [
        "“He left.”",
        "“She stayed — “so they say”.”",
    ]
    assert page.xpath("//blockquote/@lang") == ["en", ""]
    assert [" ".join(link.text_content().split()) for link in page.xpath("//a")] == ["1 Kerry in Paris", "2 paris.txt"]
    assert [line.text for line in page.xpath("//*[@class='from']")] == ["The Example · February 2005", "date unknown"]
    assert set(page.xpath("//button/@type")) == {"button"}
    assert "does not say" not in page.text_content()


def test_a_citation_holds_its_place_and_links_to_it() -> None:
    text = "He left. She stayed."
    own = document(id="talks & more/ü.txt", text=text)
    page = parsed(render.turn(0, answer(Excerpt(document=own, start=9, end=20, text=text[9:], score=1))))
    (link,) = page.xpath("//a")
    assert [link.get(f"data-{name}") for name in ("doc", "start", "end", "text")] == [
        own.id, "9", "20", own.text_sha256[:12],
    ]  # fmt: skip
    assert link.get("href").startswith("?")
    assert parse_qs(link.get("href")[1:]) == {"doc": [own.id], "at": ["9-20"], "text": [own.text_sha256[:12]]}
    assert page.xpath("//blockquote/@cite") == [link.get("href")]
    assert page.xpath("//*[@id='from-0-0']")[0].text == "date unknown"
    assert link.get("aria-describedby") == "from-0-0"


def test_an_answer_not_found_says_so_and_shows_the_nearest_as_such() -> None:
    page = parsed(render.turn(0, answer(quoted("He left."), status="not_found")))
    assert page.xpath("string(//*[@class='verdict'])") == "The archive does not say."
    assert page.xpath("string(//h3)") == "The nearest passages"
    assert "do not answer the question" in page.text_content()
    assert page.xpath("//*[@class='reason']") == []
    because = replace(answer(quoted("He left."), status="not_found"), reason="no passage mentions “<b>Natanz</b>”")
    page = parsed(render.turn(0, because))
    assert page.xpath("string(//*[@class='reason'])") == "No passage mentions “<b>Natanz</b>”."
    assert page.xpath("//*[contains(@class, 'not-found')]//blockquote")[0].text_content() == "“He left.”"
    assert page.xpath("//a/@data-start") == ["0"]


def test_an_answer_that_is_not_sure_is_marked_with_the_reason_and_how_sure_it_is() -> None:
    unsure = replace(
        answer(quoted("He left.")), confidence=0.456, low_confidence=True, reason="no passage mentions “<b>Natanz</b>”"
    )
    page = parsed(render.turn(0, unsure))
    (shown,) = page.xpath("//*[@class='answer unsure']")
    assert shown.xpath("string(.//*[@class='verdict'])") == "Not sure that this answers."
    assert shown.xpath("string(.//*[@class='reason'])") == "No passage mentions “<b>Natanz</b>”. Confidence 0.46 of 1."
    assert shown.xpath("string(.//blockquote)") == "“He left.”"
    # What is said of the answer comes before the words, where it is read first.
    assert [one.tag for one in shown] == ["div", "figure", "p"]
    assert shown.xpath("string(p)") == "1 excerpt from 1 source."
    assert parsed(render.turn(0, answer(quoted("He left.")))).xpath("//*[@class='verdict']") == []


def test_an_answer_not_found_without_anything_near_promises_nothing() -> None:
    page = parsed(render.turn(0, answer(status="not_found")))
    assert page.xpath("string(//*[@class='verdict'])") == "The archive does not say."
    assert "nearest" not in page.text_content()
    assert page.xpath("//blockquote | //a") == []


def test_filters_are_said_with_the_answer_and_can_be_lifted() -> None:
    within = Filters(publishers=("The <Example>",), published_from="2010")
    page = parsed(render.turn(0, replace(answer(quoted("He left.")), filters=within)))
    (said,) = page.xpath("//*[@class='read-as']")
    assert said.text.strip() == f"searched: {within}"
    assert page.xpath("//button[@data-do='lift']/text()") == ["Ask the whole archive"]
    nothing = parsed(render.turn(0, replace(answer(status="not_found"), filters=within)))
    assert nothing.xpath("string(//*[@class='verdict'])") == "Nothing in the archive matches these filters."
    assert parsed(render.turn(0, answer(quoted("He left.")))).xpath("//button[@data-do='lift']") == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(quoted("He left.", title="T")), "1 excerpt from 1 source. The first is from T: He left."),
        (answer(quoted("A."), quoted("B.")), "2 excerpts from 1 source. The first is from paris.txt: A."),
        (answer(quoted("A."), status="not_found"), "The archive does not say. 1 nearest passage from 1 source."),
        (
            replace(answer(quoted("A."), status="not_found"), reason="no passage mentions “B”"),
            "The archive does not say. No passage mentions “B”. 1 nearest passage from 1 source.",
        ),
        (
            replace(answer(quoted("A.")), low_confidence=True, reason="no passage mentions “B”"),
            "Not sure that this answers. No passage mentions “B”. 1 excerpt from 1 source. "
            "The first is from paris.txt: A.",
        ),
        (
            replace(answer(status="not_found"), filters=Filters(published_from="2010")),
            "Nothing in the archive matches these filters.",
        ),
    ],
)
def test_an_answer_is_summed_up_for_who_hears_it(given: Answer, said: str) -> None:
    assert render.summary(given) == said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_a_document_or_question_holds_is_shown_as_text(hostile: str) -> None:
    shown = quoted(hostile, title=hostile, author=hostile, publisher=hostile)
    shown = replace(shown, also_in=(Reprint(hostile, hostile, hostile, "2005"),))
    harmless = quoted("Words.", title="t", author="a", publisher="p")
    harmless = replace(harmless, also_in=(Reprint("i", "t", "p", "2005"),))
    plain = render.turn(0, answer(harmless, question="Who?"))
    page = parsed(render.turn(0, answer(shown, question=hostile)))
    assert page.xpath("string(//li)") == f"{hostile} {hostile} · 2005"
    assert page.xpath("string(//h2)") == hostile
    assert page.xpath("string(//*[@class='words'])") == hostile
    assert page.xpath("string(//*[@class='title'])") == hostile
    assert page.xpath("string(//*[@class='from'])") == f"{hostile} · {hostile} · date unknown"
    # No element more than for harmless words, and no attribute either.
    assert [(one.tag, sorted(one.keys())) for one in page.iter()] == [
        (one.tag, sorted(one.keys())) for one in parsed(plain).iter()
    ]


@given(question=VISIBLE, words=VISIBLE.filter(bool), title=VISIBLE.filter(bool))
def test_any_text_in_an_answer_reads_as_the_text_again(question: str, words: str, title: str) -> None:
    page = parsed(render.turn(0, answer(quoted(words, title=title), question=question)))
    assert page.xpath("string(//h2)") == question
    assert page.xpath("string(//*[@class='words'])") == words
    assert page.xpath("string(//*[@class='title'])") == title


def test_a_follow_up_shows_how_it_was_read_and_any_other_question_nothing_of_the_kind() -> None:
    asked = answer(quoted("He offered to mediate."), question="And what did he offer?")
    read = replace(asked, read_as="And what did he offer? (Emir <Qatar>)")
    assert "read as" not in render.turn(0, asked)
    (shown,) = parsed(render.turn(0, read)).xpath("//*[contains(@class, 'read-as')]")
    assert shown.text_content() == "read as: And what did he offer? (Emir <Qatar>)"


def test_a_question_that_could_not_be_asked_is_shown_with_the_reason() -> None:
    page = parsed(render.failed_turn(1, "<b>Who?</b>", "The question is <i>bad</i>."))
    assert page.xpath("string(//h2)") == "<b>Who?</b>"
    assert page.xpath("string(//*[@role='alert'])") == "The question is <i>bad</i>."
    assert page.xpath("//b | //i | //blockquote") == []


def test_a_pasted_book_is_not_shown_whole_as_a_question() -> None:
    page = parsed(render.failed_turn(0, "why " * 25_000, "Too long."))
    shown = page.xpath("string(//h2)")
    assert shown.startswith("why why why")
    assert shown.endswith("…")
    assert len(shown) < 400


def test_the_welcome_offers_the_examples_as_buttons() -> None:
    page = parsed(render.welcome(["Who <b>left</b>?", "When?"]))
    assert [button.text for button in page.xpath("//button")] == ["Who <b>left</b>?", "When?"]


def test_the_welcome_without_examples_announces_none() -> None:
    page = parsed(render.welcome([]))
    assert page.xpath("//button | //ul") == []
    assert "For instance" not in page.text_content()


def test_an_empty_archive_says_the_next_step_to_who_may_take_it() -> None:
    page = parsed(render.first_run(may_change=True))
    assert [(link.get("href"), link.text) for link in page.xpath("//a")] == [("archive", "Add documents")]
    assert parsed(render.first_run(may_change=False)).xpath("//a") == []
    assert "Whoever runs this server" in render.first_run(may_change=False)


def test_a_notice_is_escaped() -> None:
    page = parsed(render.notice("There is no index in <here>."))
    assert page.xpath("string(//p)") == "There is no index in <here>."


def test_rendering_needs_no_gradio() -> None:
    code = "import ui.views.export, ui.views.narrowing, ui.views.render, ui.views.source_pane, ui.views.why, sys\n"
    code += "print('gradio' in sys.modules or 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
