from pathlib import Path

import pytest

from embeddings.index import postings_writer
from embeddings.index.postings import Postings
from embeddings.index.postings_writer import PostingsWriter

TEXTS = [(["sea"], ["river", "sea", "river"]), ([], []), (["lake"], ["sea"])]


def write(folder: Path) -> list[Path]:
    writer = PostingsWriter(folder)
    for title, text in TEXTS:
        writer.add(title, text)
    writer.finish()
    return sorted(folder.iterdir())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (block,) = write(tmp_path / "lexical")
    postings = Postings(block)
    assert len(postings) == 3
    assert {name: field.lengths.tolist() for name, field in postings.fields.items()} == {
        "title": [1, 0, 1],
        "text": [3, 0, 1],
    }
    assert [postings.fields["text"].term(place) for place in range(2)] == [b"river", b"sea"]
    assert [postings.fields["title"].term(place) for place in range(2)] == [b"lake", b"sea"]
    held = {
        (field, term): opened.holding(places[places >= 0])
        for field, opened in postings.fields.items()
        for term in ("lake", "river", "sea")
        for places in [opened.places([term])]
    }
    assert {place: [one.tolist() for one in found] for place, found in held.items()} == {
        ("title", "lake"): [[2], [], []],
        ("title", "river"): [[], [], []],
        ("title", "sea"): [[0], [], []],
        ("text", "lake"): [[], [], []],
        ("text", "river"): [[0], [0], [2]],
        ("text", "sea"): [[0, 2], [], []],
    }


def test_a_large_archive_is_written_in_blocks_of_whole_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_writer, "BLOCK_TERMS", 2)
    monkeypatch.setattr(postings_writer, "_COUNTED", 1)
    blocks = write(tmp_path / "lexical")
    assert [block.name for block in blocks] == ["0", "1"]
    assert [Postings(block).fields["text"].lengths.tolist() for block in blocks] == [[3], [0, 1]]


def test_an_index_of_no_texts_has_a_block(tmp_path: Path) -> None:
    PostingsWriter(tmp_path / "lexical").finish()
    postings = Postings(tmp_path / "lexical" / "0")
    text = postings.fields["text"]
    assert (len(postings), list(text.places(["sea"])), list(text.sounding_like("sea"))) == (0, [-1], [])


def test_the_same_texts_make_the_same_files(tmp_path: Path) -> None:
    (one,), (other,) = write(tmp_path / "one"), write(tmp_path / "other")
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert sorted(map(str, files)) == ["text", "title"]
    assert [(one / name).read_bytes() for name in files] == [(other / name).read_bytes() for name in files]
