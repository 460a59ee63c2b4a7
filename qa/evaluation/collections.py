"""A judged collection: documents, questions, and which documents answer which question.

The layout is BEIR's (https://github.com/beir-cellar/beir); docs/evaluate.md describes it for those who make their own.

    FOLDER/
      corpus.jsonl     a document a line: _id, text, and possibly title, date, url
      queries.jsonl    a question a line: _id, text, and possibly answers, history
      qrels.tsv        a judgement a line: query-id, corpus-id, score, parted by tabs; a heading may stand above

Each file may be gzipped, with .gz after its name. Fields that are not named here are passed over.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Document
from embeddings.files.path_text import path_text
from qa.errors import CollectionError

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
QRELS_FIELDS = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with at least one relevant document, or one that the collection calls unanswerable, with none.

    `relevance` maps document ids to grades, above 0 where the document is relevant; `answers` are words of which
    any one is a right answer, empty where the collection does not say. `history` are the turns before, oldest first,
    each with a "speaker" ("user" for the one who asks) and a "text".
    """

    id: str
    text: str
    relevance: Mapping[str, int]
    answers: tuple[str, ...] = ()
    history: tuple[Mapping[str, str], ...] = ()

    @property
    def has_answers(self) -> bool:
        """Whether anything is left of any of the answers when they are normalised."""
        return any(map(normalised, self.answers))

    def answered_by(self, text: str) -> bool:
        """Whether any of the answers stands in a text, both normalised."""
        searched = normalised(text)
        return any(answer in searched for answer in map(normalised, self.answers) if answer)


def normalised(text: str) -> str:
    """Return a text as answers are compared: in lower case, white space as one space, only a-z, 0-9 and spaces."""
    spaced = re.sub(r"\s+", " ", text.lower())
    return re.sub(r"[^a-z0-9 ]", "", spaced).strip()


