import os
import subprocess
import sys

import pytest

import qa

HEAVY = ("torch", "sentence_transformers", "transformers", "gradio", "faiss", "tantivy", "pandas", "numpy")


def test_the_public_names() -> None:
    assert qa.__all__ == [
        "Answer",
        "Archive",
        "Document",
        "Excerpt",
        "Facets",
        "Fact",
        "Filters",
        "Found",
        "Hit",
        "LoccitError",
        "Reprint",
        "Resolved",
        "Settings",
        "Signals",
        "Statement",
        "Voice",
        "ask",
        "export",
        "rebuild",
        "retrieve",
    ]
    assert dir(qa) == qa.__all__


def test_each_public_name_can_be_imported_and_is_the_thing_of_that_name() -> None:
    from qa.answers import Answer, Excerpt, Fact, Hit, Signals
    from qa.archive import Archive, ask, retrieve
    from qa.question.facets import Facets
    from qa.question.filters import Filters
    from qa.settings import Settings
    from qa.upkeep.rebuilding import rebuild

    for thing in (Answer, Archive, Excerpt, Facets, Fact, Filters, Hit, Settings, Signals, ask, rebuild, retrieve):
        assert getattr(qa, thing.__name__) is thing
    assert qa.Document.__module__ == "embeddings.documents"
    assert qa.LoccitError.__module__ == "embeddings.errors"


def test_every_public_name_says_what_it_is_for() -> None:
    for name in qa.__all__:
        assert len(getattr(qa, name).__doc__.split()) > 3, name


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'qa' has no attribute 'answer'"):
        _ = qa.answer
    assert not hasattr(qa, "load_settings")


def test_import_qa_loads_nothing_heavy() -> None:
    code = f"import qa, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_import_star_in_a_fresh_interpreter_gives_the_public_names() -> None:
    code = "from qa import *; print(sorted(name for name in globals() if not name.startswith('_')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(qa.__all__)


def test_import_qa_takes_under_a_third_of_a_second() -> None:
    def best_of_five(code: str) -> float:
        taken = []
        for _ in range(5):
            begin = os.times()
            subprocess.run([sys.executable, "-c", code], check=True)
            end = os.times()
            taken.append(end.children_user + end.children_system - begin.children_user - begin.children_system)
        return min(taken)

    assert best_of_five("import qa") - best_of_five("pass") < 0.3
