import asyncio
import json
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from embeddings import store
from embeddings.encoder import Encoder
from qa.archive import Archive
from qa.errors import SettingError
from qa.settings import Settings
from ui.server import example_questions, launch

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
            (one["parameter_name"], one["type"]["type"], one["parameter_has_default"], one["parameter_default"])
            for one in endpoint["parameters"]
        ]
        for name, endpoint in endpoints.items()
    }
    assert parameters == {
        "/ask": [("question", "string", False, None)],
        "/retrieve": [("question", "string", False, None), ("k", "integer", True, 5)],
        "/rebuild": [],
    }
    said = {name: endpoint["description"] for name, endpoint in endpoints.items()}
    assert "cited verbatim excerpts" in said["/ask"]
    assert "best first" in said["/retrieve"]
    assert "Build the index again" in said["/rebuild"]


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


@pytest.mark.parametrize(
    ("endpoint", "words", "message"),
    [
        ("/retrieve", ("",), "The question is empty; type a question about the archive."),
        ("/retrieve", ("why? " * 20_000,), "The question has 100,000 characters; the limit is 20,000. Shorten it."),
        ("/retrieve", (QUESTION, 0), "k is 0; ask for at least 1 passage."),
        ("/ask", (" ",), "The question is empty; type a question about the archive."),
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
            called = await session.call_tool(name, {"question": QUESTION, "k": 1})
            return tools, called.content[0].text  # type: ignore[union-attr]

    # In a thread, since the browser tests may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        tools, called = pool.submit(lambda address: asyncio.run(talk(address)), serve(mcp=True)).result(timeout=60)
    assert sorted(tools) == ["ask", "rebuild", "retrieve"]
    assert tools["ask"].inputSchema["properties"]["question"]["type"] == "string"
    assert "20,000" in tools["ask"].inputSchema["properties"]["question"]["description"]
    assert ANSWER in json.dumps(called, ensure_ascii=False)


@pytest.mark.usefixtures("index")
def test_without_the_setting_there_is_no_mcp_server(serve: Callable[..., str]) -> None:
    import httpx

    assert httpx.post(f"{serve()}gradio_api/mcp/", json={}).status_code in {404, 405}


def test_mcp_without_its_package_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.server.find_spec", lambda _: None)
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


def test_example_questions_are_read_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "examples.txt"
    path.write_text("Who left?\n\n  When “then”?  \n", "utf-8")
    assert example_questions(path) == ["Who left?", "When “then”?"]
    assert example_questions(tmp_path / "nowhere.txt") == []
