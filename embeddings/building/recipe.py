"""What makes passages of files: a hash that changes with loccit's own code and the libraries it reads and splits with.

A document made by another recipe is read again, though its file has not changed.
"""

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

# Counted up by whoever changes embeddings.models.encoder or embeddings.building.embedded so that a model makes other
# vectors of the same passages. A test with known vectors tells when.
VECTORS = 2


@lru_cache(maxsize=1)
def recipe() -> str:
    """Return the hash, in hex."""
    whole = hashlib.sha256()
    here = Path(__file__).parents[1]
    for path in sorted(here.rglob("*.py")):
        whole.update(f"{path.relative_to(here).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for name in _libraries():
        whole.update(f"{name} {_version(name)}\n".encode())
    return whole.hexdigest()


def _libraries() -> list[str]:
    try:
        needed = [Requirement(one) for one in requires("loccit") or []]
    except PackageNotFoundError:
        return []
    return sorted(one.name for one in needed if one.marker is None or one.marker.evaluate({"extra": ""}))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
