"""ZIP files of the same bytes each time: all members bear one date."""

import io
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_DATE = (2026, 1, 1, 0, 0, 0)


def zipped(members: Mapping[str, bytes], stored: Iterable[str] = ()) -> bytes:
    """Return a ZIP file of members in their order; those that `stored` names are not compressed."""
    unpacked = set(stored)
    out = io.BytesIO()
    with ZipFile(out, "w") as file:
        for name, data in members.items():
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_STORED if name in unpacked else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            file.writestr(info, data)
    return out.getvalue()


def with_fixed_dates(data: bytes) -> bytes:
    """Return a ZIP file whose members are the same and bear that date."""
    with ZipFile(io.BytesIO(data)) as file:
        return zipped({name: file.read(name) for name in file.namelist()}, stored=("mimetype",))
