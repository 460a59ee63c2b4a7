import io
import struct
from dataclasses import replace

import olefile
import pytest

from embeddings.readers.content import FileContent, FileContents, Refused
from embeddings.readers.embedded_objects import BROKEN_INSIDE, embedded_files, file_in, read_embedded
from tests.embeddings.readers.office_files import compound_file, file_of

LETTER = b"Dear Ana, the toll fell. " * 200


def _package(name: str, data: bytes, kind: int = 2) -> bytes:
    paths = name.encode("cp1252") + b"\0C:\\" + name.encode("cp1252") + b"\0"
    temporary = b"C:\\Temp\\x\0"
    body = struct.pack("<H", kind) + paths + struct.pack("<II", 3 << 16, len(temporary)) + temporary
    body += struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


def _word(monkeypatch: pytest.MonkeyPatch, streams: dict[str, bytes]) -> list[tuple[str, bytes | None]]:
    """Return what is found in streams that stand in a storage of the pool of objects.

    The files that tests write have storages of one depth only, so that the pool is taken to be around all of them.
    """
    listed = olefile.OleFileIO.listdir
    monkeypatch.setattr(olefile.OleFileIO, "listdir", lambda self: [["ObjectPool", *path] for path in listed(self)])
    opened, exists = olefile.OleFileIO.openstream, olefile.OleFileIO.exists
    bare = lambda path: path.removeprefix("ObjectPool/")  # noqa: E731
    monkeypatch.setattr(olefile.OleFileIO, "openstream", lambda self, path: opened(self, bare(path)))
    monkeypatch.setattr(olefile.OleFileIO, "exists", lambda self, path: exists(self, bare(path)))
    return [*embedded_files(compound_file({f"_12/{name}": data for name, data in streams.items()}))]


def test_a_file_in_a_package_is_found_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _word(monkeypatch, {"\x01Ole10Native": _package("Brief.txt", LETTER)}) == [("Brief.txt", LETTER)]


def test_a_picture_in_a_package_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _word(monkeypatch, {"\x01Ole10Native": _package("x", LETTER, kind=9)}) == []
    assert _word(monkeypatch, {"Equation Native": LETTER}) == []


def test_a_file_of_today_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ((name, data),) = _word(monkeypatch, {"Package": LETTER})
    assert name == "object 1"
    assert data is not None
    assert data.startswith(LETTER)


def test_a_file_of_old_office_is_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _word(monkeypatch, {"WordDocument": LETTER, "1Table": b"table" * 2000, "\x01CompObj": b"x"})
    monkeypatch.undo()
    ((name, data),) = found
    assert name == "object 1"
    assert data is not None
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        assert sorted(map("/".join, compound.listdir())) == ["1Table", "WordDocument"]
        assert compound.openstream("WordDocument").read().startswith(LETTER)
        assert compound.openstream("1Table").read().startswith(b"table" * 2000)


def test_a_broken_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise OSError

    monkeypatch.setattr("embeddings.readers.embedded_objects.of_streams", broken)
    assert _word(monkeypatch, {"Workbook": LETTER}) == [("object 1", None)]
    monkeypatch.undo()
    assert [*embedded_files(compound_file({"WordDocument": LETTER}))] == []


def test_files_that_a_sheet_embeds_stand_among_its_streams() -> None:
    streams = {"MBD0016BDE4/\x01Ole10Native": _package("Zöll.txt", LETTER)}
    assert [*embedded_files(compound_file(streams))] == [("Zöll.txt", LETTER)]
    assert [*embedded_files(compound_file({"_VBA_PROJECT_CUR/\x01Ole10Native": _package("x", LETTER)}))] == []


def test_an_object_that_is_a_file_of_its_own_is_opened() -> None:
    letter = compound_file({"WordDocument": LETTER})
    assert file_in(letter) == ("", letter)
    assert file_in(compound_file({"\x01Ole10Native": _package("Brief.txt", LETTER)})) == ("Brief.txt", LETTER)
    assert file_in(compound_file({"VBA/dir": LETTER})) == ("", b"")
    assert file_in(b"none") == ("", None)


def test_a_name_may_be_in_utf_8() -> None:
    label = "约翰.txt".encode().decode("latin-1")
    package = compound_file(
        {"\x01Ole10Native": _package("x", LETTER).replace(b"\x02\0x\0", b"\x02\0" + label.encode("latin-1") + b"\0", 1)}
    )
    assert file_in(package) == ("约翰.txt", LETTER)


def test_several_objects_without_text_are_told_of_once() -> None:
    def read_member(name: str, data: bytes) -> FileContents:
        text = data.decode().strip()
        return FileContents((FileContent(text),)) if text else FileContents((), (Refused(name, "holds no text"),))

    file = replace(file_of("a.ppt", b""), read_member=read_member)
    found = [("object 1", b" "), ("object 2", b"The toll fell."), ("object 3", b" "), ("plan.txt", b" ")]
    contents = read_embedded(file, iter(found))
    assert [refused for inside in contents for refused in inside.refused] == [
        Refused("plan.txt", "holds no text"),
        Refused("2 objects", "hold no text"),
    ]
    assert [document.text for inside in contents for document in inside.documents] == ["The toll fell."]
    (alone,) = read_embedded(file, iter(found[:1]))
    assert alone.refused == (Refused("object 1", "holds no text"),)


def test_a_broken_one_is_refused() -> None:
    file = file_of("a.xls", b"")
    (contents,) = read_embedded(file, iter([("object 1", None)]))
    assert contents == FileContents((), (Refused("object 1", BROKEN_INSIDE),))
