import pytest

from embeddings.attribution.antecedents import of_clause, says, unnamed
from embeddings.attribution.parsing import Parsed


def parsed(text: str) -> Parsed:
    pytest.importorskip("spacy")
    from embeddings.attribution.parsing import parse

    (sentence,) = parse(text, [(0, len(text))])
    return sentence


@pytest.mark.parametrize(
    ("text", "subject", "pronouns"),
    [
        ("Her husband left.", "husband", {"he"}),
        ("The lawyer left.", "lawyer", {"he", "she"}),
        ("She left.", "She", {"she"}),
        ("The report fell.", "report", set()),
    ],
)
def test_who_somebody_without_a_name_may_be(text: str, subject: str, pronouns: set[str]) -> None:
    sentence = parsed(text)
    assert unnamed(sentence, sentence.words.index(subject)) == pronouns


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Moss was right, he said.", ["Moss was right"]),
        ("With Moss he said that it leaks.", ["With Moss"]),
        ("Standing beside Moss, he said that it leaks.", ["Standing beside Moss"]),
        # Who comes in a clause with a subject of its own may be he.
        ("When Moss came, he said that it leaks.", []),
    ],
)
def test_what_names_whom_a_subject_is_not(text: str, within: list[str]) -> None:
    sentence = parsed(text)
    spans = [sentence.span(*stretch) for stretch in of_clause(sentence, sentence.words.index("he"))]
    assert [text[slice(*span)] for span in spans] == within


def test_verbs_of_saying_and_thinking() -> None:
    sentence = parsed("Ek said that it stands.")
    assert says(sentence, 1)
    assert not says(sentence, sentence.words.index("stands"))
