"""A judged collection: documents, questions, and which documents answer which question.

The layout is BEIR's (https://github.com/beir-cellar/beir); docs/evaluate.md describes it for those who make their own.

    FOLDER/
      corpus.jsonl     a document a line: _id, text, and possibly title, date, url
      queries.jsonl    a question a line: _id, text, and possibly answers, history, unanswerable
      qrels.tsv        a qrel (relevance judgement) a line: query-id, corpus-id, score, with tabs between them

A line of headings may stand above the qrels. Each file may be gzipped, with .gz after its name. Fields that are not
named here are ignored.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.dates import iso_date
from embeddings.documents import Document
from embeddings.files.path_text import path_text
from qa.errors import CollectionError
from qa.evaluation.records import Record, decoded, lines, records_by_id

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
QRELS_FIELDS = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with at least one relevant document, or one that the collection calls unanswerable, with none.

    `qrels` maps document ids to grades; a document with a grade above 0 is relevant. `gold_answers` are texts any of
    which is a right answer; there are none where the collection does not say. `history` are the turns before, oldest
    first, each with a "speaker" ("user" for the one who asks) and a "text".
    """

    id: str
    text: str
    qrels: Mapping[str, int]
    gold_answers: tuple[str, ...] = ()
    history: tuple[Mapping[str, str], ...] = ()

    @property
    def has_gold_answers(self) -> bool:
        """Whether any gold answer has characters left when it is normalised."""
        return any(map(normalised, self.gold_answers))

    @property
    def relevant_documents(self) -> list[str]:
        """The ids of the relevant documents."""
        return [document_id for document_id, grade in self.qrels.items() if grade > 0]

    def answered_by(self, text: str) -> bool:
        """Whether any of the gold answers stands in a text, both normalised."""
        normalised_text = normalised(text)
        return any(answer in normalised_text for answer in map(normalised, self.gold_answers) if answer)


def normalised(text: str) -> str:
    """Return a text as answers are compared: in lower case, white space as one space, only a-z, 0-9 and spaces."""
    with_single_spaces = re.sub(r"\s+", " ", text.lower())
    return re.sub(r"[^a-z0-9 ]", "", with_single_spaces).strip()


@dataclass(frozen=True, slots=True)
class Collection:
    """A judged collection: its documents, its judged questions and those that it calls unanswerable.

    `notes` say in sentences what of its files was left out.
    """

    name: str
    folder: Path
    documents: tuple[Document, ...]
    questions: tuple[JudgedQuestion, ...]
    unanswerable: tuple[JudgedQuestion, ...] = ()
    notes: tuple[str, ...] = ()


def read_collection(folder: Path) -> Collection:
    """Read a folder. Documents without text are left out, and so are questions without a relevant document.

    Raises CollectionError with the file, the line, what stands there and what to do.
    """
    if not folder.is_dir():
        raise CollectionError(f"{folder} is no folder; give one with {CORPUS}, {QUERIES} and {QRELS} in it.")
    documents = _documents(_file(folder, CORPUS))
    records = records_by_id(_file(folder, QUERIES))
    qrels, notes_on_ids = _qrels(_file(folder, QRELS), question_ids=records, document_ids=documents)
    questions = tuple(
        JudgedQuestion(
            id=question_id,
            text=_question_text(record),
            qrels=qrels[question_id],
            gold_answers=record.texts("answers"),
            history=record.turns("history"),
        )
        for question_id, record in records.items()
        if any(grade > 0 for grade in qrels.get(question_id, {}).values())
    )
    unanswerable = tuple(
        JudgedQuestion(question_id, _question_text(record), {}, history=record.turns("history"))
        for question_id, record in records.items()
        if record.values.get("unanswerable") is True
    )
    with_text = tuple(document for document in documents.values() if document.text.strip())
    if not with_text:
        raise CollectionError(f"{_file(folder, CORPUS)} holds no document with text; give it at least one.")
    if not questions:
        raise CollectionError(
            f"{_file(folder, QRELS)} names no relevant document (a score above 0) for any question of {QUERIES}."
        )
    notes = _note_on_empty_documents(len(documents) - len(with_text)) + notes_on_ids
    return Collection(folder.resolve().name, folder, with_text, questions, unanswerable, notes)


def _file(folder: Path, name: str) -> Path:
    """Return the file of that name, or the gzipped one."""
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise CollectionError(f"{folder} has neither {name} nor {name}.gz; docs/evaluate.md says what belongs in it.")


def _documents(path: Path) -> dict[str, Document]:
    return {
        document_id: Document(
            id=document_id,
            path=path_text(path),
            text=record.text("text"),
            sha256=record.sha256,
            title=record.text_or_none("title"),
            published=iso_date(record.values.get("date")),
            url=record.text_or_none("url"),
        )
        for document_id, record in records_by_id(path).items()
    }


def _question_text(record: Record) -> str:
    text = record.text("text")
    if not text.strip():
        raise CollectionError(f"{record.place}: the question is empty; write it, or take out its judgements.")
    return text


def _qrels(
    path: Path, question_ids: Container[str], document_ids: Container[str]
) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    """Read the grades of each question's documents, and notes on ids that the other files do not have.

    A document that is not in the corpus stays judged, as in trec_eval: a relevant one counts as not found.
    """
    qrels: dict[str, dict[str, int]] = {}
    unknown_ids: dict[str, list[str]] = {QUERIES: [], CORPUS: []}
    for number, (place, line) in enumerate(lines(path)):
        question_id, document_id, grade = _qrel_fields(place, decoded(place, line))
        is_heading = number == 0 and question_id not in question_ids and not _is_whole_number(grade)
        if is_heading:
            continue
        if not _is_whole_number(grade):
            raise CollectionError(f"{place}: the score {grade!r} is no whole number; 0 is not relevant, 1 relevant.")
        qrels.setdefault(question_id, {})[document_id] = int(grade)
        if question_id not in question_ids:
            unknown_ids[QUERIES].append(f"{question_id!r} ({place})")
        if document_id not in document_ids:
            unknown_ids[CORPUS].append(f"{document_id!r} ({place})")
    return qrels, tuple(_note_on_unknown_ids(file, ids) for file, ids in unknown_ids.items() if ids)


def _qrel_fields(place: str, line: str) -> tuple[str, str, str]:
    fields = tuple(field.strip() for field in line.split("\t"))
    if len(fields) != len(QRELS_FIELDS):
        raise CollectionError(
            f"{place}: has {len(fields)} fields parted by tabs; write these three: {', '.join(QRELS_FIELDS)}."
        )
    return fields[0], fields[1], fields[2]


def _is_whole_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _note_on_unknown_ids(file: str, ids: list[str]) -> str:
    effect = "count as not found" if file == CORPUS else "are passed over"
    judgements = "1 judgement names an id" if len(ids) == 1 else f"{len(ids):,} judgements name ids"
    return f"{judgements} that {file} does not have, first {ids[0]}; they {effect}."


def _note_on_empty_documents(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count:,} document{' has' if count == 1 else 's have'} no text and cannot be found.",)
