"""Files in which mail programs and offices wrap others: "winmail.dat" of Outlook, and signed files ("report.pdf.p7m").

A signed file is not encrypted, and its signature is not checked: whoever reads an archive knows whom they trust.
"""

import base64
import binascii
import re
from dataclasses import replace
from pathlib import PurePath

from embeddings.readers import eml
from embeddings.readers.content import File, FileContents, NotRead
from embeddings.readers.signed_mail import is_signature, signed_content
from embeddings.readers.tnef import is_tnef

_ARMOUR = re.compile(rb"-----[A-Z0-9 ]+-----")
_MAIL = b"MIME-Version: 1.0\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"


def read(file: File) -> FileContents:
    """Read what is wrapped in a file: a mail, or a file as its own. Raises NotRead if there is nothing to read."""
    if is_tnef(file.data):
        return eml.read(replace(file, data=_MAIL + base64.encodebytes(file.data)))
    data = _unarmoured(file.data)
    if content := signed_content(data):
        return file.read_member(PurePath(file.name).stem, content)
    if is_signature(data):
        raise NotRead("is a signature without the file that it signs; add that file")
    raise NotRead("is encrypted, or no signed file; decrypt it in the program that made it, and add the file itself")


def _unarmoured(data: bytes) -> bytes:
    """Return the bytes of a signed file, which may be written as letters."""
    if is_signature(data):
        return data
    try:
        return base64.b64decode(b"".join(_ARMOUR.sub(b"", data).split()), validate=True)
    except binascii.Error:
        return data
