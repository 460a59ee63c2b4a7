"""Probabilities and the logs of their odds."""

import math


def logistic(odds: float) -> float:
    """Return a probability given the log of its odds."""
    return 1 / (1 + math.exp(-odds))
