"""What comes from outside is checked, at each door through HTTP: no such value ends in a traceback."""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from qa.errors import QuestionError
from tests.ui.example import QUESTION
from ui.web.filtering import filter_parameters
from ui.web.inputs import Name, validate

# Empty, unfit for paths and databases, too large for int() in C, and of the wrong kind.
UNFIT: tuple[Any, ...] = (
    "", "\0", "a\0b", "\ud800", "a\udfff", "x" * 5_000, "nan", "../../etc/passwd",
    -1, 2**63, 10**400, 1e308, None, True, [], {}, [None], [[]], {"a": 1}, ["\0"], ["\ud800"], [10**400],
)  # fmt: skip
FILTERS = {
    "publishers": None,
    "authors": None,
    "published_from": None,
    "published_to": None,
    "documents": None,
    "languages": None,
}
# The filters of an endpoint in the order of its parameters.
GOOD_FILTERS = [one.default for one in inspect.signature(filter_parameters).parameters.values()]
ASKED = {"number": 0, "question": QUESTION, "before": [], "filters": {}}
SENT_BY_PAGES: dict[str, dict[str, Any]] = {
    "ask": ASKED,
    "explain": ASKED,
    "narrow": {**FILTERS, "undated": "keep"},
    "show": {"document": "paris.md", "start": 0, "end": 3, "text": "", "words": "", "cited": []},
    "list_documents": {"words": "", "first": 0},
    "keep_excerpt": {"reference": "x", "notebook": "x", "note": "", "tags": []},
    "judge_excerpt": {"question": "x", "before": [], "reference": "x", "useful": True},
    "voices": {"name": "x", "to": "", "first": 0},
    "show_clippings": {"notebook": "", "tag": "", "first": 0},
    "move_clipping": {"number": 1, "position": 1},
    "change_clipping": {"number": 1, "notebook": "x", "note": "", "tags": []},
    "remove_clipping": {"numbers": [1]},
    "undo_removing": {"clipping": {}, "position": 1},
    "import_file": {"clippings": []},
    "save_clippings": {"notebook": "", "tag": "", "first": 0, "form": "json", "address": ""},
    "add_file": {"path": "x", "name": "x"},
    "remove_file": {"path": "x"},
    "unfollow": {"path": "x"},
    "go_back": {"generation": "x"},
    "search": {"search": "x", "exact": True, "first": 0, "filters": {}},
    "begin_batch": {"name": "a.txt", "text": "", "filters": {}},
    "show_batches": {"batches": ["x"]},
    "stop_batch": {"batch": "x"},
    "go_on_batch": {"batch": "x"},
    "remove_batch": {"batch": "x"},
    "add_question": {"question": ""},
    "remove_question": {"numbers": [1]},
    "see_standing": {"numbers": [1]},
    "follow": {"reference": "x"},
    "mark": {"document": "paris.md", "starred": True, "tags": []},
    "recheck": {"references": ["x"]},
    "similar": {"reference": "x", "k": 1},
    "save": {"turns": [], "form": "json"},
}


class Named(BaseModel):
    name: Name
    inner: list[Name] = []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "a\0"}, "The page sent name wrongly: it holds U+0000, which no name can."),
        ({"name": "x", "inner": ["y", "\ud800"]}, "The page sent inner.1 wrongly: input should be a valid string"),
        ({"name": ""}, "The page sent name wrongly: string should have at least 1 character."),
        ({"name": 5}, "The page sent name wrongly: input should be a valid string."),
        (None, "The page sent a request wrongly: input should be a valid dictionary"),
    ],
)
def test_what_does_not_fit_is_named(data: object, message: str) -> None:
    with pytest.raises(QuestionError, match=f"^{re.escape(message)}"):
        validate(Named, data)
    assert validate(Named, {"name": "Zürich 東京"}).name == "Zürich 東京"


def unfit_data(good: dict[str, Any]) -> Iterator[Any]:
    """Go through what is sent with one value after another replaced by each unfit one."""
    yield from UNFIT
    for name in good:
        yield from ({**good, name: value} for value in UNFIT)
    if "filters" in good:
        yield from ({**good, "filters": {name: value}} for name in FILTERS for value in UNFIT)


