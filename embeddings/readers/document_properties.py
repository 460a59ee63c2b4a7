"""What Office files state of themselves as document properties; what programs put there by themselves is left out."""

import re
from collections.abc import Iterable
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import OF_PROPERTIES, Fact
from embeddings.readers.compound_files import properties_of
from embeddings.readers.office_package import Package

# What a program writes is shorter.
_PROGRAM_CHARACTERS = 200
_PROGRAM_TITLE = re.compile(
    r"(?:microsoft (?:office )?)?(?:word|excel|powerpoint)\b.{0,5}(?:document|presentation|worksheet|- .*)?"
    r"|(?:powerpoint|pptx?|keynote|google)?[ -]?(?:presentation|pr[äae]+sentation|pr[ée]sentation|presentaci[óo]n"
    r"|presentazione(?: standard)?|apresenta[çc][ãa]o)(?:[ -]?(?:d[eio] )?powerpoint)?\s*\d*"
    r"|powerpoint\W.{0,20}|(?:no |click to edit |master )?(?:slide )?title(?: style)?|(?:report|document) title"
    r"|untitled\W?.{0,12}|unbenannt.{0,5}|sans (?:titre|nom).{0,5}|sin t[íi]tulo.{0,5}|новый документ|без названия"
    r"|(?:new )?(?:document|dokument|documento|doc|book|workbook|mappe|classeur|libro|sheet|slide|folie|diapositiv[ea]"
    r"|diapositiva|normal|template|letterhead|memo|fax|resume)\s*\(?\d*\)?|\W*\d{0,4}\W*"
    r"|<%.{1,80}%>|\{[\w.]{1,80}\}"
    r"|\S+\.(?:docx?|dotx?|dotm|xlsx?|xlsm|xlsb|pptx?|ppsx?|potx?|rtf|odt|ods|odp|wpd|pdf|txt|html?|tmp|csv|indd|qxd)",
    re.IGNORECASE,
)
_PROGRAM_AUTHOR = re.compile(
    r"(?:windows |microsoft |ms |office |microsoft office |authorized |registered )*"
    r"(?:user|users|customer|office|corporation|windows)[\s_-]*\d*"
    r"|(?:admin|administrat[oe]u?r|administrador|owner|author|unknown|anonymous|default|guest|root|test|me|pc|nobody"
    r"|usuario|utente|utilisateur|benutzer|anwender|besitzer|propri[ée]taire|propietario|пользователь|админ|admin\d)"
    r"|hp|dell|acer|asus|lenovo|toshiba|sony|compaq|samsung|ibm|gateway|apple|packard bell|vaio"
    r"|python-docx|python-pptx|openpyxl|xlsxwriter|apache poi|poi|libreoffice.*|openoffice.*|docx4j.*|aspose.*"
    r"|phpword|phpexcel|un-?named|x|\W*\d*\W*",
    re.IGNORECASE,
)
# The days from which programs count time, written where no day was set: Windows, Excel, the Macintosh, Unix and ZIP.
_FIRST_DAYS = {"1601-01-01", "1899-12-30", "1904-01-01", "1970-01-01", "1980-01-01"}
# When the empty files were made that python-docx and python-pptx fill.
_OF_TEMPLATES = {"2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z"}
_SUMMARY = "\x05SummaryInformation"
# A language is not among them: it is that of the program.
_FIELDS = {
    "title": "title",
    "creator": "author",
    "created": "published",
    "subject": "subject",
    "keywords": "keywords",
}
_OPEN_DOCUMENT_FIELDS = {"title": "title", "creation-date": "published", "subject": "subject"}


def core_facts(package: Package) -> list[Fact]:
    """Return what the properties of a file of Word, Excel or PowerPoint state; raises as Package."""
    names = package.typed("", "core-properties") or ["docProps/core.xml"]
    tree = package.tree(names[0])
    return property_facts((_FIELDS.get(name, ""), value) for name, value in _values(tree))


def open_document_facts(tree: Any) -> list[Fact]:
    """Return what the metadata of an OpenDocument file state, given meta.xml or the file that holds all."""
    stated = list(_values(tree))
    # The creator is who saved it last.
    author = next((value for name, value in stated if name == "initial-creator"), "")
    author = author or next((value for name, value in stated if name == "creator"), "")
    keywords = ", ".join(value for name, value in stated if name == "keyword")
    fields = [(_OPEN_DOCUMENT_FIELDS.get(name, ""), value) for name, value in stated]
    return property_facts([*fields, ("author", author), ("keywords", keywords)])


def compound_facts(data: bytes) -> list[Fact]:
    """Return what the summary of a file of old Office states; none if it cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            summary = compound.openstream(_SUMMARY).read() if compound.exists(_SUMMARY) else b""
    except Exception:  # a summary is worth no file
        return []
    return property_facts((_FIELDS.get(name, name), value) for name, value in properties_of(summary).items())


def property_facts(stated: Iterable[tuple[str, str]]) -> list[Fact]:
    """Return properties, as names and values, as facts; the first of each name that a person gave."""
    facts: dict[str, Fact] = {}
    for name, value in stated:
        text = " ".join(value.split())
        text = _people(text) if name == "author" else text
        kept = iso_date(text) if name == "published" else text
        if name and kept and name not in facts and text not in _OF_TEMPLATES and not is_of_program(name, kept):
            facts[name] = Fact(name, kept, OF_PROPERTIES)
    return list(facts.values())


def with_slide_title(facts: list[Fact], title: str) -> list[Fact]:
    """Return the facts of slides with the title of the first slide, "" without one, behind that of the properties."""
    return [*facts, Fact("title", title, "title of the first slide")] if title else facts


def _people(value: str) -> str:
    """Return the people of a property, between whom Office writes ";"; what ends with ":" says what they did."""
    names = [name.strip() for name in value.split(";")]
    return ", ".join(name for name in names if name and not name.endswith(":")) or value


def is_of_program(name: str, value: str) -> bool:
    """Whether a program wrote by itself what a file states as its title, author or date ("published")."""
    if len(value) > _PROGRAM_CHARACTERS:
        return False
    if name == "title":
        return _PROGRAM_TITLE.fullmatch(value) is not None
    if name == "published":
        return value in _FIRST_DAYS
    # "(with estimates for 2012)" went on with the title, and came into the wrong field.
    return name == "author" and (_PROGRAM_AUTHOR.fullmatch(value) is not None or value.startswith("("))


def _values(tree: Any) -> Iterable[tuple[str, str]]:
    """Yield the local name and the text of each element of metadata."""
    for element in () if tree is None else tree.iter("*"):
        if len(element) == 0 and element.text:
            yield element.tag.rpartition("}")[2], element.text
