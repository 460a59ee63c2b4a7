from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.ways import Asked, Asking, extreme, possibly_said
from qa.answers import Answer, Excerpt
from qa.archive import Archive
from tests.qa.conftest import NEWS


@pytest.mark.parametrize("question", ["Tell me about Natanz", "Natanz", "Does the archive mention Natanz, please?"])
def test_a_subject_is_answered_with_all_that_names_it(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert (answer.question, answer.status, answer.confidence) == (question, "answered", 1.0)
    assert [one.text for one in answer.excerpts] == ["A computer worm wrecked a thousand centrifuges at Natanz."]


def test_what_is_said_of_a_subject_is_no_answer_below_the_threshold(archive: Archive) -> None:
    archive.threshold = 1.1
    assert archive.ask("Tell me about Natanz").status == "not_found"
    assert archive.ask("What happened in Geneva?").status == "not_found"


def test_a_subject_that_the_archive_does_not_name_is_not_found_with_what_is_nearest(archive: Archive) -> None:
    answer = archive.ask("Does the archive mention Denmark?")
    assert (answer.status, answer.reason) == ("not_found", "no passage mentions “Denmark”")
    assert answer.nearest


def test_what_happened_in_a_place_is_what_is_said_of_it_where_no_sentence_is_a_sure_answer(archive: Archive) -> None:
    answer = archive.ask("What happened in Geneva?")
    assert (answer.status, answer.confidence) == ("answered", 1.0)
    assert [one.document.id for one in answer.excerpts] == ["geneva.txt"]
    assert answer.read_as == "what is said of Geneva"


def test_whoever_is_asked_about_by_name_is_a_subject_where_no_sentence_says_who_he_is(archive: Archive) -> None:
    archive.threshold = 0.99
    answer = archive.ask("What is Natanz?")
    assert (answer.status, answer.kind, answer.read_as) == ("answered", "subject", "what is said of Natanz")
    assert [one.document.id for one in answer.excerpts] == ["stuxnet.txt"]
    assert archive.ask("What is Denmark?").status == "not_found"
    archive.threshold = 0.0
    assert archive.ask("What is Natanz?").kind == "answer"


def test_a_subject_that_holds_a_comparison_is_a_subject(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    winter = {"winter.txt": "Reports of a winter colder than usual came from Lund."}
    archive = Archive.open(index_of(NEWS | winter), encoder=encoder)
    answer = archive.ask("Are reports of a winter colder than usual mentioned?")
    assert (answer.status, answer.confidence, answer.read_as) == ("answered", pytest.approx(1), None)
    assert [one.text for one in answer.excerpts] == list(winter.values())


def test_what_is_asked_of_a_possible_subject_is_not_replaced_by_all_that_is_said_of_it(archive: Archive) -> None:
    answer = archive.ask("Describe the sultan of Oman")
    about = archive.ask("Tell me about the sultan of Oman")
    assert (answer.status, answer.low_confidence) == ("answered", False)
    assert about.confidence == 1.0 > answer.confidence


@pytest.mark.parametrize("question", ["And Muscat?", "What about Muscat?", "and about Muscat"])
def test_after_a_subject_another_is_asked_about_alike(archive: Archive, question: str) -> None:
    answer = archive.ask(question, ["What does the archive say about Natanz?"])
    assert (answer.question, answer.status, answer.read_as) == (question, "answered", None)
    assert [one.document.id for one in answer.excerpts] == ["oman.txt"]
    assert archive.ask(question, ["Who wrecked Natanz?"]).read_as is not None


def test_what_is_asked_of_the_archive_itself_says_what_it_holds(archive: Archive) -> None:
    answer = archive.ask("Hi, what is this archive about?")
    assert (answer.kind, answer.status, answer.nearest, answer.sources) == ("archive", "not_found", (), 0)
    assert answer.reason == f"this is asked of the archive itself, not of what its documents say. {archive.holdings()}"
    assert archive.holdings() == "This archive holds 5 documents."


def test_whether_sources_agree_on_one_thing_is_answered_and_compared(archive: Archive) -> None:
    answer = archive.ask("Do the sources agree on who invited both sides to Muscat?")
    assert answer.question == "Do the sources agree on who invited both sides to Muscat?"
    assert answer.excerpts[0].document.id == "oman.txt"
    assert answer.read_as == "who invited both sides to Muscat: one source answers"
    none = archive.ask("Do the sources agree on who sank the ferry of Rud?")
    assert none.read_as == "who sank the ferry of Rud: no source answers"


def test_whether_sources_agree_on_a_subject_shows_what_is_said_of_it(archive: Archive) -> None:
    answer = archive.ask("What do the sources disagree on about Natanz?")
    assert (answer.kind, answer.read_as, answer.low_confidence) == ("subject", "what is said of Natanz", True)
    assert answer.reason
    assert answer.reason.startswith("sources are compared where a question asks for one thing")
    assert [one.document.id for one in answer.excerpts] == ["stuxnet.txt"]
    assert archive.ask("Where do the accounts differ on Denmark?").status == "not_found"


def test_a_sure_sentence_that_names_an_end_itself_is_kept(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    rows = "| Farm | Acres |\n| --- | --- |\n| Brook End | 87 |\n| Marl Pit | 340 |\n"
    said = {"said.txt": "Marl Pit was by far the largest farm.", "other.txt": "Marl Pit is a farm."}
    archive = Archive.open(index_of({"farms.md": rows} | said), encoder=encoder)
    asked = Asked(
        "Which farm was the largest?", Asking(archive._analyse, (), archive._scope(1, None), archive._judges, None)
    )
    first = {hit.document.id: hit for hit in archive.hits(asked.text)}
    answers = {
        name: Answer(
            question=asked.text,
            status="answered",
            confidence=0.9,
            excerpts=(Excerpt(hit.document, hit.passage.start, hit.passage.end, hit.text, hit.score),),
            nearest=(),
            sources=1,
            generation=archive.generation,
            hits=tuple(first.values()),
        )
        for name, hit in first.items()
    }
    assert extreme(asked, answers["said.txt"]) is None
    computed = extreme(asked, answers["other.txt"])
    assert computed is not None
    assert computed.excerpts[0].text == "Marl Pit | 340"
    unsure = extreme(asked, replace(answers["said.txt"], low_confidence=True))
    assert unsure is not None
    assert unsure.read_as == "the row with the highest “Acres” of 2"


def test_words_of_somebody_bear_out_the_day_and_the_number_that_a_question_gives(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    pytest.importorskip("spacy")
    letter = "Ana Ruiz said in a letter of 2 December that the ferry had 20 holes. It came on 3 May."
    archive = Archive.open(index_of(NEWS | {"letter.txt": letter}), encoder=encoder)
    asking = Asking(archive._analyse, (), archive._scope(1, None), archive._judges, None)
    asked = "What did Ana Ruiz say in a letter of {} about the {} holes?"

    def said(day: str, holes: int) -> Answer | None:
        text = asked.format(day, holes)
        return possibly_said(Asked(text, asking), archive.ask(text))

    right = said("2 December", 20)
    assert right
    assert (right.kind, right.low_confidence) == ("quotations", False)
    doubtful = said("3 May", 20)
    assert doubtful
    assert (doubtful.low_confidence, doubtful.reason) == (
        True,
        "the nearest passage does not say “3 May” but “2 December”",
    )
    assert said("12 December", 20) is None
    assert said("2 December", 35) is None
