import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from embeddings.documents import Document
from embeddings.generations.store import open_generation
from embeddings.index.presence import present
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import ClippingError, FilterError, KeptFileError
from qa.kept import files
from qa.kept.clippings import clippings, keep
from qa.kept.files import file_of, writing
from qa.kept.marks import counted_tags, given_tags, mark, mark_of, marks, narrowed
from qa.question.filters import Filters
from qa.settings import load_settings


def document(name: str, text: str = "He left.") -> Document:
    return Document(id=name, path=f"/{name}", text=text, sha256="ab" * 32, title=f"Title of {name}")


def all_there(known: Sequence[tuple[str, str]]) -> list[str | None]:
    return [name for name, _ in known]


def test_tags_and_stars_are_given_changed_and_taken_away(file: Path) -> None:
    mark(file, document("b.txt"), all_there, starred=True)
    given = mark(file, document("a.txt"), all_there, tags=["UN", " vote , UN"])
    assert (given.tags, given.starred) == (("UN", "vote"), False)
    mark(file, document("b.txt"), all_there, tags=["vote"])
    assert [(one.title, one.starred, one.tags) for one in marks(file)] == [
        ("Title of a.txt", False, ("UN", "vote")),
        ("Title of b.txt", True, ("vote",)),
    ]
    assert [one.document for one in marks(file, ["un"])] == ["a.txt"]
    assert [one.document for one in marks(file, ["vote"], starred=True)] == ["b.txt"]
    assert counted_tags(marks(file)) == [("UN", 1), ("vote", 2)]
    assert given_tags(file) == ["UN", "vote"]
    mark(file, document("b.txt"), all_there, starred=False, tags=[])
    assert [one.document for one in marks(file)] == ["a.txt"]
    assert mark_of(file, document("b.txt"), all_there).to_dict() == {
        "document": "b.txt",
        "title": "Title of b.txt",
        "starred": False,
        "tags": [],
    }
    with pytest.raises(ClippingError, match="The tag has 101 characters; at most 100"):
        mark(file, document("a.txt"), all_there, tags=["x" * 101])


def test_a_mark_goes_with_a_file_that_is_moved_but_not_to_a_reprint(file: Path) -> None:
    mark(file, document("a.txt"), all_there, starred=True, tags=["UN"])
    moved = document("b.txt")
    assert mark_of(file, moved, all_there).tags == ()

    def only_b(known: Sequence[tuple[str, str]]) -> list[str | None]:
        return ["b.txt" for _ in known]

    assert mark_of(file, moved, only_b).tags == ("UN",)
    mark(file, moved, only_b, tags=["moved"])
    assert [(one.document, one.starred, one.tags) for one in marks(file)] == [("b.txt", True, ("moved",))]


@pytest.fixture
def mine(archive: Path) -> Path:
    """The file of this machine's user, for whom paris.md has a star and a tag, and oman.txt a tag."""
    file = file_of(settings=load_settings(index=archive))
    catalogue = open_generation(archive).catalogue
    for name, starred, tags in (("paris.md", True, ["Kerry"]), ("oman.txt", False, ["talks", "Été"])):
        one = catalogue.document(name)
        assert one is not None
        mark(file, one, partial(present, catalogue), starred=starred, tags=tags)
    return file


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(tags=("KERRY",)), ["paris.md"]),
        (Filters(tags=("Kerry", "ete")), ["oman.txt", "paris.md"]),
        (Filters(starred=True), ["paris.md"]),
        (Filters(starred=True, tags=("talks",)), []),
        (Filters(tags=("talks",), documents=("paris.md",)), []),
        (Filters(tags=("Kerry",), documents=("paris.md", "oman.txt")), ["paris.md"]),
        (Filters(tags=("Kerry",), published_from="2006", undated="leave_out"), []),
    ],
)
@pytest.mark.usefixtures("mine")
def test_every_search_of_the_python_door_is_narrowed_to_them(
    archive: Path, encoder: Encoder, filters: Filters, expected: list[str]
) -> None:
    opened = Archive.open(archive, encoder=encoder)
    assert sorted({one.document.id for one in opened.retrieve("Muscat Barnier", filters=filters)}) == expected
    assert sorted(found.document.id for found in opened.search("told OR invited", filters).documents) == expected
    answer = opened.ask("Who invited both sides to Muscat?", filters=filters)
    assert {one.document.id for one in (*answer.excerpts, *answer.nearest)} <= set(expected)
    assert (answer.filters, opened.facets(filters).documents) == (filters, len(expected))
    assert Filters.from_dict(answer.to_dict()["filters"]) == filters


def test_filters_by_them_are_said_in_words() -> None:
    filters = Filters(tags=("UN", "vote"), starred=True, published_from="2010")
    assert str(filters) == "published from 2010, tagged UN or vote, starred; undated kept"
    assert "marked" not in filters.to_dict()
    with pytest.raises(FilterError, match="There is no filter 'marked'"):
        Filters.from_dict({"marked": ["a.txt"]})
    with pytest.raises(FilterError, match="The filter starred is 'yes'; it is true or false"):
        Filters.from_dict({"starred": "yes"})


def test_a_tag_that_no_document_has_is_an_error_that_names_those_there_are(mine: Path, file: Path) -> None:
    with pytest.raises(
        FilterError, match="You have given no document the tag 'UN'; your tags are 'Kerry', 'talks', 'Ét"
    ):
        narrowed(Filters(tags=("UN",)), mine, all_there)
    with pytest.raises(FilterError, match="the tag 'UN'; none has a tag yet"):
        narrowed(Filters(tags=("UN",)), file, all_there)
    with pytest.raises(FilterError, match="You have given no document a star yet"):
        narrowed(Filters(starred=True), file, all_there)


@pytest.mark.usefixtures("mine")
def test_they_outlive_a_rebuild_and_a_moved_file(
    archive: Path, encoder: Encoder, index_of: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    (tmp_path / "sources" / "paris.md").rename(tmp_path / "sources" / "kerry.md")
    index_of({"new.txt": "A new document on Muscat."})
    opened = Archive.open(archive, encoder=encoder)
    assert {one.document.id for one in opened.retrieve("Kerry", filters=Filters(starred=True))} == {"kerry.md"}


def test_a_file_of_the_version_before_is_read_as_it_is_and_gets_them_when_it_is_written(
    file: Path, excerpt: Callable[..., object]
) -> None:
    keep(file, excerpt)  # type: ignore[arg-type]  # the fixture of the folder
    connection = sqlite3.connect(file)
    connection.executescript("DROP TABLE marks; PRAGMA user_version = 1")
    connection.close()
    before = file.read_bytes()
    assert (marks(file), len(clippings(file)), file.read_bytes()) == ([], 1, before)
    mark(file, document("a.txt"), all_there, starred=True)
    assert ([one.document for one in marks(file)], len(clippings(file))) == (["a.txt"], 1)
    with writing(file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (files.VERSION,)


def test_a_damaged_mark_is_named(file: Path) -> None:
    mark(file, document("a.txt"), all_there, tags=["UN"])
    with writing(file) as connection:
        connection.execute("UPDATE marks SET tags = '{'")
    with pytest.raises(KeptFileError, match=f"^{file} is damaged"):
        marks(file)
