"""Whether the server runs (/healthz), whether it can answer (/readyz), and its metrics (/metrics). No login needed."""

from collections.abc import Callable

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from embeddings.errors import LoccitError
from qa.archive import Archive

# A probe asks every few seconds, so the answer must not take longer.
SECONDS = 2.0


def routes(open_archive: Callable[[], Archive], metrics: bool) -> list[Route]:
    """Return the routes of a server over an archive."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        try:
            with anyio.fail_after(SECONDS):
                archive = await anyio.to_thread.run_sync(open_archive, abandon_on_cancel=True)
        except TimeoutError:
            return JSONResponse({"status": "opening"}, 503)
        except LoccitError as error:
            # Its message names files of this machine, which is not for everyone.
            return JSONResponse({"status": "not ready", "reason": type(error).__name__}, 503)
        return JSONResponse({"status": "ready", "generation": archive.generation})

    async def metrics_text(_: Request) -> Response:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    health = [Route("/healthz", healthz), Route("/readyz", readyz)]
    return [*health, Route("/metrics", metrics_text)] if metrics else health
