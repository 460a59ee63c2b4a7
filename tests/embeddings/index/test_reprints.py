from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.building.rebuild import rebuild, rebuild_documents
from embeddings.documents import Document
from embeddings.generations.layout import REPRINTS
from embeddings.generations.store import Generation, open_generation
from embeddings.index.reprints import FILES
from embeddings.models.encoder import Encoder
from tests.embeddings.index.stories import OTHER, STORY


def document(text: str, document_id: str = "a.txt", published: str | None = None) -> Document:
    return Document(id=document_id, path=document_id, text=text, sha256="", published=published)


# Origins


@pytest.fixture
def generation_of(tmp_path: Path, encoder: Encoder) -> Callable[[list[Document]], Generation]:
    def build(documents: list[Document]) -> Generation:
        rebuild_documents(documents, tmp_path / "index", lambda: encoder, sources=["here"])
        return open_generation(tmp_path / "index")

    return build


def origins_of(generation: Generation) -> dict[str, str]:
    ids = [listed.id for listed in generation.catalogue.listed()]
    return {ids[number]: ids[origin] for number, origin in enumerate(generation.reprints.origins.tolist())}


def test_a_reprint_has_the_origin_that_was_published_first(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    text = "\n\n".join(STORY)
    origins = origins_of(
        generation_of(
            [
                document(f"Reactor to close\n\n{text}", "a.txt", "2010-05"),
                document(f"Winter without the reactor\n\n{text}", "b.txt", "2010-05-03"),
                document(text.upper(), "c.txt"),
                document("\n\n".join(OTHER), "d.txt", "2001"),
            ]
        )
    )
    assert origins == {"a.txt": "b.txt", "b.txt": "b.txt", "c.txt": "b.txt", "d.txt": "d.txt"}


def test_without_dates_the_origin_is_the_first_in_the_archive(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    origins = origins_of(generation_of([document("\n\n".join(STORY), name) for name in ("b.txt", "a.txt")]))
    assert origins == {"b.txt": "b.txt", "a.txt": "b.txt"}


@pytest.mark.parametrize(
    ("sentences", "is_reprint"),
    [
        ([*STORY[:4], "The talks are called off until the autumn, as the ministry said late on Friday."], True),
        (STORY[:3], True),  # Cut at the end.
        (STORY[:2], False),  # Less than half.
        ([*STORY[:2], *OTHER[:2]], False),
        ([*STORY, *OTHER, *(f"{line} So the paper wrote." for line in OTHER)], False),  # A roundup.
        ([line.replace("the", "a") for line in STORY], False),
    ],
)
def test_a_reprint_has_nearly_all_of_the_shorter_one(
    generation_of: Callable[[list[Document]], Generation], sentences: list[str], *, is_reprint: bool
) -> None:
    generation = generation_of([document("\n\n".join(STORY), "a.txt"), document("\n\n".join(sentences), "b.txt")])
    assert origins_of(generation)["b.txt"] == ("a.txt" if is_reprint else "b.txt")


def test_a_refrain_counts_once(generation_of: Callable[[list[Document]], Generation]) -> None:
    song = "\n\n".join(line for other in OTHER[1:] for line in (OTHER[0], other))
    assert origins_of(generation_of([document(song, "a.txt"), document(song, "b.txt")]))["b.txt"] == "a.txt"


def test_the_same_furniture_makes_no_reprints(generation_of: Callable[[list[Document]], Generation]) -> None:
    footer = "All rights to the words of this newspaper are held by the company that publishes it."
    lines = [
        f"On day {day} of the siege the {day}th column crossed the river at ford number {day}." for day in range(9)
    ]
    origins = origins_of(generation_of([document(f"{line}\n\n{footer}", f"{n}.txt") for n, line in enumerate(lines)]))
    assert all(document_id == origin for document_id, origin in origins.items())


def test_a_chain_of_small_changes_does_not_join_what_differs(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    # Each shares four fifths with the one before, the last nothing with the first.
    lines = [f"Sentence {n} tells of matter{n} and of place{n} in the year {1900 + n} at length." for n in range(40)]
    documents = [document("\n\n".join(lines[first : first + 10]), f"{first:02}.txt") for first in range(0, 30, 2)]
    origins = origins_of(generation_of(documents))
    assert origins["02.txt"] == "00.txt"
    assert origins["20.txt"] not in {"00.txt", "02.txt"}
    assert all(origins[origin] == origin for origin in origins.values())


# Places


def test_a_run_is_found_wherever_it_stands(generation_of: Callable[[list[Document]], Generation]) -> None:
    generation = generation_of(
        [
            document("\n\n".join(STORY), "a.txt"),
            document("\n\n".join(OTHER), "b.txt"),
            document("\n\n".join([*OTHER[:1], *STORY[1:4]]), "c.txt"),
        ]
    )
    # Sentences: a has 0 to 4, b 5 to 8, c 9 to 12.
    assert generation.reprints.places(1, 2).tolist() == [1, 10]
    assert generation.reprints.places(1, 4).tolist() == [1, 10]
    assert generation.reprints.places(1, 5).tolist() == [1]
    assert generation.reprints.places(6, 7).tolist() == [6]
    assert generation.reprints.places(5, 6).tolist() == [5, 9]
    assert generation.catalogue.documents_of_sentences(np.array([0, 4, 5, 8, 9, 12])).tolist() == [0, 0, 1, 1, 2, 2]


# Rebuilds


def test_an_incremental_rebuild_finds_what_a_full_one_finds(
    tmp_path: Path, write: Callable[[str, str | bytes], Path], encoder: Encoder
) -> None:
    sources, text = tmp_path / "sources", "\n\n".join(STORY)
    write("b.md", f"---\ntitle: One\ndate: 2010-05-03\n---\n{text}\n")
    write("c.txt", "\n\n".join(OTHER))
    write("d.txt", f"Another title\n\n{text}")
    rebuild([sources], tmp_path / "index", lambda: encoder)
    assert origins_of(open_generation(tmp_path / "index")) == {"b.md": "b.md", "c.txt": "c.txt", "d.txt": "b.md"}
    # An earlier one comes, the flood is reprinted, one goes.
    write("a.md", f"---\ntitle: Three\ndate: 2010-05-02\n---\n{text}\n")
    write("e.txt", "\n\n".join(OTHER[:3]))
    (sources / "d.txt").unlink()
    rebuild([sources], tmp_path / "index", lambda: encoder)
    rebuild([sources], tmp_path / "full", lambda: encoder)
    taken_over, full = open_generation(tmp_path / "index"), open_generation(tmp_path / "full")
    assert origins_of(taken_over) == {"a.md": "a.md", "b.md": "a.md", "c.txt": "c.txt", "e.txt": "c.txt"}
    for name in FILES:
        assert (taken_over.folder / REPRINTS / name).read_bytes() == (full.folder / REPRINTS / name).read_bytes()