@dataclass(frozen=True, slots=True)
class Collection:
    """A judged collection as read: its judged questions and those it calls unanswerable.

    `notes` say what was passed over.
    """

    name: str
    folder: Path
    documents: tuple[Document, ...]
    questions: tuple[JudgedQuestion, ...]
    unanswerable: tuple[JudgedQuestion, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of a file; `place` names it in messages."""

    place: str
    values: Mapping[str, Any]
    sha256: str

    def text(self, name: str) -> str:
        """Return a field that must be there."""
        value = self.values.get(name)
        if not isinstance(value, str):
            raise CollectionError(f'{self.place}: "{name}" is {_shown(value)}; give every line a text "{name}".')
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise CollectionError(f'{self.place}: "{name}" holds half a character ({error.reason}); mend it.') from None
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a field that may be absent, null or empty: then None."""
        return (self.text(name) or None) if self.values.get(name) is not None else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that may be absent or null, and else is a list of texts."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise CollectionError(f'{self.place}: "{name}" is {_shown(value)}; give a list of texts, or leave it out.')
        return tuple(value)

    def turns(self, name: str) -> tuple[Mapping[str, str], ...]:
        """Return a field that may be absent or null, and else is a list of turns of a conversation."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(map(_is_turn, value)):
            raise CollectionError(
                f'{self.place}: "{name}" is {_shown(value)}; give a list of {{"speaker": "user", "text": "…"}}, '
                "or leave it out."
            )
        return tuple({"speaker": turn["speaker"], "text": turn["text"]} for turn in value)


def _is_turn(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("speaker", "text"))


def read_collection(folder: Path) -> Collection:
    """Read a folder. Documents without text are left out, and so are questions without a relevant document.

    Raises CollectionError with the file, the line, what was found and what to do.
    """
    if not folder.is_dir():
        raise CollectionError(f"{folder} is no folder; give one with {CORPUS}, {QUERIES} and {QRELS} in it.")
    documents = _documents(_file(folder, CORPUS))
    records = _by_id(_file(folder, QUERIES))
    judged, unknown = _judgements(_file(folder, QRELS), known_questions=records, known_documents=documents)
    questions = tuple(
        JudgedQuestion(
            id=question_id,
            text=_question_text(record),
            relevance=judged[question_id],
            answers=record.texts("answers"),
            history=record.turns("history"),
        )
        for question_id, record in records.items()
        if any(grade > 0 for grade in judged.get(question_id, {}).values())
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
    notes = _empty_documents(len(documents) - len(with_text)) + unknown
    return Collection(folder.resolve().name, folder, with_text, questions, unanswerable, notes)


def _file(folder: Path, name: str) -> Path:
    """Return the file of that name, or the gzipped one."""
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise CollectionError(f"{folder} has neither {name} nor {name}.gz; docs/evaluate.md says what belongs in it.")


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each line that is not blank, with its place for messages."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path}, line {number}", line.strip(b"\r\n")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CollectionError(f"{path} is no whole gzip file ({error}); compress it again.") from error


def _decoded(place: str, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{place}: is not UTF-8 ({error.reason}); save the file as UTF-8.") from error


def _by_id(path: Path) -> dict[str, _Record]:
    """Read a JSON Lines file: its records by their "_id", in their order."""
    records: dict[str, _Record] = {}
    for place, line in _lines(path):
        record = _record(place, line)
        own = record.text("_id")
        if own in records:
            raise CollectionError(f'{place}: the "_id" {own!r} was given before; give each line its own.')
        records[own] = record
    return records


def _record(place: str, line: bytes) -> _Record:
    try:
        values = json.loads(_decoded(place, line))
    except ValueError as error:
        raise CollectionError(f"{place}: is not JSON ({error}); write one JSON object a line.") from error
    if not isinstance(values, dict):
        raise CollectionError(f"{place}: is {_shown(values)}; write one JSON object a line.")
    return _Record(place, values, hashlib.sha256(line).hexdigest())


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
        for document_id, record in _by_id(path).items()
    }


def _question_text(record: _Record) -> str:
    text = record.text("text")
    if not text.strip():
        raise CollectionError(f"{record.place}: the question is empty; write it, or take out its judgements.")
    return text


def _judgements(
    path: Path, known_questions: Mapping[str, _Record], known_documents: Mapping[str, Document]
) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    """Read the grades of each question's documents, and notes on ids that the other files do not have.

    A document that is not in the corpus stays judged, as in trec_eval: a relevant one counts as not found.
    """
    judged: dict[str, dict[str, int]] = {}
    strange: dict[str, list[str]] = {QUERIES: [], CORPUS: []}
    for number, (place, line) in enumerate(_lines(path)):
        question, document, grade = _fields(place, _decoded(place, line))
        if number == 0 and question not in known_questions and not _is_whole_number(grade):
            continue
        if not _is_whole_number(grade):
            raise CollectionError(f"{place}: the score {grade!r} is no whole number; 0 is not relevant, 1 relevant.")
        judged.setdefault(question, {})[document] = int(grade)
        if question not in known_questions:
            strange[QUERIES].append(f"{question!r} ({place})")
        if document not in known_documents:
            strange[CORPUS].append(f"{document!r} ({place})")
    return judged, tuple(_unknown(file, names) for file, names in strange.items() if names)


def _fields(place: str, line: str) -> tuple[str, str, str]:
    parts = tuple(part.strip() for part in line.split("\t"))
    if len(parts) != len(QRELS_FIELDS):
        raise CollectionError(
            f"{place}: has {len(parts)} fields parted by tabs; write these three: {', '.join(QRELS_FIELDS)}."
        )
    return parts[0], parts[1], parts[2]


def _is_whole_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _unknown(file: str, names: list[str]) -> str:
    effect = "count as not found" if file == CORPUS else "are passed over"
    judgements = "1 judgement names an id" if len(names) == 1 else f"{len(names):,} judgements name ids"
    return f"{judgements} that {file} does not have, first {names[0]}; they {effect}."


def _empty_documents(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count:,} document{' has' if count == 1 else 's have'} no text and cannot be found.",)


def _shown(value: object) -> str:
    """Return a value as JSON, cut short; "missing" for what is not there."""
    if value is None:
        return "missing"
    text = json.dumps(value, ensure_ascii=True)
    limit = 60
    return text if len(text) <= limit else f"{text[:limit]}…"
