import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from embeddings.documents import Document
from qa.answers import Answer, Difference, Excerpt, Fact, Reprint, Status, Value
from qa.citations.markdown import markdown
from qa.question.filters import Filters

SHA = "ab" * 32


def excerpt(text: str, **more: Any) -> Excerpt:
    facts: dict[str, Any] = {"id": "talks/paris.txt", "path": "/a", "sha256": SHA}
    return Excerpt(document=Document(text=text, **facts | more), start=0, end=len(text), text=text, score=1)


def answer(*excerpts: Excerpt, status: Status = "answered", **more: Any) -> Answer:
    sources = len({excerpt.document.id for excerpt in excerpts})
    fields = {"question": "Who left?", "status": status, "confidence": 0.9, "sources": sources, "generation": "g"}
    fields |= {"excerpts": (), "nearest": ()} | {"excerpts" if status == "answered" else "nearest": excerpts}
    return Answer(**fields | more)


def rendered(written: str) -> Any:
    """What a reader of Markdown with raw HTML and tables makes of it, as most do."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written)
    return html.fragment_fromstring(page, create_parent="div")


def footnotes(written: str) -> dict[str, str]:
    """What the footnotes say, by their marks, as a reader of Markdown with footnotes has it."""
    notes = re.findall(r"^\[\^([\d-]+)\]: (.*\n(?:    .*\n)*)", written, re.MULTILINE)
    return {mark: words(rendered(dedented(note)).text_content()) for mark, note in notes}


def dedented(note: str) -> str:
    return re.sub(r"^    ", "", note, flags=re.MULTILINE)


def words(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_is_quoted_with_title_source_date_and_exact_place() -> None:
    first = excerpt(
        "He left.", title="Kerry in Paris", publisher="The Example", published="2005-02", url="https://a.b/c"
    )
    shown = [first, excerpt("She\n\nstayed.")]
    assert markdown(answer(*shown, read_as="Who left? (Kerry)"), 3) == (
        "## Who left?\n\n"
        "read as: Who left? (Kerry)\n\n"
        "> “He left.”[^3-1]\n\n"
        "> “She\n>\n> stayed.”[^3-2]\n\n"
        "2 excerpts from 1 source.\n\n"
        "[^3-1]: Kerry in Paris. The Example · February 2005.  \n"
        "    https://a.b/c  \n"
        f"    talks/paris.txt, characters 0 to 8, sha256 of the file {SHA}  \n"
        f"    loccit {shown[0].reference}\n\n"
        "[^3-2]: paris.txt. date unknown.  \n"
        f"    talks/paris.txt, characters 0 to 12, sha256 of the file {SHA}  \n"
        f"    loccit {shown[1].reference}\n"
    )
    linked = markdown(answer(first), address="http://127.0.0.1:7860/")
    assert linked.endswith(f"    http://127.0.0.1:7860/?ref={first.reference}\n")


def test_what_introduces_an_excerpt_is_quoted_before_it_with_its_place() -> None:
    text = "Pier | Boats\n\nNorth | 12\n\nSouth | 9"
    row = replace(excerpt(text), start=26, text="South | 9", context=((0, 12),))
    written = markdown(answer(row))
    assert "> “Pier \\| Boats” \\[…\\]\n>\n> “South \\| 9”[^1-1]\n\n" in written
    assert "characters 0 to 12 and characters 26 to 35, sha256" in written


def test_what_is_not_found_and_what_was_searched_is_said() -> None:
    near = markdown(answer(excerpt("He left."), status="not_found", filters=Filters(published_from="2010")))
    assert "searched: published from 2010" in near
    assert "The documents searched do not say. The nearest passages:\n\n> “He left.”" in near
    assert markdown(answer(status="not_found")).strip().endswith("The archive does not say.")
    why = markdown(answer(excerpt("He left."), status="not_found", reason="no passage mentions “*Natanz*”"))
    assert "The archive does not say. No passage mentions “\\*Natanz\\*”. The nearest passages:\n\n>" in why


def test_an_answer_that_is_not_sure_says_so_before_its_words() -> None:
    unsure = answer(excerpt("He left."), confidence=0.456, low_confidence=True, reason="no passage mentions “Natanz”")
    standing = "Not sure that this answers. No passage mentions “Natanz”. Confidence 0.46 of 1."
    assert f"## Who left?\n\n{standing}\n\n> “He left.”" in markdown(unsure)


def test_where_else_the_words_stand_is_said() -> None:
    also = (Reprint("a/b.md", "It’s *his*", "The Example", "2005"),)
    written = markdown(answer(replace(excerpt("He left."), also_in=also)))
    assert "    also in It’s \\*his\\*, The Example, 2005  \n" in written


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "![x](http://127.0.0.1:9/x.png)",
        "[x](javascript:alert(1))",
        "# not a heading",
        "1. not a list",
        "* no * _emphasis_ `code` ~~gone~~",
        "&lt;b&gt; \\ | $x$",
        "---",
        "> “not quoted",
        "a\n# b\n- c\n+ d\n===\n2) e",
    ],
)
def test_what_a_document_or_a_question_holds_reads_as_it_stands_there(hostile: str) -> None:
    written = markdown(answer(excerpt(f"{hostile}", title=hostile, author=hostile), question=hostile))
    page = rendered(written)
    assert words(page.xpath("string(//h2)")) == words(hostile)
    assert words(page.xpath("string(//blockquote)")) == f"“{words(hostile)}”[^1-1]"
    assert footnotes(written)["1-1"].startswith(f"{words(hostile)}. {words(hostile)} · date unknown.")
    assert {element.tag for element in page.iter()} <= {"div", "h2", "blockquote", "p", "br"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs"]), min_size=1))
def test_any_words_read_as_the_words_again(text: str) -> None:
    page = rendered(markdown(answer(excerpt(text))))
    assert page.xpath("string(//blockquote)").strip() == f"“{text}”[^1-1]"


def test_the_sides_of_a_difference_name_the_footnotes_of_their_quotations() -> None:
    quoted = [excerpt("Of *12* they left 2."), excerpt("14 left."), excerpt("12 left.", id="b.txt")]
    difference = Difference("number", (Value("*12*", (1, 3), 2), Value("14", (2,), 1)), newest=2)
    written = markdown(answer(*quoted, differences=(difference,)), 7)
    assert "The sources differ:\n\n- “\\*12\\*”[^7-1][^7-3], 2 sources\n- newer: “14”[^7-2]\n" in written
    assert {"7-1", "7-2", "7-3"} == footnotes(written).keys()


def test_facts_stand_above_the_quotations() -> None:
    cited = Document(id="a_b.md", path="/a", text="Words.", sha256=SHA, title="Coal")
    stated = answer(facts=(Fact(cited, "publisher", "The *Post*", 1.0),), sources=1)
    assert markdown(stated) == (
        "## Who left?\n\nPublished by The \\*Post\\*, as Coal (a\\_b.md) states of itself.\n\n1 fact from 1 source.\n"
    )
