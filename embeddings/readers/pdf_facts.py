"""What a PDF states of itself, in its properties or by its first heading."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import OF_A_SCAN, OF_PROPERTIES, Fact
from embeddings.readers.document_properties import is_of_program
from embeddings.readers.heading_titles import can_name_a_document
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_scans import is_scan
from embeddings.readers.pdf_sizes import LARGER, usual_size

HEADING = "first heading"
# A title has so many characters at most.
LONGEST_TITLE = 250

_PROGRAM_TITLE = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint)|powerpoint|word|adobe \w+|openoffice\S*|libreoffice)\s*-\s.*"
    r"|(?:untitled|document|dokument|slide|page|sheet|book|presentation|unknown|no title|title|titel)[\s_-]*\d{0,4}"
    r"|powerpoint presentation|(?:print|scan|scanned|img|image|binder|layout)[\s_-]*(?:document|image|job)?[\s_-]*\d*"
    r"|.{1,120}\.(?:docx?|pdf|xlsx?|pptx?|rtf|odt|tex|dvi|indd|qxd|qxp|wpd|p65|txt|html?|exe|tiff?|jpe?g|png|eps|ps"
    r"|pmd|pages|key|cdr|pub|vsd|fm|psd|ai)"
    # The name and the pages of an article, as its typesetters count them.
    r"|\S{1,40} \d{1,4}\.\.\d{1,4}"
    # The address of a page that a browser printed, or the number by which a publisher registered an article.
    r"|[\W\d_]*|\S*_\S*|(?:about|blob|data|file|https?):\S+|(?:doi|pii)\s?:\s?\S+",
    re.IGNORECASE,
)
_PROGRAM_AUTHOR = re.compile(
    r"(?:user|owner|admin|administrator|administrador|author|unknown|default|guest|scanner|root|pc|test|me|home|office"
    r"|windows user|microsoft(?: office)? user|anonymous|none|usuario|utilisateur|benutzer)\d{0,4}"
    r"|(?:microsoft|adobe|acrobat|openoffice|libreoffice|latex|pdftex|ghostscript|word|writer|tcpdf)\b.*|[\W\d_]*",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(?:[-/.]?(\d{2}))?(?:[-/.]?(\d{2}))?")


def document_facts(document: Any, paragraphs: Sequence[Sequence[Line]]) -> list[Fact]:
    """Return what a PDF states of itself; without a title among its properties, its first heading is the title.

    When a scan was made is no date of what was scanned, so that date has an origin of its own.
    """
    properties = _properties(document)
    made = _date(properties.get("CreationDate", "")) or ""
    origins = {"published": OF_A_SCAN} if made and is_scan(document) else {}
    facts = [
        Fact(name, value, origins.get(name, OF_PROPERTIES))
        for name, value in (
            ("title", properties.get("Title", "")),
            ("author", properties.get("Author", "")),
            ("published", made),
            ("subject", properties.get("Subject", "")),
            ("keywords", properties.get("Keywords", "")),
        )
        if value and not _is_of_a_program(name, value)
    ]
    if not any(fact.name == "title" for fact in facts) and (heading := first_heading(paragraphs)):
        facts.append(Fact("title", heading, HEADING))
    return facts


def _properties(document: Any) -> dict[str, str]:
    """Return the properties of a PDF that say something, in one line each."""
    try:
        stated = document.get_metadata_dict(skip_empty=True)
    except (ValueError, RuntimeError):
        return {}
    return {name: " ".join(value.replace("\0", "").split()) for name, value in stated.items()}


def _is_of_a_program(name: str, value: str) -> bool:
    if len(value) > LONGEST_TITLE or "\ufffd" in value:
        return True
    pattern = {"title": _PROGRAM_TITLE, "author": _PROGRAM_AUTHOR}.get(name)
    return bool(pattern and pattern.fullmatch(value)) or is_of_program(name, value)


def _date(stated: str) -> str | None:
    """Return a date of a PDF's properties, "D:20060428172709", as a day, a month or a year."""
    match = _DATE.match(stated)
    return iso_date("-".join(part for part in match.groups() if part)) if match else iso_date(stated)


def first_heading(paragraphs: Sequence[Sequence[Line]]) -> str | None:
    """Return the heading in the largest letters of the first page that has text, None where none are larger.

    What is turned, as the stamp of a repository in the margin, is none, nor is what names an address, as its stamp at
    the foot, nor "Contents".
    """
    if not paragraphs:
        return None
    page = paragraphs[0][0].page
    angles = Counter(line.words[0].angle for paragraph in paragraphs for line in paragraph if line.page == page)
    usual = usual_size([line for paragraph in paragraphs for line in paragraph])
    headings = [
        paragraph
        for paragraph in paragraphs
        if paragraph[0].page == page
        and min(line.size for line in paragraph) > LARGER * usual
        and not paragraph[0].is_row
        and not any("://" in line.text for line in paragraph)
        and can_name_a_document(" ".join(line.text for line in paragraph))
        and paragraph[0].words[0].angle == angles.most_common(1)[0][0]
        and sum(map(str.isalpha, "".join(line.text for line in paragraph))) > 2  # noqa: PLR2004  # "1 A" is no title
    ]
    if not headings:
        return None
    largest = max(headings, key=lambda paragraph: paragraph[0].size)
    title = " ".join(line.text for line in largest)
    return title if len(title) <= LONGEST_TITLE else None


def page_names(document: Any) -> list[str]:
    """Return what each page of a PDF is called: its label if the PDF labels its pages, else its number from 1."""
    count = len(document)
    labels = [_label(document, number) for number in range(count)]
    are_labelled = all(labels) and len(set(labels)) == count
    return labels if are_labelled else [str(number + 1) for number in range(count)]


def _label(document: Any, number: int) -> str:
    try:
        return str(document.get_page_label(number)).strip()
    except (ValueError, RuntimeError):
        return ""
