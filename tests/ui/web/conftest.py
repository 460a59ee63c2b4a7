"""Fixtures of what pages may ask of the server."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from qa.archive import Archive, open_archive


@pytest.fixture
def open_index(index: Path) -> Callable[[], Archive]:
    """Open the archive of the articles, as the server does."""
    return partial(open_archive, index)
