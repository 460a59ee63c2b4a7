"""A batch in a folder of its own: what was sent, how far it is, and its answers; whatever stops it leaves it whole.

questions.csv or .txt    as they were sent
batch.json               StoredBatch; there from the beginning, and written anew at the end
answers.csv, .jsonl      rows as qa ask --batch writes them
running.lock             held by the process that asks
"""

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from embeddings.files import disk
from qa.answers import Answer
from qa.batches.questions import BatchQuestion, read_questions
from qa.batches.rows import NOT_ASKED, SUFFIXES, row_of
from qa.batches.running import answers_file, begin
from qa.errors import BatchError

STATE, LOCK = "batch.json", "running.lock"
# Of the answers to one batch, in both formats together; an answer takes 10 to 20 kB.
MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch: the `name` of the file that was sent, and the values of the filters under which it is asked.

    `began` and `ended` are in UTC (ISO 8601); `ended` is "" as long as it is to go on. `counts` has how many rows have
    each status, and `error` what ended it before its end, both once it has ended.
    """

    folder: Path
    name: str
    filters: dict[str, Any]
    began: str
    ended: str = ""
    counts: dict[str, int] | None = None
    error: str = ""

    @property
    def token(self) -> str:
        """What names the batch: the name of its folder, which whoever made it chose."""
        return self.folder.name

    @property
    def questions_file(self) -> Path:
        """The questions, as they were sent."""
        return self.folder / f"questions{'.txt' if self.name.lower().endswith('.txt') else '.csv'}"

    def answers(self, suffix: str) -> Path:
        """The file of answers that ends in a suffix, ".csv" or ".jsonl"."""
        return self.folder / f"answers{suffix}"

    def questions(self) -> tuple[BatchQuestion, ...]:
        """Return the questions. Raises BatchError and OSError where they cannot be read."""
        return tuple(read_questions(self.questions_file))


def store(folder: Path, name: str, text: str, filters: dict[str, Any]) -> StoredBatch:
    """Keep the text of a file of questions in a folder that is not there yet; only its user may read it.

    Raises OSError where there is no room; then nothing of it stays.
    """
    batch = StoredBatch(folder, name, filters, _now())
    try:
        _make_private(folder)
        # What a page sends may hold halves of characters.
        batch.questions_file.write_bytes(text.encode("utf-8", "replace"))
        _write(batch)
    except OSError:
        disk.remove(folder)
        raise
    return batch


def stored(folder: Path) -> StoredBatch | None:
    """Return the batch of a folder; None where there is none, or only a part of one that a stop has left."""
    try:
        values = json.loads((folder / STATE).read_bytes())
        return StoredBatch(folder=folder, **values)
    except (OSError, ValueError, TypeError):
        return None


def end(batch: StoredBatch, counts: Counter[str], error: str = "") -> StoredBatch:
    """Note that a batch has ended, at its end or before. Raises OSError."""
    ended = replace(batch, ended=_now(), counts=dict(counts), error=error)
    _write(ended)
    return ended


def go_on(batch: StoredBatch) -> StoredBatch:
    """Note that a batch which ended before its end is to go on. Raises OSError."""
    begun = replace(batch, ended="", counts=None, error="")
    _write(begun)
    return begun


@contextmanager
def running(batch: StoredBatch) -> Iterator[bool]:
    """Hold a batch while it is asked, so that no two processes write its rows; False where another one holds it."""
    lock = FileLock(batch.folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        # On Windows the file of a lock cannot be removed with its folder while it is held.
        with suppress(OSError):
            lock.release()


def answering(batch: StoredBatch, ask: Callable[[str], Answer]) -> Generator[str, None, None]:
    """Yield the status of each row, of those that are written first; then ask what is left, and write each answer.

    Raises BatchError where the answers come to more than MOST_BYTES, OSError, and what `ask` raises. What is written
    are whole rows, or the last is a part of one, which the next time takes away.
    """
    parts = {suffix: begin(batch.questions_file, batch.answers(suffix)) for suffix in SUFFIXES}
    # A stop between the two rows of a question leaves one file a row ahead.
    done = min(part.done for part in parts.values())
    yield from _statuses(batch.answers(".jsonl"), done)
    with ExitStack() as files:
        writers = {suffix: files.enter_context(answers_file(part.out)) for suffix, part in parts.items()}
        for number, asked in enumerate(parts[".csv"].questions[done:], done):
            answer = None if asked.fault else ask(asked.text)
            for suffix, part in parts.items():
                if number >= part.done:
                    writers[suffix](row_of(asked, answer, suffix))
            if sum(part.out.stat().st_size for part in parts.values()) > MOST_BYTES:
                raise BatchError(f"The answers have come to {MOST_BYTES // 10**6} MB; part the file of questions.")
            yield answer.status if answer else NOT_ASKED


def _statuses(path: Path, done: int) -> list[str]:
    if not done:
        return []
    with path.open("rb") as file:
        return [str(json.loads(next(file))["status"]) for _ in range(done)]


def _write(batch: StoredBatch) -> None:
    values = {name: value for name, value in asdict(batch).items() if name != "folder"}
    disk.replace(batch.folder / STATE, json.dumps(values).encode())


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for its user only."""
    if not folder.parent.exists():
        _make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
