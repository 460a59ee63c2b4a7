"""How many passages a second a rebuild embeds, beside plain SentenceTransformer.encode with defaults, in one run.

    .venv/bin/python benchmarks/encode.py FOLDER [--passages N] [--rounds N]

FOLDER holds files to take passages from. Each round encodes the same passages both ways, one after the other, so that a
noisy machine is equally noisy to both. A rebuild also makes vectors of sentences and words, which the baseline does
not. Printed are the rates and the median of the rounds' ratios: of the time, and of the processors' time, which says
more where other programs run.
"""

import argparse
import statistics
import time
from pathlib import Path

from sentence_transformers import SentenceTransformer

from embeddings.building.embedded import embed, embedded_text
from embeddings.building.sources import find_files
from embeddings.building.writing import CHUNK_PASSAGES
from embeddings.documents import Span
from embeddings.models.encoder import Encoder, load_encoder
from embeddings.models.installed import model_folder
from embeddings.readers import registry
from embeddings.text.splitting import passages
from qa.settings import load_settings


def main() -> None:
    """Print the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts = read(arguments.folder, arguments.passages)
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    plain = SentenceTransformer(str(model_folder(settings.model)), local_files_only=True)
    as_rebuild(encoder, texts[:CHUNK_PASSAGES])
    plain.encode([text for text, _ in texts[:CHUNK_PASSAGES]])
    ratios, worked = [], []
    for _ in range(arguments.rounds):
        begin, first = time.perf_counter(), time.process_time()
        plain.encode([text for text, _ in texts])
        middle, second = time.perf_counter(), time.process_time()
        as_rebuild(encoder, texts)
        end, third = time.perf_counter(), time.process_time()
        ratios.append((middle - begin) / (end - middle))
        worked.append((second - first) / (third - second))
        print(f"plain {len(texts) / (middle - begin):8.1f} passages/s   loccit {len(texts) / (end - middle):8.1f}")
    ratio, of_processors = statistics.median(ratios), statistics.median(worked)
    print(f"ratio {ratio:.2f}, of processors' time {of_processors:.2f} ({encoder.precision})")


def read(folder: Path, most: int) -> list[tuple[str, list[Span]]]:
    """Return the first passages below a folder as the model reads them, over again if they are too few."""
    found = []
    for path, document_id in find_files([folder], leave_out=Path("/nowhere")).files:
        for document in registry.read(path, document_id).documents:
            found += [embedded_text(document, passage) for passage in passages(document)]
    return (found * (most // len(found) + 1))[:most]


def as_rebuild(encoder: Encoder, texts: list[tuple[str, list[Span]]]) -> None:
    """Embed texts as a rebuild does: those of a length together."""
    ordered = sorted(texts, key=lambda text: len(text[0]))
    for first in range(0, len(ordered), CHUNK_PASSAGES):
        embed(encoder, ordered[first : first + CHUNK_PASSAGES])


if __name__ == "__main__":
    main()
