"""A Milvus server for tests: milvus-lite in a process of its own, on a port of this machine only."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.waiting import wait_until


class MilvusServer:
    """A server that can be stopped and started again; what it holds stays in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, name: str, login: str = "") -> str:
        """Return what LOCCIT_ENGINE is set to for an index of a name."""
        return f"milvus+http://{login}127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start the server and wait until it takes calls. It binds to every address unless it is told."""
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--data-dir", str(self._folder))
        with (self._folder.parent / "milvus.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "milvus_lite", "server", *where],
                stdout=log,
                stderr=log,
                # It must not take up this one's interpreter's settings, such as warnings that are errors.
                env={name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LOCCIT"))},
            )
        wait_until(self._takes_calls)

    def stop(self) -> None:
        """Stop the server as a machine that fails does."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop the server for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _takes_calls(self) -> bool:
        assert self._process
        assert self._process.poll() is None, (self._folder.parent / "milvus.log").read_text()
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0
