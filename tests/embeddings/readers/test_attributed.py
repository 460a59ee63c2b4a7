from pathlib import Path

import pytest

from embeddings.attribution.parsing import can_parse
from embeddings.documents import Fact
from embeddings.readers import attributed
from embeddings.readers.attributed import NOT_ATTRIBUTED, contents_of, is_english, with_attributions
from embeddings.readers.content import FileContent, FileContents, Limits

TURNS = "MS. PETRIE: Who?\n\nMR. HALLORAN: Nobody.\n\nMS. PETRIE: Thank you."
SAID = "Ana Ruiz said that the lock leaks."

needs_parser = pytest.mark.skipif(not can_parse(), reason="the extra attribution is not installed")


def speakers(*documents: FileContent, characters: int = 1_000) -> list[list[str | None]]:
    contents = with_attributions(FileContents(documents), characters)
    return [[one.speaker for one in document.attributions] for document in contents.documents]


@needs_parser
def test_who_says_what_is_found_where_a_file_is_read() -> None:
    (document,) = contents_of(Path("a.txt"), SAID.encode()).documents
    (found,) = document.attributions
    assert found.speaker == "Ana Ruiz"
    assert [SAID[slice(*span)] for span in found.content] == ["that the lock leaks"]
    assert contents_of(Path("a.txt"), SAID.encode(), limits=Limits(attributed=0)).documents[0].attributions == ()


@needs_parser
@pytest.mark.parametrize(
    ("text", "title", "speaker"),
    [
        ("Dear Bo,\n\nI said that the lock leaks.\n\nYours ever,\nAna Ruiz", None, "Ana Ruiz"),
        ("Friends, I promise that the lock will last.", "Address by President Ana Ruiz at the lock", "Ana Ruiz"),
        ("Friends, I promise that the lock will last.", "Words for the lock by Ana Ruiz", None),
    ],
)
def test_whoever_signs_a_letter_or_gives_a_speech_says_i(text: str, title: str | None, speaker: str | None) -> None:
    facts = (Fact("title", title, "heading"),) if title else ()
    assert speakers(FileContent(text, facts=facts)) == [[speaker]]


@needs_parser
@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("---------- Forwarded message ----------\nFrom: Bo Lind\nDate: 4 May 2010\nTo: Ana Ruiz", "Bo Lind"),
        ("---------- Forwarded message ----------", None),
        ("On 4 May 2010, Bo Lind wrote:", "Bo Lind"),
    ],
)
def test_whoever_wrote_a_mail_that_is_quoted_or_passed_on_says_i_in_it(head: str, speaker: str | None) -> None:
    data = f"From: Ana Ruiz\n\nI said that the lock leaks.\n\n{head}\n\nI said that the pier is closed."
    (document,) = contents_of(Path("a.eml"), data.encode()).documents
    said = {document.text[slice(*one.content[0])]: one.speaker for one in document.attributions}
    assert said == {"that the lock leaks": "Ana Ruiz", "that the pier is closed": speaker}


def test_a_limit_of_nothing_looks_for_nothing() -> None:
    contents = FileContents((FileContent(TURNS),))
    assert with_attributions(contents, 0) is contents


@needs_parser
def test_what_is_not_in_english_is_not_parsed_but_its_labelled_speakers_are_found() -> None:
    german = FileContent(f"{TURNS}\n\n{SAID}", language="de-AT")
    assert speakers(german) == [["MS. PETRIE", "MR. HALLORAN", "MS. PETRIE"]]
    assert [is_english(language) for language in ("en_GB", None, "English", "fr")] == [True, True, True, False]


@needs_parser
def test_a_limit_holds_for_all_documents_of_a_file_and_what_is_cut_says_so() -> None:
    first = FileContent(f"{SAID}\n\nBo Lind said that it does not.", member="1")
    contents = with_attributions(FileContents((first, FileContent(SAID, member="2"))), len(SAID) + 2)
    assert [[one.speaker for one in document.attributions] for document in contents.documents] == [["Ana Ruiz"], []]
    assert [document.facts[0].name for document in contents.documents] == [NOT_ATTRIBUTED] * 2
    assert [document.facts[0].value for document in contents.documents] == [
        "the first 36 of 66 characters were parsed for who says what; set LOCCIT_FILE_ATTRIBUTED to more",
        "nothing was parsed for who says what; set LOCCIT_FILE_ATTRIBUTED to more",
    ]


def test_a_parser_that_fails_costs_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("too long")

    monkeypatch.setattr(attributed, "attributions", fail)
    (document,) = with_attributions(FileContents((FileContent(SAID),)), 1_000).documents
    assert (document.text, document.attributions) == (SAID, ())
    assert document.facts == (Fact(NOT_ATTRIBUTED, "the parser failed (ValueError: too long)", "loccit"),)


def test_without_the_extra_labelled_speakers_are_found_and_nothing_is_said_to_be_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attributed, "can_parse", lambda: False)
    (document,) = with_attributions(FileContents((FileContent(f"{SAID}\n\n{TURNS}"),)), 1_000).documents
    assert "MR. HALLORAN" in [one.speaker for one in document.attributions]
    assert document.facts == ()


def test_what_is_written_in_a_chat_was_said_on_its_day() -> None:
    chat = FileContent("Ana [14:05]: it leaks\n\nBo [14:06]: since 2003", published="2021-03-12")
    (document,) = with_attributions(FileContents((chat,)), 1_000).documents
    assert [(one.speaker, one.said) for one in document.attributions] == [("Ana", "2021-03-12"), ("Bo", "2021-03-12")]
    undated = FileContent("Ana [14:05]: it leaks")
    assert with_attributions(FileContents((undated,)), 1_000).documents[0].attributions[0].said is None
