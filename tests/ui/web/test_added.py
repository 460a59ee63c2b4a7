from contextlib import suppress
from pathlib import Path

import pytest

from qa.errors import SettingError
from ui.web.added import adding, fit_name, keep, remove


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "uploads" / "hash" / "blob.txt"
    path.parent.mkdir(parents=True)
    path.write_text("Kerry left.", "utf-8")
    return path


def test_an_uploaded_file_is_kept_under_its_name(upload: Path, tmp_path: Path) -> None:
    kept = keep(upload, "Kerry in Paris.txt", tmp_path / "uploads", tmp_path / "added")
    assert kept == tmp_path / "added" / "Kerry in Paris.txt"
    assert kept.read_text("utf-8") == "Kerry left."
    assert not upload.exists()


def test_nothing_is_overwritten(upload: Path, tmp_path: Path) -> None:
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "a.txt").write_text("first", "utf-8")
    kept = keep(upload, "a.txt", tmp_path / "uploads", tmp_path / "added")
    assert kept.name == "a (2).txt"
    assert (tmp_path / "added" / "a.txt").read_text("utf-8") == "first"


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../secret.txt", "uploads", "uploads/../secret.txt", "uploads/link.txt"]
)
def test_only_what_was_uploaded_is_kept(upload: Path, tmp_path: Path, path: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    (tmp_path / "uploads" / "link.txt").symlink_to(secret)
    assert upload.is_file()
    with pytest.raises(SettingError, match="was not uploaded here"):
        keep(tmp_path / path, "a.txt", tmp_path / "uploads", tmp_path / "added")
    assert secret.read_text("utf-8") == "secret"
    assert not (tmp_path / "added").exists()


def test_a_file_that_no_reader_is_for_is_refused(upload: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"x\.exe: such files cannot be read; loccit reads \.7z .*\.xml"):
        keep(upload, "x.exe", tmp_path / "uploads", tmp_path / "added")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_that_cannot_be_added_leaves_the_folder_as_it_was(
    upload: Path, tmp_path: Path, *, is_there: bool
) -> None:
    folder = tmp_path / "added"
    if is_there:
        folder.mkdir()
        (folder / "a.txt").write_text("first", "utf-8")
    with pytest.raises(SettingError), adding(upload, "a.exe", tmp_path / "uploads", folder):
        pytest.fail("was kept")
    with suppress(KeyError), adding(upload, "a.txt", tmp_path / "uploads", folder) as kept:
        assert kept.read_text("utf-8") == "Kerry left."
        raise KeyError
    assert sorted(tmp_path.glob("added/*")) == ([folder / "a.txt"] if is_there else [])
    assert folder.exists() == is_there
    if is_there:
        assert (folder / "a.txt").read_text("utf-8") == "first"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/cron.d/a.txt", "a.txt"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        (".hidden.txt", "hidden.txt"),
        ("..", "document"),
        ("", "document"),
        ("a\x00b\n<script>.txt", "a_b_script_.txt"),
        ("Bericht über 2010 – שלום.md", "Bericht über 2010 – שלום.md"),
        ("x" * 300 + ".html", "x" * 195 + ".html"),
        ("中" * 300 + ".md", "中" * 65 + ".md"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_names_are_made_fit_to_be_kept(name: str, kept: str) -> None:
    assert fit_name(name) == kept


@pytest.mark.parametrize("count", range(3))
def test_hostile_names_stay_in_the_folder(upload: Path, tmp_path: Path, hostile: list[str], count: int) -> None:
    folder = tmp_path / "added"
    for number, name in enumerate(hostile[count::3]):
        upload.parent.mkdir(exist_ok=True)
        upload.write_text(str(number), "utf-8")
        kept = keep(upload, f"{name}.txt", tmp_path / "uploads", folder)
        assert kept.parent == folder
        assert kept.read_text("utf-8") == str(number)
        assert not kept.name.startswith(".")


def test_only_added_files_are_removed(upload: Path, tmp_path: Path) -> None:
    kept = keep(upload, "a.txt", tmp_path / "uploads", tmp_path / "added")
    other = tmp_path / "other.txt"
    other.write_text("x", "utf-8")
    for path in (other, tmp_path / "added" / ".." / "other.txt", tmp_path / "added", tmp_path / "added" / "no.txt"):
        with pytest.raises(SettingError, match="Only files that were added on this page"):
            remove(path, tmp_path / "added")
    assert other.is_file()
    remove(kept, tmp_path / "added")
    assert not kept.exists()


@pytest.mark.parametrize("call", ["pathlib.Path.mkdir", "shutil.move"])
def test_a_folder_that_cannot_be_written_is_named_with_its_setting(
    upload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(call, refuse)
    with pytest.raises(
        SettingError, match=rf"{tmp_path}/added cannot be written to \(permission denied\); .* LOCCIT_ADDED"
    ):
        keep(upload, "a.txt", tmp_path / "uploads", tmp_path / "added")


def test_a_file_that_cannot_be_removed_is_an_error_that_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(30, "Read-only file system")

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(SettingError, match=r"\(read-only file system\); .* LOCCIT_ADDED"):
        remove(tmp_path / "a.txt", tmp_path)


def test_the_same_file_is_not_added_twice(upload: Path, tmp_path: Path) -> None:
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "a.txt").write_text("first", "utf-8")
    (tmp_path / "added" / "a (2).txt").write_bytes(upload.read_bytes())
    with pytest.raises(SettingError, match=r"a\.txt: the same file is there already, as a \(2\)\.txt"):
        keep(upload, "a.txt", tmp_path / "uploads", tmp_path / "added")
    assert sorted(path.name for path in (tmp_path / "added").iterdir()) == ["a (2).txt", "a.txt"]
