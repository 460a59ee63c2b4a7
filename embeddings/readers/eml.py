"""A mail in a file of its own."""

import re

from embeddings.readers import mail
from embeddings.readers.content import File, FileContents, NotRead

# The line that a mailbox has above each message.
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*From [^\n]*\n(?=[!-9;-~]+:)")


def read(file: File) -> FileContents:
    """Read a mail and its attachments. Raises NotRead if nothing of it can be read, and LimitReached."""
    envelope = _ENVELOPE.match(file.data)
    contents = mail.contents_of(file.data[envelope.end() :] if envelope else file.data, file)
    if not contents.documents[0].text.strip() and len(contents.documents) == 1:
        reasons = [f"its {refused.member} {refused.reason}" for refused in contents.refused[:1]]
        raise NotRead(reasons[0] if reasons else "is a mail without text and attachments")
    return contents
