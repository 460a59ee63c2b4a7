import pytest

from embeddings.models import precision
from embeddings.models.precision import bfloat16_is_faster, multiplication_seconds


@pytest.mark.parametrize(
    ("amx", "avx512", "seconds", "faster"),
    [(True, True, 0.5, True), (False, True, 0.5, True), (False, True, 2.0, False), (False, False, 0.5, False)],
)
def test_bfloat16_is_taken_to_be_faster_where_the_cpu_knows_it_and_it_is(
    monkeypatch: pytest.MonkeyPatch, amx: bool, avx512: bool, seconds: float, faster: bool
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: amx, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: avx512, raising=False)
    monkeypatch.setattr(precision, "multiplication_seconds", lambda dtype: seconds if dtype == "bfloat16" else 1.0)
    bfloat16_is_faster.cache_clear()
    try:
        assert bfloat16_is_faster() is faster
    finally:
        bfloat16_is_faster.cache_clear()


def test_multiplying_is_timed_in_either_precision() -> None:
    assert 0 < multiplication_seconds("float32") < 1
    assert 0 < multiplication_seconds("bfloat16") < 1
