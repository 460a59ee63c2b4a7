from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.person_answers import introducing
from qa.archive import Archive
from tests.qa.conftest import NEWS

FILES = {
    "moss.txt": "Bo Moss left at noon. Bo Moss, the mayor of Rud, spoke of fog. Nobody listened.",
    "rows.txt": "Name | Place\n\nBo Moss | Rud\n\nEva Holm | Lund",
    "holm.txt": "Judge Eva Holm came late. It rained all day in Lund.",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(NEWS | FILES), encoder=encoder)


def test_who_somebody_is_is_told_by_what_introduces_him(archive: Archive) -> None:
    answer = archive.ask("Who is Bo Moss?")
    assert (answer.question, answer.status, answer.low_confidence) == ("Who is Bo Moss?", "answered", False)
    assert [one.text for one in answer.excerpts] == ["Bo Moss, the mayor of Rud, spoke of fog."]
    assert answer.read_as == "how Bo Moss is introduced"
    assert [one.text for one in archive.ask("Who was Eva Holm?").excerpts][:1] == ["Judge Eva Holm came late."]


def test_whom_nothing_introduces_is_asked_about_as_before(archive: Archive) -> None:
    assert archive.ask("Who is Barnier?").read_as != "how Barnier is introduced"
    assert archive.ask("Who is Sydney Carton?").status == "not_found"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Bo Moss, the mayor of Rud, spoke.", 0),
        ("There was Bo Moss, Rud’s deputy mayor.", 0),
        ("Bo Moss, secretary of the board, spoke.", 0),
        ("Bo Moss was a fisherman and an author.", 0),
        ("Bo Moss is the young engineer who did it.", 0),
        ("The mayor of Rud, Bo Moss, spoke.", 1),
        ("Mayor Bo Moss spoke.", 2),
        ("Bo Moss, handed the mayor a letter.", None),
        ("Bo Moss told the mayor so.", None),
        ("Eva Holm, the mayor, met Bo Moss.", None),
    ],
)
def test_what_introduces_a_name(text: str, form: int | None) -> None:
    forms = introducing("Bo Moss")
    assert next((number for number, one in enumerate(forms) if one.search(text)), None) == form


def test_a_surname_is_introduced_with_the_names_before_it() -> None:
    assert introducing("Moss")[0].search("There was Bo Moss, the mayor.")
