from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest

from qa.settings import Settings
from ui.web import rebuild_endpoint as module
from ui.web.logins import NO_CHANGES
from ui.web.rebuild_endpoint import rebuild_endpoint

REQUEST = SimpleNamespace(request=SimpleNamespace(), state=SimpleNamespace(login=None))


def test_whoever_may_not_change_the_archive_may_not_rebuild_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "may_change", lambda *_: False)
    with pytest.raises(gr.Error, match=NO_CHANGES[:20]):
        rebuild_endpoint(Settings(), None)(REQUEST)


def test_the_report_of_a_rebuild_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt: list[tuple[object, Path]] = []

    def rebuild(sources: object, index: Path) -> SimpleNamespace:
        rebuilt.append((sources, index))
        return SimpleNamespace(to_dict=lambda: {"documents": 3, "unreadable": [{"path": "a"}]})

    monkeypatch.setattr(module, "may_change", lambda *_: True)
    monkeypatch.setattr(module, "rebuild_index", rebuild)
    settings = Settings(index=Path("ix"))
    sent = rebuild_endpoint(settings, None)(REQUEST)
    assert sent == {"documents": 3, "unreadable": [{"file": "a"}]}
    assert rebuilt == [(None, Path("ix"))]
