"""The Ray cluster that RAY_ADDRESS names: connecting to it, and whether its machines read as this one does.

P. Moritz et al., "Ray: A Distributed Framework for Emerging AI Applications", OSDI 2018. loccit starts no Ray of its
own: Ray listens on all addresses of a machine, and whoever reaches it can run code there.
"""

import logging
import os
import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from embeddings.building.ray_tasks import Machine, this_machine
from embeddings.errors import ClusterAway, ClusterError
from embeddings.models.encoder import ModelIdentity
from embeddings.readers.content import Limits

# For a machine that does not answer.
CONNECT_SECONDS = 10
# In which each machine says what it has: starting a process there and hashing the model takes some seconds.
DESCRIBE_SECONDS = 120
# How often it is asked whether to stop.
TICK_SECONDS = 0.2

START = (
    "run ray start --head on one machine, ray start --address=HOST:6379 on the others, this one among them, and set "
    "RAY_ADDRESS=HOST:6379"
)


def check_cluster() -> str:
    """Return RAY_ADDRESS. Ray is not imported, and only knocked at, as it would try for two minutes.

    Raises ClusterError where Ray is not installed, ClusterAway where no cluster is named or nothing takes calls there.
    """
    if find_spec("ray") is None:
        raise ClusterError("Ray is not installed here; run: pip install 'loccit[ray]', on each machine of the cluster.")
    address = os.environ.get("RAY_ADDRESS", "").strip()
    if address in {"", "local"}:
        raise ClusterAway(f"RAY_ADDRESS names no Ray cluster: {START}.")
    host, _, port = address.rpartition(":")
    if host and "/" not in address and port.isdecimal():
        try:
            socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
        except (OSError, OverflowError) as error:
            raise ClusterAway(f"Nothing answers at RAY_ADDRESS={address} ({error}): {START}.") from error
    return address


@contextmanager
def connected() -> Iterator[Any]:
    """Give the module ray, connected to the cluster; it is left at the end, unless the caller had connected before.

    Raises as check_cluster, and ClusterAway where Ray cannot connect.
    """
    address = check_cluster()
    # Where this process is the first to ask, nothing is reported to Ray's makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Else Ray warns on machines without a GPU.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    if ray.is_initialized():
        yield ray
        return
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:  # Ray documents none of those that it raises here
        first = str(error).strip().partition("\n")[0]
        raise ClusterAway(
            f"The Ray cluster at RAY_ADDRESS={address} cannot be used: {first.rstrip('.')}. If it has a token, set "
            f"RAY_AUTH_MODE=token and RAY_AUTH_TOKEN; if it is not there, {START}."
        ) from error
    try:
        with _clean_stdout(ray):
            yield ray
    finally:
        ray.shutdown()


@contextmanager
def _clean_stdout(ray: Any) -> Iterator[None]:
    """Have what Ray tells of workers that died logged; it prints that on stdout, also where it prints no logs."""
    worker = ray._private.worker
    before = worker.print_to_stdstream

    def log(data: dict[str, Any], *_: Any, **__: Any) -> None:
        ray.logger.info("\n".join(map(str, data.get("lines", ()))))

    worker.print_to_stdstream = log
    try:
        yield
    finally:
        worker.print_to_stdstream = before


def processors(ray: Any) -> int:
    """Return how many tasks the machines of the cluster take at a time, all together; 0 where none is there."""
    return sum(int(node["Resources"].get("CPU", 0)) for node in _workers(ray))


def _workers(ray: Any) -> list[dict[str, Any]]:
    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]


def check_machines(
    ray: Any, limits: Limits, model_identity: Callable[[], ModelIdentity], check_stopped: Callable[[], None]
) -> None:
    """Raise ClusterError where a machine of the cluster would read files or make vectors otherwise than this one.

    Raises ClusterAway where no machine takes tasks, or one does not answer.
    """
    nodes = _workers(ray)
    if not nodes:
        raise ClusterAway(f"No machine of the Ray cluster takes tasks, as none has a CPU for them: {START}.")
    asked, names = pickle.dumps((limits, model_identity)), {}
    # Without a processor of their own they also run where others' tasks take all.
    for node in nodes:
        strategy = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
        task = ray.remote(_describing(asked)).options(num_cpus=0, scheduling_strategy=strategy, max_retries=0)
        names[task.remote()] = f"{node['NodeManagerHostname']} ({node['NodeManagerAddress']})"
    here = this_machine(limits, model_identity)
    waiting = list(names)
    for _ in range(int(DESCRIBE_SECONDS / TICK_SECONDS)):
        _, waiting = ray.wait(waiting, num_returns=len(waiting), timeout=TICK_SECONDS)
        if not waiting:
            break
        check_stopped()
    for task, name in names.items():
        if task in waiting:
            raise ClusterAway(f"The machine {name} of the Ray cluster has not answered for {DESCRIBE_SECONDS} seconds.")
        try:
            there = ray.get(task)
        except ray.exceptions.RayTaskError:
            raise
        except ray.exceptions.RayError:
            # It was lost since, and no task will be done there; each task looks for itself where it runs.
            continue
        _compare(here, there, name)


def _describing(asked: bytes) -> Callable[[], Machine | str]:
    """Return what says what a machine has: it travels whole, so that it also runs where there is no loccit."""

    def describe() -> Any:
        import pickle

        try:
            from embeddings.building.ray_tasks import this_machine

            return this_machine(*pickle.loads(asked))  # noqa: S301  # from the rebuild that sent this task
        except (ImportError, AttributeError) as error:
            return str(error)

    return describe


def _compare(here: Machine, there: Machine | str, name: str) -> None:
    """Raise ClusterError where a machine is not as this one."""
    machine = f"The machine {name} of the Ray cluster"
    if isinstance(there, str):
        raise ClusterError(
            f"{machine} has no loccit {here.version}, or another ({there}): install the same there, in the Python that "
            "runs Ray."
        )
    if there.version != here.version:
        raise ClusterError(f"{machine} has loccit {there.version}, this one {here.version}: install the same there.")
    if there.recipe != here.recipe:
        raise ClusterError(
            f"{machine} reads files otherwise than this one: other code of loccit, other versions of libraries, or "
            "tesseract or LibreOffice on one of both only; install the same there."
        )
    if isinstance(there.model, str):
        raise ClusterError(f"{machine} lacks the model: {there.model}")
    if there.model != here.model:
        raise ClusterError(f"{machine} has another model of that name: copy this machine's files there.")
