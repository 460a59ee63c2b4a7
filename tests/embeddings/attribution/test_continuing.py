import pytest

from embeddings.attribution.finding import attributions

pytest.importorskip("spacy")

LAST = "“Nobody has mended it since the old keeper left.”"


def said_by(text: str, words: str) -> list[str | None]:
    """Return who is said to say some words of a text."""
    place = text.index(words)
    return [one.speaker for one in attributions(text) if any(start <= place < end for start, end in one.content)]


@pytest.mark.parametrize(
    "before",
    [
        "“The lock leaks a lot,” Ana Ek said.",
        "Ana Ek told the council that the lock leaks.",
        "“The lock leaks a lot,” said Ana Ek. “It is very old.”",
    ],
)
def test_a_paragraph_that_is_a_quotation_goes_on_with_whoever_spoke_last(before: str) -> None:
    text = f"{before}\n\n{LAST}\n\nThe council meets in May."
    assert said_by(text, LAST) == ["Ana Ek"]
    assert said_by(f"{before}\n\n{LAST}", LAST) == ["Ana Ek"]


@pytest.mark.parametrize(
    "text",
    [
        # Two persons talk.
        f"“The lock leaks a lot,” Ana Ek said.\n\n{LAST}\n\n“Then we should mend it, I should say.”\n\nThey left.",
        f"“The lock leaks a lot,” Ana Ek said.\n\n{LAST}\n\n“So it is,” said Bo Lind.",
        # A question is answered by another.
        f"“Does the lock leak a lot?” Ana Ek asked.\n\n{LAST}\n\nThe council meets in May.",
        # Nobody speaks in the sentence before.
        f"Ana Ek said that it leaks. The council met in May.\n\n{LAST}\n\nIt was late.",
    ],
)
def test_a_quotation_that_may_be_anothers_is_left_open(text: str) -> None:
    assert said_by(text, LAST) == [None]
