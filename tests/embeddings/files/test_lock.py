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
from embeddings.generations import publishing, store


def test_one_rebuild_at_a_time(tmp_path: Path) -> None:
    with publishing.building(tmp_path, "one"):
        with pytest.raises(RebuildRunning) as raised, publishing.building(tmp_path, "two"):
            pytest.fail("two rebuilds at once")
        assert re.fullmatch(
            rf"Another rebuild of {re.escape(str(tmp_path))} is running \(process {os.getpid()} on "
            rf"{re.escape(socket.gethostname())}, since [-\d]+T[\d:]+\+00:00\); try again when it has finished\.",
            str(raised.value),
        )
        assert [path.name for path in tmp_path.glob("building-*")] == ["building-one"]
    with publishing.building(tmp_path, "three") as folder:
        assert folder == tmp_path / "building-three"


def test_whether_a_rebuild_runs_can_be_asked(tmp_path: Path) -> None:
    assert not store.is_building(tmp_path)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"
    with publishing.building(tmp_path, "one"):
        assert store.is_building(tmp_path)
    assert not store.is_building(tmp_path)


def test_whether_a_rebuild_runs_can_be_asked_of_another_users_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with publishing.building(tmp_path, "one"), monkeypatch.context() as patch:
        patch.setattr(lock.FileLock, "acquire", refuse)
        assert store.is_building(tmp_path)
    monkeypatch.setattr(lock.FileLock, "acquire", refuse)
    assert not store.is_building(tmp_path)


@pytest.mark.parametrize("said", [b"", b"[]", b"\xff", b'{"pid": 1}'])
def test_a_holder_that_cannot_be_read_is_not_named(tmp_path: Path, said: bytes) -> None:
    with lock.hold(tmp_path):
        (tmp_path / lock.LOCK).write_bytes(said)
        with pytest.raises(RebuildRunning) as raised, lock.hold(tmp_path):
            pytest.fail("two at once")
    assert str(raised.value) == f"Another rebuild of {tmp_path} is running; try again when it has finished."


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from embeddings import lock\n"
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
