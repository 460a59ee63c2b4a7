import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.answers import Excerpt
from qa.errors import KeptFileError
from qa.kept import files
from qa.kept.clippings import clippings, keep
from qa.kept.files import file_of, kept_folder, reading, writing
from qa.settings import Settings

Sentence = Callable[[str], Excerpt]


def test_the_folder_stands_beside_the_index_unless_a_setting_names_it(tmp_path: Path) -> None:
    assert kept_folder(Settings(index=tmp_path / "index")) == tmp_path / "index.kept"
    assert kept_folder(Settings(index=tmp_path / "index", kept=tmp_path / "mine")) == tmp_path / "mine"


def test_each_user_has_a_file_of_their_own_whatever_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(index=tmp_path / "index")
    names = ["ana", "Ana", "..", ".", "a.b", "a_b", "ÿ" * 64, "ana@example.org"]
    made = [file_of(name, settings) for name in names]
    assert len({str(path).lower() for path in made}) == len(names)
    assert {path.parent for path in made} == {tmp_path / "index.kept"}
    assert made[0].name.startswith("ana-")
    monkeypatch.setattr(files.getpass, "getuser", lambda: "ana")
    assert file_of(settings=settings) == made[0]

    def nobody() -> str:
        raise OSError("no name")

    monkeypatch.setattr(files.getpass, "getuser", nobody)
    assert file_of(settings=settings).name.startswith("user_")


def test_only_the_user_may_read_the_file_and_reading_makes_none(file: Path, sentence: Sentence) -> None:
    assert clippings(file) == []
    assert not file.parent.exists()
    keep(file, sentence("He left."))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_piece_of_work_is_done_whole_or_not_at_all(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left."))

    def fail() -> None:
        with writing(file) as connection:
            connection.execute("DELETE FROM clippings")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [clipping.text for clipping in clippings(file)] == ["He left."]


def test_a_full_disk_is_named_and_nothing_is_lost(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left."))
    with writing(file) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()

    def fill() -> None:
        with writing(file) as connection:
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.execute("UPDATE clippings SET note = ?", ("x" * 1_000_000,))

    message = f"{file}: the disk is full. What was kept before is as it was; make room"
    with pytest.raises(KeptFileError, match=f"^{message}"):
        fill()
    assert [(clipping.text, clipping.note) for clipping in clippings(file)] == [("He left.", "")]


def test_an_error_of_the_operating_system_names_the_file(tmp_path: Path, sentence: Sentence) -> None:
    (tmp_path / "kept").write_text("a file where the folder would be")
    with pytest.raises(KeptFileError, match=r"kept.* cannot be used .*LOCCIT_KEPT"):
        keep(tmp_path / "kept" / "ana.sqlite", sentence("He left."))


@pytest.mark.parametrize("damage", ["text", "pages"])
def test_a_damaged_file_is_named_and_left_as_it_is(file: Path, sentence: Sentence, damage: str) -> None:
    for number in range(200):
        keep(file, sentence(f"He left {number} times, which is much, and came back."))
    data = file.read_bytes()
    broken = b"no database at all" if damage == "text" else data[:4096] + b"\xff" * (len(data) - 4096)
    file.write_bytes(broken)
    for work in (lambda: clippings(file), lambda: keep(file, sentence("He came."))):
        with pytest.raises(KeptFileError, match=f"^{file} is damaged; it was left as it is. Move it away"):
            work()
    assert file.read_bytes() == broken


def test_words_that_are_not_those_of_the_reference_are_never_given(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left at dawn."))
    with writing(file) as connection:
        connection.execute("UPDATE clippings SET quoted = replace(quoted, 'dawn', 'noon')")
    with pytest.raises(KeptFileError, match="is damaged"):
        clippings(file)


def test_a_file_of_a_newer_loccit_is_not_touched(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left."))
    with writing(file) as connection:
        connection.execute(f"PRAGMA user_version = {files.VERSION + 1}")
    with pytest.raises(KeptFileError, match="newer loccit"), reading(file):
        pass


def test_who_waits_too_long_for_another_is_told(
    file: Path, sentence: Sentence, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(file, sentence("He left."))
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(KeptFileError, match=r"in use elsewhere for 0\.05 seconds"):
        keep(file, sentence("He came."))
    assert len(clippings(file)) == 1
    other.execute("ROLLBACK")
    other.close()
