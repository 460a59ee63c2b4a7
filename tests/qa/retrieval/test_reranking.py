import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.errors import ModelError, ModelNotFound
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.evaluation.evaluation import Options, evaluate
from qa.retrieval import candidates, fusion
from qa.retrieval.reranking import load_reranker
from qa.retrieval.scope import Scope

FILES = {
    "calm.md": "---\ntitle: The sea\n---\nThe boat was calm and the crew slept.",
    "rose.txt": "Then the river rose and the boat sank.",
    "sank.txt": "The boat sank. The crew swam ashore.",
    "swam.txt": "The crew swam in the calm river.",
}
QUESTION = "Who swam when the boat sank?"
# What a reranker reads of each file.
TEXTS = {
    "calm.md": "The sea\nThe boat was calm and the crew slept.",
    **{name: text for name, text in FILES.items() if name != "calm.md"},
}
WORDS = sorted(set(re.findall(r"\w+|[.?]", " ".join([QUESTION, *TEXTS.values()]).lower())))

MakeModel = Callable[..., Path]


@pytest.fixture(scope="module")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Save a model of one layer with random weights, of one of sentence-transformers' kinds; return its folder."""

    def make(kind: str = "CrossEncoder", *, labels: int = 1, safe: bool = True) -> Path:
        import torch
        from sentence_transformers import CrossEncoder, MultiVectorEncoder, SentenceTransformer, SparseEncoder
        from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification, BertModel, BertTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        folder = tmp_path_factory.mktemp("model")
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
        (folder / "vocabulary.txt").write_text("\n".join(vocabulary))
        torch.manual_seed(3)
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
            initializer_range=0.3,
            num_labels=labels,
        )
        kinds: dict[str, tuple[Any, Any]] = {
            "CrossEncoder": (BertForSequenceClassification, CrossEncoder),
            "MultiVectorEncoder": (BertModel, MultiVectorEncoder),
            "SparseEncoder": (BertForMaskedLM, SparseEncoder),
            "SentenceTransformer": (BertModel, SentenceTransformer),
        }
        bare, own = kinds[kind]
        bert = bare(config)
        bert.save_pretrained(folder / "bert")
        BertTokenizer(vocab=str(folder / "vocabulary.txt")).save_pretrained(folder / "bert")
        saved = folder / "saved"
        own(str(folder / "bert"), device="cpu").save(str(saved))
        if not safe:
            torch.save(bert.state_dict(), saved / "pytorch_model.bin")
            (saved / "model.safetensors").unlink()
        return saved

    return make


@pytest.fixture(scope="module")
def cross_encoder(make_model: MakeModel) -> Path:
    return make_model()


def expected_scores(folder: Path, kind: str) -> dict[str, float]:
    """The scores that sentence-transformers' own class gives each file."""
    import sentence_transformers

    model: Any = getattr(sentence_transformers, kind)(str(folder), device="cpu")
    if kind == "CrossEncoder":
        scores = model.predict([(QUESTION, text) for text in TEXTS.values()])
    else:
        scores = model.similarity(model.encode_query([QUESTION]), model.encode_document(list(TEXTS.values())))[0]
    return dict(zip(TEXTS, map(float, scores), strict=True))


# The models


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("kind", ["CrossEncoder", "MultiVectorEncoder", "SparseEncoder"])
def test_each_kind_of_model_scores_texts_as_its_own_class_does(make_model: MakeModel, kind: str) -> None:
    folder = make_model(kind)
    rerank = load_reranker(str(folder))
    assert rerank is not None
    scores = rerank(QUESTION, list(TEXTS.values()))
    assert scores.shape == (4,)
    assert scores.dtype == np.float64
    assert dict(zip(TEXTS, scores.tolist(), strict=True)) == pytest.approx(expected_scores(folder, kind), abs=1e-5)
    assert len(set(scores.round(4).tolist())) == 4


def test_a_cross_encoder_that_does_not_say_so_is_known_by_what_it_was_made_of(make_model: MakeModel) -> None:
    folder = make_model()
    (folder / "config_sentence_transformers.json").unlink()
    (folder / "modules.json").unlink()
    rerank = load_reranker(str(folder))
    assert rerank is not None
    scores = rerank(QUESTION, list(TEXTS.values())).tolist()
    assert len({round(score, 4) for score in scores}) == 4


def test_a_model_is_loaded_once(cross_encoder: Path) -> None:
    assert load_reranker(str(cross_encoder)) is load_reranker(str(cross_encoder))


def test_without_a_name_there_is_none() -> None:
    assert load_reranker(None) is None


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", ["some/reranker", "no such model"])
def test_a_model_that_is_not_on_this_machine_is_not_fetched(name: str) -> None:
    with pytest.raises(ModelNotFound, match=f"There is no model '{name}' on this machine"):
        load_reranker(name)


def test_an_encoder_is_refused(make_model: MakeModel) -> None:
    folder = make_model("SentenceTransformer")
    with pytest.raises(ModelNotFound, match=r"is no reranker \(SentenceTransformer\); give a cross-encoder"):
        load_reranker(str(folder))


