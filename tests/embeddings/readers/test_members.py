import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from embeddings.readers.content import LimitReached, Limits, NotRead
from embeddings.readers.members import member_data


def zip_of(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w") as packed:
        for name, inside in files.items():
            packed.writestr(name, inside)
    return data.getvalue()


PACKED = zip_of({"a.pdf": b"first", "inner/b.zip": zip_of({"a.pdf": b"second"})})


@pytest.mark.parametrize(("member", "data"), [("a.pdf", b"first"), ("inner/b.zip!/a.pdf", b"second")])
def test_a_member_is_found_by_the_name_that_its_documents_bear(member: str, data: bytes) -> None:
    assert member_data(Path("x.zip"), PACKED, member, Limits()) == data


@pytest.mark.parametrize("member", ["b.pdf", "inner/b.zip!/b.pdf", "inner/c.zip!/a.pdf"])
def test_a_member_that_is_not_there_is_refused(member: str) -> None:
    with pytest.raises(NotRead, match="inside it"):
        member_data(Path("x.zip"), PACKED, member, Limits())


def test_no_more_is_unpacked_than_the_limits_allow() -> None:
    with pytest.raises(LimitReached, match="more than 1 files"):
        member_data(Path("x.zip"), PACKED, "inner/b.zip", Limits(members=1))
    with pytest.raises(NotRead):
        member_data(Path("x.zip"), PACKED, "inner/b.zip!/a.pdf", Limits(depth=0))
