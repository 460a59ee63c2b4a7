"""Heads of mails within a mail: that of a mail that is passed on or answered says who wrote what follows, and when.

Programs write "From: ... Sent: ... To: ...", "-----Original Message-----", "On ..., Bo Ek wrote:".
"""

import re
from collections.abc import Sequence

from embeddings.dates import human_date
from embeddings.readers.mail_headers import people
from embeddings.readers.statements import is_name
from embeddings.times.mentions import mentions

# A head has its fields within so many lines, some of them empty.
HEAD_LINES = 10
# The line above a quotation that says who wrote it is wrapped over so many lines, and has so many characters, at most.
ATTRIBUTION_LINES = 3
ATTRIBUTION_CHARACTERS = 400
# "Ana de Souza wrote:", with neither a day nor an address, is no longer.
NAME_CHARACTERS = 60
# Who wrote a mail has no longer a name.
MOST_OF_NAME = 100

_WRITTEN = (
    r"(?:wrote|writes|schrieb|geschrieben|écrit|escribió|escreveu|scritto|scrive|schreef|skrev|kirjoitti|napisał|napsal"
    r"|пишет|писал|написал|geschreven)\b"
)
_VERB = re.compile(_WRITTEN, re.IGNORECASE)
_WROTE = re.compile(rf"{_WRITTEN}.{{0,80}}:\s*\Z", re.IGNORECASE)
_DAY_FIRST = r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|W dniu)\b"
_ON = re.compile(rf"{_DAY_FIRST}.{{0,300}}\d.{{0,300}}:\s*\Z", re.DOTALL)
_STATED_BY = re.compile(r"[\d@].{0,300}:\s*\Z", re.DOTALL)
_ORIGINAL = re.compile(
    r"[-_ ]{2,}+\s*+(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine|Message original"
    r"|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht)\s*+[-_ ]{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od|От|寄件者|发件人)\s?:\*?\s*(?P<value>\S.*)", re.IGNORECASE)
_SENT = re.compile(
    r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Enviada(?: em)?|Inviato|Data|Fecha|Verzonden|Skickat|Sendt"
    r"|Отправлено|Дата|寄件日期|发送时间)\s?:\*?\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_TO_OR_SUBJECT = re.compile(
    r"\*?(?:To|Subject|An|Betreff|À|Objet|Para|Asunto|Assunto|A|Oggetto|Aan|Onderwerp|Till|Til|Ämne|Emne|Komu|Кому|Тема"
    r"|收件者|主旨|收件人|主题)\s?:\*?\s*\S",
    re.IGNORECASE,
)
# As Lotus Notes writes the first line of a head: "Bo Ek/HOU/ECT@ECT on 10/25/2000 08:53 AM", with "From:" or without.
_OF_NOTES = re.compile(
    r"(?:From:\s*)?(?P<value>\"?[^\W\d_].{1,80}?)(?:[/@][\w/@]+)?\s+(?:on\s+)?"
    r"(?P<sent>\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?\s*[AP]M)",
    re.IGNORECASE,
)
# A mail that is passed on is not quoted: nothing else in an archive may hold it. Its subject may say so, too.
_PASSED_ON = re.compile(
    r"[-_ ]*(?:Forwarded message|Begin forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado"
    r"|Mensagem encaminhada|Messaggio inoltrato|Doorgestuurd bericht)|[-_]{2,} ?Forwarded by\b",
    re.IGNORECASE,
)
_PASSING_ON = re.compile(r"(?:fwd?|wg|tr|rv|enc|doorst)\s?:", re.IGNORECASE)
# In "Bo Ek [mailto:bo@example.org]" and "Bo Ek <bo@example.org>" the name is the writer.
_LINK = re.compile(r"\[mailto:[^\]]*\]", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:<[^<>]*>|\(\S+@\S+\)|\S+@\S+)")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:Uhr|GMT|UTC)?\s*(?:[+-]\d{4})?)")
# Before a name, and after it, where its verb is of two words: "Bo Ek a écrit".
_BETWEEN = re.compile(r"[,;:]|\s(?:at|um|à|om|kl\.?|las)(?=\s)")
_AUXILIARY = re.compile(r"\s(?:a|ha|hat|har)\Z")


