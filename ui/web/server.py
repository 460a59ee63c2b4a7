"""Launching the chat: the pages and endpoints, and what stands before them."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from embeddings.errors import LoccitError
from qa import archive
from qa.errors import SettingError
from qa.kept.files import kept_folder
from qa.settings import Settings
from ui.interrupts import ctrl_c_calls, end_at_once
from ui.starting import garbage_collection_paused, what_serves_only
from ui.web import calls, connections, fair_queue, gradio_queue, memory, recurring, uploads
from ui.web.assets import STYLES
from ui.web.gradio_apps import no_early_apps
from ui.web.logins import NO_CHANGES, Login, listens_beyond_this_machine, may_change, name_of, required_logins
from ui.web.logs import start_logging
from ui.web.mcp_tools import call_in_place

if TYPE_CHECKING:
    from ui.web.batches import Batches

# Nothing about a reader's questions leaves the machine. Gradio reads these when it is imported, so they come first.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
MONO = ("ui-monospace", "Consolas", "monospace")
PAPER, PAPER_DARK = "#f8f5ee", "#191815"
# The colours of chat.css, for what Gradio shows before that is loaded.
COLOURS = {
    **dict.fromkeys(("body_background_fill", "background_fill_primary", "background_fill_secondary"), PAPER),
    **dict.fromkeys(
        ("body_background_fill_dark", "background_fill_primary_dark", "background_fill_secondary_dark"), PAPER_DARK
    ),
    "input_background_fill": "#fffdf8",
    "input_background_fill_dark": "#211f1b",
    "input_border_width": "1px",
    "input_border_color": "#8d8676",
    "input_border_color_dark": "#7d7666",
    "block_title_text_color": "#625c51",
    "block_title_text_color_dark": "#aca594",
    "button_primary_background_fill": "#1d5643",
    "button_primary_background_fill_hover": "#17463a",
    "button_primary_background_fill_dark": "#8fcbb0",
    "button_primary_background_fill_hover_dark": "#a9dcc5",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#10231b",
}
# Calls of the endpoints at work at the same time, and calls that wait, of all callers together.
AT_ONCE = 8
MOST_QUEUED = 100
# Gradio keeps 20 kB for each page and each call of an endpoint, by default of 10,000: 200 MB. Nothing of ours is in
# there, and what is forgotten is made again.
SESSIONS = 100
# How long a stopped server waits for its models to be opened.
OPENING_SECONDS = 10
# How often uploads and batches whose time is over are looked for.
SWEEP_SECONDS = 3_600


def launch(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the chat at settings.host and settings.port until it is stopped; announce its address once it is up.

    ui.web.preflight has checked the settings. Raises SettingError where others could reach the server without a login,
    uploads cannot be kept, or the port has been taken since.
    """
    logins = required_logins(settings)
    folder = uploads.prepare(settings)
    # Gradio reads this when it is imported, and later; without it, it takes a folder that all users share.
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    start_logging(settings.log, settings.log_questions, settings.metrics)
    ended = Event()
    with ctrl_c_calls(end_at_once), garbage_collection_paused():
        page, address = _serve(settings, logins, ended)
    recurring.start(partial(uploads.sweep, folder), SWEEP_SECONDS, ended)
    recurring.start(memory.give_back, memory.GIVE_BACK_SECONDS, ended)
    # The model takes seconds to load, so that begins before the first reader comes.
    opening = Thread(target=_open_early, args=(settings,), daemon=True)
    opening.start()
    announce(address)
    try:
        wait_for_ctrl_c(page)
    finally:
        ended.set()
        # The process would crash if it ended amid that.
        opening.join(OPENING_SECONDS)


def wait_for_ctrl_c(page: Any) -> None:
    """Wait for Ctrl-C, close the page and raise KeyboardInterrupt."""
    # A signal may come while something is put there.
    stopped: SimpleQueue[None] = SimpleQueue()
    try:
        with ctrl_c_calls(lambda: stopped.put(None)):
            # Windows hears Ctrl-C only between waits.
            while not _comes(stopped):
                pass
    finally:
        page.close(verbose=False)
    raise KeyboardInterrupt


def _comes(stopped: SimpleQueue[None]) -> bool:
    try:
        stopped.get(timeout=1)
    except Empty:
        return False
    return True


