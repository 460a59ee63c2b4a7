import inspect
from typing import Any

import gradio as gr
import pytest
from gradio.utils import get_function_description, get_function_params

from qa.errors import FilterError
from qa.question.filters import Filters, names_of_filters
from ui.web.filtering import filter_parameters, with_filters


def find(words: str, most: int = 5, *, filters: Filters) -> dict[str, Any]:
    """Find words.

    Args:
        words: The words.
        most: How many.

    Returns:
        what was found.
    """
    return {"words": words, "most": most, "filters": filters.to_dict()}


ENDPOINT = with_filters(find, lambda _, values: Filters.from_dict(values))


def test_gradio_sees_the_endpoints_own_parameters_and_those_of_all_filters_with_their_docs() -> None:
    names = [name for name, *_ in get_function_params(ENDPOINT)]
    assert names == ["words", "most", *inspect.signature(filter_parameters).parameters]
    assert sorted(names[2:]) == sorted(names_of_filters())
    description, documented, returns = get_function_description(ENDPOINT)
    assert description == "Find words."
    assert documented["most"] == "How many."
    assert documented["about"] == "Search only passages that speak of this time, such as 2005 or 2003..2007."
    assert all(documented[name] for name in names)
    assert "what was found." in " ".join(returns)


def test_it_is_called_by_place_or_by_name_with_the_filters() -> None:
    found = ENDPOINT(None, "a", 3, ["The Post"], tags=["UN"])
    assert (found["words"], found["most"]) == ("a", 3)
    assert Filters.from_dict(found["filters"]) == Filters(publishers=("The Post",), tags=("UN",))
    assert ENDPOINT(None, "a")["filters"] == Filters().to_dict()


def test_a_callers_mistake_is_said_in_words() -> None:
    def wrong(*_: object) -> Filters:
        raise FilterError("There is no such tag.")

    with pytest.raises(gr.Error, match="There is no such tag"):
        with_filters(find, wrong)(None, "a")
