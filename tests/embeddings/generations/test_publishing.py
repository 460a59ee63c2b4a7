import hashlib
import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.errors import IndexDamaged, IndexMissing, IndexNotWritten, NoGeneration, RebuildRunning
from embeddings.files import disk, lock
from embeddings.generations import publishing
from embeddings.generations.layout import CURRENT, MANIFEST
from embeddings.generations.manifest import Manifest, read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.publishing import generations, is_building, roll_back
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder

Build = Callable[[dict[str, str]], Path]


def manifest(generation: str) -> Manifest:
    return Manifest(
        generation=generation,
        created="2011-04-05T10:00:00+00:00",
        model="words",
        model_fingerprint="words-1",
        dimension=512,
        passage_words=180,
        documents=0,
        passages=0,
        sentences=0,
        sources=["/archive"],
        unreadable=[],
    )


def publish_empty(index: Path, generation: str) -> None:
    with publishing.building(index, generation) as folder:
        (folder / "some.txt").write_text(generation)
        publishing.publish(index, folder, manifest(generation))


def test_the_generation_before_stays_and_older_ones_go(tmp_path: Path) -> None:
    ids = [f"2011040{day}T100000Z-abcdef" for day in range(1, 5)]
    for number, generation in enumerate(ids):
        publish_empty(tmp_path, generation)
        assert current_generation(tmp_path) == generation
        assert (
            sorted(path.name for path in (tmp_path / "generations").iterdir()) == ids[max(0, number - 1) : number + 1]
        )


def test_the_order_of_generations_is_not_that_of_a_clock_that_was_set_back(tmp_path: Path) -> None:
    for generation in ("20110405T100000Z-abcdef", "20100301T100000Z-abcdef"):
        publish_empty(tmp_path, generation)
    assert [kept.generation for kept in generations(tmp_path)] == ["20100301T100000Z-abcdef", "20110405T100000Z-abcdef"]
    assert roll_back(tmp_path) == "20110405T100000Z-abcdef"
    with pytest.raises(NoGeneration, match="no generation older"):
        roll_back(tmp_path)


def test_the_one_before_can_be_kept_instead_of_the_current_one(tmp_path: Path) -> None:
    for generation in ("1", "2"):
        publish_empty(tmp_path, generation)
    for generation in ("3", "4"):
        with publishing.building(tmp_path, generation) as folder:
            publishing.publish(tmp_path, folder, manifest(generation), "before")
        assert [kept.generation for kept in generations(tmp_path)] == [generation, "1"]
    assert roll_back(tmp_path) == "1"


def test_current_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_empty(tmp_path, "1-old")
    before = (tmp_path / "CURRENT").read_bytes()
    seen: list[tuple[bytes, str, str]] = []
    rename = disk.rename

    def rename_and_look(path: Path, target: Path) -> None:
        if target.name == "CURRENT":
            pointer = json.loads(path.read_bytes())
            folder = tmp_path / "generations" / pointer["generation"]
            written = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
            seen.append((target.read_bytes(), pointer["generation"], written))
            assert pointer["manifest_sha256"] == written
        rename(path, target)

    monkeypatch.setattr(disk, "rename", rename_and_look)
    publish_empty(tmp_path, "2-new")
    # Up to that step the old one was whole, and the new one was whole as well.
    assert [(current, generation) for current, generation, _ in seen] == [(before, "2-new")]
    assert current_generation(tmp_path) == "2-new"


