from dataclasses import replace

from embeddings.readers.pdf_furniture import without_furniture
from embeddings.readers.pdf_lines import Line, lines_of
from tests.embeddings.readers.test_pdf_lines import segment


def _page(number: int, *lines: tuple[float, str]) -> list[Line]:
    return lines_of([segment(text, 50, height) for height, text in lines], number, number)


def _kept(*pages: list[Line]) -> tuple[list[list[str]], int]:
    kept, left_out = without_furniture(pages)
    return [[line.text for line in lines] for lines in kept], left_out


BODIES = [
    "The clerks of the harbour met on Monday.",
    "A storm had broken the northern mole.",
    "Nobody knew what the repairs would cost.",
]


def test_heads_that_recur_and_numbers_that_count_pages_are_left_out() -> None:
    pages = [
        _page(n, (800, "Port of Cullen"), (700, body), (30, f"Page {n + 4} of 9")) for n, body in enumerate(BODIES)
    ]
    assert _kept(*pages) == ([[body] for body in BODIES], 6)


def test_a_title_that_stands_on_each_page_is_kept_on_the_first() -> None:
    def page(number: int, size: float) -> list[Line]:
        head = [segment("Count of Ships", 50, 800, size), segment("Port of Cullen", 50, 780, 10)]
        text = [segment(BODIES[number], 50, 700), segment(f"Page {number + 1} of 3", 50, 30)]
        return lines_of([*head, *text], number, number)

    kept, left_out = _kept(*(page(number, 14) for number in range(3)))
    assert kept == [["Count of Ships", "Port of Cullen", BODIES[0]], [BODIES[1]], [BODIES[2]]]
    assert left_out == 7
    assert _kept(*(page(number, 10) for number in range(3)))[0] == [[body] for body in BODIES]


def test_what_a_browser_sets_around_a_page_that_it_prints_is_left_out() -> None:
    def printed(above: str) -> list[Line]:
        foot = [segment("https://port.example/a", 50, 30), segment("1/1", 500, 30)]
        head = [segment(above, 50, 800), segment("Late dredger", 250, 800)]
        return lines_of([*head, segment(BODIES[0], 50, 700), *foot], 0, 0)

    assert _kept(printed("14/06/2019, 10:11")) == ([[BODIES[0]]], 2)
    assert _kept(printed("Council chamber")) == ([["Council chamber | Late dredger", BODIES[0]]], 1)


def test_a_head_with_the_marked_number_of_its_page_is_left_out_also_once() -> None:
    def headed(number: str) -> list[Line]:
        head = [segment(text, left, 800) for text, left in (("Studies", 50), (number, 250), ("No. 3", 450))]
        return lines_of([*head, segment(BODIES[1], 50, 700)], 1, 1)

    first = _page(0, (700, BODIES[0]))
    assert _kept(first, headed("- 2 -")) == ([[BODIES[0]], [BODIES[1]]], 1)
    apart = [*_page(1, (700, BODIES[1])), *_page(1, (30, "Port of Cullen"))]
    apart += lines_of([segment("Page 2", 500, 30)], 1, 2)
    assert _kept(first, apart) == ([[BODIES[0]], [BODIES[1]]], 2)
    for other in ("2", "- 3 -", "1/2"):
        assert _kept(first, headed(other))[1] == 0


def test_titles_of_slides_that_differ_in_their_numbers_are_kept() -> None:
    def slide(number: int, size: float) -> list[Line]:
        title = segment(f"Results of {2018 + number}", 50, 800, size)
        foot = segment("Port of Cullen", 50, 30, size)
        return lines_of([title, segment(BODIES[number], 50, 700), foot], number, number)

    assert _kept(*(slide(number, 20) for number in range(3)))[0][1] == ["Results of 2019", BODIES[1]]
    assert _kept(*(slide(number, 10) for number in range(3)))[0][1] == [BODIES[1]]


def test_heads_of_left_and_right_pages_are_left_out() -> None:
    heads = ["12 THE HARBOUR", "The Storm of 1911 13", "14 THE HARBOUR", "The Storm of 1911 15"]
    pages = [_page(n, (800, head), (700, [*BODIES, "Then came the spring."][n])) for n, head in enumerate(heads)]
    assert _kept(*pages)[1] == 4


def test_a_head_that_ocr_misread_is_left_out() -> None:
    heads = ["50 THE SIEGE OF VICKSBUEG.", "THE SIEGE OP VICKSBURG. 51"]
    pages = [_page(n, (800 - 9 * n, head), (700, BODIES[n])) for n, head in enumerate(heads)]
    assert _kept(*pages) == ([[BODIES[0]], [BODIES[1]]], 2)


def test_what_stands_on_one_page_only_or_elsewhere_on_the_next_stays() -> None:
    pages = [_page(0, (800, "Port of Cullen"), (700, BODIES[0])), _page(1, (500, "Port of Cullen"), (400, BODIES[1]))]
    assert _kept(*pages) == ([["Port of Cullen", BODIES[0]], ["Port of Cullen", BODIES[1]]], 0)


