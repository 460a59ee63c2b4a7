from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from embeddings.building.work import HERE, Conditions, Work
from embeddings.errors import NoDocuments
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from embeddings.models.installed import fingerprint
from embeddings.readers.content import Columns, FileContents
from embeddings.readers.pool import IN_THIS_PROCESS, Reading
from embeddings.readers.worker import Worker
from qa.errors import SettingError
from qa.upkeep.rebuilding import rebuild

Write = Callable[[str, str], Path]


def test_a_rebuild_follows_the_sources_given_then_those_remembered(
    write: Write, tmp_path: Path, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    index = tmp_path / "index"
    first = rebuild([tmp_path / "sources"], index, encoder=encoder)
    assert (first.documents, first.published) == (1, True)
    write("b.txt", "The river rose.")
    second = rebuild(index=index, encoder=encoder)
    assert (second.documents, second.changes.added) == (2, ("b.txt",))
    assert open_generation(index).manifest.generation == second.generation


@pytest.mark.parametrize("case", [(None, False, "bfloat16"), ("float32", False, "float32"), (None, True, "auto")])
def test_an_index_keeps_its_numbers_unless_the_settings_name_others_or_it_is_built_in_full(
    write: Write, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, case: tuple[str | None, bool, str]
) -> None:
    setting, full, precision = case
    write("a.txt", "The sea was calm.")
    monkeypatch.setattr(type(encoder), "precision", "bfloat16")
    rebuild([tmp_path / "sources"], tmp_path / "index", encoder=encoder)
    loaded: list[str] = []

    def load(_model: str, precision: str) -> Encoder:
        loaded.append(precision)
        return encoder

    monkeypatch.setattr("qa.upkeep.rebuilding.load_encoder", load)
    if setting:
        monkeypatch.setenv("LOCCIT_PRECISION", setting)
    write("b.txt", "The river rose.")
    rebuild(index=tmp_path / "index", full=full)
    assert loaded == [precision]


def test_the_settings_name_the_index_the_sources_and_the_model(
    write: Write, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    loaded: list[tuple[str, str]] = []

    def load(model: str, precision: str) -> Encoder:
        loaded.append((model, precision))
        return encoder

    monkeypatch.setattr("qa.upkeep.rebuilding.load_encoder", load)
    monkeypatch.setenv("LOCCIT_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("LOCCIT_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("LOCCIT_PRECISION", "float32")
    assert rebuild().documents == 1
    assert loaded == [("all-MiniLM-L6-v2", "float32")]


def test_the_model_is_not_loaded_where_nothing_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.upkeep.rebuilding.load_encoder", lambda *_: pytest.fail("was loaded"))
    (tmp_path / "sources").mkdir()
    with pytest.raises(NoDocuments):
        rebuild([tmp_path / "sources"], tmp_path / "index")


def test_a_file_may_be_read_as_long_as_the_setting_says(
    write: Write, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = []

    def contents_of(worker: Worker, path: Path, data: bytes, columns: Columns) -> FileContents:
        seconds.append(worker.seconds)
        return read(worker, path, data, columns)

    read = Worker.contents_of
    monkeypatch.setattr(Worker, "contents_of", contents_of)
    monkeypatch.delenv("LOCCIT_FILE_SECONDS")
    write("a.txt", "The sea was calm.")
    assert rebuild([tmp_path / "sources"], tmp_path / "index", encoder=encoder).documents == 1
    monkeypatch.setenv("LOCCIT_FILE_SECONDS", "7.5")
    write("b.txt", "The river rose.")
    assert rebuild(index=tmp_path / "index", encoder=encoder).documents == 2
    assert seconds == [120, 7.5]


def test_so_many_files_are_read_side_by_side_as_the_setting_says(
    write: Write, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = []

    def pooled(*arguments: Any) -> AbstractContextManager[Reading]:
        processes.append(arguments[-1])
        return nullcontext(IN_THIS_PROCESS)

    monkeypatch.setattr("embeddings.building.work.reading", pooled)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)), raising=False)
    for number in (None, 5):
        write("a.txt", f"The sea was calm, {number} times.")
        if number:
            monkeypatch.setenv("LOCCIT_FILE_PROCESSES", str(number))
        rebuild([tmp_path / "sources"], tmp_path / "index", encoder=encoder)
    assert processes == [2, 5]


def test_workers_are_those_of_a_ray_cluster_and_load_the_model_of_the_settings(
    write: Write, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    given: list[Any] = []

    def on_ray(_: Conditions, **models: Any) -> AbstractContextManager[Work]:
        given.append(models)
        return nullcontext(HERE)

    model = tmp_path / "model"
    model.mkdir()
    (model / "modules.json").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCCIT_MODEL", "model")
    monkeypatch.setattr("embeddings.building.ray_cluster.check_cluster", lambda: None)
    monkeypatch.setattr("embeddings.building.ray_work.on_ray", on_ray)
    monkeypatch.setattr("qa.upkeep.rebuilding.load_encoder", lambda *named: given.append(named) or encoder)
    assert rebuild([tmp_path / "sources"], tmp_path / "index", workers="ray").embedded == 1
    # Here by the name that was given; on machines whose processes run in other folders by the whole path.
    sent, here = given
    assert here == ("model", "auto")
    sent["load"]("float32")
    assert given[-1] == (str(model), "float32")
    assert sent["model_identity"]() == (fingerprint(model), "auto")


def test_an_encoder_cannot_be_given_as_well_as_workers_nor_other_workers(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(SettingError, match="leave out encoder, or workers"):
        rebuild([tmp_path], tmp_path / "index", encoder=encoder, workers="ray")
    with pytest.raises(SettingError, match="workers is 'dask': it can be ray, or nothing for this machine"):
        rebuild([tmp_path], tmp_path / "index", encoder=encoder, workers="dask")  # type: ignore[arg-type]
