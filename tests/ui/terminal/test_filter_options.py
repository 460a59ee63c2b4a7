import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.question.filters import Filters, names_of_filters
from tests.ui.example import ANSWER, QUESTION
from ui.terminal.filter_options import read_filters, with_filter_options

QA = Callable[..., Any]


pytestmark = pytest.mark.usefixtures("fake_model")


def test_a_command_has_the_options_where_it_has_filters_and_is_called_with_these() -> None:
    calls = []

    @with_filter_options
    def search(question: str, *, filters: Filters, index: str = "index") -> None:
        """Search."""
        calls.append((question, filters, index))

    parameters = inspect.signature(search).parameters
    options = list(inspect.signature(read_filters).parameters)
    assert list(parameters) == ["question", *options, "index"]
    assert all(parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in options)
    assert (search.__name__, search.__doc__) == ("search", "Search.")
    values = {name: parameters[name].default for name in [*options, "index"]}
    search(question="Who?", **values)
    search(question="Who?", **values | {"publisher": ["The Example"], "undated": "leave-out", "language": ["en"]})
    assert calls == [
        ("Who?", Filters(), "index"),
        ("Who?", Filters(publishers=("The Example",), undated="leave_out", languages=("en",)), "index"),
    ]


def test_every_filter_has_an_option() -> None:
    # The dates of publication are given in one; --from is there to say so.
    assert len(inspect.signature(read_filters).parameters) == len(names_of_filters())


def test_the_help_of_both_commands_has_the_same_options(qa: QA) -> None:
    for command in ("ask", "retrieve"):
        options = re.findall(r"^  (--[a-z]+)", qa(command, "--help").out, re.MULTILINE)
        assert options[:5] == ["--publisher", "--author", "--published", "--speaker", "--to"], command
        assert options[5:8] == ["--about", "--document", "--undated"], command


def test_filters_narrow_ask_and_retrieve(qa: QA, index: Path) -> None:
    asked = ("Who spoke?", "--index", index, "--json")

    def ids_under(*filters: str) -> list[str]:
        retrieved = json.loads(qa("retrieve", *asked, *filters).out)
        answer = json.loads(qa("ask", *asked, *filters).out)
        both = [retrieved["excerpts"], answer["excerpts"] or answer["nearest"]]
        first, second = (sorted(excerpt["document"]["id"] for excerpt in excerpts) for excerpts in both)
        assert first == second
        assert retrieved.get("filters") == answer.get("filters")
        return first

    assert ids_under() == ["oman.txt", "paris.md", "stuxnet.txt"]
    assert ids_under("--publisher", "the example") == ["paris.md"]
    assert ids_under("--author", "A. Reporter") == ["paris.md"]
    assert ids_under("--document", "oman.txt", "--document", "paris.md") == ["oman.txt", "paris.md"]
    assert ids_under("--published", "Feb 2005..2005-02-04", "--undated", "leave-out") == ["paris.md"]
    assert ids_under("--undated", "leave-out") == ["paris.md"]
    assert ids_under("--published", "2005", "--undated", "leave-out") == ["paris.md"]
    assert ids_under("--published", "2004..2006", "--undated", "leave-out") == ["paris.md"]
    assert ids_under("--published", "2006..") == ["oman.txt", "stuxnet.txt"]
    assert ids_under("--published", "..2004", "--undated", "leave-out") == []
    assert ids_under("--about", "1999") == []


def test_json_says_what_was_searched(qa: QA, index: Path) -> None:
    for command in ("ask", "retrieve"):
        result = qa(command, QUESTION, "--published", "2005..", "--undated", "leave-out", "--index", index, "--json")
        assert json.loads(result.out)["filters"] == {
            "publishers": [],
            "authors": [],
            "published_from": "2005",
            "published_to": None,
            "documents": [],
            "undated": "leave_out",
            "languages": [],
            "about": None,
            "speakers": [],
            "to": [],
            "tags": [],
            "starred": False,
        }


def test_an_answer_under_a_filter_says_what_was_searched(qa: QA, index: Path) -> None:
    result = qa("ask", QUESTION, "--published", "..2005", "--index", index)
    assert result.out.startswith(f"“{ANSWER}”\n")
    assert result.out.endswith("\nsearched only: published until 2005; undated kept\n")
    assert "To search the whole archive" not in result.out


