import os
import sys
from pathlib import Path

import pytest

from embeddings.files.path_text import path_text


def test_a_path_is_its_text() -> None:
    assert path_text(Path("/archive/índice “2011”.txt")) == "/archive/índice “2011”.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_byte_that_is_no_utf_8_is_escaped() -> None:
    text = path_text(Path(os.fsdecode(b"/archive/caf\xe9.txt")))
    assert text == "/archive/caf\\xe9.txt"
    assert text.encode("utf-8")
