from pathlib import Path

import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers import pdf_scans
from embeddings.readers.content import FileContent
from embeddings.readers.pdf_untrue import UNTRUE, from_two_bytes, has_untrue_letters
from embeddings.readers.pdf_words import Word
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, pdf_of


def _words(text: str) -> list[Word]:
    return [Word(word, 0, 0, 1, 1, 1, False, 0) for word in text.split(" ")]


def _content(*lines: str) -> FileContent:
    page = [Text(50, 700 - 20 * number, line) for number, line in enumerate(lines)]
    (document,) = contents_of(Path("a.pdf"), pdf_of([page])).documents
    return document


def _shifted(text: str) -> str:
    return "".join(chr(ord(letter) - 28) for letter in text)


def test_a_page_whose_letters_are_shifted_needs_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "is_installed", lambda: False)
    with pytest.raises(UnreadableFile, match="needs OCR"):
        _content(_shifted("The harbour council met on Monday"))


def test_a_page_of_which_a_part_is_shifted_is_read_poorly() -> None:
    lines = ["The harbour council met in the old town hall on Monday evening.", "Nobody spoke."]
    document = _content(*lines, _shifted("It was a wet day"))
    assert document.text.startswith(lines[0])
    assert document.poor == f"page 1 {UNTRUE}"
    assert not _content(*lines).poor


def test_letters_of_another_encoding_within_words_are_read_poorly() -> None:
    assert _content("Die K‰fer im Allg‰u waren aufgeführt.").poor == f"page 1 {UNTRUE}"


@pytest.mark.parametrize(
    "text",
    [
        "3‰ of 4‰ and a note‡ with ÉTAT, Él, Òran and McÈan",
        "a = b \x02 c where the sum of all of the terms in this line of the proof is finite and small",
        "제·개정된 부칙은 공포한 날부터 시행한다",
    ],
)
def test_shares_notes_names_formulas_and_other_scripts_are_no_untrue_letters(text: str) -> None:
    assert not has_untrue_letters(_words(text))


def test_utf_8_that_is_read_as_utf_16_is_read_as_the_letters_it_stands_for() -> None:
    untrue = "Лист докум. Дата".encode()
    shown = "".join(
        chr(untrue[at] * 256 + untrue[at + 1]) if untrue[at] > 127 else chr(untrue[at])
        for at in range(len(untrue))
        if untrue[at] < 128 or untrue[at] > 0xBF
    )
    assert shown.startswith("킛")
    assert [word.text for word in from_two_bytes(_words(f"{shown} №"))] == ["Лист", "докум.", "Дата", "№"]


def test_letters_whose_bytes_are_halves_of_characters_are_read_too() -> None:
    written = "ميناءقديم".encode()
    shown = "".join(chr(first * 256 + second) for first, second in zip(written[::2], written[1::2], strict=True))
    assert [word.text for word in from_two_bytes(_words(shown))] == ["ميناءقديم"]


@pytest.mark.parametrize("text", ["제 개정된 부칙은", "港の議会", "톱 킘", "plain words"])
def test_letters_of_the_east_stay(text: str) -> None:
    assert from_two_bytes(_words(text)) == _words(text)
