"""Where uploaded files wait until they are added: a folder that only its owner can read, swept of what was given up.

Gradio puts there whatever it writes. An upload has a name that begins with `tmp` while it arrives, and then stands in a
folder that has the sha256 of its content as its name.
"""

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from embeddings.files import disk
from qa.errors import SettingError
from qa.settings import Settings

# In seconds. What arrives is written to all the time, so that one of which nothing came for an hour has broken off.
HOUR = 3_600
DAY = 86_400
_ARRIVING = re.compile(r"tmp\w+")
_ARRIVED = re.compile(r"[0-9a-f]{64}")


def prepare(settings: Settings) -> Path:
    """Return the folder of uploads, made if need be.

    Raises SettingError where it cannot be made or written to, or where others could read it.
    """
    try:
        folder = (settings.uploads or settings.cache / "uploads").expanduser().absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        with TemporaryFile(dir=folder):
            pass
    except (OSError, RuntimeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower().rstrip(".")
        raise SettingError(
            f"Uploads cannot be kept in {settings.uploads or settings.cache / 'uploads'} ({reason}); set "
            "LOCCIT_UPLOADS to a folder that can be written to."
        ) from error
    # Windows has no such owners and modes.
    if os.name != "nt" and status.st_uid != os.getuid():
        raise SettingError(f"The folder of uploads {folder} belongs to another user; set LOCCIT_UPLOADS to your own.")
    if os.name != "nt" and status.st_mode & 0o077:
        raise SettingError(
            f"The folder of uploads {folder} can be entered by others; run chmod 700 {folder}, or set LOCCIT_UPLOADS "
            "to another folder."
        )
    return folder


def sweep(folder: Path) -> None:
    """Delete the uploads that broke off an hour ago, and those that arrived a day ago and were not added."""
    for path in folder.iterdir():
        most_seconds = HOUR if _ARRIVING.fullmatch(path.name) else DAY if _ARRIVED.fullmatch(path.name) else None
        # Whatever else is there is not an upload.
        with suppress(OSError):
            if most_seconds is not None and time.time() - path.lstat().st_mtime > most_seconds:
                disk.remove(path)


def sweep_hourly(folder: Path) -> None:
    """Sweep the folder now, and then each hour, for ever."""
    while True:
        with suppress(OSError):
            sweep(folder)
        time.sleep(HOUR)
