import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.building.work import on_this_machine
from embeddings.errors import NoDocuments
from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import Encoder
from embeddings.readers.content import Limits

Write = Callable[..., Path]


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


def ids(generation: Generation) -> list[str]:
    return [listed.id for listed in generation.catalogue.listed()]


@pytest.fixture
def source(write: Write) -> Path:
    write("b.zip", packed(a__txt=b"The sea was calm.", c__txt=b"The river rose.", broken__txt=b"\0"))
    return write("d.txt", "The lake froze.").parent


def test_each_file_inside_a_file_is_a_document_and_what_cannot_be_read_is_named(
    source: Path, tmp_path: Path, encoder: Encoder
) -> None:
    report = rebuild([source], tmp_path / "index", lambda: encoder)
    generation = open_generation(tmp_path / "index")
    assert ids(generation) == ["b.zip!/a.txt", "b.zip!/c.txt", "d.txt"]
    assert generation.catalogue.numbered(1).text == "The river rose."
    # Changes are of files.
    assert report.changes.added == ("b.zip", "d.txt")
    assert [str(error) for error in report.unreadable] == [
        f"{source.resolve()}/b.zip!/broken.txt: is not text (it holds zero bytes)"
    ]


def test_files_that_are_read_side_by_side_give_the_same_files_of_an_index(
    source: Path, tmp_path: Path, encoder: Encoder, write: Write
) -> None:
    for number in range(12):
        # The first take longest.
        write(f"{number:02}.md", f"# Tide {number}\n\n" + f"The tide rose on day {number}. " * (2_000 // (number + 1)))
    write("broken.pdf", "%PDF-1.4\n")
    reports, trees, by_chance = [], [], {"manifest.json"}
    for name, seconds, processes in (("here", 0, 1), ("one", 60, 1), ("two", 60, 2)):
        index = tmp_path / name
        reports.append(
            rebuild(
                [source],
                index,
                lambda: encoder,
                file_seconds=seconds,
                place=partial(on_this_machine, processes=processes),
            ).to_dict()
        )
        folder = open_generation(index).folder
        files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
        # The manifest says when it was written.
        trees.append({name: path.read_bytes() for name, path in files.items() if name.parts[0] not in by_chance})
    assert Path("segments/0/texts.utf8") in trees[0]
    assert trees[0] == trees[1] == trees[2]
    assert reports[0]["unreadable"] == reports[1]["unreadable"] == reports[2]["unreadable"]
    assert reports[0]["documents"] == reports[2]["documents"] == 15


def test_a_file_of_several_documents_that_has_not_changed_is_not_read_again(
    source: Path, tmp_path: Path, encoder: Encoder, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    first = rebuild([source], index, lambda: encoder)
    assert not rebuild([source], index, lambda: encoder).published
    write("e.txt", "It rained.")
    monkeypatch.setattr("embeddings.readers.archives.read", lambda _: pytest.fail("was read again"))
    report = rebuild([source], index, lambda: encoder)
    assert (report.documents, report.changes.added, report.changes.unchanged) == (4, ("e.txt",), 2)
    assert report.unreadable[0].reason == first.unreadable[0].reason
    (source / "b.zip").rename(source / "f.zip")
    report = rebuild([source], index, lambda: encoder)
    assert report.changes.renamed == (("b.zip", "f.zip"),)
    assert ids(open_generation(index)) == ["d.txt", "e.txt", "f.zip!/a.txt", "f.zip!/c.txt"]


def test_a_file_of_which_no_document_can_be_read_is_named(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    path = write("b.zip", packed(broken__txt=b"\0", empty__txt=b" "))
    with pytest.raises(NoDocuments, match=r"none of the 2 files inside it can be read; broken\.txt: is not text"):
        rebuild([path.parent], tmp_path / "index", lambda: encoder)


def test_a_document_inside_a_file_never_takes_the_id_of_another(
    source: Path, tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    write("b.zip!/a.txt", "It rained.")
    report = rebuild([source], tmp_path / "index", lambda: encoder)
    assert ids(open_generation(tmp_path / "index")) == ["b.zip!/a.txt", "b.zip!/c.txt", "d.txt"]
    assert [error.reason for error in report.unreadable if "second document" in error.reason] == [
        "would be a second document with the id b.zip!/a.txt; rename it"
    ]


def test_a_rebuild_says_how_much_of_what_it_read_was_left_out(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    body = "The talks began on Monday. They ended on Friday."
    saved = f"Skip to: Content\nSkip to: Search\n\nRiver talks resume\n\n{body}\n\nRead Comments\n\nBuy our calendar.\n"
    source = write("a.txt", saved).parent
    write("loccit.toml", 'furniture = ["Buy our calendar."]')
    index = tmp_path / "index"
    # Three lines by the reader, and one that the folder's settings name.
    assert rebuild([source], index, lambda: encoder).left_out == 4
    write("b.txt", body)
    again = rebuild([source], index, lambda: encoder)
    assert (again.left_out, again.to_dict()["left_out"]) == (0, 0)


def test_what_was_read_poorly_is_reported_also_where_it_was_copied(
    tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    source = write("a.txt", b"The caf\xc3\xa9 by the r\xc3\xa9servoir na\xc3\xafvely \xff " + "é".encode() * 20).parent
    write("b.txt", "The river rose.")
    index = tmp_path / "index"
    how = "a character is broken (\ufffd); save it anew, as UTF-8"
    for report in (rebuild([source], index, lambda: encoder), rebuild([source], index, lambda: encoder)):
        assert (report.poor_count, report.poor) == (1, (("a.txt", how),))
    write("c.txt", "The lake froze.")
    assert rebuild([source], index, lambda: encoder).poor == (("a.txt", how),)


def test_a_file_that_was_empty_but_for_furniture_is_read_once_the_settings_change(
    tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    source = write("a.txt", "Buy our calendar.").parent
    write("b.txt", "The river rose.")
    settings = write("loccit.toml", 'furniture = ["Buy our calendar."]')
    index = tmp_path / "index"
    (unread,) = rebuild([source], index, lambda: encoder).unreadable
    assert "names as furniture" in unread.reason
    assert not rebuild([source], index, lambda: encoder).published
    settings.write_text('publisher = "The Post"')
    assert rebuild([source], index, lambda: encoder).unreadable == ()


def test_who_says_what_is_stored_and_taken_over_as_it_was(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    pytest.importorskip("spacy")
    text = "In February 2005 Ana Ruiz told Bo Lind that the lock leaks."
    source, index = write("a.txt", text).parent, tmp_path / "index"
    first = rebuild([source], index, lambda: encoder)
    write("b.txt", "The river rose.")
    second = rebuild([source], index, lambda: encoder)
    assert (first.attributions, second.attributions, second.changes.unchanged) == (1, 1, 1)
    assert first.parser.startswith("spacy 3.8")
    generation = open_generation(index)
    assert (generation.manifest.attributions, generation.manifest.parser) == (1, first.parser)
    (found,) = generation.catalogue.numbered(0).attributions
    assert (found.speaker, found.to, found.said) == ("Ana Ruiz", "Bo Lind", "2005-02")
    assert [text[slice(*span)] for span in found.content] == ["that the lock leaks"]
    assert generation.segments[0].catalogue.voices(0) == [(0, "Ana Ruiz", "Bo Lind")]


def test_who_says_what_is_not_looked_for_where_the_limit_is_nothing(
    tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    source = write("a.txt", "Ana Ruiz told Bo Lind that the lock leaks.").parent
    report = rebuild([source], tmp_path / "index", lambda: encoder, limits=Limits(attributed=0))
    assert (report.attributions, report.parser) == (0, "")
