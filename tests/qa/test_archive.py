import gc
import hashlib
import json
import re
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import qa
from embeddings.errors import (
    IndexDamaged,
    IndexFormatError,
    IndexMissing,
    IndexModelMismatch,
    ModelNotFound,
    NoDocuments,
    RebuildRunning,
    SourceNotFound,
)
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.publishing import is_building
from embeddings.models.encoder import Encoder
from qa.archive import Archive, open_archive
from qa.errors import QuestionError, SettingError
from qa.question.filters import Filters
from qa.upkeep.rebuilding import rebuild

Build = Callable[[dict[str, str]], Path]

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."


@pytest.fixture
def index(index_of: Build) -> Path:
    return index_of(FILES)


@pytest.fixture
def archive(index: Path, encoder: Encoder) -> Archive:
    return Archive.open(index, encoder=encoder)


# Ids


def test_an_id_from_before_a_source_was_added_or_moved_still_finds_its_document(
    tmp_path: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    for name, text in (("2011/a.txt", "The sea was calm."), ("2012/a.txt", "It rose."), ("2012/b.txt", "It fell.")):
        write(f"reports/{name}", text)
    folder = tmp_path / "sources" / "reports"
    rebuild([folder / "2011"], tmp_path / "index", encoder=encoder)
    rebuild([folder], tmp_path / "index", encoder=encoder)
    archive = Archive.open(tmp_path / "index", encoder=encoder)
    assert [document.id for document in archive.documents()] == ["a.txt", "reports//2012/a.txt", "reports//2012/b.txt"]
    texts = {
        document_id: getattr(archive.document(document_id), "text", None)
        for document_id in ("a.txt", "2011/a.txt", "reports/2012/a.txt", "b.txt", "2013/b.txt", "sources", "/", "")
    }
    assert texts == {
        "a.txt": "The sea was calm.",
        "2011/a.txt": "The sea was calm.",
        "reports/2012/a.txt": "It rose.",
        "b.txt": "It fell.",
        "2013/b.txt": None,
        "sources": None,
        "/": None,
        "": None,
    }
    filters = Filters(documents=("reports/2012/b.txt",))
    assert [excerpt.document.id for excerpt in archive.retrieve("What fell?", filters=filters)] == [
        "reports//2012/b.txt"
    ]
    assert archive.facets(filters).documents == 1


def test_an_index_of_an_older_version_goes_on_with_its_ids(
    tmp_path: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    north, south = write("north/a.txt", "The sea was calm.").parent, write("south/a.txt", "It rose.").parent
    rebuild([north, south], tmp_path / "index", encoder=encoder)
    # Older versions remembered paths only, and the first of them nothing at all.
    (tmp_path / "index/sources.json").write_text(json.dumps({"sources": [str(north), str(south)]}))
    ids = []
    for sources in ([north, south], [south], [south, north, tmp_path / "sources"]):
        report = rebuild(sources, tmp_path / "index", encoder=encoder)
        assert report.changes.renamed == ()
        archive = Archive.open(tmp_path / "index", encoder=encoder)
        ids.append([document.id for document in archive.documents()])
    assert ids == [["north/a.txt", "south/a.txt"], ["south/a.txt"], ["north/a.txt", "south/a.txt"]]


def test_a_citation_finds_its_text_where_the_id_has_another(archive: Archive) -> None:
    paris = archive.document("paris.txt")
    assert paris
    assert archive.document("oman.txt", paris.text_sha256[:12]) == paris
    assert archive.document("gone.txt", paris.text_sha256) == paris
    assert archive.document("paris.txt", "0123456789ab") == paris
    assert archive.document("gone.txt", "0123456789ab") is None
    assert archive.document("gone.txt", paris.text_sha256[:11]) is None


def test_a_reference_is_followed_in_the_archives_own_generation(
    archive: Archive, write: Callable[..., Path], encoder: Encoder
) -> None:
    (excerpt,) = archive.retrieve("Who told Barnier that sanctions remained?", 1)
    assert archive.resolve(excerpt.reference).excerpt == replace(excerpt, score=1.0)
    write(excerpt.document.id, "Withdrawn.")
    rebuild([archive.index.parent / "sources"], archive.index, encoder=encoder)
    assert archive.resolve(excerpt.reference).status == "same"
    found = archive.renewed().resolve(excerpt.reference)
    assert (found.status, found.excerpt, found.cited) == ("changed", None, excerpt.text)


# Questions


def test_a_question_is_answered_with_the_words_and_their_place(archive: Archive, tmp_path: Path) -> None:
    answer = archive.ask(QUESTION)
    assert (answer.question, answer.status, answer.nearest) == (QUESTION, "answered", ())
    assert answer.generation == archive.generation
    (excerpt,) = answer.excerpts
    assert excerpt.text == ANSWER
    assert (excerpt.start, excerpt.end) == (0, len(ANSWER))
    assert excerpt.document.id == "paris.txt"
    assert excerpt.document.path == str(tmp_path / "sources" / "paris.txt")
    assert excerpt.document.sha256 == hashlib.sha256(FILES["paris.txt"].encode()).hexdigest()


def test_retrieve_gives_one_excerpt_a_passage_best_first(archive: Archive) -> None:
    excerpts = archive.retrieve(QUESTION)
    assert excerpts[0].text == ANSWER
    assert sorted(excerpt.document.id for excerpt in excerpts) == sorted(FILES)
    assert [excerpt.score for excerpt in excerpts] == [hit.score for hit in archive.hits(QUESTION)]
    assert archive.retrieve(QUESTION, k=2) == excerpts[:2]


@pytest.mark.parametrize("question", ["", " ", "\n\t \u00a0"])
def test_an_empty_question_is_refused(archive: Archive, question: str) -> None:
    for asked in (archive.ask, archive.retrieve, archive.hits):
        with pytest.raises(QuestionError, match="empty; type a question"):
            asked(question)


def test_a_question_of_100_000_characters_is_refused_with_its_length_and_the_limit(archive: Archive) -> None:
    for asked in (archive.ask, archive.retrieve, archive.hits):
        with pytest.raises(QuestionError, match=r"100,000 characters; the limit is 20,000"):
            asked("why? " * 20_000)


def test_the_longest_question_allowed_is_answered(archive: Archive) -> None:
    question = (QUESTION + " ") * 400
    assert archive.ask(question[:20_000]).excerpts[0].text == ANSWER
    with pytest.raises(QuestionError, match="20,001"):
        archive.ask(question[:20_001])


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_passage_cannot_be_asked_for(archive: Archive, k: int) -> None:
    for asked in (archive.retrieve, archive.hits):
        with pytest.raises(QuestionError, match=f"k is {k}; ask for at least 1"):
            asked(QUESTION, k)


def test_a_question_with_signs_of_query_languages_is_only_words(archive: Archive) -> None:
    for question in ('Barnier OR (+"', "title:Barnier~2 ^5 [x y]", "Barnier'; DROP TABLE documents; --"):
        assert archive.retrieve(question)[0].document.id == "paris.txt"


# The index folder


def test_a_missing_index_is_named_with_what_to_do(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexMissing) as error:
        Archive.open(tmp_path / "nowhere", encoder=encoder)
    assert str(tmp_path / "nowhere") in str(error.value)
    assert "qa rebuild" in str(error.value)


def test_an_index_path_that_is_a_file_is_named_with_its_setting(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingError, match=r"LOCCIT_INDEX is '.*/file': .*/file is no folder"):
        Archive.open(tmp_path / "file", encoder=encoder)


@pytest.mark.parametrize(
    "name", ["segments/0/catalogue.sqlite", "segments/0/passages.faiss", "segments/0/sentences/rows.npy"]
)
def test_an_index_cut_short_is_refused_with_the_file_and_what_to_do(index: Path, encoder: Encoder, name: str) -> None:
    path = index / "generations" / current_generation(index) / name
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(IndexDamaged, match="build the index again with: qa rebuild") as error:
        Archive.open(index, encoder=encoder)
    assert str(path) in str(error.value)


def test_any_file_of_the_index_cut_short_is_noticed(index: Path, encoder: Encoder) -> None:
    folder = index / "generations" / current_generation(index)
    names = read_manifest(index).files
    assert len(names) > 3
    for name in names:
        path = folder / name
        whole = path.read_bytes()
        if not whole:  # of an archive where nothing is repeated
            continue
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexDamaged, match=path.name):
            Archive.open(index, encoder=encoder)
        path.write_bytes(whole)
    assert Archive.open(index, encoder=encoder).ask(QUESTION).status == "answered"


@pytest.mark.parametrize(
    "name",
    [
        "segments/0/catalogue.sqlite",
        "segments/0/passages.faiss",
        "segments/0/sentences/rows.npy",
        "segments/0/texts.utf8",
    ],
)
def test_a_changed_byte_is_noticed_though_the_size_is_right(index: Path, encoder: Encoder, name: str) -> None:
    path = index / "generations" / current_generation(index) / name
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)
    with pytest.raises(IndexDamaged, match=f"{re.escape(name)} was changed"):
        Archive.open(index, encoder=encoder).retrieve(QUESTION, 10)


