"""A mail becomes a document, with the files that are attached to it.

The document's text is the body. The head is facts; what the mail quotes and its signature are places.
"""

import re
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from embeddings.documents import Fact, Place
from embeddings.readers.content import File, FileContents, NotRead, Refused, content_with
from embeddings.readers.mail_headers import MAIL_HEADER, header_facts
from embeddings.readers.mail_parts import ENCRYPTED, Parts, name_of, payload_of, sort
from embeddings.readers.mail_quotes import repeated
from embeddings.readers.mail_text import Body, joined

_CIPHERED_TEXT = re.compile(r"-----BEGIN PGP MESSAGE-----")


def contents_of(data: bytes, file: File, member: str = "", places: Iterable[Place] = ()) -> FileContents:
    """Return the documents of a message: itself, as a member where it is one of many, and its attachments.

    A message without a body has its subject for a text. Raises NotReadWhole, and LimitReached where it holds more than
    is read of one file.
    """
    try:
        message = message_from_bytes(_unmarked(data), policy=compat32)
    except RecursionError as error:
        raise NotRead("nests its parts too deep; save it from a mail program anew") from error
    return contents_of_message(message, file, member, places)


def contents_of_message(message: Message, file: File, member: str = "", places: Iterable[Place] = ()) -> FileContents:
    """Return what `contents_of` does, of a message that is parsed. Raises as that."""
    parts = Parts()
    sort(message, parts, depth=0)
    parts.attach_appointment()
    body = joined(parts.bodies)
    facts = header_facts(message)
    title = next((fact.value for fact in facts if fact.name == "title"), "")
    if _CIPHERED_TEXT.match(body.text):
        body, parts.refused = Body(""), [*parts.refused, Refused("body", ENCRYPTED)]
    are_inline = (
        is_inline_picture(part.get_content_type(), str(part["Content-ID"] or ""), parts.markup)
        for part in parts.attached
    )
    parts.attached = [part for part, inline in zip(parts.attached, are_inline, strict=True) if not inline]
    attached = [contents for part in parts.attached for contents in _attachment(part, file, member, facts)]
    names = [Fact("attachment", name, "mail") for name in map(name_of, parts.attached)]
    # A place of one message among many is as long as its text.
    text = body.text if body.text.strip() else title
    whole = [place._replace(end=len(text)) for place in places if text]
    document = content_with(
        text, [*facts, *names], [*whole, *repeated(text, body.quotations, body.signatures, title)], member=member
    )
    return FileContents(
        (document, *(content for contents in attached for content in contents.documents)),
        (
            *(replace(refused, member=_inside(member, refused.member)) for refused in parts.refused),
            *(refused for contents in attached for refused in contents.refused),
        ),
    )


def not_empty(contents: FileContents) -> FileContents:
    """Return the documents of a mail. Raises NotRead, with the reason, where there is nothing to read in them."""
    if contents.documents[0].text.strip() or len(contents.documents) > 1:
        return contents
    reasons = [f"its {refused.member} {refused.reason}" for refused in contents.refused[:1]]
    raise NotRead(reasons[0] if reasons else "is a mail without text and attachments")


def is_inline_picture(content_type: str, content_id: str, bodies: str) -> bool:
    """Whether an attached picture is part of the look of a mail: its HTML shows it by its id."""
    return content_type.startswith("image/") and bool(content_id) and f"cid:{content_id.strip('<> ')}" in bodies


def attached_to(contents: FileContents, facts: Iterable[Fact]) -> FileContents:
    """Return the documents of an attachment with facts that say to which mail it was attached."""
    names = {"title": "attached to", "message id": "attached to message"}
    more = tuple(Fact(names[fact.name], fact.value, MAIL_HEADER) for fact in facts if fact.name in names)
    documents = tuple(replace(content, facts=(*content.facts, *more)) for content in contents.documents)
    return FileContents(documents, contents.refused)


def _unmarked(data: bytes) -> bytes:
    """Return a message as bytes that begin with its head, in an encoding that ASCII is part of."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\0" in data[:2]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    # Apple Mail writes the length of a message above it, and what it knows of it below.
    length, _, rest = data[:30].partition(b"\n")
    is_length = length.strip().isdigit() and bool(rest)
    return data[len(length) + 1 :][: int(length)] if is_length else data


def _attachment(part: Message, file: File, member: str, facts: list[Fact]) -> Iterator[FileContents]:
    """Yield what is read of an attachment."""
    name = _inside(member, name_of(part))
    try:
        data = _nested(part) if part.get_content_maintype() == "message" else payload_of(part)
    except (ValueError, LookupError, TypeError, AttributeError, NotBase64) as error:
        yield FileContents((), (Refused(name, f"is a broken attachment ({error}); save it from a mail program"),))
        return
    if data.strip():
        yield attached_to(file.read_member(name, data), facts)
    else:
        yield FileContents((), (Refused(name, "is an empty attachment; ask for it to be sent again"),))


def _nested(part: Message) -> bytes:
    """Return an attached message; some programs encode one, which the standard forbids."""
    payload = part.get_payload()
    nested = payload[0] if isinstance(payload, list) else None
    if not isinstance(nested, Message):
        return payload_of(part)
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64" and not nested.keys():
        nested["Content-Transfer-Encoding"] = "base64"
        return payload_of(nested)
    return nested.as_bytes()


def _inside(member: str, name: str) -> str:
    return f"{member}/{name}" if member else name
