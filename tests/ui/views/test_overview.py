from pathlib import Path
from typing import Any

from lxml import html

from embeddings.generations.manifest import Manifest
from embeddings.generations.publishing import Published
from embeddings.index.catalogue import Listed
from qa.question.facets import Facets
from ui.views import overview

HOSTILE = "<img src=x onerror=alert(1)>"


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def plain(page: str) -> str:
    return " ".join(parsed(page).text_content().split())


def manifest(**more: Any) -> Manifest:
    identity = {"generation": "g", "created": "2026-11-22T04:46:23Z", "model": "words", "model_fingerprint": "f"}
    sizes = {"dimension": 1, "passage_words": 1, "documents": 12, "passages": 1_040, "sentences": 3}
    return Manifest(**identity | sizes | {"sources": [], "unreadable": []} | more)


def facets(*years: tuple[int | None, int]) -> Facets:
    return Facets(12, 40, publishers=(("The Example", 9), ("B", 2), (None, 1)), authors=(), years=years)


def listed(**more: Any) -> Listed:
    nothing = dict.fromkeys(("title", "author", "publisher", "published", "url", "language"))
    return Listed(
        **{
            "id": "talks/a.txt",
            "path": "/added/a.txt",
            "sha256": "0",
            "characters": 9,
            "passages": 2,
            "member": "",
            "sidecar": "",
        }
        | nothing
        | more
    )


def facts(page: Any) -> dict[str, str]:
    return {row[0].text: row[1].text for row in page.xpath("//dl/div")}


def test_the_archive_is_summed_up_in_counts() -> None:
    page = parsed(overview.summary(manifest(), facets((2005, 4), (2010, 6), (None, 2))))
    assert facts(page) == {
        "Documents": "12",
        "Passages": "1,040",
        "Dates": "2005 to 2010 (2 without a date)",
        "Publishers": "2",
        "Who says what": "0 attributions, of labelled speakers only",
        "Model": "words",
    }
    found = manifest(attributions=1_300, parser="spacy 3.8.18")
    assert facts(parsed(overview.summary(found, facets())))["Who says what"] == "1,300 attributions"
    assert facts(parsed(overview.summary(manifest(), facets((2005, 4)))))["Dates"] == "2005"
    assert facts(parsed(overview.summary(manifest(), facets((None, 2)))))["Dates"] == "not stated"


def test_the_documents_of_each_year_are_plotted() -> None:
    page = parsed(overview.summary(manifest(), facets((2005, 3), (2007, 6), (None, 2))))
    assert page.xpath("//svg/@aria-label") == ["Documents by year of publication: 2005: 3, 2007: 6"]


def test_a_long_time_is_plotted_by_decades() -> None:
    page = parsed(overview.summary(manifest(), facets((1899, 1), (1990, 2), (1999, 3))))
    assert page.xpath("//svg/@aria-label") == ["Documents by decade of publication: 1890s: 1, 1990s: 5"]


def test_without_dates_or_of_a_single_year_there_is_no_plot() -> None:
    assert parsed(overview.summary(manifest(), facets((2010, 3), (None, 12)))).xpath("//svg") == []
    assert parsed(overview.summary(manifest(), facets((None, 12)))).xpath("//svg") == []


def test_what_could_not_be_read_is_listed_with_the_reason() -> None:
    bad = [{"path": f"/a/{HOSTILE}", "reason": "is not text"}]
    page = parsed(overview.summary(manifest(unreadable=bad), facets()))
    assert page.xpath("string(//summary)") == "1 file could not be read"
    assert page.xpath("string(//li)") == f"/a/{HOSTILE}: is not text"
    assert page.xpath("//img") == []
    assert "could not be read" not in overview.summary(manifest(), facets())


def test_very_many_that_could_not_be_read_are_counted() -> None:
    rest = {"path": "generations/g/unreadable.jsonl", "reason": "names all 5,000", "count": "5000"}
    page = parsed(overview.summary(manifest(unreadable=[{"path": "/a", "reason": "is not text"}, rest]), facets()))
    assert page.xpath("string(//summary)") == "5,000 files could not be read"
    assert page.xpath("string(//li[2])") == "generations/g/unreadable.jsonl: names all 5,000"


def test_documents_are_listed_with_what_they_state_and_a_link_to_read_them() -> None:
    document = listed(title=HOSTILE, publisher="The Example", published="2005-02")
    page = parsed(overview.table([document, listed(id="talks/ü&b.txt")], 25, 127, None))
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        [f"{HOSTILE} a.txt", "The Example", "", "February 2005", "2"],
        ["ü&b.txt", "", "", "date unknown", "2"],
    ]
    assert page.xpath("//a/@href") == ["./?doc=talks%2Fa.txt", "./?doc=talks%2F%C3%BC%26b.txt"]
    assert page.xpath("string(//*[@class='pages']/span)") == "26 to 27 of 127 documents"
    assert page.xpath("//button/@data-from") == ["0", "27"]
    assert page.xpath("//img") == []


def test_a_document_whose_file_could_not_be_read_says_when_it_was_seen() -> None:
    document = listed(title="A", not_seen_since="2011-04-05T10:00:00+00:00")
    page = parsed(overview.table([document, listed(title="B", id="box/b.zip!/x/a.txt")], 0, 2, None))
    names = [cell.text_content() for cell in page.xpath("//tbody//th")]
    assert names == ["A · not seen since 5 April 2011 a.txt", "B b.zip, a.txt"]


def test_only_files_that_were_added_can_be_removed_and_only_by_who_may() -> None:
    both = [listed(), listed(path="/elsewhere/a.txt")]
    assert parsed(overview.table(both, 0, 2, Path("/added"))).xpath("//button/@data-remove") == ["/added/a.txt"]
    assert parsed(overview.table(both, 0, 2, None)).xpath("//button") == []


def test_that_nothing_was_found_is_said() -> None:
    assert plain(overview.table([], 0, 0, None)).startswith("No document has these words")


def test_sources_and_generations_have_what_to_do_with_them() -> None:
    page = parsed(overview.sources([Path("/a/corpus"), Path(f"/b/{HOSTILE}")]))
    assert page.xpath("//button/@data-unfollow") == ["/a/corpus", f"/b/{HOSTILE}"]
    assert "follows no file" in overview.sources([])
    kept = [
        Published("g2", "2026-11-22T05:00:00Z", 3, 9, "words", current=True),
        Published("g1", "2026-11-21T05:00:00Z", 1, 4, "words", current=False),
    ]
    page = parsed(overview.generations(kept))
    assert page.xpath("//strong/text()") == ["22 November 2026, 05:00:00 UTC · 3 documents, 9 passages · current"]
    assert page.xpath("//button/@data-generation") == ["g1"]
    assert "None is kept yet" in overview.generations([])


def test_what_was_read_poorly_is_named_with_a_link_and_what_to_do() -> None:
    poor = [(f"scan {number}.pdf", "by <OCR>; scan it anew") for number in range(52)]
    page = html.fragment_fromstring(overview.summary(manifest(), facets(), poor), create_parent="div")
    (details,) = page.xpath("//details[contains(summary, 'read poorly')]")
    assert details.find("summary").text == "52 documents read poorly"
    items = details.xpath(".//li")
    assert items[0].text_content() == "scan 0.pdf: by <OCR>; scan it anew"
    assert items[0].find("a").get("href") == "./?doc=scan+0.pdf"
    assert (len(items), items[-1].text) == (51, "and 2 more; qa sources report names all")
