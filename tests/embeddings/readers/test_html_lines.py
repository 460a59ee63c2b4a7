from embeddings.readers.html_lines import beside_heading, is_elsewhere, page_lines
from embeddings.readers.markup import parsed


def lines(body: str) -> list[str]:
    return [line.words for line in page_lines(parsed(f"<html><body>{body}</body></html>"))]


def beside(body: str, *titles: str) -> list[tuple[str, str]]:
    of_page = page_lines(parsed(f"<html><body>{body}</body></html>"))
    return [(line.words, label) for line, label in beside_heading(of_page, titles)]


def test_the_lines_are_what_a_reader_sees() -> None:
    body = (
        '<nav>Menu</nav><h1>Talks <b>resume</b></h1><div>By <i>Ana</i><br>12. May 2020<p class="hidden">x</p></div>'
        '<script>let x</script><time datetime="2020-05-12">yesterday</time><footer>©</footer>'
    )
    assert lines(body) == ["Talks resume", "By Ana | 12  May 2020", "2020-05-12"]
    assert page_lines(parsed("<frameset></frameset>")) == []


def test_the_lines_below_the_heading_come_first() -> None:
    assert beside("<p>News</p><h1>Talks</h1><p>By Ana</p><p>12 May</p>") == [
        ("By Ana", "Talks"),
        ("12 May", "By Ana"),
        ("News", ""),
    ]


def test_a_heading_is_the_title_or_the_only_one_of_the_first_order() -> None:
    assert beside("<h1>A</h1><p>a</p><h1>B</h1><p>b</p>", "B")[0] == ("b", "B")
    assert beside("<h1>A</h1><p>a</p><h1>B</h1><p>b</p>") == []
    assert beside('<h1><a href="/">Site</a></h1><p>a</p><h1>B</h1><p>b</p>')[0] == ("b", "B")
    assert beside("<p>Talks!</p><p>a</p>", "Talks") == [("a", "Talks!")]


def test_another_article_ends_what_is_beside_a_heading() -> None:
    assert beside('<h1>A</h1><p>a</p><h2><a href="/b">B</a></h2><p>b</p>') == [("a", "A")]
    assert beside('<h1>A</h1><p>a</p><a href="/b"><h2>B</h2></a><p>b</p>') == [("a", "A")]


def test_parts_of_others_are_not_beside_a_heading_unless_they_hold_it_too() -> None:
    assert beside('<h1>A</h1><div class="comments">c</div><p>a</p>') == [("a", "c")]
    assert beside('<div class="comments"><h1>A</h1><p>a</p></div>') == [("a", "A")]


def test_a_class_names_a_part_only_as_a_word() -> None:
    for name, expected in (("comment-list", True), ("eventful", False), ("prevent", False), ("post_event", True)):
        assert is_elsewhere(parsed(f'<p class="{name}">x</p>').find(".//p")) is expected


def test_days_of_the_east_are_written_as_those_of_the_west() -> None:
    assert lines("<p>2020年5月12日（火）</p><p>2020. 5. 12.</p><p>2020년 5월 12일 화</p><p>2020.5.12.3</p>") == [
        "2020-05-12 （火）",
        "2020-05-12",
        "2020-05-12  화",
        "2020.5.12.3",
    ]
