import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from embeddings.readers import archives
from embeddings.readers.content import (
    File,
    FileContents,
    LimitReached,
    Limits,
    NotRead,
    Refused,
    content_with,
)


def read(data: bytes, name: str = "a.zip", limits: Limits = Limits()) -> FileContents:  # noqa: B008  # it is frozen
    member = lambda inside, packed: FileContents((content_with(packed.decode(), member=inside),))  # noqa: E731
    return archives.read(File(name, data, member, limits))


def texts(contents: FileContents) -> dict[str, str]:
    return {content.member: content.text for content in contents.documents}


def zipped(**members: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return written.getvalue()


def tarred(*entries: tuple[str, bytes, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as packed:
        for name, kind, data in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size = kind, len(data)
            packed.addfile(entry, io.BytesIO(data))
    return written.getvalue()


FILES = {"b/report.txt": "Water rose.", "c.txt": "Then it fell."}
TAR = tarred(*((name, tarfile.REGTYPE, text.encode()) for name, text in FILES.items()))


def test_the_members_of_a_zip_are_read() -> None:
    assert texts(read(zipped(**FILES))) == FILES


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tar", TAR),
        ("a.tgz", gzip.compress(TAR)),
        ("a.tar.bz2", bz2.compress(TAR)),
        ("a.tar.xz", lzma.compress(TAR)),
        ("unnamed", gzip.compress(TAR)),
    ],
)
def test_the_members_of_a_tar_are_read(name: str, data: bytes) -> None:
    assert texts(read(data, name)) == FILES


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_by_its_name(pack: object) -> None:
    assert callable(pack)
    assert texts(read(pack(b"Water rose."), "report.txt.xx")) == {"report.txt": "Water rose."}
    assert texts(read(pack(b"Water ") + pack(b"rose."), "report.xx")) == {"report": "Water rose."}


def test_clutter_is_passed_over() -> None:
    clutter = ("__MACOSX/._c.txt", ".DS_Store", "b/.hidden", "Thumbs.db", "desktop.ini", "~$c.docx", ".git/config")
    assert texts(read(zipped(**FILES, **dict.fromkeys(clutter, "x")))) == FILES
    assert texts(read(zipped(**{"../../up.txt": "x"}))) == {"../../up.txt": "x"}


def test_links_and_devices_are_named_and_not_followed() -> None:
    data = tarred(("b", tarfile.DIRTYPE, b""), ("l", tarfile.SYMTYPE, b""), ("d", tarfile.CHRTYPE, b""))
    reason = "is a link, a device or the like, which is not followed; pack the file itself"
    assert read(data).refused == (Refused("l", reason), Refused("d", reason))


def test_a_tar_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    (refused,) = (contents := read(TAR[: 512 * 3 + 5])).refused
    assert texts(contents) == {"b/report.txt": "Water rose."}
    assert refused.member == "the rest"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.tar", b"no tar" * 200),
        ("a.gz", gzip.compress(b"Water rose." * 99, mtime=0)[:-9]),
        ("a.bz2", bz2.compress(b"Water rose.")[:-9]),
        ("a.xz", lzma.compress(b"Water rose.")[:-9]),
    ],
)
def test_a_broken_archive_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(NotRead, match="broken archive"):
        read(data, name)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_is_refused_while_it_is_unpacked(pack: object) -> None:
    assert callable(pack)
    with pytest.raises(NotRead, match="as bombs do"):
        read(pack(bytes(30_000_000)), "a.gz")


def test_a_bomb_in_a_tar_is_refused() -> None:
    with pytest.raises(NotRead, match="as bombs do"):
        read(gzip.compress(tarred(("a.txt", tarfile.REGTYPE, bytes(30_000_000)))), "a.tgz")


def test_a_tar_whose_member_claims_to_be_endless_is_refused() -> None:
    entry = tarfile.TarInfo("a.txt")
    entry.size = 8**15
    with pytest.raises(NotRead, match=r"broken archive \(a.txt is cut off\)"):
        read(entry.tobuf(tarfile.GNU_FORMAT) + bytes(1024), "a.tar")


def test_limits_are_kept() -> None:
    with pytest.raises(LimitReached, match="more than 1 files"):
        read(zipped(**FILES), limits=Limits(members=1))
    with pytest.raises(LimitReached, match="more than 1 files"):
        read(TAR, "a.tar", limits=Limits(members=1))
    with pytest.raises(LimitReached, match="more than 1 MB"):
        read(gzip.compress(bytes(range(256)) * 8000), "a.gz", limits=Limits(megabytes=1))
