import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from embeddings.building.rereading import Unlike, read_again
from embeddings.generations.store import open_generation
from embeddings.readers.content import FileContents
from embeddings.readers.registry import contents_of

Build = Callable[[dict[str, str]], Path]
Write = Callable[[str, str | bytes], Path]


def unlike(index: Path) -> list[tuple[str, str]]:
    counted: list[tuple[str, int, int]] = []
    generation = open_generation(index)
    found = list(read_again(generation, contents_of, lambda *values: counted.append(values)))
    files = len(generation.catalogue.files())
    assert counted == [("reading", number + 1, files) for number in range(files)]
    return [(document.id, document.kind) for document in found]


def zipped(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def test_sources_that_yield_what_was_indexed_are_not_named(index_of: Build, write: Write) -> None:
    index = index_of({"a.txt": "The sea was calm.", "b.html": "<p>It rained.</p>"})
    assert unlike(index) == []
    # Another time, and other bytes of the same text.
    os.utime(write("a.txt", "The sea was calm.\n"), (1, 1))
    assert unlike(index) == []


def test_documents_that_changed_vanished_or_cannot_be_read_are_named(
    index_of: Build, write: Write, tmp_path: Path
) -> None:
    archive = tmp_path / "sources" / "d.zip"
    zipped(archive, {"x.txt": "He left.", "y.txt": "She stayed.", "z.txt": "They slept."})
    index = index_of({"a.txt": "The sea was calm.", "b.txt": "It rained.", "c.txt": "A ship came.", "e.txt": "No."})
    write("a.txt", "The sea was rough.")
    (tmp_path / "sources" / "b.txt").unlink()
    write("c.txt", b"\x00")
    zipped(archive, {"x.txt": "He left.", "y.txt": "She left."})
    assert unlike(index) == [
        ("a.txt", "changed"),
        ("b.txt", "vanished"),
        ("c.txt", "unreadable"),
        ("d.zip!/y.txt", "changed"),
        ("d.zip!/z.txt", "vanished"),
    ]


def test_a_file_of_which_another_text_is_read_now_is_told_from_one_that_changed(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})

    def parse(path: Path, data: bytes, _: object = ()) -> FileContents:
        """A reader that was changed since."""
        return contents_of(path, data.upper())

    (found,) = read_again(open_generation(index), parse, lambda *_: None)
    assert isinstance(found, Unlike)
    assert (found.id, found.kind) == ("a.txt", "reread")
    assert found.reason == "its file is the same, but another text is read of it than was indexed"


def test_files_are_read_again_with_what_is_said_beside_them(index_of: Build, write: Write) -> None:
    write("loccit.toml", 'furniture = ["Buy our calendar."]\n[columns]\ntext = "BODY"\n')
    index = index_of({"a.txt": "The sea was calm.\n\nBuy our calendar.", "b.csv": "REF,BODY\nK-7,It was shut.\n"})
    assert unlike(index) == []
