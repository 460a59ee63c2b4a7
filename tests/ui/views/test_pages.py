from typing import Any

from lxml import html

from ui.views.pages import first_run, notice, welcome


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def test_the_welcome_offers_the_examples_as_buttons() -> None:
    page = parsed(welcome(["Who <b>left</b>?", "When?"]))
    assert [button.text for button in page.xpath("//button")] == ["Who <b>left</b>?", "When?"]


def test_the_welcome_says_what_the_archive_holds() -> None:
    page = parsed(welcome([], "It holds <b>one</b> document."))
    assert page.xpath("string(//p[@class='holds'])") == "It holds <b>one</b> document."


def test_the_welcome_without_examples_announces_none() -> None:
    page = parsed(welcome([]))
    assert page.xpath("//button | //ul") == []
    assert "For instance" not in page.text_content()


def test_an_empty_archive_says_the_next_step_to_who_may_take_it() -> None:
    page = parsed(first_run(may_change=True))
    assert [(link.get("href"), link.text) for link in page.xpath("//a")] == [("archive", "Add documents")]
    assert parsed(first_run(may_change=False)).xpath("//a") == []
    assert "Whoever runs this server" in first_run(may_change=False)


def test_a_notice_is_escaped() -> None:
    page = parsed(notice("There is no index in <here>."))
    assert page.xpath("string(//p)") == "There is no index in <here>."
