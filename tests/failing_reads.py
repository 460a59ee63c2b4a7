"""A disk or a share that fails to be read: the calls of the operating system raise where a test says."""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class _Broken:
    """The entries of a folder, of which the listing breaks off after the first."""

    def __init__(self, entries: Any, error: OSError) -> None:
        self._entries, self._error = entries, error

    def __enter__(self) -> "Iterator[os.DirEntry[str]]":
        return self._break_off()

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def _break_off(self) -> "Iterator[os.DirEntry[str]]":
        yield next(self._entries)
        raise self._error


class FailingReads:
    """Makes calls about a path fail, and what lies below it, until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._failures: dict[tuple[str, str], int] = {}
        scandir = os.scandir

        def listed(path: Any = ".") -> Any:
            self._raise("scandir", path)
            number = self._number("scandir after one", path)
            return _Broken(scandir(path), self._error(number, path)) if number else scandir(path)

        monkeypatch.setattr(os, "scandir", listed)
        for module, name, call in ((builtins, "open", open), (os, "stat", os.stat), (io, "open", open)):
            monkeypatch.setattr(module, name, self._around(name, call))

    def __call__(self, call: str, path: Path, number: int) -> None:
        """Have a call about a path raise the error of a number: "scandir", "scandir after one", "stat" or "open"."""
        self._failures[call, str(path)] = number

    def mend(self) -> None:
        """Let all calls work again."""
        self._failures.clear()

    def _around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(path: Any, *arguments: Any, **named: Any) -> Any:
            self._raise(name, path)
            return call(path, *arguments, **named)

        return called

    def _raise(self, call: str, path: Any) -> None:
        if number := self._number(call, path):
            raise self._error(number, path)

    def _number(self, call: str, path: Any) -> int | None:
        return None if isinstance(path, int) else self._failures.get((call, os.fsdecode(path)))

    def _error(self, number: int, path: Any) -> OSError:
        return OSError(number, os.strerror(number), os.fsdecode(path))
