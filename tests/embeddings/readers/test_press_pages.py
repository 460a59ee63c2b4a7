from pathlib import Path

import pytest

from embeddings.readers.markup import parsed
from embeddings.readers.press_pages import press_blocks
from embeddings.readers.registry import contents_of

PAGE = """<div class="article deArticle"><div id="hd"><span>Der Pier</span></div><div class="author">{author}</div>
<div>5 Wörter</div><p class="articleParagraph">Niemand darf <b>ihn</b> betreten.</p></div>"""


def test_the_blocks_of_each_article_stand_one_below_another() -> None:
    page = PAGE.format(author="Karl Ost") + "<div>Print</div>" + PAGE.format(author="Von Ana Ruiz")
    said = ["5 Wörter", "Niemand darf ihn betreten."]
    assert press_blocks(parsed(page)) == ["Der Pier", "By Karl Ost", *said, "Der Pier", "Von Ana Ruiz", *said]


EUROPRESSE = """<article><header><div><span class="DocPublicationName">Le Port</span></div><div><span class="DocHeader">
Ville, mardi 4 mai 2010, p. 16</span></div><div class="titreArticle"><p class="titreArticleVisu">La jetée</p></div>
<div>Ana Ruiz</div></header><section><div class="DocText"><p>Elle est fermée.</p><p>On l'a dit.</p></div></section>
<footer><small>© 2010 Le Port</small><p>Numéro de document : news·20100504·LP·1</p></footer></article>"""
OLDER = """<table><tr><td><span class="DocPublicationName">Le Port</span><br><span class="DocHeader">Ville, </span><span
class="DocHeader">mardi </span><span class="DocHeader">4 mai 2010</span><br><br><span
class="TitreArticleVisu">La jetée</span><br>Ana Ruiz<p></p>Elle est fermée.<p></p>On l'a dit.<p></p>
<b>© 2010 Le Port.</b><p></p>Numéro de document : news·1<br>
</td></tr></table>"""


@pytest.mark.parametrize("article", [EUROPRESSE, OLDER])
def test_articles_of_europresse_have_the_codes_of_fields(article: str) -> None:
    page = f"<html><body>{article}<p>{article.replace('4 mai', '5 mai')}</p></body></html>"
    found = press_blocks(parsed(page))
    said = ["LP", "Elle est fermée.", "On l'a dit."]
    head = ["HD | La jetée", "SN | Le Port", "PD | 4 mai 2010", "BY | Ana Ruiz"]
    assert found[:7] == [*head, *said]
    assert found[8:15] == [*head[:2], "PD | 5 mai 2010", head[3], *said]
    first, second = contents_of(Path("a.html"), page.encode()).documents
    assert (first.title, first.publisher, first.published, first.author) == (
        "La jetée",
        "Le Port",
        "2010-05-04",
        "Ana Ruiz",
    )
    assert (second.text, second.published) == ("Elle est fermée.\n\nOn l'a dit.", "2010-05-05")


def test_the_first_words_of_an_article_are_no_author() -> None:
    found = press_blocks(parsed(OLDER.replace("<br>Ana Ruiz<p></p>Elle", "<br>Hier, on disait: Elle")))
    assert found[3:6] == ["BY | ", "LP", "Hier, on disait: Elle est fermée."]


def test_other_pages_have_none() -> None:
    assert press_blocks(parsed('<div class="article">Der Pier</div><p class="deArticle">Karl</p>')) == []
