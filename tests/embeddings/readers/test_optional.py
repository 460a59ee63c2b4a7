import os
from pathlib import Path

import pytest

from embeddings.readers import ocr, optional
from embeddings.readers.optional import WITHOUT_7Z, WITHOUT_ATTRIBUTION, WITHOUT_LIBRE_OFFICE, WITHOUT_OCR, missing


def test_what_is_missing_is_named_with_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(optional, "find_spec", lambda _: None)
    monkeypatch.setattr(optional, "can_parse", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing() == [WITHOUT_OCR, WITHOUT_ATTRIBUTION, WITHOUT_7Z, WITHOUT_LIBRE_OFFICE]
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(optional, "find_spec", lambda _: os)
    monkeypatch.setattr(optional, "can_parse", lambda: True)
    assert missing() == []
