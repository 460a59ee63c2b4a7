"""What a mail consists of: its bodies, what is attached to it, and what of it cannot be read."""

import re
from base64 import encodebytes
from binascii import Error as NotBase64
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from mimetypes import guess_extension

from embeddings.readers.content import NotReadWhole, Refused
from embeddings.readers.decoding import decode_stated
from embeddings.readers.mail_headers import file_name, header_text
from embeddings.readers.mail_text import Body, chosen, html_body, joined, plain_body
from embeddings.readers.outlook_storage import rtf_text
from embeddings.readers.signed_mail import is_signature, signed_content
from embeddings.readers.tnef import is_tnef, tnef_of
from embeddings.readers.uuencoded import without_files

ENCRYPTED = "is encrypted; decrypt it in a mail program and save it anew"
# A message in another is named by its subject, of which so much is enough.
NAME_CHARACTERS = 80
# Of a message that holds multiparts deeper in another, the rest is read as if it were attached.
DEEPEST = 30

# Parts that say nothing to a reader: signatures and keys, what a list's server adds.
_PASSED_OVER = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
        *("application/pgp-encrypted", "application/pgp-keys"),
        *("text/x-vcard", "text/vcard", "text/directory", "message/external-body", "application/x-pkcs7-crl"),
        # What a mail that came back says to programs; its body says it to people.
        *("message/delivery-status", "message/disposition-notification"),
    }
)
# Beside the bodies of an invitation, which need not say when and where, and often attached as a file, too.
_APPOINTMENTS = frozenset({"text/calendar", "text/x-vcalendar", "application/ics"})
# What says the same as a body, for programs that show mails otherwise.
_BODIES_AGAIN = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
# What Exchange names the parts of a body that Apple Mail wrote around an attachment.
_BODY_NAME = re.compile(r"att\d{5}\.(?:html?|txt)", re.IGNORECASE)
_CIPHERED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_BOUNDARY = re.compile(r'^--([^\s"]{1,100})[ \t]*\r?\nContent-Type:', re.MULTILINE | re.IGNORECASE)
_SUFFIXES = {"text/rfc822-headers": ".eml", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv"}


class Parts:
    """What a message consists of: its bodies in order, its attachments, and what cannot be read."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.attached: list[Message] = []
        self.appointments: list[Message] = []
        self.refused: list[Refused] = []
        self.markup = ""

    def add(self, others: "Parts") -> None:
        """Add all but the bodies of others."""
        self.attached += others.attached
        self.appointments += others.appointments
        self.refused += others.refused
        self.markup += others.markup

    def attach_appointment(self) -> None:
        """Attach the appointment that stands beside the bodies, unless it is attached as a file, too."""
        if not any(part.get_content_type() in _APPOINTMENTS for part in self.attached):
            self.attached += self.appointments[:1]


def sort(part: Message, parts: Parts, depth: int) -> None:
    """Add what a part holds to the bodies and the attachments."""
    kind = part.get_content_type()
    payload = part.get_payload()
    children = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else None
    if kind in _CIPHERED and depth <= DEEPEST and is_signature(payload_of(part)):
        # One that encloses nothing brings certificates.
        if content := signed_content(payload_of(part)):
            sort(message_from_bytes(content, policy=compat32), parts, depth + 1)
    elif kind == "multipart/encrypted" or kind in _CIPHERED:
        parts.refused.append(Refused(name_of(part) if kind in _CIPHERED else "body", ENCRYPTED))
    elif children is None or kind in _PASSED_OVER or kind.startswith("message/") or depth > DEEPEST:
        _sort_leaf(part, kind, parts, depth)
    elif kind == "multipart/alternative":
        _sort_alternatives(children, parts, depth)
    elif kind == "multipart/related":
        related = Parts()
        for child in children:
            sort(child, related, depth + 1)
        related.attached = [part for part in related.attached if part.get_content_maintype() != "image"]
        parts.bodies += related.bodies
        parts.add(related)
    else:
        for child in children:
            sort(child, parts, depth + 1)


def _sort_alternatives(children: list[Message], parts: Parts, depth: int) -> None:
    """Take the best body of those that say the same, and what is attached to any."""
    bodies: dict[str, list[Body]] = {"text/plain": [], "text/html": []}
    others = [child for child in children if child.get_content_type() not in _BODIES_AGAIN]
    for child in others or children:
        of_child = Parts()
        sort(child, of_child, depth + 1)
        kind = "text/plain" if child.get_content_type() == "text/plain" else "text/html"
        bodies[kind] += of_child.bodies
        parts.add(of_child)
    parts.bodies.append(chosen(joined(bodies["text/plain"]), joined(bodies["text/html"])))


def _sort_leaf(part: Message, kind: str, parts: Parts, depth: int) -> None:
    name = file_name(part)
    is_attached = part.get_content_disposition() == "attachment"
    is_body = _BODY_NAME.fullmatch(name) or not (is_attached or (parts.bodies and name))
    if kind in _PASSED_OVER:
        return
    if kind in _APPOINTMENTS and not (is_attached and name):
        parts.appointments.append(part)
        return
    if kind in _TNEF or name.lower() == "winmail.dat":
        _sort_tnef(part, parts)
        return
    if kind in {"text/plain", "text/html"} and is_body:
        try:
            parts.bodies.append(_body(part, kind, parts))
            parts.markup += decode_stated(payload_of(part), "latin-1") if kind == "text/html" else ""
        except NotReadWhole as error:
            parts.refused.append(Refused(name_of(part), str(error)))
    elif kind.startswith("multipart/"):
        _sort_unparted(part, kind, parts, depth)
    elif is_attached or not (kind.startswith("image/") and part.get("Content-ID")):
        parts.attached.append(part)


def _sort_tnef(part: Message, parts: Parts) -> None:
    """Sort what Outlook has packed: its attachments, and its body where the mail has no other."""
    data = payload_of(part)
    if not is_tnef(data):
        parts.attached.append(part)
        return
    packed = tnef_of(data)
    if not any(body.text for body in parts.bodies):
        rtf = rtf_text(packed.rtf)
        html = html_body(packed.html) if packed.html and not rtf.strip() else Body("")
        parts.bodies.append(html if html.text else plain_body(rtf if rtf.strip() else packed.plain))
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


def _sort_unparted(part: Message, kind: str, parts: Parts, depth: int) -> None:
    """Sort a part whose boundary is stated wrongly or not at all: the first line that looks like it counts."""
    payload = part.get_payload()
    text = payload if isinstance(payload, str) else ""
    boundary = _BOUNDARY.search(text)
    if boundary and depth <= DEEPEST:
        head = f'Content-Type: {kind}; boundary="{boundary[1]}"\n\n'
        data = (head + text).encode("utf-8", "surrogateescape")
        sort(message_from_bytes(data, policy=compat32), parts, depth + DEEPEST // 3)
    else:
        parts.bodies.append(_body(part, "text/plain", parts))


def _body(part: Message, kind: str, parts: Parts) -> Body:
    """Return the text of a body; files that stand within it become attachments. Raises NotReadWhole."""
    text = decode_stated(payload_of(part), part.get_content_charset())
    if kind == "text/html":
        return html_body(text)
    text, files = without_files(text)
    parts.attached += [part_of("application/octet-stream", data, name) for name, data in files]
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    return plain_body(text, flowed=flowed, without_space=str(part.get_param("delsp") or "").lower() == "yes")


def payload_of(part: Message) -> bytes:
    """Return the bytes of a part; broken base64 and the like as far as it can be decoded."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, NotBase64, TypeError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    written = part.get_payload()
    return written.encode("utf-8", "surrogateescape") if isinstance(written, str) else b""


def name_of(part: Message) -> str:
    """Return the name of an attachment; one by its kind where it has none."""
    kind = part.get_content_type()
    if stated := file_name(part):
        return stated
    if kind.startswith("message/"):
        payload = part.get_payload()
        nested = payload[0] if isinstance(payload, list) and payload else None
        subject = header_text(str(nested["Subject"] or "")) if isinstance(nested, Message) else ""
        return f"{subject.replace('/', '-')[:NAME_CHARACTERS].strip() or 'attached message'}.eml"
    return f"attachment{_SUFFIXES.get(kind) or guess_extension(kind) or ''}"
