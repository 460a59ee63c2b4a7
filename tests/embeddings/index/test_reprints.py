import itertools
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.building.rebuild import rebuild, rebuild_documents
from embeddings.documents import Document
from embeddings.generations.store import REPRINTS, Generation, open_generation
from embeddings.index.reprints import FILES, KEYS, Keys, is_heading_key, keys, normalised, origins, ranks
from embeddings.models.encoder import Encoder
from embeddings.text.splitting import passages

STORY = [
    "The minister told reporters in Vienna that the reactor would be closed before the winter.",
    "Inspectors had counted eleven thousand centrifuges in the two halls below the mountain.",
    "A spokesman for the agency said that the cameras had been working since the spring of 2009.",
    "None of the three diplomats who saw the report was willing to give a name to the newspaper.",
    "Talks between the two governments are to begin again in Geneva on the last Monday of May.",
]
OTHER = [
    "Farmers along the lower river lost a third of the harvest to the flood of last September.",
    "The bank that lent them the money for seed has gone to court in four of the provinces.",
    "Rice was dearer in the markets of the capital than in any year since the war had ended.",
    "An engineer of the water board blamed a sluice that nobody had opened on Sunday night.",
]


def document(text: str, document_id: str = "one.txt", published: str | None = None) -> Document:
    return Document(id=document_id, path=document_id, text=text, sha256="", published=published)


