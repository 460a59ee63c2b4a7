import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from reworded_questions import Word, alike, in_other_words, other_wordings, reworded
from thesaurus import Thesaurus
from train_questions import Question

from tests.conftest import WordEncoder

QUESTION = "When were the old boats of Burns sold?"
WORDS = [
    Word(0, 4, "when", "WRB", "SCONJ", is_name=False),
    Word(5, 9, "be", "VBD", "AUX", is_name=False),
    Word(10, 13, "the", "DT", "DET", is_name=False),
    Word(14, 17, "old", "JJ", "ADJ", is_name=False),
    Word(18, 23, "boat", "NNS", "NOUN", is_name=False),
    Word(24, 26, "of", "IN", "ADP", is_name=False),
    Word(27, 32, "burn", "NNP", "NOUN", is_name=True),
    Word(33, 37, "sell", "VBN", "VERB", is_name=False),
]
OTHERS = {("boat", "NOUN"): {"steam ship": 1.0}, ("sell", "VERB"): {"give away": 1.0}, ("burn", "NOUN"): {"fire": 1.0}}
FORMS = {("ship", "NNS"): ("ships",), ("give", "VBN"): ("given",)}


class FewWords(Thesaurus):
    """A thesaurus of two words, and of a third that is a name here."""

    def __init__(self) -> None:
        super().__init__(Path("none"), set())

    def others(self, lemma: str, part_of_speech: str) -> dict[str, float]:
        return OTHERS.get((lemma, part_of_speech), {})


def forms(lemma: str, tag: str) -> Sequence[str]:
    return FORMS.get((lemma, tag), ())


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)  # noqa: S311  # no secret hangs on it


def test_words_become_others_in_their_form_and_names_stay(chance: random.Random) -> None:
    said = {reworded(QUESTION, WORDS, FewWords(), forms, chance) for _ in range(300)}
    assert {
        QUESTION,
        "When were the old steam ships of Burns sold?",
        "When were the old boats of Burns given away?",
        "When were the old steam ships of Burns given away?",
        "In what year were the old boats of Burns sold?",
        "At what point were the old steam ships of Burns given away?",
    } <= said
    assert all("Burns" in text for text in said)


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("how many boats sank", "what number of boats sank"),
        ("Why did Burns go?", "For what reason did Burns go?"),
        ("Who sold it?", "Which person sold it?"),
        ("In what year did it sink?", "When did it sink?"),
        ("Where is it?", "In what place is it?"),
    ],
)
def test_what_opens_a_question_changes(asked: str, others: str, chance: random.Random) -> None:
    assert others in {reworded(asked, [], FewWords(), forms, chance) for _ in range(200)}


def test_those_that_a_model_takes_for_alike_are_kept() -> None:
    made = [["boats sold in Oman", "sold boats in", "sold boats"], [], ["who"]]
    found = dict(alike(["sold boats in Oman", "rain", "which"], made, WordEncoder()))
    assert found == {"sold boats in Oman": ["boats sold in Oman", "sold boats in"], "rain": [], "which": []}


def test_a_share_of_the_questions_is_in_other_words(chance: random.Random) -> None:
    questions = [
        Question("x", "a", "", "Boats.", "boats?", (), False),
        Question("x", "a", "", "Rain.", "rain?", (), False),
    ]
    made = {"boats?": ["ships?"], "rain?": []}
    said = [tuple(one.text for one in in_other_words(questions, made, 0.5, chance)) for _ in range(200)]
    assert set(said) == {("boats?", "rain?"), ("ships?", "rain?")}
    assert 70 < said.count(("ships?", "rain?")) < 130


def test_other_wordings_are_taken_from_the_file_they_are_kept_in(tmp_path: Path) -> None:
    (tmp_path / "made.json").write_text(json.dumps({"boats?": ["ships?"]}), "utf-8")
    assert other_wordings([], tmp_path / "no wordnet", tmp_path / "made.json") == {"boats?": ["ships?"]}