def fail_at_the_last_step(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    rename = disk.rename

    def fail(path: Path, target: Path) -> None:
        if target.name == CURRENT:
            raise error
        rename(path, target)

    monkeypatch.setattr(disk, "rename", fail)


def test_a_failure_at_the_last_step_leaves_the_old_generation(
    index_of: Build, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    before = current_generation(index)
    with monkeypatch.context() as patch:
        fail_at_the_last_step(patch, OSError(28, "No space left on device", str(index / "CURRENT.new")))
        with pytest.raises(IndexNotWritten) as raised:
            rebuild([tmp_path / "sources"], index, lambda: encoder, full=True)
    assert str(raised.value) == (
        f"The index in {index} cannot be written ({index / 'CURRENT.new'}: no space left on device); it is as it was. "
        "Make room or give leave to write there, and run the rebuild again."
    )
    assert open_generation(index).id == before
    assert not [*index.glob("building-*"), *index.glob("*.new")]


def test_a_generation_that_was_never_current_does_not_push_out_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_empty(tmp_path, "1-older")
    publish_empty(tmp_path, "2-old")
    with monkeypatch.context() as patch:
        fail_at_the_last_step(patch, OSError("power cut"))
        with pytest.raises(OSError, match="power cut"):
            publish_empty(tmp_path, "3-never")
    assert {"1-older", "2-old"} <= {path.name for path in (tmp_path / "generations").iterdir()}
    publish_empty(tmp_path, "4-new")
    # Readers may still be reading 2-old, nobody reads 3-never.
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["2-old", "4-new"]


def test_an_error_of_another_file_is_not_taken_for_one_of_the_index(tmp_path: Path) -> None:
    elsewhere = OSError(28, "No space left on device", "/elsewhere/model.safetensors")
    with pytest.raises(OSError, match="elsewhere") as raised, publishing.write_errors(tmp_path):
        raise elsewhere
    assert raised.value is elsewhere


class TestGenerations:
    @pytest.fixture
    def index(self, tmp_path: Path) -> Path:
        publish_empty(tmp_path, "1-old")
        publish_empty(tmp_path, "2-new")
        return tmp_path

    def test_are_listed_newest_first(self, index: Path) -> None:
        assert [(kept.generation, kept.current, kept.created) for kept in generations(index)] == [
            ("2-new", True, "2011-04-05T10:00:00+00:00"),
            ("1-old", False, "2011-04-05T10:00:00+00:00"),
        ]

    def test_one_goes_back_to_the_one_before_and_forth_again(self, index: Path) -> None:
        assert roll_back(index) == current_generation(index) == "1-old"
        assert read_manifest(index).generation == "1-old"
        assert [(kept.generation, kept.current) for kept in generations(index)] == [("2-new", False), ("1-old", True)]
        assert roll_back(index, "2-new") == current_generation(index) == "2-new"

    def test_the_one_gone_back_to_stays_when_another_is_published(self, index: Path) -> None:
        roll_back(index)
        publish_empty(index, "3-newest")
        assert [kept.generation for kept in generations(index)] == ["3-newest", "1-old"]

    def test_going_back_leaves_both_though_a_rebuild_sweeps(self, index: Path) -> None:
        roll_back(index)
        with publishing.building(index, "3-stopped"):
            pass
        assert [kept.generation for kept in generations(index)] == ["2-new", "1-old"]

    def test_there_may_be_none_to_go_back_to(self, index: Path) -> None:
        roll_back(index)
        with pytest.raises(NoGeneration) as raised:
            roll_back(index)
        assert str(raised.value) == f"{index} keeps no generation older than the current one, 1-old."

    def test_one_that_is_not_kept_is_named_with_those_that_are(self, index: Path) -> None:
        with pytest.raises(NoGeneration) as raised:
            roll_back(index, "7-other")
        assert str(raised.value) == f"{index} keeps no generation '7-other'; it keeps 2-new, 1-old."

    def test_going_to_the_current_one_changes_nothing(self, index: Path) -> None:
        before = (index / "CURRENT").read_bytes()
        assert roll_back(index, "2-new") == "2-new"
        assert (index / "CURRENT").read_bytes() == before

    @pytest.mark.parametrize("name", ["some.txt", MANIFEST])
    def test_one_does_not_go_back_to_what_is_damaged(self, index: Path, name: str) -> None:
        path = index / "generations" / "1-old" / name
        path.write_bytes(path.read_bytes().replace(b"1-old", b"1-odd"))
        with pytest.raises(IndexDamaged, match=f"{name} was changed after it was written"):
            roll_back(index)
        assert current_generation(index) == "2-new"

    def test_one_that_was_never_current_is_not_kept(self, index: Path) -> None:
        shutil.copytree(index / "generations" / "2-new", index / "generations" / "1-never")
        assert [kept.generation for kept in generations(index)] == ["2-new", "1-old"]
        with pytest.raises(NoGeneration, match="it keeps 2-new, 1-old"):
            roll_back(index, "1-never")

    def test_an_empty_id_is_that_of_no_generation(self, index: Path) -> None:
        with pytest.raises(NoGeneration, match="keeps no generation ''; it keeps 2-new, 1-old"):
            roll_back(index, "")
        assert current_generation(index) == "2-new"

    def test_a_generation_without_a_checksum_from_an_older_loccit_can_be_gone_back_to(self, index: Path) -> None:
        pointer = json.loads((index / "CURRENT").read_bytes())
        del pointer["before_sha256"]
        (index / "CURRENT").write_text(json.dumps(pointer))
        assert roll_back(index) == "1-old"

    def test_going_back_waits_for_no_rebuild(self, index: Path) -> None:
        with lock.hold(index), pytest.raises(RebuildRunning):
            roll_back(index)
        assert current_generation(index) == "2-new"

    def test_without_an_index_there_are_none(self, tmp_path: Path) -> None:
        for call in (generations, roll_back):
            with pytest.raises(IndexMissing):
                call(tmp_path / "nowhere")


def test_one_rebuild_at_a_time(tmp_path: Path) -> None:
    with publishing.building(tmp_path, "one"):
        with pytest.raises(RebuildRunning) as raised, publishing.building(tmp_path, "two"):
            pytest.fail("two rebuilds at once")
        assert re.fullmatch(
            rf"Another rebuild of {re.escape(str(tmp_path))} is running \(process {os.getpid()} on "
            rf"{re.escape(socket.gethostname())}, since [-\d]+T[\d:]+\+00:00\); try again when it has finished\.",
            str(raised.value),
        )
        assert [path.name for path in tmp_path.glob("building-*")] == ["building-one"]
    with publishing.building(tmp_path, "three") as folder:
        assert folder == tmp_path / "building-three"


def test_whether_a_rebuild_runs_can_be_asked(tmp_path: Path) -> None:
    assert not is_building(tmp_path)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"
    with publishing.building(tmp_path, "one"):
        assert is_building(tmp_path)
    assert not is_building(tmp_path)


def test_whether_a_rebuild_runs_can_be_asked_of_another_users_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with publishing.building(tmp_path, "one"), monkeypatch.context() as patch:
        patch.setattr(lock.FileLock, "acquire", refuse)
        assert is_building(tmp_path)
    monkeypatch.setattr(lock.FileLock, "acquire", refuse)
    assert not is_building(tmp_path)


def test_a_folder_left_by_a_crash_is_removed_by_the_next_rebuild(tmp_path: Path) -> None:
    crashed = tmp_path / "building-20110405T100000Z-abcdef"
    (crashed / "lexical").mkdir(parents=True)
    (crashed / "lexical" / "part").write_text("Text.")
    with publishing.building(tmp_path, "new") as folder:
        assert [path.name for path in tmp_path.glob("building-*")] == [folder.name]
    assert not list(tmp_path.glob("building-*"))


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_what_was_written_is_removed_if_it_was_not_published(tmp_path: Path, error: BaseException) -> None:
    def build() -> None:
        with publishing.building(tmp_path, "one") as folder:
            (folder / "part").write_text("Text.")
            raise error

    with pytest.raises(type(error)):
        build()
    assert not list(tmp_path.glob("building-*"))
    assert not is_building(tmp_path)


def test_an_index_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    publish_empty(tmp_path / "deep" / "down", "1-first")
    assert current_generation(tmp_path / "deep" / "down") == "1-first"
