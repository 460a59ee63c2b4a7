from typing import Any, get_args

import numpy as np
import pytest

from embeddings.arrays import Floats, Mask, Numbers, Vectors


@pytest.mark.parametrize(
    ("alias", "scalar"), [(Vectors, np.float32), (Floats, np.float64), (Numbers, np.int64), (Mask, np.bool_)]
)
def test_each_type_names_the_scalar_of_its_rows(alias: Any, scalar: type[np.generic]) -> None:
    _shape, dtype = get_args(alias)
    assert get_args(dtype) == (scalar,)
