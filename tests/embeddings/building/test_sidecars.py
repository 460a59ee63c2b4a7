import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.building.sidecars import Sidecars
from embeddings.documents import Fact
from embeddings.errors import ReadFailed
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from embeddings.readers.stated import Stated

Write = Callable[..., Path]


def test_a_table_says_things_of_files_beside_it_and_below(write: Write) -> None:
    write("metadata.csv", "File,Title,Date,Case number\na.txt,The lock,5 April 2011,K-7\nb/c.txt,The weir,,\n")
    sidecars = Sidecars([write("a.txt", "x").parent])
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
    sidecars = Sidecars([write("a.txt", "x").parent])
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
        ("loccit.toml", 'notes = "Origin: *"', "notes is 'Origin: *', and has to be a list of texts"),
        ("loccit.toml", "[columns]\ntitle = 3", "the column of title is 3, and has to be a text"),
        ("loccit.toml", "date_in_name = '('", "missing ), unterminated subpattern at position 0"),
        ("a.txt.meta.json", "[1]", "it holds no object of names and values"),
        ("a.txt.meta.json", "{", "Expecting property name"),
    ],
)
def test_a_sidecar_that_cannot_be_read_is_named(write: Write, name: str, content: str, reason: str) -> None:
    path, sidecars = write(name, content), Sidecars()
    if name == "loccit.toml":
        with pytest.raises(ReadFailed) as raised:
            sidecars.stated(write("a.txt", "x"))
        assert raised.value.path == path.parent
        assert reason in raised.value.reason
    else:
        assert sidecars.stated(write("a.txt", "x")) == Stated()
        assert list(sidecars.problems) == [path]
        assert sidecars.problems[path].startswith(f"says nothing, as it cannot be read: {reason}")


def test_furniture_and_notes_of_a_folder_hold_for_its_files(write: Write) -> None:
    write("loccit.toml", 'furniture = ["More on *"]\nnotes = ["Origin: *"]\n')
    rules = Sidecars().stated(write("a.txt", "x")).rules
    assert (rules.furniture, rules.notes) == (("More on *",), ("Origin: *",))


def test_what_stands_above_the_sources_says_nothing_of_them(write: Write) -> None:
    path = write("home/desk/post/deep/a.txt", "x")
    home = path.parents[3]
    write("home/loccit.toml", 'publisher = "Home"')
    write("home/metadata.csv", "file,author\ndesk/post/deep/a.txt,Bo Ek\n")
    assert Sidecars([home / "desk", home / "desk/post"]).stated(path) == Stated()
    assert Sidecars([path]).stated(path) == Stated()
    write("home/desk/loccit.toml", 'publisher = "Desk"')
    assert Sidecars([home / "desk", home / "desk/post"]).stated(path).rules.publisher == "Desk"
    assert Sidecars([home / "desk/post"]).stated(path) == Stated()
    assert [fact.value for fact in Sidecars([home]).stated(path).facts] == ["Bo Ek"]


def test_a_rebuild_goes_on_without_a_table_that_cannot_be_read(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    source = write("a.md", "---\nauthor: Ana Ruiz\n---\nThe sea was calm.").parent
    table = write("metadata.csv", b"file,author\na.md,\0\n")
    report = rebuild([source], tmp_path / "index", lambda: encoder)
    assert [(error.path, error.reason) for error in report.unreadable] == [
        (table, "says nothing, as it cannot be read: is not text (it holds zero bytes); correct it, or take it away")
    ]
    assert open_generation(tmp_path / "index").catalogue.numbered(0).author == "Ana Ruiz"
    assert report.complete
    assert not rebuild([source], tmp_path / "index", lambda: encoder).published


def test_below_settings_that_cannot_be_read_all_stays_as_it_was(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    source, index = write("a.txt", "The sea was calm.").parent, tmp_path / "index"
    write("post/b.txt", "The river rose.")
    write("post/drafts/c.txt", "The lake froze.")
    settings = write("post/loccit.toml", 'exclude = ["drafts/*"]')
    rebuild([source], index, lambda: encoder)
    settings.write_text("exclude = drafts")
    write("post/b.txt", "The river fell.")
    write("d.txt", "The weir broke.")
    report = rebuild([source], index, lambda: encoder)
    (error,) = report.unreadable
    assert error.path == source / "post"
    assert error.reason.startswith("no file below it is read, as its loccit.toml cannot be: Invalid value")
    assert "its document stays as it was" in error.reason
    texts = [open_generation(index).catalogue.numbered(number).text for number in range(report.documents)]
    assert texts == ["The sea was calm.", "The weir broke.", "The river rose."]
    assert not report.complete
    settings.write_text('exclude = ["drafts/*"]')
    assert rebuild([source], index, lambda: encoder).changes.changed == ("post/b.txt",)


def test_columns_make_rows_documents_and_a_change_of_them_reads_anew(
    tmp_path: Path, write: Write, encoder: Encoder
) -> None:
    source, index = (
        write("a.csv", "REF,SUBJECT,BODY\nK-7,The lock,It was shut.\nK-8,The weir,It broke.\n").parent,
        tmp_path / "index",
    )
    assert rebuild([source], index, lambda: encoder).documents == 1
    write("loccit.toml", '[columns]\ntext = "Body"\ntitle = ["SUBJECT"]\ncase = "REF"\n')
    assert rebuild([source], index, lambda: encoder, file_seconds=20).documents == 2
    first = open_generation(index).catalogue.numbered(0)
    assert (first.id, first.title, first.text) == ("a.csv!/row 2", "The lock", "It was shut.")
    assert Fact("case", "K-7", "column REF") in first.facts


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
