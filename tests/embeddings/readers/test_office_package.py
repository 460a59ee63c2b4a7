import pytest

from embeddings.readers.content import File, FileContent, FileContents, LimitReached, Limits, NotRead, Refused
from embeddings.readers.embedded_objects import BROKEN_INSIDE
from embeddings.readers.office_package import MAX_XML_BYTES, embedded, opened, with_embedded, xml_tree
from tests.embeddings.readers.office_files import compound_file, file_of, packed, relationships

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_parts_are_found_whatever_their_capitals_and_references_lead_within_the_package_only() -> None:
    references = relationships(
        ("r1", "notes", "../Notes/One.xml"), ("r2", "notes", "/a/b.xml"), ("r3", "image", "x/../../../../y")
    )
    package = opened(
        file_of("a.docx", packed({"Notes/One.xml": "<n/>", "word/_rels/d.xml.rels": references})), "Word file"
    )
    assert package.data("notes/one.XML") == b"<n/>"
    assert package.data("notes/two.xml") is None
    assert package.targets("word/d.xml") == {"r1": "Notes/One.xml", "r2": "a/b.xml", "r3": "y"}
    assert package.typed("word/d.xml", "notes") == ["Notes/One.xml", "a/b.xml"]


def test_the_references_of_a_part_are_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    references = relationships(("r1", "notes", "../Notes/One.xml"))
    package = opened(file_of("a.docx", packed({"word/_rels/d.xml.rels": references})), "Word file")
    unpacked, data = [], package.data
    monkeypatch.setattr(package, "data", lambda name: unpacked.append(name) or data(name))
    assert [package.typed("word/d.xml", kind) for kind in ("image", "notes", "chart")] == [[], ["Notes/One.xml"], []]
    assert package.typed("word/e.xml", "notes") == []
    assert unpacked == ["word/_rels/d.xml.rels", "word/_rels/e.xml.rels"]


def test_parts_are_found_however_their_accents_are_written() -> None:
    package = opened(file_of("a.epub", packed({"Zu\u0308ge.xml": "<a>trains</a>"})), "EPUB book")
    assert package.tree("Z\u00fcge.xml").text == "trains"


def test_a_locked_file_is_refused_with_what_to_do() -> None:
    locked = _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(NotRead, match="is locked with a password; open it, remove the password"):
        opened(file_of("a.docx", locked), "Word file")
    data = bytearray(packed({"a.xml": "<a/>"}))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    package = opened(file_of("a.docx", bytes(data)), "Word file")
    with pytest.raises(NotRead, match="password"):
        package.data("a.xml")


@pytest.mark.parametrize("data", [b"These are plain words.", b"PK\x03\x04 cut off", _OLE + bytes(600)])
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(NotRead, match="is no Word file"):
        opened(file_of("a.docx", data), "Word file")


def test_a_broken_part_is_named() -> None:
    data = bytearray(packed({"a.xml": "<a>" + "some words " * 50 + "</a>"}))
    data[40:50] = bytes(10)
    package = opened(file_of("a.docx", bytes(data)), "Word file")
    with pytest.raises(NotRead, match=r"its part a\.xml cannot be unpacked"):
        package.data("a.xml")
    with pytest.raises(NotRead, match=r"its part a\.xml is no XML"):
        xml_tree(b"<a><b></a>", "a.xml")


def test_an_id_that_stands_twice_or_is_no_name_breaks_nothing() -> None:
    assert (
        "".join(xml_tree(b"<a><b xml:id='list1'>x</b><b xml:id='list1'>y</b><b xml:id='1'/></a>", "a.xml").itertext())
        == "xy"
    )


def test_embedded_files_are_read_as_their_own() -> None:
    references = relationships(
        ("a", "package", "embeddings/s.xlsx"), ("b", "aFChunk", "c.html"), ("c", "package", "none.docx")
    )
    parts = {"word/_rels/d.xml.rels": references, "word/embeddings/s.xlsx": b"sheet", "word/c.html": b"chunk"}

    def read_member(name: str, data: bytes) -> FileContents:
        if name == "c.html":
            return FileContents((), (Refused(name, "is broken"),))
        return FileContents((FileContent(data.decode(), member=name),))

    file = File("a.docx", packed(parts), read_member)
    contents = with_embedded(FileContent("own"), embedded(file, opened(file, "Word file"), ["word/d.xml"]))
    assert [(content.member, content.text) for content in contents.documents] == [("", "own"), ("s.xlsx", "sheet")]
    assert contents.refused == (Refused("c.html", "is broken"),)


def test_bombs_are_refused() -> None:
    bomb = packed({"a.xml": bytes(12_000_000)})
    with pytest.raises(LimitReached, match=r"unpacks to \d+ times its size, as a bomb does \(a\.xml\)"):
        opened(file_of("a.docx", bomb), "Word file")
    large = packed({"a.xml": bytes(range(256)) * 8000, "b.xml": "b"})
    with pytest.raises(LimitReached, match="unpacks to more than 2 MB"):
        opened(file_of("a.docx", large, Limits(megabytes=2)), "Word file")
    with pytest.raises(LimitReached, match="more than 1 parts"):
        opened(file_of("a.docx", large, Limits(members=1)), "Word file")
    with pytest.raises(LimitReached, match="more than 50 MB of text"):
        xml_tree(bytes(MAX_XML_BYTES + 1), "a.xml")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/passwd">',
        '<!ENTITY % b SYSTEM "http://example.org/"> %b;',
    ],
)
def test_entities_are_refused(declaration: str) -> None:
    with pytest.raises(NotRead, match=r"entities|is no XML"):
        xml_tree(f"<!DOCTYPE r [{declaration}]><r>&b;</r>".encode(), "a.xml")


def test_an_embedded_object_is_opened() -> None:
    letter = compound_file({"WordDocument": b"Dear Ana"})
    references = relationships(
        ("a", "oleObject", "../embeddings/oleObject1.bin"),
        ("b", "oleObject", "../embeddings/oleObject2.bin"),
        ("c", "oleObject", "../embeddings/oleObject3.bin"),
    )
    parts: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": references}
    parts |= {"xl/embeddings/oleObject1.bin": letter, "xl/embeddings/oleObject2.bin": compound_file({"Equation": b"x"})}
    parts |= {"xl/embeddings/oleObject3.bin": letter[:600]}

    def read_member(name: str, data: bytes) -> FileContents:
        return FileContents((FileContent("letter" if data == letter else "other", member=name),))

    file = File("a.xlsx", packed(parts), read_member)
    own, broken = embedded(file, opened(file, "spreadsheet"), ["xl/worksheets/sheet1.xml"])
    assert [(content.member, content.text) for content in own.documents] == [("oleObject1", "letter")]
    assert broken.refused == (Refused("oleObject3", BROKEN_INSIDE),)
