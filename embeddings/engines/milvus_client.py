"""The connection to a Milvus server, by pymilvus, which is imported when a server is first asked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from embeddings.engines.address import EngineAddress
from embeddings.errors import EngineAway, EngineError

# How long a server may take to take a call, and to search. It is refused at once where nothing listens.
CONNECT_SECONDS, SEARCH_SECONDS = 10.0, 30.0
# How long it may take to write what was inserted to its store, and to bring a collection into memory.
WRITE_SECONDS = 600.0
# A server that was away is tried again after a second at most; gRPC by itself waits up to two minutes. And none is
# asked every ten seconds whether it is there still, as pymilvus does by itself: servers of gRPC close such connections
# ("too_many_pings"), and each call has a time to be answered in.
_CHANNEL = {
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
    "grpc.keepalive_time_ms": 2**31 - 1,
    "grpc.keepalive_permit_without_calls": 0,
}
# pymilvus's code of a server that cannot be reached.
_NOT_CONNECTED = 2


def connect(address: EngineAddress) -> Any:
    """Return a pymilvus.MilvusClient of a server. Raises EngineError where it cannot be reached."""
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise EngineError(
            f"The search engine {address} needs pymilvus ({error}); install it with: pip install 'loccit[milvus]', "
            "or unset LOCCIT_ENGINE to search the index folder itself."
        ) from error
    # It writes each error with its whole traceback; here each is raised.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
    with engine_errors(address):
        return MilvusClient(uri=address.uri, token=address.token, timeout=CONNECT_SECONDS, grpc_options=_CHANNEL)


@contextmanager
def engine_errors(address: EngineAddress) -> Iterator[None]:
    """Raise EngineAway or EngineError, which name the server, for errors of pymilvus and gRPC."""
    import grpc
    from pymilvus.exceptions import MilvusException

    away = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}
    try:
        yield
    except MilvusException as error:
        if error.code == _NOT_CONNECTED or error.code in away:
            raise _away(address, "no answer") from error
        raise _failed(address, error.message) from error
    except grpc.RpcError as error:
        code = error.code() if hasattr(error, "code") else None
        if code in away:
            raise _away(
                address, "no answer in time" if code == grpc.StatusCode.DEADLINE_EXCEEDED else "no answer"
            ) from error
        raise _failed(address, str(error.details() if hasattr(error, "details") else error)) from error


def _away(address: EngineAddress, reason: str) -> EngineAway:
    return EngineAway(
        f"The search engine {address} cannot be reached ({reason}); start it, or set LOCCIT_ENGINE to where it is, or "
        "unset LOCCIT_ENGINE to search the index folder itself."
    )


def _failed(address: EngineAddress, message: str) -> EngineError:
    # A login that is wrong is said so by the server.
    return EngineError(
        f"The search engine {address} answers with an error: {' '.join(message.split())}; see to it there, or unset "
        "LOCCIT_ENGINE to search the index folder itself."
    )
