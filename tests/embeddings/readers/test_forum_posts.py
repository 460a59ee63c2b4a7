import pytest

from embeddings.documents import Fact
from embeddings.readers import html
from embeddings.readers.forum_posts import Post, posts_of
from embeddings.readers.markup import parsed

ASKED = "When do the gates of the lock close?"
TOLD = "They close at nine. I talked to the keeper yesterday."

PHPBB = """<body class="section-viewtopic"><h1>Harbour Forum</h1><h2 class="topic-title"><a>Lock gates</a></h2>
<div class="post bg2"><div class="inner"><dl class="postprofile"><dt><a class="username">karl_ost</a></dt>
<dd>Posts: 12</dd></dl><div class="postbody"><h3>Lock gates</h3><p class="author">by <strong>karl_ost</strong> » Mon May
03, 2010 5:01 pm</p><div class="content">{asked}</div><div class="signature">Sail on</div></div></div></div>
<div class="post bg1"><div class="inner"><dl class="postprofile"><dt><a class="username">olga</a></dt></dl>
<div class="postbody"><p class="author">by <strong>olga</strong> » <time datetime="2010-05-04T09:12:00+00:00">Tue
May 04, 2010 9:12 am</time></p><div class="content"><blockquote><div><cite>karl_ost wrote:</cite>{asked}</div>
</blockquote>{told}</div></div></div></div></body>"""
XENFORO = """<html id="XF"><head><meta name="generator" content="XenForo"></head><body>
<h1 class="p-title-value">Lock gates</h1>
<article class="message message--post" data-author="karl_ost"><div class="message-name">karl_ost</div>
<time class="u-dt" datetime="2010-05-03T17:01:00+0000">May 3, 2010</time><div class="message-body">
<div class="bbWrapper">
{asked}</div></div></article>
<article class="message message--post" data-author="olga"><time class="u-dt" datetime="2010-05-04T09:12:00+0000">May 4,
2010</time><div class="message-body"><div class="bbWrapper"><blockquote class="bbCodeBlock bbCodeBlock--quote"
data-quote="karl_ost">{asked}</blockquote>{told}</div></div></article></body></html>"""
MICRODATA = """<body><h1 class="topic-title">Lock gates</h1><div itemscope
itemtype="http://schema.org/DiscussionForumPosting" class="topic-body"><span itemprop="author"><span
itemprop="name">karl_ost</span> (Keeper)</span><time itemprop="datePublished"
datetime="2010-05-03T17:01:00Z">3 May</time>
<div itemprop="text"><p>{asked}</p></div></div><div itemscope itemtype="http://schema.org/DiscussionForumPosting"
class="topic-body"><span itemprop="author"><span itemprop="name">olga</span></span><time itemprop="datePublished"
datetime="2010-05-04T09:12:00Z">4 May</time><div itemprop="text"><p>{told}</p></div></div></body>"""


@pytest.mark.parametrize("page", [PHPBB, XENFORO, MICRODATA])
def test_each_post_says_who_wrote_it_and_when(page: str) -> None:
    markup = page.format(asked=ASKED, told=TOLD)
    assert posts_of(parsed(markup)) == [Post("karl_ost", "2010-05-03", (ASKED,)), Post("olga", "2010-05-04", (TOLD,))]
    content = html.read(markup)
    assert content.text == f"karl_ost, 3 May 2010\n\n{ASKED}\n\nolga, 4 May 2010\n\n{TOLD}"
    assert [
        (place.kind, place.name, content.text[place.start : place.end].split("\n\n")[-1]) for place in content.places
    ] == [
        ("post", "post of karl_ost, 3 May 2010", ASKED),
        ("post", "post of olga, 4 May 2010", TOLD),
    ]
    # No one of them wrote the page.
    assert (content.title, content.author, content.published) == ("Lock gates", None, "2010-05-03")
    assert Fact("published", "2010-05-03", "post") in content.facts


def test_one_who_wrote_all_posts_wrote_the_page() -> None:
    assert html.read(XENFORO.replace("olga", "karl_ost").format(asked=ASKED, told=TOLD)).author == "karl_ost"


@pytest.mark.parametrize(
    "page",
    [
        # Comments below an article, of a program of forums.
        f'<head><meta property="og:type" content="article"></head>{PHPBB}',
        PHPBB.replace("section-viewtopic", "story"),
        # A list of threads, and a thread without an answer.
        '<body class="section-viewtopic"><div class="post"><a class="username">karl_ost</a></div></body>',
        '<body class="bbpress"><div class="reply"><a class="username">karl</a><p class="content">Who?</p></div></body>',
    ],
)
def test_other_pages_have_no_posts(page: str) -> None:
    assert posts_of(parsed(f"<html>{page.format(asked=ASKED, told=TOLD)}</html>")) == []
