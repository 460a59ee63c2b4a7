"""INDEX/embedded.journal: what was embedded since the last generation was published.

A rebuild appends whatever it embeds, so one that was stopped or killed has embedded nothing in vain. The file may end
anywhere: reading it stops at the first record that is not whole. It goes when a rebuild is published.
"""

import json
import struct
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from embeddings.arrays import Numbers
from embeddings.building.embedded import Embedded, KeyLookup, Keys, as_keys
from embeddings.files import disk
from embeddings.files.checks import run_checksum
from embeddings.generations.layout import JOURNAL, RUNS

# A record is a mark and a key, the shape and rows of each run, the vector, and the XXH3 of all that.
_MARK = b"LOCE"
_START = struct.Struct("<4s32s")
_SHAPE = struct.Struct("<II")
_CHECKSUM = struct.Struct("<Q")


class Journal:
    """What was embedded since the last generation was published, by the keys of the passages."""

    def __init__(self, index: Path, header: Mapping[str, Any]) -> None:
        """Open the journal to read it and to append to it.

        `header` says what made the vectors, their "dimension" among it. A journal with another header is begun anew.
        """
        self._path = index / JOURNAL
        self._header = json.dumps(header, sort_keys=True).encode() + b"\n"
        self._dimension = int(header["dimension"])
        # Keys and places of the records, in bytes and not in Python's objects: an archive may have a million passages.
        self._keys, self._places = bytearray(), array("q")
        end = self._scan()
        self._file = self._path.open("r+b" if end else "w+b", buffering=0)
        try:
            if end:
                self._file.truncate(end)
            else:
                self._write(self._header)
        except BaseException:
            self._file.close()
            raise

    def __len__(self) -> int:
        return len(self._places)

    def rows(self, keys: Keys) -> Numbers:
        """Return the number of each key's record, -1 for a key that has none; shape (len(keys),)."""
        return KeyLookup(as_keys(bytes(self._keys))).rows(keys)

    def append(self, key: bytes, embedded: Embedded) -> None:
        """Append what the model made of the passage of a key."""
        place = self._file.seek(0, 2)
        parts = [_START.pack(_MARK, key)]
        for name, dtype in RUNS.items():
            run = np.ascontiguousarray(embedded.runs[name], dtype)
            parts += [_SHAPE.pack(*run.shape), run.tobytes()]
        parts.append(np.ascontiguousarray(embedded.passage, np.float32).tobytes())
        record = b"".join(parts)
        self._write(record + _CHECKSUM.pack(run_checksum(record)))
        self._add_place(key, place)

    def _add_place(self, key: bytes, place: int) -> None:
        self._keys += key
        self._places.append(place)

    def _write(self, data: bytes) -> None:
        with disk.naming(self._path):
            disk.append(self._file, data)

    def get(self, number: int) -> Embedded:
        """Return what the model made of a passage, by the number that `rows` gives; raises IndexError."""
        self._file.seek(self._places[number])
        record = self._read(self._file)
        if record is None:
            raise IndexError(f"{self._path} was changed while it was read")
        return record[1]

    def _scan(self) -> int:
        """Find the records; return the end of the last whole one, 0 if there is nothing that can be used."""
        if not self._path.is_file():
            return 0
        with self._path.open("rb") as file:
            if file.readline(len(self._header) + 1) != self._header:
                return 0
            end = file.tell()
            while record := self._read(file):
                self._add_place(record[0], end)
                end = file.tell()
        return end

    def _read(self, file: Any) -> tuple[bytes, Embedded] | None:
        """Read a record; None where there is none, or not all of it, or not as it was written."""
        parts = [file.read(_START.size)]
        if len(parts[0]) < _START.size or not parts[0].startswith(_MARK):
            return None
        runs = {}
        for name, dtype in RUNS.items():
            shape = file.read(_SHAPE.size)
            if len(shape) < _SHAPE.size:
                return None
            rows, width = _SHAPE.unpack(shape)
            # A damaged length must not fill the memory: no read is longer than the file.
            data = file.read(min(rows * width * dtype.itemsize, self._path.stat().st_size))
            if len(data) < rows * width * dtype.itemsize:
                return None
            runs[name] = np.frombuffer(data, dtype).reshape(rows, width)
            parts += [shape, data]
        parts.append(file.read(self._dimension * 4))
        checksum = file.read(_CHECKSUM.size)
        if checksum != _CHECKSUM.pack(run_checksum(b"".join(parts))):
            return None
        return parts[0][len(_MARK) :], Embedded(np.frombuffer(parts[-1], np.float32), runs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file and leave it for the next rebuild."""
        self._file.close()