def is_passed_on(line: str) -> bool:
    """Whether a line says that the mail below it is passed on."""
    return bool(_PASSED_ON.match(line))


def passes_on(subject: str) -> bool:
    """Whether a mail's subject says that it passes another on: "FW: Fuel"."""
    return bool(_PASSING_ON.match(subject))


def is_head(texts: Sequence[str], number: int) -> bool:
    """Whether the head of another mail begins at a line, by its fields."""
    line = texts[number].strip()
    if _ORIGINAL.fullmatch(line):
        return True
    is_of_notes = _OF_NOTES.fullmatch(line) is not None
    if not is_of_notes and not _FROM.match(line):
        return False
    below = [text.strip() for text in texts[number + 1 : number + HEAD_LINES]]
    return (is_of_notes or any(map(_SENT.match, below))) and any(map(_TO_OR_SUBJECT.match, below))


def writer_of_head(texts: Sequence[str], number: int) -> str:
    """Return who wrote the mail whose head begins at a line, or soon after it, and when; "" where it does not say."""
    head = [text.strip() for text in texts[number : number + HEAD_LINES]]
    of_notes = next(filter(None, map(_OF_NOTES.fullmatch, head)), None)
    if of_notes:
        return _dated(_ADDRESS.sub("", of_notes["value"]).strip(" \"'*;"), of_notes["sent"])
    written_by, sent = (next(filter(None, map(field.match, head)), None) for field in (_FROM, _SENT))
    if not written_by:
        return ""
    value = _LINK.sub("", written_by["value"][:ATTRIBUTION_CHARACTERS])
    names = _ADDRESS.sub("", value).strip(" \"'*;") or people(value)
    return _dated(names, sent["value"][:ATTRIBUTION_CHARACTERS] if sent else "") if len(names) <= MOST_OF_NAME else ""


def is_attribution(words: str) -> bool:
    """Whether words above a quotation say who wrote it: "On Monday, 4 April 2011, Bo Ek wrote:"."""
    if len(words) > ATTRIBUTION_CHARACTERS:
        return False
    is_stated = _STATED_BY.search(words) or len(words) <= NAME_CHARACTERS
    return begins_with_day(words) or bool(_WROTE.search(words) and is_stated)


def begins_with_day(words: str) -> bool:
    """Whether words that may be above a quotation begin as those that say when it was written."""
    return bool(_ON.match(words))


def opens_with_day(line: str) -> bool:
    """Whether a line says, with nothing quoted below it by a sign, who wrote all that follows."""
    return len(line) <= ATTRIBUTION_CHARACTERS and begins_with_day(line) and bool(_WROTE.search(line))


def writer_of_attribution(words: str) -> str:
    """Return who wrote a quotation and when, by the words above it; "" where they do not say it plainly."""
    # "On Monday Bo Ek wrote:", "Am Montag schrieb Bo Ek:".
    for part in _VERB.split(_TIME.sub(" ", _ADDRESS.sub(" ", words))):
        name = next(iter(_BETWEEN.split(part.strip(" :,;"))[::-1]), "").strip(" \"'")
        name = _AUXILIARY.sub("", name)
        if name[:1].isupper() and is_name(name, dated=False):
            return _dated(name, words)
    return ""


def _dated(name: str, sent: str) -> str:
    """Return a name with the day in what is said of when: "Bo Ek, 4 April 2011"."""
    times = (mention.time for mention in mentions(sent) if mention.time and mention.time.precision == "day")
    stated = next((time.first.isoformat() for time in times), None)
    return f"{name}, {human_date(stated)}" if name and stated else name
