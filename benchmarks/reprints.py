"""What finding reprints costs when an index is built.

    python -m benchmarks.reprints [DOCUMENTS]

It makes keys for so many documents (100,000 by default) of 40 sentences, of which every tenth is a reprint with another
first and last sentence, every thousandth has been printed 100 times more, and all end in the same line; and times
what a rebuild works out from the keys of all. The time a key takes is given beside that of what a rebuild does with the
same sentences without the model. Times are those of the processor, so that a busy machine does not change them.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from embeddings.documents import Document
from embeddings.index.reprints import ORIGINS, find_reprints, write_reprints
from embeddings.index.sentence_keys import sentence_keys
from embeddings.readers.registry import read
from embeddings.text.splitting import passages
from embeddings.text.words import terms

SENTENCES = 40
CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus"


def of_all(documents: int) -> None:
    """Time what is worked out from the keys of all documents."""
    random = np.random.default_rng(0)
    found = random.integers(0, 1 << 63, (documents, SENTENCES), np.uint64) << np.uint64(1)
    found[:, -1] = 2
    copies = np.arange(9, documents, 10)
    found[copies, 1:-2] = found[copies - 1, 1:-2]
    often = np.arange(0, documents, 1000)
    for shift in range(100, 200):
        found[(often + shift) % documents, 1:-2] = found[often, 1:-2]
    of_sentences = np.repeat(np.arange(documents), SENTENCES)
    terms, ranks = random.integers(3, 20, found.size), random.permutation(documents)
    with TemporaryDirectory() as folder:
        written = Path(folder) / "reprints"
        start = time.process_time()
        write_reprints(written, find_reprints(found.reshape(-1), of_sentences, terms, ranks), ranks)
        took = time.process_time() - start
        origins = np.load(written / ORIGINS)
        size = sum(path.stat().st_size for path in written.iterdir())
    reprints = int((origins != np.arange(documents)).sum())
    counts = f"{documents:,} documents, {found.size:,} sentences, {reprints:,} reprints"
    print(f"{counts}: {took:.1f} s, {size / 1e6:.0f} MB")


def of_one() -> None:
    """Time the keys of the sample archive beside splitting and making terms."""
    files = [path for path in sorted(CORPUS.iterdir()) if path.is_file()]
    documents: list[Document] = [document for path in files for document in read(path, path.name).documents]
    took = dict.fromkeys(("split", "terms", "keys"), 0.0)
    sentences = 0
    for _ in range(5):
        for document in documents:
            times = [time.process_time()]
            own = passages(document)
            times.append(time.process_time())
            for passage in own:
                for one in passage.sentences:
                    terms(document.text[one.start : one.end])
            times.append(time.process_time())
            sentences += len(sentence_keys(document, own))
            times.append(time.process_time())
            for name, seconds in zip(took, np.diff(times), strict=True):
                took[name] += seconds
    each = ", ".join(f"{name} {1e6 * seconds / sentences:.0f} µs" for name, seconds in took.items())
    print(f"a sentence of the sample archive: {each}")


if __name__ == "__main__":
    of_one()
    of_all(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
