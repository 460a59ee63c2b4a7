import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.documents import Document
from qa.answering.reasons import NO_DOCUMENTS, NO_WORDS
from qa.answers import Answer, Excerpt, Fact, Reprint, Status
from qa.question.filters import Filters
from qa.references import reference_to
from qa.search.offers import Offer
from ui.views.turns import failed_turn, summary, turn

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
# What a page can show: no control characters, and no carriage return, which HTML reads as a line feed.
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


def introduced() -> Excerpt:
    text = "BRANDT: It was dark.\n\nI saw <two> boats."
    return Excerpt(document=document(text=text), start=22, end=len(text), text=text[22:], score=1, context=((0, 7),))


def answer(*excerpts: Excerpt, question: str = "Who?", status: Status = "answered") -> Answer:
    return Answer(
        question=question,
        status=status,
        confidence=0.875,
        excerpts=excerpts if status == "answered" else (),
        nearest=() if status == "answered" else excerpts,
        sources=len({excerpt.document.id for excerpt in excerpts}),
        generation="20261122T010203Z-abc",
    )


def test_where_else_an_excerpt_stands_opens_to_links_to_its_words_there() -> None:
    reprints = (
        Reprint("b/<b>.md", "Title <i>", "The & Example", "2005-02"),
        *(Reprint(f"a/{number}.md", None, None, None) for number in range(60)),
    )
    excerpt = replace(quoted("He left."), also_in=reprints[:1])
    (details,) = parsed(turn(0, answer(excerpt))).xpath("//figcaption/details")
    assert details.xpath("string(summary)") == "also in 1 other"
    (link,) = details.xpath(".//a")
    assert parse_qs(link.get("href")[1:]) == {"doc": ["b/<b>.md"], "words": ["He left."]}
    assert link.get("data-doc") == "b/<b>.md"
    assert details.xpath("string(.//li)") == "Title <i> The & Example · February 2005"
    (details,) = parsed(turn(0, answer(replace(excerpt, also_in=reprints)))).xpath("//figcaption/details")
    assert details.xpath("string(summary)") == "also in 61 others"
    assert [item.text_content() for item in details.xpath(".//li")][1:] == [
        *(f"{number}.md date unknown" for number in range(49)),
        "and 11 more",
    ]
    assert parsed(turn(0, answer(quoted("He left.")))).xpath("//figcaption/details") == []


def test_an_answer_shows_question_excerpts_and_numbered_citations() -> None:
    first = quoted("He left.", title="Kerry in Paris", publisher="The Example", published="2005-02", language="en")
    second = quoted("She stayed — “so they say”.")
    page = parsed(turn(3, answer(first, second, question="Who left?")))
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
    cited = document(id="talks & more/ü.txt", text=text)
    page = parsed(turn(0, answer(Excerpt(document=cited, start=9, end=20, text=text[9:], score=1))))
    (link,) = page.xpath("//a")
    assert [link.get(f"data-{name}") for name in ("doc", "start", "end", "text")] == [
        cited.id, "9", "20", cited.text_sha256[:12],
    ]  # fmt: skip
    assert link.get("href").startswith("?")
    assert parse_qs(link.get("href")[1:]) == {"ref": [str(reference_to(cited, 9, 20))]}
    assert page.xpath("//blockquote/@cite") == [link.get("href")]
    assert page.xpath("//*[@id='from-0-0']")[0].text == "date unknown"
    assert link.get("aria-describedby") == "from-0-0"


def test_an_answer_not_found_says_so_and_shows_the_nearest_as_such() -> None:
    page = parsed(turn(0, answer(quoted("He left."), status="not_found")))
    assert page.xpath("string(//*[@class='verdict'])") == "The archive does not say."
    assert page.xpath("string(//h3)") == "The nearest passages"
    assert "do not answer the question" in page.text_content()
    assert page.xpath("//*[@class='reason']") == []
    because = replace(answer(quoted("He left."), status="not_found"), reason="no passage mentions “<b>Natanz</b>”")
    page = parsed(turn(0, because))
    assert page.xpath("string(//*[@class='reason'])") == "No passage mentions “<b>Natanz</b>”."
    assert page.xpath("//*[contains(@class, 'not-found')]//blockquote")[0].text_content() == "“He left.”"
    assert page.xpath("//a/@data-start") == ["0"]


