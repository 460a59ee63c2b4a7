from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.models.encoder import Encoder
from qa.answering import document_answers
from qa.answering.document_answers import titled_scope
from qa.answers import Answer
from qa.archive import Archive
from qa.question.filters import Filters
from tests.qa.conftest import NEWS

Ask = Callable[..., Answer]

PORTS = {
    "lund.md": "---\ntitle: The port of Lund\ndate: 2010-03-01\n---\nIt has two piers. Boats sail to Varde.",
    "varde.md": "---\ndate: 2009-05-02\n---\nFog came. Lund had closed its port, and Lund was dark.",
    "treaty.txt": "# Lund\n\nThe king was ill. The treaty of Lund was late.",
    "ships.md": "---\ndate: 2010-11-30\n---\nA ship left Lund for Varde.",
}


@pytest.fixture
def ask(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Ask:
    return Archive.open(index_of(NEWS | PORTS), encoder=encoder).ask


def cited(answer: Answer) -> list[tuple[str, str]]:
    return [(one.document.id, one.text) for one in answer.excerpts]


def test_all_documents_that_have_the_words_are_cited_by_the_sentence_that_has_them_first(ask: Ask) -> None:
    answer = ask("How many documents mention Lund?")
    assert (answer.kind, answer.status, answer.confidence, answer.low_confidence) == (
        "documents",
        "answered",
        1.0,
        False,
    )
    # First those that are titled so, then those that have the word most often.
    assert cited(answer) == [
        ("lund.md", "It has two piers."),
        ("treaty.txt", "The treaty of Lund was late."),
        ("varde.md", "Lund had closed its port, and Lund was dark."),
        ("ships.md", "A ship left Lund for Varde."),
    ]
    assert answer.read_as == "documents that have “Lund”: there are 4"
    assert answer.question == "How many documents mention Lund?"


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("Show me the latest story about Lund", ["ships.md", "lund.md", "varde.md", "treaty.txt"]),
        ("What is the oldest document about Lund?", ["varde.md", "lund.md", "ships.md", "treaty.txt"]),
    ],
)
def test_the_newest_or_the_oldest_come_first_and_those_without_a_date_last(
    ask: Ask, question: str, order: list[str]
) -> None:
    assert [one.document.id for one in ask(question).excerpts] == order


def test_the_newest_or_the_oldest_of_all_can_be_asked_for(ask: Ask) -> None:
    oldest, newest = ask("What is the oldest document?"), ask("Show me the newest documents")
    assert [one.document.id for one in oldest.excerpts[:3]] == ["varde.md", "lund.md", "ships.md"]
    assert [one.document.id for one in newest.excerpts[:3]] == ["ships.md", "lund.md", "varde.md"]
    assert {one.document.published for one in (*oldest.excerpts[3:], *newest.excerpts[3:])} == {None}
    assert newest.read_as == "documents: there are 9, the newest first, the first 8 are shown"


def test_where_the_words_stand_together_nowhere_documents_that_have_all_of_them_are_meant(ask: Ask) -> None:
    answer = ask("Which documents mention Lund and Varde?")
    assert cited(answer) == [("ships.md", "A ship left Lund for Varde.")]
    assert answer.read_as == "documents that have “Lund” and “Varde”: there is one"


def test_documents_of_some_years_are_told_by_their_dates(ask: Ask) -> None:
    answer = ask("List all documents from 2010")
    assert [one.document.id for one in answer.excerpts] == ["lund.md", "ships.md"]
    assert answer.read_as == "documents of 2010: there are 2, in the order of their dates"
    one = ask("Find all articles about Varde published in 2009 to 2010")
    assert [one.document.id for one in one.excerpts] == ["lund.md", "ships.md"]
    assert ask("Show me all documents from 2009").read_as == "documents of 2009: there is one"


def test_that_there_are_none_of_a_year_is_said(ask: Ask) -> None:
    answer = ask("List all documents from 1999")
    assert (answer.status, answer.confidence, answer.excerpts, answer.read_as) == ("not_found", 0.0, (), None)
    assert answer.reason == "there are no documents of 1999"
    assert ask("everything about Lund published in 1999").reason == "there are no documents of 1999 that have “Lund”"


def test_words_that_no_document_has_are_asked_for_in_another_way(ask: Ask) -> None:
    answer = ask("Which documents mention Sydney?")
    assert (answer.kind, answer.status) == ("answer", "not_found")


def test_misspelt_words_are_looked_for_as_the_archive_spells_them(ask: Ask) -> None:
    answer = ask("Which documents mention the treeaty?")
    assert cited(answer) == [("treaty.txt", "The treaty of Lund was late.")]
    assert answer.read_as == "documents that have “the treaty”: there is one"
    assert answer.question == "Which documents mention the treeaty?"
    assert ask("Which documents mention “the treeaty”?").kind == "answer"


def test_filters_hold_for_documents_too(ask: Ask) -> None:
    answer = ask("How many documents mention Lund?", filters=Filters(published_from="2010", undated="leave_out"))
    assert {one.document.id for one in answer.excerpts} == {"lund.md", "ships.md"}
    narrowed = ask("List documents from 2009 to 2010", filters=Filters(published_from="2010-06"))
    assert [one.document.id for one in narrowed.excerpts] == ["ships.md"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.text("Lund \"“”*~():'’?.,-ANDOR0é\n", min_size=1, max_size=20))
def test_whatever_is_to_be_mentioned_can_be_asked_for(ask: Ask, mentioned: str) -> None:
    answer = ask(f"Which documents mention {mentioned}?")
    assert answer.status in ("answered", "not_found")


def test_no_more_documents_are_read_than_one_question_has_time_for(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_answers, "MOST_READ", 3)
    assert ask("How many documents mention Lund?").kind == "subject"
    assert ask("How many documents mention Lund and Varde?").kind == "documents"
    assert ask("List all documents from 2010").kind == "documents"


def test_of_many_documents_eight_are_cited(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    files = {f"{number}.txt": f"Ship {number} left Lund at dawn." for number in range(12)}
    answer = Archive.open(index_of(files), encoder=encoder).ask("Which documents mention Lund?")
    assert len(answer.excerpts) == 8
    assert answer.read_as == "documents that have “Lund”: there are 12, the first 8 are shown"


def test_a_scope_is_narrowed_to_the_documents_of_a_title(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    scope = Archive.open(index_of(NEWS | PORTS), encoder=encoder)._scope(1, None)

    def found(title: str) -> list[str]:
        kept = titled_scope(title, scope).documents
        assert kept is not None
        catalogue = scope.generation.catalogue
        return [catalogue.numbered(number).id for number, is_kept in enumerate(kept) if is_kept]

    assert found("The port of Lund") == ["lund.md"]
    assert found("The pier of Rud") == []
    assert found("the") == []
