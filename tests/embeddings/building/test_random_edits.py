"""After any edits of an archive, the index brought up to date answers as one that a full rebuild writes.

While everything is written anew together, as in a small archive, the files are the same, too.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from embeddings.building import merging
from embeddings.building.rebuild import find_changes, rebuild
from embeddings.generations.manifest import read_manifest
from embeddings.generations.store import open_generation
from embeddings.index import coarse
from qa.archive import Archive
from tests.conftest import WordEncoder
from tests.embeddings.building.conftest import written

STAYS = "stays.txt"
NAMES = [f"{folder}{number}{suffix}" for folder in ("", "north/") for number in range(5) for suffix in (".txt", ".md")]
SENTENCES = [
    f"On Monday the {who} told reporters in Geneva that the {what} {end}."
    for who in ("envoy", "minister", "captain")
    for what in ("talks on fuel", "letter from the river", "harbour of Oman")
    for end in ("had failed", "would go on until winter", "were never on the table of the two sides")
]
# Short ones, and those that lean back on the sentence before them.
SENTENCES += ["He declined to comment.", "Was the sea calm?", "It rose by 1.5 metres, and then by 15."]
QUESTIONS = ("Who told reporters that the talks failed?", "Was the sea calm?", "What would go on until winter?")

PARAGRAPH = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=5).map("\n\n".join)
PAGE = st.builds(
    "---\ntitle: {}\ndate: 2010-05-{:02}\n---\n{}".format, st.sampled_from(["Fuel", "Harbour"]), st.integers(1, 9), TEXT
)
CONTENT = st.one_of(TEXT, PAGE, st.just("\0"), st.just(""))


@dataclass(frozen=True)
class Edit:
    """What is done to one of the files that are there, with another name and a text for the kinds that need them."""

    kind: str
    number: int
    other: str
    content: str

    def apply(self, sources: Path) -> None:
        there = sorted(path for path in sources.rglob("*") if path.is_file() and path.name != STAYS)
        if self.kind == "add":
            put(sources / self.other, self.content)
        if self.kind == "add" or not there:
            return
        path, other = there[self.number % len(there)], sources / self.other
        if self.kind == "change":
            put(path, self.content)
        elif self.kind == "remove":
            path.unlink()
        elif self.kind == "touch":
            os.utime(path, (10**9, 10**9))
        elif self.kind == "rename":
            other.parent.mkdir(parents=True, exist_ok=True)
            path.replace(other)
        elif self.kind == "copy":
            put(other, path.read_text())
        elif self.kind == "reprint":
            put(other, f"By another hand\n\n{path.read_text()}\n\nOne more paragraph of no weight.")
        elif self.kind == "swap" and other.exists():
            mine, its = path.read_text(), other.read_text()
            put(path, its)
            put(other, mine)


KINDS = ("add", "change", "remove", "touch", "rename", "copy", "reprint", "swap")
EDITS = st.lists(
    st.builds(Edit, st.sampled_from(KINDS), st.integers(0, 9), st.sampled_from(NAMES), CONTENT),
    min_size=1,
    max_size=5,
)


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def answers(index: Path) -> list[Any]:
    """Return all answers to some questions, with every score and signal to the last bit."""
    archive = Archive.open(index, encoder=WordEncoder())
    results: list[Any] = [archive.documents(), archive.manifest.unreadable]
    for question in QUESTIONS:
        results.append({**archive.ask(question).to_dict(), "generation": ""})
        results += archive.hits(question, 50)
        results += [excerpt.to_dict() for excerpt in archive.retrieve(question, 20)]
    return results


def try_edits(start: dict[str, str], rounds: list[list[Edit]], smallest: int) -> None:
    """Edit an archive; of so few passages as `smallest` times as many segments are merged, as is the rule."""
    # So few that archives come to have more, and fewer again.
    with (
        TemporaryDirectory() as name,
        mock.patch.object(coarse, "EXACT_UP_TO", 5),
        mock.patch.object(merging, "SMALLEST", smallest),
        mock.patch.object(merging, "TIMES", merging.TIMES if smallest > 1 else 0.9),
    ):
        folder = Path(name)
        sources, index, full = folder / "sources", folder / "index", folder / "full"
        # One that stays, since an archive of nothing is refused.
        put(sources / STAYS, SENTENCES[0])
        for path, content in start.items():
            put(sources / path, content)
        rebuild([sources], index, WordEncoder)
        for edits in rounds:
            for edit in edits:
                edit.apply(sources)
            # Folders that lost all their files are meant to have lost them.
            changes = find_changes([sources], index, allow_empty=True)
            report = rebuild([sources], index, WordEncoder, allow_empty=True)
            full_report = rebuild([sources], full, WordEncoder, full=True, allow_empty=True)
            if (origins := open_generation(index).reprints.origins).tolist() != list(range(len(origins))):
                event("reprints")
            event(f"search: {read_manifest(index).search}")
            for kind in ("added", "changed", "renamed", "removed"):
                if getattr(report.changes, kind):
                    event(kind)
            assert report.published or not changes
            segments = len(read_manifest(index).segments)
            event(f"segments: {segments}")
            if segments == 1 and read_manifest(index).documents == read_manifest(index).segments[0].documents:
                assert written(index) == written(full)
            assert segments == 1 or smallest == 1
            assert answers(index) == answers(full)
            assert [str(error) for error in report.unreadable] == [str(error) for error in full_report.unreadable]
            assert not rebuild([sources], index, WordEncoder, allow_empty=True).published


START = st.dictionaries(st.sampled_from(NAMES), CONTENT, min_size=2, max_size=6)
ROUNDS = st.lists(EDITS, min_size=1, max_size=4)


# Where 1 is the smallest segment, archives come to stand in up to five; otherwise all is merged.
SMALLEST = st.sampled_from([1, 1, merging.SMALLEST])


@settings(max_examples=10)
@given(START, ROUNDS, SMALLEST)
def test_a_few_edits(start: dict[str, str], rounds: list[list[Edit]], smallest: int) -> None:
    try_edits(start, rounds, smallest)


@pytest.mark.stress
@settings(max_examples=300)
@given(START, ROUNDS, SMALLEST)
def test_many_edits(start: dict[str, str], rounds: list[list[Edit]], smallest: int) -> None:
    try_edits(start, rounds, smallest)
