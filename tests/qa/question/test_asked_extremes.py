import pytest

from qa.question.asked_extremes import MEANINGS, asked_extreme, says_extreme


@pytest.mark.parametrize(
    ("question", "word", "meant", "noun"),
    [
        ("Which farm was the smallest?", "smallest", [("number", "lowest")], "farm"),
        ("Which department spent most in 2022?", "most", [("number", "highest")], "depart"),
        ("What is the most expensive ticket?", "most expensive", [("number", "highest")], "ticket"),
        ("Who joined the choir last?", "last", [("time", "highest")], None),
        ("Which is the oldest boat?", "oldest", [("number", "highest"), ("time", "lowest")], "boat"),
        ("Who had the fewest votes?", "fewest", [("number", "lowest")], None),
        ("Which farm had the best wheat?", "best", [], "farm"),
        ("What was the most  recent exhibition?", "most recent", [("time", "highest")], "exhibit"),
    ],
)
def test_a_superlative_asks_for_one_end(
    question: str, word: str, meant: list[tuple[str, str]], noun: str | None
) -> None:
    asked = asked_extreme(question)
    assert asked is not None
    assert (asked.word, [(one.kind, one.end) for one in asked.meanings], asked.noun) == (word, meant, noun)


@pytest.mark.parametrize(
    "question",
    [
        "Who won at least two prizes?",
        "What did most of the members want?",
        "When does the last bus leave?",
        "When did he first visit Lund?",
        "Did the largest farm fail?",
        "Which is the cheapest ticket under 20 pounds?",
        "Which is the second largest farm?",
        "Which was the oldest and the smallest farm?",
        "Which farm is larger than Brook End?",
        "Where is the test kept?",
    ],
)
def test_other_questions_ask_for_no_end(question: str) -> None:
    assert asked_extreme(question) is None


def test_a_sentence_may_say_which_is_the_largest_itself() -> None:
    assert says_extreme("Nether Field was the smallest of them.")
    assert not says_extreme("Nether Field has 64 acres at least.")


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Which branch had the most visits?", "visit"),
        ("What is the most popular ticket?", "popular"),
        ("Which department spent most in 2022?", None),
        ("Who earned the most?", None),
        ("Which farm had the highest yield?", None),
    ],
)
def test_what_is_counted_follows_most(question: str, counted: str | None) -> None:
    asked = asked_extreme(question)
    assert asked is not None
    assert asked.counted == counted


@pytest.mark.parametrize("word", MEANINGS)
def test_each_superlative_that_has_a_meaning_is_read(word: str) -> None:
    asked = asked_extreme(f"Which boat was {word}?")
    assert asked is not None
    assert asked.word == word
