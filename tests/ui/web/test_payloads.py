import gradio as gr
import pytest

from qa.errors import FilterError
from ui.web.payloads import payload_of


def test_a_path_is_sent_as_a_file_at_any_depth() -> None:
    sent = payload_of(lambda: {"path": "a", "excerpts": [{"document": {"path": "b"}}]})
    assert sent == {"file": "a", "excerpts": [{"document": {"file": "b"}}]}


def test_what_a_caller_can_mend_is_said_in_words() -> None:
    def work() -> dict[str, object]:
        raise FilterError("Give a date.")

    with pytest.raises(gr.Error, match=r"Give a date\."):
        payload_of(work)
