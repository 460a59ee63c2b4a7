"""What an endpoint sends: JSON values that Gradio's client takes as they are, or an error in words."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from embeddings.errors import LoccitError
from ui.web.limits import whole_characters


def payload_of(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what an endpoint sends. Raises gr.Error for what a caller can mend; its message reaches the client."""
    try:
        return dict(_rename_paths(work()))
    except LoccitError as error:
        raise gr.Error(whole_characters(str(error)), print_exception=False) from error


def _rename_paths(value: Any) -> Any:
    """Return JSON values with each `path` named `file`: Gradio's client tries to download whatever has a `path`."""
    if isinstance(value, dict):
        return {"file" if name == "path" else name: _rename_paths(inner) for name, inner in value.items()}
    if isinstance(value, str):
        return whole_characters(value)
    return [_rename_paths(inner) for inner in value] if isinstance(value, list) else value
