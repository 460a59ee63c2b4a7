"""What is written is read back with readers that others wrote."""

import json
import re
import unicodedata
import warnings
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import OF_A_SCAN
from embeddings.documents import Fact as DocumentFact
from qa.answers import Excerpt
from qa.citations.bibliographies import bibtex, csl_json, ris
from qa.citations.works import notes, works
from tests.qa.citations.conftest import DAY, answered, cited

# Whatever documents state, in the form in which all formats hold it: one line without what cannot be shown.
STATED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip


def bibtex_entries(written: str) -> list[dict[str, str]]:
    """What bibtexparser reads, with TeX's signs read as the characters they stand for."""
    library = bibtexparser.parse_string(written, append_middleware=[SeparateCoAuthors(), LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"type": entry.entry_type, "key": entry.key} | {field.key: field.value for field in entry.fields}
        for entry in library.entries
    ]


def test_csl_json_has_the_fields_that_its_specification_names(page: Excerpt, report: Excerpt, letter: Excerpt) -> None:
    cited_works = works([answered(page, report, letter)], DAY)
    first, second, third = json.loads(csl_json(cited_works, ""))
    assert first == {
        "id": cited_works[0].key,
        "type": "webpage",
        "title": "Kerry & the 100% {secret} talks",
        "author": [{"literal": "Ana Ruiz"}, {"literal": "Tom Lind"}],
        "container-title": "The Example",
        "issued": {"date-parts": [[2010, 11, 30]]},
        "accessed": {"date-parts": [[2026, 11, 28]]},
        "URL": "https://example.org/a_b?c=1&d=%7E#e",
        "language": "en",
        "archive_location": "talks/paris.txt",
        "note": f"“He left at “dawn”.” (characters 0 to 18; loccit {page.reference})",
    }
    assert (second["type"], second["issued"], second["page"]) == ("document", {"date-parts": [[2010, 11]]}, "12")
    assert second["author"] == [{"literal": "Department of Health and Human Services"}]
    assert (third["type"], third["issued"]) == ("personal_communication", {"date-parts": [[2003]]})
    assert not {"author", "URL", "page", "language"} & third.keys()
    last_name_first = works([answered(cited("He left.", author="Ruiz, Ana"))], DAY)
    assert json.loads(csl_json(last_name_first, ""))[0]["author"] == [{"family": "Ruiz", "given": "Ana"}]


def test_citeproc_cites_by_csl_json(page: Excerpt, report: Excerpt) -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(csl_json(works([answered(page, report)], DAY), ""))
    with warnings.catch_warnings():
        # It knows the types and fields of CSL 1.0 only, and says so of "document".
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(
            CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
        )
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        first, second = (str(entry) for entry in bibliography.bibliography())
    entries = f"{first}\n{second}"
    for part in ("Kerry & the 100% {secret} talks", "Lind", "Ruiz", "2010", "Department of Health and Human Services"):
        assert part in entries


def test_ris_is_read_by_rispy(page: Excerpt, report: Excerpt, letter: Excerpt) -> None:
    cited_works = works([answered(page, report, letter)], DAY)
    written = ris(cited_works, "")
    assert written.count("\r\n") == written.count("\n")
    first, second, third = rispy.loads(written)
    assert first == {
        "type_of_reference": "ELEC",
        "id": cited_works[0].key,
        "authors": ["Ana Ruiz", "Tom Lind"],
        "title": "Kerry & the 100% {secret} talks",
        "secondary_title": "The Example",
        "year": "2010",
        "date": "2010/11/30/",
        "access_date": "2026/11/28/",
        "language": "en",
        "urls": ["https://example.org/a_b?c=1&d=%7E#e"],
        "accession_number": "talks/paris.txt",
        "notes": [f"“He left at “dawn”.” (characters 0 to 18; loccit {page.reference})"],
    }
    assert (second["type_of_reference"], second["date"], second["start_page"]) == ("GEN", "2010/11//", "12")
    assert (third["type_of_reference"], third["date"], third["year"]) == ("PCOMM", "2003///", "2003")


def test_bibtex_is_read_by_bibtexparser(page: Excerpt, report: Excerpt, letter: Excerpt) -> None:
    cited_works = works([answered(page, report, letter)], DAY)
    written = bibtex(cited_works, "")
    first, second, third = bibtex_entries(written)
    assert (first["type"], first["key"], first["organization"]) == ("online", cited_works[0].key, "The Example")
    assert plain(first["title"]) == "Kerry & the 100% {secret} talks"
    assert first["author"] == ["Ana Ruiz", "Tom Lind"]
    assert (first["date"], first["year"], first["month"], first["urldate"]) == (
        "2010-11-30",
        "2010",
        "nov",
        "2026-11-28",
    )
    assert "  url = {https://example.org/a_b?c=1&d=%7E#e},\n" in written
    assert "  title = {{Kerry \\& the 100\\% \\{secret\\} talks}},\n" in written
    assert [plain(name) for name in second["author"]] == ["Department of Health and Human Services"]
    assert (second["type"], second["pages"]) == ("misc", "12")
    assert (third["date"], "month" in third, "author" in third) == ("2003", False, False)


