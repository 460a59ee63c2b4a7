"""The page in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from embeddings.encoder import Encoder
from qa.archive import rebuild

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
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the browser; at the end its console must be empty and nothing asked of another address."""
    contexts: list[Any] = []
    complaints: list[str] = []
    addresses: list[str] = []
    asked: list[str] = []

    def open_page(address: str, **more: Any) -> Any:
        context = browser.new_context(**more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        addresses.append(address)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url.replace("ws:", "http:")))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert asked != []
    elsewhere = [url for url in asked if not url.startswith((*addresses, "data:", "blob:"))]
    assert elsewhere == []


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


@pytest.fixture
def chat(serve: Callable[..., str], new_page: Callable[..., Any], index: Path) -> Callable[..., Any]:
    """Serve the chat over the index; return a function that opens a ready page of it."""
    assert index.is_dir()
    address = serve()

    def ready(**more: Any) -> Any:
        page = new_page(address, **more)
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
    mark = page.locator("mark")
    mark.wait_for()
    assert words_of(mark) == ANSWER == words_of(page.locator(".excerpt .words"))
    assert words_of(page.locator("#source h2")) == "Kerry in Paris"
    # In its context, in view, and where the keyboard goes on from.
    assert "It rained in Paris" in words_of(page.locator("#source .text"))
    page.wait_for_function("document.activeElement.tagName == 'MARK'")
    place = mark.bounding_box()
    assert 0 <= place["y"] < page.viewport_size["height"]
    # The question field is free for the next one.
    assert page.get_by_label("Question", exact=True).input_value() == ""


def test_the_keyboard_alone_will_do(chat: Callable[..., Any]) -> None:
    page = chat()
    page.get_by_label("Question", exact=True).focus()
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
    page.locator("mark").wait_for()
    assert words_of(page.locator("mark")) == ANSWER


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
    assert page.locator(".turn .question").all_text_contents() == [QUESTION, "Who invited both sides to Muscat?"]


def test_an_example_question_is_asked_on_a_click(
    serve: Callable[..., str], new_page: Callable[..., Any], index: Path, tmp_path: Path
) -> None:
    assert index.is_dir()
    (tmp_path / "examples.txt").write_text(f"{QUESTION}\nWho won the cup?\n", "utf-8")
    page = new_page(serve())
    example = page.locator("button.example")
    example.first.wait_for()
    assert example.all_text_contents() == [QUESTION]
    example.first.click()
    page.locator(".excerpt").first.wait_for()
    assert words_of(page.locator(".turn .question")) == QUESTION
    assert words_of(page.locator(".excerpt .words")) == ANSWER
    # What offered the examples makes room for the answer.
    page.locator("#welcome").wait_for(state="hidden")


def test_what_the_archive_does_not_say_is_said_and_the_nearest_shown(chat: Callable[..., Any]) -> None:
    page = chat()
    ask(page, "Which architect designed the opera house?")
    page.locator(".verdict").wait_for()
    assert words_of(page.locator(".verdict")) == "The archive does not say."
    assert "nearest passages" in words_of(page.locator(".answer"))
    assert page.locator(".excerpt").count() == 3
    near = page.locator(".not-found .citation").first
    near.click()
    page.locator("mark").wait_for()
    assert words_of(page.locator("mark")) == words_of(page.locator(".not-found .words"))


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
    (tmp_path / "examples.txt").write_text(QUESTION, "utf-8")
    page = new_page(serve())
    page.locator("#status", has_text="There is no index in").wait_for()
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


HOSTILE = {
    "script": "<script>window.hacked=1</script>",
    "image": '<img src=x onerror="window.hacked=1">',
    "drawing": '<svg onload="window.hacked=1"></svg>',
    "link": '<a href="javascript:window.hacked=1">here</a>',
    "template": "{{window.hacked=1}} ${window.hacked=1} `window.hacked=1`",
    "markdown": "![x](http://127.0.0.1:9/x.png)",
}


def test_hostile_documents_show_as_text_run_nothing_and_fetch_nothing(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[[dict[str, str]], Path]
) -> None:
    told = {f"{kind}.txt": f"The {kind} envoy wrote {hostile} into the minutes." for kind, hostile in HOSTILE.items()}
    index_of(told)
    page = new_page(serve())
    page.locator("#status", has_text="6 documents").wait_for()
    for number, (kind, hostile) in enumerate(HOSTILE.items()):
        # The question is hostile, too.
        question = f"The {kind} envoy wrote what into the minutes, {hostile}?"
        ask(page, question)
        turn = page.locator(".turn").nth(number)
        citation = turn.locator(".citation", has_text=f"{kind}.txt")
        citation.wait_for()
        assert words_of(turn.locator(".question")) == question
        cited = page.locator(".citation", has_text=f"{kind}.txt")
        words = words_of(turn.locator(".excerpt").filter(has=cited).locator(".words"))
        assert hostile.lstrip("!") in words
        citation.click()
        page.locator("#source h2", has_text=f"{kind}.txt").wait_for()
        assert words_of(page.locator("#source .text")) == told[f"{kind}.txt"]
        assert words_of(page.locator("mark")) == words
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#chat :is(script, img, svg, a), #source :is(script, img, svg, a)").count() == 0


def test_a_hostile_title_author_and_publisher_show_as_text(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[[dict[str, str]], Path]
) -> None:
    hostile = "".join(HOSTILE.values())
    front = f"---\ntitle: '{hostile}'\nauthor: '{hostile}'\npublisher: '{hostile}'\n---\nThe emir carried a message.\n"
    index_of({"front.md": front})
    page = new_page(serve())
    page.locator("#status", has_text="1 documents").wait_for()
    ask(page, "The emir carried a message.")
    page.locator(".citation").first.click()
    page.locator("mark").wait_for()
    assert words_of(page.locator(".citation .title")) == words_of(page.locator("#source h2")) == hostile
    for place in (".excerpt .from", "#source .from"):
        assert words_of(page.locator(place)) == f"{hostile} · {hostile} · date unknown"
    assert page.evaluate("window.hacked === undefined")


def test_an_example_question_is_shown_as_text(
    serve: Callable[..., str], new_page: Callable[..., Any], index: Path, tmp_path: Path
) -> None:
    assert index.is_dir()
    example = f"{QUESTION} <img src=x onerror=window.hacked=1> ${{x}}"
    (tmp_path / "examples.txt").write_text(example, "utf-8")
    page = new_page(serve())
    page.locator("button.example").wait_for()
    assert page.locator("button.example").all_text_contents() == [example]
    page.locator("button.example").click()
    page.locator(".turn .question").wait_for()
    assert words_of(page.locator(".turn .question")) == example
    assert page.evaluate("window.hacked === undefined")


def test_nothing_is_wider_than_a_telephone(chat: Callable[..., Any]) -> None:
    page = chat(viewport={"width": 390, "height": 800})

    def fits() -> bool:
        return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth && innerWidth == 390"))

    assert fits()
    ask(page, QUESTION + " " + "x" * 400)
    page.locator(".citation").first.wait_for()
    assert fits()
    page.locator(".citation").first.click()
    page.locator("mark").wait_for()
    assert fits()
    # The source stands below the conversation there, and is brought into view.
    page.wait_for_function(
        "(() => { const place = document.querySelector('mark').getBoundingClientRect();"
        " return place.top >= 0 && place.bottom <= innerHeight })()"
    )


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
