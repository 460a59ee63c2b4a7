"""The formats that loccit reads: the suffixes of their files, and the module of each reader.

A reader is a function `read(file: File) -> FileContents` in its module, which is imported when the first file of its
format is read.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """A format: its name in words, the suffixes of its files, and the module in this folder that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str


PLAIN_TEXT = Format("plain text", (".txt", ".text", ".log", ""), "plain_text")
MARKDOWN = Format("Markdown", (".md", ".markdown"), "markdown")
HTML = Format("web page", (".html", ".htm", ".xhtml"), "html")
MHTML = Format("saved page", (".mhtml", ".mht"), "mhtml")
PDF = Format("PDF", (".pdf",), "pdf")
IMAGE = Format("scan", (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp"), "image")
DOCX = Format("Word", (".docx", ".docm", ".dotx"), "docx")
ODT = Format("OpenDocument text", (".odt", ".ott", ".fodt"), "odt")
RTF = Format("RTF", (".rtf",), "rtf")
EPUB = Format("EPUB", (".epub",), "epub")
PPTX = Format("PowerPoint", (".pptx", ".pptm", ".ppsx"), "pptx")
ODP = Format("OpenDocument slides", (".odp", ".fodp"), "odp")
SHEETS = Format("spreadsheet", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods"), "sheets")
DELIMITED = Format("table", (".csv", ".tsv", ".tab"), "delimited")
JSON_LINES = Format("JSON lines", (".jsonl", ".ndjson"), "json_lines")
EML = Format("mail", (".eml", ".emlx"), "eml")
MBOX = Format("mailbox", (".mbox", ".mbx"), "mbox")
MSG = Format("Outlook mail", (".msg",), "msg")
SUBTITLES = Format("subtitles", (".srt", ".vtt", ".sbv", ".ass", ".ssa"), "subtitles")
SAMI = Format("SAMI subtitles", (".smi", ".sami"), "sami")
MICRODVD = Format("MicroDVD subtitles", (".sub",), "microdvd")
XML = Format("XML", (".xml", ".tei", ".jats", ".nxml", ".rss", ".atom", ".fb2", ".ttml", ".dfxp"), "xml")
CALENDAR = Format("calendar", (".ics", ".ical", ".vcs"), "appointments")
NOTEBOOK = Format("notebook", (".ipynb",), "notebook")
ARCHIVE = Format("archive", (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z"), "archives")
WARC = Format("web archive", (".warc",), "warc")
WRAPPED = Format("signed file, winmail.dat", (".p7m", ".p7s", ".tnef"), "wrapped")
WHATSAPP = Format("WhatsApp chat", (), "whatsapp")
TELEGRAM = Format("Telegram chat", (), "telegram_desktop")
TELEGRAM_PAGES = Format("Telegram page", (), "telegram_pages")
ZOOM_CHAT = Format("Zoom chat", (), "zoom_chat")
SLACK = Format("Slack chat", (), "slack")
META_MESSAGES = Format("Messenger chat", (), "meta_messages")
DISCORD = Format("Discord chat", (), "discord")
DISCORD_PAGES = Format("Discord page", (), "discord_pages")
GOOGLE_CHAT = Format("Google chat", (), "google_chat")
DAY_CHATS = Format("KakaoTalk or LINE chat", (), "day_chats")
SIGNAL_JSON = Format("Signal chat", (), "signal_json")
MICROSOFT_CHATS = Format("Skype or Teams chat", (), "microsoft_chats")
IRC = Format("IRC log", (), "irc")
LEGACY_OFFICE = Format("old Office", (".doc", ".ppt", ".dot", ".pps"), "legacy_office")

FORMATS = (
    *(PLAIN_TEXT, MARKDOWN, HTML, MHTML, PDF, IMAGE, DOCX, ODT, RTF, EPUB, PPTX, ODP, SHEETS, DELIMITED, JSON_LINES),
    *(EML, MBOX, MSG, SUBTITLES, SAMI, MICRODVD, XML, CALENDAR, NOTEBOOK, ARCHIVE, WARC, WRAPPED, LEGACY_OFFICE),
    *(DAY_CHATS, SIGNAL_JSON, MICROSOFT_CHATS),
    *(WHATSAPP, TELEGRAM, TELEGRAM_PAGES, ZOOM_CHAT, SLACK, META_MESSAGES, DISCORD, DISCORD_PAGES, GOOGLE_CHAT, IRC),
)
SUFFIXES = {suffix: kind for kind in FORMATS for suffix in kind.suffixes}


def suffixes() -> list[str]:
    """Return the suffixes of the files that are read, in order."""
    return sorted(suffix for suffix in SUFFIXES if suffix)
