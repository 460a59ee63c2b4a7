from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.retrieval.transliterations import in_archive_spelling

TEXTS = {
    "a.txt": "The delegation met Colonel Qadhafi in a tent. He spoke of wheat.",
    "c.txt": "The French minister rowed home.",
    "b.txt": "A report on Barclay was read by al-Mahmudi. The smooth pebbles of Omar lay there.",
}


@pytest.fixture
def generation(index_of: Callable[[dict[str, str]], Path]) -> Generation:
    return open_generation(index_of(TEXTS))


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("Whom did Gaddafi meet?", "Whom did Qadhafi meet?"),
        ("What did Mahmoudi read, and Gaddafi's guests?", "What did Mahmudi read, and Qadhafi's guests?"),
        ("Whom did Qadhafi meet?", "Whom did Qadhafi meet?"),
        ("What did Gaddafi say of Gaddafistan?", "What did Qadhafi say of Gaddafistan?"),
        ("What did Smithe say?", "What did Smithe say?"),
        ("What did Umar say?", "What did Umar say?"),
        ("Whom did Qdfhgt meet?", "Whom did Qdfhgt meet?"),
        ("whom did gaddafi meet?", "whom did gaddafi meet?"),
        ("Who rowed to the coast of France?", "Who rowed to the coast of France?"),
    ],
    ids=[
        "another spelling",
        "two",
        "the archive's own",
        "a longer name stays",
        "no name there",
        "too short",
        "not alike",
        "no name here",
        "another form of the name",
    ],
)
def test_a_name_that_no_text_has_is_read_as_the_one_that_sounds_like_it(
    generation: Generation, asked: str, searched: str
) -> None:
    assert in_archive_spelling(asked, generation) == searched


def test_an_answer_says_how_the_question_was_read(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    archive = Archive.open(index_of(TEXTS), encoder=encoder)
    answer = archive.ask("In what did Gaddafi meet the delegation?")
    assert answer.question == "In what did Gaddafi meet the delegation?"
    assert answer.read_as == "In what did Qadhafi meet the delegation?"
    assert (answer.excerpts or answer.nearest)[0].text.startswith("The delegation met Colonel Qadhafi in a tent.")
    assert archive.ask("In what did Qadhafi meet the delegation?").read_as is None