def test_a_pointer_that_is_not_ours_is_refused(index: Path, encoder: Encoder) -> None:
    for text in ("", "{}", "[]", "null", "20261122", '{"generation": "x"}'):
        (index / "CURRENT").write_text(text)
        with pytest.raises(IndexDamaged, match="CURRENT"):
            Archive.open(index, encoder=encoder)


def test_an_index_of_another_format_is_refused_with_both_formats(index: Path, encoder: Encoder) -> None:
    pointer = json.loads((index / "CURRENT").read_text())
    path = index / "generations" / pointer["generation"] / "manifest.json"
    manifest = json.loads(path.read_text()) | {"format": 99, "of the future": True}
    path.write_text(json.dumps(manifest))
    pointer["manifest_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (index / "CURRENT").write_text(json.dumps(pointer))
    with pytest.raises(
        IndexFormatError, match=r"has format 99; this loccit reads format \d+, .*update loccit, .*qa rebuild"
    ):
        Archive.open(index, encoder=encoder)


def test_an_index_of_another_model_is_refused_with_both_names(
    index: Path, make_encoder: Callable[..., Encoder]
) -> None:
    with pytest.raises(IndexModelMismatch) as error:
        Archive.open(index, encoder=make_encoder("bge", "bge-1"))
    said = str(error.value)
    assert "built with the model words" in said
    assert "LOCCIT_MODEL is bge" in said
    assert "set LOCCIT_MODEL=words" in said
    assert "qa rebuild" in said


def test_an_index_of_another_version_of_the_model_is_refused_as_such(
    index: Path, make_encoder: Callable[..., Encoder]
) -> None:
    with pytest.raises(IndexModelMismatch) as error:
        Archive.open(index, encoder=make_encoder("words", "words-2"))
    said = str(error.value)
    assert "another version of the model words" in said
    # To set the model to the name it has already would not help.
    assert "LOCCIT_MODEL" not in said
    assert "qa rebuild" in said


# Generations


def test_an_archive_of_the_current_generation_needs_no_renewal(archive: Archive) -> None:
    assert archive.renewed() is archive


def test_a_renewed_archive_has_the_new_generation_while_the_old_one_still_answers(
    archive: Archive, index_of: Build
) -> None:
    before = archive.ask(QUESTION)
    index_of({"paris.txt": "The page was emptied.", "emir.txt": "The emir of Qatar offered to carry a message."})
    new = archive.renewed()
    assert new.generation != archive.generation
    assert new.generation == current_generation(archive.index)
    offered = new.ask("What did the emir of Qatar offer to carry?")
    assert (offered.status, offered.generation) == ("answered", new.generation)
    assert offered.excerpts[0].text == "The emir of Qatar offered to carry a message."
    assert ANSWER not in [excerpt.text for excerpt in new.retrieve(QUESTION, 50)]
    assert archive.ask(QUESTION) == before
    assert new.renewed() is new


def test_an_archive_that_nobody_uses_is_closed_at_once(index: Path, encoder: Encoder) -> None:
    archive = Archive.open(index, encoder=encoder)
    archive.ask("Who invited both sides to Muscat?")
    archive.facets()
    generation = archive._generation
    parts = (generation.catalogue, generation.lexical, generation.passages, *generation.runs.values())
    references = [weakref.ref(part) for part in parts]
    gc.disable()
    try:
        # Its files are removed by the rebuild after the next; open, they would take room and descriptors until garbage
        # is collected.
        del archive, generation, parts
        assert [reference() for reference in references] == [None] * len(references)
    finally:
        gc.enable()


def test_renewal_refuses_an_index_that_another_model_built_meanwhile(
    archive: Archive, tmp_path: Path, make_encoder: Callable[..., Encoder]
) -> None:
    rebuild([tmp_path / "sources"], archive.index, encoder=make_encoder("bge", "bge-1"))
    with pytest.raises(IndexModelMismatch, match="built with the model bge"):
        archive.renewed()


def test_threads_that_ask_at_once_get_the_answers_of_one(archive: Archive) -> None:
    questions = [QUESTION, "Who invited both sides to Muscat?", "What wrecked a thousand centrifuges?", "zyzzyva"]
    alone = [archive.ask(question) for question in questions]
    together = threading.Barrier(4)

    def ask_all(first: int) -> list[Any]:
        together.wait(timeout=120)
        order = questions[first:] + questions[:first]
        return [archive.ask(question) for _ in range(5) for question in order]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask_all, range(4)))
    for first, given in enumerate(answers):
        assert given == (alone[first:] + alone[:first]) * 5


