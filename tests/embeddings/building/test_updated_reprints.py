"""What is worked out from the generation before is what would be worked out of all sentences."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.building import joining, merging, updated_reprints
from embeddings.building.rebuild import rebuild
from embeddings.generations.store import open_generation
from embeddings.index.origins import ranks
from tests.conftest import WordEncoder

# Each says enough to count; a document is some of them, so that many are reprints, in chains, too.
SENTENCES = [
    f"The {what} of the harbour told reporters on {day} that the ferry had sunk off {where}."
    for what in ("master", "owner")
    for day in ("Monday", "Friday")
    for where in ("Oman", "Malta", "Crete")
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("\n\n".join)
NAMES = st.sampled_from([f"{letter}.md" for letter in "abcdefghij"])
DATES = st.sampled_from(["", "2010-05-03", "2010-06", "2011"])
ROUND = st.dictionaries(NAMES, st.none() | st.tuples(DATES, TEXTS), max_size=3)
START = st.dictionaries(NAMES, st.tuples(DATES, TEXTS), min_size=4)


def edit(sources: Path, files: Mapping[str, tuple[str, str] | None]) -> None:
    for name, content in files.items():
        if content is None:
            (sources / name).unlink(missing_ok=True)
        else:
            date, text = content
            head = f"---\ndate: {date}\n---\n\n" if date else ""
            (sources / name).write_text(f"{head}{text}\n", "utf-8")


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(START, st.lists(ROUND, min_size=1, max_size=3))
def test_after_any_edits_reprints_are_those_of_all_sentences(
    start: dict[str, tuple[str, str]], rounds: list[dict[str, tuple[str, str] | None]]
) -> None:
    with (
        TemporaryDirectory() as folder,
        mock.patch.object(merging, "SMALLEST", 1),
        mock.patch.object(merging, "TIMES", 0.5),
        mock.patch.object(updated_reprints, "MOST_CHANGED", 2),
    ):
        sources, index = Path(folder) / "sources", Path(folder) / "index"
        sources.mkdir()
        edits: list[dict[str, tuple[str, str] | None]] = [{**start}, *rounds]
        for files in edits:
            edit(sources, files)
            if not any(sources.iterdir()):
                return
            rebuild([sources], index, WordEncoder)
            generation = open_generation(index)
            ranked = ranks(generation.catalogue.last_days())
            expected = joining.found_in(generation._segments, ranked)
            assert generation.reprints.ranks.tolist() == ranked.tolist()
            assert generation.reprints.origins.tolist() == expected.origins.tolist()
            for found, all_anew in zip(generation.reprints.repeated, expected[:2], strict=True):
                assert np.array_equal(found, all_anew)


def test_where_much_has_changed_all_is_worked_out_anew(sources: Path, index: Path) -> None:
    sources.mkdir(exist_ok=True)
    edit(sources, {"a.md": ("", "\n\n".join(SENTENCES[:8])), "b.md": ("2010", SENTENCES[0])})
    with (
        mock.patch.object(merging, "SMALLEST", 1),
        mock.patch.object(merging, "TIMES", 0.5),
        mock.patch.object(joining, "updated", wraps=updated_reprints.updated) as updated,
        mock.patch.object(joining, "found_in", wraps=joining.found_in) as anew,
    ):
        rebuild([sources], index, WordEncoder)
        assert (updated.call_count, anew.call_count) == (0, 1)
        edit(sources, {"c.md": ("", SENTENCES[9])})
        rebuild([sources], index, WordEncoder)
        assert (updated.call_count, anew.call_count) == (1, 1)
        edit(sources, {"d.md": ("", "\n\n".join(SENTENCES[4:12]))})
        rebuild([sources], index, WordEncoder)
        assert (updated.call_count, anew.call_count) == (2, 2)
