from lxml import html

from ui.views.login import LoginForm, login_page


def test_the_page_has_labels_a_way_on_and_no_script() -> None:
    page = html.fromstring(login_page(LoginForm("/archive?a=1&b=2"), "/under/login", "h1 { color: red }"))
    (form,) = page.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("post", "/under/login")
    assert form.xpath("input[@name='next']/@value") == ["/archive?a=1&b=2"]
    fields = {label.text: form.xpath(f"input[@id='{label.get('for')}']")[0] for label in form.xpath("label")}
    assert {name: field.get("name") for name, field in fields.items()} == {"Name": "username", "Password": "password"}
    assert [field.get("autocomplete") for field in fields.values()] == ["username", "current-password"]
    assert [field.get("autofocus") is not None for field in fields.values()] == [True, False]
    assert page.xpath("//script | //*[@role='alert']") == []
    assert page.xpath("//h1/text()") == ["loccit"]


def test_a_problem_is_announced_and_belongs_to_the_fields(hostile: list[str]) -> None:
    for words in hostile:
        page = html.fromstring(login_page(LoginForm(words, words, problem=f"Problem {words}"), "/login", ""))
        (problem,) = page.xpath("//*[@role='alert']")
        assert problem.text_content().startswith("Problem ")
        assert page.xpath("//script | //img | //svg | //iframe") == []
        assert page.xpath("//input[@aria-describedby='problem']/@name") == ["username", "password"]
        assert page.xpath("//title/text()") == ["Log in failed – loccit"]