def keys_of(*sentences: str) -> Keys:
    one = document("\n\n".join(sentences))
    return keys(one, passages(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said “no”, and left.", 'he said "no" and  left'),
        ("The U.S. — and\nIran", "the u s and iran"),
        ("Kerry’s plan", "Kerry's plan"),
        ("the ﬁrst co\u00adoperation", "the first cooperation"),
        ("cafe\u0301", "café"),
        ("It fell to \u22125 degrees", "It fell to -5 degrees"),
    ],
)
def test_case_quotes_space_and_punctuation_are_set_aside(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He will attend.", "He will not attend."),
        ("He can attend.", "He can’t attend."),
        ("It cost $1.5 million.", "It cost $15 million."),
        ("It cost $5 million.", "It cost £5 million."),
        ("It cost $5 million.", "It cost 5 million."),
        ("It rose by 5%.", "It rose by 5."),
        ("It was -5 degrees.", "It was 5 degrees."),
        ("From 1,5 to 2.", "From 1.5 to 2."),
        ("He will attend.", "He will attend?"),
        ("Kerry spoke.", "Kerri spoke."),
        ("10² dead", "102 dead"),
    ],
)
def test_what_changes_the_substance_is_not_set_aside(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_no_sign_before_a_figure_is_read_into_a_dash_between_years() -> None:
    assert normalised("the war of 1980-1988") == "the war of 1980 1988"


@given(st.text())
def test_normalising_twice_is_normalising_once_but_for_signs(text: str) -> None:
    assert normalised(normalised(text).replace("- ", "")) == normalised(text).replace("- ", "")


def test_equal_sentences_have_equal_keys_wherever_they_stand() -> None:
    assert keys_of(*STORY)[2:].tolist() == keys_of(*OTHER, *STORY)[-3:].tolist()


def test_a_short_sentence_counts_with_the_one_before_it() -> None:
    _, first = keys_of(STORY[0], "He would not say more.")
    _, again = keys_of(STORY[0].upper(), "He would not say more.")
    _, other = keys_of(OTHER[0], "He would not say more.")
    assert first == again != other


def test_a_sentence_that_opens_with_a_pronoun_counts_with_the_one_before_it() -> None:
    leaning = "But he did not immediately respond to a request for comment by telephone on Monday."
    assert keys_of(STORY[0], leaning)[1] != keys_of(OTHER[0], leaning)[1]
    assert keys_of(STORY[0], OTHER[1])[1] == keys_of(OTHER[0], OTHER[1])[1]


def test_headings_are_marked_and_no_context() -> None:
    under_one = keys_of(STORY[0], "A heading", "He would not say more.")
    under_other = keys_of(STORY[0], "Another one", "He would not say more.")
    assert is_heading_key(under_one).tolist() == [False, True, False]
    assert under_one[1] != under_other[1]
    assert under_one[2] == under_other[2]
    assert is_heading_key(keys_of("* * *", STORY[0])).tolist() == [True, False]


def test_documents_are_ranked_by_the_day_by_which_they_were_published() -> None:
    # 31 December, 3 May, unknown, 3 May, 1 January of the year before.
    assert ranks(np.array([365, 123, 0, 123, 1])).tolist() == [3, 1, 4, 2, 0]


# Origins


@pytest.fixture
def generation_of(tmp_path: Path, encoder: Encoder) -> Callable[[list[Document]], Generation]:
    def build(documents: list[Document]) -> Generation:
        rebuild_documents(documents, tmp_path / "index", lambda: encoder, sources=["here"])
        return open_generation(tmp_path / "index")

    return build


def origins_of(generation: Generation) -> dict[str, str]:
    ids = [one.id for one in generation.catalogue.listed()]
    return {ids[own]: ids[origin] for own, origin in enumerate(generation.reprints.origins.tolist())}


def test_a_reprint_has_the_origin_that_was_published_first(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    text = "\n\n".join(STORY)
    found = origins_of(
        generation_of(
            [
                document(f"Reactor to close\n\n{text}", "a.txt", "2010-05"),
                document(f"Winter without the reactor\n\n{text}", "b.txt", "2010-05-03"),
                document(text.upper(), "c.txt"),
                document("\n\n".join(OTHER), "d.txt", "2001"),
            ]
        )
    )
    assert found == {"a.txt": "b.txt", "b.txt": "b.txt", "c.txt": "b.txt", "d.txt": "d.txt"}


def test_without_dates_the_origin_is_the_first_in_the_archive(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    found = origins_of(generation_of([document("\n\n".join(STORY), name) for name in ("b.txt", "a.txt")]))
    assert found == {"b.txt": "b.txt", "a.txt": "b.txt"}


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
    found = origins_of(generation_of([document(f"{line}\n\n{footer}", f"{n}.txt") for n, line in enumerate(lines)]))
    assert all(own == origin for own, origin in found.items())


def test_a_chain_of_small_changes_does_not_join_what_differs(
    generation_of: Callable[[list[Document]], Generation],
) -> None:
    # Each shares four fifths with the one before, the last nothing with the first.
    lines = [f"Sentence {n} tells of matter{n} and of place{n} in the year {1900 + n} at length." for n in range(40)]
    documents = [document("\n\n".join(lines[first : first + 10]), f"{first:02}.txt") for first in range(0, 30, 2)]
    found = origins_of(generation_of(documents))
    assert found["02.txt"] == "00.txt"
    assert found["20.txt"] not in {"00.txt", "02.txt"}
    assert all(found[origin] == origin for origin in found.values())


@given(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=6), min_size=1, max_size=9), st.randoms())
def test_origins_are_originals_alike_in_the_order_given(said: list[set[int]], random: Random) -> None:
    order = list(range(len(said)))
    random.shuffle(order)
    pairs = [(number, line) for number, own in enumerate(said) for line in own]
    documents = np.array([number for number, _ in pairs], np.int64)
    lines = np.array([2 * line for _, line in pairs], np.uint64)
    held = np.bincount(lines.astype(np.int64))
    repeated = held[lines.astype(np.int64)] > 1
    total = np.array([len(own) for own in said], np.float64)
    found = origins(
        lines[repeated], documents[repeated], np.ones(int(repeated.sum()), np.int64), total, np.array(order, np.int64)
    ).tolist()
    for own, origin in enumerate(found):
        assert found[origin] == origin
        if own != origin:
            assert order[origin] < order[own]
            common, sizes = len(said[own] & said[origin]), sorted((len(said[own]), len(said[origin])))
            assert common >= 0.8 * sizes[0]
            assert common >= 0.5 * sizes[1]
    for own, other in itertools.combinations(range(len(said)), 2):
        if said[own] == said[other]:
            assert found[own] == found[other]


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
    assert (full.folder / REPRINTS / KEYS).stat().st_size > 8 * full.manifest.sentences
