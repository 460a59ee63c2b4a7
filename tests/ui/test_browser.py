"""The page in a real browser."""

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from ui.views.render import CONTROL
from ui.web.logins import add_login

pytestmark = pytest.mark.browser

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.md": (
        "---\ntitle: Kerry in Paris\nauthor: A. Reporter\npublisher: The Example\ndate: 2005-02-04\n---\n"
        + "It rained in Paris all day and nobody went out.\n\n" * 60
        + "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.\n\n"
        + "Later it rained again and the streets were empty.\n\n" * 60
    ),
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


@pytest.fixture
def chat(serve: Callable[..., str], new_page: Callable[..., Any], index: Path) -> Callable[..., Any]:
    """Serve the chat over the index; return a function that opens a ready page of it."""
    assert index.is_dir()
    address = serve()

    def ready(**more: Any) -> Any:
        page = new_page(address + more.pop("query", ""), **more)
        page.locator("#status", has_text="3 documents").wait_for()
        return page

    return ready


def ask(page: Any, question: str) -> None:
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def words_of(locator: Any) -> str:
    return str(locator.first.text_content())


def test_a_question_is_answered_with_a_quoted_cited_excerpt_whose_source_opens_with_the_words_marked(
    chat: Callable[..., Any],
) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".turn .question")) == QUESTION
    assert words_of(page.locator(".excerpt blockquote")) == f"“{ANSWER}”"
    citation = page.locator(".citation").first
    assert " ".join(str(citation.text_content()).split()) == "1 Kerry in Paris"
    assert words_of(page.locator(".excerpt .from")) == "The Example · A. Reporter · 4 February 2005"
    assert page.locator("mark").count() == 0
    citation.click()
    mark = page.locator("mark.current")
    mark.wait_for()
    assert words_of(mark) == ANSWER == words_of(page.locator(".excerpt .words"))
    assert words_of(page.locator("#source h2")) == "Kerry in Paris"
    # In its context, in view, and where the keyboard goes on from.
    assert "It rained in Paris" in words_of(page.locator("#source .text"))
    page.wait_for_function("document.activeElement.tagName == 'MARK'")
    place = mark.bounding_box()
    assert 0 <= place["y"] < page.viewport_size["height"]
    assert words_of(page.locator("#said")).startswith("1 excerpt from 1 source. The first is from Kerry in Paris:")
    # The question field is free for the next one.
    assert page.get_by_label("Question", exact=True).input_value() == ""


def test_the_keyboard_alone_will_do(chat: Callable[..., Any]) -> None:
    page = chat()
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".excerpt").first.wait_for()
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('citation')"):
            break
    else:
        pytest.fail("the citation cannot be reached with the keyboard")
    page.keyboard.press("Enter")
    page.locator("mark.current").wait_for()
    assert words_of(page.locator("mark.current")) == ANSWER
    # What has the keyboard is seen to have it; and it goes back to where it came from.
    page.keyboard.press("Escape")
    page.locator(".source-empty").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('citation')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_each_citation_opens_its_own_source_also_of_earlier_questions(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).locator(".citation").first.wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).locator(".citation").first.wait_for()
    page.locator(".turn").nth(1).locator(".citation").first.click()
    page.locator("mark", has_text="The sultan of Oman").wait_for()
    page.locator(".turn").nth(0).locator(".citation").first.click()
    page.locator("mark", has_text=ANSWER).wait_for()
    assert page.locator("mark").count() == 1
    assert page.locator(".citation[aria-current]").count() == 1
    assert page.locator(".turn .question").all_text_contents() == [QUESTION, "Who invited both sides to Muscat?"]


def test_words_that_stand_in_other_documents_too_open_there(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[..., Path]
) -> None:
    index_of(
        FILES
        | {
            "morning.md": "---\ntitle: The Morning After\npublisher: The Morning\ndate: 2005-02-06\n---\n"
            "It snowed in Rome.\n\nKERRY told Barnier, that “sanctions” remained an alternative. Nobody minded.\n"
        }
    )
    page = new_page(serve())
    page.locator("#status", has_text="4 documents").wait_for()
    ask(page, QUESTION)
    mark = page.locator(".also-in summary")
    mark.wait_for()
    assert words_of(mark) == "also in 1 other"
    assert words_of(page.locator(".citation .title")) == "Kerry in Paris"
    other = page.get_by_role("link", name="The Morning After")
    assert not other.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert words_of(page.locator(".also-in li")) == "The Morning After The Morning · 6 February 2005"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    there = "KERRY told Barnier, that “sanctions” remained an alternative"
    page.locator("mark.current", has_text=there).wait_for()
    assert words_of(page.locator("#source h2")) == "The Morning After"
    assert words_of(page.locator("mark")) == there
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('reprint')")
    page.goto(page.url + str(other.get_attribute("href")))
    page.locator("mark.current", has_text=there).wait_for()


