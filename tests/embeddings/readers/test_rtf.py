import time

import pytest

from embeddings.documents import Fact
from embeddings.readers.content import CONTENTS_LIST, FileContent, NotRead, Omitted
from embeddings.readers.rtf import read
from tests.embeddings.readers.office_files import file_of


def _read(body: str) -> FileContent:
    (content,) = read(file_of("a.rtf", ("{\\rtf1\\ansi\\ansicpg1252 " + body + "}").encode("latin-1"))).documents
    return content


def test_lists_of_contents_are_left_out() -> None:
    content = _read(r"{\stylesheet{\s0 Normal;}{\s9 toc 1;}}\pard\s9 Origins\tab 3\par\pard It began in 1429.\par")
    assert content.text == "It began in 1429."
    assert content.omitted == (Omitted("Origins\t3", CONTENTS_LIST),)


def test_paragraphs_headings_and_properties_are_read() -> None:
    content = _read(
        r"{\info{\title Tolls of the Sound}{\author Ana Ruiz}{\company Sund}{\creatim\yr2009\mo1\dy2\hr3}}"
        r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 Title;}}{\header\pard Draft\par}"
        r"\pard\s2 The Sound Toll\par\pard\s1 Origins\par\pard It began in 1429.\par"
        r"\pard\outlinelevel1 The end\par Never.\par"
    )
    assert content.text == "The Sound Toll\n\nOrigins\n\nIt began in 1429.\n\nThe end\n\nNever."
    assert (content.title, content.author, content.published) == ("Tolls of the Sound", "Ana Ruiz", "2009-01-02")
    assert content.facts[-2:] == (
        Fact("title", "The Sound Toll", "paragraph of the style Title"),
        Fact("title", "Origins", "first heading"),
    )
    assert content.left_out == 1
    place = content.places[0]
    assert (place.name, content.text[place.start : place.end]) == ("Origins", "Origins\n\nIt began in 1429.")


def test_tables_lists_and_notes_are_read() -> None:
    content = _read(
        r"\trowd\cellx1\cellx2\pard\intbl Port\cell Toll\cell\row"
        r"\trowd\cellx1\cellx2\intbl Riga\par Narva\cell 88\cell\row"
        r"\pard{\listtext 1.\tab}Oak\par{\pntext\f3\'b7\tab}Pine\par "
        r"Tolls{\super\chftn}{\footnote{\super\chftn} In silver.} rose{\footnote\ftnalt See X.}.\par Last.\par"
    )
    assert content.text.split("\n\n") == [
        *("Port | Toll", "Riga Narva | 88", "1. Oak", "- Pine"),
        *("Tolls[1] rose[2].", "[1] In silver.", "Last.", "[2] See X."),
    ]


def test_what_is_no_rtf_is_refused() -> None:
    with pytest.raises(NotRead, match="is no RTF file"):
        read(file_of("a.rtf", b"plain words"))


@pytest.mark.parametrize(
    "body", ["{" * 300_000, "}" * 300_000, r"\'e" * 300_000, r"{\footnote " * 50_000, r"\cell" * 100_000]
)
def test_hostile_files_are_read_in_no_time(body: str) -> None:
    start = time.thread_time()
    read(file_of("a.rtf", ("{\\rtf1 words" + body).encode()))
    assert time.thread_time() - start < 20


def test_the_end_of_a_line_after_a_backslash_ends_a_paragraph() -> None:
    # TextEdit writes no other.
    assert _read("Tolls fell.\\\nShips came.\\\r\n\\\nThe end").text == "Tolls fell.\n\nShips came.\n\nThe end"
