from collections.abc import Callable
from pathlib import Path

from qa.citations.changes import ChangedDocument, changes
from qa.citations.comparing import Difference

Build = Callable[[dict[str, str]], Path]


def test_what_changed_since_the_generation_before_is_said_word_by_word(index_of: Build, tmp_path: Path) -> None:
    same = "The river rose.\n\nIt fell at dawn.\n"
    index = index_of({"a.txt": same, "b.txt": "It rained.\n\nThe sea was calm.\n\nHe left.", "c.txt": "Nobody came."})
    assert changes(index) == []
    (tmp_path / "sources" / "c.txt").unlink()
    index_of({"b.txt": "It rained.\n\nThe sea was rough.\n\nHe left.\n\nShe stayed.", "d.txt": "A ship came."})
    found = changes(index)
    assert found == [
        ChangedDocument(
            "b.txt",
            "changed",
            (
                (Difference("same", "The sea was"), Difference("removed", "calm."), Difference("added", "rough.")),
                (Difference("added", "She stayed."),),
            ),
        ),
        ChangedDocument("c.txt", "removed"),
        ChangedDocument("d.txt", "added"),
    ]
    assert found[0].to_dict() == {
        "id": "b.txt",
        "kind": "changed",
        "changes": [
            [
                {"kind": "same", "text": "The sea was"},
                {"kind": "removed", "text": "calm."},
                {"kind": "added", "text": "rough."},
            ],
            [{"kind": "added", "text": "She stayed."}],
        ],
    }


def test_a_document_of_another_name_is_renamed(index_of: Build, tmp_path: Path) -> None:
    index_of({"a.txt": "The sea was calm.", "b.txt": "The sea was calm.", "c.txt": "It rained."})
    for name in "abc":
        (tmp_path / "sources" / f"{name}.txt").unlink()
    found = changes(index_of({"d.txt": "The sea was calm.", "e.txt": "It snowed.", "f.txt": "It rained."}))
    assert found == [
        ChangedDocument("b.txt", "removed"),
        ChangedDocument("d.txt", "renamed", before="a.txt"),
        ChangedDocument("e.txt", "added"),
        ChangedDocument("f.txt", "renamed", before="c.txt"),
    ]
    assert found[1].to_dict() == {"id": "d.txt", "kind": "renamed", "changes": [], "before": "a.txt"}


def test_other_spaces_are_no_change_of_words(index_of: Build) -> None:
    index_of({"a.txt": "The sea\nwas calm."})
    assert changes(index_of({"a.txt": "The sea was calm."})) == [ChangedDocument("a.txt", "changed")]


def test_long_texts_that_repeat_are_compared_quickly(index_of: Build) -> None:
    index_of({"a.txt": "\n\n".join(["The sea was calm."] * 3_000)})
    (found,) = changes(index_of({"a.txt": "\n\n".join(["The sea was calm."] * 1_500 + ["So was the lake."] * 1_500)}))
    assert found.kind == "changed"
