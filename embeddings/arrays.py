"""The types of the arrays that rooms exchange.

Vectors are float32, scores float64, row numbers int64, and masks bool.
"""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
