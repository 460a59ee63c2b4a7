import pytest

from embeddings.errors import LoccitError
from qa import errors

NAMES = [
    *("BatchError", "CalibrationError", "ClippingError", "CollectionError", "ExportError", "FilterError"),
    *("InvalidReference", "KeptFileError", "QuestionError", "SearchError", "SettingError"),
]


def test_these_are_the_errors_of_qa() -> None:
    defined = [name for name, value in vars(errors).items() if isinstance(value, type) and value is not LoccitError]
    assert sorted(defined) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_is_one_that_a_user_can_act_on_and_says_when_it_is_raised(name: str) -> None:
    error = getattr(errors, name)
    assert issubclass(error, LoccitError)
    assert error.__doc__
