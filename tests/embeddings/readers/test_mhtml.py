import pytest

from embeddings.documents import Fact
from embeddings.readers import mhtml
from embeddings.readers.content import File, FileContent, FileContents, NotRead

HEAD = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/river\nSubject: =?utf-8?Q?River=20talks?=\n"
    'Date: Tue, 5 Apr 2011 10:00:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; '
    'boundary="b"\n\n'
)
PARAGRAPH = "<p>Envoys met at the Caf=C3=A9 Lisboa to speak of the river and of its water, which all need.</p>"


def part(kind: str, body: str, more: str = "") -> str:
    return f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: quoted-printable\n{more}\n{body}\n"


def read(text: str) -> FileContent:
    return mhtml.read(File("a.mhtml", text.encode("latin-1"), lambda *_: FileContents(()))).documents[0]


def test_the_page_is_read_and_not_what_it_shows_beside() -> None:
    page = part("text/html; charset=utf-8", f"<html><body>{PARAGRAPH}</body></html>")
    content = read(HEAD + page + part("text/css", "p {}") + part("text/html", "<p>A frame</p>") + "--b--\n")
    assert content.text == "Envoys met at the Café Lisboa to speak of the river and of its water, which all need."
    assert (content.url, content.title) == ("https://example.org/river", "River talks")
    assert content.published is None
    assert Fact("saved", "2011-04-05", "saved page") in content.facts


def test_the_title_and_the_encoding_are_the_pages_own() -> None:
    meta = "<meta http-equiv=3D'content-type' content=3D'text/html; charset=3Diso-8859-1'><title>The river</title>"
    page = part("text/html", f"<html><head>{meta}</head><body>{PARAGRAPH.replace('=C3=A9', '=E9')}</body></html>")
    content = read(HEAD + page + "--b--\n")
    assert content.title == "The river"
    assert "Café" in content.text


def test_the_part_that_is_the_start_is_the_page() -> None:
    head = HEAD.replace("boundary=", 'start="<2@x>"; boundary=')
    frames = part("text/html", "<p>A frame</p>", "Content-ID: <1@x>\n") + part(
        "text/html", PARAGRAPH, "Content-ID: <2@x>\n"
    )
    assert read(head + frames + "--b--\n").text.startswith("Envoys met")


def test_a_page_of_frames_is_its_first_frame_with_text() -> None:
    frames = part("text/html", "<html><frameset></frameset></html>") + part("text/html", "<p>A frame of words</p>")
    assert read(HEAD + frames + "--b--\n").text == "A frame of words"


def test_a_file_without_a_page_is_refused() -> None:
    with pytest.raises(NotRead, match="without a page"):
        read(HEAD + part("image/png", "x") + "--b--\n")
