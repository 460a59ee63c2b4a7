from collections.abc import Callable
from pathlib import Path

from embeddings.text.splitting import passages
from qa.upkeep.read_files import read_files

Write = Callable[..., Path]


def test_what_a_rebuild_would_read_is_named_with_what_it_would_not(write: Write) -> None:
    read = write("a.md", "---\ntitle: The lock\n---\nIt rose. It fell.")
    write("metadata.csv", "file,author\na.md,Ana Ruiz\n")
    broken = write("b.txt", b"\0")
    first, second = read_files([read, broken])
    (document,) = first.documents_as_json()
    assert (document["file"], document["id"], document["title"], document["author"]) == (
        str(read),
        "a.md",
        "The lock",
        "Ana Ruiz",
    )
    assert {"name": "author", "value": "Ana Ruiz", "origin": "metadata.csv"} in document["facts"]
    assert document["text"] == "It rose. It fell."
    assert document["passages"] == [[x.start, x.end] for x in passages(first.documents[0])]
    assert (first.refused, second.documents) == ((), ())
    assert second.refused_as_json() == [{"file": str(broken), "reason": "is not text (it holds zero bytes)"}]
