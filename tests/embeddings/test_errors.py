import re
from pathlib import Path

from embeddings import errors
from embeddings.errors import LoccitError, UnreadableFile


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn: dict[str, str] = {}
    branch = ["LoccitError"]
    for indent, name in re.findall(r"^ {4}((?:│ {3}| {4})*)[├└]── (\w+)", str(errors.__doc__), re.MULTILINE):
        branch = [*branch[: 1 + len(indent) // 4], name]
        drawn[name] = branch[-2]
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, LoccitError)]
    assert drawn == {error.__name__: error.__base__.__name__ for error in classes if error is not LoccitError}


def test_an_unreadable_file_is_named_with_the_reason() -> None:
    error = UnreadableFile(Path("/archive/a.pdf"), "holds no text")
    assert (error.path, error.reason) == (Path("/archive/a.pdf"), "holds no text")
    assert str(error) == "/archive/a.pdf: holds no text"
