import pytest

from embeddings.documents import Document
from embeddings.text.splitting import sentences
from qa.answering.retractions import is_taken_back


def taken_back(text: str, answer: str, title: str | None = None) -> bool:
    document = Document(id="a.md", path="/a.md", text=text, sha256="0" * 64, title=title)
    at = text.index(answer)
    [sentence] = [one for one in sentences(text) if one.start <= at < one.end]
    return is_taken_back(document, (sentence.start, sentence.end), (at, at + len(answer)))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("An earlier version of this story said that ten boats sank. It was nine.", "ten"),
        ("A previous report incorrectly gave the toll as 31. It was 34.", "31"),
        ("The paper wrongly described Malcolm Reeve as chief constable.", "chief constable"),
        ("The caption misidentified the minister as Ana Ruiz.", "Ana Ruiz"),
        ("The fine was 6.4 million, not 6 million.", "6 million"),
        ("The ferry left at nine rather than at ten.", "ten"),
        ("The pins were of iron, instead of steel.", "steel"),
        ("The lock was shut.\n\nCorrection: report no. 5 gave the number as 43,800. It counted some twice.", "43,800"),
    ],
)
def test_words_that_are_taken_back_answer_nothing(text: str, answer: str) -> None:
    assert taken_back(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("An earlier version of this story said that ten boats sank. It was nine.", "nine"),
        ("An earlier version said ten boats sank; it was nine.", "nine"),
        ("An earlier version gave the toll as 31, when it was 34.", "34"),
        ("The fine was 6.4 million, not 6 million.", "6.4 million"),
        ("The report said that ten boats sank.", "ten"),
        ("Nobody knows whether or not ten boats sank.", "ten"),
        ("He owns two earlier versions of the lamp.", "two"),
    ],
)
def test_other_words_answer(text: str, answer: str) -> None:
    assert not taken_back(text, answer)


def test_in_a_correction_what_was_said_is_taken_back() -> None:
    text = "Our story of 3 May said that the fine was 20,000 pounds. It was 200,000 pounds."
    assert not taken_back(text, "20,000")
    assert taken_back(text, "20,000", title="Corrections and clarifications")
    assert not taken_back(text, "200,000", title="Corrections and clarifications")