def test_a_page_that_is_there_twice_is_no_furniture() -> None:
    lines = [
        (700.0 - 12 * n, f"Line {letter} of a page that was scanned twice.") for n, letter in enumerate("abcdefghijkl")
    ]
    assert _kept(_page(0, *lines), _page(1, *lines))[1] == 0


def test_a_short_page_that_is_there_twice_is_no_furniture_but_for_its_number() -> None:
    letter = [(800, "5 May 1911"), (700, "To the clerks:"), (600, BODIES[1]), (500, "Yours"), (400, "Mary Orr")]
    pages = [_page(number, *letter, (30, f"Page {number + 1}")) for number in range(2)]
    assert _kept(*pages) == ([[text for _, text in letter]] * 2, 2)


def test_the_head_of_a_table_is_kept_once_and_its_rows_stay() -> None:
    def table(number: int) -> list[Line]:
        rows = [
            ("Date", "Ship", "Tonnes"),
            (f"{number}0 May", "Barge", f"{number}40"),
            (f"{number}1 May", "Barge", "80"),
        ]
        cells = [segment(c, 50 + 100 * x, 700 - 14 * y) for y, row in enumerate(rows) for x, c in enumerate(row)]
        return lines_of(cells, number, number)

    kept, left_out = _kept(table(1), table(2))
    assert kept == [
        ["Date | Ship | Tonnes", "10 May | Barge | 140", "11 May | Barge | 80"],
        ["20 May | Barge | 240", "21 May | Barge | 80"],
    ]
    assert left_out == 1


def test_the_number_of_a_lone_page_is_left_out_also_above_its_foot() -> None:
    page = _page(0, (700, BODIES[0]), (60, "633"), (40, "Communications of the Port"))
    assert _kept(page) == ([[BODIES[0], "Communications of the Port"]], 1)


def test_the_end_of_a_sentence_that_stands_on_two_pages_is_no_furniture_but_a_foot_on_many_is() -> None:
    foot = "see www.cullen.example for all reports."
    pages = [_page(n, (700, body), (60, "had reached the coast.")) for n, body in enumerate(BODIES)]
    assert _kept(*pages)[1] == 0
    bodies = [*BODIES, "Then came the spring."]
    pages = [_page(n, (700, body), (60, foot)) for n, body in enumerate(bodies)]
    assert _kept(*pages) == ([[body] for body in bodies], 4)


def test_words_of_letters_that_are_figures_too_number_no_page() -> None:
    pages = [_page(n, (800, word), (700, BODIES[n])) for n, word in enumerate(("Civil", "Ill"))]
    assert _kept(*pages) == ([["Civil", BODIES[0]], ["Ill", BODIES[1]]], 0)
    assert _kept(_page(0, (800, "xiv"), (700, BODIES[0]))) == ([[BODIES[0]]], 1)


def test_titles_of_tables_and_their_sources_are_kept_on_each_page() -> None:
    def page(number: int) -> list[Line]:
        caption = f"Table {number + 1}. Ships that called at the port of Cullen, by kind of cargo {number}"
        foot = [
            (110, "SOURCE: Port of Cullen, Count of Ships, kept by the clerks since"),
            (100, "1901. (Made in May.)"),
        ]
        return _page(number, (800, "Count of Ships"), (780, caption), (700, BODIES[number]), *foot, (30, f"{number}"))

    kept, left_out = _kept(*(page(number) for number in range(3)))
    assert kept == [[line.text for line in page(number)[1:-1]] for number in range(3)]
    assert left_out == 6


def test_the_title_of_a_table_that_goes_on_is_kept_once() -> None:
    pages = [_page(n, (800, "Table 2. Ships by year"), (700, body), (30, f"{n + 4}")) for n, body in enumerate(BODIES)]
    kept, _ = _kept(*pages)
    assert kept == [["Table 2. Ships by year", BODIES[0]], [BODIES[1]], [BODIES[2]]]


def test_large_numbers_that_count_pages_beside_a_head_are_left_out() -> None:
    def page(number: int) -> list[Line]:
        text = [segment("Port of Cullen / May", 50, 800), segment(BODIES[number], 50, 700)]
        counted = lines_of([segment(f"{47698 + number}", 500, 800, 14)], number, number + 9)
        return [*lines_of(text, number, number), *counted]

    assert _kept(*map(page, range(3)))[0] == [[body] for body in BODIES]


def test_what_stands_turned_beside_pages_is_left_out_and_does_not_hide_their_heads() -> None:
    def page(number: int) -> list[Line]:
        (line,) = lines_of([segment("set by Ek", 18, 18)], number, number + 9)
        turned = replace(line, words=[word._replace(angle=90) for word in line.words])
        return [turned, *_page(number, (800, "Port of Cullen"), (700, BODIES[number]))]

    assert _kept(*map(page, range(3)))[0] == [[body] for body in BODIES]
