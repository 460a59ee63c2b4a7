import time

import pytest

from embeddings.readers.transcripts import turns_of

TURNS = [
    ("Ana Ruiz", "00:02", "The harbour was closed."),
    ("Bo Ek", "00:31", "Until Friday."),
    ("Ana Ruiz", "1:01:10", "Why?"),
]


@pytest.mark.parametrize(
    "head",
    [
        *("{name}  {time}  \n", "{name} ({time}):\n", "{name} [{time}]\n", "{name}\t{time}\n", "{name}: ({time})\n"),
        *("{name} [{time}]: ", "[{time}] {name}: ", "{time} - {name}: ", "({time}.500) {name}:\n"),
    ],
)
def test_turns_are_cues_with_who_speaks(head: str) -> None:
    text = "\n\n".join(f"{head.format(name=name, time=time)}{words}" for name, time, words in TURNS)
    assert turns_of(f"Harbour meeting\n\n{text}\n") == (
        "Harbour meeting",
        "00:02 --> 00:31\n<v Ana Ruiz>The harbour was closed.\n\n00:31 --> 1:01:10\n<v Bo Ek>Until Friday.\n\n"
        "1:01:10 --> 1:01:10\n<v Ana Ruiz>Why?\n\n",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Opening  09:00\nThey meet.\nLunch  12:00\nThey eat.\nClosing  17:00\nThey leave.\n",
        "12:00:01 INFO: Began.\n12:00:02 ERROR: Failed.\n12:00:03 INFO: Ended.\n",
        "Psalm 23:01\nA\nPsalm 21:05\nB\nPsalm 20:05\nC\n",
        "Ana Ruiz  00:02\nThey met.\nAna Ruiz  00:05\nThen.\n",
        "Ana Ruiz came at 10:30 and\nAna Ruiz left.\n",
    ],
)
def test_other_texts_with_times_are_none(text: str) -> None:
    assert turns_of(text) is None


@pytest.mark.parametrize("text", ["a " * 200_000, "a  00:01\n" * 50_000, ("a" * 60 + " ") * 10_000, "\n" * 200_000])
def test_hostile_texts_are_looked_at_in_no_time(text: str) -> None:
    start = time.thread_time()
    turns_of(text)
    assert time.thread_time() - start < 5
