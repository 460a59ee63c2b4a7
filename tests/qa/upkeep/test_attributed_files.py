from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from qa.upkeep.attributed_files import attributed_files

TURNS = "MS. PETRIE: Who?\n\nMR. HALLORAN: Nobody.\n\nMS. PETRIE: Thank you."


def test_attributions_are_json_values(write: Callable[..., Path]) -> None:
    path = write("hearing.txt", TURNS)
    found = attributed_files([path, write("b.txt", b"\0")])
    (document,) = found["documents"]
    assert (document["file"], document["text"]) == (str(path), TURNS)
    second = document["attributions"][1]
    start, end = second["content"][0]
    assert TURNS[start:end] == "Nobody."
    assert {name: second[name] for name in ("speaker", "cue", "to", "kind", "hedged", "negated", "said")} == {
        "speaker": "MR. HALLORAN",
        "cue": None,
        "to": None,
        "kind": "direct",
        "hedged": False,
        "negated": False,
        "said": None,
    }
    assert [refused["reason"] for refused in found["refused"]] == ["is not text (it holds zero bytes)"]


def test_the_sender_of_a_telegram_says_we(write: Callable[..., Path]) -> None:
    pytest.importorskip("spacy")
    text = "R 141530Z OCT 09\nFM AMEMBASSY LISBON\nTO SECSTATE WASHDC\n\n1. We believe that the lock leaks.\n"
    (document,) = attributed_files([write("cable.txt", text)])["documents"]
    assert [one["speaker"] for one in document["attributions"]] == ["AMEMBASSY LISBON"]


def test_what_is_written_in_a_chat_was_said_on_its_day(write: Callable[..., Path]) -> None:
    text = "12/03/2021, 14:05 - bo_ek: the lock leaks\n13/03/2021, 09:00 - Ana: why\n13/03/2021, 09:01 - bo_ek: rust\n"
    first, second = attributed_files([write("chat.txt", text)])["documents"]
    assert [(one["speaker"], one["said"]) for one in first["attributions"]] == [("bo_ek", "2021-03-12")]
    assert [one["said"] for one in second["attributions"]] == ["2021-03-13"] * 2


# What a careful reader finds in two articles: where it begins, the sha256 of the words (its first digits), who says it
# to whom, when and how, and where the text says at what occasion.
_ARTICLES = {
    "000_5e29d57fc1286ecd.txt": [
        (355, "722a3517", "John Kerry", None, None, "indirect", None),
        (516, "6da054ae", "John Kerry", "Michel Barnier", "2005-02", "direct", None),
        (758, "192c98db", "John Kerry", None, "2005-02", "direct", None),
        # "..., which have since been put in place" is the writer's.
        (795, "c2c33bca", "John Kerry", None, "2005-02", "indirect", None),
        (983, "8e6f4945", "John Kerry", None, "2005-02", "direct", None),
        (1297, "30bfefd1", "John Kerry", None, "2010-02", "indirect", [1209, 1279]),
        (1375, "0d052a6f", "John Kerry", None, "2010-02", "direct", None),
        (1515, "2a8c8b5a", "Hamad bin Khalifa al-Thani", None, "2010-02", "indirect", None),
        (1538, "38bbd20d", "Hamad bin Khalifa al-Thani", None, "2010-02", "direct", None),
        (1645, "8c5d7346", "John Kerry", None, None, "direct", None),
        (1946, "fffdbed1", "The Chairman", "the Amir", None, "indirect", None),
        (2064, "2f627370", "John Kerry", "Hamad bin Khalifa al-Thani", None, "indirect", None),
        (2505, "cdbdd622", "John Kerry", "Hamad bin Khalifa al-Thani", None, "direct", None),
    ],
    "001_9b2b18793d41e242.txt": [
        (105, "043b22ce", "Iranians and analysts alike", None, None, "indirect", None),
        (810, "29c0c06e", "Iranians and analysts alike", None, None, "mixed", None),
        (1103, "933b0c43", "a veteran observer in Tehran", None, None, "direct", None),
        (1527, "d042ae20", "a veteran observer in Tehran", None, None, "direct", None),
        (1973, "65aaa958", "Obama", None, "2009-01", "direct", [1867, 1913]),
        (2099, "016bac46", "one document", None, None, "indirect", None),
        (2475, "69a96224", "one document", None, None, "indirect", None),
        (2663, "2446a3d3", "Daniel Glaser", None, None, "direct", None),
        (2663, "df96794a", "one document", None, None, "indirect", None),
        (3031, "24ecee27", "Daniel Glaser", None, None, "direct", None),
    ],
}


@pytest.mark.parametrize("name", _ARTICLES)
def test_two_articles_with_speakers_addressees_settings_and_times(seeds: Path, name: str) -> None:
    pytest.importorskip("spacy")
    (document,) = attributed_files([seeds / name])["documents"]
    text = document["text"]
    found = [
        (
            one["content"][0][0],
            sha256("".join(text[slice(*span)] for span in one["content"]).encode()).hexdigest()[:8],
            *(one[field] for field in ("speaker", "to", "said", "kind")),
            one["setting"] and list(one["setting"]),
        )
        for one in document["attributions"]
    ]
    assert [expected for expected in _ARTICLES[name] if expected not in found] == []
    # More than that are a word of opinion, or the same words once more.
    assert len(found) <= len(_ARTICLES[name]) + 4
