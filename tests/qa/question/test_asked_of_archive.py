import pytest

from qa.question.asked_of_archive import is_asked_of_archive


@pytest.mark.parametrize(
    "question",
    [
        "What is this archive about?",
        "What's in the archive?",
        "what are these documents about",
        "What does this collection contain?",
        "What documents are there?",
        "Which languages are in the archive?",
        "How many documents are in the archive?",
        "How many documents do you have?",
        "How big is the archive?",
        "What can I ask?",
        "what can I ask you about",
        "What can you do?",
        "Who are you?",
        "How does this work?",
        "What do you know?",
        "help",
    ],
)
def test_what_is_asked_of_the_archive_is_told(question: str) -> None:
    assert is_asked_of_archive(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is this letter about?",
        "What does the archive say about Lund?",
        "What documents did Ruiz sign?",
        "How many documents are secret?",
        "What can Lund ask?",
        "Who are the envoys?",
        "How does the reactor work?",
        "What do you know about Lund?",
        "help Lund",
        "What is in the letter?",
        "",
    ],
)
def test_what_is_asked_of_its_documents_is_not(question: str) -> None:
    assert not is_asked_of_archive(question)
