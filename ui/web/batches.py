"""Batches of the page: the questions of a file are asked one by one in a thread, and kept with their answers.

A batch belongs to who began it, and is kept beside what that user keeps (qa.kept.files), in a folder of its own. A
server that is started again goes on with those that had not ended. Where nothing can be kept of readers, a batch is its
page's that has its token, and goes with the server.
"""

import secrets
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Lock, Thread
from typing import Any

from embeddings.errors import LoccitError
from embeddings.files import disk
from qa.answers import Answer
from qa.archive import Archive
from qa.batches import stored
from qa.batches.questions import BatchQuestion
from qa.batches.stored import StoredBatch
from qa.errors import BatchError
from qa.question.filters import Filters
from ui.views.batches import BatchState
from ui.web.logs import ask_and_log
from ui.web.marking import sent_filters

# Batches that run at once, each a thread. Those that have ended are kept for so long after their end.
MOST_RUNNING, KEPT_DAYS = 2, 7
# Batches that one user may have: with stored.MOST_BYTES for each, 1 GB.
MOST_KEPT = 10
# The folder of all batches, within that of what users keep.
FOLDER = "batches"

OpenArchive = Callable[[], Archive]


class Batch:
    """A batch that is asked in a thread of its own, or has ended. Safe to use from several threads."""

    def __init__(self, kept: StoredBatch, file: Path | None) -> None:
        self.file = file
        self.kept = kept
        self.questions: Sequence[BatchQuestion] = kept.questions()
        self._lock = Lock()
        self._stop = Event()
        self._counts = Counter(kept.counts or {})

    @property
    def token(self) -> str:
        """What names the batch."""
        return self.kept.token

    @property
    def runs(self) -> bool:
        """Whether it is being asked."""
        return not self.kept.ended

    @property
    def state(self) -> BatchState:
        """Where the batch is now."""
        with self._lock:
            return BatchState(
                token=self.token,
                name=self.kept.name,
                began=self.kept.began[:10],
                until=str(last_day(self.kept).date()) if self.kept.ended else "",
                total=len(self.questions),
                counts=dict(self._counts),
                running=self.runs,
                stopping=self._stop.is_set(),
                error=self.kept.error,
                faults=tuple(asked for asked in self.questions if asked.fault),
            )

    def run(self, open_archive: OpenArchive) -> bool:
        """Ask one question after another until all are answered, or it is stopped; go on where it was before.

        Returns False, and asks nothing, where another server is asking them.
        """
        error, failure = "", None
        with stored.running(self.kept) as is_ours:
            if not is_ours:
                return False
            try:
                self._run(open_archive)
            except (LoccitError, OSError) as fault:
                error = str(fault)
            except Exception as fault:
                # It must not seem to run for ever.
                error, failure = f"The batch failed: {type(fault).__name__}: {fault}", fault
            ended = self._end(error)
        # Not before it is let go: who sees that it has ended may go on with it at once.
        with self._lock:
            self.kept = ended
        if failure:
            raise failure
        return True

    def _run(self, open_archive: OpenArchive) -> None:
        archive = open_archive()
        values, file = self.kept.filters, self.file
        # Filters by tags and stars were refused where nothing is kept.
        filters = (
            Filters.from_dict(values) if file is None else sent_filters(open_archive, lambda _: file, None, values)
        )

        def ask(question: str) -> Answer:
            return ask_and_log("batch", lambda: archive.ask(question, filters=filters))

        with closing(stored.answering(self.kept, ask)) as statuses:
            for status in statuses:
                with self._lock:
                    self._counts[status] += 1
                if self._stop.is_set():
                    break

    def _end(self, error: str) -> StoredBatch:
        try:
            return stored.end(self.kept, self._counts, error)
        except OSError as fault:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            return replace(self.kept, ended=now, error=error or str(fault))

    def stop(self) -> None:
        """Have it end after the question that is being asked."""
        self._stop.set()

    def prepare_to_go_on(self) -> None:
        """Have a batch that has ended before its end run again. Raises OSError."""
        with self._lock:
            self._stop.clear()
            self._counts.clear()
            self.kept = stored.go_on(self.kept)

    def answers(self, suffix: str) -> bytes:
        """Return the rows written so far, as CSV or as JSON Lines."""
        try:
            return self.kept.answers(suffix).read_bytes()
        except FileNotFoundError:
            return b""


def last_day(kept: StoredBatch) -> datetime:
    """Return until when a batch that has ended is kept, in UTC."""
    return datetime.fromisoformat(kept.ended) + timedelta(days=KEPT_DAYS)


