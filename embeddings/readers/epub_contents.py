"""The table of contents of an EPUB book: what it calls its chapters and their sections, and where they begin."""

from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote

from embeddings.readers.content import NotRead
from embeddings.readers.office_package import Package

# A table of contents that lists more than this lists something else.
MOST_ENTRIES = 20_000
_NCX = "application/x-dtbncx+xml"


class Entry(NamedTuple):
    """An entry: the page and the place on it that it leads to, its title, and whether it is a chapter or a section."""

    path: str
    fragment: str
    title: str
    kind: str


def entries_of(package: Package, name: str, items: list[Any]) -> list[Entry]:
    """Return the entries of a book's table of contents, given the name of its list of items; [] without one."""
    pages = [item for item in items if "nav" in item.get("properties", "").split()]
    pages += [item for item in items if item.get("media-type", "") == _NCX]
    for item in pages:
        path = resolved(dirname(name), item.get("href", ""))
        try:
            root = package.tree(path)
        except NotRead:
            # A book can be read without its table of contents.
            continue
        if root is not None and (entries := _entries(root, path)):
            return entries[:MOST_ENTRIES]
    return []


def resolved(folder: str, reference: str) -> str:
    """Return the path in the package that a reference from a folder leads to, with its fragment as it is."""
    path, sign, fragment = reference.partition("#")
    return normpath(join("/", folder, unquote(path)))[1:] + sign + fragment


def _entries(root: Any, path: str) -> list[Entry]:
    points = list(root.iter("{*}navPoint"))
    if points:
        return [entry for point in points if (entry := _of_point(point, path))]
    return [entry for link in _links(root) if (entry := _of_link(link, path))]


def _of_point(point: Any, path: str) -> Entry | None:
    content = point.find("{*}content")
    label = point.find("{*}navLabel")
    if content is None or label is None:
        return None
    is_within = any(str(above.tag).endswith("}navPoint") for above in point.iterancestors())
    return _entry(path, content.get("src", ""), "".join(label.itertext()), is_within=is_within)


def _links(root: Any) -> list[Any]:
    """Return the links of the table of contents; a page may also list landmarks and the pages in print."""
    lists = list(root.iter("{*}nav"))
    kinds = [next((value for name, value in nav.attrib.items() if name.endswith("}type")), "") for nav in lists]
    tables = [nav for nav, kind in zip(lists, kinds, strict=True) if "toc" in kind.split()]
    return [link for nav in tables[:1] for link in nav.iter("{*}a")]


def _of_link(link: Any, path: str) -> Entry | None:
    items = [above for above in link.iterancestors() if str(above.tag).endswith("}li")]
    return _entry(path, link.get("href", ""), "".join(link.itertext()), is_within=len(items) > 1)


def _entry(path: str, reference: str, label: str, *, is_within: bool) -> Entry | None:
    title = " ".join(label.split())
    page, _, fragment = resolved(dirname(path), reference).partition("#")
    return Entry(page, fragment, title, "section" if is_within else "chapter") if title and reference else None