def test_not_found_under_a_filter_offers_to_lift_it(qa: QA, index: Path) -> None:
    result = qa("ask", "Who designed the 'opera'?", "--document", "oman.txt", "--index", index)
    assert result.status == 0
    assert re.match(r"The documents searched do not say\.\nNo passage mentions .*\.\n\nThe nearest pass", result.out)
    assert result.out.endswith(
        "searched only: in oman.txt\n"
        f"To search the whole archive: qa ask 'Who designed the '\"'\"'opera'\"'\"'?' --index {index}\n"
    )


@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_filter_that_leaves_nothing_says_so_and_offers_to_lift_it(
    qa: QA, index: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_INDEX", str(index))
    result = qa(command, "Who?", "--published", "..1999", "--undated", "leave-out")
    assert (result.status, result.err) == (0, "")
    assert result.out == (
        "No document in the archive matches the filter: published until 1999; undated left out.\n"
        f"To search the whole archive: qa {command} 'Who?'\n"
    )


@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_filter_of_speakers_that_leaves_nothing_says_who_was_not_looked_for(
    qa: QA, index: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of an index that was built without the extra attribution, which may be installed here.
    monkeypatch.setattr("qa.question.speakers.not_looked_for", lambda _: "Only labels.")
    narrowed = ("--speaker", "Kerry", "--published", "..1999", "--undated", "leave-out", "--index", index)
    nothing, *lines = qa(command, "Who?", *narrowed).out.splitlines()
    assert nothing.startswith("No document in the archive matches the filter: ")
    assert lines[0] == "Only labels."
    values = json.loads(qa(command, "Who?", *narrowed, "--json").out)
    said = {"retrieve": values.get("note"), "ask": values.get("reason")}
    assert said[command] == {"retrieve": "Only labels.", "ask": "no document was searched. Only labels."}[command]
    refused = qa(command, "Who?", "--speaker", "Rita", "--index", index).err
    assert refused.startswith("qa: The archive has no speaker 'Rita'")
    assert refused.endswith(" Only labels.\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--publisher", "The Exampel"), "The archive has no publisher 'The Exampel'; did you mean 'The Example'?"),
        (
            ("--published", "soon.."),
            "The filter published_from is 'soon'; give a date such as 2010-11-30, 2010-11 or 2010.",
        ),
        (("--published", "2013..2010"), "The filter's dates run backwards: published_from 2013 is after"),
        (("--from", "2005"), "There is no --from any more; give --published 2005.. for what was published since."),
        (("--to", "2005-02"), "--to 2005-02 is whom it is said to; for what was published until then give --published"),
        (("--speaker", "Rita"), "The archive has no speaker 'Rita'"),
        (("--undated", "drop"), "Invalid value for '--undated'"),
        (("--author", ""), "The filter authors holds ''; give names."),
    ],
)
def test_a_filter_that_cannot_be_used_is_one_line_on_stderr(
    qa: QA, index: Path, options: tuple[str, ...], message: str
) -> None:
    result = qa("ask", QUESTION, "--index", index, *options)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"qa: {message}")
    assert result.has_one_line_error


def test_a_name_in_a_filter_cannot_steer_the_terminal(qa: QA, index: Path) -> None:
    result = qa("ask", "red \x1b[31m", "--document", "oman.txt", "--index", index)
    assert "\x1b[31m" not in result.out
    assert "red \ufffd[31m" in result.out
    assert "\x1b" not in qa("ask", QUESTION, "--author", "\x1b[31m", "--index", index).err


def test_what_one_says_and_what_is_said_to_one_can_be_searched_alone(qa: QA, index: Path) -> None:
    pytest.importorskip("spacy")
    result = qa("retrieve", "sanctions", "--speaker", "Kerry", "--to", "Barnier", "--index", index, "--json")
    (excerpt,) = json.loads(result.out)["excerpts"]
    assert excerpt["text"] == ANSWER
    assert [(one["speaker"], one["to"]) for one in excerpt["attributions"]] == [("Kerry", "Barnier")]
    assert "      Kerry → Barnier · reported\n" in qa("ask", QUESTION, "--speaker", "kerry", "--index", index).out
