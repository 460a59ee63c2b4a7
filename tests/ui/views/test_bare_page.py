from lxml import html

from ui.views.bare_page import bare_page


def test_a_page_has_its_title_its_styles_and_no_script() -> None:
    page = html.fromstring(bare_page("Log in", "<p>Words</p>", "h1 { color: red }"))
    assert page.xpath("//title/text()") == ["Log in – loccit"]
    assert page.xpath("//style/text()") == ["h1 { color: red }"]
    assert page.xpath("//main/header/h1/text()") == ["loccit"]
    assert page.xpath("//main/p/text()") == ["Words"]
    assert page.xpath("//script") == []
