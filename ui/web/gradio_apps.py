"""Gradio's app, the web server's routes, made once: when a page is launched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_early_apps() -> Iterator[None]:
    """Have Gradio make no app while a page is described; it must be launched afterwards.

    Gradio 6.31 makes one after each part of the page and drops it for the next: six for ours, 0.15 s of the processor's
    time each.
    """
    from gradio.routes import App

    replaced: Any = App
    create_app = vars(App)["create_app"]
    # What it gives is looked at by nobody.
    replaced.create_app = staticmethod(lambda *_, **__: None)
    try:
        yield
    finally:
        replaced.create_app = create_app
