import bz2
import gzip
import io
import lzma
import os
import time
from collections.abc import Callable

import pytest

from embeddings.readers.content import Limits, NotRead
from embeddings.readers.unpacking import PIECE_BYTES, Unpacked, check_size, over_limit


def test_bytes_are_read_as_a_stream() -> None:
    data = bytes(range(256)) * 10_000
    assert io.BufferedReader(Unpacked.of_bytes(data)).read() == data
    assert Unpacked.of_bytes(data).rest() == data


def test_looking_ahead_takes_nothing() -> None:
    unpacked = Unpacked.of_packed(lzma.compress(b"Water rose."), Limits())
    assert unpacked.readable()
    assert unpacked.peek(5) == b"Water"
    assert unpacked.rest() == b"Water rose."


def test_it_is_unpacked_piece_by_piece() -> None:
    unpacked = Unpacked.of_packed(lzma.compress(bytes(10 * PIECE_BYTES)), Limits())
    assert len(unpacked.peek(1) + unpacked.peek(1)) == 2
    assert len(unpacked.rest()) == 10 * PIECE_BYTES


def test_a_packed_file_that_asks_for_much_memory_is_not_given_it() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 29}]
    with pytest.raises(lzma.LZMAError):
        Unpacked.of_packed(lzma.compress(b"a", filters=filters), Limits()).rest()


def test_sizes_that_only_bombs_have_are_refused() -> None:
    check_size(19_000_000, 1)
    check_size(400_000_000, 10_000_000)
    with pytest.raises(NotRead, match="200 times"):
        check_size(400_000_000, 1_000_000)
    assert "1,000 MB" in str(over_limit(1_000_000_000))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_streams_behind_each_other_are_one_and_what_else_follows_is_none(pack: Callable[[bytes], bytes]) -> None:
    data = pack(b"Water ") + b"\0" * 600 + pack(b"rose.") + b"junk"
    assert Unpacked.of_packed(data, Limits()).rest() == b"Water rose."
    with pytest.raises(EOFError, match="cut off"):
        Unpacked.of_packed(data[:-20], Limits()).rest()


def test_many_streams_are_unpacked_in_linear_time() -> None:
    start = time.thread_time()
    assert len(Unpacked.of_packed(gzip.compress(os.urandom(2000)) * 20_000, Limits()).rest()) == 40_000_000
    assert time.thread_time() - start < 20
