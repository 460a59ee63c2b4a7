"""The wheel alone, away from the checkout: it rebuilds an index, answers in the terminal and serves the page."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.ports import free_port

PACKAGES = ("embeddings", "qa", "ui")
ASSETS = {
    "": {
        "room.html",
        "server.js",
        "chat.js",
        "source.js",
        "searching.js",
        "narrowing.js",
        "keeping.js",
        "judging.js",
        "conversations.js",
        "people.js",
        "batch.js",
        "marking.js",
        "divider.js",
        "chat.css",
    },
    "clippings": {"clippings.html", "server.js", "lists.js", "clippings.js", "chat.css"},
    "archive": {"archive.html", "server.js", "lists.js", "archive.js", "standing.js", "chat.css"},
}
# Of the login page, which is not asked for here.
LOGIN_ASSETS = {"bare.css"}
SOURCES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.md": "# Paris\n\nKerry told Barnier that sanctions remained an alternative. He flew home on Monday.\n",
    "worm.html": "<html><body><p>A computer worm wrecked a thousand centrifuges at Natanz.</p></body></html>",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
SECONDS = 300


def tracked_files(root: Path) -> list[str]:
    """The files of the checkout that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if (root / name).is_file()]


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from a copy so that nothing of the building is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked_files(root):
        (folder / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, folder / "project" / name)
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, folder / "project")
    (built,) = folder.glob("*.whl")
    return built


def pip(python: str | Path, *arguments: str | Path) -> None:
    """Run the pip of this environment for an interpreter; nothing is fetched."""
    command = [sys.executable, "-m", "pip", "--python", python, *arguments, "--no-index", "--quiet"]
    subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of a new environment that has the wheel, and this one's libraries.

    A .pth file names the folder of the libraries. The .pth files in that folder are not read again, so an editable
    install of the project there is not seen.
    """
    environment = tmp_path_factory.mktemp("fresh")
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    base = {"base": str(environment), "platbase": str(environment)}
    scripts = Path(sysconfig.get_path("scripts", "venv", base))
    pip(scripts / "python", "install", "--no-deps", wheel)
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    site_packages = Path(sysconfig.get_path("purelib", "venv", base))
    (site_packages / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    return scripts


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with sources where the settings expect them; commands are run in it."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in SOURCES.items():
        (tmp_path / "data" / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / "corpus" / name).write_text(text, "utf-8")
    return tmp_path


def output_of(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert files == {name for name in tracked_files(root) if name.split("/")[0] in PACKAGES}
    data = {name for name in files if not name.endswith(".py")}
    assert data == {
        *(f"{package}/py.typed" for package in PACKAGES),
        "embeddings/attribution/weights.json",
        "embeddings/models/ranges.safetensors",
        "qa/answering/confidence.json",
        "qa/answering/reader.safetensors",
        *(f"ui/assets/{name}" for names in (*ASSETS.values(), LOGIN_ASSETS) for name in names),
    }


@pytest.mark.usefixtures("place")
def test_a_new_environment_imports_the_wheel_and_not_the_checkout(scripts: Path, root: Path) -> None:
    code = """
import json, sys
import embeddings, qa, ui
print(json.dumps([embeddings.__file__, qa.__file__, ui.__file__]))
print(json.dumps(sys.path))
print(sys.meta_path, sys.path_hooks)
"""
    modules, search_path, hooks = output_of(scripts / "python", "-c", code).splitlines()
    assert all(Path(file).is_relative_to(scripts.parent) for file in json.loads(modules))
    assert str(root) not in json.loads(search_path)
    assert "editable" not in hooks.lower()


@contextmanager
def served(scripts: Path) -> Iterator[str]:
    """Serve the page with `qa chat`, a process of its own, until the block ends; give its address once it is ready."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen([scripts / "qa", "chat", "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_ready(f"{address}readyz", server)
            yield address
        finally:
            server.terminate()


def wait_until_ready(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(address).json()["status"] == "ready":
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{address} was not ready; exit status of the server: {server.poll()}")


def configuration(page: str) -> dict[str, Any]:
    """Return what a page hands to Gradio's script: its components with their texts, and its CSS."""
    _, _, rest = page.partition("window.gradio_config = ")
    found, _ = json.JSONDecoder().raw_decode(rest)
    return dict(found)


@pytest.mark.model
@pytest.mark.usefixtures("place")
def test_the_wheel_rebuilds_answers_and_serves_the_page(scripts: Path, root: Path) -> None:
    from gradio_client import Client

    assert output_of(scripts / "qa", "rebuild").startswith("3 documents, ")
    answer = json.loads(output_of(scripts / "qa", "ask", "--json", QUESTION))
    assert answer["status"] == "answered"
    assert "Kerry told Barnier that sanctions remained an alternative." in answer["excerpts"][0]["text"]
    with served(scripts) as address:
        for path, assets in ASSETS.items():
            page = configuration(httpx.get(f"{address}{path}").text)
            texts = [page["css"]]
            texts += [part["props"].get(name, "") for part in page["components"] for name in ("value", "js_on_load")]
            for name in assets:
                # The page fills in what stands in such a place.
                parts = re.split(
                    '<span id="save(?:-all)?" hidden></span>', (root / "ui/assets" / name).read_text("utf-8")
                )
                for part in parts:
                    assert any(part in text for text in texts if isinstance(text, str)), f"{name} at /{path}"
        client = Client(address, verbose=False)
        by_endpoint = client.predict(QUESTION, api_name="/ask")
        client.close()
    # Gradio's client would download what has a `path`; the endpoint calls it `file`.
    assert by_endpoint == json.loads(re.sub(r'"path":', '"file":', json.dumps(answer)))


# What a shared environment cannot show


class Imports(ast.NodeVisitor):
    """The top-level modules that code imports when it runs: in functions too, but not for type checkers alone."""

    def __init__(self) -> None:
        self.modules: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:  # the name that ast calls
        self.modules |= {alias.name.split(".")[0] for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module and not node.level:
            self.modules.add(node.module.split(".")[0])

    def visit_If(self, node: ast.If) -> None:
        for_type_checkers = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for statement in node.orelse if for_type_checkers else [*node.body, *node.orelse]:
            self.visit(statement)


def test_every_library_that_is_imported_is_a_dependency(root: Path) -> None:
    imports = Imports()
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            imports.visit(ast.parse(path.read_text("utf-8")))
    libraries = imports.modules - sys.stdlib_module_names - set(PACKAGES)
    assert "gradio" in libraries
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    used = (extras[name] for name in ("attribution", "mcp", "milvus", "ocr", "ray"))
    named = [*project["dependencies"], *chain.from_iterable(used)]
    declared = {canonicalize_name(Requirement(requirement).name) for requirement in named}
    distributions = packages_distributions()
    undeclared = {
        library
        for library in libraries
        if not declared & {canonicalize_name(name) for name in distributions.get(library, ())}
    }
    assert undeclared == set()
