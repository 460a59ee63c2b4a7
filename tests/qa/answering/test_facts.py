from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import OF_A_SCAN
from embeddings.documents import Fact as DocumentFact
from embeddings.models.encoder import Encoder
from qa.answering.facts import stated_facts
from qa.answers import Fact
from qa.archive import Archive
from qa.question.filters import Filters
from qa.question.question import Question

Open = Callable[[dict[str, str]], Archive]
BODY = "The sluice at Rud opened at nine. Nobody stood near it, and the water rose for an hour."
MEMO = f"Memorandum on the grain stores\n\nBy Helga Strand\n12 October 1998\n\n{BODY}\n"


@pytest.fixture
def opened(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Open:
    return lambda files: Archive.open(index_of(files), encoder=encoder)


def stated(facts: tuple[Fact, ...]) -> list[tuple[str, str, str]]:
    return [(fact.document.id, fact.name, fact.value) for fact in facts]


def test_a_byline_answers_who_wrote_it_and_is_quoted(opened: Open) -> None:
    answer = opened({"memo.txt": MEMO}).ask("Who wrote the memorandum on the grain stores?")
    assert (answer.status, answer.low_confidence, answer.reason) == ("answered", False, None)
    assert stated(answer.facts) == [("memo.txt", "author", "Helga Strand")]
    assert "By Helga Strand" in answer.excerpts[0].text
    assert answer.sources == 1


def test_a_date_answers_when_it_was_written(opened: Open) -> None:
    answer = opened({"memo.txt": MEMO}).ask("When was the memorandum on the grain stores written?")
    assert stated(answer.facts) == [("memo.txt", "published", "1998-10-12")]
    assert "12 October 1998" in answer.excerpts[0].text


def test_what_stands_outside_the_text_answers_without_an_excerpt(opened: Open) -> None:
    page = f"---\ntitle: Flood at the locks\nauthor: Ana de Souza\nsource: The Harbour Post\n---\n{BODY}\n"
    archive = opened({"flood.md": page})
    archive.threshold = 1
    answer = archive.ask("Who wrote the article about the flood at the locks?")
    assert (answer.status, answer.excerpts, answer.nearest, answer.sources) == ("answered", (), (), 1)
    assert stated(answer.facts) == [("flood.md", "author", "Ana de Souza")]
    assert stated(archive.ask("Who published the story of the flood at the locks?").facts) == [
        ("flood.md", "publisher", "The Harbour Post")
    ]


def test_the_line_of_a_letters_head_is_not_quoted_twice(opened: Open) -> None:
    head = "TO: Director Falkner\nFROM: Iris Toft\nDATE: 3 June 1999\nSUBJECT: Shortage of coal"
    answer = opened({"coal.txt": f"{head}\n\n{BODY}\n"}).ask("When did Iris Toft write about the shortage of coal?")
    assert stated(answer.facts) == [("coal.txt", "published", "1999-06-03")]
    assert sum("3 June 1999" in excerpt.text for excerpt in answer.excerpts) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the letter to the harbour board?",
        "Who wrote Hamlet?",
        "Who wrote the article about the price of herring?",
        "Who opened the sluice at Rud?",
    ],
    ids=["a letter that a story is about", "a work", "another subject", "no question for a fact"],
)
def test_the_author_of_a_story_is_no_answer_to_another_question(opened: Open, question: str) -> None:
    story = f"---\ntitle: Harbour board reads an angry letter on Hamlet\nauthor: Ana de Souza\n---\n{BODY}\n"
    assert opened({"board.md": story}).ask(question).facts == ()


def test_reprints_state_facts_of_their_own(opened: Open) -> None:
    files = {
        f"{number}.md": f"---\ntitle: Flood at the locks\nsource: Paper {number}\n---\n{BODY} {number}.\n"
        for number in range(5)
    }
    answer = opened(files).ask("Who published the story of the flood at the locks?")
    assert len(answer.facts) == 3
    assert len({fact.value for fact in answer.facts}) == 3


def test_a_document_that_states_nothing_answers_nothing(opened: Open) -> None:
    assert opened({"a.txt": f"Flood at the locks\n\n{BODY}"}).ask("Who wrote about the flood at the locks?").facts == ()


def test_whom_a_letter_is_to_says_which_one_is_asked_for(opened: Open) -> None:
    text = f"From: Mara Lindt\nTo: Owen Pryce\nDate: 8 May 2012\nSubject: Load tests\n\n{BODY}\n"
    answer = opened({"mail.txt": text}).ask("When did Mara Lindt write to Owen Pryce?")
    assert stated(answer.facts) == [("mail.txt", "published", "2012-05-08")]


def test_the_day_of_a_scan_does_not_answer_when_it_was_written(
    opened: Open, question_of: Callable[[str], Question]
) -> None:
    archive = opened({"memo.md": f"---\ntitle: Memorandum on the grain stores\ndate: 1998-10-12\n---\n{BODY}\n"})
    asked = question_of("When was the memorandum on the grain stores written?")
    (hit, *_) = archive.hits(asked.text)
    assert [fact.value for fact in stated_facts(asked, [hit])] == ["1998-10-12"]
    facts = (DocumentFact("published", "1998-10-12", OF_A_SCAN),)
    assert stated_facts(asked, [replace(hit, document=replace(hit.document, facts=facts))]) == ()


PROSE = "Nobody who was asked on the quay that day could say at once what it had cost. " * 12
CABLES = (
    "date,origin,classification,subject,body\n"
    f"2005-09-26,Embassy Lund,SECRET,FERRY SOLD IN LUND,A ferry was sold in Lund on Monday. {PROSE}\n"
    f"2006-09-26,Embassy Rud,SECRET,FERRY SOLD IN RUD,A ferry was sold in Rud as well. {PROSE}\n"
)


def test_who_sent_a_cable_is_the_office_where_it_names_nobody(opened: Open) -> None:
    archive = opened({"cables.csv": CABLES, "memo.txt": MEMO})
    assert stated(archive.ask("Who sent the cable about the ferry sold in Rud?").facts) == [
        ("cables.csv!/row 3", "author", "Embassy Rud")
    ]
    answer = archive.ask("Who wrote the cables?")
    assert (answer.status, answer.low_confidence) == ("answered", False)
    assert [(fact.name, fact.value) for fact in answer.facts] == [("author", "Embassy Lund"), ("author", "Embassy Rud")]
    assert archive.ask("Who sent the telegrams?").facts == answer.facts
    assert archive.ask("Who sent the faxes?").facts == ()
    assert stated(archive.ask("Who signed the memorandum on the grain stores?").facts) == [
        ("memo.txt", "author", "Helga Strand")
    ]
    assert archive.ask("Who sent the boat to Rud?").facts == ()


def test_all_of_a_kind_are_those_of_the_filters(opened: Open) -> None:
    archive = opened({"cables.csv": CABLES})
    facts = archive.ask("Who wrote the cables?", filters=Filters(published_from="2006")).facts
    assert stated(facts) == [("cables.csv!/row 3", "author", "Embassy Rud")]
