from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import ClippingError, KeptFileError, QuestionError
from qa.kept.files import writing
from qa.kept.standing_questions import (
    add_standing,
    ask_standing,
    due_questions,
    mark_seen,
    remove_standing,
    standing_questions,
)
from tests.qa.kept.conftest import WORDS

KERRY, OPERA, SULTAN = (
    *("What had Kerry told Barnier that remained an alternative?", "Who painted opera ceilings?"),
    "Who invited both sides to Muscat?",
)


@pytest.fixture
def rebuilt(archive: Path, write: Callable[..., Path], encoder: Encoder) -> Callable[..., Archive]:
    """Give files other contents, or None to remove them, and rebuild."""

    def after(**contents: str | None) -> Archive:
        for name, content in contents.items():
            if content is None:
                (archive.parent / "sources" / f"{name}.txt").unlink()
            else:
                write(f"{name}.txt", content)
        rebuild([archive.parent / "sources"], archive, lambda: encoder)
        return Archive.open(archive, encoder=encoder)

    return after


def test_after_a_rebuild_what_has_come_changed_or_gone_is_news(
    file: Path, archive: Path, encoder: Encoder, rebuilt: Callable[..., Archive]
) -> None:
    opened = Archive.open(archive, encoder=encoder)
    for question in (KERRY, OPERA, SULTAN):
        assert add_standing(file, opened, question).news is None
    assert [bool(one.latest.excerpts) for one in standing_questions(file)] == [True, False, True]
    seen: list[tuple[int, int]] = []
    assert [one.news for one in ask_standing(file, opened, lambda *at: seen.append(at))] == [None] * 3
    assert seen == [(0, 0)]
    words = "Marc Chagall painted the ceiling of the opera in one year."
    archive_now = rebuilt(opera=words, oman=None)
    come = ask_standing(file, archive_now, lambda *at: seen.append(at))
    assert seen[-1] == (3, 3)
    assert [one.news for one in come] == [None, "come", "gone"]
    assert [one.text for one in come[1].new_excerpts] == [words]
    assert [one.text for one in come[2].lost_excerpts] == [one.text for one in come[2].seen.excerpts] != []
    assert come[1].to_dict()["new_excerpts"][0]["reference"].startswith("qa1")
    mark_seen(file, [come[1].number])
    assert [one.news for one in standing_questions(file)] == [None, None, "gone"]
    changed = ask_standing(file, rebuilt(opera=words.replace("one year", "eight months")))
    assert [one.news for one in changed] == [None, "changed", "gone"]
    assert WORDS in changed[0].latest.words


def test_some_are_asked_at_a_time_and_it_is_known_since_when_an_answer_is_the_same(
    file: Path, archive: Path, encoder: Encoder, rebuilt: Callable[..., Archive]
) -> None:
    opened = Archive.open(archive, encoder=encoder)
    for question in (KERRY, OPERA):
        add_standing(file, opened, question)
    with writing(file) as connection:
        connection.execute("""UPDATE standing SET latest = json_set(latest, '$.since', '2020-01-01T00:00:00+00:00')""")
    archive_now = rebuilt(opera="Marc Chagall painted the ceiling of the opera in one year.")
    kept = ask_standing(file, archive_now, most=1)
    assert [one.number for one in due_questions(kept, archive_now.generation)] == [2]
    kept = ask_standing(file, archive_now, most=1)
    assert due_questions(kept, archive_now.generation) == []
    # The first has the answer that it had; that of the second has come now.
    assert kept[0].since == "2020-01-01T00:00:00+00:00"
    assert kept[1].since > kept[1].added[:4]
    assert kept[1].since != "2020-01-01T00:00:00+00:00"
    with writing(file) as connection:
        connection.execute("UPDATE standing SET latest = json_remove(latest, '$.since')")
    assert [one.since for one in standing_questions(file)] == [one.added for one in kept]


def test_a_question_stands_once_and_until_it_is_removed(file: Path, archive: Path, encoder: Encoder) -> None:
    opened = Archive.open(archive, encoder=encoder)
    first = add_standing(file, opened, f"  {KERRY}\n")
    assert add_standing(file, opened, KERRY) == first
    with pytest.raises(QuestionError):
        add_standing(file, opened, " ")
    for unknown in (99, 2**70):
        for work in (remove_standing, mark_seen):
            with pytest.raises(ClippingError, match=f"no standing question {unknown}"):
                work(file, [first.number, unknown])
    assert len(standing_questions(file)) == 1
    remove_standing(file, [first.number])
    assert standing_questions(file) == []


def test_a_damaged_answer_is_named_by_its_file(file: Path, archive: Path, encoder: Encoder) -> None:
    add_standing(file, Archive.open(archive, encoder=encoder), KERRY)
    with writing(file) as connection:
        connection.execute("UPDATE standing SET latest = '{}'")
    with pytest.raises(KeptFileError, match=f"{file} is damaged"):
        standing_questions(file)


def test_a_thousand_are_listed_in_no_time_to_speak_of(file: Path, archive: Path, encoder: Encoder) -> None:
    add_standing(file, Archive.open(archive, encoder=encoder), KERRY)
    with writing(file) as connection:
        connection.executemany(
            "INSERT INTO standing (question, added, seen, latest) "
            "SELECT ?, added, seen, latest FROM standing WHERE id = 1",
            [(f"question {number}",) for number in range(999)],
        )
    taken = []
    for _ in range(5):
        started = thread_time()
        assert len([one.news for one in standing_questions(file)]) == 1_000
        taken.append(thread_time() - started)
    # 0.08 s where a third of a second is the most that a page may take; a slow machine may take longer.
    assert min(taken) < 1
