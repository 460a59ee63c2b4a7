import re

from ui.web import archive_page, chat, clippings_page
from ui.web.assets import FOLDER, STYLES, bare_styles, read_asset


def test_every_file_of_the_pages_is_there() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    scripts = {*chat.SCRIPTS, *archive_page.SCRIPTS, *clippings_page.SCRIPTS}
    assert {"room.html", "archive.html", "clippings.html", "bare.css", STYLES.name, *scripts} == names
    assert all(read_asset(name) for name in names)


def test_no_file_of_the_pages_names_another_address() -> None:
    for path in FOLDER.iterdir():
        assert re.findall(r"(?:https?:)?//[\w-]+\.\w+", read_asset(path.name)) == [], path.name


def test_the_login_page_has_the_colours_of_the_others_in_light_and_dark() -> None:
    light, _, dark = bare_styles().partition("@media (prefers-color-scheme: dark)")
    assert "--paper: #f8f5ee;" in light
    assert "--paper: #191815;" in dark
    used = set(re.findall(r"var\((--[\w-]+)\)", dark))
    assert used
    assert {name for name in used if f"{name}:" not in light} == set()
