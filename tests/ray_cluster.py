"""A Ray cluster for tests: two machines' worth of processes on this one, which only who has their token can use."""

import os
import secrets
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embeddings.documents import Span
from embeddings.models.encoder import EncodedPassages
from embeddings.models.precision import Precision
from tests.conftest import ROOT, WordEncoder

# What a node may keep of what is on its way; the least that Ray takes is 75 MB.
STORE_BYTES = 80_000_000
# A node that was killed is noticed in a second, not in half a minute.
NOTICED_SOON = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 300, "health_check_failure_threshold": 3}
CHUNK_SECONDS = 0.2


@contextmanager
def ray_cluster() -> Iterator[Any]:
    """Start two nodes of a processor each, and end them. RAY_ADDRESS names them meanwhile."""
    before = dict(os.environ)
    os.environ.update(
        RAY_AUTH_MODE="token",
        RAY_AUTH_TOKEN=secrets.token_hex(32),
        RAY_USAGE_STATS_ENABLED="0",
        RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0",
        # Ray kills tasks where a machine's memory is nearly full, also if others have it.
        RAY_memory_monitor_refresh_ms="0",
        # By itself Ray listens on all addresses; so all of it, and what connects to it, is on 127.0.0.1.
        RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0",
        # What a task does on a node must not depend on how these tests are run.
        PYTHONPATH=str(ROOT),
    )
    os.environ.pop("PYTHONWARNINGS", None)
    # A path of a socket may have 107 characters.
    folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    # Ray notes there where its newest cluster is, and does not make the folder: on most machines an earlier one did.
    os.environ["RAY_TMPDIR"] = folder
    Path(folder, "ray").mkdir()
    # Not /dev/shm, which is small in a container.
    node = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": STORE_BYTES, "plasma_directory": folder}
    try:
        from ray.cluster_utils import Cluster

        head = {**node, "temp_dir": folder, "_system_config": NOTICED_SOON}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        try:
            cluster.add_node(**node, temp_dir=folder)
            os.environ["RAY_ADDRESS"] = cluster.address
            yield cluster
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)
                cluster.shutdown()
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)


class NotedEncoder(WordEncoder):
    """Takes its time for a chunk, notes each that it begins in a file, and kills its process in the first, once."""

    def __init__(self, folder: Path) -> None:
        super().__init__("noted", "noted-1")
        self._notes, self._killed = folder / "notes", folder / "killed"

    def chunks(self) -> int:
        """Return how many chunks were begun."""
        return len(self._notes.read_bytes())

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        with self._notes.open("ab") as notes:
            notes.write(b".")
        if not self._killed.exists():
            self._killed.touch()
            os.kill(os.getpid(), 9)
        time.sleep(CHUNK_SECONDS)
        return super().encode_passages(texts, sentences, words)


def load_noted(folder: Path, _: Precision) -> NotedEncoder:
    return NotedEncoder(folder)
