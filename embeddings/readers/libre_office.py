"""LibreOffice, where it is installed, converts what no reader here reads.

It runs without a window, with a profile of its own in which macros are off and links are not followed, in a folder that
is removed, for a limited time.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

# A report of hundreds of pages takes ten seconds.
SECONDS = 60

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>
</prop></item></oor:items>
"""


def program() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def converted(data: bytes, suffix: str, to: str, seconds: float = SECONDS) -> bytes | None:
    """Return a file in another format, such as "docx"; None without LibreOffice, and if it does not convert it."""
    command = program()
    if command is None:
        return None
    with TemporaryDirectory(prefix="loccit-") as name:
        folder = Path(name)
        source, profile = folder / f"file.{suffix}", folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source.write_bytes(data)
        arguments = [
            *(command, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"),
            *("--convert-to", to, "--outdir", str(folder), str(source)),
        ]
        _run(arguments, folder, seconds)
        target = folder / f"file.{to}"
        return target.read_bytes() if target.is_file() else None


def _run(arguments: list[str], folder: Path, seconds: float) -> None:
    """Run a program and those that it starts, and end them all after a time."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603  # the program is LibreOffice, as the PATH names it
        arguments,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
