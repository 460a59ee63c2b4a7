from pathlib import Path

import pytest

from embeddings.building.indexed_files import IndexedFiles, indexed_files, suffix_of
from embeddings.building.rebuild import rebuild
from embeddings.generations.store import open_generation
from embeddings.index.file_columns import FileColumns
from embeddings.models.encoder import Encoder


@pytest.mark.parametrize("name", ["a.TXT", "a.tar.gz", "a", "a.", ".a", ".a.b", "b.c/a", "b.c/a.md", "a b.x"])
def test_the_suffix_of_a_path_is_pathlibs(name: str) -> None:
    assert suffix_of(name) == Path(name).suffix.lower()


def test_files_are_found_by_id_path_number_and_content() -> None:
    columns = FileColumns(
        [0, 2, 3], [2, 3, 4], ["a", "b", "c"], ["/a.x", "/b.X", "/c.y"], ["1", "1", "1"], ["", "", ""]
    )
    indexed = IndexedFiles(columns)
    assert (indexed.by_id["b"], indexed.by_path["/c.y"], indexed.by_first[2]) == (1, 2, 1)
    assert [indexed.numbers(place) for place in range(3)] == [range(2), range(2, 3), range(3, 4)]
    assert (indexed.of_content("1", ".x"), indexed.of_content("1", ".y"), indexed.of_content("2", ".x")) == (
        [0, 1],
        [2],
        [],
    )


def test_a_file_of_several_documents_is_one_file(sources: Path, index: Path, encoder: Encoder) -> None:
    sources.mkdir(exist_ok=True)
    (sources / "a.txt").write_text("The ferry sank off Oman.", "utf-8")
    (sources / "b.csv").write_text("title,text\nOne,The crew swam ashore.\nTwo,The court met on Monday.\n", "utf-8")
    (sources / "loccit.toml").write_text('[columns]\ntitle = "title"\ntext = "text"\n', "utf-8")
    rebuild([sources], index, lambda: encoder)
    files = indexed_files(open_generation(index).catalogue, ()).files
    assert (files.ids, files.firsts, files.ends) == (["a.txt", "b.csv"], [0, 1], [1, 3])
