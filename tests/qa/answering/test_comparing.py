from collections.abc import Callable
from pathlib import Path

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from tests.qa.conftest import NEWS

PIERS = {
    "north.txt": "The north pier is 300 metres long. Ana Ruiz built it of oak.",
    "south.txt": "The south pier is 120 metres long. It was built of stone.",
}


def test_two_things_that_are_compared_are_answered_for_each(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(NEWS | PIERS), encoder=encoder)
    answer = archive.ask("Is the north pier longer than the south pier?")
    about_each = [archive.ask(f"How long is the {side} pier?") for side in ("north", "south")]
    assert [excerpt.document.id for excerpt in answer.excerpts] == ["north.txt", "south.txt"]
    assert answer.confidence == min(one.confidence for one in about_each)
    assert answer.parts == tuple(about_each)
    assert answer.question == "Is the north pier longer than the south pier?"
    assert answer.read_as == "How long is the north pier? How long is the south pier?"
    assert (answer.status, answer.sources, answer.nearest, answer.differences) == ("answered", 2, (), ())


def test_where_one_of_two_things_is_not_there_the_archive_does_not_say(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(NEWS | PIERS), encoder=encoder)
    answer = archive.ask("Is the north pier longer than the opera house in Sydney?")
    assert (answer.status, answer.excerpts) == ("not_found", ())
    assert answer.nearest[0].document.id == "north.txt"
    assert answer.reason is not None
    assert answer.reason.startswith("on “How long is the opera house in Sydney?” ")


def test_what_is_stated_of_one_thing_only_is_no_answer(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    stated = {"lisbon.md": "---\ntitle: Dinner in Lisbon\ndate: 2005-02-09\n---\nThey spoke of fish."}
    archive = Archive.open(index_of(NEWS | stated), encoder=encoder)
    assert archive.ask("When was the story on Dinner in Lisbon published?").facts
    answer = archive.ask("Which was published first, the story on Dinner in Lisbon or the opera house in Sydney?")
    assert (answer.status, answer.facts) == ("not_found", ())


def test_one_excerpt_that_speaks_of_both_is_shown_once(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    both = {"both.txt": "The north pier and the south pier are 120 and 300 metres long."}
    archive = Archive.open(index_of(NEWS | both), encoder=encoder)
    answer = archive.ask("Is the north pier longer than the south pier?")
    assert [excerpt.text for excerpt in answer.excerpts or answer.nearest] == list(both.values())


def test_an_answer_that_is_not_sure_of_one_says_of_which(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(NEWS | PIERS), encoder=encoder)
    archive.threshold = 0.0
    answer = archive.ask("Is the north pier longer than the opera house in Sydney?")
    assert (answer.status, answer.low_confidence) == ("answered", True)
    assert answer.reason is not None
    assert "opera house" in answer.reason


def test_of_two_things_that_many_documents_speak_of_each_has_an_excerpt(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {
        "oslo.txt": "Oslo talks\n\nThe Oslo talks began in March 1993 with the envoys of both sides.",
        "paris.txt": "Paris letter\n\nThe letter of Paris was sent by the envoys after the talks in June 1991.",
        **{f"{number}.txt": f"Oslo talks {number}\n\nThe Oslo talks began again in {number}." for number in range(9)},
    }
    answer = Archive.open(index_of(files), encoder=encoder).ask(
        "Which began first, the Oslo talks or the Paris letter?"
    )
    titles = {str(excerpt.document.title)[:5] for excerpt in answer.excerpts}
    assert titles == {"Paris", "Oslo "}
