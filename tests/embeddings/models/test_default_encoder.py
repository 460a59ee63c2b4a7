from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.models.default_encoder import DefaultEncoder
from embeddings.models.encoder import EncodedPassages
from embeddings.models.installed import DEFAULT_MODEL
from embeddings.models.sentence_transformer_encoder import SentenceTransformerEncoder

pytestmark = pytest.mark.model

TEXTS = [
    "The envoys met in Lisbon. Fishermen protested outside with nets and bells.",
    "“Ça va,” he said. \u200b",
    "Prices of grain doubled in May.",
]
SENTENCES = [[(0, 25), (26, 74)], [(0, 17), (18, 19)], [(0, 31)]]
WORDS = [[(4, 10), (11, 14), (18, 24)], [(1, 3)], []]
LONG = " ".join(f"In {1900 + year} the harbour of the northern town was closed by ice." for year in range(60))


@pytest.fixture(scope="module")
def default() -> DefaultEncoder:
    return DefaultEncoder()


def encoded(encoder: DefaultEncoder, texts: list[str], sentences: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
    vectors = encoder.encode_passages(texts, sentences, [[] for _ in texts])
    return vectors.passages, vectors.sentences


def near(vectors: Vectors, expected: Vectors) -> None:
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


def all_near(vectors: EncodedPassages, expected: EncodedPassages) -> None:
    near(vectors.passages, expected.passages)
    near(vectors.sentences, expected.sentences)
    near(vectors.words, expected.words)


@pytest.fixture(scope="module")
def by_torch() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(DEFAULT_MODEL, "float32")


PASSAGES: tuple[list[str], list[list[Span]], list[list[Span]]] = (
    [*TEXTS, LONG],
    [*SENTENCES, [(0, 62), (len(LONG) - 63, len(LONG))]],
    [*WORDS, [(3, 7)]],
)


def test_its_vectors_in_float32_are_those_of_sentence_transformers(by_torch: SentenceTransformerEncoder) -> None:
    exact = DefaultEncoder("float32")
    all_near(exact.encode_passages(*PASSAGES), by_torch.encode_passages(*PASSAGES))
    query, expected = (encoder.encode_query(TEXTS[0], WORDS[0]) for encoder in (exact, by_torch))
    near(query.vector, expected.vector)
    near(query.words, expected.words)
    named, other = ((encoder.name, encoder.fingerprint, encoder.dimension) for encoder in (exact, by_torch))
    assert named == other


def test_its_vectors_in_int8_come_near_to_them(default: DefaultEncoder, by_torch: SentenceTransformerEncoder) -> None:
    assert default.precision == "int8"
    vectors, expected = (encoder.encode_passages(*PASSAGES) for encoder in (default, by_torch))
    for name in ("passages", "sentences", "words"):
        cosines = (getattr(vectors, name) * getattr(expected, name)).sum(1)
        assert 0.99 < cosines.min() < cosines.max() < 0.99999, name
    query, expected_query = (encoder.encode_query(TEXTS[0], []).vector for encoder in (default, by_torch))
    assert float(query @ expected_query) > 0.99


@pytest.mark.parametrize("threads", ["1", "3"])
def test_vectors_are_the_same_to_the_last_bit_in_any_company_and_any_number_of_threads(
    default: DefaultEncoder, monkeypatch: pytest.MonkeyPatch, threads: str
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    together = default.encode_passages(TEXTS, SENTENCES, WORDS)
    alone = [
        default.encode_passages(*([part] for part in parts)) for parts in zip(TEXTS, SENTENCES, WORDS, strict=True)
    ]
    for name in ("passages", "sentences", "words"):
        expected = np.concatenate([getattr(part, name) for part in alone])
        np.testing.assert_array_equal(getattr(together, name), expected)


def test_nothing_to_encode_gives_no_rows(default: DefaultEncoder) -> None:
    nothing = default.encode_passages([], [], [])
    assert nothing.passages.shape == nothing.sentences.shape == nothing.words.shape == (0, 384)


def test_sentence_vectors_are_near_those_of_sentences_alone(default: DefaultEncoder) -> None:
    sentences = [
        "The envoys met in Lisbon to divide the waters of the river.",
        "Fishermen protested outside with nets and bells.",
        "A doctor from Porto explained why children catch colds.",
    ]
    text = " ".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    spans = [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]
    passages, chunked = encoded(default, [text], [spans])
    alone = encoded(default, sentences, [[] for _ in sentences])[0]
    cosines = chunked @ alone.T
    assert np.diag(cosines).min() > 0.5
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2], "each is nearest to itself"
    near(np.linalg.norm(np.concatenate([passages, chunked]), axis=1), np.ones(4))


def test_a_question_is_nearest_to_the_sentence_that_answers_it(default: DefaultEncoder) -> None:
    text = "The envoys met in Lisbon. The soup was made of carrots and leeks. Prices of grain doubled in May."
    ends = [25, 64, len(text)]
    spans = list(zip([0, 26, 65], ends, strict=True))
    questions = ["What happened to the cost of wheat?", "Where did the diplomats meet?", "What was for dinner?"]
    _, sentences = encoded(default, [text], [spans])
    assert (np.stack([default.encode_query(question, []).vector for question in questions]) @ sentences.T).argmax(
        axis=1
    ).tolist() == [2, 0, 1]


def test_sentences_past_its_window_are_encoded_alone(default: DefaultEncoder) -> None:
    sentences = LONG.split(". ")
    starts = [LONG.index(sentence) for sentence in sentences]
    spans = [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]
    _, chunked = encoded(default, [LONG], [spans])
    near(np.linalg.norm(chunked, axis=1), np.ones(60))
    # 256 word pieces hold fewer than 20 of these sentences.
    near(chunked[-1], encoded(default, [sentences[-1]], [[]])[0][0])
    assert np.abs(chunked[0] - encoded(default, [sentences[0]], [[]])[0][0]).max() > 0.001
