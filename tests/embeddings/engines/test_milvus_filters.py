import numpy as np

from embeddings.engines.milvus_filters import LONGEST, fact, filter_of, filter_of_passages, folded_fact
from embeddings.index.selection import Selection


def test_a_selection_is_written_as_milvus_reads_it() -> None:
    selection = Selection(
        publishers=("The Éxample", "the example"),
        authors=("Tom Lind",),
        languages=("EN",),
        documents=('a "b" \\.txt',),
        hidden=("c.txt",),
        first_day=10,
        last_day=20,
    )
    assert filter_of(selection) == (
        'publisher in ["the example"] and array_contains_any(authors, ["tom lind"]) and '
        'array_contains_any(languages, ["en"]) and document in ["a \\"b\\" \\\\.txt"] and not (document in ["c.txt"]) '
        "and (first_day == 0 or (last_day >= 10 and first_day <= 20))"
    )


def test_documents_without_a_date_are_left_out_where_they_shall_be() -> None:
    assert filter_of(Selection(undated=False, last_day=20)) == "first_day > 0 and first_day <= 20"
    assert filter_of(Selection()) == ""


def test_passages_are_named_by_their_numbers() -> None:
    assert filter_of_passages(np.array([3, 14])) == "number in [3,14]"


def test_facts_fit_and_stay_different() -> None:
    assert fact("short") == "short"
    long, longer = fact("é" * 5000), fact("é" * 5001)
    assert long != longer
    assert max(len(name.encode()) for name in (long, longer)) <= LONGEST
    assert fact("\udc80") == "\\udc80"
    assert folded_fact("  ") == " "
