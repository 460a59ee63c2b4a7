import time

import pytest

from qa.question.asked_documents import AskedDocuments, asked_documents


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many documents mention Varde?", AskedDocuments("Varde", None, None)),
        ("How many documents of the archive mention “fuel swap”?", AskedDocuments("fuel swap", None, None)),
        ("Which articles are about the ferry?", AskedDocuments("the ferry", None, None)),
        ("Can you tell me which stories talk about fog and Varde?", AskedDocuments("fog and Varde", None, None)),
        ("Show me the latest story about fog", AskedDocuments("fog", None, "newest")),
        ("What is the earliest document that mentions Kerry?", AskedDocuments("Kerry", None, "oldest")),
        ("most  recent reports on the ferry", AskedDocuments("the ferry", None, "newest", "report")),
        ("The oldest press  releases", AskedDocuments(None, None, "oldest", "press release")),
        ("List all letters from 2010", AskedDocuments(None, (2010, 2010), None, "letter")),
        ("What did we publish last?", AskedDocuments(None, None, "newest")),
        ("What was published first?", AskedDocuments(None, None, "oldest")),
        ("What is the oldest document in the archive?", AskedDocuments(None, None, "oldest")),
        ("show me the newest articles", AskedDocuments(None, None, "newest")),
        ("List all documents from 2010", AskedDocuments(None, (2010, 2010), None)),
        ("Which documents are there from 2009 to 2011?", AskedDocuments(None, (2009, 2011), None)),
        ("Find me everything about fog published in 1999.", AskedDocuments("fog", (1999, 1999), None)),
    ],
)
def test_the_documents_asked_for_are_told(question: str, asked: AskedDocuments) -> None:
    assert asked_documents(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Which documents did Kerry sign?",
        "What documents were leaked in 2010?",
        "Which report said that the ferry sank?",
        "Which documents mention who paid?",
        "Which documents mention it?",
        "What is the oldest piece of the harbour?",
        "What does the latest report say?",
        "Who wrote the oldest document?",
        "What is in the documents?",
        "How many ferries sank in 2010?",
        "What did he publish last?",
        "What did the last press release say?",
        "Which documents have been published?",
        "Which documents mention " + "fog " * 100,
        "",
    ],
)
def test_other_questions_ask_for_no_documents(question: str) -> None:
    assert asked_documents(question) is None


@pytest.mark.parametrize("part", ["which documents about ", "list all the ", "from 2010 to ", "  ", "of "])
def test_a_long_question_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (290, 20_000):
        text = part * (size // len(part))
        asked_documents(text)
    assert time.thread_time() - begun < 1
