"""The HTML, CSS and JavaScript of the pages: files of ui/assets."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "assets"
STYLES = FOLDER / "chat.css"


def read_asset(name: str) -> str:
    """Return the text of a file of ui/assets."""
    return (FOLDER / name).read_text("utf-8")
