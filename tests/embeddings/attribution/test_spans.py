"""Whatever a text is: every place of an attribution lies within it, and the index gives back what was found."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.attribution.finding import attributions
from embeddings.documents import Attribution, Document, Span
from embeddings.index.catalogue import Catalogue
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.text.splitting import passages

pytest.importorskip("spacy")

_PIECES = st.sampled_from(
    [
        *("Ana Ruiz ", "he ", "“", "”", '"', " said", " told Bo Lind", " that ", "the lock leaks", ". ", ", ", "\n\n"),
        *(
            "On 3 May 2010 ",
            "BO LIND: ",
            "according to ",
            "denied ",
            "reportedly ",
            "\ufffd",
            "é",
            "…",
            ":",
            "- ",
            "’s ",
        ),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=40).map("".join)


def spans(one: Attribution) -> list[Span]:
    return [*one.content, *one.chain, *(span for span in (one.source, one.cue, one.to_span, one.setting) if span)]


@settings(max_examples=60)
@given(_TEXTS)
def test_every_place_lies_within_the_text_and_contents_do_not_run_backwards(text: str) -> None:
    for one in attributions(text, author=lambda _: "Ana Ruiz"):
        assert one.content
        assert all(0 <= start < end <= len(text) for start, end in spans(one))
        assert list(one.content) == sorted(one.content)
        assert all(text[start:end].strip() for start, end in one.content)


@settings(max_examples=20)
@given(_TEXTS.filter(str.strip))
def test_what_is_stored_is_what_was_found_but_for_when_it_was_said(text: str) -> None:
    document = Document("a.txt", "/a.txt", text, "", attributions=attributions(text))
    split = passages(document)
    with TemporaryDirectory() as folder:
        with CatalogueWriter(Path(folder)) as writer:
            writer.add(document, split)
            writer.finish()
        read = Catalogue.of_one(Path(folder), 1, len(split), sum(len(passage.sentences) for passage in split)).numbered(
            0
        )
    assert read.text == text
    assert [one.as_row()[:-1] for one in read.attributions] == [one.as_row()[:-1] for one in document.attributions]
    assert all(one.said is None or one.said[:4].isdigit() for one in read.attributions)