def test_an_answer_that_is_not_sure_is_marked_with_the_reason_and_how_sure_it_is() -> None:
    unsure = replace(
        answer(quoted("He left.")), confidence=0.456, low_confidence=True, reason="no passage mentions “<b>Natanz</b>”"
    )
    page = parsed(turn(0, unsure))
    (body,) = page.xpath("//*[@class='answer unsure']")
    assert body.xpath("string(.//*[@class='verdict'])") == "Not sure that this answers."
    assert body.xpath("string(.//*[@class='reason'])") == "No passage mentions “<b>Natanz</b>”. Confidence 0.46 of 1."
    assert body.xpath("string(.//blockquote)") == "“He left.”"
    # What is said of the answer comes before the words, where it is read first.
    assert [element.tag for element in body] == ["div", "figure", "p"]
    assert body.xpath("string(p)") == "1 excerpt from 1 source."
    assert parsed(turn(0, answer(quoted("He left.")))).xpath("//*[@class='verdict']") == []


def test_an_answer_not_found_without_anything_near_promises_nothing() -> None:
    page = parsed(turn(0, answer(status="not_found")))
    assert page.xpath("string(//*[@class='verdict'])") == "The archive does not say."
    assert "nearest" not in page.text_content()
    assert page.xpath("//blockquote | //a") == []


def test_filters_are_said_with_the_answer_and_can_be_lifted() -> None:
    within = Filters(publishers=("The <Example>",), published_from="2010")
    page = parsed(turn(0, replace(answer(quoted("He left.")), filters=within)))
    (searched,) = page.xpath("//*[@class='read-as']")
    assert searched.text.strip() == f"searched: {within}"
    assert page.xpath("//button[@data-do='lift']/text()") == ["Ask the whole archive"]
    of_none = replace(answer(status="not_found"), filters=within, filters_leave_none=True, reason=NO_DOCUMENTS)
    nothing = parsed(turn(0, of_none))
    assert nothing.xpath("string(//*[@class='verdict'])") == "Nothing in the archive matches these filters."
    assert parsed(turn(0, answer(quoted("He left.")))).xpath("//button[@data-do='lift']") == []


@pytest.mark.parametrize(
    ("spoken_answer", "words"),
    [
        (answer(quoted("He left.", title="T")), "1 excerpt from 1 source. The first is from T: He left."),
        (answer(quoted("A."), quoted("B.")), "2 excerpts from 1 source. The first is from paris.txt: A."),
        (answer(quoted("A."), status="not_found"), "The archive does not say. 1 nearest passage from 1 source."),
        (
            replace(answer(status="not_found"), reason=NO_WORDS),
            "The archive does not say. The question has no words that could be looked for: name a person, a place, a "
            "thing or a time.",
        ),
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
            replace(
                answer(status="not_found"),
                filters=Filters(published_from="2010"),
                filters_leave_none=True,
                reason=NO_DOCUMENTS,
            ),
            "Nothing in the archive matches these filters.",
        ),
    ],
)
def test_an_answer_is_summed_up_for_who_hears_it(spoken_answer: Answer, words: str) -> None:
    assert summary(spoken_answer) == words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_a_document_or_question_holds_is_shown_as_text(hostile: str) -> None:
    harmful = quoted(hostile, title=hostile, author=hostile, publisher=hostile)
    harmful = replace(harmful, also_in=(Reprint(hostile, hostile, hostile, "2005"),))
    harmless = quoted("Words.", title="t", author="a", publisher="p")
    harmless = replace(harmless, also_in=(Reprint("i", "t", "p", "2005"),))
    plain = turn(0, answer(harmless, question="Who?"))
    page = parsed(turn(0, answer(harmful, question=hostile)))
    assert page.xpath("string(//li)") == f"{hostile} {hostile} · 2005"
    assert page.xpath("string(//h2)") == hostile
    assert page.xpath("string(//*[@class='words'])") == hostile
    assert page.xpath("string(//*[@class='title'])") == hostile
    assert page.xpath("string(//*[@class='from'])") == f"{hostile} · {hostile} · date unknown"
    # No element more than for harmless words, and no attribute either.
    assert [(element.tag, sorted(element.keys())) for element in page.iter()] == [
        (element.tag, sorted(element.keys())) for element in parsed(plain).iter()
    ]


def test_the_words_that_answer_are_marked_and_nothing_is_lost() -> None:
    excerpt = replace(quoted("He offered & gave 3 <boats>."), answer=(18, 27))
    page = parsed(turn(0, answer(excerpt)))
    assert page.xpath("string(//*[@class='words'])") == "He offered & gave 3 <boats>."
    assert page.xpath("string(//strong[@class='key'])") == "3 <boats>"
    assert parsed(turn(0, answer(replace(excerpt, answer=None)))).xpath("//strong") == []


