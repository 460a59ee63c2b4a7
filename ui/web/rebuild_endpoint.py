"""The named endpoint with which programs bring the index up to date."""

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.upkeep.rebuilding import rebuild as rebuild_index
from ui.web.logins import NO_CHANGES, Login, may_change, name_of
from ui.web.payloads import payload_of
from ui.web.rebuilding import sources_of_setting


def rebuild_endpoint(settings: Settings, logins: Mapping[str, Login] | None) -> Callable[..., dict[str, Any]]:
    """Return the endpoint; only who may change the archive may call it."""

    def rebuild(request: gr.Request) -> dict[str, Any]:
        """Bring the index up to date with the sources that it follows.

        Who asks meanwhile is answered from the index as it was.

        Returns:
            generation, published (False where nothing had changed), documents, passages, sentences; how many documents
            were added, changed, renamed, removed and unchanged; embedded (passages); left_out (lines of site furniture,
            of the files read now); unreadable (the first 50, each
            with path and reason), unreadable_count and unreadable_file (which names all where there are more);
            complete (False where the operating system could not read all sources); damaged (what was found damaged of
            the generation before, empty where nothing was).
        """
        if not may_change(settings, logins, name_of(request)):
            raise gr.Error(NO_CHANGES, print_exception=False)
        return payload_of(lambda: rebuild_index(sources_of_setting(settings), settings.index).to_dict())

    return rebuild
