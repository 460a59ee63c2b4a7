"""A message of Outlook, which becomes a mail as others are and is read as such."""

import io
import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from typing import Any

from embeddings.readers import mail
from embeddings.readers.content import File, FileContents, NotRead
from embeddings.readers.mail_parts import part_of
from embeddings.readers.outlook_storage import OF_ATTACHMENT, OF_FILE, OF_MESSAGE, Properties, rtf_text

# Messages within messages are read so deep; Outlook itself goes no deeper.
DEEPEST = 10

_SUBJECT, _HEADERS, _BODY, _RTF = 0x0037, 0x007D, 0x1000, 0x1009
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _REPRESENTED = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_HEADER_PROPERTIES = {"To": 0x0E04, "Cc": 0x0E03, "Message-ID": 0x1035, "In-Reply-To": 0x1042, "References": 0x1039}
_FILE_NAMES, _MIME, _CONTENT_ID = (0x3707, 0x3704, 0x3001), 0x370E, 0x3712
_DATA, _MESSAGE = 0x3701, "__substg1.0_3701000D"
# Outlook sets the length of "RE: " before a subject.
_PREFIX = re.compile(r"\A\x01[\s\S]")
_TAG = re.compile(r"[^\s/]{1,80}/[^\s/]{1,80}")


def read(file: File) -> FileContents:
    """Read a message and its attachments. Raises NotRead if nothing of it can be read, and LimitReached."""
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    try:
        with OleFileIO(io.BytesIO(file.data)) as ole:
            storage = Storage.from_ole(ole)
    except Exception as error:  # whatever olefile stumbles over
        raise NotRead(f"is a broken Outlook message ({error}); save it from Outlook anew") from error
    return mail.not_empty(mail.contents_of_message(_message(storage, OF_FILE), file))


def _message(storage: Any, header: int, depth: int = 0) -> Message:
    """Return a message as a mail program would send it."""
    properties = Properties(storage, header)
    message = Message(policy=compat32)
    for name, value in _head(properties).items():
        message[name] = value
    attachments = list(_attachments(storage, depth))
    is_ciphered = any(part.get_content_type() == "application/pgp-encrypted" for part in attachments)
    message["Content-Type"] = "multipart/encrypted" if is_ciphered else "multipart/mixed"
    message.set_payload([_bodies(properties), *attachments])
    return message


def _head(properties: Properties) -> dict[str, str]:
    """Return the head of a message: as it was sent, else from what Outlook keeps of it."""
    sent = message_from_string(properties.text(_HEADERS), policy=compat32)
    kept = {name: properties.text(number) for name, number in _HEADER_PROPERTIES.items()}
    when = properties.time(_SUBMITTED) or properties.time(_DELIVERED)
    kept |= {"From": _sender(properties), "Date": format_datetime(when) if when else ""}
    values = {name: str(sent.get(name) or "") or value for name, value in kept.items()}
    values["Subject"] = _PREFIX.sub("", properties.text(_SUBJECT))
    return {name: " ".join(value.split()) for name, value in values.items() if value.strip()}


def _sender(properties: Properties) -> str:
    name = properties.text(_SENDER_NAME) or properties.text(_REPRESENTED)
    # In an organisation an address is a path: "/O=EXAMPLE/OU=...".
    address = next((text for number in (_SENDER_SMTP, _SENDER_ADDRESS) if "@" in (text := properties.text(number))), "")
    quoted = name.replace("\\", "").replace('"', "")
    return f'"{quoted}" <{address}>' if address and name else name or address


def _bodies(properties: Properties) -> Message:
    plain, markup = properties.text(_BODY), properties.html()
    if not plain.strip() and not markup.strip():
        plain = rtf_text(properties.data(_RTF))
    bodies = Message(policy=compat32)
    bodies["Content-Type"] = "multipart/alternative"
    texts = [(kind, text) for kind, text in (("text/plain", plain), ("text/html", markup)) if text.strip()]
    bodies.set_payload([part_of(f"{kind}; charset=utf-8", text.encode("utf-8", "replace")) for kind, text in texts])
    return bodies


def _attachments(storage: Any, depth: int) -> Iterator[Message]:
    for attachment in storage.iter_attachment_storages():
        properties = Properties(attachment, OF_ATTACHMENT)
        name = next((name for number in _FILE_NAMES if (name := properties.text(number).strip())), "")
        stated = properties.text(_MIME).strip().lower()
        kind = stated if _TAG.fullmatch(stated) else "application/octet-stream"
        nested = next((kept for kept in attachment.storages if kept.name == _MESSAGE), None)
        data = properties.data(_DATA)
        if nested is not None and depth < DEEPEST:
            part = Message(policy=compat32)
            part["Content-Type"] = "message/rfc822"
            part.set_payload([_message(nested, OF_MESSAGE, depth + 1)])
        elif not data and not name:
            continue
        elif kind == "multipart/signed":
            part = message_from_bytes(data, policy=compat32)
        else:
            part = part_of(kind, data, name)
        if content_id := properties.text(_CONTENT_ID):
            part["Content-ID"] = content_id
        yield part