def tracebacks(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Return the last lines of the tracebacks that the server wrote meanwhile."""
    err = capfd.readouterr().err
    return [line for line in err.splitlines() if re.match(r"\w+(\.\w+)*(Error|Exception)\b", line)]


@pytest.mark.usefixtures("index")
def test_no_value_that_a_page_may_send_ends_in_a_traceback(
    serve: Callable[..., str], capfd: pytest.CaptureFixture[str]
) -> None:
    import httpx

    with httpx.Client(base_url=serve(), timeout=120) as client:
        components = client.get("config").json()["components"]
        ids = {name: item["id"] for item in components for name in item["props"].get("server_fns", ())}
        assert {*SENT_BY_PAGES} <= {*ids}
        for name, good in SENT_BY_PAGES.items():
            for data in unfit_data(good):
                called = {"data": data, "fn_name": name, "component_id": ids[name], "session_hash": "x"}
                # json writes halves of characters as escapes, as a script could.
                response = client.post("gradio_api/component_server/", content=json.dumps(called))
                assert response.status_code == 200, (name, data)
        called = {"data": {"generation": ""}, "fn_name": "go_back", "component_id": ids["go_back"], "session_hash": "x"}
        error = client.post("gradio_api/component_server/", json=called).json()["error"]
        assert error == "The page sent generation wrongly: string should have at least 1 character."
    assert tracebacks(capfd) == []


@pytest.mark.usefixtures("index")
def test_no_value_that_a_program_may_send_ends_in_a_traceback(
    serve: Callable[..., str], capfd: pytest.CaptureFixture[str]
) -> None:
    import httpx

    calls: dict[str, list[Any]] = {
        "ask": [QUESTION, *GOOD_FILTERS],
        "retrieve": [QUESTION, 5, *GOOD_FILTERS],
        "keep": ["x", "x", "", []],
        "judge": ["x", "x", True, []],
        "clippings": ["", "", 0],
        "change_clipping": [1, "x", "", []],
        "move_clipping": [1, 1],
        "remove_clippings": [[1]],
        "export_clippings": ["json", "", ""],
        "import_clippings": [[]],
        "search": ["x", True, 0],
        "people": ["x", "", 0],
        "cite": ["x"],
        "similar": ["x", 3],
        "mark": ["paris.md", True, []],
        "marks": ["", False, 0],
    }
    with httpx.Client(base_url=serve(), timeout=120) as client:
        for name, good in calls.items():
            for place in range(len(good)):
                for value in UNFIT:
                    body = json.dumps({"data": [*good[:place], value, *good[place + 1 :]]})
                    headers = {"content-type": "application/json"}
                    response = client.post(f"gradio_api/run/{name}", content=body, headers=headers)
                    # Gradio sends an error of a function as 500, with its message.
                    payload = response.json()
                    said = str(payload.get("error", ""))
                    # A search that cannot be read is shown up to where it is wrong.
                    in_words = said.endswith((".", "?")) or "Here: " in said
                    assert response.status_code == 200 or in_words, (name, place, value)
        wrong = client.post("gradio_api/run/retrieve", json={"data": [QUESTION, "many", *GOOD_FILTERS]})
        assert wrong.json()["error"].startswith("The caller sent k wrongly: input should be a valid integer")
    assert tracebacks(capfd) == []


@pytest.mark.usefixtures("index")
def test_no_address_ends_in_a_traceback(serve: Callable[..., str], capfd: pytest.CaptureFixture[str]) -> None:
    import httpx

    long = "a" * 4_000
    addresses = [
        "?doc=%00", "?doc=%ed%a0%80", "?deep_link=%00", f"?deep_link={long}", "config?page=%00",
        "gradio_api/file=%00", "gradio_api/file=a%0ab", f"gradio_api/file={long}", "gradio_api/file=%ed%a0%80",
        f"static/{long}", f"assets/{long}", "static/%ff", "static/..%2f..%2fx", f"gradio_api/{long}",
        "pwa_icon/" + "9" * 200, "gradio_api/upload_progress?upload_id=%00", "gradio_api/stream/a/b/c/playlist.m3u8",
    ]  # fmt: skip
    with httpx.Client(base_url=serve(), timeout=120) as client:
        for address in addresses:
            assert client.get(address).status_code < 500, address
    assert tracebacks(capfd) == []
