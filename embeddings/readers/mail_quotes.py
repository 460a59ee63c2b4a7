"""What a mail repeats: the quoted mail that it answers, and signatures.

They stay in its text; places of the kinds "quotation" and "signature" name them. A quoted mail is seen by ">" before
its lines, or by the head that programs set above it: "On ... wrote:", "-----Original Message-----",
"From: ... Sent: ... To: ...".
"""

import re
from collections.abc import Iterable, Sequence

from embeddings.documents import Place, Span

QUOTED = "quoted reply"
SIGNATURE = "signature"
# The kinds of places, by their names.
KINDS = {QUOTED: "quotation", SIGNATURE: "signature"}
# The line above a quotation that says who wrote it is wrapped over so many lines at most.
ATTRIBUTION_LINES = 3
ATTRIBUTION_CHARACTERS = 400
# "Ana de Souza wrote:", with neither a day nor an address, is no longer.
NAME_CHARACTERS = 60
# A head within a mail has its fields within so many lines, some of them empty.
HEAD_LINES = 10
# A longer stretch below "--" is no signature.
SIGNATURE_LINES = 30

_WROTE = re.compile(
    r"(?:wrote|writes|schrieb|geschrieben|écrit|escribió|escreveu|scritto|scrive|schreef|skrev|kirjoitti|napisał|napsal"
    r"|пишет|писал|написал|geschreven)\b.{0,80}:\s*\Z",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|W dniu)\b.{0,300}\d.{0,300}:\s*\Z", re.DOTALL)
_STATED_BY = re.compile(r"[\d@].{0,300}:\s*\Z", re.DOTALL)
_ORIGINAL = re.compile(
    r"[-_ ]{2,}+\s*+(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine|Message original"
    r"|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht)\s*+[-_ ]{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od|От|寄件者|发件人)\s?:\*?\s*\S", re.IGNORECASE)
_SENT = re.compile(
    r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Enviada(?: em)?|Inviato|Data|Fecha|Verzonden|Skickat|Sendt"
    r"|Отправлено|Дата|寄件日期|发送时间)\s?:\*?\s*\S",
    re.IGNORECASE,
)
_TO_OR_SUBJECT = re.compile(
    r"\*?(?:To|Subject|An|Betreff|À|Objet|Para|Asunto|Assunto|A|Oggetto|Aan|Onderwerp|Till|Til|Ämne|Emne|Komu|Кому|Тема"
    r"|收件者|主旨|收件人|主题)\s?:\*?\s*\S",
    re.IGNORECASE,
)
# A mail that is passed on is not quoted: nothing else in an archive may hold it.
_PASSED_ON = re.compile(r"[-_ ]*(?:Forwarded message|Begin forwarded message|Weitergeleitete Nachricht)", re.IGNORECASE)


def repeated(text: str, quotations: Iterable[Span] = (), signatures: Iterable[Span] = ()) -> tuple[Place, ...]:
    """Return the quoted replies and the signatures of a mail's text, in order.

    `quotations` and `signatures` are spans that the mail's markup says are such.
    """
    lines = _lines(text)
    texts = [text[start:end] for start, end in lines]
    names: list[str] = ["" for _ in lines]
    _mark_quoted(texts, names)
    _mark_spans(lines, names, sorted(signatures), SIGNATURE)
    _mark_spans(lines, names, sorted(quotations), QUOTED)
    _mark_attributions(texts, names)
    _mark_signatures(texts, names)
    return tuple(_places(lines, texts, names))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _mark_quoted(texts: Sequence[str], names: list[str]) -> None:
    passed_on = False
    for number, line in enumerate(texts):
        passed_on = passed_on or bool(_PASSED_ON.match(line))
        # ">>> Look here <<<" is no quotation.
        if line.lstrip(" ").startswith(">") and not line.rstrip().endswith("<"):
            names[number] = QUOTED
        elif not passed_on and _opens_the_rest(texts, number):
            names[number:] = [QUOTED] * (len(names) - number)
            return


def _opens_the_rest(texts: Sequence[str], number: int) -> bool:
    """Whether a quoted mail begins here that goes on to the end, without a sign before its lines."""
    line = texts[number].strip()
    if _ORIGINAL.fullmatch(line):
        return True
    if _FROM.match(line):
        below = [text.strip() for text in texts[number + 1 : number + HEAD_LINES]]
        return any(map(_SENT.match, below)) and any(map(_TO_OR_SUBJECT.match, below))
    if len(line) > ATTRIBUTION_CHARACTERS or not _ON.match(line) or not _WROTE.search(line):
        return False
    below = [text for text in texts[number + 1 : number + HEAD_LINES] if text.strip()]
    return bool(below) and not any(text.lstrip(" ").startswith(">") for text in below)


def _mark_spans(lines: Sequence[Span], names: list[str], spans: Sequence[Span], name: str) -> None:
    at = 0
    for start, end in spans:
        while at and lines[at - 1][1] > start:
            at -= 1
        while at < len(lines) and lines[at][0] < end:
            if lines[at][1] > start and names[at] != QUOTED:
                names[at] = name
            at += 1


def _mark_attributions(texts: Sequence[str], names: list[str]) -> None:
    """Mark the lines above a quotation that say who wrote it."""
    for number in range(1, len(texts)):
        if names[number] != QUOTED or names[number - 1]:
            continue
        last = number - 1 if texts[number - 1].strip() else number - 2
        if last < 0 or names[last] or not texts[last].rstrip().endswith(":"):
            continue
        for first in range(last, max(-1, last - ATTRIBUTION_LINES), -1):
            if not texts[first].strip() or names[first]:
                break
            attribution = " ".join(text.strip() for text in texts[first : last + 1])
            if len(attribution) > ATTRIBUTION_CHARACTERS:
                break
            is_stated = _STATED_BY.search(attribution) or len(attribution) <= NAME_CHARACTERS
            if _ON.match(attribution) or (_WROTE.search(attribution) and is_stated):
                names[first : last + 1] = [QUOTED] * (last + 1 - first)
                if _ON.match(attribution):
                    break


def _mark_signatures(texts: Sequence[str], names: list[str]) -> None:
    number = 0
    while number < len(texts):
        if texts[number].rstrip() == "--" and not names[number]:
            # A mail that is passed on may stand below the signature of whoever does.
            ends = (at for at in range(number, len(texts)) if names[at] or _PASSED_ON.match(texts[at]))
            end = next(ends, len(texts))
            if end - number <= SIGNATURE_LINES:
                names[number:end] = [SIGNATURE] * (end - number)
            number = end
        number += 1


def _places(lines: Sequence[Span], texts: Sequence[str], names: Sequence[str]) -> Iterable[Place]:
    """Yield a place for each run of lines of the same name; empty lines within a run belong to it."""
    first = last = -1
    for number, name in [*enumerate(names), (len(names), "")]:
        if number < len(names) and not texts[number].strip():
            continue
        if first >= 0 and name != names[first]:
            yield Place(KINDS[names[first]], names[first], lines[first][0], lines[last][1])
            first = -1
        if name:
            first, last = (number if first < 0 else first), number
