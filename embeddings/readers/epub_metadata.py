"""What an EPUB book states of itself."""

from collections.abc import Iterable
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Fact

ORIGIN = "EPUB metadata"
_OPF = "{http://www.idpf.org/2007/opf}"
# Who made something else of a book than its text.
_OTHER_ROLES = {"ill", "trl", "edt", "bkp", "cov", "nrt", "pht", "dsr", "pbl"}


def metadata_facts(root: Any) -> list[Fact]:
    """Return the facts of a book, given its list of items and metadata."""
    values = {name: _texts(root, name) for name in ("publisher", "language", "subject")}
    dates = [date for date in map(iso_date, _dates(root)) if date]
    stated = [
        ("title", _title(root)),
        ("author", ", ".join(_authors(root))),
        ("publisher", ", ".join(values["publisher"])),
        ("published", dates[0] if dates else ""),
        ("language", (values["language"] or [""])[0]),
        ("subject", ", ".join(values["subject"])),
    ]
    return [Fact(name, value, ORIGIN) for name, value in stated if value and value.lower() != "unknown"]


def _elements(root: Any, name: str) -> list[Any]:
    """Return the elements of a name of the metadata that hold words; without one, its properties of that name."""
    properties = (f"dc:{name}", f"dcterms:{name}")
    named = root.iter(f"{{*}}{name}", name)
    of_the_book = (meta for meta in root.iter("{*}meta") if meta.get("property") in properties)
    return _with_words(named) or _with_words(meta for meta in of_the_book if not meta.get("refines"))


def _with_words(elements: Iterable[Any]) -> list[Any]:
    return [element for element in elements if "".join(element.itertext()).strip()]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _texts(root: Any, name: str) -> list[str]:
    return [_text(element) for element in _elements(root, name)]


def _refined(root: Any, element: Any, name: str) -> str:
    """Return what another element says of an element, such as its "role"."""
    stated = element.get(_OPF + name)
    if stated:
        return str(stated)
    of_it = [meta for meta in root.iter("{*}meta") if meta.get("refines") == f"#{element.get('id')}"]
    return next((_text(meta) for meta in of_it if meta.get("property") == name), "")


def _title(root: Any) -> str:
    titles = _elements(root, "title")
    main = [title for title in titles if _refined(root, title, "title-type") == "main"]
    return next(map(_text, (*main, *titles)), "")


def _authors(root: Any) -> list[str]:
    creators = [(_text(element), _refined(root, element, "role")) for element in _elements(root, "creator")]
    return [name for name, role in creators if role not in _OTHER_ROLES]


def _dates(root: Any) -> list[str]:
    """Return the dates of a book, that of its publication first; that of the file's last change is none of them."""
    dates = [(element.get(_OPF + "event", ""), _text(element)) for element in _elements(root, "date")]
    published = [date for event, date in dates if event == "publication"]
    issued = [_text(meta) for meta in root.iter("{*}meta") if meta.get("property") == "dcterms:issued"]
    return [*published, *(date for event, date in dates if not event), *issued]
