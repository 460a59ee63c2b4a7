from embeddings.building.merging import SMALLEST, TIMES, shared


def test_segments_much_larger_than_what_is_written_are_shared_and_others_taken_in() -> None:
    few = TIMES * SMALLEST
    assert shared([few, 10 * few, 300 * few], [few, 10 * few, 300 * few], 1) == [1, 2]
    # What was taken in counts: 512 and 64 are enough for 4,096.
    assert shared([few, few + 1, 300 * few], [few, few + 1, 300 * few], 1) == [2]


def test_a_segment_of_which_less_than_half_is_left_is_written_anew() -> None:
    assert shared([50_000, 1_000_000], [99_999, 1_000_000], 1) == [0, 1]
    assert shared([50_000, 1_000_000], [100_001, 1_000_000], 1) == [1]


def test_a_segment_of_which_nothing_is_left_is_dropped() -> None:
    assert shared([0, 1_000], [5_000, 1_000], 0) == [1]
    assert shared([0], [5_000], 3) == []


def test_a_million_documents_added_one_by_one_stand_in_six_segments_and_are_written_again_a_few_times() -> None:
    sizes: list[int] = []
    most, written = 0, 0
    for _ in range(20_000):
        kept = shared(sizes, sizes, 50)
        new = 50 + sum(size for number, size in enumerate(sizes) if number not in kept)
        sizes = [*(sizes[number] for number in kept), new]
        most, written = max(most, len(sizes)), written + new
    assert sum(sizes) == 1_000_000
    assert most <= 6
    assert written < 40 * 1_000_000
