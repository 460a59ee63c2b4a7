"""Whatever a file holds, ten times as much of it takes about ten times as long."""

import gc
import time
from collections.abc import Callable

import pytest

from embeddings.dates import iso_date
from embeddings.documents import Document
from embeddings.index.selection import names_in
from embeddings.readers import plain_text
from embeddings.readers.furniture import furniture_lines, is_link_row
from embeddings.readers.statements import byline, field, published_line
from embeddings.text.splitting import is_heading, passages
from embeddings.text.words import content_words, terms

UNITS = [" ", "\t", "a", "1", ".", ",", "!", "-", "/", "•", "(", '"', "“", "U.N.", "U. ", "a.", "By ", "By:"]
UNITS += ["Published: ", "date ", "2010", "May ", "Share | ", "A | ", "- ", "a-\n", "word ", "Share\n", "Legal\na.\n"]
UNITS += [
    "の",
    "。",
    "」",
    "\u00ad",
    "e\u0301",
    "Ana Bjork, ",
    '". ',
    "1. a\n",
    "!a",
    "\n",
    "a\n\n",
    "iz",
    "(c) ",
    "•\n",
]
AROUND = [("", ""), ("By a", "x"), ("By a", "\nx"), ("Published", "\nx"), ("title: a", "x"), ("Published: ", "x")]
SHORT = 1_000


def read_passages(text: str) -> object:
    return passages(Document("a.txt", "", text, ""))


def take_furniture(text: str) -> object:
    return furniture_lines(text.split("\n"))


def seconds(function: Callable[[str], object], text: str) -> float:
    # Of this process, since others use the machine; and without the garbage collector, which goes through all there is.
    gc.disable()
    try:
        start = time.thread_time()
        function(text)
        return time.thread_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "function",
    [
        byline,
        field,
        published_line,
        iso_date,
        is_link_row,
        take_furniture,
        plain_text.read,
        names_in,
        terms,
        content_words,
        is_heading,
        read_passages,
    ],
)
def test_ten_times_the_text_takes_ten_times_the_time(function: Callable[[str], object]) -> None:
    function("Warm. Up")
    for before, after in AROUND:
        for unit in UNITS:
            short, long = (before + unit * (size // len(unit)) + after for size in (SHORT, 10 * SHORT))
            # The slowest of short runs beside the quickest of long ones; and two ms for what is too short to be
            # measured. Twenty times leaves room for a busy machine; a quadratic function takes a hundred times as long.
            allowed = 20 * max(seconds(function, short) for _ in range(5)) + 0.002
            # A long run is repeated only where it was slow.
            assert any(seconds(function, long) <= allowed for _ in range(10)), (before, unit, after)


@pytest.mark.parametrize("line", ["By (", "By ()", "By ,,"])
def test_a_byline_without_a_word_is_none(line: str) -> None:
    assert byline(line) is None
