"""Where the bytes of a passage go: the files of indexes, by what they hold.

    .venv/bin/python benchmarks/bytes.py INDEX...

Only the manifests are read, so an index of an earlier format can stand beside one of now. Printed are bytes a passage,
and how many sentences and words a passage has, on which most of them depend.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embeddings.generations.layout import GENERATIONS, MANIFEST
from embeddings.generations.pointer import current_generation

# The first part that a file's name begins with; what begins with none of them is "all else".
PARTS = {
    "sentence vectors": ("sentences/rows",),
    "word signs": ("words/rows",),
    "passage vectors": ("passages.faiss",),
    "texts": ("texts.utf8",),
    "BM25 of passages": ("lexical/",),
    "BM25 of documents": ("lexical_documents/",),
    "terms of sentences": ("sentence_terms/",),
    "catalogue": ("catalogue.sqlite",),
    "where rows begin, and checksums": tuple(
        f"{folder}/{name}" for folder in ("places", "sentences", "words", "word_counts") for name in ("off", "checks")
    ),
    "all else": ("",),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("indexes", type=Path, nargs="+", metavar="INDEX")
    manifests = [manifest_of(index) for index in parser.parse_args().indexes]
    columns = [bytes_a_passage(manifest) for manifest in manifests]
    for part in PARTS:
        print(f"{part:<34}" + "".join(f"{column[part]:10,.0f}" for column in columns))
    print(f"{'together':<34}" + "".join(f"{sum(column.values()):10,.0f}" for column in columns))
    for name, kind in (("sentences a passage", "sentences"), ("words a passage", "words")):
        counts = [rows_of(manifest, kind) / manifest["passages"] for manifest in manifests]
        print(f"{name:<34}" + "".join(f"{count:10,.1f}" for count in counts))
    print(f"{'passages':<34}" + "".join(f"{manifest['passages']:10,}" for manifest in manifests))


def manifest_of(index: Path) -> dict[str, Any]:
    """Return what the manifest of an index of any format says."""
    manifest: dict[str, Any] = json.loads((index / GENERATIONS / current_generation(index) / MANIFEST).read_bytes())
    return manifest


def rows_of(manifest: Mapping[str, Any], kind: str) -> int:
    """Return how many rows of a kind an index has."""
    if "segments" in manifest:
        return sum(segment["rows"][kind] for segment in manifest["segments"])
    return int(manifest["runs"][kind]["rows"])


def bytes_a_passage(manifest: Mapping[str, Any]) -> dict[str, float]:
    """Return the bytes a passage of each part."""
    sizes = dict.fromkeys(PARTS, 0.0)
    for name, said in manifest["files"].items():
        # Since format 11 they stand below segments/NUMBER/.
        in_segment = name.split("/", 2)[2] if name.startswith("segments/") else name
        part = next(part for part, beginnings in PARTS.items() if in_segment.startswith(beginnings))
        sizes[part] += said["bytes"] / manifest["passages"]
    return sizes


if __name__ == "__main__":
    main()
