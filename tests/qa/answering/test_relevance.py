from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Place
from embeddings.models.encoder import Encoder
from qa.answering.reader import SentenceReading
from qa.answering.relevance import (
    ANSWER_KIND_WEIGHT,
    HEADING_PENALTY,
    INTRODUCTION_WEIGHT,
    MATCH_WEIGHT,
    OTHER_ROW_PENALTY,
    READING_WEIGHT,
    SURE_READING,
    UNTITLED_TERMS_WEIGHT,
    sentence_relevance,
    with_readings,
    with_relevance,
)
from qa.answers import Hit
from qa.archive import Archive
from qa.question.question import Question

TEXT = "# Talks in Muscat\n\nThe envoy left. Later Kerry saw the envoy in Muscat.\n"

Analyse = Callable[[str], Question]


@pytest.fixture
def hit(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Hit:
    """A passage of a heading, which is the title, and two sentences, found for a question about an envoy."""
    return Archive.open(index_of({"talks.md": TEXT}), encoder=encoder).hits("Who saw the envoy in Muscat?")[0]


def test_relevance_adds_up_what_speaks_for_each_sentence(hit: Hit, question_of: Analyse) -> None:
    heading, first, second = sentence_relevance(hit, question_of("Who saw the envoy in Muscat?"))
    near = [
        cosine + MATCH_WEIGHT * match for cosine, match in zip(hit.sentence_cosines, hit.sentence_matches, strict=True)
    ]
    # "Muscat" is in the title, so "who", "saw" and "envoy" are what counts; "Kerry" is a name that was asked for.
    assert heading == pytest.approx(near[0] - HEADING_PENALTY)
    assert first == pytest.approx(near[1] + UNTITLED_TERMS_WEIGHT / 3)
    assert second == pytest.approx(near[2] + UNTITLED_TERMS_WEIGHT * 2 / 3 + ANSWER_KIND_WEIGHT)


def test_a_sentence_that_only_says_the_title_again_counts_as_a_heading(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question_of: Analyse
) -> None:
    title = "Envoys leave the talks in Muscat"
    text = f"# {title}\n\nKerry saw them go.\n\nThe post {title} appeared first on The Wire.\n"
    archive = Archive.open(index_of({"talks.md": text}), encoder=encoder)
    [hit] = archive.hits("Why do envoys leave the talks in Muscat?")
    relevance = sentence_relevance(hit, question_of("Why do envoys leave the talks in Muscat?"))
    near = [
        cosine + MATCH_WEIGHT * match for cosine, match in zip(hit.sentence_cosines, hit.sentence_matches, strict=True)
    ]
    assert relevance[-1] == pytest.approx(near[-1] - HEADING_PENALTY)


def test_the_terms_of_headings_and_introductions_join_those_of_a_sentence(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question_of: Analyse
) -> None:
    text = "Talks\n\nMuscat\n\nThe envoy left.\n\nThese came:\n\nKerry\n\nSolana"
    archive = Archive.open(index_of({"talks.txt": text}), encoder=encoder)
    question = question_of("Who came to Muscat?")
    [hit] = archive.hits("Who came to Muscat?")
    near = [
        cosine + MATCH_WEIGHT * match for cosine, match in zip(hit.sentence_cosines, hit.sentence_matches, strict=True)
    ]
    relevance = sentence_relevance(hit, question)
    # Of "who", "came" and "Muscat", the heading has one, the lead-in another.
    assert relevance[2] == pytest.approx(near[2] + INTRODUCTION_WEIGHT / 3)
    assert relevance[-1] == pytest.approx(near[-1] + INTRODUCTION_WEIGHT * 2 / 3)


def test_what_a_reader_says_joins_the_relevance_but_no_more_than_it_can_be_sure(hit: Hit, question_of: Analyse) -> None:
    unread = with_relevance(hit, question_of("Who saw the envoy in Muscat?"))
    assert (unread.readings, len(unread.sentence_relevance)) == ((), 3)
    read = with_readings(
        unread, [SentenceReading(-20.0), SentenceReading(1.0, (30, 34)), SentenceReading(99.0, (60, 62))]
    )
    assert (read.readings, read.read_answers) == ((-20.0, 1.0, 99.0), (None, (30, 34), (60, 62)))
    added = [new - old for new, old in zip(read.sentence_relevance, unread.sentence_relevance, strict=True)]
    assert added == pytest.approx([READING_WEIGHT * value for value in (-SURE_READING, 1.0, SURE_READING)])


@pytest.mark.parametrize(
    "text",
    [
        "Where do I hand in the form?\n\nAt the window upstairs, before eleven. Bring a photograph.",
        "Q: Where do I hand in the form?\nA: At the window upstairs, before eleven. Bring a photograph.",
        "“Where do I hand in the form?” At the window upstairs, before eleven. Bring a photograph.",
        "Where do I hand in the form? Is that far? At the window upstairs, before eleven. Bring a photograph.",
    ],
)
def test_a_question_in_a_text_is_answered_by_what_follows_it(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, text: str
) -> None:
    archive = Archive.open(index_of({"faq.txt": f"{text}\n\nDogs stay outside.", "b.txt": "Rain."}), encoder=encoder)
    assert archive.retrieve("Where do I hand in the form?")[0].text.removeprefix("A: ").startswith("At the window")


def test_a_question_in_a_text_with_nothing_after_it_is_still_an_excerpt(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of({"faq.txt": "Where do I hand in the form?"}), encoder=encoder)
    assert archive.retrieve("Where do I hand in the form?")[0].text == "Where do I hand in the form?"


def test_what_a_mail_quotes_is_less_relevant_than_the_same_in_its_own_words(hit: Hit, question_of: Analyse) -> None:
    question = question_of("Who saw the envoy in Muscat?")
    last = hit.passage.sentences[-1]
    quoted = replace(hit.document, places=(Place("quotation", "quoted reply", last.start, last.end),))
    before, after = sentence_relevance(hit, question), sentence_relevance(replace(hit, document=quoted), question)
    assert after[-1] == pytest.approx(before[-1] - HEADING_PENALTY)
    assert after[:-1] == before[:-1]


def test_a_section_of_a_book_may_be_called_signature(hit: Hit, question_of: Analyse) -> None:
    question = question_of("Who saw the envoy in Muscat?")
    whole = Place("section", "signature", 0, len(hit.document.text))
    book = replace(hit, document=replace(hit.document, places=(whole,)))
    assert sentence_relevance(book, question) == sentence_relevance(hit, question)


def test_no_line_of_a_message_is_a_mere_heading(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question_of: Analyse
) -> None:
    text = "Ana [14:05]: The envoy left.\nKerry saw him\n\nBo [14:06]: ok"
    [hit] = Archive.open(index_of({"talks.txt": text}), encoder=encoder).hits("Who left?")
    relevance = sentence_relevance(hit, question_of("Who left?"))
    near = [
        cosine + MATCH_WEIGHT * match for cosine, match in zip(hit.sentence_cosines, hit.sentence_matches, strict=True)
    ]
    assert [worth > score - HEADING_PENALTY for worth, score in zip(relevance, near, strict=True)] == [True] * 3


FARES = "# Fares\n\n| Passenger | Single |\n| --- | --- |\n| Small dog | 1 |\n| Small child | 2 |\n| Adult | 4 |\n"


@pytest.mark.parametrize(
    ("question", "lower"),
    [
        ("What is the single fare of a small dog?", [False, True, True]),
        ("What does a small one pay?", [False, False, False]),
        ("What does an adult or a small child pay?", [True, False, False]),
        ("What does 4 mean?", [False, False, False]),
    ],
)
def test_rows_are_less_relevant_where_another_has_a_cell_that_the_question_names(
    index_of: Callable[[dict[str, str]], Path],
    encoder: Encoder,
    question_of: Analyse,
    question: str,
    lower: list[bool],
) -> None:
    hit = Archive.open(index_of({"fares.md": FARES}), encoder=encoder).hits(question)[0]
    as_it_is = sentence_relevance(hit, question_of(question))[-3:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.answering.relevance.OTHER_ROW_PENALTY", 0.0)
        without = sentence_relevance(hit, question_of(question))[-3:]
    expected = [score - OTHER_ROW_PENALTY * is_lower for score, is_lower in zip(without, lower, strict=True)]
    assert as_it_is == pytest.approx(expected)
