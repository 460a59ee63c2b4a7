from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from student import RANK, Student


@pytest.mark.model
def test_corrections_are_of_a_low_rank_and_small_and_it_can_start_from_them(tmp_path: Path) -> None:
    student = Student()
    with torch.no_grad():
        student.learnt[-1] += 0.1
    kept = student.corrections()
    assert sum(tensor.numel() for tensor in kept.values()) * 2 <= 8_000_000
    name = list(student.maps)[-1]
    assert kept[f"{name}.down"].shape[0] == RANK
    change = kept[f"{name}.up"].float() @ kept[f"{name}.down"].float()
    assert torch.allclose(change, torch.full_like(change, 0.1), atol=1e-3)
    save_file(kept, tmp_path / "reader.safetensors")
    other = Student()
    other.start_from(tmp_path / "reader.safetensors")
    for after, before in zip(other.learnt, student.learnt, strict=True):
        assert torch.allclose(after, before, atol=1e-3)
