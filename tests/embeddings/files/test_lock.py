import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.errors import RebuildRunning
from embeddings.files import lock


def test_the_holder_is_named(tmp_path: Path) -> None:
    with lock.hold(tmp_path):
        with pytest.raises(RebuildRunning) as raised, lock.hold(tmp_path):
            pytest.fail("two at once")
        assert re.fullmatch(
            rf"Another rebuild of {re.escape(str(tmp_path))} is running \(process {os.getpid()} on "
            rf"{re.escape(socket.gethostname())}, since [-\d]+T[\d:]+\+00:00\); try again when it has finished\.",
            str(raised.value),
        )


def test_whether_the_lock_is_held_can_be_asked(tmp_path: Path) -> None:
    assert not lock.is_held(tmp_path)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"
    with lock.hold(tmp_path):
        assert lock.is_held(tmp_path)
    assert not lock.is_held(tmp_path)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"pid": 1}'])
def test_a_holder_that_cannot_be_read_is_not_named(tmp_path: Path, content: bytes) -> None:
    with lock.hold(tmp_path):
        (tmp_path / lock.LOCK).write_bytes(content)
        with pytest.raises(RebuildRunning) as raised, lock.hold(tmp_path):
            pytest.fail("two at once")
    assert str(raised.value) == f"Another rebuild of {tmp_path} is running; try again when it has finished."


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from embeddings.files import lock\n"
        "with lock.hold(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(RebuildRunning, match=rf"process {process.pid} on "), lock.hold(tmp_path):
            pytest.fail("two at once")
        process.send_signal(signal.SIGKILL)
    with lock.hold(tmp_path):
        assert lock.is_held(tmp_path)
    assert (tmp_path / lock.LOCK).read_bytes() == b""