def test_questions_are_answered_while_the_index_is_being_built(
    archive: Archive, write: Callable[..., Path], waiting_encoder: Any
) -> None:
    before = archive.ask(QUESTION)
    added = write("emir.txt", "The emir of Qatar offered to carry a message.")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(rebuild, [added.parent], archive.index, encoder=waiting_encoder)
        assert waiting_encoder.began.wait(timeout=120)
        assert is_building(archive.index)
        assert archive.renewed().ask(QUESTION) == before
        assert Archive.open(archive.index, encoder=waiting_encoder).ask(QUESTION) == before
        with pytest.raises(RebuildRunning, match="try again when it has finished"):
            rebuild([added.parent], archive.index, encoder=waiting_encoder)
        waiting_encoder.go.set()
        report = running.result(timeout=120)
    assert not is_building(archive.index)
    new = archive.renewed()
    assert new.generation == report.generation != before.generation
    assert new.retrieve("What did the emir of Qatar offer to carry?")[0].document.id == "emir.txt"
    assert archive.ask(QUESTION) == before


# Rebuild


def test_a_rebuild_reports_counts_and_names_what_it_could_not_read(
    tmp_path: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    write("a.txt", "One sentence stands here. Another follows.")
    bad = write("b.txt", b"\x00\x01\x02")
    stages: list[tuple[str, int, int]] = []
    report = rebuild(
        [str(tmp_path / "sources")],
        str(tmp_path / "index"),
        encoder=encoder,
        progress=lambda *said: stages.append(said),
    )
    assert (report.documents, report.passages, report.sentences) == (1, 1, 2)
    assert [(one.path, "zero bytes" in one.reason) for one in report.unreadable] == [(bad, True)]
    assert ("reading", 2, 2) in stages
    assert stages[-2:] == [("encoding", 1, 1), ("writing", 1, 1)]
    manifest = Archive.open(tmp_path / "index", encoder=encoder).manifest
    assert (manifest.generation, manifest.documents) == (report.generation, 1)
    assert [one["path"] for one in manifest.unreadable] == [str(bad)]


def test_a_rebuild_of_files_and_folders_takes_them_all(
    tmp_path: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    one = write("one/a.txt", "The emir spoke.")
    two = write("two/b.txt", "The sultan listened.").parent
    write("three/c.txt", "Nobody asked for this.")
    rebuild([one, two], tmp_path / "index", encoder=encoder)
    found = Archive.open(tmp_path / "index", encoder=encoder).retrieve("Who spoke?", 10)
    assert sorted(Path(excerpt.document.path).name for excerpt in found) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("kind", ["empty folder", "only unreadable files", "no source"])
def test_an_empty_archive_is_not_built(tmp_path: Path, write: Callable[..., Path], encoder: Encoder, kind: str) -> None:
    (tmp_path / "sources").mkdir()
    if kind == "only unreadable files":
        write("a.txt", b"\x00")
    given = [] if kind == "no source" else [tmp_path / "sources"]
    with pytest.raises(NoDocuments, match="Nothing to index"):
        rebuild(given, tmp_path / "index", encoder=encoder)
    with pytest.raises(IndexMissing):
        Archive.open(tmp_path / "index", encoder=encoder)


def test_a_source_that_is_not_there_is_named_and_the_old_index_stays(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="nowhere"):
        rebuild([tmp_path / "nowhere"], archive.index, encoder=archive._encoder)
    assert archive.renewed() is archive
    assert not is_building(archive.index)


# The default archive


@pytest.fixture
def default(index: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the index the one that the settings name, and the fake encoder the model."""
    monkeypatch.setenv("LOCCIT_INDEX", str(index))
    monkeypatch.setenv("LOCCIT_SOURCES", str(tmp_path / "sources"))
    for module in ("qa.archive", "qa.upkeep.rebuilding"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda *_: encoder)
    return index


@pytest.mark.usefixtures("default")
def test_the_functions_of_the_module_ask_the_index_of_the_settings(archive: Archive) -> None:
    assert qa.ask(QUESTION) == archive.ask(QUESTION)
    assert qa.retrieve(QUESTION, 2) == archive.retrieve(QUESTION, 2)


def test_the_functions_of_the_module_take_up_a_rebuild(default: Path, write: Callable[..., Path]) -> None:
    asked = "What did the emir of Qatar offer to carry?"
    assert qa.ask(asked).status == "not_found"
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    report = qa.rebuild()
    assert report.documents == 4
    answer = qa.ask(asked)
    assert (answer.status, answer.generation) == ("answered", report.generation)
    assert answer.generation == current_generation(default)
    assert qa.retrieve(asked, 1)[0].text == "The emir of Qatar offered to carry a message."


def test_the_default_archive_is_opened_once(default: Path) -> None:
    assert open_archive() is open_archive(default)


def test_archive_open_without_an_index_takes_that_of_the_settings(default: Path) -> None:
    assert Archive.open().index == default


@pytest.mark.parametrize("name", ["MODEL", "RERANKER"])
def test_a_model_that_is_not_there_is_named_with_its_setting(
    index: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"LOCCIT_{name}", "absent/model")
    with pytest.raises(ModelNotFound, match=f"LOCCIT_{name} is 'absent/model': There is no model"):
        Archive.open(index)


def test_the_model_of_the_settings_is_loaded(
    index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "modules.json").write_text("[]")
    asked_for: list[tuple[str, str]] = []

    def load(model: str, precision: str) -> Encoder:
        asked_for.append((model, precision))
        return encoder

    monkeypatch.setattr("qa.archive.load_encoder", load)
    monkeypatch.setenv("LOCCIT_MODEL", str(model))
    monkeypatch.setenv("LOCCIT_PRECISION", "float32")
    Archive.open(index)
    assert asked_for == [(str(model), "float32")]


@pytest.mark.usefixtures("default")
def test_a_bad_question_is_refused_by_the_functions_of_the_module_too() -> None:
    with pytest.raises(QuestionError, match="empty"):
        qa.ask("  ")
    with pytest.raises(QuestionError, match="k is 0"):
        qa.retrieve("Who?", 0)


def test_half_a_character_is_refused_in_words(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    archive = Archive.open(index_of({"a.txt": "The sea was calm."}), encoder=encoder)
    with pytest.raises(QuestionError, match="half of a character"):
        archive.ask("Was the sea \ud800 calm?")
    whole = archive.ask("Was the sea 😀 calm?")
    assert (whole.excerpts or whole.nearest)[0].text == "The sea was calm."
