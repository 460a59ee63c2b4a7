import asyncio
import json
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations import store
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import SettingError
from qa.question.filters import Filters
from qa.settings import Settings
from ui.web.logins import add_login
from ui.web.server import launch

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


@pytest.fixture
def client() -> Callable[[str], Any]:
    """Open a gradio_client as a user would."""
    from gradio_client import Client

    return lambda address: Client(address, verbose=False)


def _served(value: Any) -> Any:
    """What an endpoint makes of JSON values: a `path` is called `file`."""
    return json.loads(re.sub(r'"path":', '"file":', json.dumps(value)))


def test_the_three_endpoints_are_documented(serve: Callable[..., str], client: Callable[[str], Any]) -> None:
    endpoints = client(serve()).view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert sorted(endpoints) == ["/ask", "/rebuild", "/retrieve"]
    parameters = {
        name: [
            (one["parameter_name"], one["python_type"]["type"], one["parameter_has_default"], one["parameter_default"])
            for one in endpoint["parameters"]
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
    ]
    assert parameters == {
        "/ask": [("question", "str", False, None), *filters],
        "/retrieve": [("question", "str", False, None), ("k", "int", True, 5), *filters],
        "/rebuild": [],
    }
    said = {name: endpoint["description"] for name, endpoint in endpoints.items()}
    assert "cited verbatim excerpts" in said["/ask"]
    assert "best first" in said["/retrieve"]
    assert "Bring the index up to date" in said["/rebuild"]


def test_ask_gives_the_answer_as_json(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    given = client(serve()).predict(QUESTION, api_name="/ask")
    assert given == _served(Archive.open(index, encoder=encoder).ask(QUESTION).to_dict())
    assert given["status"] == "answered"
    assert given["excerpts"][0]["text"] == ANSWER


def test_retrieve_gives_k_excerpts_as_json(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, encoder: Encoder
) -> None:
    caller = client(serve())
    archive = Archive.open(index, encoder=encoder)
    expected = [_served(excerpt.to_dict()) for excerpt in archive.retrieve(QUESTION)]
    assert len(expected) == 3
    assert caller.predict(QUESTION, api_name="/retrieve") == {
        "question": QUESTION,
        "excerpts": expected,
        "generation": archive.generation,
    }
    assert caller.predict(question=QUESTION, k=1, api_name="/retrieve")["excerpts"] == expected[:1]
    assert caller.predict(QUESTION, 10**9, api_name="/retrieve")["excerpts"] == expected


FILTERED = {
    "a.md": "---\npublisher: The Post\npublished: 2010-06\n---\n\nKerry told Barnier that sanctions remained.\n",
    "b.md": "---\nauthor: Bo Ek\npublished: 2005\n---\n\nKerry told Barnier that an alternative remained.\n",
    "c.txt": "Kerry told Barnier that nothing remained.",
}


def test_filters_narrow_what_the_endpoints_find(
    serve: Callable[..., str], client: Callable[[str], Any], index_of: Callable[[dict[str, str]], Path]
) -> None:
    index_of(FILTERED)
    caller = client(serve())

    def found(**filters: Any) -> list[str]:
        retrieved = caller.predict(QUESTION, api_name="/retrieve", **filters)
        answer = caller.predict(QUESTION, api_name="/ask", **filters)
        expected = Filters.from_dict(filters)
        for said in (answer, retrieved):
            assert Filters.from_dict(said.get("filters", {})) == expected
            assert ("filters" in said) == bool(expected)
        first = sorted(one["document"]["id"] for one in retrieved["excerpts"])
        assert {one["document"]["id"] for one in answer["excerpts"] or answer["nearest"]} <= set(first)
        assert bool(answer["excerpts"] or answer["nearest"]) == bool(first)
        return first

    assert found() == found(publishers=[], published_from="", undated="keep") == ["a.md", "b.md", "c.txt"]
    assert found(publishers=["the post"]) == ["a.md"]
    assert found(authors=["Bo Ek"]) == ["b.md"]
    assert found(documents=["c.txt", "b.md"]) == ["b.md", "c.txt"]
    assert found(published_from="2005-12", published_to="2010-05") == ["b.md", "c.txt"]
    assert found(published_from="2005-12", undated="leave_out") == ["a.md", "b.md"]
    assert found(published_to="1999", undated="leave_out") == []


@pytest.mark.parametrize(
    ("endpoint", "words", "message"),
    [
        ("/retrieve", ("",), "The question is empty; type a question about the archive."),
        ("/retrieve", ("why? " * 20_000,), "The question has 100,000 characters; the limit is 20,000. Shorten it."),
        ("/retrieve", (QUESTION, 0), "k is 0; ask for at least 1 passage."),
        ("/ask", (" ",), "The question is empty; type a question about the archive."),
        ("/ask", (QUESTION, ["Nobody"]), "The archive has no publisher 'Nobody': no document in it states one."),
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


def test_rebuild_takes_up_a_new_file_and_the_next_question_is_asked_of_it(
    serve: Callable[..., str], client: Callable[[str], Any], index: Path, write: Callable[..., Path]
) -> None:
    caller = client(serve())
    asked = "What did the emir of Qatar offer to carry?"
    before = caller.predict(asked, api_name="/retrieve")
    assert {one["document"]["id"] for one in before["excerpts"]} == FILES.keys()
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    bad = write("bad.txt", b"\x00")
    report = caller.predict(api_name="/rebuild")
    assert (report["documents"], report["passages"], report["sentences"]) == (4, 4, 7)
    assert report["unreadable"] == [{"file": str(bad), "reason": "is not text (it holds zero bytes)"}]
    assert report["generation"] == store.current_generation(index) != before["generation"]
    after = caller.predict(asked, api_name="/retrieve")
    assert after["generation"] == report["generation"]
    assert after["excerpts"][0]["text"] == "The emir of Qatar offered to carry a message."
    answer = caller.predict(asked, api_name="/ask")
    assert (answer["status"], answer["generation"]) == ("answered", report["generation"])


def test_rebuild_without_documents_reaches_the_caller_as_its_message(
    serve: Callable[..., str], client: Callable[[str], Any], tmp_path: Path
) -> None:
    from gradio_client.exceptions import AppError

    (tmp_path / "sources").mkdir()
    with pytest.raises(AppError, match=r"Nothing to index: .* holds no files"):
        client(serve()).predict(api_name="/rebuild")


def test_the_page_can_be_built_by_the_endpoint_where_there_was_no_index(
    serve: Callable[..., str], client: Callable[[str], Any], write: Callable[..., Path]
) -> None:
    caller = client(serve())
    write("a.txt", FILES["paris.txt"])
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
    first = [{job.result(timeout=30)["excerpts"][0]["document"]["id"] for job in own} for own in jobs]
    assert first == [{"paris.txt"}, {"oman.txt"}]


@pytest.mark.usefixtures("index")
def test_the_mcp_server_offers_the_three_tools(serve: Callable[..., str]) -> None:
    pytest.importorskip("mcp")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk(address: str) -> tuple[dict[str, Any], str]:
        async with (
            streamable_http_client(f"{address}gradio_api/mcp/") as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            name = next(name for name in tools if name.endswith("retrieve"))
            called = await session.call_tool(name, {"question": QUESTION, "documents": ["paris.txt"], "k": 3})
            return tools, called.content[0].text

    # In a thread, since the browser tests may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        tools, called = pool.submit(lambda address: asyncio.run(talk(address)), serve(mcp=True)).result(timeout=60)
    assert sorted(tools) == ["ask", "rebuild", "retrieve"]
    assert tools["ask"].inputSchema["properties"]["question"]["type"] == "string"
    assert "20,000" in tools["ask"].inputSchema["properties"]["question"]["description"]
    assert tools["ask"].inputSchema["properties"]["undated"]["enum"] == ["keep", "leave_out"]
    assert "2010-11" in tools["retrieve"].inputSchema["properties"]["published_from"]["description"]
    assert ANSWER in json.dumps(called, ensure_ascii=False)
    assert "oman.txt" not in called


@pytest.mark.usefixtures("index")
def test_without_the_setting_there_is_no_mcp_server(serve: Callable[..., str]) -> None:
    import httpx

    assert httpx.post(f"{serve()}gradio_api/mcp/", json={}).status_code in {404, 405}


def test_mcp_without_its_package_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.web.server.find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"LOCCIT_MCP.*pip install 'loccit\[mcp\]'"):
        launch(Settings(index=tmp_path, mcp=True), print)


@pytest.mark.usefixtures("fake_model")
def test_a_taken_port_is_refused_with_what_to_do(tmp_path: Path, taken_port: int) -> None:
    said: list[str] = []
    with pytest.raises(SettingError, match=rf"127\.0\.0\.1:{taken_port} .*set LOCCIT_PORT or use --port"):
        launch(Settings(index=tmp_path / "index", port=taken_port), said.append)
    assert said == []


@pytest.mark.usefixtures("index")
def test_only_this_machine_is_served_by_default(serve: Callable[..., str], free_port: int) -> None:
    address = serve()
    assert address == f"http://127.0.0.1:{free_port}/"
    with socket.create_connection(("127.0.0.1", free_port), timeout=5):
        pass
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", free_port), timeout=5).close()


@pytest.mark.usefixtures("index")
def test_the_archives_files_are_not_served(serve: Callable[..., str], tmp_path: Path) -> None:
    import httpx

    address = serve()
    for path in (tmp_path / "sources" / "paris.txt", tmp_path / "index" / "CURRENT"):
        assert path.is_file()
        assert httpx.get(f"{address}gradio_api/file={path}").status_code == 403


@pytest.fixture
def logins(tmp_path: Path) -> Path:
    path = tmp_path / "logins"
    add_login(path, "anna", "correct horse", "administrator")
    add_login(path, "ben", "battery staple", "reader")
    return path


@pytest.mark.usefixtures("index")
def test_without_a_login_only_the_health_of_a_server_that_asks_for_one_is_seen(
    serve: Callable[..., str], logins: Path
) -> None:
    import httpx

    address = serve(auth=logins, mcp=True)
    called = {"data": [QUESTION], "fn_name": "ask", "component_id": 1, "session_hash": "x"}
    for path in ("component_server/", "queue/join", "call/ask", "run/ask", "api/ask", "upload"):
        assert httpx.post(f"{address}gradio_api/{path}", json=called).status_code == 401, path
    for path in ("config", "gradio_api/info", "gradio_api/openapi.json"):
        assert httpx.get(f"{address}{path}").status_code == 401, path
    assert httpx.post(f"{address}gradio_api/mcp/", json={}).status_code == 401
    assert httpx.post(f"{address}gradio_api/mcp/", json={}, auth=("ben", "wrong")).status_code == 401
    assert httpx.post(f"{address}gradio_api/mcp/", json={}, auth=("ben", "battery staple")).status_code not in {
        401,
        403,
    }
    page = httpx.get(address)
    assert '"auth_required":true' in page.text.replace(" ", "")
    assert "paris.txt" not in page.text
    assert httpx.get(f"{address}healthz").json() == {"status": "ok"}


@pytest.mark.usefixtures("index")
def test_who_is_logged_in_asks_and_only_an_administrator_rebuilds(serve: Callable[..., str], logins: Path) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    address = serve(auth=logins)
    with pytest.raises(Exception, match=r"401|credentials|Could not login"):
        Client(address, auth=("anna", "battery staple"), verbose=False)
    anna, ben = (
        Client(address, auth=login, verbose=False) for login in (("anna", "correct horse"), ("ben", "battery staple"))
    )
    assert ben.predict(QUESTION, api_name="/ask")["excerpts"][0]["text"] == ANSWER
    with pytest.raises(AppError, match="The archive cannot be changed here"):
        ben.predict(api_name="/rebuild")
    assert anna.predict(api_name="/rebuild")["documents"] == 3


@pytest.mark.usefixtures("fake_model")
def test_a_server_for_others_does_not_start_without_a_login(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(SettingError, match=r"--auth FILE .*or --no-auth"):
        launch(Settings(index=tmp_path / "index", host="0.0.0.0"), said.append)
    assert said == []


@pytest.mark.usefixtures("index")
def test_what_goes_over_a_limit_reaches_the_caller_as_its_message(serve: Callable[..., str]) -> None:
    import httpx

    address = serve(rate=3)
    assert [httpx.post(f"{address}gradio_api/call/ask", json={"data": ["x"]}).status_code for _ in range(4)][-1] == 429
    refused = httpx.post(f"{address}gradio_api/call/ask", content=b"x" * 1_000_001)
    assert refused.json()["error"] == "The request has 1,000,001 bytes; the limit is 1,000,000."


@pytest.mark.usefixtures("index")
def test_nothing_is_uploaded_where_nobody_may_add_files(serve: Callable[..., str], tmp_path: Path) -> None:
    import httpx

    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    response = httpx.post(f"{serve(auth=tmp_path / 'logins')}gradio_api/upload", files={"files": b"x"})
    assert response.status_code == 413
    assert response.json()["error"].endswith("the limit is 0.")


@pytest.mark.usefixtures("index")
def test_every_response_has_the_security_headers_and_strangers_are_refused(serve: Callable[..., str]) -> None:
    import httpx

    address = serve()
    for path in ("", "config", "healthz", "theme.css"):
        headers = httpx.get(f"{address}{path}").headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
    assert "'sha256-" in httpx.get(address).headers["content-security-policy"]
    assert httpx.get(address, headers={"host": "evil.example"}).status_code == 421
    asked = httpx.post(f"{address}gradio_api/call/ask", json={"data": ["x"]}, headers={"origin": "http://evil.example"})
    assert asked.status_code == 403


@pytest.mark.usefixtures("index")
def test_questions_at_the_server_are_noted_without_their_words(serve: Callable[..., str], tmp_path: Path) -> None:
    import httpx

    address = serve(log=str(tmp_path / "log"), metrics=True)
    components = httpx.get(f"{address}config").json()["components"]
    room = next(one["id"] for one in components if "ask" in one["props"].get("server_fns", ()))
    called = {"data": {"question": QUESTION}, "fn_name": "ask", "component_id": room, "session_hash": "x"}
    assert ANSWER in httpx.post(f"{address}gradio_api/component_server/", json=called).json()["html"]
    noted = (tmp_path / "log").read_text("utf-8")
    (question,) = [json.loads(line) for line in noted.splitlines() if '"event": "question"' in line]
    assert (question["door"], question["status"]) == ("page", "answered")
    assert "Barnier" not in noted
    assert 'loccit_question_seconds_count{door="page",status="answered"}' in httpx.get(f"{address}metrics").text
