import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.layout import FORMAT
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.citations.export import export
from tests.embeddings.generations.test_manifest import reseal
from tests.ui.example import ANSWER, QUESTION

QA = Callable[..., Any]


pytestmark = pytest.mark.usefixtures("fake_model")


def test_ask_as_json_is_the_answer(qa: QA, index: Path, encoder: Encoder) -> None:
    result = qa("ask", QUESTION, "--index", index, "--json")
    assert (result.status, result.err) == (0, "")
    payload = json.loads(result.out)
    assert payload == Archive.open(index, encoder=encoder).ask(QUESTION).to_dict()
    assert payload["status"] == "answered"
    (excerpt,) = payload["excerpts"]
    assert excerpt["text"] == ANSWER
    assert excerpt["document"]["id"] == "paris.md"
    assert excerpt["document"]["published"] == "2005-02-04"


def test_not_found_is_an_answer_too(qa: QA, index: Path) -> None:
    result = qa("ask", "Which architect designed the opera house?", "--index", index, "--json")
    assert (result.status, result.err) == (0, "")
    payload = json.loads(result.out)
    assert (payload["status"], payload["excerpts"]) == ("not_found", [])
    assert len(payload["nearest"]) == 3


def test_where_nothing_is_shown_nothing_is_counted(qa: QA, index: Path) -> None:
    result = qa("ask", "What is this archive about?", "--index", index)
    assert result.status == 0
    assert re.fullmatch(r"What this archive holds\.\nThis is asked of the archive itself, [^\n]+\n\n", result.out)


def test_retrieve_as_json(qa: QA, index: Path) -> None:
    result = qa("retrieve", QUESTION, "-k", 2, "--index", index, "--json")
    assert (result.status, result.err) == (0, "")
    payload = json.loads(result.out)
    assert list(payload) == ["question", "excerpts", "generation"]
    assert payload["question"] == QUESTION
    assert payload["generation"] == current_generation(index)
    assert len(payload["excerpts"]) == 2
    assert payload["excerpts"][0]["text"] == ANSWER
    fields = [
        "text",
        "start",
        "end",
        "reference",
        "answer",
        "place",
        "places",
        "times",
        "attributions",
        "score",
        "document",
        "also_in",
        "context",
    ]
    assert list(payload["excerpts"][0]) == fields


def test_exact_searches_are_offered_where_there_is_no_answer(qa: QA, index: Path) -> None:
    result = qa("ask", "Which tailor sewed uniforms for Barnier in Vienna during 1994?", "--index", index)
    assert result.out.endswith("“Barnier” stands in 1 document: qa search '\"Barnier\"'\n")


def test_the_search_for_all_documents_is_offered_where_only_the_first_are_shown(
    qa: QA, index_of: Callable[[dict[str, str]], Path]
) -> None:
    many = index_of({f"{number}.txt": f"Ship {number} left Lund at dawn." for number in range(10)})
    asked = qa("ask", "Which documents mention Lund?", "--index", many).out
    search = "qa search '\"Lund\"'"
    assert asked.endswith(f"“Lund” stands in 10 documents: {search}\n")
    found = qa(*shlex.split(search)[1:], "--index", many).out
    assert [found.count(f"Ship {number} left [Lund]") for number in range(10)] == [1] * 10


def test_an_answer_for_people_is_quoted_and_cited(qa: QA, index: Path, tmp_path: Path) -> None:
    result = qa("ask", QUESTION, "--index", index)
    assert (result.status, result.err) == (0, "")
    text = " ".join(result.out.split())
    assert f"“{ANSWER}” [1] Kerry in Paris The Example · A. Reporter · 4 February 2005" in text
    assert str(tmp_path / "sources" / "paris.md") in re.sub(r"\s", "", result.out)
    assert f"characters 0 to {len(ANSWER)}" in text
    assert "does not say" not in text


def test_what_was_asked_instead_is_printed_before_the_answer(qa: QA, index: Path) -> None:
    result = qa("ask", "Which is older, Paris or Muscat?", "--index", index)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("read as: When was Paris? When was Muscat?\n\n")


@pytest.mark.parametrize("form", ["markdown", "text", "json", "csl-json", "ris", "bibtex", "html"])
def test_an_answer_is_printed_in_a_format_to_keep(qa: QA, index: Path, encoder: Encoder, form: str) -> None:
    result = qa("ask", QUESTION, "--index", index, "--format", form)
    answer = Archive.open(index, encoder=encoder).ask(QUESTION)
    assert (result.status, result.out, result.err) == (0, export([answer], form).replace("\r\n", "\n"), "")


