from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa import Archive
from qa.errors import FilterError
from qa.search.voices import Voice, voice_counts

pytest.importorskip("spacy")

FILES = {
    "2011/minutes.txt": (
        "On 3 May 2010 Ana Ruiz told Bo Lind that the lock leaks. Bo Lind replied that it does not.\n\n"
        "Mr. Lind said: “Nobody has seen a drop.”"
    ),
    "letter.txt": "In February 2005 Ana Ruiz warned that the lock would leak. The engineer said that it was old.",
    "note.txt": "Ruiz said that the lock is new.",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


def test_who_speaks_how_often_and_to_whom(archive: Archive) -> None:
    assert [(v.name, v.statements, v.documents, v.to) for v in archive.people()] == [
        ("Ana Ruiz", 3, 3, (("Bo Lind", 1),)),
        ("Bo Lind", 2, 1, ()),
    ]
    ruiz = archive.people()[0]
    assert ruiz.to_dict() == {
        "name": "Ana Ruiz",
        "person": True,
        "forms": ["Ana Ruiz", "Ruiz"],
        "statements": 3,
        "documents": 3,
        "to": [{"name": "Bo Lind", "statements": 1}],
    }


def test_persons_go_before_papers_and_countries(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    text = "Iran said that it leaks. Iran said that it is old. The Lund Post said that it is new. Ana Ruiz said no."
    archive = Archive.open(index_of({"a.txt": text.replace("said no", "said that it is fine")}), encoder=encoder)
    assert [(voice.name, voice.is_person) for voice in archive.people()] == [
        ("Ana Ruiz", True),
        ("Iran", False),
        ("The Lund Post", False),
    ]


def test_what_one_says_comes_in_the_order_of_time_with_its_place(archive: Archive) -> None:
    said = archive.statements("Ruiz")
    assert [(str(one.time) if one.time else None, one.words) for one in said] == [
        ("February 2005", "that the lock would leak"),
        ("3 May 2010", "that the lock leaks"),
        (None, "that the lock is new"),
    ]
    second = said[1].to_dict()
    assert {name: second[name] for name in ("speaker", "to", "said", "time", "text", "kind")} == {
        "speaker": "Ana Ruiz",
        "to": "Bo Lind",
        "said": "2010-05-03",
        "time": "2010-05-03",
        "text": "that the lock leaks",
        "kind": "indirect",
    }
    assert second["document"]["id"] == "2011/minutes.txt"
    excerpt = archive.resolve(second["reference"]).excerpt
    assert excerpt is not None
    assert excerpt.text == "that the lock leaks"


def test_what_one_says_to_another(archive: Archive) -> None:
    assert [one.words for one in archive.statements("Ana Ruiz", to="Lind")] == ["that the lock leaks"]
    assert [one.speaker for one in archive.statements("the engineer")] == ["The engineer"]


def test_a_name_that_nobody_has_is_refused(archive: Archive) -> None:
    with pytest.raises(FilterError, match="The archive has no speaker 'Rita'; it has 'Ana Ruiz', 'Bo Lind'"):
        archive.statements("Rita")
    with pytest.raises(FilterError, match="The archive has no addressee 'Rita'"):
        archive.statements("Ruiz", to="Rita")


def test_a_voice_is_counted_with_those_it_speaks_to() -> None:
    assert voice_counts(Voice("Kerry", ("Kerry",), 1, 1)) == "1 statement in 1 document"
    to = (("Barnier", 2), ("the Emir", 1), ("Lula", 1), ("reporters", 1))
    assert voice_counts(Voice("Kerry", ("Kerry",), 1204, 12, to)) == (
        "1,204 statements in 12 documents, to Barnier (2), the Emir (1), Lula (1) and 1 more"
    )


def test_who_writes_in_a_chat_is_among_them(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    chat = (
        "12/03/2021, 14:05 - bo_ek: the lock leaks\n13/03/2021, 09:00 - Ana Ruiz: why\n13/03/2021, 09:01 - bo_ek: rust"
    )
    archive = Archive.open(index_of({"chat.txt": chat}), encoder=encoder)
    assert [(voice.name, voice.statements, voice.documents) for voice in archive.people()] == [
        ("Ana Ruiz", 1, 1),
        ("bo_ek", 2, 2),
    ]
    assert [(one.words, str(one.time), one.excerpt.place) for one in archive.statements("bo_ek")] == [
        ("the lock leaks", "12 March 2021", "14:05"),
        ("rust", "13 March 2021", "09:01"),
    ]


def test_whoever_is_called_by_an_office_is_found_by_it_with_all_that_he_says(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    text = "Mayor Eva Holm told the Emir that it leaks. Holm said that it was old. Ana Ruiz told Holm that it held."
    archive = Archive.open(index_of({"holm.txt": text}), encoder=encoder)
    assert [one.words for one in archive.statements("the mayor")] == ["that it leaks", "that it was old"]
    assert [one.words for one in archive.statements("the mayor", to="the Emir")] == ["that it leaks"]
    assert [one.words for one in archive.statements("Ruiz", to="the mayor")] == ["that it held"]
