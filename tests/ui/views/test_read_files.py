from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import html

from embeddings.documents import Document, Fact, Place
from embeddings.readers.content import FileContent, Omitted
from qa.upkeep.read_files import FileRead, read_files
from ui.views import read_files as view

Write = Callable[..., Path]
SAVED = "Skip to: Content\n\nRiver talks resume\n\nThe talks began on Monday. They ended on Friday.\n"
EVIL = '<script>alert(1)</script><img src="https://example.org/x.png">'


def tree_of(*files: FileRead, pictures: view.Pictures = lambda _: ()) -> Any:
    return html.document_fromstring(view.page(files, pictures))


def test_a_document_is_shown_with_all_that_was_read_and_left_out(write: Write) -> None:
    path = write("a.txt", SAVED)
    write("metadata.csv", "file,author,case\na.txt,Ana Ruiz,K-7\n")
    tree = tree_of(*read_files([path]))
    (article,) = tree.xpath("//article")
    rows = [[cell.text_content() for cell in row] for row in article.xpath(".//tr")]
    assert ["author", "Ana Ruiz", "metadata.csv"] in rows
    assert ["title", "River talks resume", "heading"] in rows
    assert ["case", "K-7", "metadata.csv"] in rows
    (left_out,) = article.xpath(".//details")
    assert left_out.find("summary").text == "Left out: 1 lines or blocks"
    assert left_out.find(".//li").text_content() == "Skip to: Content (site furniture or a page break)"
    assert article.xpath(".//a/@href") == [path.as_uri()]
    assert "1River talks resume" in article.xpath(".//div[@class='text']")[0].text_content()


def test_a_fact_that_another_won_over_is_said_to_be_unused(write: Write) -> None:
    path = write("a.md", "---\nauthor: Bo Ek\n---\nIt rose.")
    write("metadata.csv", "file,author\na.md,Ana Ruiz\n")
    cells = [cell.text_content() for cell in tree_of(*read_files([path])).xpath("//td[1]")]
    assert cells == ["Ana Ruiz", "Bo Ek (not used)"]


def test_the_page_needs_nothing_and_runs_nothing_of_what_it_shows() -> None:
    document = Document(
        EVIL,
        "/a/b.html",
        EVIL,
        "0",
        title=EVIL,
        facts=(Fact(EVIL, EVIL, EVIL),),
        places=(Place("section", EVIL, 0, 9),),
    )
    content = FileContent(EVIL, left_out=3, omitted=(Omitted(EVIL, EVIL),), poor=EVIL)
    read = FileRead(Path(f"/a/{EVIL}"), (document,), ((EVIL, EVIL),), (content,))
    tree = tree_of(read)
    assert tree.xpath("//script | //img | //link | //iframe | //@onclick") == []
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    ]
    assert all(address.startswith("file:///") for address in tree.xpath("//@href"))
    assert tree.text_content().count(EVIL) == 14
    assert "Left out: 3 lines or blocks" in tree.text_content()


def test_pictures_of_pages_stand_beside_their_text() -> None:
    text = "First page.\n\nSecond page.\n\nThird page."
    places = (Place("page", "1", 0, 13), Place("page", "2", 13, 27), Place("page", "3", 27, len(text)))
    document = Document("b.pdf", "/a/b.pdf", text, "0", places=places)
    read = FileRead(Path("/a/b.pdf"), (document,), (), (FileContent(text, places=places),))
    tree = tree_of(read, pictures=lambda _: ["data:image/png;base64,AA", "data:image/png;base64,BB"])
    pages = tree.xpath("//div[@class='page']")
    assert [page.find("img").get("src")[-2:] for page in pages] == ["AA", "BB"]
    assert "Second page." in pages[1].text_content()
    assert "Third page." not in pages[1].text_content()
    assert "Third page." in tree.text_content()


def test_a_long_document_is_cut_and_says_so(write: Write) -> None:
    sentence = "The clerk wrote a letter to the minister. "
    (read,) = read_files([write("a.txt", sentence * 8_000)])
    tree = tree_of(read)
    assert f"Shown: the first {view.MOST_CHARACTERS:,} of" in tree.text_content()
