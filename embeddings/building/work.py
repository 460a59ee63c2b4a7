"""Where a rebuild has files read and passages embedded."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from embeddings.building.embedded import EmbedChunks, embed_here
from embeddings.readers.content import Limits
from embeddings.readers.pool import IN_THIS_PROCESS, Reading, reading


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions work is done.

    A file is parsed within `seconds`, 0 for no limit, and `limits`. `check_stopped` is called several times a second
    while something is waited for, by several threads, and may raise.
    """

    seconds: float
    limits: Limits
    check_stopped: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Work:
    """How files are read, and what has a model read passages."""

    reading: Reading = IN_THIS_PROCESS
    embed: EmbedChunks = embed_here


HERE = Work()

# Makes ready what does the work, and puts it away.
Place = Callable[[Conditions], AbstractContextManager[Work]]


@contextmanager
def on_this_machine(asked: Conditions, processes: int = 1) -> Iterator[Work]:
    """Read so many files side by side, in processes of their own if there is a limit of time; embed in this process."""
    with reading(asked.seconds, asked.limits, asked.check_stopped, processes) as files:
        yield Work(files)
