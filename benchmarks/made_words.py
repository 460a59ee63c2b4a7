"""Words of the sample archive, drawn by a seed, so that each run of a benchmark makes the same files of them.

Whoever imports this can import the piece writers of data/, too, which is no package.
"""

import random
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "data"))

SEED = 18
# A sentence that every writer here can set: PDF's standard fonts have no other letters.
_PLAIN = re.compile(r"[A-Z][ -~’‘“”–—]{40,240}[.?!]")


class Words:
    """Draws sentences, paragraphs and days."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # no secrets
        texts = [path.read_text("utf-8") for path in sorted((ROOT / "data" / "corpus").glob("*.md"))]
        sentences = re.split(r"(?<=[.?!])\s+", " ".join(" ".join(text.split("\n\n")[2:]) for text in texts))
        self._sentences = [line for text in sentences if _PLAIN.fullmatch(line := " ".join(text.split()))]

    def sentence(self) -> str:
        """Return a sentence."""
        return self._random.choice(self._sentences)

    def paragraph(self, sentences: int = 5) -> str:
        """Return a paragraph of so many sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def words(self, count: int) -> str:
        """Return so many words."""
        return " ".join(self.paragraph(count // 5 + 1).split()[:count])

    def number(self, most: int) -> int:
        """Return a number from 1."""
        return self._random.randint(1, most)

    def moment(self) -> datetime:
        """Return a time within ten years."""
        return datetime(2004, 1, 1, tzinfo=UTC) + timedelta(minutes=self.number(5_000_000))
