"""The precision that encoders calculate in, and which one is faster on this machine."""

from functools import cache
from time import perf_counter
from typing import Literal

# int8 is that of linear maps only (embeddings.models.maps); all else of the default model is then in float32.
NumberFormat = Literal["int8", "float32", "bfloat16"]
# "auto" takes int8 for the default model, and the faster one of the others for any other.
Precision = Literal["auto", "int8", "float32", "bfloat16"]


@cache
def bfloat16_is_faster() -> bool:
    """Whether this CPU multiplies bfloat16 faster than float32: timed once, in some hundredths of a second.

    What the CPU reports does not decide it. Of two machines with AVX512-BF16 and without AMX, one encoded twice as fast
    in bfloat16, the other 1.6 times as slowly. Without either extension bfloat16 is far slower, and is not timed.
    """
    import torch

    checks = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    if not any(getattr(torch.cpu, check, lambda: False)() for check in checks):
        return False
    return multiplication_seconds("bfloat16") < multiplication_seconds("float32")


def multiplication_seconds(dtype: Literal["float32", "bfloat16"]) -> float:
    """Return the seconds that one layer of the default model takes for a passage: the fewest of ten runs."""
    import torch

    passage = torch.ones(256, 384, dtype=getattr(torch, dtype))
    layer = torch.ones(384, 1536, dtype=getattr(torch, dtype))
    seconds = []
    for _ in range(10):
        started = perf_counter()
        passage @ layer
        seconds.append(perf_counter() - started)
    return min(seconds)
