"""The manifest of a generation: what it was built from, what it holds, and the checksums of all its files."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from embeddings.errors import IndexFormatError, IndexModelMismatch
from embeddings.files.checks import damaged, rebuild_advice
from embeddings.generations.layout import FORMAT, MANIFEST
from embeddings.generations.pointer import Pointer, read_current
from embeddings.models.encoder import Encoder
from embeddings.models.precision import NumberFormat

Search = Literal["exact", "approximate"]


@dataclass(frozen=True, slots=True)
class SegmentShape:
    """How many documents, passages, sentences and attributions a segment has, those no longer there among them.

    `rows` is the number of rows of each kind in RUNS.
    """

    documents: int
    passages: int
    sentences: int
    attributions: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `widths` is the width of the rows of each kind in RUNS. `segments` are in the order of their numbers. `recipe`
    is a hash of all that made passages of files, `vectors` the version of what made vectors of passages, and
    `precision` the numbers in which these were calculated. `attributions` is how many were found, and `parser` what
    parsed for them; it is empty where nothing did, so that only labelled speakers were found. `search` is how the
    passages nearest to a question are found: among all, or, where they are many, by codes of which the best are
    compared exactly. `files` maps each file to its size in bytes and its checksums.
    """

    generation: str
    created: str
    model: str
    model_fingerprint: str
    dimension: int
    passage_words: int
    documents: int
    passages: int
    sentences: int
    sources: list[str]
    unreadable: list[dict[str, str]]
    widths: dict[str, int] = field(default_factory=dict)
    segments: list[SegmentShape] = field(default_factory=list)
    recipe: str = ""
    vectors: int = 0
    precision: NumberFormat | None = None
    attributions: int = 0
    parser: str = ""
    search: Search = "exact"
    format: int = FORMAT
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_manifest(index: Path) -> Manifest:
    """Read the current generation's manifest without opening or checking the rest.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return read_current(index, manifest_of)


def manifest_of(index: Path, folder: Path, pointer: Pointer) -> Manifest:
    """Return the manifest of a generation that is kept.

    Raises IndexFormatError, IndexDamaged, or ValueError where it is no JSON.
    """
    return parse_manifest(index, manifest_bytes(folder, pointer))


def manifest_bytes(folder: Path, pointer: Pointer) -> bytes:
    """Return the manifest of a generation that is kept, as it was written. Raises IndexDamaged."""
    path, expected = folder / MANIFEST, pointer.kept[folder.name]
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if expected and hashlib.sha256(data).hexdigest() != expected:
        raise damaged(path, "was changed after it was written")
    return data


def parse_manifest(index: Path, data: bytes) -> Manifest:
    """Return the manifest that a file holds. Raises IndexFormatError for one of another format."""
    content = json.loads(data)
    version = content.get("format")
    if version == FORMAT:
        segments = [SegmentShape(**shape) for shape in content.pop("segments")]
        return Manifest(**content, segments=segments)
    message = f"The index in {index} has format {version}; this loccit reads format {FORMAT}"
    advice = rebuild_advice(index)
    if isinstance(version, int) and version > FORMAT:
        raise IndexFormatError(f"{message}, so it was written by a newer one; update loccit, or {advice}")
    raise IndexFormatError(f"{message}; {advice}")


def check_model(manifest: Manifest, encoder: Encoder, index: Path) -> None:
    """Raise IndexModelMismatch where another model than this one built the generation."""
    if encoder.fingerprint == manifest.model_fingerprint:
        return
    if encoder.name == manifest.model:
        raise IndexModelMismatch(
            f"The index in {index} was built with another version of the model {encoder.name} than the one installed; "
            f"build it again with: qa rebuild --index {index}"
        )
    raise IndexModelMismatch(
        f"The index in {index} was built with the model {manifest.model}, but the setting LOCCIT_MODEL is "
        f"{encoder.name}; set LOCCIT_MODEL={manifest.model}, or build the index again with: "
        f"qa rebuild --index {index}"
    )
