from pathlib import Path

import pytest

from embeddings.generations.unreadable import (
    LISTED,
    count_unreadable,
    file_of_unreadable,
    read_unreadable,
    write_unreadable,
)


def entries(count: int) -> list[dict[str, str]]:
    return [{"path": f"/s/caf\udce9-{number}.bin", "reason": "no reader"} for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, LISTED])
def test_the_manifest_names_all_where_they_are_not_too_many(tmp_path: Path, count: int) -> None:
    listed = write_unreadable(tmp_path, "g1", entries(count))
    assert listed == entries(count) == list(read_unreadable(tmp_path, listed))
    assert (count_unreadable(listed), file_of_unreadable(tmp_path, listed)) == (count, None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_names_all_where_the_manifest_names_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "generations" / "g1"
    folder.mkdir(parents=True)
    listed = write_unreadable(folder, "g1", iter(entries(5000)))
    assert listed == [
        *entries(LISTED),
        {
            "path": "generations/g1/unreadable.jsonl",
            "reason": "names all 5,000 that could not be read",
            "count": "5000",
        },
    ]
    assert list(read_unreadable(folder, listed)) == entries(5000)
    assert count_unreadable(listed) == 5000
    assert file_of_unreadable(tmp_path, listed) == folder / "unreadable.jsonl"
