"""EPUB books: their chapters in the order of the spine.

A chapter is a place named as the table of contents names it, with its sections inside it; without a table of contents
it is named by its first heading. Pages that the book marks by their numbers in print are places too. The table of
contents itself is left out.
"""

from collections.abc import Iterator
from posixpath import dirname
from typing import Any

from embeddings.readers.composing import Piece, composed
from embeddings.readers.content import CONTENTS_LIST, File, FileContents, NotRead, Omitted, content_with
from embeddings.readers.epub_chapters import Opening, chapter_pieces, heading_of, is_contents, page_tree
from embeddings.readers.epub_contents import Entry, entries_of, resolved
from embeddings.readers.epub_metadata import metadata_facts
from embeddings.readers.markup import struck_words
from embeddings.readers.office_package import Package, opened

_CONTAINER = "META-INF/container.xml"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
# Fonts that are only veiled are no locked text.
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(file: File) -> FileContents:
    """Read a book as one document. Raises NotRead and LimitReached."""
    package = opened(file, "EPUB book")
    name = _root_file(package)
    root = package.tree(name)
    if root is None:
        raise NotRead("is no EPUB book, as it lacks the file that lists its chapters; save it again")
    items = {item.get("id", "").strip(): item for item in _all(root, "item")}
    order = [ref.get("idref", "").strip() for ref in _all(root, "itemref")]
    # Without an order of reading it is that of the list.
    spine = [items[name] for name in order if name in items] or list(items.values())
    pages = [_path(name, item) for item in spine if item.get("media-type", "") in _PAGES]
    _refuse_locked(package, pages)
    entries = entries_of(package, name, list(items.values()))
    contents = _contents_pages(name, root, list(items.values()))
    pieces: list[Piece] = []
    omitted: list[Omitted] = []
    for page in pages:
        data = package.data(page)
        tree = None if data is None else page_tree(data, page)
        if tree is None:
            continue
        is_left_out = page in contents or is_contents(tree)
        omitted += struck_words(tree)
        of_page = list(chapter_pieces(tree, _openings(page, entries, tree)))
        if is_left_out:
            omitted += [Omitted(piece.text, CONTENTS_LIST) for piece in of_page if piece.text]
        else:
            pieces.extend(of_page)
    text, places = composed(pieces)
    return FileContents((content_with(text, metadata_facts(root), places, omitted=omitted),))


def _root_file(package: Package) -> str:
    container = package.tree(_CONTAINER)
    names = [] if container is None else [element.get("full-path", "") for element in _all(container, "rootfile")]
    names += [name for name in package.names if name.lower().endswith(".opf")]
    if not names:
        raise NotRead("is no EPUB book, as it lacks the file that lists its chapters; save it again")
    return resolved("", names[0])


def _path(name: str, item: Any) -> str:
    """Return the path of an item, which is stated from where the list of items stands."""
    return resolved(dirname(name), item.get("href", ""))


def _all(root: Any, name: str) -> Iterator[Any]:
    """Return an iterator over the elements of a name, in whatever namespace."""
    elements: Iterator[Any] = root.iter(f"{{*}}{name}")
    return elements


def _refuse_locked(package: Package, pages: list[str]) -> None:
    """Raises NotRead if a page of the book is encrypted."""
    encryption = package.tree("META-INF/encryption.xml")
    for element in () if encryption is None else _all(encryption, "EncryptedData"):
        method = next(_all(element, "EncryptionMethod"), None)
        is_font = method is not None and method.get("Algorithm", "") in _OF_FONTS
        paths = {resolved("", reference.get("URI", "")) for reference in _all(element, "CipherReference")}
        if not is_font and paths & set(pages):
            raise NotRead("is locked by its seller (DRM); open it where it was bought, or get it without a lock")


def _contents_pages(name: str, root: Any, items: list[Any]) -> set[str]:
    """Return the pages that the book says are its table of contents."""
    pages = {_path(name, item) for item in items if "nav" in item.get("properties", "").split()}
    guide = (reference for reference in _all(root, "reference") if reference.get("type", "").lower() == "toc")
    return pages | {_path(name, reference).partition("#")[0] for reference in guide}


def _openings(page: str, entries: list[Entry], tree: Any) -> list[Opening]:
    """Return the places that begin on a page: those of the table of contents, else its first heading."""
    if entries:
        return [Opening(entry.fragment, entry.kind, entry.title) for entry in entries if entry.path == page]
    heading = heading_of(tree)
    return [Opening("", "chapter", heading)] if heading else []
