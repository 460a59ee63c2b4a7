import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations import store
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from ui.cli import app, run

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.md": (
        "---\ntitle: Kerry in Paris\nauthor: A. Reporter\npublisher: The Example\ndate: 2005-02-04\n"
        "url: https://example.org/paris\n---\n"
        "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.\n"
    ),
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."

pytestmark = pytest.mark.usefixtures("fake_model")


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def qa(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command line in this process."""

    def command(*words: object) -> Done:
        capsys.readouterr()
        status = run(lambda: app([str(word) for word in words], standalone_mode=False))
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return command


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n")


# Help


@pytest.mark.parametrize("command", [[], ["ask"], ["retrieve"], ["rebuild"], ["chat"], ["info"]])
def test_every_help_answers_without_the_heavy_libraries(command: list[str]) -> None:
    code = (
        "import sys; from ui.cli import app, run; status = run(lambda: app(standalone_mode=False)); "
        "print(status, [name for name in ('torch', 'gradio', 'faiss', 'sentence_transformers', 'numpy') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, *command, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(("Usage: ", "\n Usage: "))
    assert done.stdout.splitlines()[-1] == "0 []"
    assert done.stderr == ""


def test_the_help_names_every_command_and_its_options(qa: Callable[..., Done]) -> None:
    said = qa("--help").out
    for command in ("ask", "retrieve", "rebuild", "chat", "info"):
        assert re.search(rf"^\s*{command}\b", said, re.MULTILINE), command
    for command in ("ask", "retrieve", "rebuild", "info"):
        assert {"--index", "--json"} <= set(re.findall(r"--\w+", qa(command, "--help").out)), command
    assert {"--index", "--host", "--port"} <= set(re.findall(r"--\w+", qa("chat", "--help").out))


def test_without_a_command_the_help_is_shown(qa: Callable[..., Done]) -> None:
    done = qa()
    assert "retrieve" in done.out + done.err
    # On lines of its own, not run together into one.
    assert (done.out + done.err).count("\n") > 5


# JSON


def test_ask_as_json_is_the_answer(qa: Callable[..., Done], index: Path, encoder: Encoder) -> None:
    done = qa("ask", QUESTION, "--index", index, "--json")
    assert (done.status, done.err) == (0, "")
    given = json.loads(done.out)
    assert given == Archive.open(index, encoder=encoder).ask(QUESTION).to_dict()
    assert given["status"] == "answered"
    (excerpt,) = given["excerpts"]
    assert excerpt["text"] == ANSWER
    assert excerpt["document"]["id"] == "paris.md"
    assert excerpt["document"]["published"] == "2005-02-04"


def test_not_found_is_an_answer_too(qa: Callable[..., Done], index: Path) -> None:
    done = qa("ask", "Which architect designed the opera house?", "--index", index, "--json")
    assert (done.status, done.err) == (0, "")
    given = json.loads(done.out)
    assert (given["status"], given["excerpts"]) == ("not_found", [])
    assert len(given["nearest"]) == 3


def test_retrieve_as_json(qa: Callable[..., Done], index: Path) -> None:
    done = qa("retrieve", QUESTION, "-k", 2, "--index", index, "--json")
    assert (done.status, done.err) == (0, "")
    given = json.loads(done.out)
    assert list(given) == ["question", "excerpts", "generation"]
    assert given["question"] == QUESTION
    assert given["generation"] == store.current_generation(index)
    assert len(given["excerpts"]) == 2
    assert given["excerpts"][0]["text"] == ANSWER
    assert list(given["excerpts"][0]) == ["text", "start", "end", "score", "document", "also_in"]


def test_rebuild_as_json(qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path]) -> None:
    write("a.txt", "One sentence stands here. Another follows.")
    bad = write("b.txt", b"\x00")
    done = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new", "--json")
    assert done.status == 0
    given = json.loads(done.out)
    assert given == {
        "generation": store.current_generation(tmp_path / "new"),
        "documents": 1,
        "passages": 1,
        "sentences": 2,
        "published": True,
        "added": 1,
        "changed": 0,
        "renamed": 0,
        "removed": 0,
        "unchanged": 0,
        "embedded": 1,
        "damaged": "",
        "unreadable": [{"path": str(bad), "reason": "is not text (it holds zero bytes)"}],
    }


def test_info_as_json(qa: Callable[..., Done], index: Path, tmp_path: Path) -> None:
    done = qa("info", "--index", index, "--json")
    assert (done.status, done.err) == (0, "")
    given = json.loads(done.out)
    assert given["index"] == str(index)
    assert given["generation"] == store.current_generation(index)
    assert (given["documents"], given["passages"], given["sentences"]) == (3, 3, 6)
    assert (given["model"], given["building"], given["unreadable"]) == ("words", False, [])
    assert given["sources"] == [str(tmp_path / "sources")]


def test_json_keeps_letters_as_letters(qa: Callable[..., Done], index_of: Callable[..., Path]) -> None:
    index = index_of({"a.txt": "The naïve envoy said “no” — 伊朗."})
    done = qa("retrieve", "naïve envoy", "--index", index, "--json")
    assert "The naïve envoy said “no” — 伊朗." in done.out


# For people


def test_an_answer_for_people_is_quoted_and_cited(qa: Callable[..., Done], index: Path, tmp_path: Path) -> None:
    done = qa("ask", QUESTION, "--index", index)
    assert (done.status, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert f"“{ANSWER}” [1] Kerry in Paris The Example · A. Reporter · 4 February 2005" in said
    assert str(tmp_path / "sources" / "paris.md") in re.sub(r"\s", "", done.out)
    assert f"characters 0 to {len(ANSWER)}" in said
    assert "does not say" not in said


def test_not_found_for_people(qa: Callable[..., Done], index: Path) -> None:
    done = qa("ask", "Which architect designed the opera house?", "--index", index)
    assert done.status == 0
    assert re.match(r"The archive does not say\.\nNo passage mentions .*\.\n\nThe nearest passages:\n\n“", done.out)
    assert "[3]" in done.out
    assert "date unknown" in done.out


def test_an_answer_that_is_not_sure_says_so_first(
    qa: Callable[..., Done], index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    reason = Archive.open(index, encoder=encoder).ask(QUESTION).reason
    assert reason
    done = qa("ask", QUESTION, "--index", index)
    said = f"{reason[0].upper()}{reason[1:]}."
    assert done.out.startswith(f"Not sure that this answers.\n{said}\n\n“{ANSWER}”\n  [1] Kerry in Paris\n")
    assert "\n1 excerpt from 1 source.\nconfidence " in done.out


def test_retrieve_for_people_numbers_what_it_found(qa: Callable[..., Done], index: Path) -> None:
    done = qa("retrieve", QUESTION, "-k", "2", "--index", index)
    assert re.findall(r"\[(\d)\]", done.out) == ["1", "2"]
    assert done.out.startswith(f"“{ANSWER}”\n")


def test_a_reprint_is_named_under_what_it_repeats(qa: Callable[..., Done], index_of: Callable[..., Path]) -> None:
    again = FILES["paris.md"].replace("Kerry in Paris", "Sanctions\x1b[2J").replace("2005-02-04", "2005-03")
    index = index_of(FILES | {"a.md": again})
    done = qa("retrieve", QUESTION, "-k", "2", "--index", index)
    assert done.out.count(ANSWER) == 1
    assert "[1] Kerry in Paris\n" in done.out
    assert "      also in Sanctions\ufffd[2J, The Example, March 2005\n" in done.out
    said = json.loads(qa("ask", QUESTION, "--json", "--index", index).out)
    assert [one["id"] for one in said["excerpts"][0]["also_in"]] == ["a.md"]


# Filters


def test_filters_narrow_ask_and_retrieve(qa: Callable[..., Done], index: Path) -> None:
    asked = ("Who spoke?", "--index", index, "--json")

    def found(*filters: str) -> list[str]:
        retrieved = json.loads(qa("retrieve", *asked, *filters).out)
        answer = json.loads(qa("ask", *asked, *filters).out)
        both = [retrieved["excerpts"], answer["excerpts"] or answer["nearest"]]
        first, second = (sorted(one["document"]["id"] for one in excerpts) for excerpts in both)
        assert first == second
        assert retrieved.get("filters") == answer.get("filters")
        return first

    assert found() == ["oman.txt", "paris.md", "stuxnet.txt"]
    assert found("--publisher", "the example") == ["paris.md"]
    assert found("--author", "A. Reporter") == ["paris.md"]
    assert found("--document", "oman.txt", "--document", "paris.md") == ["oman.txt", "paris.md"]
    assert found("--from", "2006") == ["oman.txt", "stuxnet.txt"]
    assert found("--from", "Feb 2005", "--to", "2005-02-04", "--undated", "leave-out") == ["paris.md"]
    assert found("--undated", "leave-out") == ["paris.md"]
    assert found("--to", "2004", "--undated", "leave-out") == []


def test_json_says_what_was_searched(qa: Callable[..., Done], index: Path) -> None:
    for command in ("ask", "retrieve"):
        done = qa(command, QUESTION, "--from", "2005", "--undated", "leave-out", "--index", index, "--json")
        assert json.loads(done.out)["filters"] == {
            "publishers": [],
            "authors": [],
            "published_from": "2005",
            "published_to": None,
            "documents": [],
            "undated": "leave_out",
        }


def test_an_answer_under_a_filter_says_what_was_searched(qa: Callable[..., Done], index: Path) -> None:
    done = qa("ask", QUESTION, "--to", "2005", "--index", index)
    assert done.out.startswith(f"“{ANSWER}”\n")
    assert done.out.endswith("\nsearched only: published until 2005; undated kept\n")
    assert "To search the whole archive" not in done.out


def test_not_found_under_a_filter_offers_to_lift_it(qa: Callable[..., Done], index: Path) -> None:
    done = qa("ask", "Who designed the 'opera'?", "--document", "oman.txt", "--index", index)
    assert done.status == 0
    assert re.match(r"The documents searched do not say\.\nNo passage mentions .*\.\n\nThe nearest pass", done.out)
    assert done.out.endswith(
        "searched only: in oman.txt\n"
        f"To search the whole archive: qa ask 'Who designed the '\"'\"'opera'\"'\"'?' --index {index}\n"
    )


@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_filter_that_leaves_nothing_says_so_and_offers_to_lift_it(
    qa: Callable[..., Done], index: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_INDEX", str(index))
    done = qa(command, "Who?", "--to", "1999", "--undated", "leave-out")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "No document in the archive matches the filter: published until 1999; undated left out.\n"
        f"To search the whole archive: qa {command} 'Who?'\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--publisher", "The Exampel"), "The archive has no publisher 'The Exampel'; did you mean 'The Example'?"),
        (("--from", "soon"), "The filter published_from is 'soon'; give a date such as 2010-11-30, 2010-11 or 2010."),
        (("--from", "2013", "--to", "2010"), "The filter's dates run backwards: published_from 2013 is after"),
        (("--undated", "drop"), "Invalid value for '--undated'"),
        (("--author", ""), "The filter authors holds ''; give names."),
    ],
)
def test_a_filter_that_cannot_be_used_is_one_line_on_stderr(
    qa: Callable[..., Done], index: Path, options: tuple[str, ...], said: str
) -> None:
    done = qa("ask", QUESTION, "--index", index, *options)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"qa: {said}")
    assert one_line(done.err)


def test_a_name_in_a_filter_cannot_steer_the_terminal(qa: Callable[..., Done], index: Path) -> None:
    done = qa("ask", "red \x1b[31m", "--document", "oman.txt", "--index", index)
    assert "\x1b[31m" not in done.out
    assert "red \ufffd[31m" in done.out
    assert "\x1b" not in qa("ask", QUESTION, "--author", "\x1b[31m", "--index", index).err


def test_rebuild_for_people_says_what_was_built_and_names_what_was_not_read(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "One sentence stands here. Another follows.")
    bad = write("b.txt", b"\x00")
    strange = write("c.xyz", "x")
    done = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    assert done.status == 0
    assert done.out.startswith(f"1 documents, 1 passages, 2 sentences in {tmp_path / 'new'} (generation ")
    assert f"not read: {bad}: is not text (it holds zero bytes)\n" in done.err
    assert f"not read: {strange}: no reader for .xyz files" in done.err


def test_info_for_people_names_what_was_not_read(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "One sentence stands here.")
    bad = write("b.txt", b"\x00")
    assert qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new").status == 0
    done = qa("info", "--index", tmp_path / "new")
    lines = [re.split(r"\s{2,}", line) for line in done.out.splitlines()]
    assert ["documents", "1"] in lines
    assert ["model", "words"] in lines
    assert ["source", str(tmp_path / "sources")] in lines
    assert ["not read", f"{bad}: is not text (it holds zero bytes)"] in lines


def test_the_settings_name_sources_and_index(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_SOURCES", str(write("a.txt", FILES["oman.txt"])))
    monkeypatch.setenv("LOCCIT_INDEX", str(tmp_path / "set"))
    assert qa("rebuild").status == 0
    given = json.loads(qa("ask", "Who invited both sides to Muscat?", "--json").out)
    assert given["generation"] == store.current_generation(tmp_path / "set")
    assert given["excerpts"][0]["document"]["id"] == "a.txt"


# Mistakes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "why? " * 20_000], "100,000 characters; the limit is 20,000"),
        (["ask"], "Missing argument"),
        (["ask", "Who?", "--colour"], "No such option: --colour"),
        (["ask", "Who?", "Where?"], "unexpected extra argument"),
        (["retrieve", "Who?", "-k", "0"], "-k"),
        (["retrieve", "Who?", "-k", "many"], "-k"),
        (["answer", "Who?"], "No such command 'answer'"),
        (["chat", "--port", "99999"], "LOCCIT_PORT"),
    ],
)
def test_a_users_mistake_is_one_line_on_stderr_and_status_2(
    qa: Callable[..., Done], index: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.setenv("LOCCIT_INDEX", str(index))
    done = qa(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("qa: ")
    assert said in done.err
    assert one_line(done.err)


@pytest.mark.parametrize("words", [["ask", "Who?"], ["retrieve", "Who?"], ["info"]])
def test_a_missing_index_is_one_line_that_says_what_to_do(
    qa: Callable[..., Done], tmp_path: Path, words: list[str]
) -> None:
    done = qa(*words, "--index", tmp_path / "nowhere")
    assert (done.status, done.out) == (2, "")
    assert f"There is no index in {tmp_path / 'nowhere'}; build one with: qa rebuild" in done.err
    assert one_line(done.err)


def test_an_index_cut_short_is_one_line_that_says_what_to_do(qa: Callable[..., Done], index: Path) -> None:
    path = index / "generations" / store.current_generation(index) / "passages.faiss"
    path.write_bytes(path.read_bytes()[:100])
    done = qa("ask", "Who?", "--index", index)
    assert (done.status, done.out) == (2, "")
    assert str(path) in done.err
    assert "qa rebuild" in done.err
    assert one_line(done.err)


def test_another_model_is_one_line_that_says_what_to_do(
    qa: Callable[..., Done], index: Path, make_encoder: Callable[..., Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.archive.load_encoder", lambda *_: make_encoder("bge", "bge-1"))
    done = qa("ask", "Who?", "--index", index)
    assert done.status == 2
    assert "set LOCCIT_MODEL=words" in done.err
    assert one_line(done.err)


def test_a_bad_setting_is_one_line_that_names_it(
    qa: Callable[..., Done], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_PRECISION", "float64")
    done = qa("ask", "Who?", "--index", index)
    assert done.status == 2
    assert "LOCCIT_PRECISION is 'float64'" in done.err
    assert one_line(done.err)


@pytest.mark.parametrize("kind", ["missing", "empty", "unreadable"])
def test_sources_without_documents_are_one_line_on_stderr(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path], kind: str
) -> None:
    if kind == "empty":
        (tmp_path / "sources").mkdir()
    if kind == "unreadable":
        write("a.txt", b"\x00")
    done = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    assert (done.status, done.out) == (2, "")
    assert str(tmp_path / "sources") in done.err
    assert done.err.splitlines()[-1].startswith("qa: ")
    assert one_line(done.err)


def test_an_index_folder_that_cannot_be_made_is_the_users_to_mend(
    qa: Callable[..., Done], write: Callable[..., Path]
) -> None:
    blocked = write("a.txt", "One sentence stands here.")
    done = qa("rebuild", blocked, "--index", blocked / "index")
    assert done.status == 2
    assert str(blocked) in done.err
    assert "Traceback" not in done.err


def test_our_mistake_is_one_line_and_status_1(
    qa: Callable[..., Done], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Any:
        raise RuntimeError("two\nlines \x1b[31m")

    monkeypatch.setattr("qa.archive.load_encoder", fail)
    done = qa("ask", "Who?", "--index", index)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("qa: internal error: RuntimeError: two lines \ufffd[31m (LOCCIT_DEBUG=1")
    assert one_line(done.err)


def test_our_mistake_can_be_seen_whole(qa: Callable[..., Done], index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr("qa.archive.load_encoder", fail)
    monkeypatch.setenv("LOCCIT_DEBUG", "1")
    with pytest.raises(RuntimeError, match="broken"):
        qa("ask", "Who?", "--index", index)


def test_an_interrupted_command_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert run(interrupted) == 130
    assert capsys.readouterr().err == ""


# The terminal

STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\x08"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_document_cannot_steer_the_terminal(
    qa: Callable[..., Done], index_of: Callable[..., Path], options: list[str]
) -> None:
    title = "{}".format("\\x1b]0;owned\\x07\\u202eTitle")
    index = index_of(
        {
            "a.txt": f"Kerry told {STEERING} Barnier about sanctions.",
            "b.md": f'---\ntitle: "{title}"\nauthor: "{title}"\n---\nKerry told Barnier about sanctions.\n',
        }
    )
    for command in ("ask", "retrieve"):
        done = qa(command, "What had Kerry told Barnier about sanctions?", "--index", index, *options)
        assert done.status == 0
        assert "owned" in done.out
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.out + done.err) == []


def test_a_files_name_cannot_steer_the_terminal(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "One sentence stands here.")
    write(f"b{STEERING}.txt", b"\x00")
    done = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    told = qa("info", "--index", tmp_path / "new")
    for said in (done.out + done.err, told.out + told.err):
        assert "owned" in said
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said) == []


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_file_whose_name_is_no_unicode_is_named_all_the_same(
    tmp_path: Path, write: Callable[..., Path], encoder: Encoder, options: list[str]
) -> None:
    write("a.txt", "One sentence stands here.")
    Path(str(tmp_path / "sources" / "b\udcff.txt")).write_bytes(b"\x00")
    rebuild([tmp_path / "sources"], tmp_path / "new", encoder=encoder)
    # A process of its own, since pytest's capturing takes less than a terminal does.
    done = command_line("info", "--index", tmp_path / "new", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is not text" in done.stdout


# The chat


def test_chat_on_a_taken_port_is_one_line_that_says_what_to_do(
    qa: Callable[..., Done], index: Path, taken_port: int
) -> None:
    done = qa("chat", "--index", index, "--port", taken_port)
    assert (done.status, done.out) == (2, "")
    assert f"127.0.0.1:{taken_port}" in done.err
    assert "LOCCIT_PORT" in done.err
    assert one_line(done.err)


def test_chat_builds_the_index_first_where_there_is_none(
    qa: Callable[..., Done], tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []

    def launch(settings: Any, announce: Callable[[str], None]) -> None:
        served.append(store.current_generation(settings.index))
        announce("http://127.0.0.1:1/")

    monkeypatch.setattr("ui.web.server.launch", launch)
    monkeypatch.setenv("LOCCIT_SOURCES", str(write("a.txt", "One sentence stands here.").parent))
    done = qa("chat", "--index", tmp_path / "new")
    assert done.status == 0
    assert done.out == "loccit is at http://127.0.0.1:1/ (Ctrl-C stops it)\n"
    assert qa("chat", "--index", tmp_path / "new").status == 0
    # The second time it starts without building again.
    assert served == [store.current_generation(tmp_path / "new")] * 2


# The real thing


@pytest.fixture(scope="module")
def seeds_index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("seeds") / "index"
    done = command_line("rebuild", seeds, "--index", index)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert done.stdout.startswith("2 documents, ")
    return index


def command_line(*words: object) -> subprocess.CompletedProcess[str]:
    """Run `qa` as a process of its own, with the real model."""
    code = "from ui.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *[str(word) for word in words]], capture_output=True, text=True, check=False
    )


@pytest.mark.model
def test_the_two_articles_are_answered_from_the_command_line(seeds_index: Path) -> None:
    question = "What did Kerry tell the French foreign minister about Iran's nuclear program?"
    done = command_line("ask", "--index", seeds_index, "--json", question)
    assert (done.returncode, done.stderr) == (0, "")
    given = json.loads(done.stdout)
    assert given["status"] == "answered"
    told = "Kerry told Barnier that “his conversations in the region had convinced him that Iran remains committed"
    assert told in given["excerpts"][0]["text"]
    for excerpt in given["excerpts"]:
        assert excerpt["text"] in Path(excerpt["document"]["path"]).read_text("utf-8")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Kerry intend to do about Iran if he had been elected president?", "front channel and back channel"),
        ("What did al-Thani offer to be?", "offered to be an intermediary"),
        ("How many Middle East and nonproliferation experts were briefed in Brussels?", "more than 70"),
        ("What did Obama say in his first television interview as president?", "extended hand from us"),
        ("What did Glaser say diplomacy needs to succeed?", "combining pressure and incentives"),
        ("Who did Kerry fear Iran still thinks it is dealing with?", "1953 America"),
    ],
)
def test_questions_on_the_two_articles_are_answered_verbatim(seeds_archive: Archive, question: str, words: str) -> None:
    answer = seeds_archive.ask(question)
    assert answer.status == "answered"
    assert any(words in excerpt.text for excerpt in answer.excerpts)
    for excerpt in answer.excerpts:
        assert excerpt.text in Path(excerpt.document.path).read_text("utf-8")


@pytest.fixture(scope="module")
def seeds_archive(seeds_index: Path) -> Archive:
    from embeddings.models.encoder import load_encoder

    return Archive.open(seeds_index, encoder=load_encoder())


@pytest.mark.model
def test_what_the_two_articles_state_of_themselves_is_taken_and_nothing_else(seeds_archive: Archive) -> None:
    stated = {
        excerpt.document.title: (excerpt.document.author, excerpt.document.published)
        for question in ("What does the WikiLeaked Kerry plan say?", "What do Iranians say of the leaked cables?")
        for excerpt in seeds_archive.retrieve(question, 20)
    }
    assert stated == {
        "WikiLeaked: The Kerry plan for Iran": ("Foreign Policy", None),
        "For Iran, WikiLeaks cables validate its skepticism of Obama's sincerity": ("Staff writer", "2010-11-30"),
    }
