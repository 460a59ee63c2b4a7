import pytest

from embeddings.attribution.parsing import parse
from embeddings.attribution.putting import is_put_to, put_to

pytest.importorskip("spacy")


@pytest.mark.parametrize(
    ("text", "content", "addressee"),
    [
        ("Ek put it to the mayor that it leaks.", "that it leaks", "mayor"),
        ("It was put to Lind that it leaks.", "that it leaks", "Lind"),
        ("Ek put it to the side.", None, None),
        ("Ek put the lock that leaks to use.", None, None),
    ],
)
def test_what_is_put_to_whom(text: str, content: str | None, addressee: str | None) -> None:
    (sentence,) = parse(text, [(0, len(text))])
    found = put_to(sentence, sentence.words.index("put"))
    assert (found and text[slice(*sentence.span(*found.content))]) == content
    assert (found and sentence.words[found.addressee]) == addressee


def test_a_sentence_may_put_something_to_somebody() -> None:
    text = "Ek puts it to Lind that it leaks. Ek put the lock there."
    assert is_put_to(text, (0, 33))
    assert not is_put_to(text, (34, len(text)))
