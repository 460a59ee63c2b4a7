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


@pytest.mark.parametrize(("kept", "known"), [(10**9, True), (0, False)])
def test_words_are_known_until_there_are_enough(monkeypatch: pytest.MonkeyPatch, kept: int, known: bool) -> None:
    monkeypatch.setattr(parsing, "KEPT_WORDS", kept)
    word = f"Quavers{kept}"
    text = f"{word} said that it leaks."
    (sentence,) = parse(text, [(0, len(text))])
    assert sentence.words == (word, "said", "that", "it", "leaks", ".")
    assert (word in parsing._model().vocab.strings) == known


def test_numpy_multiplies() -> None:
    tagger = parsing._model().get_pipe("tagger")
    assert {part.ops.use_blis for part in tagger.model.walk()} == {False}
