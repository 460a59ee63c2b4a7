import io
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from embeddings.readers.content import LimitReached, Limits, NotRead
from embeddings.readers.seven_zip import seven_zip_members


class Factory:
    """Keeps what is unpacked, as py7zr's own does."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def get(self, name: str) -> io.BytesIO:
        return io.BytesIO(name.encode())


class Archive:
    """What is used of py7zr's archive."""

    size = 5
    names = ("b/a.txt",)
    is_locked = False

    def __init__(self, stream: io.BytesIO) -> None:
        self.stream = stream

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def needs_password(self) -> bool:
        return self.is_locked

    def list(self) -> list[Any]:
        entry = {"uncompressed": self.size, "is_directory": False}
        folder = SimpleNamespace(filename="b", is_directory=True)
        return [folder, *(SimpleNamespace(filename=name, **entry) for name in self.names)]

    def extractall(self, factory: Factory) -> None:
        assert factory.limit == 250_000_000


@pytest.fixture(name="archive")
def _archive(monkeypatch: pytest.MonkeyPatch) -> type[Archive]:
    archive = type("Of this test", (Archive,), {})
    package, kept = ModuleType("py7zr"), ModuleType("py7zr.io")
    package.SevenZipFile, package.exceptions = archive, SimpleNamespace(PasswordRequired=PermissionError)
    kept.BytesIOFactory = Factory
    monkeypatch.setitem(sys.modules, "py7zr", package)
    monkeypatch.setitem(sys.modules, "py7zr.io", kept)
    return archive


def test_members_of_one_name_are_each_read(archive: type[Archive]) -> None:
    archive.names = ("a.txt", "b.txt", "a.txt", "a.txt")
    members = list(seven_zip_members(b"7z", Limits()))
    assert [member.name for member in members] == ["a.txt", "b.txt", "a.txt", "a.txt"]
    assert [member.data() for member in members] == [b"a.txt", b"b.txt", b"a.txt_0", b"a.txt_1"]


@pytest.mark.usefixtures("archive")
def test_members_are_read_where_py7zr_is_installed() -> None:
    assert [(member.name, member.data()) for member in seven_zip_members(b"7z", Limits())] == [("b/a.txt", b"b/a.txt")]


def test_a_password_and_a_size_beyond_the_limit_are_refused(archive: type[Archive]) -> None:
    archive.is_locked = True
    with pytest.raises(NotRead, match="password"):
        list(seven_zip_members(b"7z", Limits()))
    archive.is_locked, archive.size = False, 2_000_000
    with pytest.raises(LimitReached, match="more than 1 MB"):
        list(seven_zip_members(b"7z", Limits(megabytes=1)))
    archive.size = 500_000_000
    with pytest.raises(NotRead, match="as bombs do"):
        list(seven_zip_members(b"7z", Limits()))


def test_where_it_is_not_installed_the_reason_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(NotRead, match="pip install py7zr"):
        list(seven_zip_members(b"7z", Limits()))