def test_a_folder_that_does_not_say_what_it_holds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    with pytest.raises(ModelNotFound, match=r"is no reranker \(its config.json names \['BertModel'\]\)"):
        load_reranker(str(tmp_path))


def test_a_cross_encoder_with_several_scores_is_refused(make_model: MakeModel) -> None:
    folder = make_model(labels=3)
    with pytest.raises(ModelNotFound, match="gives 3 scores for a pair of texts"):
        load_reranker(str(folder))


def test_weights_that_could_run_code_are_not_loaded(make_model: MakeModel) -> None:
    folder = make_model(safe=False)
    with pytest.raises(ModelError, match=re.escape(f"The model in {folder} cannot be loaded: ")):
        load_reranker(str(folder))


# The ranking


def test_the_setting_decides_the_order_of_an_archive(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(FILES)
    plain = {hit.document.id: hit for hit in Archive.open(index, encoder=encoder).hits(QUESTION)}
    monkeypatch.setenv("LOCCIT_RERANKER", str(cross_encoder))
    hits = Archive.open(index, encoder=encoder).hits(QUESTION)
    read = expected_scores(cross_encoder, "CrossEncoder")
    assert {hit.document.id: hit.signals.reranker for hit in hits} == pytest.approx(read, abs=1e-5)
    low, high = min(read.values()), max(read.values())
    expected = {name: (plain[name].score + 1.25 * (read[name] - low) / (high - low)) / 2.25 for name in FILES}
    assert {hit.document.id: hit.score for hit in hits} == pytest.approx(expected, abs=1e-4)
    assert [hit.document.id for hit in hits] == sorted(FILES, key=lambda name: -expected[name])
    assert [hit.document.id for hit in hits] != list(plain)
    assert all(hit.signals.reranker is None for hit in plain.values())


@pytest.mark.parametrize("first", sorted(FILES))
def test_what_a_reranker_finds_best_stays_before_what_it_finds_worst(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, first: str
) -> None:
    def prefer(question: str, texts: Sequence[str]) -> Any:
        assert question == QUESTION
        return np.array([-3.0 if text == TEXTS[first] else -7.0 for text in texts])

    archive = Archive.open(index_of(FILES), encoder=encoder)
    plain = [hit.document.id for hit in archive.hits(QUESTION)]
    preferring = Archive(archive.index, Scope(archive._generation), encoder, prefer)
    hits = preferring.hits(QUESTION)
    assert [hit.document.id for hit in hits] == [first, *(name for name in plain if name != first)]
    assert [hit.signals.reranker for hit in hits] == [-3.0, -7.0, -7.0, -7.0]
    assert preferring.retrieve(QUESTION, 1)[0].document.id == first
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_only_the_best_are_read_whatever_k(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 2)
    monkeypatch.setattr(candidates, "CANDIDATES", 3)
    asked: list[int] = []

    def reverse(_question: str, texts: Sequence[str]) -> Any:
        asked.append(len(texts))
        return np.arange(len(texts), dtype=np.float64)

    archive = Archive.open(index_of(FILES), encoder=encoder)
    plain = [hit.document.id for hit in archive.hits(QUESTION, 2)]
    reversing = Archive(archive.index, Scope(archive._generation), encoder, reverse)
    for k in (1, 2, 3, 4):
        hits = reversing.hits(QUESTION, k)
        assert [hit.document.id for hit in hits][:2] == plain[::-1][:k]
        assert [hit.signals.reranker for hit in hits] == [1.0, 0.0, None, None][:k]
    assert asked == [2, 2, 2, 2]


def test_a_reranker_with_nothing_to_read_is_not_asked(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    def never(_question: str, _texts: Sequence[str]) -> Any:
        raise AssertionError("asked")

    from qa.question.filters import Filters

    archive = Archive.open(index_of(FILES), encoder=encoder)
    reranking = Archive(archive.index, Scope(archive._generation), encoder, never)
    assert reranking.hits(QUESTION, filters=Filters(published_from="2001", undated="leave_out")) == []


def test_an_archive_with_a_missing_reranker_does_not_open(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(FILES)
    monkeypatch.setenv("LOCCIT_RERANKER", str(tmp_path))
    with pytest.raises(ModelNotFound, match="no sentence-transformers model"):
        Archive.open(index, encoder=encoder)


def test_an_evaluation_asks_the_reranker(
    tmp_path: Path, encoder: Encoder, cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "boats"
    folder.mkdir()
    corpus = [{"_id": name, "text": text} for name, text in FILES.items() if name != "calm.md"]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(one) + "\n" for one in corpus))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": QUESTION}))
    (folder / "qrels.tsv").write_text("q\tsank.txt\t1\n")
    monkeypatch.setenv("LOCCIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCCIT_RERANKER", str(cross_encoder))
    evaluate([folder], Options(signals=tmp_path / "signals.jsonl"), encoder=encoder)
    lines = [json.loads(line) for line in (tmp_path / "signals.jsonl").read_text().splitlines()]
    read = expected_scores(cross_encoder, "CrossEncoder")
    assert {line["document"]: line["reranker"] for line in lines} == pytest.approx(
        {one["_id"]: read[one["_id"]] for one in corpus}, abs=1e-5
    )
