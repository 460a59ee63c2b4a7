import time
from binascii import b2a_uu

import pytest

from embeddings.readers.uuencoded import without_files

DATA = bytes(range(256)) * 2
FILE = "begin 644 my report.doc\n" + "".join(b2a_uu(DATA[at : at + 45]).decode() for at in range(0, 512, 45)) + "`\nend"


def test_a_file_in_a_text_is_taken_out() -> None:
    text, files = without_files(f"See below.\n\n{FILE}\n\nAna")
    assert text == "See below.\n\n\nAna"
    assert files == [("my report.doc", DATA)]


def test_spaces_that_were_cut_from_the_ends_of_lines_are_borne_with() -> None:
    spaced = FILE.replace("`", " ")
    assert without_files("\n".join(line.rstrip() for line in spaced.split("\n")))[1] == [("my report.doc", DATA)]


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 a.doc\nthe work we spoke of, which is long and not in code at all, as can be seen here\nend",
        FILE.removesuffix("end"),
        "begin 644 a\nend",
        "In the\nend",
    ],
)
def test_text_that_only_looks_like_a_file_stays(text: str) -> None:
    assert without_files(text) == (text, [])


def test_many_beginnings_take_no_time() -> None:
    started = time.thread_time()
    without_files("begin 644 a\n" * 100_000 + "\nend")
    without_files(("begin 644 a\n" + "`\n" * 10) * 20_000)
    assert time.thread_time() - started < 5
