"""The name of who wrote a web page, without the words around it: "Posted by Ana Ruiz on 12 May 2020" names Ana Ruiz."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from embeddings.readers.html_lines import LINE_CHARACTERS, Line, is_elsewhere
from embeddings.times.mentions import mentions

# A name is no longer, of no more words.
NAME_CHARACTERS = 120
NAME_WORDS = 8
# Names of the programs that a page is made with, or of whoever runs them, and words of buttons and labels.
_NO_AUTHOR = re.compile(
    r"\w*admin(?:istrator)?|user\d*|webmaster|root|unknown|(?:no )?author|name|none|null|-|follow|share|datum|date"
    r"|(?:archiv|profil|alle beiträge) anzeigen\W*|(?:(?:article|posted|written) )?by|see (?:full )?bio|lesedauer|x{3,}"
    r"|von|par|por|autor|著者|作者|筆者|(?:feb|sept?|oct|nov|dec)\.?|january|february|september|october|november|december",
    re.IGNORECASE,
)
_POSTED = (
    r"(?:(?:view|see|show|read) all (?:posts|articles|entries)|(?:zeige )?alle (?:beiträge|artikel)|beitrag|profil"
    r"|post author|posted|written|published|created|submitted|geschrieben|veröffentlicht|erstellt|eingestellt"
    r"|gespeichert|publi[ée]|[ée]crit|escrito|publicado|scritto|pubblicato)"
)
# "Von Anna Ruiz" is by her; "von Trier" and "di Maria" are names.
_BEFORE_NAME = re.compile(
    rf"\A\s*(?:(?:{_POSTED}\s+)?(?:by|par|por|door|text|interview|author|autor(?:in)?)\b\s*:?\s+"
    rf"|{_POSTED}\s+(?:von|vom|da)\s+|(?:von|di)\s+(?=\S+\s+\S))",
    re.IGNORECASE,
)
# Of a byline, "von" is never the name's.
_BEFORE_BYLINE = re.compile(r"\A(?:~\s*|(?:von|vom)\s+)", re.IGNORECASE)
# What leads from a name to the date after it.
_AFTER_NAME = re.compile(
    r"(?:[\s,|·•–—:-]+(?:am|on|le|el|at|stand|vor|says?|updated|posted|published|last|(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)(?:\w*day|tag)?))*"
    r"[\s,|·•–—:-]*\Z",
    re.IGNORECASE,
)
# Who did something else than write stands after who wrote: "Ana Ruiz | Photographs by Bo Ek". So do figures, as of how
# long reading takes: "Ana Ruiz · 3 min read".
_BESIDE_NAME = re.compile(
    r"(?<=\w)\W*\s(?:with\s)?(?:additional\s)?"
    r"(?:edit(?:ed|ing)|photo(?:s|graphs?|graphy)?|illustrat(?:ed|ions?)|reporting|research|translat(?:ed|ion)"
    r"|(?:medically\s|fact\W?)?(?:reviewed|checked)|graphics?|vid[ée]os?)\s(?:by|von|par|por|de)\b.*"
    r"|\s+[|·•]\s[^|·•]*\d.*",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_BY = re.compile(r"\b(?:by|von|par|por|da|di|door|text|author|autor(?:in)?)\b\s*[:–—-]?\s*\Z", re.IGNORECASE)
# A day as it is written in Chinese, Japanese and Korean follows without more.
_FROM_EASTERN_DAY = re.compile(r"[\s/|·•]*(?<!\d)\d{4}\s?[年년].*", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = re.compile(r"[\W_]+")


def name_of(words: str) -> str:
    """Return whom an author's name, as it is stated, names: without "By" before it."""
    return _BEFORE_NAME.sub("", words, count=1).strip()


def name_in_byline(words: str) -> str:
    """Return whom a byline names; "" for longer words, which state more."""
    name = name_of(words)
    name = _BEFORE_BYLINE.sub("", name, count=1)
    if day := next((mention for mention in mentions(name) if mention.days), None):
        name = _AFTER_NAME.sub("", name[: day.start], count=1)
    name = _FROM_EASTERN_DAY.sub("", name, count=1)
    name = _BESIDE_NAME.sub("", name, count=1).strip(" ,|·•»:-–—")
    return name if len(name) <= NAME_CHARACTERS and len(name.split()) <= NAME_WORDS else ""


def without_repeated(names: Iterable[str]) -> list[str]:
    """Return names, each once, and not in capitals where it stands in small letters, too."""
    kept: dict[str, str] = {}
    for name in names:
        if kept.setdefault(name.casefold(), name).isupper():
            kept[name.casefold()] = name
    return list(kept.values())


def is_no_author(name: str) -> bool:
    """Whether a name is of no one who writes."""
    return not _LETTER.search(name) or bool(_NO_AUTHOR.fullmatch(name)) or "@" in name or "[at]" in name


def is_site_name(name: str, address: str) -> bool:
    """Whether a name is that of the site at an address: "The Example Post" at www.example-post.org, "post.example"."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    letters = _NO_LETTERS.sub("", name).casefold()
    labels = [_NO_LETTERS.sub("", label) for label in (host, host.rpartition(".")[0])]
    return bool(letters) and letters.removeprefix("the") in {label.removeprefix("the") for label in labels if label}


def is_in_byline(name: str, lines: Sequence[Line], near: Iterable[Line], titles: Iterable[str]) -> bool:
    """Whether a short line of a page names an author: beside its heading, where these are near, or after "by"."""
    small = name.casefold()
    if any(small in line.words.casefold() for line in near):
        return small not in {title.casefold() for title in titles}
    for line in lines:
        if len(line.words) <= LINE_CHARACTERS:
            words = line.words.casefold()
            at = words.find(small)
            if at > 0 and _ENDS_BY.search(words[:at]) and not is_elsewhere(line.element):
                return True
    return False
