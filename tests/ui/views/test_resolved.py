from typing import Any

import pytest
from lxml import html

from embeddings.documents import Document
from qa.answers import Excerpt
from qa.citations.comparing import Difference, compare
from qa.citations.resolving import Resolved
from ui.views.resolved import differences_html, differences_line, resolved_line, resolved_pane

WORDS = "Kerry <b>told</b> Barnier."
PARIS = Document(id="paris.md", path="/paris.md", text=f"It rained. {WORDS}", sha256="ab" * 32, title="Kerry in Paris")
LOST = Document(id="paris.md", path="/paris.md", text="It rained.", sha256="cd" * 32)
EXCERPT = Excerpt(PARIS, 11, 11 + len(WORDS), WORDS, 1.0)
CHANGED = compare("He left.", "She <i>left.")


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


@pytest.mark.parametrize(
    ("resolved", "line"),
    [
        (Resolved("r", "same", EXCERPT, PARIS, WORDS), "The words stand where they were cited."),
        (
            Resolved("r", "moved", EXCERPT, None, WORDS),
            "The words stand where they were cited; the file is now paris.md.",
        ),
        (
            Resolved("r", "reprint", EXCERPT, None, WORDS),
            "The same words stand in another document, Kerry in Paris (paris.md); "
            "the document cited is no longer there.",
        ),
        (
            Resolved("r", "reprint", EXCERPT, Document(id="a.txt", path="", text="", sha256=""), WORDS),
            "The same words stand in another document, Kerry in Paris (paris.md); a.txt has changed and lost them.",
        ),
        (
            Resolved("r", "changed", EXCERPT, PARIS, WORDS),
            "The document has changed since it was cited; the words still stand in it.",
        ),
        (
            Resolved("r", "changed", EXCERPT, PARIS, WORDS, differences=CHANGED),
            "The document has changed since it was cited, and so has what stands around them; "
            "the words still stand in it.",
        ),
        (
            Resolved("r", "changed", None, LOST, WORDS, (0, 10), CHANGED),
            "The document has changed since it was cited, and so have the words.",
        ),
        (
            Resolved("r", "changed", None, LOST),
            "The document has changed since it was cited, and no longer has the words.",
        ),
        (Resolved("r", "gone"), "The document cited is no longer in the archive, and no other has its words."),
    ],
)
def test_each_outcome_is_said_in_a_sentence(resolved: Resolved, line: str) -> None:
    assert resolved_line(resolved) == line
    page = parsed(resolved_pane(resolved, []))
    assert (line in page.text_content()) is (resolved.status != "same")
    # Nothing but the words cited is ever marked.
    assert [mark.text_content() for mark in page.xpath("//mark")] == ([WORDS] if resolved.excerpt else [])


def test_what_changed_is_marked_word_by_word() -> None:
    assert differences_line(CHANGED) == "[-He left.-] {+She <i>left.+}"
    page = parsed(differences_html((Difference("same", "a"), *CHANGED)))
    assert [(part.tag, part.text) for part in page] == [("del", "He left."), ("ins", "She <i>left.")]
    shown = parsed(resolved_pane(Resolved("r", "changed", None, LOST, WORDS, (0, 10), CHANGED), []))
    assert shown.xpath("string(//*[@class='changed'])") == "He left. She <i>left."
    assert shown.xpath("//*[@role='status']/p[2]/text()") == ["The words, before and now:"]


def test_words_that_are_gone_are_quoted_as_cited_where_they_are_kept() -> None:
    for resolved in (Resolved("r", "gone", cited=WORDS), Resolved("r", "changed", None, LOST, WORDS)):
        assert parsed(resolved_pane(resolved, [])).xpath("string(//q)") == WORDS
