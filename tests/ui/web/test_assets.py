import re

from ui.web.assets import FOLDER, STYLES, read_asset
from ui.web.chat import SCRIPTS


def test_every_file_of_the_pages_is_there() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert {"room.html", "archive.html", "archive.js", *SCRIPTS} | {STYLES.name} == names
    assert all(read_asset(name) for name in names)


def test_no_file_of_the_pages_names_another_address() -> None:
    for path in FOLDER.iterdir():
        assert re.findall(r"(?:https?:)?//[\w-]+\.\w+", read_asset(path.name)) == [], path.name
