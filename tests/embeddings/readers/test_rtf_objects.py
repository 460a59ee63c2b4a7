import struct

from embeddings.readers.content import FileContent, FileContents
from embeddings.readers.registry import contents_of
from embeddings.readers.rtf_objects import embedded_files
from tests.embeddings.readers.office_files import compound_file


def _stored(program: bytes, native: bytes, kind: int = 2) -> str:
    name = struct.pack("<I", len(program) + 1) + program + b"\0"
    return (struct.pack("<II", 0x501, kind) + name + bytes(8) + struct.pack("<I", len(native)) + native).hex()


def _package(name: bytes, data: bytes) -> bytes:
    temporary = b"C:\\Temp\\x\0"
    head = struct.pack("<H", 2) + name + b"\0C:\\" + name + b"\0" + struct.pack("<II", 3 << 16, len(temporary))
    return head + temporary + struct.pack("<I", len(data)) + data


def _rtf(*stored: str) -> bytes:
    objects = "".join(
        r"{\object\objemb{\*\objdata " + each[:40] + "\r\n" + each[40:] + "}{\\result x}}" for each in stored
    )
    return ("{\\rtf1 Tolls." + objects + "}").encode()


def test_files_are_found_in_their_objects() -> None:
    letter = compound_file({"WordDocument": b"Dear Ana. " * 500})
    found = [*embedded_files(_rtf(_stored(b"Word.Document.8", letter), _stored(b"Package", _package(b"a.txt", b"Hi"))))]
    assert found == [("object 1", letter), ("a.txt", b"Hi")]


def test_links_pictures_and_other_objects_are_no_files() -> None:
    assert [*embedded_files(_rtf(_stored(b"PBrush", b"BM"), _stored(b"Word.Document.8", b"", kind=1)))] == []


def test_a_broken_object_is_told() -> None:
    assert [*embedded_files(_rtf("01050000" + "02000000" + "ffffffff"))] == [("object 1", None)]
    assert [*embedded_files(b"{\\rtf1 {\\*\\objdata }}")] == []


def test_an_embedded_file_is_a_document_of_its_own() -> None:
    from pathlib import Path

    data = _rtf(_stored(b"Package", _package(b"plan.txt", b"The toll fell in May.")))
    contents: FileContents = contents_of(Path("a.rtf"), data)
    documents: tuple[FileContent, ...] = contents.documents
    assert [(document.member, document.text) for document in documents] == [
        ("", "Tolls.x"),
        ("plan.txt", "The toll fell in May."),
    ]
