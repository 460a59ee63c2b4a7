"""A mail becomes a document, with the files that are attached to it.

The document's text is the body. The head is facts; what the mail quotes and its signature are places.
"""

import re
from base64 import encodebytes
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from mimetypes import guess_extension

from embeddings.documents import Fact, Place
from embeddings.readers.content import File, FileContents, NotRead, NotReadWhole, Refused, content_with
from embeddings.readers.decoding import decode_stated
from embeddings.readers.mail_headers import MAIL_HEADER, file_name, header_facts, header_text
from embeddings.readers.mail_quotes import repeated
from embeddings.readers.mail_text import Body, chosen, html_body, joined, plain_body
from embeddings.readers.outlook_storage import rtf_text
from embeddings.readers.tnef import is_tnef, tnef_of

ENCRYPTED = "is encrypted; decrypt it in a mail program and save it anew"
# A message in another is named by its subject, of which so much is enough.
NAME_CHARACTERS = 80
# Of a message that holds multiparts deeper in another, the rest is read as if it were attached.
DEEPEST = 30

# Parts that say nothing to a reader: signatures and keys, appointments as data, what a list's server adds.
_PASSED_OVER = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
        *("application/pgp-encrypted", "application/pgp-keys", "text/calendar", "text/x-vcalendar", "application/ics"),
        *("text/x-vcard", "text/vcard", "text/directory", "message/external-body", "application/x-pkcs7-crl"),
        # What a mail that came back says to programs; its body says it to people.
        *("message/delivery-status", "message/disposition-notification"),
    }
)
# What Exchange names the parts of a body that Apple Mail wrote around an attachment.
_BODY_NAME = re.compile(r"att\d{5}\.(?:html?|txt)", re.IGNORECASE)
_CIPHERED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_BOUNDARY = re.compile(r'^--([^\s"]{1,100})[ \t]*\r?\nContent-Type:', re.MULTILINE | re.IGNORECASE)
_CIPHERED_TEXT = re.compile(r"-----BEGIN PGP MESSAGE-----")
_SUFFIXES = {"text/rfc822-headers": ".eml", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv"}


class _Parts:
    """What a message consists of: its bodies in order, its attachments, and what cannot be read."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.attached: list[Message] = []
        self.refused: list[Refused] = []
        self.markup = ""

    def add(self, others: "_Parts") -> None:
        """Add all but the bodies of others."""
        self.attached += others.attached
        self.refused += others.refused
        self.markup += others.markup


def contents_of(data: bytes, file: File, member: str = "", places: Iterable[Place] = ()) -> FileContents:
    """Return the documents of a message: itself, as a member where it is one of many, and its attachments.

    A message without a body has its subject for a text. Raises NotReadWhole, and LimitReached where it holds more than
    is read of one file.
    """
    return contents_of_message(message_from_bytes(_unmarked(data), policy=compat32), file, member, places)


def contents_of_message(message: Message, file: File, member: str = "", places: Iterable[Place] = ()) -> FileContents:
    """Return what `contents_of` does, of a message that is parsed. Raises as that."""
    parts = _Parts()
    _sort(message, parts, depth=0)
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
    names = [Fact("attachment", name, "mail") for name in map(_name, parts.attached)]
    # A place of one message among many is as long as its text.
    text = body.text if body.text.strip() else title
    whole = [replace(place, end=len(text)) for place in places if text]
    document = content_with(
        text, [*facts, *names], [*whole, *repeated(text, body.quotations, body.signatures)], member=member
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


def _sort(part: Message, parts: _Parts, depth: int) -> None:
    """Add what a part holds to the bodies and the attachments."""
    kind = part.get_content_type()
    payload = part.get_payload()
    children = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else None
    if kind == "multipart/encrypted" or kind in _CIPHERED:
        _refuse_ciphered(part, kind, parts)
    elif children is None or kind in _PASSED_OVER or kind.startswith("message/") or depth > DEEPEST:
        _sort_leaf(part, kind, parts, depth)
    elif kind == "multipart/alternative":
        _sort_alternatives(children, parts, depth)
    elif kind == "multipart/related":
        related = _Parts()
        for child in children:
            _sort(child, related, depth + 1)
        related.attached = [part for part in related.attached if part.get_content_maintype() != "image"]
        parts.bodies += related.bodies
        parts.add(related)
    else:
        for child in children:
            _sort(child, parts, depth + 1)


def _sort_alternatives(children: list[Message], parts: _Parts, depth: int) -> None:
    """Take the best body of those that say the same, and what is attached to any."""
    bodies: dict[str, list[Body]] = {"text/plain": [], "text/html": []}
    for child in children:
        of_child = _Parts()
        _sort(child, of_child, depth + 1)
        kind = "text/plain" if child.get_content_type() == "text/plain" else "text/html"
        bodies[kind] += of_child.bodies
        parts.add(of_child)
    parts.bodies.append(chosen(joined(bodies["text/plain"]), joined(bodies["text/html"])))


def _sort_leaf(part: Message, kind: str, parts: _Parts, depth: int) -> None:
    name = file_name(part)
    is_attached = part.get_content_disposition() == "attachment"
    is_body = _BODY_NAME.fullmatch(name) or not (is_attached or (parts.bodies and name))
    if kind in _PASSED_OVER:
        return
    if kind in _TNEF or name.lower() == "winmail.dat":
        _sort_tnef(part, parts)
        return
    if kind in {"text/plain", "text/html"} and is_body:
        try:
            parts.bodies.append(_body(part, kind))
            parts.markup += decode_stated(_payload(part), "latin-1") if kind == "text/html" else ""
        except NotReadWhole as error:
            parts.refused.append(Refused(_name(part), str(error)))
    elif kind.startswith("multipart/"):
        _sort_unparted(part, kind, parts, depth)
    elif is_attached or not (kind.startswith("image/") and part.get("Content-ID")):
        parts.attached.append(part)


def _sort_tnef(part: Message, parts: _Parts) -> None:
    """Sort what Outlook has packed: its attachments, and its body where the mail has no other."""
    data = _payload(part)
    if not is_tnef(data):
        parts.attached.append(part)
        return
    packed = tnef_of(data)
    if not any(body.text for body in parts.bodies):
        parts.bodies.append(plain_body(rtf_text(packed.rtf)))
    parts.attached += [part_of("application/octet-stream", content, name) for name, content in packed.attachments]


def part_of(kind: str, data: bytes, name: str = "") -> Message:
    """Return bytes as a part of a message; one with a name is attached."""
    part = Message(policy=compat32)
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "base64"
    if name:
        part["Content-Disposition"] = "attachment"
        part.set_param("filename", name, "Content-Disposition", charset="utf-8")
    part.set_payload(encodebytes(data).decode("ascii"))
    return part


def _sort_unparted(part: Message, kind: str, parts: _Parts, depth: int) -> None:
    """Sort a part whose boundary is stated wrongly or not at all: the first line that looks like it counts."""
    payload = part.get_payload()
    text = payload if isinstance(payload, str) else ""
    boundary = _BOUNDARY.search(text)
    if boundary and depth <= DEEPEST:
        head = f'Content-Type: {kind}; boundary="{boundary[1]}"\n\n'
        data = (head + text).encode("utf-8", "surrogateescape")
        _sort(message_from_bytes(data, policy=compat32), parts, depth + DEEPEST // 3)
    else:
        parts.bodies.append(_body(part, "text/plain"))


def _body(part: Message, kind: str) -> Body:
    text = decode_stated(_payload(part), part.get_content_charset())
    if kind == "text/html":
        return html_body(text)
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    return plain_body(text, flowed=flowed, without_space=str(part.get_param("delsp") or "").lower() == "yes")


def _payload(part: Message) -> bytes:
    """Return the bytes of a part; broken base64 and the like as far as it can be decoded."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, NotBase64, TypeError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    written = part.get_payload()
    return written.encode("utf-8", "surrogateescape") if isinstance(written, str) else b""


def _refuse_ciphered(part: Message, kind: str, parts: _Parts) -> None:
    is_signed_only = str(part.get_param("smime-type") or "").lower() == "signed-data"
    reason = "is signed so that only a mail program can open it; save it there anew" if is_signed_only else ENCRYPTED
    parts.refused.append(Refused(_name(part) if kind in _CIPHERED else "body", reason))


def _attachment(part: Message, file: File, member: str, facts: list[Fact]) -> Iterator[FileContents]:
    """Yield what is read of an attachment."""
    name = _inside(member, _name(part))
    try:
        data = _nested(part) if part.get_content_type() == "message/rfc822" else _payload(part)
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
        return _payload(part)
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64" and not nested.keys():
        nested["Content-Transfer-Encoding"] = "base64"
        return _payload(nested)
    return nested.as_bytes()


def _name(part: Message) -> str:
    """Return the name of an attachment; one by its kind where it has none."""
    kind = part.get_content_type()
    if stated := file_name(part):
        return stated
    if kind == "message/rfc822":
        payload = part.get_payload()
        nested = payload[0] if isinstance(payload, list) and payload else None
        subject = header_text(str(nested["Subject"] or "")) if isinstance(nested, Message) else ""
        return f"{subject.replace('/', '-')[:NAME_CHARACTERS].strip() or 'attached message'}.eml"
    return f"attachment{_SUFFIXES.get(kind) or guess_extension(kind) or ''}"


def _inside(member: str, name: str) -> str:
    return f"{member}/{name}" if member else name
