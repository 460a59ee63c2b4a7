"""Posts of a thread of a forum, each with who wrote it and when: a page of them has many authors, and no article.

Pages are told by what the forum's program says of itself. What a post quotes of another is left out: it stands in that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from embeddings.dates import human_date
from embeddings.documents import Fact
from embeddings.readers.chat_pages import classes, of_class, words
from embeddings.readers.composing import Piece, composed
from embeddings.readers.content import FileContent, content_with
from embeddings.readers.html_meta import stated_day
from embeddings.readers.markup import blocks, remove
from embeddings.times.mentions import mentions

# What names the programs of forums in the meta element of a page's generator, and in their notices below it.
_PROGRAMS = (
    r"phpbb|xenforo|vbulletin|mybb|smf|simple machines|discourse|invision|flarum|nodebb|bbpress|vanilla|fluxbb|punbb"
)
_GENERATOR = re.compile(_PROGRAMS, re.IGNORECASE)
# In small letters, which is faster over a whole page than in letters of any kind.
_NOTICE = re.compile(rf"(?:powered by|forum software by|software)\W{{1,3}}(?:{_PROGRAMS})")
_FORUM_CLASSES = frozenset(("section-viewtopic", "template-thread_view", "bbpress", "topic-body", "postcontainer"))
_FORUM_TYPES = ("DiscussionForumPosting", "QAPage")
# The elements of posts, by their classes, and by the types that they state.
_POST_NAMES = (
    "post message message--post topic-body crawler-post postcontainer post_wrapper answer question reply topic-reply"
    " comment blockpost"
)
_POST_CLASSES = frozenset(_POST_NAMES.split())
_POST_TYPES = ("DiscussionForumPosting", "Comment", "Answer", "Question")
# Within a post, from the surest on, who wrote it and what.
_AUTHOR_CLASSES = ("username", "author", "creator", "post_author", "poster", "bbp-author-name", "user-details", "names")
_WORDS_CLASSES = (
    *("bbWrapper", "postcontent", "post_body", "post_content", "content", "js-post-body", "bbp-reply-content"),
    *("inner", "post-body", "postmsg", "message-body", "postbody"),
)
_DATE_NAMES = "date post_date post-date post-time smalltext relativetime author keyinfo"
_DATE_CLASSES = frozenset(_DATE_NAMES.split())
_TITLE_CLASSES = ("topic-title", "p-title-value", "threadtitle", "thread-title", "question-hyperlink")
_QUOTE_CLASSES = {"quote", "bbCodeBlock--quote", "quotecontent", "bbcode_quote", "quoteheader"}
LONGEST_NAME = 60
_BY = re.compile(r"(?:by|von|par|por|posted by|written by)\s+", re.IGNORECASE)
_WROTE = re.compile(r"\b(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|ha scritto)\b", re.IGNORECASE)
ORIGIN = "post"
FEWEST_POSTS = 2


class Post(NamedTuple):
    """A post: who wrote it, on which day as ISO 8601 has it, "" where that is not stated, and its blocks of text."""

    writer: str
    day: str
    blocks: tuple[str, ...]

    @property
    def head(self) -> str:
        """Who wrote it and when, in words."""
        return f"{self.writer}, {human_date(self.day)}" if self.day else self.writer


def posts_of(tree: Any) -> list[Post]:
    """Return the posts of a page that is a thread of a forum, in their order; none for other pages."""
    if not _is_of_forum(tree):
        return []
    found = list(_posts(tree))
    return found if len(found) >= FEWEST_POSTS else []


def thread(posts: Sequence[Post], title: str, stated: Sequence[Fact]) -> FileContent:
    """Return posts as a text, each below a line that says who wrote it and when, with a place for each.

    What the page states of its author and date is that of one of them.
    """
    text, places = composed(
        piece
        for post in posts
        for piece in (Piece(post.head, (("post", f"post of {post.head}"),)), *map(Piece, post.blocks))
    )
    writers = {post.writer for post in posts}
    facts = [
        *([Fact("title", title, "heading")] if title else []),
        *(fact for fact in stated if fact.name not in {"author", "published"}),
        *([Fact("author", writers.pop(), ORIGIN)] if len(writers) == 1 else []),
        *(Fact("published", post.day, ORIGIN) for post in posts[:1] if post.day),
    ]
    return content_with(text, facts, places)


def title_of(tree: Any) -> str:
    """Return what a thread is called, "" where no element says so."""
    return next(filter(None, (words(element) for element in _of_classes(tree, _TITLE_CLASSES))), "")


def _of_classes(element: Any, names: Iterable[str]) -> Iterator[Any]:
    """Yield the elements within another that are of some classes, those of the first of these first."""
    return (part for name in names for part in of_class(element, name))


def _is_of_forum(tree: Any) -> bool:
    if any(
        (element.get("itemtype") or "").endswith(_FORUM_TYPES)
        for element in tree.iter("html", "body", "div", "article")
    ):
        return True
    # Comments below an article may be of such a program, too.
    if tree.xpath("//meta[@property='og:type' and @content='article']"):
        return False
    generator = " ".join(tree.xpath("//meta[@name='generator']/@content"))
    return bool(
        _GENERATOR.search(generator)
        or _NOTICE.search(" ".join(tree.itertext()).lower())
        or any(not _FORUM_CLASSES.isdisjoint(classes(element)) for element in tree.iter("html", "body", "div", "li"))
    )


def _posts(tree: Any) -> Iterator[Post]:
    """Yield the posts of a page, none within another."""
    within: set[Any] = set()
    for element in tree.iter("article", "div", "li", "table", "tr", "section"):
        names = {name.lower() for name in classes(element)}
        is_post = not _POST_CLASSES.isdisjoint(names) or (element.get("itemtype") or "").endswith(_POST_TYPES)
        if is_post and within.isdisjoint(element.iterancestors()) and (post := _post(element)):
            within.add(element)
            yield post


def _post(element: Any) -> Post | None:
    """Return the post that an element holds; None without words or without a writer."""
    said = next(chain(_stating(element, "text", "articleBody"), _of_classes(element, _WORDS_CLASSES)), None)
    writer = element.get("data-author") or next(
        filter(None, map(_name, chain(_stating(element, "author"), _of_classes(element, _AUTHOR_CLASSES)))), ""
    )
    if said is None or not writer:
        return None
    remove([part for part in said.iter("blockquote", "div", "aside") if part is not said and _is_of_other_post(part)])
    found = tuple(blocks(said))
    return Post(writer, _day(element, said), found) if found else None


def _stating(element: Any, *properties: str) -> list[Any]:
    """Return the elements within another that state one of some properties."""
    return [part for part in element.iter("*") if not set(properties).isdisjoint((part.get("itemprop") or "").split())]


def _name(element: Any) -> str:
    named = next((part for part in element.iter("*") if "name" in (part.get("itemprop") or "").split()), element)
    line = words(named).split("\n", 1)[0].strip()
    found = _BY.sub("", line).split(" » ")[0].strip(" :,")
    return found if len(found) <= LONGEST_NAME else ""


def _day(element: Any, said: Any) -> str:
    """Return the day that a post states outside its words, "" for none."""
    inside = set(said.iter("*"))
    around = [part for part in element.iter("*") if part not in inside]
    for part in around:
        if part.tag == "time" or "relativetime" in classes(part):
            stated = stated_day((part.get("datetime") or part.get("title") or "")[:10])
            if stated:
                return stated
    for part in around:
        if not _DATE_CLASSES.isdisjoint(classes(part)):
            times = (mention.time for mention in mentions(words(part)) if mention.time)
            if found := next((time.first.isoformat() for time in times if time.precision == "day"), ""):
                return found
    return ""


def _is_of_other_post(element: Any) -> bool:
    """Whether an element quotes another post, as the program marks it."""
    if element.tag != "blockquote" and not _QUOTE_CLASSES & classes(element):
        return False
    return bool(element.get("data-quote") or element.get("data-username") or _WROTE.search(words(element)[:100]))
