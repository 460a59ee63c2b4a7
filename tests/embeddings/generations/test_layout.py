from pathlib import Path

from embeddings.files.lock import LOCK
from embeddings.generations import layout
from embeddings.generations.segment import segment_folder
from tests.embeddings.generations.conftest import folder_of


def test_an_index_folder_holds_only_what_is_declared(index: Path) -> None:
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "generations", "rebuild.lock", "sources.json"]
    folder = folder_of(index)
    assert names_in(folder) == ["documents.npy", "manifest.json", "reprints", "segments"]
    assert names_in(folder / "segments") == ["0"]
    assert names_in(segment_folder(folder, 0)) == [
        "catalogue.sqlite",
        "keys.npy",
        "lexical",
        "lexical_documents",
        "passage_documents.npy",
        "passages.faiss",
        "places",
        "sentence_keys.npy",
        "sentence_terms",
        "sentences",
        "texts.utf8",
        "word_counts",
        "words",
    ]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_page_of_the_layout_names_all_that_an_index_folder_holds(index: Path) -> None:
    drawn = {line.split()[0].split("/")[0] for line in str(layout.__doc__).splitlines() if line.startswith("      ")}
    folder = folder_of(index)
    assert {*names_in(index), *names_in(folder), *names_in(segment_folder(folder, 0))} <= drawn
    assert {layout.CURRENT, layout.SOURCES, layout.JOURNAL, f"{layout.BUILDING}ID", LOCK} <= drawn


def test_every_kind_of_rows_has_a_folder(index: Path) -> None:
    for kind in layout.RUNS:
        assert (segment_folder(folder_of(index), 0) / kind / "rows.npy").is_file()
