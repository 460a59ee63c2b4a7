from embeddings.readers.factiva_pages import factiva_blocks
from embeddings.readers.markup import parsed

PAGE = """<div class="article deArticle"><div id="hd"><span>Der Pier</span></div><div class="author">{author}</div>
<div>5 Wörter</div><p class="articleParagraph">Niemand darf <b>ihn</b> betreten.</p></div>"""


def test_the_blocks_of_each_article_stand_one_below_another() -> None:
    page = PAGE.format(author="Karl Ost") + "<div>Print</div>" + PAGE.format(author="Von Ana Ruiz")
    said = ["5 Wörter", "Niemand darf ihn betreten."]
    assert factiva_blocks(parsed(page)) == ["Der Pier", "By Karl Ost", *said, "Der Pier", "Von Ana Ruiz", *said]


def test_other_pages_have_none() -> None:
    assert factiva_blocks(parsed('<div class="article">Der Pier</div><p class="deArticle">Karl</p>')) == []
