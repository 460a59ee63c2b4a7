"""The tools of the MCP server: each call is answered in this process, as the request of its own caller.

Gradio's MCP server would send this server a request of its own for each call, without the caller's login.
"""

from copy import copy
from typing import Any

from ui.web.fair_queue import Turns, in_turn


def call_in_place(mcp_server: Any, at_once: int) -> None:
    """Have Gradio's MCP server call functions itself, so many at the same time; the others wait for their turns."""
    turns = Turns(at_once)
    block_fn_of = mcp_server.get_block_fn_from_endpoint_name

    def unqueued(endpoint: str) -> Any:
        block_fn = copy(block_fn_of(endpoint))
        if block_fn is not None:
            # What waits in no queue is called by the MCP server itself.
            block_fn.queue = False
            block_fn.fn = in_turn(block_fn.fn, turns, lambda *_, **__: mcp_server.mcp_server.request_context.request)
        return block_fn

    mcp_server.get_block_fn_from_endpoint_name = unqueued
