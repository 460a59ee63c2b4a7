import pytest

from embeddings.readers import chat_json
from embeddings.readers.chat_json import brought, dicts, json_of, text, value_of, within
from embeddings.readers.content import LimitReached, NotRead
from tests.embeddings.readers.office_files import file_of


@pytest.mark.parametrize("broken", ["{", '{"a": [1,', "[" * 200_000, ""])
def test_broken_json_is_named(broken: str) -> None:
    with pytest.raises(NotRead, match="whose JSON is broken"):
        value_of(broken)


def test_too_much_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_json, "MOST_BYTES", 3)
    with pytest.raises(LimitReached, match="export it in parts"):
        json_of(file_of("a.json", b"[1, 2]"))


def test_what_is_of_another_kind_is_nothing() -> None:
    assert dicts([{"a": 1}, 2, None]) == [{"a": 1}]
    assert dicts("a") == []
    assert [text(value) for value in ("a", 7, True, None, [])] == ["a", "7", "", "", ""]
    assert within({"a": {"b": 3}}, "a", "b") == 3
    assert within({"a": [3]}, "a", "b") is None
    assert (brought(["a\n.jpg", " ", "b"]), brought([])) == ("<a .jpg, b>", "")
