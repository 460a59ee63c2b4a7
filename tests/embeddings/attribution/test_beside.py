import pytest

from embeddings.attribution.beside import name_beside
from embeddings.attribution.people import People

pytest.importorskip("spacy")


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("The minister, Ana Ruiz, said that it leaks.", "minister", "Ruiz"),
        ("The poet Ousmane Lo wrote that it leaks.", "poet", "Lo"),
        ("Her son Petro said that it leaks.", "son", "Petro"),
        ("The poet, who knew Ana Ruiz, said that it leaks.", "poet", None),
    ],
)
def test_the_name_that_explains_a_description(text: str, noun: str, name: str | None) -> None:
    from embeddings.attribution.parsing import parse

    (sentence,) = parse(text, [(0, len(text))])
    found = name_beside(sentence, sentence.words.index(noun), People(text))
    assert (sentence.words[found] if found is not None else None) == name
