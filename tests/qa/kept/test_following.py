from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from qa.answers import Excerpt
from qa.citations.resolving import resolve_all
from qa.kept.clippings import keep
from qa.kept.following import Followed, follow
from tests.qa.kept.conftest import WORDS


@pytest.fixture
def followed_after(
    file: Path, archive: Path, excerpt: Excerpt, write: Callable[..., Path], encoder: Encoder
) -> Callable[[str | None], Followed]:
    """Keep the excerpt, give its file another content or remove it, rebuild, and follow the clipping."""

    def follow_after(content: str | None) -> Followed:
        clipping = keep(file, excerpt)
        if content is None:
            (archive.parent / "sources" / "paris.md").unlink()
        else:
            write("paris.md", content)
        rebuild([archive.parent / "sources"], archive, lambda: encoder)
        return follow([clipping], partial(resolve_all, index=archive, generation=open_generation(archive)))[0]

    return follow_after


def test_words_that_still_stand_are_cited_as_they_stand_now(followed_after: Callable[..., Followed]) -> None:
    followed = followed_after(f"---\ntitle: A new title\n---\nIt rained. {WORDS}\n")
    assert followed.resolved.status == "changed"
    assert followed.document.title == "A new title"
    start = len("It rained. ")
    now = {"document": "paris.md", "start": start, "end": start + len(WORDS)}
    assert followed.to_dict()["now"] == now


def test_words_that_are_gone_are_cited_as_they_were_kept(followed_after: Callable[..., Followed]) -> None:
    followed = followed_after(None)
    assert (followed.resolved.status, followed.resolved.excerpt) == ("gone", None)
    assert (followed.document.title, followed.document.author) == ("Kerry in Paris", "Ana Ruiz")
    assert followed.clipping.text == WORDS
    assert followed.to_dict()["status"] == "gone"
    assert followed.to_dict()["now"] is None
