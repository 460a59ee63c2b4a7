from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.subject_answers import answer_about
from qa.answers import Answer
from qa.archive import Archive
from qa.question.coverage import Naming
from tests.qa.conftest import NEWS

Ask = Callable[[str], Answer]

PORTS = {
    "lund.md": "---\ntitle: The port of Lund\n---\nIt has two piers, the longer of oak. Boats sail to Varde.",
    "varde.txt": "The harbour master spoke of fog. Lund had closed its port for a day, he said. It rained.",
    "treaty.txt": "Lund signed the treaty late. The king was ill.",
    "eggs.txt": "Eggs cost more in May. The hens were moved.",
}


@pytest.fixture
def about(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Ask:
    """What an archive of four stories on a port, and five on other things, says of a subject."""
    archive = Archive.open(index_of(NEWS | PORTS), encoder=encoder)
    return lambda subject: answer_about(archive._analyse(subject, ()), archive._scope(1, None))


def test_the_sentences_that_name_a_subject_are_the_answer(about: Ask) -> None:
    answer = about("the port of Lund")
    assert (answer.status, answer.low_confidence, answer.reason) == ("answered", False, None)
    assert answer.confidence == pytest.approx(1)
    assert {one.document.id for one in answer.excerpts} >= {"lund.md", "varde.txt"}
    of_varde = next(one for one in answer.excerpts if one.document.id == "varde.txt")
    assert of_varde.text == "Lund had closed its port for a day, he said."
    assert "eggs.txt" not in {one.document.id for one in answer.excerpts}


def test_excerpts_that_hold_more_of_the_subject_come_first(about: Ask) -> None:
    answer = about("Lund and the treaty")
    assert answer.excerpts[0].text == "Lund signed the treaty late."


def test_a_subject_that_no_passage_names_is_not_found(about: Ask) -> None:
    answer = about("the opera of Sydney")
    assert (answer.status, answer.confidence, answer.excerpts, answer.nearest) == ("not_found", 0.0, (), ())


def test_one_word_that_the_archive_has_nowhere_is_no_small_thing(about: Ask) -> None:
    assert about("the wine of Lund").status == "not_found"


def test_passages_that_hold_the_names_only_are_shown_with_what_they_lack(about: Ask) -> None:
    answer = about("the eggs of Lund and Varde")
    assert (answer.status, answer.low_confidence) == ("answered", True)
    assert answer.reason == "the nearest passages speak of Lund and Varde, but not of “eggs”"
    assert [one.document.id for one in answer.excerpts] == ["lund.md"]
    assert answer.namings == (Naming(("Lund", "Varde"), ("eggs",), answer.confidence),)


def test_which_words_each_passage_holds_is_kept_with_the_excerpts(about: Ask) -> None:
    answer = about("the treaty of Lund")
    namings = {one.text: naming for one, naming in zip(answer.excerpts, answer.namings, strict=True)}
    assert namings["Lund signed the treaty late."] == Naming(("treaty", "Lund"), (), pytest.approx(1))
    assert about("the opera of Sydney").namings == ()


def test_neighbours_that_become_one_excerpt_have_one_naming(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {"lund.txt": "Lund has two piers. Boats of Lund sail north. " + "It rained on the hens. " * 60}
    archive = Archive.open(index_of(NEWS | files), encoder=encoder)
    answer = archive.ask("Tell me about Lund")
    assert len(answer.namings) == len(answer.excerpts) > 0
    assert {naming.held for naming in answer.namings} == {("Lund",)}


def test_a_document_gives_three_excerpts_at_most(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    paragraphs = [
        f"Lund built ship number {number}. " + f"Plank {number} was cut and bent. " * 30 for number in range(9)
    ]
    archive = Archive.open(index_of({"ships.txt": "\n\n".join(paragraphs), **PORTS}), encoder=encoder)
    answer = archive.ask("What does the archive say about Lund?")
    ids = [one.document.id for one in answer.excerpts]
    assert ids.count("ships.txt") == 3
    assert len(set(ids)) == 4


def test_a_heading_or_the_title_alone_is_no_excerpt(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {"lund.txt": "Lund: a short history\n\nThe first pier was of oak. It stood in Lund till 1910."}
    archive = Archive.open(index_of(NEWS | files), encoder=encoder)
    assert "It stood in Lund till 1910." in archive.ask("Tell me about Lund").excerpts[0].text


def test_a_row_has_what_stands_above_it_but_not_what_stands_in_rows_beside_it(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    passengers = ["Adult on deck", "Child", "Dog", "Car", "Van", "Cat", "Bus"]
    rows = "\n".join(f"| {name} | {fare} |" for fare, name in enumerate(passengers))
    fares = f"# Ferry fares\n\n| Passenger | Fare |\n| --- | --- |\n{rows}\n\nThe ferry sails at noon.\n"
    archive = Archive.open(index_of({"fares.md": fares}), encoder=encoder)
    answer = archive.ask("ferry dog fare")
    assert (answer.kind, answer.confidence) == ("subject", pytest.approx(1))
    assert [one.text for one in answer.excerpts] == ["Dog | 2"]
    assert archive.ask("ferry horse fare").status == "not_found"
