from pathlib import Path

import pytest
from lxml import html

from embeddings.building.changes import Changes
from embeddings.building.report import Report
from embeddings.errors import ReadFailed, UnreadableFile
from ui.views.rebuild_progress import STAGES, RebuildState, progress


def plain(page: str) -> str:
    return " ".join(html.fragment_fromstring(page, create_parent="div").text_content().split())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RebuildState(), ""),
        (RebuildState(running=True), "Beginning Cancel"),
        (RebuildState(running=True, stopping=True, stage="encoding", done=1, total=4), "Stopping …"),
        (
            RebuildState(running=True, stage="encoding", done=1_200, total=4_000),
            "Encoding passages: 1,200 of 4,000 Cancel",
        ),
        (RebuildState(error="Nothing to <index>."), "Nothing to <index>."),
        (RebuildState(error="<b> is gone.", may_go_on=True), "<b> is gone. Go on without these documents"),
        (RebuildState(report=Report("g", 3, 9, 20)), "The archive is up to date: nothing had changed."),
        (
            RebuildState(
                report=Report(
                    "g", 3, 9, 20, unreadable=(UnreadableFile(Path("b"), "x"),),
                    changes=Changes(added=("a", "b"), renamed=(("d", "e"),), removed=("c",)),
                )
            ),
            "The archive is up to date: 2 added, 1 renamed, 1 removed; 1 file could not be read.",
        ),
        (
            RebuildState(report=Report("g", 3, 9, 20, unreadable=(ReadFailed(Path("/far"), "<b> is stale"),))),
            "The archive is up to date with what could be read: nothing had changed; 1 file could not be read."
            "Not all sources could be read:/far: <b> is stale",
        ),
        (
            RebuildState(report=Report("g", 3, 9, 20, damaged="<b>.npy is cut off")),
            "The archive is up to date: nothing had changed.The generation before was damaged, and nothing taken from "
            "it: <b>.npy is cut off",
        ),
    ],
)  # fmt: skip
def test_where_a_rebuild_is_is_said(state: RebuildState, words: str) -> None:
    page = progress(state)
    assert plain(page.replace("<button", " <button")) == words if page else words == ""


def test_every_stage_has_its_words() -> None:
    for stage, words in STAGES.items():
        assert words in progress(RebuildState(running=True, stage=stage))
