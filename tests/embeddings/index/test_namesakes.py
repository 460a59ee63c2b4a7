import pytest

from embeddings.index.namesakes import MOST_LOOKED_AT, told_apart


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("a/b.txt", [], ""),
        ("a/b.txt", ["a/c.txt"], "b.txt"),
        ("x/a/b.txt", ["x/c/b.txt", "x/a/c.txt"], "a/b.txt"),
        ("b.txt", ["a/b.txt"], "b.txt"),
        ("box.mbox!/message 3", ["box.mbox!/message 4"], "message 3"),
        ("a/one.zip!/b.txt", ["a/two.zip!/b.txt"], "one.zip, b.txt"),
    ],
)
def test_as_much_of_an_id_as_tells_it_from_others(name: str, others: list[str], expected: str) -> None:
    assert told_apart(name, others) == expected


def test_of_very_many_each_is_named_whole() -> None:
    assert told_apart("x/a.txt", [f"x/{number}.txt" for number in range(MOST_LOOKED_AT)]) == "x/a.txt"
