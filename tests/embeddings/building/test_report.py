from pathlib import Path

from embeddings.building.changes import Changes
from embeddings.building.report import Flawed, Report
from embeddings.errors import ReadFailed, UnreadableFile


def test_a_report_as_json_values() -> None:
    changes = Changes(added=("a.txt", "b.txt"), removed=("c.txt",), unchanged=7)
    unreadable = (UnreadableFile(Path("/s/bad.html"), "is no text"),)
    poor = (Flawed("s.pdf", "by OCR; scan it anew"),)
    report = Report(
        *("g1", 9, 20, 60, unreadable, changes),
        embedded=5,
        damaged="keys.npy is cut off",
        poor=poor,
        poor_count=3,
        attributions=12,
        parser="spacy 3.8",
        not_attributed=(Flawed("l.txt", "the parser failed"),),
        not_attributed_count=1,
    )
    assert report.to_dict() == {
        "generation": "g1",
        "published": True,
        "documents": 9,
        "passages": 20,
        "sentences": 60,
        "added": 2,
        "changed": 0,
        "renamed": 0,
        "removed": 1,
        "unchanged": 7,
        "embedded": 5,
        "left_out": 0,
        "damaged": "keys.npy is cut off",
        "complete": True,
        "unreadable_count": 1,
        "unreadable_file": None,
        "unreadable": [{"path": "/s/bad.html", "reason": "is no text"}],
        "poor_count": 3,
        "poor": [{"id": "s.pdf", "how": "by OCR; scan it anew"}],
        "attributions": 12,
        "parser": "spacy 3.8",
        "not_attributed_count": 1,
        "not_attributed": [{"id": "l.txt", "how": "the parser failed"}],
    }


def test_a_report_says_what_stays_of_a_source_that_failed() -> None:
    failed = ReadFailed(Path("/s/far"), "stale file handle", documents=2, not_seen_since="2011-04-05T10:00:00+00:00")
    report = Report("g1", 9, 20, 60, (failed,))
    assert not report.complete
    assert report.to_dict()["complete"] is False
    assert report.to_dict()["unreadable"] == [
        {
            "path": "/s/far",
            "reason": "stale file handle",
            "documents": 2,
            "not_seen_since": "2011-04-05T10:00:00+00:00",
        }
    ]


def test_a_report_of_very_many_unreadable_files_counts_them_and_says_where_they_are_named() -> None:
    unreadable = tuple(UnreadableFile(Path(f"/s/{number}"), "is no text") for number in range(50))
    path = Path("/index/generations/g1/unreadable.jsonl")
    payload = Report("g1", 9, 20, 60, unreadable, more_unreadable=4950, unreadable_file=path).to_dict()
    assert (payload["unreadable_count"], payload["unreadable_file"], len(payload["unreadable"])) == (
        5000,
        str(path),
        50,
    )
