from collections.abc import Callable
from pathlib import Path

from embeddings.text.splitting import passages
from qa.upkeep.read_files import read_files, read_sources_again

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


def test_the_sources_of_an_index_are_read_again(index_of: Callable[[dict[str, str]], Path], write: Write) -> None:
    index = index_of({"a.txt": "It rose.", "b.txt": "It fell."})
    assert read_sources_again(index) == []
    write("b.txt", "It fell again.")
    (unlike,) = read_sources_again(index)
    assert (unlike.id, unlike.kind) == ("b.txt", "changed")
