import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.citations.export import export
from qa.question.filters import Filters
from tests.ui.example import ANSWER, QUESTION


@pytest.fixture
def client() -> Callable[[str], Any]:
    """Open a gradio_client as a user would."""
    from gradio_client import Client

    return lambda address: Client(address, verbose=False)


def _as_sent(value: Any) -> Any:
    """What an endpoint makes of JSON values: a `path` is called `file`."""
    return json.loads(re.sub(r'"path":', '"file":', json.dumps(value)))


def test_the_endpoints_are_documented(serve: Callable[..., str], client: Callable[[str], Any]) -> None:
    endpoints = client(serve()).view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert sorted(endpoints) == [
        *("/ask", "/change_clipping", "/cite", "/clippings", "/export", "/export_clippings", "/import_clippings"),
        *(
            "/judge",
            "/keep",
            "/mark",
            "/marks",
            "/move_clipping",
            "/people",
            "/rebuild",
            "/remove_clippings",
            "/retrieve",
            "/search",
            "/similar",
        ),
    ]
    parameters = {
        name: [
            (
                parameter["parameter_name"],
                parameter["python_type"]["type"],
                parameter["parameter_has_default"],
                parameter["parameter_default"],
            )
            for parameter in endpoint["parameters"]
        ]
        for name, endpoint in endpoints.items()
    }
    filters = [
        ("publishers", "None | list[str]", True, None),
        ("authors", "None | list[str]", True, None),
        ("published_from", "None | str", True, None),
        ("published_to", "None | str", True, None),
        ("documents", "None | list[str]", True, None),
        ("undated", "Literal['keep', 'leave_out']", True, "keep"),
        ("languages", "None | list[str]", True, None),
        ("about", "None | str", True, None),
        ("speakers", "None | list[str]", True, None),
        ("to", "None | list[str]", True, None),
        ("tags", "None | list[str]", True, None),
        ("starred", "bool", True, False),
    ]
    assert parameters == {
        "/ask": [("question", "str", False, None), *filters],
        "/retrieve": [("question", "str", False, None), ("k", "int", True, 5), *filters],
        "/cite": [("reference", "str", False, None)],
        "/export": [("questions", "list[str]", False, None), ("form", "str", False, None), *filters],
        "/search": [
            ("search", "str", False, None),
            ("exact", "bool", True, False),
            ("first", "int", True, 0),
            *filters,
        ],
        "/people": [("name", "str", True, ""), ("to", "str", True, ""), ("first", "int", True, 0)],
        "/similar": [("reference", "str", False, None), ("k", "int", True, 5), *filters],
        "/rebuild": [],
        "/keep": [
            ("reference", "str", False, None),
            ("notebook", "str", True, "Clippings"),
            ("note", "str", True, ""),
            ("tags", "None | list[str]", True, None),
        ],
        "/judge": [
            ("question", "str", False, None),
            ("reference", "str", False, None),
            ("useful", "None | bool", False, None),
            ("before", "None | list[str]", True, None),
        ],
        "/clippings": [("notebook", "str", True, ""), ("tag", "str", True, ""), ("first", "int", True, 0)],
        "/change_clipping": [
            ("number", "int", False, None),
            ("notebook", "None | str", True, None),
            ("note", "None | str", True, None),
            ("tags", "None | list[str]", True, None),
        ],
        "/mark": [
            ("document", "str", False, None),
            ("starred", "None | bool", True, None),
            ("tags", "None | list[str]", True, None),
        ],
        "/marks": [("tag", "str", True, ""), ("starred", "bool", True, False), ("first", "int", True, 0)],
        "/move_clipping": [("number", "int", False, None), ("position", "int", False, None)],
        "/remove_clippings": [("numbers", "list[int]", False, None)],
        "/export_clippings": [
            ("form", "str", False, None),
            ("notebook", "str", True, ""),
            ("tag", "str", True, ""),
        ],
        "/import_clippings": [("clippings", "list[dict(str, Any)]", False, None)],
    }
    descriptions = {name: endpoint["description"] for name, endpoint in endpoints.items()}
    assert "cited verbatim excerpts" in descriptions["/ask"]
    assert "best first" in descriptions["/retrieve"]
    assert "never to other words" in descriptions["/cite"]
    assert "to keep or to send on" in descriptions["/export"]
    assert "with every occurrence" in descriptions["/search"]
    assert "Bring the index up to date" in descriptions["/rebuild"]


