"""A small file of every format, as bytes by name: pieces of the sample archive, and others written here."""

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
from email.message import EmailMessage
from pathlib import Path

from tests.embeddings.readers.office_files import OPEN_DOCUMENT, compound_file, open_document, packed
from tests.embeddings.readers.outlook_files import item, ole
from tests.embeddings.readers.powerpoint_files import anchored, header, latin, outlined, powerpoint_streams
from tests.embeddings.readers.scans import file_of, picture
from tests.embeddings.readers.word_files import word_streams

CORPUS = Path(__file__).resolve().parents[3] / "data" / "corpus"

WORDS = "The toll of the Sound fell in 1429, and the ports of Riga and Narva paid it."
PAGE = f"<html><head><title>Tolls</title></head><body><h1>Tolls</h1><p>{WORDS}</p><p>{WORDS}</p></body></html>"
_TABLE = "<table:table table:name='A'><table:table-row>{}</table:table-row></table:table>".format(
    f"<table:table-cell office:value-type='string'><text:p>{WORDS}</text:p></table:table-cell>" * 2
)
_SLIDE = f"<draw:page><draw:frame><draw:text-box><text:p>{WORDS}</text:p></draw:text-box></draw:frame></draw:page>"
_FORMS = {"text": f"<text:p>{WORDS}</text:p>", "spreadsheet": _TABLE, "presentation": _SLIDE}
# A text packed by py7zr without compression.
_SEVEN_ZIP = (
    "377abcaf271c000433dc55fb6d000000000000001400000000000000d19d780254686520746f6c6c206f662074686520536f756e642066656c6c"
    "20696e20313432392e0a0100440104060001092400070b01000101000c2400080a019f47210800000501190100110d0061002e00740078007400"
    "0000140a0100e017898bb880dd01150601002080a48100000017062401094900070b010001212101180c450000"
)


def samples() -> dict[str, bytes]:
    """Return the files; those of the sample archive are its smallest of each suffix."""
    pieces = {path.suffix: path for path in sorted(CORPUS.iterdir(), key=lambda path: -path.stat().st_size)}
    of_archive = {f"piece{suffix}": path.read_bytes() for suffix, path in pieces.items()}
    return {**of_archive, **_office(), **_texts(), **_marked_up(), **_messages(), **_chats(), **_archives()}


def _office() -> dict[str, bytes]:
    flat = {
        f"flat.{suffix}": (
            f"<?xml version='1.0'?><office:document {OPEN_DOCUMENT} office:mimetype="
            f'"application/vnd.oasis.opendocument.{kind}"><office:body><office:{kind}>{_FORMS[kind]}'
            f"</office:{kind}></office:body></office:document>"
        ).encode()
        for suffix, kind in (("fodt", "text"), ("fods", "spreadsheet"), ("fodp", "presentation"))
    }
    stream, table = word_streams([("Tolls\r", b"", b"\x01\0"), (WORDS + "\r", b"", b"\0\0")])
    slides, user = powerpoint_streams(
        [([(0, "Tolls")], anchored(10, 10, outlined(0)) + anchored(90, 10, header(4), latin(WORDS)))]
    )
    return flat | {
        "slides.odp": open_document("presentation", _SLIDE),
        "sheet.ods": open_document("spreadsheet", _TABLE),
        "sheet.xls": _early_sheet(),
        "letter.doc": compound_file({"WordDocument": stream, "0Table": table}),
        "slides.ppt": compound_file({"PowerPoint Document": slides, "Current User": user}),
        "letter.rtf": (
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title Tolls}}"
            rf"\pard\b Tolls\b0\par {WORDS}\par\trowd\cellx900\cellx1800 Riga\cell Narva\cell\row\u8211? \'e9\par}}"
        ).encode(),
        "scan.png": file_of(picture(["The toll fell."], size=24, width=320, height=180)),
        "scan.tif": file_of(picture(["The toll fell."], size=24, width=320, height=180), "TIFF"),
    }


def _early_sheet() -> bytes:
    cells = [
        struct.pack("<HHHHHH", 0x204, 8 + len(WORDS), row, column, 0, len(WORDS)) + WORDS.encode()
        for row in range(3)
        for column in range(2)
    ]
    return struct.pack("<HHHHH", 0x409, 6, 0, 0x10, 0) + b"".join(cells) + struct.pack("<HH", 0x0A, 0)


