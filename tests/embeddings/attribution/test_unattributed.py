from collections.abc import Callable

import pytest

from embeddings.attribution.quotations import quotations
from embeddings.attribution.unattributed import unattributed
from embeddings.documents import Span


def found_in(text: str, taken: tuple[Span, ...] = ()) -> list[tuple[str | None, list[str]]]:
    paragraphs, start = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    quoted = [quotations(text, *span) for span in paragraphs]
    return [
        (one.speaker, [text[slice(*span)] for span in one.content])
        for one in unattributed(text, paragraphs, quoted, taken)
    ]


def test_speech_that_nobody_is_said_to_say_has_no_source() -> None:
    assert found_in("“The gate broke in the night, and the road is gone.”") == [
        (None, ["“The gate broke in the night, and the road is gone.”"])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The “so-called experts” were late.",
        "He was reading “The Rise and Fall of the Old Lock.”",
        "The sign “no entry to the lock for boats” hung there.",
    ],
)
def test_a_title_a_sign_and_a_doubtful_word_are_no_speech(text: str) -> None:
    assert found_in(text) == []


def test_what_somebody_has_said_is_not_there_twice() -> None:
    text = "“The gate broke in the night, and the road is gone.”"
    assert found_in(text, ((3, 10),)) == []


def test_what_a_paragraph_leaves_open_goes_on_in_the_next_alone() -> None:
    text = "“The gate broke in the middle of the night.\n\n“By dawn the road to the town was gone.”"
    assert [content for _, content in found_in(text)] == [
        ["“The gate broke in the middle of the night.", "“By dawn the road to the town was gone.”"]
    ]
    apart = text.replace("\n\n", "\n\nIt rained.\n\n")
    assert [len(content) for _, content in found_in(apart)] == [1, 1]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“LIND: We waited.", "LIND", "We waited."),
        ("Bo Lind: “We waited.”", "Bo Lind", "“We waited.”"),
        ("“We waited.” — Bo Lind, mayor of Lund", "Bo Lind", "“We waited.”"),
        ("“We waited.”\n-- Bo Lind", "Bo Lind", "“We waited.”"),
    ],
)
def test_a_label_or_a_dash_names_who_speaks(text: str, speaker: str, content: str) -> None:
    assert found_in(text) == [(speaker, [content])]


@pytest.mark.parametrize("text", ["“We waited.” — and then it rained", "the sign: “We waited.”", "“NOTE that.”"])
def test_words_that_are_no_name_name_nobody(text: str) -> None:
    assert found_in(text) == []


def test_speakers_of_a_quoted_transcript_are_apart() -> None:
    assert found_in("“LIND: We waited.\n\n“EK: Nobody came.") == [("LIND", ["We waited."]), ("EK", ["Nobody came."])]


def test_it_takes_linear_time(takes_linear_time: Callable[[Callable[[str], object], str], None]) -> None:
    for unit in ("“a b c d e f.” ", "“A: b\n\n", "A B: “c” — D ", "“" + "a ", "— A "):
        takes_linear_time(found_in, unit)
