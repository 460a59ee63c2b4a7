import pytest

from embeddings.readers.letters import salutation, signature

LETTER = "Lund, 2 May 1911\n\nMy dear Agnes,\n\nThe lock leaks.\n\n{close}\n{name}\n"


@pytest.mark.parametrize(
    ("close", "name", "expected"),
    [
        ("Your loving cousin,", "Charlotte", "Charlotte"),
        ("I remain, Yours faithfully,", "Dr. Ana de Ruiz", "Dr. Ana de Ruiz"),
        ("With best wishes to all,", "Bo Lind.", "Bo Lind"),
        ("The lock leaks,", "Charlotte", None),
        ("Yours,", "written in haste", None),
    ],
)
def test_who_signs_a_letter_is_named_below_its_close(close: str, name: str, expected: str | None) -> None:
    assert signature(LETTER.format(close=close, name=name)) == expected


def test_what_opens_without_a_salutation_is_no_letter() -> None:
    assert signature("The lock leaks.\n\nYours,\nCharlotte") is None
    assert signature("Dear Bo,") is None
    assert salutation(["Lund, 2 May 1911", "", "Dear Sir or Madam:"])
    assert not salutation(["Dear life is what it costs. We know."])
