"""The day and the byline that stand at the head of what was written to be printed, as of a letter or a press release.

They go before the day on which the file was made and whoever made it, who are others where it was printed, scanned or
converted later.
"""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.documents import OF_PROPERTIES, Fact, is_date_of_file
from embeddings.readers.content import FileContent
from embeddings.readers.plain_text import BYLINE, day_at_top, facts_at_top

HEAD = "top of the text"


def with_head(content: FileContent) -> FileContent:
    """Return a document with the day and the byline at the head of its text, where it states only the file's."""
    day = None if content.published and not is_date_of_file(content.facts) else day_at_top(content.text)
    author = _author_in_byline(content.text) if _author_is_of_file(content.facts) else None
    stated = [Fact("published", day, HEAD)] if day else []
    stated += [Fact("author", author, BYLINE)] if author else []
    return replace(
        content,
        published=day or content.published,
        author=author or content.author,
        facts=(*stated, *content.facts),
    )


def _author_in_byline(text: str) -> str | None:
    stated = (fact.value for fact in facts_at_top(text) if (fact.name, fact.origin) == ("author", BYLINE))
    return next(stated, None)


def _author_is_of_file(facts: Sequence[Fact]) -> bool:
    """Whether nobody is stated to be the author but by the properties of a file."""
    return next((fact.origin for fact in facts if fact.name == "author"), OF_PROPERTIES) == OF_PROPERTIES
