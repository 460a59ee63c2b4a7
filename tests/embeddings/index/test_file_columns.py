from embeddings.documents import INSIDE
from embeddings.index.file_columns import FileColumns, columns_of


def test_the_documents_of_a_file_are_one_file_with_an_id_of_its_own() -> None:
    rows = [
        ("a.txt", "/a.txt", "1", "", ""),
        (f"b.zip{INSIDE}c", "/b.zip", "2", "said", "c"),
        (f"b.zip{INSIDE}d/e", "/b.zip", "2", "said", "d/e"),
        ("c.txt", "/c.txt", "1", "", ""),
    ]
    assert columns_of(rows) == FileColumns(
        [0, 1, 3],
        [1, 3, 4],
        ["a.txt", "b.zip", "c.txt"],
        ["/a.txt", "/b.zip", "/c.txt"],
        ["1", "2", "1"],
        ["", "said", ""],
    )


def test_files_of_a_document_each_stay_as_they_are() -> None:
    rows = [(name, f"/{name}", name, "", "") for name in "ab"]
    assert columns_of(rows) == FileColumns([0, 1], [1, 2], ["a", "b"], ["/a", "/b"], ["a", "b"], ["", ""])
