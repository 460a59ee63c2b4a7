"""What runs on the machines of a Ray cluster; Ray itself is not used here.

What cannot be done there comes back as a value, since an error would have to be put together anew on the way.
"""

import pickle
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, NamedTuple

from embeddings.building.embedded import Chunk, Embedded, embed
from embeddings.building.recipe import recipe
from embeddings.errors import LoccitError, ReaderNotStarted, TookTooLong, UnreadableFile
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.readers.content import Columns, FileContents, Limits
from embeddings.readers.worker import Worker


class Refusal(NamedTuple):
    """Why something was not done: the file is "unreadable" or took "too long", or the "machine" cannot do it."""

    kind: Literal["unreadable", "too long", "machine"]
    reason: str


class Machine(NamedTuple):
    """What a machine reads and embeds with: loccit's version, the recipe, and the model, or why it has none.

    Machines that are alike make the same of a file.
    """

    version: str
    recipe: str
    model: ModelIdentity | str


class Asked(NamedTuple):
    """What a task needs to know: the recipe of the writer, and within how many seconds and limits a file is parsed."""

    recipe: str
    seconds: float
    limits: Limits


def this_machine(limits: Limits, model_identity: Callable[[], ModelIdentity]) -> Machine:
    """Return what this machine reads and embeds with."""
    try:
        model: ModelIdentity | str = model_identity()
    except LoccitError as error:
        model = str(error)
    return Machine(_loccit_version(), recipe(limits), model)


def _loccit_version() -> str:
    """Return the version of loccit that is installed, empty where it runs from its files alone."""
    try:
        return version("loccit")
    except PackageNotFoundError:
        return ""


def read_file(asked: Asked, name: str, data: bytes, columns: Columns) -> FileContents | Refusal:
    """Parse a file's bytes in a process of its own, if this machine reads as the writer does."""
    try:
        return _unlike(asked) or _reader(asked.seconds, asked.limits).contents_of(Path(name), data, columns)
    except TookTooLong as error:
        return Refusal("too long", error.reason)
    except UnreadableFile as error:
        return Refusal("unreadable", error.reason)
    except ReaderNotStarted as error:
        return _unfit(str(error))


@lru_cache(maxsize=1)
def _reader(seconds: float, limits: Limits) -> Worker:
    """Return the process that parses, which ends with this one."""
    return Worker(seconds, limits, lambda: None)


def embed_chunk(asked: Asked, load: bytes, identity: ModelIdentity, chunk: Chunk) -> Sequence[Embedded] | Refusal:
    """Have the model read passages, if it is the one of an identity and this machine has the code of the writer.

    `load` is a pickled function that loads the model.
    """
    unlike = _unlike(asked)
    if unlike:
        return unlike
    try:
        encoder = _loaded(load)
    except LoccitError as error:
        return _unfit(str(error))
    here = identity_of(encoder)
    if here != identity:
        return _unfit(f"would make other vectors: {_words(here)} instead of {_words(identity)}")
    return embed(encoder, chunk)


@lru_cache(maxsize=1)
def _loaded(load: bytes) -> Encoder:
    encoder: Encoder = pickle.loads(load)()  # noqa: S301  # from the rebuild that sent this task
    return encoder


def _unlike(asked: Asked) -> Refusal | None:
    """Return why this machine would make something else of files or passages than the writer, None if it would not."""
    if recipe(asked.limits) == asked.recipe:
        return None
    return _unfit("has other code of loccit, or other libraries or programs, than the machine that writes")


def _unfit(reason: str) -> Refusal:
    return Refusal("machine", f"{socket.gethostname()}: {reason}")


def _words(identity: ModelIdentity) -> str:
    return f"{identity.precision} by the model {identity.fingerprint[:12]}"
