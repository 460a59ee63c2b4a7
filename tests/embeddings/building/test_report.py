from pathlib import Path

from embeddings.building.changes import Changes
from embeddings.building.report import Report
from embeddings.errors import UnreadableFile


def test_a_report_as_json_values() -> None:
    changes = Changes(added=("a.txt", "b.txt"), removed=("c.txt",), unchanged=7)
    unreadable = (UnreadableFile(Path("/s/bad.html"), "is no text"),)
    report = Report("g1", 9, 20, 60, unreadable, changes, embedded=5, damaged="keys.npy is cut off")
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
        "damaged": "keys.npy is cut off",
        "unreadable": [{"path": "/s/bad.html", "reason": "is no text"}],
    }
