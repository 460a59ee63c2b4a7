"""The bytes of a file that stands inside another, at any depth, by the name that its documents bear."""

from pathlib import Path

from embeddings.documents import INSIDE
from embeddings.readers.content import File, FileContents, LimitReached, Limits, NotRead
from embeddings.readers.registry import format_for, member_name, read_as
from embeddings.readers.taken import Taken


class _Found(LimitReached):
    """What ends the reading of a file once the member is reached; readers let no LimitReached pass unseen."""

    def __init__(self, data: bytes) -> None:
        super().__init__("found")
        self.data = data


def member_data(path: Path, data: bytes, member: str, limits: Limits) -> bytes:
    """Return the bytes of a member such as "b.zip!/c.pdf", given the path and bytes of the file that it stands in.

    Nothing else inside is read. Raises NotRead if there is no such member, LimitReached if the file holds more than the
    limits allow up to there, and what the reader of the file raises.
    """
    try:
        _look(path, data, member, Taken(limits), 0)
    except _Found as found:
        return found.data
    raise NotRead(f"has no file {member} inside it that can be read")


def _look(path: Path, data: bytes, member: str, taken: Taken, depth: int) -> None:
    """Raise _Found with the bytes of a member, if it is there."""

    def read_member(name: str, inside: bytes) -> FileContents:
        taken.take(inside)
        name = member_name(name)
        if name == member:
            raise _Found(inside)
        if depth < taken.limits.depth and member.startswith(name + INSIDE):
            _look(Path(name), inside, member.removeprefix(name + INSIDE), taken, depth + 1)
        return FileContents(())

    read_as(format_for(path, data), File(path.name, data, read_member, taken.limits))
