import pytest

from embeddings.readers import taken
from embeddings.readers.content import LimitReached, Limits
from embeddings.readers.taken import Taken


def test_files_inside_a_file_are_counted_together() -> None:
    of_file = Taken(Limits(members=2, megabytes=1))
    of_file.take(b"a" * 600_000)
    with pytest.raises(LimitReached, match="unpacks to more than 1 MB"):
        of_file.take(b"b" * 600_000)
    with pytest.raises(LimitReached, match="holds more than 2 files"):
        of_file.take(b"")


def test_scans_inside_a_file_share_its_time_for_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 15.0, 99.0])
    monkeypatch.setattr(taken, "process_time", lambda: next(clock))
    of_file = Taken(Limits(ocr_seconds=30), begun=taken.process_time())
    assert (of_file.left, of_file.left) == (Limits(ocr_seconds=25), Limits(ocr_seconds=0))