def test_ask_gives_the_answer_as_json(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    answer = client(serve()).predict(QUESTION, api_name="/ask")
    assert answer == _as_sent(Archive.open(index, encoder=encoder).ask(QUESTION).to_dict())
    assert answer["status"] == "answered"
    assert answer["excerpts"][0]["text"] == ANSWER


def test_retrieve_gives_k_excerpts_as_json(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    caller = client(serve())
    archive = Archive.open(index, encoder=encoder)
    expected = [_as_sent(excerpt.to_dict()) for excerpt in archive.retrieve(QUESTION)]
    assert len(expected) == 3
    assert caller.predict(QUESTION, api_name="/retrieve") == {
        "question": QUESTION,
        "excerpts": expected,
        "generation": archive.generation,
    }
    assert caller.predict(question=QUESTION, k=1, api_name="/retrieve")["excerpts"] == expected[:1]
    assert caller.predict(QUESTION, 10**9, api_name="/retrieve")["excerpts"] == expected


@pytest.mark.usefixtures("index")
def test_similar_gives_passages_of_others_under_filters(
    serve: Callable[..., str], client: Callable[[str], Any]
) -> None:
    caller = client(serve())
    reference = caller.predict(QUESTION, 1, api_name="/retrieve")["excerpts"][0]["reference"]
    found = caller.predict(reference, api_name="/similar")["excerpts"]
    assert {one["document"]["id"] for one in found} == {"oman.txt", "stuxnet.txt"}
    (only,) = caller.predict(reference, 5, documents=["stuxnet.txt"], api_name="/similar")["excerpts"]
    assert only["document"]["id"] == "stuxnet.txt"
    with pytest.raises(Exception, match="mistyped or cut short"):
        caller.predict("qa1zzz", api_name="/similar")


FILTERED = {
    "a.md": "---\npublisher: The Post\npublished: 2010-06\n---\n\nKerry told Barnier that sanctions remained.\n",
    "b.md": "---\nauthor: Bo Ek\npublished: 2005\nlanguage: en-GB\n---\n\nKerry told Barnier that a hope remained.\n",
    "c.txt": "Kerry told Barnier that nothing remained.",
}


def test_filters_narrow_what_the_endpoints_find(
    serve: Callable[..., str], client: Callable[[str], Any], index_of: Callable[[dict[str, str]], Path]
) -> None:
    index_of(FILTERED)
    caller = client(serve())

    def ids_under(**filters: Any) -> list[str]:
        retrieved = caller.predict(QUESTION, api_name="/retrieve", **filters)
        answer = caller.predict(QUESTION, api_name="/ask", **filters)
        expected = Filters.from_dict(filters)
        for payload in (answer, retrieved):
            assert Filters.from_dict(payload.get("filters", {})) == expected
            assert ("filters" in payload) == bool(expected)
        ids = sorted(excerpt["document"]["id"] for excerpt in retrieved["excerpts"])
        quoted = answer["excerpts"] or answer["nearest"]
        assert {excerpt["document"]["id"] for excerpt in quoted} <= set(ids)
        assert bool(quoted) == bool(ids)
        return ids

    assert ids_under() == ids_under(publishers=[], published_from="", undated="keep") == ["a.md", "b.md", "c.txt"]
    assert ids_under(publishers=["the post"]) == ["a.md"]
    assert ids_under(authors=["Bo Ek"]) == ["b.md"]
    assert ids_under(documents=["c.txt", "b.md"]) == ["b.md", "c.txt"]
    assert ids_under(languages=["en-gb"]) == ["b.md"]
    assert ids_under(published_from="2005-12", published_to="2010-05") == ["b.md", "c.txt"]
    assert ids_under(published_from="2005-12", undated="leave_out") == ["a.md", "b.md"]
    assert ids_under(published_to="1999", undated="leave_out") == []
    assert ids_under(about="1999") == []


@pytest.mark.parametrize(
    ("endpoint", "words", "message"),
    [
        ("/retrieve", ("",), "The question is empty; type a question about the archive."),
        ("/retrieve", ("why? " * 20_000,), "The question has 100,000 characters; the limit is 20,000. Shorten it."),
        ("/retrieve", (QUESTION, 0), "k is 0; ask for at least 1 passage."),
        ("/ask", (" ",), "The question is empty; type a question about the archive."),
        (
            "/cite",
            ("qa1zzz",),
            "'qa1zzz' is mistyped or cut short: its last letters do not fit the others. Copy it whole",
        ),
        ("/export", ([QUESTION], "pdf"), "There is no format 'pdf' to export to; there are markdown, text, json,"),
        ("/export", ([], "ris"), "The caller sent questions wrongly: list should have at least 1 item"),
        ("/search", ("sea AND (calm",), "at its end: a “)” is missing. Here: sea AND (calm▸"),
        ("/search", ("sea", False, -1), "The caller sent first wrongly: input should be greater than or equal to 0"),
        ("/ask", (QUESTION, ["Nobody"]), "The archive has no publisher 'Nobody'; it has 'The Example'."),
        ("/retrieve", (QUESTION, 5, None, None, "2013", "2010"), "The filter's dates run backwards"),
        ("/retrieve", (QUESTION, 5, None, None, None, None, None, "drop"), "The filter undated is 'drop'"),
    ],
)
@pytest.mark.usefixtures("index")
def test_a_callers_mistake_reaches_the_caller_as_its_message(
    serve: Callable[..., str], client: Callable[[str], Any], endpoint: str, words: tuple[Any, ...], message: str
) -> None:
    from gradio_client.exceptions import AppError

    caller = client(serve())
    with pytest.raises(AppError) as error:
        caller.predict(*words, api_name=endpoint)
    assert message in str(error.value)


def test_a_missing_index_reaches_the_caller_as_its_message(
    serve: Callable[..., str], client: Callable[[str], Any]
) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=r"There is no index in .*qa rebuild"):
        client(serve()).predict(QUESTION, api_name="/retrieve")


def test_cite_follows_a_reference(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder, write: Callable[..., Path]
) -> None:
    caller = client(serve())
    (excerpt,) = caller.predict(QUESTION, api_name="/ask")["excerpts"]
    found = caller.predict(excerpt["reference"], api_name="/cite")
    assert found == _as_sent(Archive.open(index, encoder=encoder).resolve(excerpt["reference"]).to_dict())
    assert (found["status"], found["excerpt"]["text"], found["excerpt"]["document"]["id"]) == (
        "same",
        ANSWER,
        "paris.md",
    )
    write("paris.md", "Withdrawn.")
    caller.predict(api_name="/rebuild")
    found = caller.predict(excerpt["reference"], api_name="/cite")
    assert (found["status"], found["excerpt"], found["cited"]) == ("changed", None, ANSWER)


def test_search_gives_every_occurrence_as_json(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    caller = client(serve())
    archive = Archive.open(index, encoder=encoder)
    found = caller.predict("sanction OR worm", api_name="/search")
    assert found == _as_sent(archive.search("sanction OR worm").to_dict())
    assert (found["document_count"], found["occurrence_count"]) == (2, 2)
    last = caller.predict("sanction OR worm", False, 1, documents=["paris.md", "stuxnet.txt"], api_name="/search")
    assert [one["document"]["id"] for one in last["documents"]] == ["stuxnet.txt"]
    assert (last["document_count"], last["filters"]["documents"]) == (2, ["paris.md", "stuxnet.txt"])
    assert caller.predict("sanction", True, api_name="/search")["document_count"] == 0


def test_export_writes_answers_in_a_format(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    caller = client(serve())
    archive = Archive.open(index, encoder=encoder)
    questions = [QUESTION, "And who invited both sides to Muscat?"]
    answers = [archive.ask(questions[0]), archive.ask(questions[1], questions[:1])]
    exported = caller.predict(questions, "ris", api_name="/export")
    assert exported == {
        "form": "ris",
        "media_type": "application/x-research-info-systems",
        "suffix": ".ris",
        "text": export(answers, "ris"),
        "generation": archive.generation,
    }
    narrow = caller.predict([QUESTION], "text", documents=["oman.txt"], api_name="/export")
    assert "searched: in oman.txt" in narrow["text"]


def test_rebuild_takes_up_a_new_file_and_the_next_question_is_asked_of_it(
    serve: Callable[..., str],
    client: Callable[[str], Any],
    index: Path,
    *,
    articles: dict[str, str],
    write: Callable[..., Path],
) -> None:
    caller = client(serve())
    question = "What did the emir of Qatar offer to carry?"
    before = caller.predict(question, api_name="/retrieve")
    assert {excerpt["document"]["id"] for excerpt in before["excerpts"]} == articles.keys()
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    bad = write("bad.txt", b"\x00")
    report = caller.predict(api_name="/rebuild")
    assert (report["documents"], report["passages"], report["sentences"]) == (4, 4, 7)
    assert report["unreadable"] == [{"file": str(bad), "reason": "is not text (it holds zero bytes)"}]
    assert report["generation"] == current_generation(index) != before["generation"]
    after = caller.predict(question, api_name="/retrieve")
    assert after["generation"] == report["generation"]
    assert after["excerpts"][0]["text"] == "The emir of Qatar offered to carry a message."
    answer = caller.predict(question, api_name="/ask")
    assert (answer["status"], answer["generation"]) == ("answered", report["generation"])


def test_rebuild_without_documents_reaches_the_caller_as_its_message(
    serve: Callable[..., str], client: Callable[[str], Any], tmp_path: Path
) -> None:
    from gradio_client.exceptions import AppError

    (tmp_path / "sources").mkdir()
    with pytest.raises(AppError, match=r"Nothing to index: .* holds no files"):
        client(serve()).predict(api_name="/rebuild")


def test_the_page_can_be_built_by_the_endpoint_where_there_was_no_index(
    serve: Callable[..., str], client: Callable[[str], Any], write: Callable[..., Path], articles: dict[str, str]
) -> None:
    caller = client(serve())
    write("a.md", articles["paris.md"])
    assert caller.predict(api_name="/rebuild")["documents"] == 1
    assert caller.predict(QUESTION, api_name="/retrieve")["excerpts"][0]["text"] == ANSWER


@pytest.mark.usefixtures("index")
def test_two_callers_at_once_each_get_their_own_answer(serve: Callable[..., str], client: Callable[[str], Any]) -> None:
    address = serve()
    callers = [client(address), client(address)]
    questions = [QUESTION, "Who invited both sides to Muscat?"]
    jobs = [
        [caller.submit(question, api_name="/retrieve") for _ in range(5)]
        for caller, question in zip(callers, questions, strict=True)
    ]
    first = [{job.result(timeout=120)["excerpts"][0]["document"]["id"] for job in caller_jobs} for caller_jobs in jobs]
    assert first == [{"paris.md"}, {"oman.txt"}]
