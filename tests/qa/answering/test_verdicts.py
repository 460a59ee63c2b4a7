from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.answering.claims import MOST_SURE
from qa.answering.sentence_answers import Judges
from qa.answering.verdicts import ANSWER_EXCERPTS, judge
from qa.archive import Archive
from qa.evaluation.assessment import assess_within
from qa.question.question import analyse
from qa.retrieval.scope import Scope

Open = Callable[[dict[str, str]], Archive]

TOLD = "Senator Kerry told Barnier in Paris that bombing Iran would solve nothing."
# No reader and no reranker judge.
NOBODY = Judges(None, None, 0.0)
FILES = {
    "a2005.md": f"---\ntitle: Kerry in Paris\ndate: 2005-02-09\n---\n{TOLD}\n\nIt was cold.",
    "oman.md": "---\ntitle: Talks in Muscat\ndate: 2012-07\n---\nThe sultan invited both sides. They left at night.",
    "worm.md": "---\ntitle: The worm\n---\nA computer worm wrecked a thousand centrifuges. Nobody claimed it.",
}
LATER = {
    "b2013.md": "---\ntitle: Kerry in London\ndate: 2013-05-01\n---\n"
    "Secretary Kerry told Barnier in London that bombing Iran would be a mistake."
}


@pytest.fixture
def archive_of(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Open:
    return lambda files: Archive.open(index_of(files), encoder=encoder)


def test_words_of_another_year_are_not_found_with_what_does_not_fit(archive_of: Open) -> None:
    archive = archive_of(FILES)
    asked = "What did Kerry tell Barnier of bombing Iran in {}?"
    right = archive.ask(asked.format(2005))
    assert (right.status, right.excerpts[0].text) == ("answered", TOLD)
    assert "2013" not in (right.reason or "")
    wrong = archive.ask(asked.format(2013))
    assert (wrong.status, wrong.confidence) == ("not_found", MOST_SURE["hard"])
    assert wrong.nearest[0].text == TOLD
    assert wrong.reason == "the nearest passage is from 2005, not from 2013"


def test_what_a_follow_up_takes_over_is_checked_too(archive_of: Open) -> None:
    archive = archive_of(FILES)
    asked = "What did Kerry tell Barnier of bombing Iran in {}?"
    assert archive.ask("And why?", [asked.format(2005)]).reason != "the nearest passage is from 2005, not from 2013"
    follow_up = archive.ask("And why?", [asked.format(2013)])
    assert (follow_up.status, follow_up.reason) == ("not_found", "the nearest passage is from 2005, not from 2013")
    assert archive.ask("And in 2005?", [asked.format(2013)]).reason != follow_up.reason


def test_only_excerpts_that_fit_can_answer(archive_of: Open, encoder: Encoder) -> None:
    generation = archive_of(FILES | LATER)._generation
    for year, document in ((2005, "a2005.md"), (2013, "b2013.md")):
        question = f"What did Kerry tell Barnier of bombing Iran in {year}?"
        asked = analyse(question, (), encoder, generation.lexical)
        assessment = assess_within(asked, Scope(generation), NOBODY)
        assert {checked.excerpt.document.id for checked in assessment.checked} >= {"a2005.md", "b2013.md"}
        assert [fitting.excerpt.document.id for fitting in assessment.fitting] == [document]


def test_another_place_of_a_passage_that_does_not_fit_is_no_answer(archive_of: Open) -> None:
    told = "Three delegates came to Muscat for the talks."
    text = f"{told}\n\nIt was cold and grey outside.\n\nThe delegates in Muscat left the talks at night."
    archive = archive_of({"muscat.txt": text, "worm.md": FILES["worm.md"]})
    asked = "Did {} delegates come to Muscat for the talks?"
    right = archive.ask(asked.format("three"))
    assert (right.status, right.excerpts[0].text, len(right.excerpts)) == ("answered", told, 2)
    wrong = archive.ask(asked.format("five"))
    assert (wrong.status, wrong.nearest[0].text) == ("not_found", told)
    assert wrong.reason == "the nearest passage does not say “five delegates” but “Three”"


def test_a_name_that_the_archive_does_not_have_is_named(archive_of: Open) -> None:
    answer = archive_of(FILES).ask("What did Kerry tell Solana of bombing Iran?")
    assert (answer.status, answer.reason) == ("not_found", "no passage mentions “Solana”")


def test_a_word_that_is_there_in_another_spelling_is_not_named(archive_of: Open) -> None:
    text = "The ministry halted its weapons program in the fall."
    archive = archive_of({"halt.txt": text, "worm.md": FILES["worm.md"]})
    archive.threshold = 1
    answer = archive.ask("Why did the ministry halt its weapons programme in a laboratory?")
    assert answer.reason == "no passage mentions “laboratory”"


def test_a_name_that_only_other_documents_have_is_named(archive_of: Open) -> None:
    answer = archive_of(FILES).ask("What did Kerry tell the Muscat delegates of bombing Iran?")
    assert answer.reason == "the nearest passage does not mention “Muscat”"


def test_the_rarest_missing_words_are_named_where_the_premises_hold(
    archive_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0.3")
    answer = archive_of(FILES).ask("which recipe suits a sultan?")
    assert (answer.status, answer.reason) == ("not_found", "no passage mentions “recipe” or “suits”")


def test_a_question_in_words_that_no_text_has_says_so(archive_of: Open) -> None:
    answer = archive_of(FILES).ask("伊朗核问题")
    assert (answer.status, answer.reason) == ("not_found", "no passage mentions “伊朗” or “朗核”")
    assert answer.nearest != ()


def test_an_answer_that_is_less_sure_is_marked_with_the_reason(archive_of: Open) -> None:
    archive = archive_of(FILES)
    answer = archive.ask("Why had Kerry not told Barnier that bombing Iran would solve nothing?")
    assert (answer.status, answer.low_confidence, answer.confidence) == ("answered", True, MOST_SURE["doubtful"])
    assert answer.reason == "the question says “not told”, the nearest passage “told”"
    assert answer.to_dict()["reason"] == answer.reason
    sure = archive.ask("What had Kerry told Barnier in Paris that bombing Iran would solve?")
    assert (sure.status, sure.low_confidence, sure.reason) == ("answered", False, None)


def test_nothing_searched_is_nothing_found(archive_of: Open, encoder: Encoder) -> None:
    archive = archive_of(FILES)
    generation = archive._generation
    question = analyse("What did Kerry say?", (), encoder, generation.lexical)
    assessment = assess_within(question, Scope(generation, Selection(hidden=tuple(FILES))), NOBODY)
    assert (assessment.checked, assessment.confidence) == ((), 0.0)
    verdict = judge(question, (), 0.5, generation.lexical)
    assert (verdict.is_answered, verdict.is_sure, verdict.excerpts) == (False, False, ())
    assert verdict.reason == "no document was searched"


@pytest.fixture
def always_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")


@pytest.mark.usefixtures("always_answers")
def test_where_several_things_are_asked_for_more_excerpts_are_shown(archive_of: Open) -> None:
    towns = ("Lund", "Varde", "Ribe", "Hobro", "Skive", "Thy")
    text = "\n\n".join(f"{town} abstained from the vote on the harbour, said the clerk." for town in towns)
    archive = archive_of({"vote.txt": text, "sea.txt": "The sea was calm."})
    several = archive.ask("Which of the towns abstained from the vote on the harbour?").excerpts
    alone = archive.ask("Which town abstained from the vote on the harbour?").excerpts
    assert len(alone) <= ANSWER_EXCERPTS < len(several)
    assert {excerpt.text.partition(" ")[0] for excerpt in several} == set(towns)


@pytest.mark.parametrize("question", ["=1+1", "1", "???", "10%"])
def test_figures_alone_are_no_words_that_could_be_looked_for(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question: str
) -> None:
    archive = Archive.open(index_of({"boats.txt": "Of 10 boats 1 sank, then 1 more."}), encoder=encoder)
    answer = archive.ask(question)
    assert (answer.status, answer.confidence, answer.nearest) == ("not_found", 0.0, ())
    assert (answer.reason or "").startswith("the question has no words that could be looked for")
    assert archive.ask("10 boats").status == "answered"
