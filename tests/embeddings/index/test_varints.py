import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index.varints import decoded, encoded


@given(st.lists(st.one_of(st.integers(0, 300), st.integers(0, 2**32 - 1)), max_size=60))
def test_numbers_come_back(numbers: list[int]) -> None:
    data, ends = encoded(np.asarray(numbers, np.uint32))
    assert decoded(data).tolist() == numbers
    # Each ends where it is said to.
    assert [decoded(data[:end]).tolist() for end in ends.tolist()] == [
        numbers[: count + 1] for count in range(len(numbers))
    ]


def test_small_numbers_take_a_byte_and_the_largest_five() -> None:
    data, ends = encoded(np.asarray([127, 128, 2**32 - 1], np.uint32))
    assert (data[:3].tolist(), ends.tolist()) == ([127, 128, 1], [1, 3, 8])


@pytest.mark.parametrize(("data", "message"), [([5, 128], "end within"), ([255] * 5 + [1], "more than 32 bits")])
def test_what_is_no_number_is_refused(data: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decoded(np.asarray(data, np.uint8))
