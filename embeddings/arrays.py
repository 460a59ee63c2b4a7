"""The types of the arrays that are handed on: float32 for vectors, float64 for scores, int64 for numbers."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
