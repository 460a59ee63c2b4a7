"""Which headings cannot name a document: a list of contents, a mark of secrecy, "Chapter 1", a page left blank."""

import re

_CONTENTS = (
    r"(?:table\s+of\s+|list\s+of\s+)?(?:contents?|figures|tables)|index|inhalt(?:sverzeichnis)?|sommaire|indice|índice"
    r"|table\s+des\s+matières|sumário|sommario|inhoud(?:sopgave)?|innehåll(?:sförteckning)?|spis\s+treści|obsah"
    r"|содержание|оглавление|目录|目次"
)
# A list of contents, by what stands above it in some languages.
CONTENTS = re.compile(_CONTENTS, re.IGNORECASE)
_SECRECY = r"(?:un)?classified|confidential|secret|top\s+secret|restricted|(?:strictly\s+)?private|draft|sensitive"
_STAMPS = r"filed|received|copy|sample|void|declassified|approved(?:\s+for\s+release)?"
_NUMBERED = (
    r"(?:chapter|part|section|annex|appendix|article|volume|book|figure|fig\.|table|page|slide|sheet|kapitel|teil|anhang"
    r"|abschnitt|abbildung|tabelle|seite|chapitre|partie|annexe|tableau|capítulo|parte|anexo|cuadro|tabla|página)"
    r"\s*(?:\d{1,4}|[ivxlc]{1,7}|[a-z])"
)
_NO_TITLE = re.compile(
    rf"[\W_]*(?:{_CONTENTS}|(?:{_SECRECY}|{_STAMPS})(?:[\W_]+(?:and|{_SECRECY}|{_STAMPS}))*|{_NUMBERED})[\W_]*"
    r"|.{0,30}\b(?:intentionally|deliberately|purposely)\s+(?:left\s+)?blank.{0,10}"
    # A sentence that ends as Chinese and Japanese ones do.
    r"|.*。",
    re.IGNORECASE | re.DOTALL,
)


def can_name_a_document(heading: str) -> bool:
    """Whether a heading may be the title of the document in which it is the first."""
    words = heading.strip()
    return words != "" and _NO_TITLE.fullmatch(words) is None
