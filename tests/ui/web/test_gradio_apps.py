from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio.routes import App

from ui.web.gradio_apps import no_early_apps


@pytest.mark.usefixtures("index")
def test_a_server_makes_one_app_and_serves_with_it(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[App] = []
    create_app = App.create_app

    def counted(*arguments: Any, **named: Any) -> App:
        made.append(create_app(*arguments, **named))
        return made[-1]

    monkeypatch.setattr(App, "create_app", counted)
    address = serve(sources=(tmp_path / "sources",))
    assert len(made) == 1
    assert httpx.get(f"{address}healthz").json() == {"status": "ok"}


def test_gradio_makes_apps_again_also_after_an_error() -> None:
    before = App.create_app
    with pytest.raises(ValueError, match="wrong"), no_early_apps():
        raise ValueError("wrong")
    assert App.create_app == before
