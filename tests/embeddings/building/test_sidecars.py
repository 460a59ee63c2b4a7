import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.building.sidecars import Sidecars
from embeddings.documents import Fact
from embeddings.errors import SourceError
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder

Write = Callable[..., Path]


def test_a_table_says_things_of_files_beside_it_and_below(write: Write) -> None:
    write("metadata.csv", "File,Title,Date,Case number\na.txt,The lock,5 April 2011,K-7\nb/c.txt,The weir,,\n")
    sidecars = Sidecars()
    origin = "metadata.csv"
    assert sidecars.stated(write("a.txt", "x")).facts == (
        Fact("title", "The lock", origin),
        Fact("published", "5 April 2011", origin),
        Fact("case number", "K-7", origin),
    )
    assert sidecars.stated(write("b/c.txt", "x")).facts == (Fact("title", "The weir", origin),)
    nothing = sidecars.stated(write("b/a.txt", "x"))
    assert (nothing.facts, nothing.digest) == ((), "")


@pytest.mark.parametrize("name", ["a.txt.meta.json", "a.meta.json"])
def test_an_object_says_things_of_the_file_of_its_name(write: Write, name: str) -> None:
    write(name, json.dumps({"author": ["Ana Ruiz", "Bo Ek"], "title": None, "pages": 3}))
    facts = Sidecars().stated(write("a.txt", "x")).facts
    assert facts == (Fact("author", "Ana Ruiz; Bo Ek", name), Fact("pages", "3", name))


def test_sidecars_are_no_documents_and_a_table_that_names_no_files_is_one(write: Write) -> None:
    named = [write(name, "file,title\n") for name in ("a/metadata.csv", "a/b.meta.json", "a/loccit.toml")]
    (named[2]).write_text("")
    assert [Sidecars().is_document(path) for path in named] == [False, False, False]
    assert Sidecars().is_document(write("b/metadata.csv", "year,boats\n2011,3\n"))


def test_patterns_choose_the_files_of_a_folder(write: Write) -> None:
    write("loccit.toml", 'include = ["*.txt", "notes/*"]\nexclude = ["drafts/*"]\n')
    names = ("a.txt", "b.md", "notes/b.md", "drafts/a.txt", "deep/er/c.txt")
    sidecars = Sidecars()
    assert [name for name in names if sidecars.is_document(write(name, "x"))] == [
        "a.txt",
        "notes/b.md",
        "deep/er/c.txt",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("loccit.toml", 'exclud = ["a"]', "there is no setting exclud; there are columns, date_in_name, exclude"),
        ("loccit.toml", "include = 3", "include is 3, and has to be a list of texts"),
        ("loccit.toml", "date_in_name = '('", "missing ), unterminated subpattern at position 0"),
        ("a.txt.meta.json", "[1]", "it holds no object of names and values"),
        ("a.txt.meta.json", "{", "Expecting property name"),
    ],
)
def test_a_sidecar_that_cannot_be_read_is_named(write: Write, name: str, content: str, reason: str) -> None:
    path = write(name, content)
    with pytest.raises(SourceError) as raised:
        Sidecars().stated(write("a.txt", "x"))
    assert str(raised.value).startswith(f"{path}: {reason}")


def test_a_document_is_read_again_when_something_else_is_said_of_it(
    tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    source = write("sources/a.txt", "The sea was calm.").parent
    write("sources/b.txt", "The river rose.")
    index = tmp_path / "index"
    rebuild([source], index, lambda: encoder)
    write("sources/metadata.csv", "file,author,published\na.txt,Ana Ruiz,5 April 2011\n")
    report = rebuild([source], index, lambda: encoder)
    assert (report.documents, report.changes.changed, report.changes.unchanged) == (2, ("a.txt",), 1)
    document = open_generation(index).catalogue.numbered(0)
    assert (document.author, document.published) == ("Ana Ruiz", "2011-04-05")
    assert Fact("author", "Ana Ruiz", "metadata.csv") in document.facts
    assert not rebuild([source], index, lambda: encoder).published