def _texts() -> dict[str, bytes]:
    cells = [{"cell_type": kind, "metadata": {}, "outputs": [], "source": [WORDS]} for kind in ("markdown", "code")]
    talk = f"WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ana>{WORDS}\n\n00:04.000 --> 00:09.000\n<v Bo>{WORDS}\n"
    texts = {
        "book.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}),
        "rows.jsonl": f'{{"title": "Tolls", "body": "{WORDS}"}}\n' * 3,
        "talk.srt": f"1\n00:00:01,000 --> 00:00:04,000\nANA: {WORDS}\n\n2\n00:00:05,000 --> 00:00:09,000\n{WORDS}\n",
        "talk.vtt": talk,
        "talk.sbv": f"0:00:01.000,0:00:04.000\n{WORDS}\n\n0:00:05.000,0:00:09.000\n{WORDS}\n",
        "talk.ass": f"[Script Info]\nTitle: Tolls\n\n[Events]\nFormat: Start, End, Name, Text\n"
        f"Dialogue: 0:00:01.00,0:00:04.00,Ana,{{\\i1}}{WORDS}\n",
        "talk.smi": f"<SAMI><HEAD><TITLE>Tolls</TITLE></HEAD><BODY><SYNC Start=1000><P Class=ENCC>{WORDS}"
        f"<SYNC Start=4000><P Class=ENCC>&nbsp;<SYNC Start=61500><P Class=FRCC>{WORDS}</BODY></SAMI>",
        "talk.sub": f"{{1}}{{1}}25.000\n{{25}}{{100}}{WORDS}|Then.\n{{1525}}{{1600}}{{y:i}}{WORDS}\n",
        "council.ics": f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Tolls\nDTSTART:20190620T070000Z\n"
        f"ATTENDEE;CN=Ana:mailto:ana@example.org\nDESCRIPTION:{WORDS[:40]}\n {WORDS[40:]}\nEND:VEVENT\nEND:VCALENDAR\n",
        "piece.tsv": f"Port\tToll\nRiga\t88\nNarva\t{WORDS}\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def _marked_up() -> dict[str, bytes]:
    texts = {
        "text.tei": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Tolls</title>'
        f"</titleStmt></fileDesc></teiHeader><text><body><div><head>A</head><p>{WORDS}</p></div></body></text></TEI>",
        "text.jats": f"<article><front><article-meta><title-group><article-title>Tolls</article-title></title-group>"
        f"</article-meta></front><body><sec><title>A</title><p>{WORDS}</p></sec></body></article>",
        "feed.rss": f"<rss><channel><title>Tolls</title><item><title>A</title><pubDate>Fri, 04 May 2012 10:00:00 GMT"
        f"</pubDate><description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item></channel></rss>",
        "feed.atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>Tolls</title><entry><title>A</title><updated>'
        f"2012-05-04T10:00:00Z</updated><content type='html'>&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry></feed>",
        "book.fb2": '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section><title><p>A</p>'
        f"</title><p>{WORDS}</p></section></body></FictionBook>",
        "book.xml": f"<book><title>Tolls</title><chapter><title>A</title><para>{WORDS}</para></chapter></book>",
        "other.xml": f"<ports><port name='Riga'>{WORDS}</port><port>{WORDS}</port></ports>",
        "talk.ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        f'<p begin="00:00:01.000" end="00:00:04.000">{WORDS}</p></div></body></tt>',
    }
    return {name: f"<?xml version='1.0' encoding='UTF-8'?>\n{text}".encode() for name, text in texts.items()}


def _tnef() -> bytes:
    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) % 65536)

    parts = attribute(1, 0x0002800C, WORDS.encode() + b"\0") + attribute(2, 0x00069002, bytes(14))
    parts += attribute(2, 0x00018010, b"ports.txt\0") + attribute(2, 0x0006800F, b"Riga and Narva.")
    return struct.pack("<IH", 0x223E9F78, 1) + parts


def _messages() -> dict[str, bytes]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ana Ruiz <ana@desk.example>", "bo@desk.example", "Tölls"
    mail["Date"], mail["Message-ID"] = "Fri, 04 May 2012 10:00:00 +0000", "<1@desk.example>"
    mail.set_content(f"{WORDS}\n\n> {WORDS}\n\n-- \nAna")
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment(f"{WORDS}\n", filename="ports.txt")
    mail.add_attachment(_tnef(), maintype="application", subtype="ms-tnef", filename="winmail.dat")
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: Tolls\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n{PAGE.replace('=', '=3D')}\n--b--\n"
    )
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
    record = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nWARC-Date: 2017-03-06T04:02:06Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
    )
    attached = {"__attach_version1.0_#00000000": item(8, p3707="ports.txt", p3701=WORDS.encode())}
    outlook = item(p0037="Tolls", p0C1A="Ek, Bo", p5D01="bo@example.org", p1000=WORDS)
    return {
        "mail.eml": mail.as_bytes(),
        "mail.msg": ole(outlook | attached),
        "page.mhtml": saved.encode(),
        "pages.warc": record.encode() * 2,
        "winmail.tnef": _tnef(),
    }