@given(question=VISIBLE, words=VISIBLE.filter(bool), title=VISIBLE.filter(bool))
def test_any_text_in_an_answer_reads_as_the_text_again(question: str, words: str, title: str) -> None:
    page = parsed(turn(0, answer(quoted(words, title=title), question=question)))
    assert page.xpath("string(//h2)") == question
    assert page.xpath("string(//*[@class='words'])") == words
    assert page.xpath("string(//*[@class='title'])") == title


def test_a_follow_up_shows_how_it_was_read_and_any_other_question_nothing_of_the_kind() -> None:
    asked = answer(quoted("He offered to mediate."), question="And what did he offer?")
    read = replace(asked, read_as="And what did he offer? (Emir <Qatar>)")
    assert "read as" not in turn(0, asked)
    (line,) = parsed(turn(0, read)).xpath("//*[contains(@class, 'read-as')]")
    assert line.text_content() == "read as: And what did he offer? (Emir <Qatar>)"


def test_a_question_that_could_not_be_asked_is_shown_with_the_reason() -> None:
    page = parsed(failed_turn(1, "<b>Who?</b>", "The question is <i>bad</i>."))
    assert page.xpath("string(//h2)") == "<b>Who?</b>"
    assert page.xpath("string(//*[@role='alert'])") == "The question is <i>bad</i>."
    assert page.xpath("//b | //i | //blockquote") == []


def test_a_pasted_book_is_not_shown_whole_as_a_question() -> None:
    page = parsed(failed_turn(0, "why " * 25_000, "Too long."))
    question = page.xpath("string(//h2)")
    assert question.startswith("why why why")
    assert question.endswith("…")
    assert len(question) < 400


def test_a_fact_stands_above_the_excerpts_with_a_link_to_its_document() -> None:
    fact = Fact(document(title="Coal <short>"), "author", "Iris & Toft", 1.0)
    page = parsed(turn(0, replace(answer(quoted("He left.")), facts=(fact,), sources=2)))
    (line,) = page.xpath("//p[@class='fact']")
    assert " ".join(line.text_content().split()) == "Written by Iris & Toft as Coal <short> states of itself"
    assert line.getnext().tag == "figure"
    assert parse_qs(line.xpath("string(.//a/@href)")[1:]) == {"doc": ["talks/paris.txt"]}
    assert page.xpath("string(//p[@class='sources'])") == "1 fact and 1 excerpt from 2 sources."


def test_a_fact_may_answer_alone() -> None:
    fact = Fact(document(title="Coal"), "published", "1999-06", 1.0)
    alone = replace(answer(), facts=(fact,), sources=1)
    assert parsed(turn(0, alone)).xpath("string(//p[@class='fact']/strong)") == "Dated June 1999"
    assert summary(alone) == "1 fact from 1 source. Dated June 1999, says Coal."


def test_what_introduces_an_excerpt_stands_before_its_words() -> None:
    page = parsed(turn(0, answer(introduced())))
    assert [context.text_content() for context in page.xpath("//blockquote/*[@class='context']")] == ["“BRANDT:” […]"]
    assert page.xpath("string(//*[@class='words'])") == "I saw <two> boats."
    assert "context" not in turn(0, answer(quoted("He left.")))


def test_items_and_rows_stand_on_lines_of_their_own_and_keep_every_character() -> None:
    text = "They want:\n\nnets\n\nboats"
    words = parsed(turn(0, answer(quoted(text)))).xpath("//*[@class='words']")[0]
    assert words.text_content() == text
    assert len(words.findall("br")) == 2


def test_exact_searches_are_offered_where_there_is_no_answer() -> None:
    offered = [Offer('"<b>"', "“<b>”", 3), Offer('"Natanz"', "“Natanz”", 1)]
    page = parsed(turn(0, answer(status="not_found"), offered))
    buttons = page.xpath("//ul[@class='offers']//button")
    assert [button.text for button in buttons] == ["“<b>” stands in 3 documents", "“Natanz” stands in 1 document"]
    assert [button.get("data-search") for button in buttons] == ['"<b>"', '"Natanz"']
    assert parsed(turn(0, answer(status="not_found"))).xpath("//ul[@class='offers']") == []