@pytest.mark.parametrize("name", ["the sample desk", "Board of Governors", "Institute for Science", "Smith and Sons"])
def test_bibtex_parts_no_name_of_an_institution(name: str) -> None:
    assert f"  author = {{{{{name}}}}},\n" in bibtex(works([answered(cited("He left.", author=name))], DAY), "")


@pytest.mark.parametrize("name", ["Ana Ruiz", "Vincent van Gogh", "Sophie in 't Veld"])
def test_bibtex_parts_the_name_of_a_person(name: str) -> None:
    assert f"  author = {{{name}}},\n" in bibtex(works([answered(cited("He left.", author=name))], DAY), "")


def plain(text: str) -> str:
    """A value without the braces around it, which only keep its capitals or keep it whole."""
    return re.sub(r"^\{(.*)\}$", r"\1", text)


@settings(max_examples=150)
@given(STATED, STATED, STATED)
def test_whatever_documents_state_is_read_back(title: str, author: str, words: str) -> None:
    (work,) = works([answered(cited(words, title=title, author=author))], DAY)
    (from_csl,) = json.loads(csl_json([work], ""))
    (from_ris,) = rispy.loads(ris([work], ""))
    (from_bibtex,) = bibtex_entries(bibtex([work], ""))
    assert from_csl["title"] == from_ris["title"] == title
    assert from_csl["note"] == from_ris["notes"][0] == notes(work, "")[0]
    assert words in from_csl["note"]
    assert spaced(from_bibtex["title"]) == spaced(title)
    assert spaced(from_bibtex["note"]) == spaced(from_csl["note"])


def spaced(text: str) -> str:
    """A text without kinds of spaces, accents put together, and what pylatexenc does not know: ^ and lone braces."""
    without_braces = text.replace("ˆ", "^").replace("{", "").replace("}", "")
    return "".join(unicodedata.normalize("NFC", without_braces).split())


def test_braces_that_match_and_that_do_not_and_ligatures_of_tex_are_escaped() -> None:
    for title, written in (
        ("a {b} c", "a \\{b\\} c"),
        ("a } b {", "a {\\textbraceright} b {\\textbraceleft}"),
        ("1--2 ``x'' ?`", "1-{}-2 `{}`x'{}' ?{}`"),
        ("C:\\x ~^$&%#_", "C:{\\textbackslash}x {\\textasciitilde}{\\textasciicircum}\\$\\&\\%\\#\\_"),
    ):
        (work,) = works([answered(cited("He left.", title=title))], DAY)
        assert f"  title = {{{{{written}}}}},\n" in bibtex([work], "")


@given(st.text(), st.text(), st.text())
def test_nothing_that_is_stated_adds_a_line_or_an_entry(title: str, author: str, url: str) -> None:
    words = "He left."
    (work,) = works(
        [answered(cited(words, title=title, author=author, publisher=author, url=url, language=title))], DAY
    )
    values: list[dict[str, Any]] = rispy.loads(ris([work], ""))
    assert len(values) == 1
    lines = bibtex([work], "").splitlines()
    assert all(re.fullmatch(r"  \w+ = .+,", line) for line in lines[1:-1])
    depth = 0
    for character in bibtex([work], ""):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_every_format_says_that_an_answer_is_not_sure(page: Excerpt) -> None:
    unsure = replace(answered(page), question="Who?", confidence=0.31, low_confidence=True, reason="no name is near")
    cited_works = works([unsure], DAY)
    doubt = "“Who?” Not sure that this answers. No name is near. Confidence 0.31 of 1."
    assert json.loads(csl_json(cited_works, ""))[0]["note"].splitlines()[0] == doubt
    assert rispy.loads(ris(cited_works, ""))[0]["notes"][0] == doubt
    assert bibtex_entries(bibtex(cited_works, ""))[0]["note"].startswith(doubt)


def test_the_day_of_a_scan_is_no_date_of_a_work() -> None:
    scan = cited("He left.", published="2010-08-02", facts=(DocumentFact("published", "2010-08-02", OF_A_SCAN),))
    cited_works = works([answered(scan)], DAY)
    assert "issued" not in json.loads(csl_json(cited_works, ""))[0]
    assert "2010" not in ris(cited_works, "").split("N1  -")[0].replace(cited_works[0].key, "")
    assert {"date", "year", "month"} & bibtex_entries(bibtex(cited_works, ""))[0].keys() == set()