def test_in_the_source_one_goes_from_mark_to_mark_and_finds_words(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".citation").first.wait_for()
    ask(page, "What happened in Paris: it rained, nobody went out?")
    page.locator(".turn").nth(1).locator(".citation", has_text="Kerry in Paris").first.click()
    page.locator("mark.here", has_text="It rained in Paris").wait_for()
    marks = page.locator("mark").count()
    assert marks >= 2
    page.get_by_role("button", name="Next mark").click()
    page.wait_for_function("document.querySelector('mark.here') !== document.querySelector('mark.current')")
    assert words_of(page.locator("#found")).endswith(f"of {marks}")
    page.get_by_role("button", name="Previous mark").click()
    page.locator("mark.here.current").wait_for()
    page.get_by_label("Find in the document").fill("RAINED AGAIN")
    page.locator("#found", has_text="60 found").wait_for()
    page.keyboard.press("Enter")
    page.locator("#found", has_text="1 of 60 found").wait_for()
    assert page.evaluate("CSS.highlights.get('found').size") == 60
    assert page.evaluate("[...CSS.highlights.get('found-here')][0].toString()") == "rained again"
    page.get_by_label("Find in the document").fill("snow")
    page.locator("#found", has_text="0 found").wait_for()
    page.get_by_text("About this document").click()
    assert "paris.md" in words_of(page.locator(".facts dd"))
    page.get_by_role("button", name="Ask only this document").click()
    page.locator(".chip", has_text="document paris.md").wait_for()


def test_an_example_question_of_the_archive_is_asked_on_a_click(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[..., Path]
) -> None:
    index_of({"paris.txt": "Kerry told Barnier what he did know."})
    page = new_page(serve())
    example = page.locator("button.example")
    example.first.wait_for()
    assert example.all_text_contents() == ["What did Kerry tell Barnier?"]
    example.first.click()
    page.locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".turn .question")) == "What did Kerry tell Barnier?"
    assert words_of(page.locator(".excerpt .words")) == "Kerry told Barnier what he did know."
    # What offered the examples makes room for the answer.
    page.locator("#welcome").wait_for(state="hidden")


def test_what_the_archive_does_not_say_is_said_and_the_nearest_shown(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, "Which architect designed the opera house?")
    page.locator(".verdict").wait_for()
    assert words_of(page.locator(".verdict")) == "The archive does not say."
    assert page.get_by_role("heading", name="The nearest passages").count() == 1
    assert words_of(page.locator(".reason")).startswith("No passage mentions “")
    assert page.locator(".excerpt").count() == 3
    near = page.locator(".not-found .citation").first
    near.click()
    page.locator("mark.current").wait_for()
    assert words_of(page.locator("mark.current")) == words_of(page.locator(".not-found .words"))
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why", has_text="the archive is taken not to say").wait_for()
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why").wait_for(state="hidden")


def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(chat: Callable[..., Any]) -> None:
    page = chat()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").filter(has_text="The question is empty").wait_for()
    ask(page, "why? " * 20_000)
    page.get_by_role("alert").filter(has_text="100,000 characters; the limit is 20,000").wait_for()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".excerpt .words")) == ANSWER


def test_a_missing_index_is_told_and_the_page_becomes_ready_by_itself_when_it_is_built(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    write: Callable[..., Path],
    tmp_path: Path,
    encoder: Encoder,
) -> None:
    page = new_page(serve())
    page.locator("#status", has_text="There is no index in").wait_for()
    page.get_by_role("heading", name="The archive is empty").wait_for()
    assert page.get_by_role("link", name="Add documents").get_attribute("href") == "archive"
    assert "qa rebuild" in words_of(page.locator("#status .notice"))
    ask(page, QUESTION)
    page.get_by_role("alert").filter(has_text="qa rebuild").wait_for()
    for name, content in FILES.items():
        write(name, content)
    rebuild([tmp_path / "sources"], tmp_path / "index", encoder=encoder)
    page.locator("#status", has_text=re.compile(r"3 documents, \d+ passages · indexed")).wait_for()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".excerpt .words")) == ANSWER


