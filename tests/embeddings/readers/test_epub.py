import io
import zipfile

import pytest

from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.epub import read
from tests.embeddings.readers.office_files import file_of, packed

_CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
_NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
    '<nav epub:type="landmarks"><ol><li><a href="one.xhtml">Start</a></li></ol></nav>'
    '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">The toll</a>'
    '<ol><li><a href="one.xhtml#rates">Rates</a></li></ol></li><li><a href="two.xhtml">The end</a></li></ol></nav>'
    "</body></html>"
)


def _page(body: str) -> str:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


def _book(pages: dict[str, str], metadata: str = "", **parts: str) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"'
        f' properties="{"nav" if name == "nav" else ""}"/>'
        for name in pages
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OPS/book.opf": opf,
            **{f"OPS/{name}.xhtml": page for name, page in pages.items()},
            **{f"META-INF/{name}.xml": part for name, part in parts.items()},
        }
    )


def _read(data: bytes) -> FileContent:
    (content,) = read(file_of("a.epub", data)).documents
    return content


_ONE = _page('<h1>I</h1><p>Tolls began in 1429.</p><h2 id="rates"><a id="x"/>Rates</h2><p>A rose noble each.</p>')
_TWO = _page("<h1>II</h1><p>They ended in 1857.</p>")


def test_chapters_and_sections_are_places_named_by_the_table_of_contents_which_is_left_out() -> None:
    metadata = "<dc:title>Tolls of the Sound</dc:title><dc:creator>Ana Ruiz</dc:creator><dc:date>1911-05-06</dc:date>"
    content = _read(_book({"nav": _NAV, "one": _ONE, "two": _TWO}, metadata))
    assert content.text == "I\n\nTolls began in 1429.\n\nRates\n\nA rose noble each.\n\nII\n\nThey ended in 1857."
    assert (content.title, content.author, content.published) == ("Tolls of the Sound", "Ana Ruiz", "1911-05-06")
    assert content.left_out == 5
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("chapter", "The toll", "I\n\nTolls began in 1429.\n\nRates\n\nA rose noble each."),
        ("section", "Rates", "Rates\n\nA rose noble each."),
        ("chapter", "The end", "II\n\nThey ended in 1857."),
    ]


def test_chapters_without_a_table_of_contents_are_named_by_their_headings_and_pages_without_one_go_on() -> None:
    content = _read(_book({"one": _ONE, "more": _page("<p>And more.</p>"), "two": _TWO}))
    assert [(place.name, content.text[place.start : place.end][-9:]) for place in content.places] == [
        ("I", "And more."),
        ("II", " in 1857."),
    ]


@pytest.mark.parametrize(
    ("as_written", "as_it_stands"),
    [
        ('idref="one"', 'idref=" one "'),
        ('<spine><itemref idref="one"/><itemref idref="two"/></spine>', ""),
    ],
)
def test_chapters_are_found_as_programs_list_them(as_written: str, as_it_stands: str) -> None:
    with zipfile.ZipFile(io.BytesIO(_book({"one": _ONE, "two": _TWO}))) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert as_written in parts["OPS/book.opf"]
    parts["OPS/book.opf"] = parts["OPS/book.opf"].replace(as_written, as_it_stands)
    assert (
        _read(packed(parts)).text
        == "I\n\nTolls began in 1429.\n\nRates\n\nA rose noble each.\n\nII\n\nThey ended in 1857."
    )


def test_books_that_are_locked_broken_or_none_are_refused() -> None:
    def encryption(uri: str, algorithm: str) -> str:
        return (
            f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/><CipherData>'
            f'<CipherReference URI="{uri}"/></CipherData></EncryptedData></encryption>'
        )

    with pytest.raises(NotRead, match=r"locked by its seller \(DRM\)"):
        _read(
            _book({"one": _ONE}, encryption=encryption("OPS/one.xhtml", "http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
        )
    veiled_font = encryption("OPS/font.otf", "http://www.idpf.org/2008/embedding")
    assert _read(_book({"one": _ONE}, encryption=veiled_font)).text.startswith("I\n\n")
    with pytest.raises(NotRead, match="lacks the file that lists its chapters"):
        _read(packed({"mimetype": "application/epub+zip"}))
    with pytest.raises(NotRead, match="lacks the file that lists its chapters"):
        _read(packed({"META-INF/container.xml": _CONTAINER}))
    with pytest.raises(NotRead, match="is no EPUB book"):
        _read(b"plain words")
