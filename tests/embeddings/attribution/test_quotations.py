from collections.abc import Callable

import pytest

from embeddings.attribution.quotations import is_speech, quotations


def texts(text: str) -> list[str]:
    return [text[slice(*quotation.span)] for quotation in quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “the lock is ‘shut’ now” and left.", ["“the lock is ‘shut’ now”"]),
        ('It was 6" wide, "too wide," he said.', ['"too wide,"']),
        ("The boys’ boat, ‘it’s the miller’s,’ he said.", ["‘it’s the miller’s,’"]),
        ("«Pas ici», said Bo.", ["«Pas ici»"]),
        ("The miller's boat and the boys' oar.", []),
        ('A "broken mark.', []),
        # A mark that can only open after one that was never closed, or never opened.
        ('"It leaks, said Ek. "It is old."', ['"It is old."']),
        ('It leaks," said Ek. He added that "it is old."', ['"it is old."']),
        ("“It leaks, said Ek. “It is old.”", ["“It is old.”"]),
        # One mark is set for another.
        ('“It leaks," said Ek. “It is old," he added.', ['“It leaks,"', '“It is old,"']),
        ("“It leaks,“ said Ek.", ["“It leaks,“"]),
        ("”It leaks,” said Ek.", ["”It leaks,”"]),
        ('He said ("it leaks") and "it is old."', ['"it leaks"', '"it is old."']),
    ],
)
def test_what_stands_in_quotation_marks(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_quotation_that_the_paragraph_leaves_open() -> None:
    text = "“The river rose in the night."
    (quotation,) = quotations(text, 0, len(text))
    assert (quotation.span, quotation.words, quotation.is_open) == ((0, len(text)), 6, True)


def test_one_mark_after_another_takes_linear_time(
    takes_linear_time: Callable[[Callable[[str], object], str], None],
) -> None:
    for unit in ("“", "‘a ", "‘a’a ", '"a '):
        takes_linear_time(lambda text: quotations(text, 0, len(text)), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The gate of the lock broke in the night,”", True),
        ("“The gate of the lock broke in the night”", False),
        ("“The gate of the lock broke in the night", True),
        ("“The gate broke.”", True),
        ("She shrugged. “Not yet.”", True),
        ("They call it “the gate.”", False),
        ("“The Gate Broke.”", False),
        ("“STOP.”", False),
        ("“The Gate of the Old Lock and the Night.”", False),
    ],
)
def test_speech_is_a_sentence_or_the_most_of_one(text: str, expected: bool) -> None:
    (quotation,) = quotations(text, 0, len(text))
    assert is_speech(text, quotation) is expected