class Batches:
    """The batches of all readers.

    `folder` is that of what users keep; None where nothing of them is kept. A user is named by the file of what they
    keep in it.
    """

    def __init__(self, open_archive: OpenArchive, folder: Path | None = None) -> None:
        self._open_archive = open_archive
        self._kept_folder = folder
        self._lock = Lock()
        self._batches: dict[str, Batch] = {}
        # Made when the first batch of a reader is begun of whom nothing is kept.
        self._temporary: Path | None = None

    def begin(self, name: str, text: str, filters: dict[str, Any], file: Path | None) -> Batch:
        """Begin a batch of a user and return it.

        Raises BatchError where as many run or are kept as may, and OSError.
        """
        with self._lock:
            self._load(file)
            self._check_room(file)
            if file is not None and len(self._of(file)) >= MOST_KEPT:
                raise BatchError(f"You have {MOST_KEPT} batches, as many as are kept; remove one of them.")
            batch = Batch(stored.store(self._folder_of(file) / secrets.token_urlsafe(16), name, text, filters), file)
            self._start(batch)
        return batch

    def go_on(self, token: str, file: Path | None) -> None:
        """Go on with a batch of a user that ended before its end. Raises BatchError and OSError."""
        batch = self.of(token, file)
        with self._lock:
            if not batch.runs:
                self._check_room(file)
                batch.prepare_to_go_on()
                self._start(batch)

    def of(self, token: str, file: Path | None) -> Batch:
        """Return a batch of a user. Raises BatchError where there is none."""
        with self._lock:
            self._load(file)
            batch = self._batches.get(token)
        if batch is None or batch.file != file:
            raise BatchError("This batch is no longer kept; choose the file again.")
        return batch

    def all_of(self, file: Path | None, tokens: Sequence[str] = ()) -> list[Batch]:
        """Return the batches of a user, the newest first; where nothing is kept, those that have some tokens."""
        with self._lock:
            self._load(file)
            batches = [batch for batch in self._of(file) if file is not None or batch.token in tokens]
        return sorted(batches, key=lambda batch: batch.kept.began, reverse=True)

    def remove(self, token: str, file: Path | None) -> None:
        """Remove a batch of a user with its answers. Raises BatchError where there is none, or it is being asked."""
        batch = self.of(token, file)
        if batch.runs:
            raise BatchError("This batch is being asked; cancel it first.")
        with self._lock:
            self._forget(batch)

    def resume(self) -> None:
        """Go on with the batches that a server before has begun and that have not ended."""
        with self._lock:
            for folder in self._kept_folder.glob(f"{FOLDER}/*/*") if self._kept_folder else ():
                kept = stored.stored(folder)
                # What a stop has left of one that was being begun is no batch.
                if kept is None:
                    disk.remove(folder)
                elif not kept.ended and kept.token not in self._batches:
                    with suppress(LoccitError, OSError):
                        self._start(Batch(kept, folder.parent.parent.with_name(f"{folder.parent.name}.sqlite")))

    def sweep(self) -> None:
        """Remove those of all users whose time is over."""
        with self._lock:
            for batch in [one for one in self._batches.values() if _is_over(one.kept)]:
                self._forget(batch)
            for folder in self._kept_folder.glob(f"{FOLDER}/*/*") if self._kept_folder else ():
                kept = stored.stored(folder)
                if kept and _is_over(kept):
                    disk.remove(folder)

    def _start(self, batch: Batch) -> None:
        self._batches[batch.token] = batch
        Thread(target=self._run, args=(batch,), daemon=True).start()

    def _run(self, batch: Batch) -> None:
        if not batch.run(self._open_archive):
            with self._lock:
                del self._batches[batch.token]

    def _of(self, file: Path | None) -> list[Batch]:
        return [batch for batch in self._batches.values() if batch.file == file]

    def _load(self, file: Path | None) -> None:
        """Read which batches a user has that ended before this server began, or in another one."""
        folder = self._folder_of(file) if file else None
        for kept in map(stored.stored, folder.iterdir() if folder and folder.exists() else ()):
            if kept and kept.ended and kept.token not in self._batches and not _is_over(kept):
                with suppress(LoccitError, OSError):
                    self._batches[kept.token] = Batch(kept, file)

    def _check_room(self, file: Path | None) -> None:
        if file is not None and any(batch.runs for batch in self._of(file)):
            raise BatchError("A batch of yours is running; wait until it has ended, or cancel it.")
        if sum(batch.runs for batch in self._batches.values()) >= MOST_RUNNING:
            raise BatchError("The server is at work on other batches; try again in some minutes.")

    def _folder_of(self, file: Path | None) -> Path:
        if file is not None:
            return file.parent / FOLDER / file.stem
        if self._temporary is None:
            self._temporary = Path(mkdtemp(prefix="loccit-batches-"))
            weakref.finalize(self, disk.remove, self._temporary)
        return self._temporary

    def _forget(self, batch: Batch) -> None:
        del self._batches[batch.token]
        disk.remove(batch.kept.folder)


def _is_over(kept: StoredBatch) -> bool:
    return bool(kept.ended) and datetime.now(UTC) > last_day(kept)
