"""Fixtures: a predictable encoder, small archives, and what tests of the real model and of ../shared need."""

import gc
import os
import signal
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from embeddings.arrays import Vectors
from embeddings.building.rebuild import rebuild
from embeddings.documents import Span
from embeddings.models.encoder import EncodedPassages, EncodedQuery, Encoder
from embeddings.models.precision import NumberFormat
from tests.failing_reads import FailingReads
from tests.milvus_server import MilvusServer

# What is opened for several tests at once is opened without the reader, too, unless it says otherwise.
os.environ["LOCCIT_READER"] = "false"
# Starting the process that parses files takes half a second; the tests of it say how long it may take.
os.environ["LOCCIT_FILE_SECONDS"] = "0"

# In the background of a shell, Ctrl-C is ignored by the tests and by all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says something of the machine, and nothing of the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


class WordEncoder:
    """Counts words: each has a place of its own, found by its CRC, so vectors can be worked out by hand.

    Two texts without a word in common have the cosine 0, but for the rare words that share a place.
    """

    dimension = 512
    precision: NumberFormat = "float32"

    def __init__(self, name: str = "words", fingerprint: str = "words-1") -> None:
        self.name = name
        self.fingerprint = fingerprint

    def vectors(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,;:!?()'\"“”‘’").encode()) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        return EncodedQuery(self.vectors([text])[0], self._of_words([text], [words]))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        return EncodedPassages(self.vectors(texts), self._of_spans(texts, sentences), self._of_words(texts, words))

    def _of_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Vectors:
        return self.vectors([text[start:end] for text, own in zip(texts, spans, strict=True) for start, end in own])

    def _of_words(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Vectors:
        """Give each word signs drawn by its CRC, since only the signs of its vector are kept."""
        words = [text[start:end].lower() for text, own in zip(texts, spans, strict=True) for start, end in own]
        signs = [np.random.default_rng(zlib.crc32(word.encode())).choice([-1, 1], self.dimension) for word in words]
        return np.array(signs, np.float32).reshape(-1, self.dimension) / np.sqrt(np.float32(self.dimension))


class WaitingEncoder:
    """Works like another encoder, but waits for `go` when it encodes passages; `began` says that it waits."""

    dimension = 512
    precision: NumberFormat = "float32"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.began, self.go = threading.Event(), threading.Event()

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        return self._encoder.encode_query(text, words)

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        self.began.set()
        assert self.go.wait(timeout=120)
        return self._encoder.encode_passages(texts, sentences, words)


@pytest.fixture
def encoder() -> Encoder:
    return WordEncoder()


@pytest.fixture
def waiting_encoder(encoder: Encoder) -> Iterator[WaitingEncoder]:
    """An encoder that holds a rebuild in its middle until its `go` is set, which is at the latest after the test."""
    waiting = WaitingEncoder(encoder)
    yield waiting
    waiting.go.set()


@pytest.fixture
def make_encoder() -> Callable[..., Encoder]:
    """Make a WordEncoder of another name or fingerprint."""
    return WordEncoder


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file below tmp_path/"sources" and return its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def index_of(tmp_path: Path, write: Callable[..., Path], encoder: Encoder) -> Callable[[dict[str, str]], Path]:
    """Build an index of files given as {name: content} with the fake encoder; return its folder."""

    def build(files: dict[str, str]) -> Path:
        for name, content in files.items():
            write(name, content)
        rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder)
        return tmp_path / "index"

    return build


@pytest.fixture
def fail_at(monkeypatch: pytest.MonkeyPatch) -> FailingReads:
    """Have a call of the operating system about a path fail: fail_at("scandir", path, errno.EACCES)."""
    return FailingReads(monkeypatch)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of two real articles; only on a developer's machine."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture
def takes_linear_time() -> Callable[[Callable[[str], object], str], None]:
    """Check that work on a text ten times as long takes at most twenty times as long; the text repeats a unit."""

    def seconds(work: Callable[[str], object], text: str) -> float:
        # The garbage collector goes through all there is, again and again, whatever work is done.
        gc.disable()
        try:
            started = time.thread_time()
            work(text)
            return time.thread_time() - started
        finally:
            gc.enable()

    def ratio(work: Callable[[str], object], unit: str) -> float:
        repeats = 20_000 // len(unit)
        # Less than some milliseconds is too little to be compared.
        short = max(0.005, *(seconds(work, unit * repeats) for _ in range(3)))
        return seconds(work, unit * repeats * 10) / short

    def check(work: Callable[[str], object], unit: str) -> None:
        # A busy machine may spoil a measurement; what is quadratic takes a hundred times as long in each.
        ratios = []
        while len(ratios) < 8 and min(ratios, default=100.0) > 20:
            ratios.append(ratio(work, unit))
        assert min(ratios) <= 20

    return check


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever asks the network."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("asked the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of a test need not outlive a power cut."""
    monkeypatch.setattr("embeddings.files.disk.sync", lambda _path: None)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A developer's own LOCCIT_ variables must not change what the tests see, and only those of a model load one."""
    for name in [name for name in os.environ if name.startswith("LOCCIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LOCCIT_FILE_SECONDS", "0")
    if not request.node.get_closest_marker("model"):
        monkeypatch.setenv("LOCCIT_READER", "false")


@pytest.fixture(autouse=True)
def _no_archives_left_open() -> Iterator[None]:
    """The archives that qa.archive.open_archive keeps have up to fifty files open each, one for every test's index."""
    yield
    if "qa.archive" in sys.modules:
        sys.modules["qa.archive"]._opened.clear()


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    """A Milvus server in a process of its own, for all tests of a session."""
    for package in ("pymilvus", "milvus_lite"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed; it comes with the extra dev")
    server = MilvusServer(tmp_path_factory.mktemp("milvus") / "data")
    server.start()
    yield server
    server.stop()