def test_a_rebuild_is_taken_up_without_a_restart(
    chat: Callable[..., Any], index: Path, tmp_path: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    page = chat()
    asked = "What did the emir of Qatar offer to carry?"
    ask(page, asked)
    page.locator(".verdict").wait_for()
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    ask(page, asked)
    page.locator(".turn").nth(1).locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".turn").nth(1).locator(".words")) == "The emir of Qatar offered to carry a message."
    page.locator("#status", has_text="4 documents").wait_for()


def test_a_follow_up_shows_how_it_was_read_and_questions_are_edited_and_asked_again(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "And when did he fly home?")
    read = page.locator(".turn").nth(1).locator(".read-as")
    read.wait_for()
    assert words_of(read).startswith("read as: And when did he fly home? (")
    page.locator(".turn").nth(1).get_by_role("button", name="Ask again").click()
    page.locator(".turn").nth(1).locator(".read-as").wait_for()
    assert page.locator(".turn").count() == 2
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    assert page.get_by_label("Question", exact=True).input_value() == QUESTION
    page.keyboard.press("Escape")
    assert page.get_by_label("Question", exact=True).input_value() == ""
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    page.get_by_label("Question", exact=True).fill("Who invited both sides to Muscat?")
    page.keyboard.press("Enter")
    page.locator(".turn", has_text="The sultan of Oman").wait_for()
    # What was asked after the edited question was read with it, and goes.
    assert page.locator(".turn .question").all_text_contents() == ["Who invited both sides to Muscat?"]


