from pathlib import Path

import pytest
from fit_reader import FOLDS, fitted, parted
from reader_examples import Example
from safetensors.torch import save_file

from qa.answering.reader import Window, reader_of

WINDOW = Window("", "Salehi signed in Vienna. Burns flew to Muscat.", ((0, 24), (25, 46)))


def test_parts_are_of_about_the_same_size_and_none_divides_an_article() -> None:
    examples = [Example(article, "Who?", WINDOW, ()) for article in "a" * 5 + "b" * 3 + "c" * 3 + "d" * 2]
    parts = parted(examples)
    assert set(parts.values()) == set(range(FOLDS))
    assert parts["a"] not in {parts["b"], parts["c"], parts["d"]}


@pytest.mark.model
def test_a_reader_learns_what_it_is_shown_and_goes_on_from_what_it_has_learnt(tmp_path: Path) -> None:
    examples = [
        Example("a", "Who signed in Vienna?", WINDOW, ((0, 6),)),
        Example("a", "Who flew to Muscat?", WINDOW, ((25, 30),)),
    ]
    begun = fitted(examples * 8, 2)
    save_file(fitted(examples * 8, 20, begun), tmp_path / "fitted.safetensors")
    read = reader_of(tmp_path / "fitted.safetensors")
    for number, one in enumerate(examples):
        values = read(one.question, [WINDOW])[0]
        assert values[number] == max(values)
        assert values[number] > 0