def _serve(settings: Settings, logins: Mapping[str, Login] | None, ended: Event) -> tuple[Any, str]:
    """Serve the page in threads of its own, and keep its batches until ended is set; return it and its address."""
    with what_serves_only(mcp=settings.mcp):
        import gradio as gr

    from ui.web.batches import Batches

    gradio_queue.leave_out_statistics()
    batches = Batches(partial(archive.open_archive, settings.index), kept_folder(settings))
    with no_early_apps():
        page = build(settings, logins, batches)
        page.queue(max_size=MOST_QUEUED, default_concurrency_limit=AT_ONCE)
    gradio_queue.bound(page)
    fair_queue.make_fair(page._queue)
    calls.take_no_files(page)
    try:
        _, address, _ = page.launch(
            server_name=settings.host,
            server_port=settings.port,
            mcp_server=settings.mcp,
            auth_dependency=name_of if logins is not None else None,
            theme=gr.themes.Base(primary_hue="stone", neutral_hue="stone", font=FONT, font_mono=MONO).set(**COLOURS),
            css_paths=STYLES,
            max_file_size=settings.upload_mb * 1_000_000,
            footer_links=[],
            # A journalist's questions are not kept in the browser.
            run_history=False,
            ssr_mode=False,
            show_error=True,
            quiet=True,
            share=False,
            state_session_capacity=SESSIONS,
            prevent_thread_lock=True,
            app_kwargs={
                "middleware": _middleware(settings, logins, page),
                "routes": _routes(settings, logins, batches),
            },
        )
    except OSError as error:
        raise SettingError(
            f"The chat cannot be served at {settings.host}:{settings.port} ({error}); set LOCCIT_PORT or use --port."
        ) from error
    connections.bound(page.server)
    Thread(target=batches.resume, daemon=True).start()
    recurring.start(batches.sweep, SWEEP_SECONDS, ended)
    if settings.mcp:
        call_in_place(page.mcp_server_obj, AT_ONCE)
    return page, address


def _middleware(settings: Settings, logins: Mapping[str, Login] | None, page: Any) -> list[Any]:
    """Return the middleware before the page, the outermost first."""
    from starlette.middleware import Middleware

    from ui.web.error_pages import ErrorPages
    from ui.web.guard import Guard
    from ui.web.headers import SameOrigin, SecurityHeaders
    from ui.web.limits import Limits
    from ui.web.logs import RequestLog
    from ui.web.upload_room import Room, Uploads

    room = Room(Path(os.environ["GRADIO_TEMP_DIR"]), settings.upload_folder_mb * 1_000_000)
    return [
        Middleware(RequestLog),
        Middleware(SecurityHeaders),
        Middleware(ErrorPages),
        Middleware(SameOrigin, only_this_machine=not listens_beyond_this_machine(settings.host)),
        Middleware(Limits, per_minute=settings.rate, upload_bytes=settings.upload_mb * 1_000_000),
        Middleware(
            Guard,
            logins=logins,
            may_change=partial(may_change, settings, logins),
            session_seconds=settings.session_hours * 3600,
            # A browser keeps the cookies of all ports of an address together.
            cookie=f"loccit-{settings.port}",
        ),
        Middleware(calls.Calls, served=calls.served_by(page), queue=page._queue),  # there is no other way to it
        Middleware(Uploads, room=room),
    ]


def _routes(settings: Settings, logins: Mapping[str, Login] | None, batches: "Batches") -> list[Any]:
    from qa.upkeep.rebuilding import file_limits
    from ui.web import health, page_pictures, standing
    from ui.web.batch_page import routes as batch_routes
    from ui.web.keeping import kept_file

    open_archive = partial(archive.open_archive, settings.index)
    file_of_sender = partial(kept_file, settings, logins)
    return [
        *health.routes(open_archive, settings.metrics),
        *page_pictures.routes(open_archive, file_limits(settings)),
        *batch_routes(batches, file_of_sender),
        *standing.routes(open_archive, file_of_sender),
    ]


def _open_early(settings: Settings) -> None:
    """Open the archive; an error is left for the page to report."""
    with garbage_collection_paused(), suppress(LoccitError):
        archive.open_archive(settings.index)


def build(settings: Settings, logins: Mapping[str, Login] | None = None, batches: "Batches | None" = None) -> Any:
    """Return the page with its named endpoints, not yet served."""
    from ui.web.archive_page import build_archive_page
    from ui.web.batches import Batches
    from ui.web.chat import build_page
    from ui.web.clippings_page import build_clippings_page
    from ui.web.endpoints import add_endpoints
    from ui.web.keeping import kept_file
    from ui.web.kept_endpoints import add_kept_endpoints
    from ui.web.marking import add_mark_endpoints, sent_filters

    open_archive = partial(archive.open_archive, settings.index)

    def change_refusal(request: Any) -> str:
        return "" if may_change(settings, logins, name_of(request)) else NO_CHANGES

    file_of_sender = partial(kept_file, settings, logins)
    batches = batches or Batches(open_archive, kept_folder(settings))
    page = build_page(settings.index, open_archive, change_refusal, file_of_sender, batches)
    with page.route("Clippings", "/clippings"):
        build_clippings_page(open_archive, file_of_sender)
    with page.route("Archive", "/archive"):
        build_archive_page(settings, open_archive, change_refusal, file_of_sender)
    with page:
        add_endpoints(settings, logins, open_archive, partial(sent_filters, open_archive, file_of_sender))
        add_kept_endpoints(open_archive, file_of_sender)
        add_mark_endpoints(open_archive, file_of_sender)
    return page
