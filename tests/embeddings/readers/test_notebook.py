import json
from typing import Any

import pytest

from embeddings.documents import Fact
from embeddings.readers import notebook
from embeddings.readers.content import File, FileContent, FileContents, NotRead


def read(value: Any) -> FileContent:
    data = json.dumps(value).encode()
    return notebook.read(File("a.ipynb", data, lambda *_: FileContents(()))).documents[0]


CELLS = [
    {"cell_type": "markdown", "source": ["# Water levels\n", "\n", "They *rose*."]},
    {"cell_type": "code", "source": "print(1)\n", "outputs": [{"text": "out words", "data": {"image/png": "abc"}}]},
    {"cell_type": "code", "source": []},
    {"cell_type": "raw", "source": "Raw words"},
]


def test_words_and_code_are_the_text_and_what_the_code_gave_out_is_not() -> None:
    content = read({"cells": CELLS, "nbformat": 4})
    assert content.text == "Water levels\n\nThey rose.\n\nprint(1)\n\nRaw words"
    assert content.title == "Water levels"
    assert content.facts == (Fact("title", "Water levels", "heading"),)


def test_each_cell_is_a_place_and_each_line_of_code() -> None:
    content = read({"cells": CELLS})
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("section", "cell 1", "Water levels\n\nThey rose."),
        ("section", "cell 2", "print(1)"),
        ("line", "1", "print(1)"),
        ("section", "cell 4", "Raw words"),
        ("line", "1", "Raw words"),
    ]


def test_what_the_notebook_states_of_itself_comes_first() -> None:
    content = read({"cells": CELLS, "metadata": {"title": "Levels", "authors": [{"name": "Ana"}, {"name": "Bo"}]}})
    assert (content.title, content.author) == ("Levels", "Ana, Bo")


def test_an_older_notebook_is_read() -> None:
    cells = [{"cell_type": "heading", "source": "Levels"}, {"cell_type": "code", "input": "print(1)"}]
    assert read({"worksheets": [{"cells": cells}]}).text == "Levels\n\nprint(1)"


def test_lines_that_are_stored_without_their_ends_are_lines() -> None:
    cells = [{"cell_type": "markdown", "source": ["# Water levels", "", "They *rose*."]}]
    content = read({"worksheets": [{"cells": cells}], "nbformat": 2})
    assert (content.title, content.text) == ("Water levels", "Water levels\n\nThey rose.")


@pytest.mark.parametrize("value", [{}, [], 1, {"cells": 1}])
def test_other_json_is_refused(value: Any) -> None:
    with pytest.raises(NotRead, match="no notebook"):
        read(value)


def test_cells_that_are_none_are_passed_over() -> None:
    assert read({"cells": [1, {"cell_type": "other", "source": "x"}]}).text == ""


def test_broken_json_is_refused() -> None:
    for data in (b"{", b"[" * 100_000):
        with pytest.raises(NotRead, match="no notebook"):
            notebook.read(File("a.ipynb", data, lambda *_: FileContents(())))
