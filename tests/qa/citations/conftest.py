"""Answers that cite what formats find hard."""

from datetime import date
from typing import Any

import pytest

from embeddings.documents import Document, Place
from qa.answers import Answer, Excerpt, Fact

DAY = date(2026, 11, 28)


def cited(text: str, **stated: Any) -> Excerpt:
    values: dict[str, Any] = {"id": "talks/paris.txt", "path": "/archive/talks/paris.txt", "sha256": "ab" * 32}
    document = Document(text=text, **values | stated)
    return Excerpt(document=document, start=0, end=len(text), text=text, score=1.0)


def answered(*excerpts: Excerpt, facts: tuple[Fact, ...] = ()) -> Answer:
    return Answer("Who left?", "answered", 0.9, excerpts, (), len(excerpts), "g", facts=facts)


@pytest.fixture
def page() -> Excerpt:
    """Of a page of the web, of two authors, with the day of its publication."""
    return cited(
        "He left\nat “dawn”.",
        title="Kerry & the 100% {secret} talks",
        author="Ana Ruiz and Tom Lind",
        publisher="The Example",
        published="2010-11-30",
        url="https://example.org/a_b?c=1&d=%7E#e",
        language="en",
    )


@pytest.fixture
def report() -> Excerpt:
    """Of page 12 of a report that states a month and an institution."""
    return cited(
        "Costs rose.",
        id="report.pdf",
        path="/archive/report.pdf",
        author="Department of Health and Human Services",
        published="2010-11",
        places=(Place("page", "12", 0, 11),),
    )


@pytest.fixture
def letter() -> Excerpt:
    """Of a message that states a year only, and no title."""
    return cited(
        "We agree.", id="in/box.mbox!/message 5", path="/archive/box.mbox", member="message 5", published="2003"
    )
