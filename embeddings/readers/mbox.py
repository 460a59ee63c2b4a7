"""A mailbox: messages one below the other, each under a line "From ...".

Such a line holds a time, an address or a dash, and has the head of a message below it, or follows an empty line. A
sentence that begins with "From" has ">" set before it in most mailboxes, which is taken away.
"""

import re
from collections.abc import Iterator

from embeddings.documents import Place
from embeddings.readers import mail
from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead, Refused

_ENVELOPE = re.compile(rb"^From (?:[^\n]*\d:\d\d[^\n]*|-?[ \t\r]*|[^\s@]+@\S+[ \t\r]*)$", re.MULTILINE)
# "From 10:30 to noon they spoke" has a time too, but no weekday before it.
_DATED = re.compile(rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? (?=[^\n]{0,80}\b\d{4}\b)[^\n]{0,40}\d:\d\d")
_HEADER = re.compile(rb"\n(?:[A-Z][A-Za-z]{0,30}(?:-[A-Za-z0-9]{1,30}){0,5}):")
_EMPTY_LINE = re.compile(rb"(?:\A|\n|\n\r)\r?\n\Z")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(file: File) -> FileContents:
    """Read each message and its attachments.

    Raises NotRead if it holds no message, LimitReached if it holds more than are read of one file.
    """
    documents: list[FileContent] = []
    refused: list[Refused] = []
    for number, message in enumerate(_messages(file.data), start=1):
        if number > file.limits.members:
            raise LimitReached(
                f"holds more than {file.limits.members:,} messages; split it, or set LOCCIT_FILE_MEMBERS"
            )
        member = f"message {number}"
        try:
            contents = mail.contents_of(message, file, member, [Place("message", str(number), 0, 0)])
        except LimitReached:
            raise
        except Exception as error:  # whatever is wrong with a message, the others are read
            refused.append(Refused(member, f"cannot be read ({error}); save it from a mail program"))
            continue
        documents += contents.documents
        refused += contents.refused
    if not documents and not refused:
        raise NotRead('is a mailbox without a message: no line begins with "From " and a time or an address')
    return FileContents(tuple(documents), tuple(refused))


def _messages(data: bytes) -> Iterator[bytes]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    starts = [match for match in _ENVELOPE.finditer(data) if _is_envelope(data, match)]
    ends = [match.start() for match in starts[1:]] + [len(data)]
    for match, end in zip(starts, ends, strict=False):
        yield _QUOTED_FROM.sub(rb"\1", data[match.end() + 1 : end])


def _is_envelope(data: bytes, line: re.Match[bytes]) -> bool:
    """Whether a line that begins with "From" is what it looks like, by what stands around it."""
    is_dated = bool(_DATED.search(line[0]))
    if _HEADER.match(data, line.end()):
        # "From 10:30 to noon they spoke" may have "Note: ..." below it.
        return is_dated or b"@" in line[0] or b":" not in line[0]
    return is_dated and _follows_empty_line(data, line.start())


def _follows_empty_line(data: bytes, start: int) -> bool:
    return not data[:start].strip() if start < 4 else bool(_EMPTY_LINE.search(data[start - 4 : start]))  # noqa: PLR2004
