from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.retrieval.misspellings import without_misspellings

TEXTS = {
    "a.txt": "The council adopted the resolution on wheat. Its centrifuges stood at Varde, and the store was shut.",
    "b.txt": "Colonel Johansen embargoed the herring. The embargo held. Ana Hansen saw it.",
    "c.txt": "The embargo of Varde ended when the council met. Its revenue fell, and the huguenots left.",
}


@pytest.fixture
def generation(index_of: Callable[[dict[str, str]], Path]) -> Generation:
    return open_generation(index_of(TEXTS))


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("When was the resoluton adoptd?", "When was the resolution adopted?"),
        ("who saw the centrifugse", "who saw the centrifuges"),
        ("What did the emmbargo, the herrring do?", "What did the embargo, the herring do?"),
        ("Resoluton or not?", "Resolution or not?"),
        ("What did Colonel Johanson say?", "What did Colonel Johansen say?"),
        ("What was the revenu of Varde?", "What was the revenue of Varde?"),
    ],
    ids=["one less", "changed places", "one more", "a capital stays", "a long name", "cut to its stem"],
)
def test_a_word_that_no_text_has_is_read_as_the_one_a_letter_off(generation: Generation, asked: str, read: str) -> None:
    assert without_misspellings(asked, generation) == read


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Who groms dogs in Varde?", "Who grooms dogs in Varde?"),
        ("What groms faster than wheat?", "What grows faster than wheat?"),
        ("groms", "grows"),
    ],
)
def test_of_words_that_are_as_near_the_one_that_stands_with_the_rest_of_the_question_is_meant(
    index_of: Callable[[dict[str, str]], Path], asked: str, read: str
) -> None:
    texts = {f"{number}.txt": f"Field {number} grows wheat, and barley grows faster." for number in range(4)}
    generation = open_generation(index_of({**texts, "dogs.txt": "Ana grooms dogs in Varde."}))
    assert without_misspellings(asked, generation) == read


@pytest.mark.parametrize(
    "asked",
    [
        "When was the resolution adopted?",
        "What was the score?",
        "What is a huguenot?",
        "What did Hanson say?",
        "What is XHEAT?",
        "What is a weat or a vheat?",
        "Was the 1heat good?",
        "What was the resolxtqon?",
        'Who spoke of "the resoluton", or “resoluton”?',
        "",
    ],
    ids=[
        "all there",
        "a word of English",
        "one of several",
        "a short name",
        "capitals",
        "short, first letter",
        "figures",
        "two",
        "quoted",
        "none",
    ],
)
def test_other_words_stay(generation: Generation, asked: str) -> None:
    assert without_misspellings(asked, generation) == asked


def test_no_word_is_made_that_only_shares_a_stem_with_one_of_the_archive(
    index_of: Callable[[dict[str, str]], Path],
) -> None:
    generation = open_generation(index_of({"a.txt": "A summary of the talks, and other summaries."}))
    assert without_misspellings("Summarize the talks", generation) == "Summarize the talks"


def test_of_words_as_near_the_one_that_most_passages_have_is_meant(index_of: Callable[[dict[str, str]], Path]) -> None:
    files = {
        "a.txt": "The plazent town.",
        "b.txt": "The plazert fog.",
        "c.txt": "Again plazert fog. Rain came down hard.",
    }
    generation = open_generation(index_of(files))
    assert without_misspellings("the plazet", generation) == "the plazert"


def test_four_words_are_corrected_at_most(generation: Generation) -> None:
    assert without_misspellings("resoluton " * 6, generation) == "resolution " * 4 + "resoluton " * 2


def test_an_answer_says_how_the_question_was_read_and_is_as_sure(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(TEXTS), encoder=encoder)
    right, wrong = archive.ask("When did the embargo of Varde end?"), archive.ask("When did the embarggo of Varde end?")
    assert (wrong.question, wrong.read_as) == (
        "When did the embarggo of Varde end?",
        "When did the embargo of Varde end?",
    )
    assert (wrong.confidence, wrong.excerpts) == (right.confidence, right.excerpts)
    assert right.read_as is None