def _chats() -> dict[str, bytes]:
    def line(**stated: object) -> list[dict[str, object]]:
        return [stated, stated]

    author = {"name": "ana", "nickname": "Ana Ruiz"}
    posted = {"type": "Default", "timestamp": "2021-03-12T14:05:06+00:00", "content": WORDS, "author": author}
    skype = {
        "originalarrivaltime": "2021-03-12T14:05:06Z",
        "messagetype": "RichText",
        "content": WORDS,
        "from": "8:ana",
    }
    signal = {"quote": "", "sticker": None, "reactions": [], "attachments": [{"name": "a.jpg"}]}
    slack = [{"type": "message", "user": "U1", "text": WORDS, "ts": "1615557906.000200"}]
    as_json = {
        "telegram.json": {
            "name": "Pier",
            "messages": line(type="message", date="2021-03-12T14:05:06", from_id="u1", text=WORDS, **{"from": "Ana"}),
        },
        "meta.json": {"title": "Pier", "messages": line(sender_name="Ana", timestamp_ms=1615557906000, content=WORDS)},
        "google.json": {
            "messages": line(
                creator={"name": "Ana"}, created_date="Friday, March 12, 2021 at 2:05:06 PM UTC", text=WORDS
            )
        },
        "discord.json": {"guild": {"name": "Port"}, "channel": {"name": "pier"}, "messages": [posted, posted]},
        "slack.json": slack,
        "skype.json": {"conversations": [{"displayName": "Pier", "MessageList": line(**skype)}]},
        "signal.json": {"date": "2021-03-12T14:05:06", "sender": "Ana", "body": WORDS, **signal},
    }
    archive = {"users.json": [{"id": "U1", "name": "ana"}], "channels.json": [], "pier/2021-03-12.json": slack}
    date = '<div class="pull_right date details" title="12.03.2021 14:05:06 UTC+01:00">14:05</div>'
    texts = {
        "whatsapp.txt": f"12/03/2021, 14:05 - Ana Ruiz: {WORDS}\n13/03/2021, 14:06 - Bo Ek: {WORDS}\nwhy\n",
        "line.txt": "[LINE] Chat history with Pier\nSaved on: 2021/03/14 09:00\n\n"
        f"2021/03/12(Fri)\n14:05\tAna Ruiz\t{WORDS}\n",
        "kakao.txt": "KakaoTalk Chats with Ana\nDate Saved : 2021-03-13 22:14:03\n\n"
        f"--------------- Friday, March 12, 2021 ---------------\n[Ana Ruiz] [2:05 PM] {WORDS}\n",
        "zoom.txt": f"14:05:06 From Ana Ruiz to Everyone:\n\t{WORDS}\n"
        "14:06:00 From Bo to Ana(Direct Message):\n\twhy\n",
        "pier.log": f"--- Log opened Fri Mar 12 14:00:00 2021\n14:05 <@ana> {WORDS}\n14:06 < bo> why\n"
        "14:07  * ana waves\n--- Day changed Sat Mar 13 2021\n09:00 <@ana> the port\n",
        "telegram.html": '<!DOCTYPE html><html><body><div class="page_wrap"><div class="page_body chat_page">'
        f'<div class="message default clearfix" id="message1"><div class="body">{date}<div class="from_name">Ana</div>'
        f'<div class="text">{WORDS}</div></div></div></div></div></body></html>',
        "discord.html": '<!DOCTYPE html><html><body><div class="preamble"><div class="preamble__entry">Port</div></div>'
        '<div class="chatlog"><div class="chatlog__message-container"><div class="chatlog__message">'
        '<span class="chatlog__author">Ana</span><span class="chatlog__timestamp"><a>3/13/2021 2:05 PM</a></span>'
        f'<div class="chatlog__content"><span class="chatlog__markdown-preserve">{WORDS}</span></div>'
        "</div></div></div></body></html>",
    }
    return {
        **{name: json.dumps(value).encode() for name, value in as_json.items()},
        **{name: text.encode() for name, text in texts.items()},
        "slack.zip": packed({name: json.dumps(value) for name, value in archive.items()}),
    }


def _archives() -> dict[str, bytes]:
    tape = io.BytesIO()
    with tarfile.open(fileobj=tape, mode="w") as packed_files:
        entry = tarfile.TarInfo("ports/riga.txt")
        entry.size = len(WORDS)
        packed_files.addfile(entry, io.BytesIO(WORDS.encode()))
    return {
        "ports.tar": tape.getvalue(),
        "ports.tar.gz": gzip.compress(tape.getvalue(), mtime=0),
        "ports.txt.bz2": bz2.compress(WORDS.encode()),
        "ports.txt.xz": lzma.compress(WORDS.encode()),
        "ports.7z": bytes.fromhex(_SEVEN_ZIP),
        "ports.txt.p7m": base64.encodebytes(_signed(WORDS.encode())),
    }


def _signed(content: bytes) -> bytes:
    def element(kind: int, inside: bytes) -> bytes:
        return bytes([kind, 0x82]) + struct.pack(">H", len(inside)) + inside

    data, signed_data = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    inside = data + element(0xA0, element(0x04, content))
    return element(0x30, signed_data + element(0xA0, element(0x30, element(0x30, inside))))
