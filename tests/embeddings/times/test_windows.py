import re

from embeddings.times.windows import AFTER, BEFORE, either, windows


def test_windows_hold_the_surroundings_of_each_anchor_and_do_not_overlap() -> None:
    text = f"{'word ' * 40}1999 {'word ' * 40}2001 and 2002 {'word ' * 40}"
    found = list(windows(text, re.compile(r"\d{4}")))
    assert [re.findall(r"\d{4}", text[start:end]) for start, end in found] == [["1999"], ["2001", "2002"]]
    first = text.index("1999")
    assert found[0][0] == first - BEFORE
    assert found[0][1] >= first + 4 + AFTER
    assert text[found[0][1]] == " "
    assert found[0][1] <= found[1][0]


def test_a_text_without_anchors_has_no_windows() -> None:
    assert list(windows("nothing here", re.compile(r"\d"))) == []


def test_one_pattern_matches_where_any_of_some_does_though_they_name_groups_alike() -> None:
    patterns = [r"(?P<count>\d+) boats", r"boat (?P<count>\d+)"]
    either_of = re.compile(rf"\b(?:{either(patterns)})\b")
    assert [bool(either_of.search(text)) for text in ("7 boats", "boat 7", "boats", "7 boat")] == [
        True,
        True,
        False,
        False,
    ]
