"""The day that stands at the head of what was written to be printed, as on a letter or a press release.

It goes before the day on which the file was made, which is another where it was printed, scanned or converted later.
"""

from dataclasses import replace

from embeddings.documents import Fact, is_date_of_file
from embeddings.readers.content import FileContent
from embeddings.readers.plain_text import day_at_top

HEAD = "top of the text"


def with_day_of_head(content: FileContent) -> FileContent:
    """Return a document with the day at the head of its text, where it states none or only that of the file."""
    if content.published and not is_date_of_file(content.facts):
        return content
    day = day_at_top(content.text)
    return replace(content, published=day, facts=(Fact("published", day, HEAD), *content.facts)) if day else content
