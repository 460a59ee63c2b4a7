"""Plain formats: a mailbox, a table of cables and a transcript."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr
from typing import Any

_CUE_CHARACTERS = 120
_CHARACTERS_A_SECOND = 15


def mailbox(thread: Mapping[str, Any]) -> bytes:
    """Return a thread as a mailbox: each message quotes the lines it answers and ends with its writer's signature."""
    out, sent = [], list[EmailMessage]()
    for number, stated in enumerate(thread["messages"], 1):
        mail = _message(stated, number, thread, sent)
        sent.append(mail)
        address = thread["people"][stated["from"]]["address"]
        envelope = f"From {address} {stated['date'].astimezone(UTC).ctime()}\n".encode()
        lines = mail.as_bytes().split(b"\n")
        out.append(envelope + b"\n".join(b">" + line if line.startswith(b"From ") else line for line in lines) + b"\n")
    return b"".join(out)


def cables(stated: Mapping[str, Any]) -> bytes:
    """Return cables as a CSV file of one row each, with a note beside each that it is none."""
    columns = ("id", "date", "origin", "classification", "subject", "body")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "note"])
    for cable in stated["cables"]:
        writer.writerow([*(str(cable[column]).strip() for column in columns), stated["note"]])
    return out.getvalue().encode()


def transcript(stated: Mapping[str, Any]) -> bytes:
    """Return turns of speech as WebVTT: cues of a sentence or two, timed by their length."""
    out = [f"WEBVTT - {stated['title']}\nKind: captions\nLanguage: en\n"]
    out.append(f"NOTE {stated['publisher']}, {stated['published'].isoformat()}. {stated['note']}\n")
    start = 2.0
    for speaker, words in stated["turns"]:
        for cue in _cues(words):
            end = start + len(cue) / _CHARACTERS_A_SECOND
            out.append(f"{_clock(start)} --> {_clock(end)}\n<v {stated['speakers'][speaker]}>{cue}</v>\n")
            start = end + 0.2
    return "\n".join(out).encode()


def _message(
    stated: Mapping[str, Any], number: int, thread: Mapping[str, Any], sent: list[EmailMessage]
) -> EmailMessage:
    people = thread["people"]
    sender, recipient = people[stated["from"]], people[stated["to"]]
    mail = EmailMessage(policy=default.clone(linesep="\n"))
    mail["From"] = formataddr((sender["name"], sender["address"]))
    mail["To"] = formataddr((recipient["name"], recipient["address"]))
    mail["Cc"] = thread["list"]
    mail["Date"] = format_datetime(stated["date"])
    mail["Subject"] = stated["subject"]
    mail["Message-ID"] = f"<bam-{number}@gulf-desk.example>"
    mail["Organization"] = thread["publisher"]
    quoted = ""
    if "replies_to" in stated:
        answered, before = sent[stated["replies_to"] - 1], thread["messages"][stated["replies_to"] - 1]
        mail["In-Reply-To"] = answered["Message-ID"]
        mail["References"] = " ".join(message["Message-ID"] for message in sent[: stated["replies_to"]])
        who, when = people[before["from"]]["name"], before["date"]
        lines = "\n".join(f"> {line}" for line in stated["quotes"].strip().split("\n"))
        quoted = f"On {when:%a, %d %b %Y at %H:%M}, {who} wrote:\n\n{lines}\n\n"
    text = f"{quoted}{stated['body'].strip()}\n\n-- \n{sender['signature'].strip()}\n"
    mail.set_content(text, cte="quoted-printable")
    return mail


def _cues(words: str) -> Iterator[str]:
    """Yield the sentences of a turn, short ones together."""
    cue = ""
    for sentence in re.split(r"(?<=[.?!]) ", words):
        if cue and len(cue) + len(sentence) > _CUE_CHARACTERS:
            yield cue
            cue = ""
        cue = f"{cue} {sentence}".strip()
    yield cue


def _clock(seconds: float) -> str:
    return f"{datetime.min + timedelta(milliseconds=round(seconds * 1000)):%H:%M:%S.%f}"[:-3]
