"""Opening models from their folders."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from embeddings.errors import ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, MultiVectorEncoder, SentenceTransformer, SparseEncoder

Model = TypeVar("Model", bound="SentenceTransformer | CrossEncoder | MultiVectorEncoder | SparseEncoder")


def open_model(folder: Path) -> "SentenceTransformer":
    """Load an encoder from its folder.

    Raises ModelNotFound if it cannot be loaded.
    """
    from sentence_transformers import SentenceTransformer

    return _open(SentenceTransformer, folder)


def open_reranker(folder: Path) -> "CrossEncoder | MultiVectorEncoder | SparseEncoder":
    """Load a model that scores a question against texts, of the kind that its folder says it is.

    Raises ModelNotFound if it cannot be loaded, or is of another kind: an encoder read as a cross-encoder would rank by
    chance.
    """
    from sentence_transformers import CrossEncoder, MultiVectorEncoder, SparseEncoder

    kinds: dict[str, type[CrossEncoder | MultiVectorEncoder | SparseEncoder]] = {
        "CrossEncoder": CrossEncoder,
        "MultiVectorEncoder": MultiVectorEncoder,
        "ColBERT": MultiVectorEncoder,
        "SparseEncoder": SparseEncoder,
    }
    kind = _kind(folder)
    if kind not in kinds:
        raise ModelNotFound(
            f"The model in {folder} is no reranker ({kind}); give a cross-encoder, or a late-interaction or sparse "
            "encoder of sentence-transformers."
        )
    return _open(kinds[kind], folder)


def _kind(folder: Path) -> str:
    """Return the kind that a model's files state; those of older cross-encoders state only an architecture."""
    kind = _read_object(folder / "config_sentence_transformers.json").get("model_type")
    if isinstance(kind, str):
        return kind
    architectures = str(_read_object(folder / "config.json").get("architectures"))
    return "CrossEncoder" if "ForSequenceClassification" in architectures else f"its config.json names {architectures}"


def _read_object(path: Path) -> dict[str, Any]:
    """Read a JSON object; empty if the file holds none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _open(kind: type[Model], folder: Path) -> Model:
    from safetensors import SafetensorError
    from transformers.utils import logging

    # Loading takes a tenth of a second; its progress bar would break into the output of every command.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has no type there
    try:
        model = kind(
            str(folder),
            local_files_only=True,
            # Weights in pickle files could run code; only safetensors are loaded.
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ModelNotFound(f"The model in {folder} cannot be loaded: {error}") from error
    if not _knows_words(model):
        raise ModelNotFound(f"The model in {folder} cannot be loaded: its tokenizer knows no words")
    return model


def _knows_words(model: object) -> bool:
    """Whether a model's tokenizer has more than special tokens.

    One that was made up because its file is missing has no others.
    """
    tokenizer: Any = getattr(model, "tokenizer", None)
    if not hasattr(tokenizer, "get_vocab") or not hasattr(tokenizer, "all_special_tokens"):
        return True
    return bool(set(tokenizer.get_vocab()) - set(tokenizer.all_special_tokens))
