import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qa.wording import replace_control_characters
from ui.views.html import escape

# What a page cannot show: the control characters that `escape` replaces, and a carriage return, which HTML reads as a
# line feed.
VISIBLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).map(
    lambda text: re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "", text)
)


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


@given(VISIBLE)
def test_escaped_text_reads_as_the_text_again(text: str) -> None:
    assert parsed(f"<p>{escape(text)}</p>")[0].text_content() == text


@given(VISIBLE)
def test_escaped_text_reads_as_the_text_again_in_an_attribute(text: str) -> None:
    assert parsed(f'<p title="{escape(text)}">x</p>')[0].get("title") == text


@given(st.text())
def test_escaped_text_holds_no_sign_of_html_of_templates_or_of_markdown_code(text: str) -> None:
    escaped = escape(text)
    left = re.sub(r"&#\d+;", "", escaped)
    assert not set(left) & set("&<>\"'`{}$\\")


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x07", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_a_control_character_shows_as_a_replacement(character: str) -> None:
    assert escape(f"a{character}b") == replace_control_characters(f"a{character}b") == "a\ufffdb"


def test_line_breaks_and_tabs_stay() -> None:
    assert escape("a\n\tb") == "a\n\tb"