def test_work_that_takes_long_is_shown_and_can_be_stopped(
    serve: Callable[..., str], new_page: Callable[..., Any], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index.is_dir()
    go = threading.Event()
    asked = Archive.ask

    def ask_slowly(archive: Archive, question: str, *more: Any) -> Any:
        assert question != "Slowly?" or go.wait(20)
        return asked(archive, question, *more)

    monkeypatch.setattr(Archive, "ask", ask_slowly)
    page = new_page(serve())
    page.locator("#status", has_text="3 documents").wait_for()
    ask(page, "Slowly?")
    page.get_by_text("Looking through the archive").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.locator("#working").wait_for(state="hidden")
    go.set()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert page.locator(".turn .question").all_text_contents() == [QUESTION]


def test_conversations_are_kept_in_this_browser_opened_renamed_and_deleted(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    page.get_by_role("button", name="New conversation").click()
    assert page.locator(".turn").count() == 0
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(0).wait_for()
    page.reload()
    page.get_by_role("button", name="Conversations").click()
    opened = page.locator("#kept li .open")
    opened.first.wait_for()
    assert opened.all_text_contents() == ["Who invited both sides to Muscat?", QUESTION]
    opened.nth(1).click()
    page.locator(".turn .words", has_text=ANSWER).wait_for()
    page.locator("#said", has_text="asked again of the archive as it is now").wait_for()
    page.get_by_role("button", name=f"Rename “{QUESTION}”").click()
    page.get_by_label("New name").fill("<b>Kerry</b>")
    page.keyboard.press("Enter")
    page.locator("#kept .open", has_text="<b>Kerry</b>").wait_for()
    page.get_by_role("button", name="Delete “<b>Kerry</b>”").click()
    assert opened.all_text_contents() == ["Who invited both sides to Muscat?"]
    page.get_by_role("button", name="Undo deleting").click()
    assert opened.all_text_contents() == ["<b>Kerry</b>", "Who invited both sides to Muscat?"]
    # Another reader of the same server sees none of it.
    other = chat()
    other.get_by_role("button", name="Conversations").click()
    other.get_by_text("No conversation is kept yet").wait_for()


def test_an_answer_and_a_conversation_are_saved_with_their_citations(chat: Callable[..., Any]) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).wait_for()
    with page.expect_download() as one:
        page.locator(".turn").nth(0).get_by_role("button", name="Save").click()
    with page.expect_download() as whole:
        page.get_by_role("button", name="Save conversation").click()
    saved, all_saved = (Path(download.value.path()).read_text("utf-8") for download in (one, whole))
    assert one.value.suggested_filename == "What-had-Kerry-told-Barnier-that-remained-an-alternative.md"
    assert saved.startswith(
        f"## {QUESTION}\n\n> “{ANSWER}”\n\n1. Kerry in Paris. The Example · A. Reporter · 4 February"
    )
    assert all_saved.startswith(saved)
    assert "## Who invited both sides to Muscat?" in all_saved
    page.locator(".turn").nth(0).get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == saved


def test_a_search_is_narrowed_the_filters_are_seen_and_lifted(chat: Callable[..., Any]) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (1)").check()
    page.locator("#narrowed", has_text="Searching 3 of 3 documents").wait_for(state="hidden")
    page.locator(".chip", has_text="publisher The Example").wait_for()
    assert words_of(page.locator("#narrowed span")) == "Searching 1 of 3 documents:"
    ask(page, "Who invited both sides to Muscat?")
    turn = page.locator(".turn").first
    turn.wait_for()
    assert set(turn.locator("cite").all_text_contents()) == {"Kerry in Paris"}
    assert "searched: published by The Example" in words_of(turn.locator(".read-as"))
    turn.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": ["Who invited both sides to Muscat?"], "publishers": ["The Example"]}
    turn.get_by_role("button", name="Ask the whole archive").click()
    page.locator(".turn .words", has_text="The sultan of Oman").wait_for()
    assert page.locator(".chip").count() == 0
    # No document is of that time, and those of unknown date are left out.
    page.get_by_label("from").fill("2020")
    page.get_by_label("also documents of unknown date (2)").uncheck()
    page.locator(".chip", has_text="without documents of unknown date").wait_for()
    ask(page, QUESTION)
    page.locator(".verdict", has_text="Nothing in the archive matches these filters.").wait_for()
    page.get_by_label("from").fill("soon")
    page.keyboard.press("Tab")
    page.locator("#narrow .wrong", has_text="is 'soon'; give a date").wait_for()
    page.get_by_role("button", name="Lift all filters").click()
    page.locator("#narrowed").get_by_text("soon").wait_for(state="hidden")


def test_a_link_asks_its_questions_and_opens_its_place(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, QUESTION)
    href = page.locator(".citation").first.get_attribute("href")
    shared = chat(query=f"{href}&q=Who+left%3F&q=And+at+night%3F&documents=oman.txt")
    shared.locator("mark.current", has_text=ANSWER).wait_for()
    assert shared.locator(".turn .question").all_text_contents() == ["Who left?", "And at night?"]
    assert set(shared.locator(".turn cite").all_text_contents()) == {"oman.txt"}
    shared.locator(".chip", has_text="document oman.txt").wait_for()
    changed = chat(query=re.sub("text=.{12}", "text=0123456789ab", str(href)))
    changed.get_by_role("alert").filter(has_text="has changed since it was cited").wait_for()


def test_a_server_that_refuses_or_is_gone_is_told_and_the_question_is_kept(chat: Callable[..., Any]) -> None:
    page = chat(expected="component server|Failed to (load resource|fetch)")
    refused = json.dumps({"error": "More than 2 requests a minute; try again in 30 seconds."})
    page.route("**/component_server/", lambda route: route.fulfill(status=429, body=refused))
    ask(page, QUESTION)
    page.get_by_role("alert").filter(has_text="More than 2 requests a minute; try again in 30 seconds.").wait_for()
    page.unroute("**/component_server/")
    page.route("**/component_server/", lambda route: route.abort())
    page.get_by_role("button", name="Ask again").click()
    page.get_by_role("alert").filter(has_text="The server does not answer").wait_for()
    page.unroute("**/component_server/")
    page.get_by_role("button", name="Ask again").click()
    page.locator(".words", has_text=ANSWER).wait_for()
    assert page.locator(".turn .question").all_text_contents() == [QUESTION]


def test_hostile_words_show_as_text_run_nothing_and_fetch_nothing(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    index_of: Callable[..., Path],
    hostile: list[str],
    fits: Callable[[Any], bool],
) -> None:
    told = {
        f"{number}.md": "---\n" + json.dumps({"title": one, "author": one, "publisher": one, "url": one}) + "\n---\n"
        f"The envoy {number} wrote {one} into the minutes.\n"
        for number, one in enumerate(hostile)
    }
    index_of({name: text for name, text in told.items() if "\x00" not in text})
    page = new_page(serve(), viewport={"width": 390, "height": 800})
    page.locator("#status", has_text="documents").wait_for()
    asked = [{"question": f"envoy {number} {one} minutes", "filters": {}} for number, one in enumerate(hostile)]
    names = [
        {"id": str(number), "name": one, "turns": asked[number : number + 1]} for number, one in enumerate(hostile)
    ]
    kept = [{"id": "all", "name": "all", "turns": asked}, *names[:90]]
    page.evaluate("kept => localStorage.setItem('loccit.conversations', JSON.stringify(kept))", kept)
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("button", name="Conversations").click()
    assert page.locator("#kept li .open").all_text_contents()[1:] == [one["name"] for one in names[:90]]
    page.locator("#kept .open", has_text="all").first.click()
    page.locator("#said", has_text="asked again").wait_for(timeout=60_000)
    shown = page.locator(".turn .question").all_text_contents()
    assert len(shown) == len(hostile)
    assert [_plain(one) for one in shown] == [_plain(one["question"]) for one in asked]
    for number in range(0, len(hostile), 4):
        page.evaluate("number => document.querySelectorAll('.turn')[number].querySelector('.citation').click()", number)
        page.locator("mark.current").first.wait_for()
        page.wait_for_function(
            "document.querySelector('#source h2').textContent"
            " === document.querySelector('.citation[aria-current] .title').textContent"
        )
        assert fits(page), hostile[number]
    assert page.evaluate("window.hacked === undefined")
    assert page.locator(f".room :is({', '.join(FOREIGN)})").count() == 0
    links = page.evaluate("[...document.querySelectorAll('.room a[href]')].map(one => one.getAttribute('href'))")
    assert {link for link in links if not link.startswith("?doc=")} <= {"./", "archive"}
    attributes = "[...document.querySelectorAll('.room *')].flatMap(one => one.getAttributeNames())"
    assert not {name for name in page.evaluate(attributes) if name.startswith("on") or name in {"src", "style", "ping"}}
    page.goto(page.url.partition("?")[0] + "archive")
    page.get_by_role("button", name="Later").click()
    page.locator(".pages", has_text="26 to 50").wait_for()
    assert page.evaluate("window.hacked === undefined")
    assert page.locator(f".room :is({', '.join(one for one in FOREIGN if one != 'svg')})").count() == 0
    assert fits(page)


def test_hostile_titles_and_names_of_files_show_as_text_where_words_stand_elsewhere_too(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    index_of: Callable[..., Path],
    hostile: list[str],
    fits: Callable[[Any], bool],
) -> None:
    fit = [one for one in hostile if "\x00" not in one]
    sets = [fit[first : first + 40] for first in range(0, len(fit), 40)]
    files = {}
    for number, titles in enumerate(sets):
        words = f"The envoy wrote nothing at all into the minutes of meeting {'abcdefgh'[number] * 5} in Muscat."
        files[f"{number}/origin.md"] = f"---\ndate: 2001-01-01\n---\n{words}\n"
        for title in titles:
            name = title.replace("/", "_").encode()[:200].decode(errors="ignore")
            said = json.dumps({"title": title, "publisher": title})
            files[f"{number}/{name}.md"] = f"---\n{said}\n---\n{words}\n"
    index_of(files)
    page = new_page(serve(), viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page.locator("#status", has_text="documents").wait_for()
    for number, titles in enumerate(sets):
        ask(page, f"What did the envoy write at meeting {'abcdefgh'[number] * 5}?")
        turn = page.locator(".turn").nth(number)
        turn.wait_for()
        turn.locator(".also-in summary").first.click()
        links = turn.locator(".also-in").first.locator(".reprint")
        assert {_plain(one) for one in links.all_text_contents()} == {_plain(one) for one in titles}
        assert fits(page)
        links.nth(number).click()
        page.locator("mark.current", has_text="meeting " + "abcdefgh"[number] * 5).wait_for()
        page.wait_for_function(
            "document.querySelector('#source h2').textContent"
            " === document.querySelector('a[aria-current] .title').textContent"
        )
        page.get_by_text("About this document").click()
        assert fits(page)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator(f".room :is({', '.join(FOREIGN)})").count() == 0


# Elements that the page never shows.
FOREIGN = "script img svg iframe object embed style link meta base video audio math marquee template plaintext".split()  # noqa: SIM905  # reads better


def _plain(text: str) -> str:
    """What is left of a text where control characters are shown as such and white space is white space."""
    return re.sub(r"\s+", " ", CONTROL.sub("\ufffd", text)).strip()


def test_nothing_is_wider_than_a_telephone(chat: Callable[..., Any], fits: Callable[[Any], bool]) -> None:
    page = chat(viewport={"width": 390, "height": 800})
    assert page.evaluate("innerWidth") == 390
    assert fits(page)
    ask(page, QUESTION + " " + "x" * 400)
    page.locator(".citation").first.wait_for()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("button", name="Conversations").click()
    assert fits(page)
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    assert fits(page)
    # The source stands below the conversation there, and is brought into view.
    page.wait_for_function(
        "(() => { const place = document.querySelector('mark').getBoundingClientRect();"
        " return place.top >= 0 && place.bottom <= innerHeight })()"
    )
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("document.activeElement.classList.contains('citation')")


def test_text_that_runs_from_right_to_left_does(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[..., Path], fits: Callable[[Any], bool]
) -> None:
    words = "השר אמר ליועץ שהעיצומים נשארו חלופה."
    index_of({"paris.md": f"---\ntitle: שיחות בפריז\nlanguage: he\n---\n{words}\n"})
    page = new_page(serve())
    page.locator("#status", has_text="1 document,").wait_for()
    ask(page, words)
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    directions = [
        page.evaluate("one => getComputedStyle(document.querySelector(one)).direction", place)
        for place in (".question", ".excerpt blockquote", ".citation .title", "#source h2", ".source .text p")
    ]
    assert directions == ["rtl"] * 5
    assert words_of(page.locator("mark.current")) == words
    assert fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_any_state_of_the_page(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    index_of: Callable[..., Path],
    *,
    scheme: str,
    faults: Callable[[Any], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index_of(FILES | {"again.md": FILES["paris.md"].replace("Kerry in Paris", "Again").replace("2005", "2006")})
    page = new_page(serve(), color_scheme=scheme)
    page.locator("#status", has_text="4 documents").wait_for()
    page.get_by_role("heading", name="Ask the archive").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (2)").check()
    page.locator(".chip").wait_for()
    for question in (QUESTION, "", "Which architect designed the opera house?"):
        count = page.locator(".turn").count()
        ask(page, question)
        page.locator(".turn").nth(count).wait_for()
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    ask(page, QUESTION)
    page.locator(".unsure .reason").wait_for()
    page.locator(".also-in summary").first.click()
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="Why this answer?").first.click()
    page.locator(".why li").first.wait_for()
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    page.get_by_text("About this document").click()
    assert page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults(page) == []


def test_an_answer_that_is_not_sure_is_marked_in_the_page_and_to_who_hears_it(
    chat: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert page.locator(".verdict").count() == 0
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    page.get_by_role("button", name="Ask again").click()
    page.locator(".unsure").wait_for()
    assert words_of(page.locator(".verdict")) == "Not sure that this answers."
    assert re.fullmatch(r"[A-Z].+\. Confidence [01]\.\d\d of 1\.", words_of(page.locator(".reason")))
    page.locator("#said", has_text="Not sure that this answers.").wait_for()
    assert words_of(page.locator(".unsure .words")) == ANSWER
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why", has_text="on as a sure one").wait_for()


def test_two_readers_have_two_conversations(chat: Callable[..., Any]) -> None:
    one, other = chat(), chat()
    ask(one, QUESTION)
    ask(other, "Who invited both sides to Muscat?")
    for page in (one, other):
        page.locator(".citation").first.wait_for()
    assert one.locator(".turn .question").all_text_contents() == [QUESTION]
    assert other.locator(".turn .question").all_text_contents() == ["Who invited both sides to Muscat?"]
    other.locator(".citation").first.click()
    other.locator("mark").wait_for()
    assert words_of(other.locator("mark")).startswith("The sultan of Oman")
    assert one.locator("mark").count() == 0


def test_a_reader_logs_in_and_asks_and_may_change_nothing(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    index: Path,
    tmp_path: Path,
    faults: Callable[[Any], list[str]],
) -> None:
    assert index.is_dir()
    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    page = new_page(serve(auth=tmp_path / "logins"), expected="401")
    page.get_by_label("username").fill("ben")
    assert faults(page) == []
    page.get_by_label("password").fill("battery staple")
    page.get_by_role("button", name="Login").click()
    page.locator("#status", has_text="3 documents").wait_for()
    ask(page, QUESTION)
    page.locator(".words", has_text=ANSWER).wait_for()
    page.get_by_role("link", name="Archive").click()
    page.locator("#no-changes", has_text="The archive cannot be changed here").wait_for()
    page.locator("tbody tr").first.wait_for()
    assert page.get_by_role("button", name="Bring the archive up to date").count() == 0
