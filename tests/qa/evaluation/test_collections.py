import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import LoccitError
from qa.errors import CollectionError
from qa.evaluation.collections import JudgedQuestion, normalised, read_collection

CORPUS = (
    '{"_id": "a", "title": "The sea", "text": "It was calm.", "date": "30 November 2010", "url": "https://a.example/"}\n'
    '{"_id": "b", "title": "", "text": "Boats sank.", "date": null, "colour": "red"}\n'
)
QUERIES = (
    '{"_id": "q1", "text": "Was it calm?", "answers": ["yes", "calm"], "history": [{"speaker": "me", "text": ""}]}\n'
    '{"_id": "q2", "text": "Who sank?", "unanswerable": true}\n'
    '{"_id": "q3", "text": "What sank?", "answers": null}\n'
)
QRELS = "query-id\tcorpus-id\tscore\nq1\ta\t2\nq1\tb\t0\nq2\ta\t0\nq3\tb\t1\n"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a judged folder; a file given as None is left out."""

    def write(corpus: str | None = CORPUS, queries: str | None = QUERIES, qrels: str | None = QRELS) -> Path:
        folder = tmp_path / "judged"
        folder.mkdir()
        for name, text in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels.tsv", qrels)):
            if text is not None:
                (folder / name).write_text(text, "utf-8")
        return folder

    return write


def test_documents_hold_what_their_lines_state(make: Make) -> None:
    folder = make()
    first, second = read_collection(folder).documents
    assert (first.id, first.title, first.text) == ("a", "The sea", "It was calm.")
    assert (first.published, first.url, first.path) == (
        "2010-11-30",
        "https://a.example/",
        str(folder / "corpus.jsonl"),
    )
    assert first.sha256 == hashlib.sha256(CORPUS.splitlines()[0].encode()).hexdigest()
    assert (second.title, second.published, second.url) == (None, None, None)


def test_questions_with_a_relevant_document_are_kept_in_their_order(make: Make) -> None:
    collection = read_collection(make())
    assert collection.name == "judged"
    assert collection.questions == (
        JudgedQuestion("q1", "Was it calm?", {"a": 2, "b": 0}, ("yes", "calm"), ({"speaker": "me", "text": ""},)),
        JudgedQuestion("q3", "What sank?", {"b": 1}),
    )
    assert collection.questions[0].relevant_documents == ["a"]
    assert collection.notes == ()


def test_gzipped_files_read_like_plain_ones(make: Make) -> None:
    folder = make()
    plain = read_collection(folder)
    for path in list(folder.iterdir()):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    packed = read_collection(folder)
    assert packed.questions == plain.questions
    assert [document.sha256 for document in packed.documents] == [document.sha256 for document in plain.documents]


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_are_no_matter(make: Make) -> None:
    plain = read_collection(make())
    for path in plain.folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert read_collection(plain.folder).questions == plain.questions


def test_judgements_need_no_heading(make: Make) -> None:
    assert len(read_collection(make(qrels="q1\ta\t1\nq3\tb\t1\n")).questions) == 2


def test_a_document_without_text_is_left_out_and_counted(make: Make) -> None:
    collection = read_collection(make(corpus=CORPUS.replace("Boats sank.", " \\n")))
    assert [document.id for document in collection.documents] == ["a"]
    # Its question stays and counts as one whose relevant document was not found.
    assert [question.id for question in collection.questions] == ["q1", "q3"]
    assert collection.notes == ("1 document has no text and cannot be found.",)


def test_judgements_on_unknown_ids_are_named_with_their_line(make: Make) -> None:
    collection = read_collection(make(qrels=f"{QRELS}q1\tzz\t1\nq9\ta\t1\nq1\tyy\t1\n"))
    assert collection.questions[0].qrels == {"a": 2, "b": 0, "zz": 1, "yy": 1}
    path = collection.folder / "qrels.tsv"
    assert collection.notes == (
        f"1 judgement names an id that queries.jsonl does not have, first 'q9' ({path}, line 7); they are passed over.",
        f"2 judgements name ids that corpus.jsonl does not have, first 'zz' ({path}, line 6); they count as not found.",
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus": None}, r"judged has neither corpus\.jsonl nor corpus\.jsonl\.gz"),
        ({"queries": None}, r"judged has neither queries\.jsonl nor"),
        ({"qrels": None}, r"judged has neither qrels\.tsv nor"),
        ({"corpus": CORPUS + '{"_id": "c"\n'}, r"corpus\.jsonl, line 3: is not JSON \(.*one JSON object a line"),
        ({"corpus": '["a"]\n'}, r'corpus\.jsonl, line 1: is \["a"\]; write one JSON object'),
        ({"corpus": '{"text": "Sea."}\n'}, r'corpus\.jsonl, line 1: "_id" is missing; give'),
        ({"corpus": '{"_id": 7, "text": "Sea."}\n'}, r'corpus\.jsonl, line 1: "_id" is 7; give'),
        ({"corpus": '{"_id": "a", "text": null}\n'}, r'line 1: "text" is missing'),
        ({"corpus": '{"_id": "a", "text": "\\ud83d"}\n'}, r'line 1: "text" holds half a character'),
        ({"corpus": CORPUS + CORPUS}, r"corpus\.jsonl, line 3: the \"_id\" 'a' was given before"),
        ({"corpus": '{"_id": "a", "text": " "}\n'}, r"corpus\.jsonl holds no document with text"),
        ({"corpus": ""}, r"corpus\.jsonl holds no document with text"),
        ({"queries": '{"_id": "q1"}\n'}, r'queries\.jsonl, line 1: "text" is missing'),
        ({"queries": '{"_id": "q1", "text": " "}\n'}, r"queries\.jsonl, line 1: the question is empty"),
        (
            {"queries": '{"_id": "q1", "text": "Calm?", "answers": "yes"}\n'},
            r'queries\.jsonl, line 1: "answers" is "yes"; give a list of texts',
        ),
        ({"queries": '{"_id": "q1", "text": "Calm?", "answers": [7]}\n'}, r'"answers" is \[7\]; give a list of texts'),
        ({"queries": '{"_id": "q1", "text": "?", "history": ["Hm."]}\n'}, r'"history" is \["Hm\."\]; give a list of'),
        ({"queries": '{"_id": "q1", "text": "?", "history": [{"text": "Hm."}]}\n'}, r'"history" is .*; give a list of'),
        ({"qrels": "q1\ta\n"}, r"qrels\.tsv, line 1: has 2 fields parted by tabs; .*query-id, corpus-id, score"),
        ({"qrels": "q1 0 a 1\n"}, r"qrels\.tsv, line 1: has 1 fields parted by tabs"),
        ({"qrels": "q1\ta\thigh\n"}, r"qrels\.tsv, line 1: the score 'high' is no whole number"),
        ({"qrels": "query-id\tcorpus-id\tscore\nq1\ta\t0.5\n"}, r"qrels\.tsv, line 2: the score '0\.5' is no whole"),
        ({"qrels": "q1\ta\t0\n"}, r"qrels\.tsv names no relevant document"),
        ({"qrels": ""}, r"qrels\.tsv names no relevant document"),
    ],
)
def test_what_cannot_be_used_is_named_with_file_and_line(
    make: Make, files: dict[str, str | None], message: str
) -> None:
    folder = make(**files)
    with pytest.raises(CollectionError, match=message) as error:
        read_collection(folder)
    assert isinstance(error.value, LoccitError)


def test_a_path_that_is_no_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"absent is no folder; give one with corpus\.jsonl"):
        read_collection(tmp_path / "absent")


def test_a_line_that_is_not_utf_8_is_named(make: Make) -> None:
    folder = make()
    (folder / "queries.jsonl").write_bytes(b'{"_id": "q1", "text": "caf\xe9"}\n')
    with pytest.raises(CollectionError, match=r"queries\.jsonl, line 1: is not UTF-8"):
        read_collection(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  The U.S., in 1,000 days! ", "the us in 1000 days"), ("Café—Über", "cafber"), ("…", ""), ("a\r\n  b", "a b")],
)
def test_answers_are_normalised(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_an_answer_of_nothing_but_signs_is_none() -> None:
    assert not JudgedQuestion("q", "?", {}, ("…", "")).has_gold_answers
    assert not JudgedQuestion("q", "?", {}, ("…",)).answered_by("Anything … at all")


def test_any_answer_will_do() -> None:
    question = JudgedQuestion("q", "?", {}, ("5,500,000", "five million"))
    assert question.answered_by("Some 5500000 square miles.")
    assert question.answered_by("FIVE MILLION!")
    assert not question.answered_by("Some 5,500 square miles.")
