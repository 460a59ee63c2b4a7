import io
import stat
import struct
import zipfile

import pytest

from embeddings.readers.content import LimitReached, Limits, NotRead
from embeddings.readers.unpacking import Member
from embeddings.readers.zip_members import PASSWORD, zip_members


def zipped(**members: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return written.getvalue()


def members(data: bytes) -> list[Member]:
    return list(zip_members(data, Limits()))


def test_members_give_their_bytes() -> None:
    assert [(member.name, member.data()) for member in members(zipped(a="Water", b="rose"))] == [
        ("a", b"Water"),
        ("b", b"rose"),
    ]


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(zipped(a="Water"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert [(member.name, member.reason) for member in members(bytes(data))] == [("a", PASSWORD)]


def test_names_that_are_utf_8_and_do_not_say_so_are_read_as_such() -> None:
    data = zipped(**{"Bericht über.txt": "x"}).replace(struct.pack("<H", 0x800), b"\0\0")
    assert [member.name for member in members(data)] == ["Bericht über.txt"]
    dos = zipped(**{"Bericht zber.txt": "x"}).replace(b"zber", "über".encode("cp437"))
    assert [member.name for member in members(dos)] == ["Bericht über.txt"]


def test_names_in_the_encoding_of_another_system_are_read_together() -> None:
    names = {"Zzzzzz.txt": "Отчёты", "Zzzzzzzzzz.txt": "Приложение", "Zzzzzzzz.txt": "Протокол"}
    data = zipped(**dict.fromkeys(names, "x"))
    for written, name in names.items():
        data = data.replace(written.encode(), f"{name}.txt".encode("cp866"))
    assert [member.name for member in members(data)] == ["Отчёты.txt", "Приложение.txt", "Протокол.txt"]


def test_a_name_in_utf_8_beside_that_of_dos_is_the_name() -> None:
    entry = zipfile.ZipInfo("????.txt")
    name = b"\x01\0\0\0\0" + "Итог.txt".encode()
    entry.extra = struct.pack("<HH", 0x5455, 1) + b"\0" + struct.pack("<HH", 0x7075, len(name)) + name
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(entry, "x")
    assert [member.name for member in members(written.getvalue())] == ["Итог.txt"]


def test_a_broken_member_leaves_the_others() -> None:
    data = zipped(a="Water", b="rose")
    at = data.index(b"PK\x03\x04") + 14
    broken = data[:at] + b"\0\0\0\0" + data[at + 4 :]
    central = broken.index(b"PK\x01\x02") + 16
    broken = broken[:central] + b"\0\0\0\0" + broken[central + 4 :]
    first, second = members(broken)
    assert "broken in the archive" in first.reason
    assert second.data() == b"rose"


def test_a_link_is_refused() -> None:
    written = io.BytesIO()
    entry = zipfile.ZipInfo("l")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(entry, "/etc/passwd")
    assert members(written.getvalue())[0].reason.startswith("is a link")


def test_bombs_are_refused_by_what_they_say_of_themselves() -> None:
    assert "as bombs do" in members(zipped(a="\0" * 30_000_000, b="x"))[0].reason
    with pytest.raises(LimitReached, match="more than 1 MB"):
        list(zip_members(zipped(a="".join(map(str, range(300_000)))), Limits(megabytes=1)))
    with pytest.raises(LimitReached, match="more than 1 files"):
        list(zip_members(zipped(a="x", b="y"), Limits(members=1)))


def test_members_that_overlap_are_refused() -> None:
    data = zipped(a="Water", b="rose")
    second = data.rindex(b"PK\x01\x02") + 42
    with pytest.raises(NotRead, match="overlap"):
        members(data[:second] + struct.pack("<I", 0) + data[second + 4 :])


def test_a_compression_that_is_not_read_is_named() -> None:
    data = bytearray(zipped(a="Water"))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + offset] = 98
    assert "packed in a way" in members(bytes(data))[0].reason


def test_packages_of_other_programs_are_refused_and_previews_read() -> None:
    with pytest.raises(NotRead, match="Office package"):
        members(zipped(**{"[Content_Types].xml": "x", "Pages/1.fpage": "x"}))
    with pytest.raises(NotRead, match="OpenDocument"):
        members(zipped(mimetype="application/vnd.oasis.opendocument.graphics", **{"content.xml": "x"}))
    with pytest.raises(NotRead, match="Apple"):
        members(zipped(**{"Index/Document.iwa": "x"}))
    with pytest.raises(NotRead, match="locked with a password"):
        members(zipped(**{"Index.zip": "x", ".iwpv2": "x", "QuickLook/Preview.pdf": "%PDF-"}))
    scrambled = zipped(**{"buildVersionHistory.plist": "x", "index.xml": "x"})
    at = scrambled.rindex(b"PK\x01\x02") + 10
    with pytest.raises(NotRead, match="locked with a password"):
        members(scrambled[:at] + b"\x6c\x63" + scrambled[at + 2 :])
    (preview,) = members(zipped(**{"index.xml": "x", "QuickLook/Preview.pdf": "%PDF-"}))
    assert preview.name == "QuickLook/Preview.pdf"
