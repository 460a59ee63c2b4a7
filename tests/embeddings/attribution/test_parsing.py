import pytest
from threadpoolctl import ThreadpoolController

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


def test_one_thread_multiplies_and_as_many_as_before_afterwards() -> None:
    blas = ThreadpoolController().select(user_api="blas")
    with blas.limit(limits=2):
        before = [one["num_threads"] for one in blas.info()]
        assert list(parse("Ana Ek said that it leaks.", [(0, 26)]))
        assert [one["num_threads"] for one in blas.info()] == before


def test_numpy_multiplies() -> None:
    tagger = parsing._model().get_pipe("tagger")
    assert {part.ops.use_blis for part in tagger.model.walk()} == {False}
