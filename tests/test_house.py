"""The house rules that no other check holds: sizes, tests of every module's name, rooms that do no work."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for package in ("embeddings", "qa", "ui") for path in (ROOT / package).rglob("*.py"))
MODULES = [path for path in SOURCES if path.name != "__init__.py"]

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 50
MOST_PARAMETERS = 5
# The rooms that a question goes through.
QUESTION_PATH = ("qa/archive.py", "qa/question/", "qa/retrieval/", "qa/answering/")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, Function))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_a_test_of_its_name(path: Path) -> None:
    mirrored = ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")
    assert mirrored.is_file()
    assert any(function.name.startswith("test_") for function in _functions(mirrored))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_file_and_no_function_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    lengths = {function.name: int(function.end_lineno or 0) - function.lineno + 1 for function in _functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("path", [path for path in MODULES if _name(path).startswith(QUESTION_PATH)], ids=_name)
def test_no_function_on_the_path_of_a_question_takes_more_than_five_arguments(path: Path) -> None:
    for function in _functions(path):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        names = [argument.arg for argument in arguments if argument.arg not in {"self", "cls"}]
        assert len(names) <= MOST_PARAMETERS, function.name


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=_name)
def test_a_room_is_a_docstring_but_for_the_public_face(path: Path) -> None:
    if _name(path) == "qa/__init__.py":
        pytest.skip("the public names, which tests/qa/test_exported_members.py holds")
    assert [type(node) for node in ast.parse(path.read_text("utf-8")).body] == [ast.Expr]


def _lists_of_words(path: Path) -> Iterator[list[str]]:
    """Yield the words of each text of a module that is split into words, or handed to `_set`, which does that."""
    tree = ast.parse(path.read_text("utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    texts = {target.id: node.value for node in assigned for target in node.targets if isinstance(target, ast.Name)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        of_set = call.args[:1] if isinstance(call.func, ast.Name) and call.func.id == "_set" else []
        is_split = isinstance(call.func, ast.Attribute) and call.func.attr == "split" and not call.args
        for value in of_set + ([call.func.value] if is_split and isinstance(call.func, ast.Attribute) else []):
            text = texts.get(value.id) if isinstance(value, ast.Name) else value
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value.split()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_list_of_words_has_one_twice(path: Path) -> None:
    assert [word for words in _lists_of_words(path) for word in set(words) if words.count(word) > 1] == []
