import pytest

from embeddings.attribution import parsing
from embeddings.attribution.parsing import can_parse, parse

pytest.importorskip("spacy")


def test_a_sentence_is_its_words_at_their_places() -> None:
    text = "It rose. Ana Ek\nsaid so."
    (sentence,) = parse(text, [(9, len(text))])
    assert [text[slice(*span)] for span in sentence.spans] == ["Ana", "Ek", "\n", "said", "so", "."] or [
        text[slice(*span)] for span in sentence.spans
    ] == ["Ana", "Ek", "said", "so", "."]
    said = sentence.words.index("said")
    assert [sentence.words[word] for word in sentence.of(said, "nsubj")] == ["Ek"]
    assert sentence.span(*sentence.edges[said]) == (9, len(text))


def test_batches_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "BATCH", 2)
    text = "A rose. B rose. C rose."
    assert [one.words[0] for one in parse(text, [(0, 7), (8, 15), (16, 23)])] == ["A", "B", "C"]
    assert list(parse(text, [])) == []


def test_the_extra_is_there() -> None:
    assert can_parse()
