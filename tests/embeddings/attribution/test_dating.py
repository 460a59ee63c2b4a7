import pytest

from embeddings.attribution.dating import dated, dated_in_chat
from embeddings.documents import Attribution
from embeddings.text.splitting import paragraph_sentences
from embeddings.times.resolving import spoken_times


def said(text: str, *contents: str) -> list[str | None]:
    """Return when each of some contents of a text was said, by the word "said" before each."""
    attributions = []
    for content in contents:
        start = text.index(content)
        cue = text.rindex("said", 0, start)
        attributions.append(
            Attribution(((start, start + len(content)),), None, "Ana Ruiz", (cue, cue + len("said")), "indirect")
        )
    sentences = [(one.start, one.end) for group in paragraph_sentences(text) for one in group]
    return [one.said for one in dated(text, attributions, spoken_times(text), sentences)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In February 2005 she said the lock leaked.", "2005-02"),
        ("On 3 May 2010 the council met. She said the lock leaked.", "2010-05-03"),
        # What he had called fair was called so before.
        ("On 3 May 2010 they shut what she had said the lock leaked into.", None),
        # What is said in it is no time when it was said.
        ("She said the lock leaked in 2003.", None),
        # Which of two it was nothing tells.
        ("Between talks in May 2009 and June 2010 she said the lock leaked.", None),
        # A year near a date is the background of that, and holds for no sentence after its own.
        ("In February 2005 they met. Beaten in 2004, she said the lock leaked.", "2005-02"),
        ("The lock was built in 1910. She said the lock leaked.", None),
        ("On 3 May 2010 the council met.\n\nShe said the lock leaked.", None),
        ("She said the lock leaked.", None),
        # What lasted until a day, or bears its date, did not happen then.
        ("On 3 May 2010 they gave it four months, until 3 September 2010. She said the lock leaked.", "2010-05-03"),
        ("The report was dated 3 May 2010. She said the lock leaked.", None),
        ("Under the Locks Act of 1996 she said the lock leaked.", None),
        ("In a letter of 3 May 2010 she said the lock leaked.", "2010-05-03"),
        # What had been said was said before, and what would be was not.
        ("On 3 May 2010 the council met. She had said the lock leaked.", None),
        ("On 3 May 2010 the council met. She would have said the lock leaked.", None),
        # A time is told of a clause, and another clause is before or after it.
        ("On 3 May 2010, two days after she said the lock leaked, it broke.", None),
        ("The board, which had met on 3 May 2010, now said the lock leaked.", None),
        # What lasts since a time, or is told beside somebody of whom it is, says nothing of when they speak.
        ("Since the flood of May 2010 she has said the lock leaked.", None),
        ("The mill has been shut since the flood in May 2010. She said the lock leaked.", None),
        ("Until the flood in May 2010 she said the lock leaked.", None),
        ("The clerk, who took office in May 2010, said the lock leaked.", None),
        ("The lock, which opened on 3 May 2010, was shut, and she said the lock leaked.", None),
        ("The clerk elected in May 2010 said the lock leaked.", None),
        ("Since the flood, she said in May 2010 the lock leaked.", "2010-05"),
        ("On 3 May 2010, before a full hall in Lund, she said the lock leaked.", "2010-05-03"),
    ],
)
def test_a_thing_was_said_when_its_sentence_or_its_paragraph_tells(text: str, expected: str | None) -> None:
    content = "the lock leaked in 2003" if "2003" in text else "the lock leaked"
    assert said(text, content) == [expected]


def test_what_another_is_quoted_to_say_tells_no_time_either() -> None:
    text = "She said it broke in May 2009. She said the lock leaked."
    assert said(text, "it broke in May 2009", "the lock leaked") == [None, None]


def test_what_one_tells_within_what_another_tells_has_the_time_there() -> None:
    text = "The cable said that in May 2009 she said the lock leaked."
    assert said(text, "that in May 2009 she said the lock leaked", "the lock leaked") == [None, "2009-05"]
    text = "In May 2009, it is said by a cable, she said the lock leaked."
    outer = Attribution(((0, 11), (36, 60)), None, "a cable", (19, 23), "indirect")
    inner = Attribution(((45, 60),), None, "she", (40, 44), "indirect")
    assert [one.said for one in dated(text, (outer, inner), spoken_times(text), [(0, 61)])] == [None, "2009-05"]


def test_what_a_text_says_now_was_not_said_then() -> None:
    text = "The piece goes out on 3 May 2010. It says the lock leaks."
    place = text.index("the lock leaks")
    says = Attribution(((place, place + 14),), None, "It", (text.index("says"), text.index("says") + 4), "indirect")
    assert [one.said for one in dated(text, [says], spoken_times(text), [(0, 33), (34, len(text))])] == [None]


def test_what_has_a_time_keeps_it() -> None:
    text = "On 3 May 2010 it leaked."
    one = Attribution(((0, len(text)),), None, "Ana Ruiz", None, "direct", said="2011-01-02")
    assert dated(text, [one], spoken_times(text), [(0, len(text))]) == (one,)


def test_what_is_written_in_a_chat_is_of_its_day() -> None:
    text = "Ana [14:05]: Bo said it leaks"
    written = Attribution(((13, 29),), (0, 3), "Ana", None, "direct")
    reported = Attribution(((21, 29),), (13, 15), "Bo", (16, 20), "indirect")
    found = dated_in_chat(text, [written, reported], "2021-03-12")
    assert [one.said for one in found] == ["2021-03-12", None]
    assert dated_in_chat(text, [written], None) == (written,)
    assert dated_in_chat("Ana: Bo said it leaks", [written], "2021-03-12") == (written,)
