from importlib import import_module

from embeddings.readers.formats import FORMATS, SUFFIXES, suffixes


def test_each_format_has_a_module_that_reads_it() -> None:
    assert [
        kind.name for kind in FORMATS if not callable(import_module(f"embeddings.readers.{kind.module}").read)
    ] == []


def test_no_suffix_belongs_to_two_formats() -> None:
    assert len(SUFFIXES) == sum(len(kind.suffixes) for kind in FORMATS)
    assert suffixes() == sorted(suffix for suffix in SUFFIXES if suffix)
    assert all(suffix == suffix.lower() for suffix in SUFFIXES)
