import numpy as np

from embeddings.index.order import Order, gathered
from tests.embeddings.index.segments import segment

# Of the first segment the second document is gone. Numbers of the archive: b0, a0, b1, a2.
FIRST = segment([2, 1, 1], [1, 2, 5, 3])
SECOND = segment([1, 0], [4])
PLACED = np.asarray([[1, 0], [0, 0], [1, 1], [0, 2]], np.uint32)


def test_everything_is_numbered_in_the_order_of_the_archive() -> None:
    order = Order(PLACED, [FIRST, SECOND])
    assert (order.documents, order.passages, order.is_one) == (4, 4, False)
    assert order.documents_of_passages.tolist() == [0, 1, 1, 3]
    assert order.passage_segments.tolist() == [1, 0, 0, 0]
    assert order.passage_rows.tolist() == [0, 0, 1, 3]
    assert order.sentence_offsets.tolist() == [0, 4, 5, 7, 10]
    assert [each.tolist() for each in order.of_passages([3, 0])] == [[0, 1], [3, 0]]
    segments, rows = order.of_sentences(np.asarray([0, 3, 4, 6, 7, 9]))
    assert segments.tolist() == [1, 1, 0, 0, 0, 0]
    assert rows.tolist() == [0, 3, 0, 2, 8, 10]
    assert [each.tolist() for each in order.of_all_sentences()] == [
        each.tolist() for each in order.of_sentences(np.arange(10))
    ]


def test_what_is_no_longer_there_has_no_number() -> None:
    order = Order(PLACED, [FIRST, SECOND])
    assert [numbers.tolist() for numbers in order.numbers_of_documents] == [[1, -1, 3], [0, 2]]
    assert [numbers.tolist() for numbers in order.numbers_of_passages] == [[1, 2, -1, 3], [0]]


def test_numbers_of_an_archive_of_one_segment_are_its_rows() -> None:
    order = Order.of_one(FIRST)
    assert (order.is_one, order.documents) == (True, 3)
    assert order.documents_of_passages is FIRST.documents_of_passages
    assert order.sentence_offsets is FIRST.sentence_offsets
    assert order.passage_rows.tolist() == [0, 1, 2, 3]
    # With one of its documents gone, they are not.
    assert not Order(np.asarray([[0, 0], [0, 2]], np.uint32), [FIRST]).is_one


def test_rows_of_several_segments_come_in_the_order_asked_for() -> None:
    takes = [np.asarray([10, 11, 12]).take, np.asarray([20, 21]).take]
    assert gathered(np.asarray([1, 0, 1]), np.asarray([1, 2, 0]), takes).tolist() == [21, 12, 20]
    nothing = np.zeros(0, np.int64)
    assert gathered(nothing, nothing, takes).tolist() == []