def test_a_format_that_there_is_not_is_an_error_before_anything_is_opened(qa: QA, tmp_path: Path) -> None:
    result = qa("ask", QUESTION, "--index", tmp_path / "none", "--format", "pdf")
    assert (result.status, result.has_one_line_error) == (2, True)
    assert result.err.startswith("qa: There is no format 'pdf' to export to; there are markdown, text,")


def test_not_found_for_people(qa: QA, index: Path) -> None:
    result = qa("ask", "Which architect designed the opera house?", "--index", index)
    assert result.status == 0
    assert re.match(r"The archive does not say\.\nNo passage mentions .*\.\n\nThe nearest passages:\n\n“", result.out)
    assert "[3]" in result.out
    assert "date unknown" in result.out


def test_an_answer_that_is_not_sure_says_so_first(
    qa: QA, index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    reason = Archive.open(index, encoder=encoder).ask(QUESTION).reason
    assert reason
    result = qa("ask", QUESTION, "--index", index)
    sentence = f"{reason[0].upper()}{reason[1:]}."
    assert result.out.startswith(f"Not sure that this answers.\n{sentence}\n\n“{ANSWER}”\n  [1] Kerry in Paris\n")
    assert "\n1 excerpt from 1 source.\nconfidence " in result.out


def test_retrieve_for_people_numbers_what_it_found(qa: QA, index: Path) -> None:
    result = qa("retrieve", QUESTION, "-k", "2", "--index", index)
    assert re.findall(r"\[(\d)\]", result.out) == ["1", "2"]
    assert result.out.startswith(f"“{ANSWER}”\n")


def test_a_reprint_is_named_under_what_it_repeats(
    qa: QA, index_of: Callable[..., Path], articles: dict[str, str]
) -> None:
    again = articles["paris.md"].replace("Kerry in Paris", "Sanctions\x1b[2J").replace("2005-02-04", "2005-03")
    index = index_of(articles | {"a.md": again})
    result = qa("retrieve", QUESTION, "-k", "2", "--index", index)
    assert result.out.count(ANSWER) == 1
    assert "[1] Kerry in Paris\n" in result.out
    assert "      also in Sanctions\ufffd[2J, The Example, March 2005\n" in result.out
    payload = json.loads(qa("ask", QUESTION, "--json", "--index", index).out)
    assert [reprint["id"] for reprint in payload["excerpts"][0]["also_in"]] == ["a.md"]


def test_the_settings_name_sources_and_index(
    qa: QA, tmp_path: Path, write: Callable[..., Path], articles: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_SOURCES", str(write("a.txt", articles["oman.txt"])))
    monkeypatch.setenv("LOCCIT_INDEX", str(tmp_path / "set"))
    assert qa("rebuild").status == 0
    payload = json.loads(qa("ask", "Who invited both sides to Muscat?", "--json").out)
    assert payload["generation"] == current_generation(tmp_path / "set")
    assert payload["excerpts"][0]["document"]["id"] == "a.txt"


def test_a_fact_is_printed_with_the_document_that_states_it(qa: QA, index: Path) -> None:
    result = qa("ask", "Who wrote the article about Kerry in Paris?", "--index", index)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("Written by A. Reporter\n  as Kerry in Paris states of itself\n")
    payload = json.loads(qa("ask", "Who wrote the article about Kerry in Paris?", "--index", index, "--json").out)
    assert [(fact["name"], fact["value"]) for fact in payload["facts"]] == [("author", "A. Reporter")]
    assert payload["facts"][0]["document"]["id"] == "paris.md"


def test_an_index_of_an_older_format_says_what_to_do(qa: QA, index: Path) -> None:
    reseal(index, lambda content: content.update(format=5))
    advice = f"The index in {index} has format 5; this loccit reads format {FORMAT}; "
    for command in ("ask", "retrieve"):
        result = qa(command, QUESTION, "--index", index)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"qa: {advice}")
        assert "qa rebuild" in result.err
    assert qa("rebuild", "--index", index).status == 0
    assert qa("ask", QUESTION, "--index", index).status == 0


def test_excerpts_are_printed_in_the_order_of_time(qa: QA, index_of: Callable[[dict[str, str]], Path]) -> None:
    files = {"a.txt": "The minister met the envoy in 2005. In 1999 the minister had met the envoy, too."}
    asked = ("ask", "When did the minister meet the envoy?", "--timeline", "--index", index_of(files))
    lines = qa(*asked).out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["1999", "2005", "", "1999", "2005"]
    assert "“The minister met the envoy in 2005." in lines[1]
    told = json.loads(qa(*asked, "--json").out)
    assert [moment["time"] for moment in told["timeline"]] == ["1999", "2005"]
    assert told["counts"] == {"1999": 1, "2005": 1}
