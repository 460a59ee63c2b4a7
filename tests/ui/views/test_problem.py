from lxml import html

from ui.views.problem import problem_page


def test_a_problem_says_what_is_wrong_and_leads_to_the_reading_room(hostile: list[str]) -> None:
    for words in hostile:
        page = html.fromstring(problem_page("There is no such page", f"Nothing at {words}", "/under/", ""))
        assert page.xpath("//title/text()") == ["There is no such page – loccit"]
        assert page.xpath("//h2/text()") == ["There is no such page"]
        (message,) = page.xpath("//p[@class='message']")
        assert message.text_content().startswith("Nothing at ")
        assert page.xpath("//script | //img | //svg | //iframe") == []
        (link,) = page.xpath("//a")
        assert (link.get("href"), link.text) == ("/under/", "To the reading room")
