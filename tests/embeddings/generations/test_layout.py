from pathlib import Path

from embeddings.files.lock import LOCK
from embeddings.generations import layout
from tests.embeddings.generations.conftest import folder_of


def test_an_index_folder_holds_only_what_is_declared(index: Path) -> None:
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "generations", "rebuild.lock", "sources.json"]
    assert sorted(path.name for path in folder_of(index).iterdir()) == [
        "catalogue.sqlite",
        "keys.npy",
        "lexical",
        "lexical_documents",
        "manifest.json",
        "passage_documents.npy",
        "passages.faiss",
        "places",
        "reprints",
        "sentence_terms",
        "sentences",
        "texts.utf8",
        "word_counts",
        "words",
    ]


def test_the_page_of_the_layout_names_all_that_an_index_folder_holds(index: Path) -> None:
    drawn = {line.split()[0].split("/")[0] for line in str(layout.__doc__).splitlines() if line.startswith("      ")}
    assert {path.name for path in [*index.iterdir(), *folder_of(index).iterdir()]} <= drawn
    assert {layout.CURRENT, layout.SOURCES, layout.JOURNAL, f"{layout.BUILDING}ID", LOCK} <= drawn


def test_every_kind_of_rows_has_a_folder(index: Path) -> None:
    for kind in layout.RUNS:
        assert (folder_of(index) / kind / "rows.npy").is_file()
