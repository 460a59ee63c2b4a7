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
    assert answer.read_as == "documents that have “treaty”: there is one"
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


RELEASES = {
    "a.md": "---\ntitle: Press release\ndate: 2011-02-06\n---\nThe ferry of Rud is sold.",
    "press_releases/b.md": "---\ndate: 2012-05-20\n---\nA ferry will sail at night.",
    "c.md": "---\ntitle: Night on the ferry\ndate: 2013-01-01\n---\nThe ferry was full.",
    "letter-1.txt": "My barley is lost.",
    "letter-2.txt": "Barley was dear.",
}


@pytest.fixture
def ask_releases(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Ask:
    return Archive.open(index_of(NEWS | RELEASES), encoder=encoder).ask


@pytest.mark.parametrize(
    ("question", "documents", "read_as"),
    [
        ("The latest press release", ["press_releases/b.md", "a.md"], "there are 2, the newest first"),
        (
            "What is the oldest press release on the ferry?",
            ["a.md", "press_releases/b.md"],
            "there are 2, the oldest first",
        ),
        ("List all press releases from 2011", ["a.md"], "there is one"),
        ("Which letters mention barley?", ["letter-1.txt", "letter-2.txt"], "there are 2"),
        ("Which reports mention barley?", ["letter-1.txt", "letter-2.txt"], "there are 2"),
    ],
)
def test_documents_of_a_kind_are_those_called_so_and_any_where_none_is(
    ask_releases: Ask, question: str, documents: list[str], read_as: str
) -> None:
    answer = ask_releases(question)
    assert (answer.kind, answer.low_confidence) == ("documents", False)
    assert sorted(one.document.id for one in answer.excerpts) == sorted(documents)
    assert answer.excerpts[0].document.id == documents[0]
    assert (answer.read_as or "").endswith(f": {read_as}")
    assert ("called" in (answer.read_as or "")) is ("report" not in question)


def test_which_was_published_last_is_as_sure_as_the_share_of_documents_with_a_date(ask_releases: Ask) -> None:
    answer = ask_releases("What did we publish last?")
    assert [one.document.id for one in answer.excerpts[:3]] == ["c.md", "press_releases/b.md", "a.md"]
    assert (answer.confidence, answer.low_confidence) == (0.3, True)
    assert answer.reason == "only 3 of the 10 documents state a date"
    letters = ask_releases("the oldest letter")
    assert (letters.status, letters.confidence) == ("answered", 0.5)
    assert letters.reason == "none of the 2 documents called “letter” states a date"
