import subprocess
import sys

import pytest

from embeddings.building import ray_cluster
from embeddings.building.ray_cluster import _compare, check_cluster, connected
from embeddings.building.ray_tasks import Machine
from embeddings.errors import ClusterAway, ClusterError
from embeddings.models.encoder import ModelIdentity
from tests.conftest import ROOT
from tests.ports import free_port

HERE = Machine("0.1.0", "aa", ModelIdentity("model-1", "int8"))

# Pickles what a machine is asked for and calls it where embeddings cannot be imported. It runs in a process of its own,
# since Ray keeps what the environment holds when it is imported.
WITHOUT_LOCCIT = """
import pickle, sys
from ray import cloudpickle
from embeddings.building.ray_cluster import _describing

sent = cloudpickle.dumps(_describing(b""))
for name in [name for name in sys.modules if name.partition(".")[0] == "embeddings"]:
    sys.modules[name] = None
print(pickle.loads(sent)())
"""


def test_without_ray_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"^Ray is not installed here; run: pip install 'loccit\[ray\]', on each "):
        check_cluster()


@pytest.mark.parametrize("address", ["", "local"])
def test_without_an_address_no_ray_is_started(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(ClusterAway, match="RAY_ADDRESS names no Ray cluster: run ray start --head"), connected():
        pass


def test_a_cluster_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(ClusterAway, match=f"^Nothing answers at RAY_ADDRESS={address} .*refused"), connected():
        pass


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("No module named 'embeddings'", r"The machine b \(10.0.0.2\) .* has no loccit 0.1.0, .*No module named"),
        (HERE._replace(version="0.2.0"), "has loccit 0.2.0, this one 0.1.0: install the same"),
        (HERE._replace(recipe="bb"), "reads files otherwise than this one"),
        (HERE._replace(model="There is no model x."), "lacks the model: There is no model x"),
        (HERE._replace(model=ModelIdentity("model-2", "int8")), "has another model of that name: copy this machine's"),
    ],
    ids=["no loccit", "version", "recipe", "no model", "model"],
)
def test_a_machine_that_differs_is_named_with_what_differs(there: Machine | str, words: str) -> None:
    with pytest.raises(ClusterError, match=words):
        _compare(HERE, there, "b (10.0.0.2)")
    _compare(HERE, HERE._replace(), "b (10.0.0.2)")


def test_a_machine_without_loccit_says_so_itself() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_LOCCIT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "import of embeddings" in done.stdout
