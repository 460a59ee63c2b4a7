"""Standing questions: asked again of each new generation, to see whose answer has come, changed or gone."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qa.citations.lines import excerpt_line, title_of
from qa.errors import ClippingError, KeptFileError
from qa.kept.fields import checked_text
from qa.kept.files import damaged, reading, writing
from qa.question.question import MOST_CHARACTERS, check_question

if TYPE_CHECKING:
    from qa.answers import Answer
    from qa.archive import Archive

News = Literal["come", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """An excerpt of an answer: its words, its reference, and what cites it."""

    text: str
    reference: str
    title: str
    cited: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a generation answered: whether, and the excerpts; none where it did not.

    `since` is when these words were answered first, in UTC (ISO 8601); "" where an earlier loccit has not noted it.
    """

    generation: str
    excerpts: tuple[Quoted, ...]
    since: str = ""

    @property
    def words(self) -> set[str]:
        """The words quoted, apart from how they are broken into lines."""
        return {" ".join(excerpt.text.split()) for excerpt in self.excerpts}


@dataclass(frozen=True, slots=True)
class StandingQuestion:
    """A question, its answer when its user last saw it, and its answer in the newest generation it was asked of."""

    number: int
    question: str
    added: str
    seen: Outcome
    latest: Outcome

    @property
    def news(self) -> News | None:
        """What became of the answer since it was seen; None where it quotes the same words."""
        if self.seen.words == self.latest.words:
            return None
        if not self.seen.words:
            return "come"
        return "changed" if self.latest.words else "gone"

    @property
    def new_excerpts(self) -> tuple[Quoted, ...]:
        """The excerpts of the newest answer that were not there when it was seen."""
        return tuple(one for one in self.latest.excerpts if " ".join(one.text.split()) not in self.seen.words)

    @property
    def lost_excerpts(self) -> tuple[Quoted, ...]:
        """The excerpts of the answer when it was seen that the newest no longer has."""
        return tuple(one for one in self.seen.excerpts if " ".join(one.text.split()) not in self.latest.words)

    @property
    def since(self) -> str:
        """When the newest answer was given first, in UTC (ISO 8601)."""
        return self.latest.since or self.added

    def to_dict(self) -> dict[str, Any]:
        """Return the question as JSON values."""
        return {
            "number": self.number,
            "question": self.question,
            "added": self.added,
            "news": self.news,
            "excerpts": [asdict(excerpt) for excerpt in self.latest.excerpts],
            "new_excerpts": [asdict(excerpt) for excerpt in self.new_excerpts],
            "lost_excerpts": [asdict(excerpt) for excerpt in self.lost_excerpts],
            "since": self.since,
            "generation": self.latest.generation,
        }


def add_standing(file: Path, archive: "Archive", question: str) -> StandingQuestion:
    """Ask a question, and have it stand from now on; one that stands already stays as it is.

    Raises QuestionError, ClippingError and KeptFileError.
    """
    check_question(question)
    text = checked_text("question", " ".join(question.split()), MOST_CHARACTERS)
    for known in standing_questions(file):
        if known.question == text:
            return known
    outcome = _written(archive.ask(text))
    with writing(file) as connection:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = (text, now, outcome, outcome)
        connection.execute("INSERT OR IGNORE INTO standing (question, added, seen, latest) VALUES (?, ?, ?, ?)", values)
        rows = connection.execute(f"{_SELECT} WHERE question = ?", (text,)).fetchall()
        return _question(rows[0], file)


def standing_questions(file: Path) -> list[StandingQuestion]:
    """Return the questions that stand, in the order in which they were added. Raises KeptFileError."""
    with reading(file) as connection:
        return [_question(row, file) for row in connection.execute(f"{_SELECT} ORDER BY id")]


def due_questions(kept: Sequence[StandingQuestion], generation: str) -> list[StandingQuestion]:
    """Return those of some questions that a generation has not been asked."""
    return [one for one in kept if one.latest.generation != generation]


def ask_standing(
    file: Path,
    archive: "Archive",
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    most: int | None = None,
) -> list[StandingQuestion]:
    """Ask again what the generation of an archive has not been asked, and return all questions that stand.

    `most` is how many are asked at most, None for all. Each answer is kept as it comes, so that what is stopped goes
    on. `progress(done, total)` is called as questions are asked. Raises KeptFileError, and what Archive.ask raises.
    """
    due = due_questions(standing_questions(file), archive.generation)[:most]
    for done, one in enumerate(due):
        progress(done, len(due))
        outcome = _written(archive.ask(one.question), one)
        with writing(file) as connection:
            connection.execute("UPDATE standing SET latest = ? WHERE id = ?", (outcome, one.number))
    progress(len(due), len(due))
    return standing_questions(file)


def mark_seen(file: Path, numbers: Sequence[int]) -> None:
    """Take the newest answers of some questions as seen. Raises ClippingError for an unknown one, and KeptFileError."""
    with writing(file) as connection:
        for number in numbers:
            _change(connection, "UPDATE standing SET seen = latest WHERE id = ?", number)


def remove_standing(file: Path, numbers: Sequence[int]) -> None:
    """Have questions stand no longer, all or none. Raises ClippingError for an unknown one, and KeptFileError."""
    with writing(file) as connection:
        for number in dict.fromkeys(numbers):
            _change(connection, "DELETE FROM standing WHERE id = ?", number)


_SELECT = "SELECT id, question, added, seen, latest FROM standing"


def _change(connection: sqlite3.Connection, statement: str, number: int) -> None:
    # SQLite knows no larger numbers.
    if abs(number) >= 2**63 or not connection.execute(statement, (number,)).rowcount:
        raise ClippingError(f"There is no standing question {number}; qa standing list names them.")


def _written(answer: "Answer", before: StandingQuestion | None = None) -> str:
    """Return what an answer came to as JSON; `before` is the question with the answer that it had."""
    excerpts = [
        Quoted(excerpt.text, excerpt.reference, title_of(excerpt.document), excerpt_line(excerpt))
        for excerpt in answer.excerpts
    ]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    outcome = Outcome(answer.generation, tuple(excerpts), now)
    if before and before.latest.words == outcome.words:
        outcome = replace(outcome, since=before.since)
    return json.dumps(asdict(outcome))


def _outcome(written: str) -> Outcome:
    values = json.loads(written)
    excerpts = tuple(Quoted(**excerpt) for excerpt in values["excerpts"])
    return Outcome(values["generation"], excerpts, values.get("since", ""))


def _question(row: tuple[Any, ...], file: Path) -> StandingQuestion:
    number, question, added, seen, latest = row
    try:
        return StandingQuestion(number, question, added, _outcome(seen), _outcome(latest))
    except (ValueError, KeyError, TypeError) as error:
        raise KeptFileError(damaged(file)) from error
