import time

import pytest

from embeddings.readers.subtitle_forms import as_webvtt, cue


def _cues(text: str) -> list[str]:
    return [
        " / ".join(lines) for block in as_webvtt(text).split("\n\n") if (lines := block.strip().split("\n")) != [""]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0:00:01.000,0:00:04.000\nThey met\n\n0:00:04.000,0:00:05.500\nin Lisbon.\n",
        "[00:01.000 --> 00:04.000]  They met\n[00:04.000 --> 00:05.500]  in Lisbon.\n",
        "0:01\nThey met\n0:04\nin Lisbon.\n",
    ],
)
def test_other_forms_are_written_as_webvtt_has_them(text: str) -> None:
    first, second = _cues(text)
    start, _, rest = first.partition(" --> ")
    end, _, words = rest.partition(" / ")
    assert (float(start.rpartition(":")[2]), float(end.rpartition(":")[2]), words) == (1, 4, "They met")
    assert second.endswith(" / in Lisbon.")


def test_breaks_of_subviewer_are_ends_of_lines() -> None:
    assert _cues("00:00:01.00,00:00:04.00\nThey met[br]in Lisbon.\n") == [
        "00:00:01.00 --> 00:00:04.00 / They met / in Lisbon."
    ]


def test_what_is_written_so_already_stays() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nAt\n10:30\n[1] they met.\n"
    assert as_webvtt(text) == text
    assert as_webvtt("They met at 10:30.\n") == "They met at 10:30.\n"


EVENTS = r"""[Script Info]
Title: Talks

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:04.00,0:00:05.50,Default,Bo Ek,0,0,0,,Where, then?\NIn {\i1}Lisbon{\i0} & Narva.
Comment: 0,0:00:01.00,0:00:05.00,Default,,0,0,0,,Look this up.
Dialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,{\an8}They met.
Dialogue: 1,0:00:02.00,0:00:04.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0
"""


def test_lines_of_substation_are_said_in_their_order_without_their_settings() -> None:
    assert _cues(EVENTS) == [
        "0:00:01.00 --> 0:00:04.00 / They met.",
        "0:00:04.00 --> 0:00:05.50 / <v Bo Ek>Where, then? / In Lisbon &amp; Narva.",
    ]


def test_fields_are_those_of_the_version_where_none_are_listed() -> None:
    assert _cues("[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,Yes, no.\n") == [
        "0:00:01.00 --> 0:00:04.00 / Yes, no."
    ]


def test_a_cue_has_plain_words_and_a_name_without_marks() -> None:
    assert (
        cue("00:01.000", "00:02.000", "1 < 2", "Ana <x>  Ruiz") == "00:01.000 --> 00:02.000\n<v Ana x Ruiz>1 &lt; 2\n\n"
    )


@pytest.mark.parametrize(
    "words", ["{" * 200_000, "{\\p" * 100_000, "[00:01.000 --> " * 20_000, "0:01\n" * 50_000, "9" * 200_000]
)
def test_hostile_files_are_read_in_no_time(words: str) -> None:
    start = time.thread_time()
    as_webvtt("[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,," + words)
    as_webvtt(words)
    assert time.thread_time() - start < 5
