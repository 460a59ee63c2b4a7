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

# In seconds. What arrives is written to all the time, so that one of which nothing came for an hour has broken off; and
# the page adds a file as soon as it has arrived.
HOUR = 3_600
# Of a file that arrives, and of the folder of one that has.
_UPLOAD = re.compile(r"tmp\w+|[0-9a-f]{64}")


def prepare(settings: Settings) -> Path:
    """Return the folder of uploads, made if need be.

    Raises SettingError where it cannot be made or written to, where others could read it, and where it may hold less
    than one file.
    """
    if settings.upload_folder_mb < settings.upload_mb:
        raise SettingError(
            f"The setting LOCCIT_UPLOAD_FOLDER_MB is {settings.upload_folder_mb}, less than one file may have "
            f"(LOCCIT_UPLOAD_MB is {settings.upload_mb}); set it to more, best to some twenty times as much."
        )
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
    """Delete the uploads to which nothing has come for an hour: they broke off, or were not added."""
    # Whatever cannot be listed or removed now is tried again an hour later.
    with suppress(OSError):
        for path in folder.iterdir():
            # Whatever else is there is not an upload.
            with suppress(OSError):
                if _UPLOAD.fullmatch(path.name) and time.time() - path.lstat().st_mtime > HOUR:
                    disk.remove(path)
