import pytest

from qa.question.asked_facts import FactName, asked_fact


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who wrote the article about the locks?", "author"),
        ("By whom was the piece on the locks written?", "author"),
        ("Which reporter wrote about the locks?", "author"),
        ("Who is the author of the essay on locks?", "author"),
        ("When was the story about the locks published?", "published"),
        ("When did Iris Toft write about coal?", "published"),
        ("What is the date of the memo on coal?", "published"),
        ("In which year was the column on coal written?", "published"),
        ("Who published the report on the locks?", "publisher"),
        ("Which newspaper published the story of the locks?", "publisher"),
    ],
)
def test_what_is_asked_of_a_document(question: str, name: FactName) -> None:
    asked = asked_fact(question)
    assert asked is not None
    assert (asked.name, asked.is_named) == (name, True)


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the article of agreement?",
        "When did the locks open?",
        "What did Iris Toft write about coal?",
        "Why was the story withdrawn?",
        "",
    ],
)
def test_most_questions_ask_for_no_fact_of_a_document(question: str) -> None:
    assert asked_fact(question) is None


def test_what_may_be_a_subject_is_told_from_what_is_only_a_document() -> None:
    letter, article = asked_fact("Who wrote the letter to the king?"), asked_fact("Who wrote the article?")
    assert letter is not None
    assert article is not None
    assert (letter.papers, article.papers) == (("letter",), ())


def test_a_title_alone_does_not_say_that_a_document_is_meant() -> None:
    play, quoted = asked_fact("Who wrote Hamlet?"), asked_fact("Who wrote “The Emir's offer”?")
    assert play is not None
    assert quoted is not None
    assert (play.is_named, quoted.is_named) == (False, True)


@pytest.mark.parametrize(
    ("question", "name", "are_many"),
    [
        ("Who sent the cable about the ferry?", "author", False),
        ("Who signed the last urgent memo?", "author", False),
        ("By whom was the letter to Lund signed?", "author", False),
        ("Who is the sender of the e-mail on Lund?", "author", False),
        ("When was the cable on Lund sent?", "published", False),
        ("Who wrote the cables?", "author", True),
        ("Who sent these e-mails?", "author", True),
        ("Who wrote the cables about Lund?", "author", False),
    ],
)
def test_who_sent_or_signed_a_paper_is_asked(question: str, name: str, *, are_many: bool) -> None:
    asked = asked_fact(question)
    assert asked is not None
    assert (asked.name, asked.are_many) == (name, are_many)


@pytest.mark.parametrize("question", ["Who sent the boat?", "Who signed the treaty?", "When was the boat sent?"])
def test_who_sent_another_thing_is_no_fact_of_a_document(question: str) -> None:
    assert asked_fact(question) is None
