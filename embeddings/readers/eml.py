"""A mail in a file of its own."""

import re

from embeddings.readers import mail
from embeddings.readers.content import File, FileContents

# The line that a mailbox has above each message.
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*From [^\n]*\n(?=[!-9;-~]+:)")


def read(file: File) -> FileContents:
    """Read a mail and its attachments. Raises NotRead if nothing of it can be read, and LimitReached."""
    envelope = _ENVELOPE.match(file.data)
    return mail.not_empty(mail.contents_of(file.data[envelope.end() :] if envelope else file.data, file))
