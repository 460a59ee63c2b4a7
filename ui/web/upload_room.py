"""Uploads on their way: how much room they have, counted as they arrive; nothing stays of one that broke off."""

import math
import time
from collections.abc import Callable
from pathlib import Path

from starlette._utils import get_route_path
from starlette.formparsers import MultiPartException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.limits import UPLOAD, refusal

# What an upload takes at least, whatever little it holds: blocks of the disk, for a file and its folder.
LEAST_BYTES = 16_384
# For so many seconds a folder that was found full is not looked at again.
PAUSE = 1.0


class Room:
    """The room in the folder of uploads, in bytes; it is looked at only when as many have arrived as it may hold."""

    def __init__(self, folder: Path, most_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most_bytes = most_bytes
        self._folder = folder
        self._clock = clock
        self._held, self._full_since = most_bytes, -math.inf

    def take(self, count: int) -> bool:
        """Take room for bytes that have arrived; return whether there is as much."""
        if self._held + count > self.most_bytes:
            if self._clock() - self._full_since < PAUSE:
                return False
            self._held = held_by(self._folder)
            if self._held + count > self.most_bytes:
                self._full_since = self._clock()
                return False
        self._held += count
        return True


def held_by(folder: Path) -> int:
    """Return how many bytes of the disk the files below a folder take."""
    total = 0
    for path in folder.rglob("*"):
        try:
            status = path.lstat()
        except OSError:
            # It was added meanwhile.
            continue
        # Windows does not say how many blocks a file has.
        total += max(getattr(status, "st_blocks", 0) * 512, status.st_size)
    return total


class Uploads:
    """ASGI middleware that refuses uploads for which there is no room, or that cannot be read as such."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self.app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST" or get_route_path(scope).rstrip("/") != UPLOAD:
            await self.app(scope, receive, send)
            return
        refused = None if self._room.take(LEAST_BYTES) else self._full()
        has_begun = False

        async def receiving() -> Message:
            nonlocal refused
            try:
                message = await receive()
            except Exception as error:
                raise _broken_off() from error
            if message["type"] == "http.disconnect" and not has_begun:
                raise _broken_off()
            if not self._room.take(len(message.get("body", b""))):
                refused = self._full()
                raise _broken_off()
            return message

        async def sending(message: Message) -> None:
            nonlocal has_begun
            if refused is None:
                has_begun = True
                await send(message)

        if refused is None:
            try:
                # Gradio would remember each upload that has a name, for a page that asks how far it has come.
                await self.app({**scope, "query_string": b""}, receiving, sending)
            except OSError as error:
                refused = refusal(507, f"The file cannot be kept here ({(error.strerror or str(error)).lower()}).")
            except (LookupError, TypeError, ValueError, AttributeError):
                # This is how Gradio ends where a form holds something else than files.
                refused = refusal(400, "The form cannot be read; send files as its fields named files.")
        if refused is not None and not has_begun:
            await refused(scope, receive, send)

    def _full(self) -> Response:
        most = f"{self._room.most_bytes // 1_000_000:,} MB"
        message = (
            f"The uploads that wait to be added have all of the {most} that they may take (LOCCIT_UPLOAD_FOLDER_MB). "
            "Those that are not added are deleted after an hour; try again then."
        )
        return refusal(507, message)


def _broken_off() -> MultiPartException:
    """Return the error at which Gradio deletes what has arrived; at others it leaves that where it is."""
    return MultiPartException("The upload broke off.")
