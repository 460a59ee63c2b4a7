from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import NoDocuments, SourceNotFound
from embeddings.generations.layout import MANIFEST
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from embeddings.readers import formats, registry
from embeddings.readers.content import FileContent
from qa.archive import Archive
from qa.errors import SettingError
from qa.upkeep import maintenance
from qa.upkeep.rebuilding import rebuild

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_rebuild_without_sources_follows_those_it_was_given_before(
    tmp_path: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    write("b.txt", "The river rose.")
    assert maintenance.sources(index) == [tmp_path / "sources"]
    assert maintenance.find_changes(index=index).added == ("b.txt",)
    assert rebuild(index=index, encoder=encoder).documents == 2


def test_an_index_that_was_never_built_follows_the_settings_default(index: Path) -> None:
    assert maintenance.sources(index) == [Path("data/corpus")]


def test_an_index_of_an_older_format_follows_the_sources_its_manifest_names(
    tmp_path: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    (index / "sources.json").unlink()
    path = index / "generations" / current_generation(index) / MANIFEST
    path.write_text(path.read_text().replace('"format": 2', '"format": 1'))
    assert maintenance.sources(index) == [tmp_path / "sources"]


def test_the_setting_wins_over_what_the_index_remembers(
    tmp_path: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.txt", "The sea was calm.")
    write("b.txt", "The river rose.")
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    monkeypatch.setenv("LOCCIT_SOURCES", str(path))
    assert maintenance.sources(index) == [path]
    assert rebuild(index=index, encoder=encoder).documents == 1
    for change in (maintenance.add_source, maintenance.remove_source):
        with pytest.raises(SettingError, match="LOCCIT_SOURCES is set and wins"):
            change(tmp_path, index)


def test_sources_are_added_and_removed(index: Path, write: Write, encoder: Encoder) -> None:
    north, south = write("north/a.txt", "The sea was calm.").parent, write("south/b.txt", "The river rose.").parent
    assert maintenance.add_source(north, index) == [north]
    assert maintenance.add_source(south, index) == [north, south]
    assert maintenance.add_source(str(north), str(index)) == [north, south]
    assert [document.id for document in listed(index, encoder)] == ["north/a.txt", "south/b.txt"]
    assert maintenance.remove_source(north, index) == [south]
    assert [document.id for document in listed(index, encoder)] == ["south/b.txt"]
    assert maintenance.remove_source(south, index) == []
    with pytest.raises(NoDocuments):
        rebuild(index=index, encoder=encoder)


def listed(index: Path, encoder: Encoder) -> list[object]:
    rebuild(index=index, encoder=encoder)
    return list(Archive.open(index, encoder=encoder).documents())


def test_sources_that_are_not_there_are_named(tmp_path: Path, index: Path) -> None:
    with pytest.raises(SourceNotFound) as raised:
        maintenance.add_source(tmp_path / "nowhere", index)
    assert str(raised.value) == f"{tmp_path / 'nowhere'} is neither a file nor a folder."
    with pytest.raises(SourceNotFound) as raised:
        maintenance.remove_source(tmp_path / "nowhere", index)
    assert str(raised.value) == (f"{tmp_path / 'nowhere'} is not among the sources of {index}, which are: none yet.")


def test_going_back_answers_from_the_generation_before(
    tmp_path: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    first = rebuild([tmp_path / "sources"], index, encoder=encoder).generation
    write("b.txt", "The river rose.")
    second = rebuild(index=index, encoder=encoder).generation
    archive = Archive.open(index, encoder=encoder)
    assert maintenance.roll_back(index=index) == first
    assert archive.renewed().generation == first
    assert [document.id for document in archive.renewed().documents()] == ["a.txt"]
    assert [(generation.generation, generation.current) for generation in maintenance.generations(index)] == [
        (second, False),
        (first, True),
    ]
    assert maintenance.roll_back(second, index) == second
    assert maintenance.verify(index).damaged == ()


def test_an_archive_lists_its_documents_and_gives_each_whole(
    tmp_path: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.md", "---\ntitle: The sea\nauthor: Ana\ndate: 2011-04\n---\nIt was calm.")
    write("b.txt", "The river rose.")
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    archive = Archive.open(index, encoder=encoder)
    first, second = archive.documents()
    assert (first.id, first.title, first.author, first.published, first.characters, first.passages) == (
        "a.md", "The sea", "Ana", "2011-04", 12, 1,
    )  # fmt: skip
    assert archive.documents(1) == [second]
    assert archive.documents(0, 1) == [first]
    document = archive.document("b.txt")
    assert document is not None
    assert document.text == "The river rose."
    assert archive.document("c.txt") is None


def test_what_was_not_read_or_read_poorly_is_reported(
    write: Callable[..., Path], tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_poorly(text: str) -> FileContent:
        return FileContent(text, poor="by OCR (54 of 100)" if "fog" in text else "")

    monkeypatch.setenv("LOCCIT_FILE_SECONDS", "0")
    monkeypatch.setitem(registry._TEXT_READERS, formats.PLAIN_TEXT, read_poorly)
    write("a.txt", "The sea was calm.")
    write("b.txt", "The river in the fog.")
    broken = write("c.md", b"\0")
    rebuild([broken.parent], tmp_path / "index", encoder=encoder)
    assert maintenance.reading_report(tmp_path / "index") == {
        "unreadable": [{"path": str(broken.resolve()), "reason": "is not text (it holds zero bytes)"}],
        "poor": [{"id": "b.txt", "how": "by OCR (54 of 100)"}],
    }
