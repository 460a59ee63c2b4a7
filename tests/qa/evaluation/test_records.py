import gzip
import hashlib
from pathlib import Path

import pytest

from qa.errors import CollectionError
from qa.evaluation.records import Record, decoded, lines, records_by_id


def record(**values: object) -> Record:
    return Record("corpus.jsonl, line 1", values, "")


def test_a_record_has_the_values_of_its_line_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'{"_id": "b", "text": "Sea."}\n\n{"_id": "a"}\r\n')
    records = records_by_id(path)
    assert list(records) == ["b", "a"]
    assert records["b"].values == {"_id": "b", "text": "Sea."}
    assert records["b"].sha256 == hashlib.sha256(b'{"_id": "b", "text": "Sea."}').hexdigest()
    assert [record.place for record in records.values()] == [f"{path}, line 1", f"{path}, line 3"]


def test_lines_are_counted_with_the_blank_ones_and_come_without_their_ends(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_bytes(b"q1\ta\t1\r\n \n\nq2\tb\t0")
    assert list(lines(path)) == [(f"{path}, line 1", b"q1\ta\t1"), (f"{path}, line 4", b"q2\tb\t0")]


def test_a_gzipped_file_has_the_lines_that_were_packed(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv.gz"
    path.write_bytes(gzip.compress(b"q1\ta\t1\n"))
    assert list(lines(path)) == [(f"{path}, line 1", b"q1\ta\t1")]


@pytest.mark.parametrize(
    "data", [b"plain", gzip.compress(b"q1\ta\t1\n" * 9, mtime=0)[:-9], gzip.compress(b"", mtime=0)[:8]]
)
def test_a_broken_gzip_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(CollectionError, match=r"corpus\.jsonl\.gz is no whole gzip file"):
        list(lines(path))


def test_a_byte_order_mark_is_no_text() -> None:
    assert decoded("here", b"\xef\xbb\xbfcaf\xc3\xa9") == "café"
    with pytest.raises(CollectionError, match="here: is not UTF-8"):
        decoded("here", b"caf\xe9")


def test_a_text_that_may_be_absent_is_none_where_it_is_empty() -> None:
    assert record(title="Sea").text_or_none("title") == "Sea"
    assert record(title="").text_or_none("title") is None
    assert record(title=None).text_or_none("title") is None
    assert record().text_or_none("title") is None
    with pytest.raises(CollectionError, match='line 1: "title" is 7; give'):
        record(title=7).text_or_none("title")


def test_lists_that_are_absent_are_empty() -> None:
    assert record(answers=["yes", ""]).texts("answers") == ("yes", "")
    assert record(answers=None).texts("answers") == record().texts("answers") == ()
    assert record(history=None).turns("history") == record().turns("history") == ()


def test_turns_have_a_speaker_and_a_text_and_nothing_else() -> None:
    turn = {"speaker": "user", "text": "Who sank?", "colour": "red"}
    assert record(history=[turn]).turns("history") == ({"speaker": "user", "text": "Who sank?"},)
    with pytest.raises(CollectionError, match=r'"history" is .*; give a list of'):
        record(history=[{"speaker": "user"}]).turns("history")


def test_a_long_value_is_cut_short_in_the_message() -> None:
    with pytest.raises(CollectionError) as raised:
        record(answers="long " * 50_000).texts("answers")
    assert len(str(raised.value)) < 200
