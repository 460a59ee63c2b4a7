"""Lists of references in the formats that reference managers read: CSL-JSON, RIS and BibTeX.

CSL-JSON  https://docs.citationstyles.org/en/stable/specification.html, appendix IV
RIS       "RIS Format Specifications", Research Information Systems, 2001
BibTeX    O. Patashnik, "BibTeXing", 1988; dates, addresses and languages as biblatex has them
"""

import json
import re
from itertools import accumulate
from typing import Any

from qa.citations.works import Work, notes, one_line

_CSL_TYPES = {"webpage": "webpage", "mail": "personal_communication", "document": "document"}
_RIS_TYPES = {"webpage": "ELEC", "mail": "PCOMM", "document": "GEN"}
_BIBTEX_TYPES = {"webpage": "online", "mail": "misc", "document": "misc"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What TeX reads as more than the character it is.
_TEX = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"\\{character}" for character in "$&%#_{}"},
    "\0": "{}",
}
# BibTeX counts braces even if they are escaped, so those that do not match have names.
_TEX_UNMATCHED_BRACES = _TEX | {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_TEX_SPECIAL = re.compile(f"[{re.escape(''.join(_TEX))}]")
# TeX joins these to one character: "--" is a dash. Written as one branch, it is found in half the time.
_LIGATURES = re.compile(r"[-'`<>,?!](?:(?<=[-'`<>,])(?=[-'`<>,])|(?<=[?!])(?=`))")

# What parts authors, or stands in no person's name. A small letter at the beginning is taken for a "von" of nobody's.
_INSTITUTION = re.compile(r"\b(?:and|of|for|the)\b|,.*,", re.IGNORECASE)


def csl_json(works: list[Work], address: str) -> str:
    """Return works as CSL-JSON, which Zotero, Pandoc and citeproc read."""
    return json.dumps([_csl(work, address) for work in works], ensure_ascii=False, indent=2) + "\n"


def _csl(work: Work, address: str) -> dict[str, Any]:
    document = work.document
    # A page of the web stands in a site; of other documents it is only clear who published them.
    holder = "container-title" if work.kind == "webpage" else "publisher"
    fields = {
        "id": work.key,
        "type": _CSL_TYPES[work.kind],
        "title": work.title,
        "author": [_csl_name(name) for name in work.authors],
        holder: one_line(document.publisher or ""),
        "issued": {"date-parts": [work.date_parts]} if work.date_parts else None,
        "accessed": {"date-parts": [[work.accessed.year, work.accessed.month, work.accessed.day]]},
        "page": one_line(work.pages),
        "URL": one_line(document.url or ""),
        "language": document.language,
        "archive_location": one_line(document.id),
        "note": "\n".join(notes(work, address)),
    }
    return {name: value for name, value in fields.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    """Return a name in parts where the document parts it: "Ruiz, Ana". Where a family name begins is not guessed."""
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma and "," not in given else {"literal": name}


def ris(works: list[Work], address: str) -> str:
    """Return works as RIS, which EndNote and Zotero read; each value on one line, lines end with CR LF."""
    lines = [line for work in works for line in _ris(work, address)]
    return "".join(f"{line}\r\n" for line in lines)


def _ris(work: Work, address: str) -> list[str]:
    document = work.document
    year, month, day = ([f"{part:02}" for part in work.date_parts] + ["", "", ""])[:3]
    holder = "T2" if work.kind == "webpage" else "PB"
    pairs = [
        ("ID", work.key),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        (holder, document.publisher),
        ("PY", year.zfill(4) if year else ""),
        ("DA", f"{year.zfill(4)}/{month}/{day}/" if year else ""),
        ("Y2", f"{work.accessed:%Y/%m/%d}/"),
        ("SP", work.pages),
        ("LA", document.language),
        ("UR", document.url),
        ("AN", document.id),
    ]
    values = [f"{tag}  - {one_line(value)}" for tag, value in pairs if value]
    values += [f"N1  - {note}" for note in notes(work, address)]
    # An empty line parts the records; ER has no value, and two spaces, a hyphen and a space all the same.
    return [f"TY  - {_RIS_TYPES[work.kind]}", *values, "ER  - ", ""]


def bibtex(works: list[Work], address: str) -> str:
    """Return works as BibTeX, which LaTeX, Zotero, JabRef and Pandoc read."""
    return "\n".join(_bibtex(work, address) for work in works)


def _bibtex(work: Work, address: str) -> str:
    document = work.document
    fields = {
        "title": f"{{{_tex(work.title)}}}",
        "author": " and ".join(_tex_name(name) for name in work.authors),
        ("organization" if work.kind == "webpage" else "publisher"): _tex(document.publisher),
        "date": document.dated,
        "year": (document.dated or "")[:4],
        "pages": _tex(work.pages),
        "url": _tex_url(document.url),
        "urldate": work.accessed.isoformat() if document.url else "",
        "language": _tex(document.language),
        "note": " ".join(_tex_line(note) for note in notes(work, address)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    month = work.date_parts[1:2]
    # The name of a month stands without braces, so that styles write it their own way.
    lines += [f"  month = {_MONTHS[month[0] - 1]},\n"] if month else []
    return f"@{_BIBTEX_TYPES[work.kind]}{{{work.key},\n{''.join(lines)}}}\n"


def _tex(text: str | None) -> str:
    return _tex_line(one_line(text or ""))


def _tex_line(line: str) -> str:
    """Return what `one_line` returned as TeX that reads just so."""
    line = _LIGATURES.sub(lambda match: f"{match[0]}\0", line)
    escaped = _TEX if _has_matching_braces(line) else _TEX_UNMATCHED_BRACES
    return _TEX_SPECIAL.sub(lambda match: escaped[match[0]], line)


def _has_matching_braces(text: str) -> bool:
    if "{" not in text and "}" not in text:
        return True
    depths = list(accumulate(1 if brace == "{" else -1 for brace in re.findall("[{}]", text)))
    return min(depths) >= 0 and depths[-1] == 0


def _tex_name(name: str) -> str:
    """Return the name of an author; one that BibTeX would part wrongly, as of an institution, stands in braces."""
    written = _tex(name)
    return f"{{{written}}}" if name[:1].islower() or _INSTITUTION.search(name) else written


def _tex_url(url: str | None) -> str:
    """Return an address, which biblatex takes as it is; what would end the field is escaped as in addresses."""
    return re.sub(r"[{}\\\s]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), one_line(url or ""))
