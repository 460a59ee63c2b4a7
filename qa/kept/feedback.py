"""What a user says of the excerpts of answers: useful, or not the answer; written as a judged collection."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from embeddings.documents import Document
from embeddings.files.disk import replace
from qa.answers import Excerpt
from qa.citations.resolving import Resolved
from qa.errors import ClippingError, InvalidReference, KeptFileError
from qa.evaluation.collections import CORPUS, QRELS, QRELS_FIELDS, QUERIES
from qa.kept.fields import checked_text
from qa.kept.files import damaged, reading, writing
from qa.question.question import MOST_CHARACTERS, check_question
from qa.references import parse_reference


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of an excerpt as an answer to a question; `history` are the questions before, oldest first."""

    question: str
    history: tuple[str, ...]
    reference: str
    text: str
    useful: bool
    created: str

    def to_dict(self) -> dict[str, Any]:
        """Return the judgement as JSON values."""
        return {
            "question": self.question,
            "history": list(self.history),
            "reference": self.reference,
            "text": self.text,
            "useful": self.useful,
            "created": self.created,
        }


@dataclass(frozen=True, slots=True)
class Exported:
    """How many questions a collection got, with a useful excerpt and without, and how many judgements it did not."""

    answered: int
    unanswerable: int
    left_out: int


def judge(file: Path, question: str, excerpt: Excerpt, *, useful: bool | None, history: Sequence[str] = ()) -> None:
    """Say of an excerpt whether it is useful; None takes back what was said. What is said last counts.

    Raises QuestionError for no question, ClippingError for a text that cannot be kept, and KeptFileError.
    """
    check_question(question)
    before = json.dumps([checked_text("question before", text, MOST_CHARACTERS) for text in history])
    key = (checked_text("question", question.strip(), MOST_CHARACTERS), before, excerpt.reference)
    with writing(file) as connection:
        connection.execute("DELETE FROM judgements WHERE question = ? AND history = ? AND reference = ?", key)
        if useful is not None:
            created = datetime.now(UTC).isoformat(timespec="seconds")
            values = (*key, json.dumps(excerpt.text), int(useful), created)
            connection.execute("INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?)", values)


def judgements(file: Path) -> list[Judgement]:
    """Return what was said, in the order in which it was. Raises KeptFileError."""
    with reading(file) as connection:
        rows = connection.execute(
            "SELECT question, history, reference, text, useful, created FROM judgements ORDER BY created, rowid"
        )
        return [_judgement(row, file) for row in rows]


def _judgement(row: tuple[Any, ...], file: Path) -> Judgement:
    question, before, reference, text, useful, created = row
    try:
        words = json.loads(text)
        if not parse_reference(reference).is_of(words):
            raise KeptFileError(damaged(file))
        return Judgement(question, tuple(json.loads(before)), reference, words, bool(useful), created)
    except (ValueError, TypeError, InvalidReference) as error:
        raise KeptFileError(damaged(file)) from error


def export_judged(
    said: Sequence[Judgement],
    resolve_all: Callable[[list[str]], list[Resolved]],
    documents: Iterable[Document],
    folder: Path,
) -> Exported:
    """Write judgements as a judged collection (qa.evaluation.collections) into a folder: its three files.

    Its documents are those of the archive. A document is relevant for a question if an excerpt of it was useful. A
    question with no useful excerpt counts as one that the archive does not answer. Judgements of words that the archive
    no longer has are left out. `resolve_all` follows references. Raises ClippingError where nothing was useful, and
    OSError.
    """
    questions: dict[tuple[str, tuple[str, ...]], list[tuple[Judgement, str]]] = {}
    left_out = 0
    for one, resolved in zip(said, resolve_all([one.reference for one in said]), strict=True):
        if resolved.excerpt is None:
            left_out += 1
        else:
            questions.setdefault((one.question, one.history), []).append((one, resolved.excerpt.document.id))
    useful = sum(any(one.useful for one, _ in judged) for judged in questions.values())
    if not useful:
        raise ClippingError("Nothing has been judged useful yet that the archive still has; a collection needs that.")
    folder.mkdir(parents=True, exist_ok=True)
    queries, qrels = [], ["\t".join(QRELS_FIELDS)]
    for number, judged in enumerate(questions.values(), 1):
        queries.append(_query(f"q{number}", [one for one, _ in judged]))
        grades: dict[str, int] = {}
        for one, name in judged:
            grades[name] = max(grades.get(name, 0), int(one.useful))
        qrels += [f"q{number}\t{name}\t{grade}" for name, grade in grades.items()]
    _write(folder / CORPUS, (_line(_corpus_fields(document)) for document in documents))
    _write(folder / QUERIES, map(_line, queries))
    _write(folder / QRELS, qrels)
    return Exported(useful, len(questions) - useful, left_out)


def _query(number: str, judged: Sequence[Judgement]) -> dict[str, Any]:
    answers = [one.text for one in judged if one.useful]
    history = [{"speaker": "user", "text": text} for text in judged[0].history]
    return {
        "_id": number,
        "text": judged[0].question,
        **({"answers": answers} if answers else {"unanswerable": True}),
        **({"history": history} if history else {}),
    }


def _corpus_fields(document: Document) -> dict[str, Any]:
    fields = {"title": document.title, "date": document.dated, "url": document.url}
    given = {name: value for name, value in fields.items() if value}
    return {"_id": document.id, "text": document.text, **given}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    # Halves of characters could not be read again.
    replace(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
