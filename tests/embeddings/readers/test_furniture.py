import pytest

from embeddings.readers.furniture import furniture_lines, is_furniture, is_link_row


@pytest.mark.parametrize(
    "line",
    [
        "Skip to: Content",
        "Skip to next paragraph",
        "Jump to navigation",
        "Back to top",
        "Read Comments",
        "View reader comments | Comment on this story",
        "12 comments",
        "Comments (3)",
        "Comments are closed",
        "Share",
        "Share this article",
        "Share on Facebook",
        "Facebook | Twitter | Email",
        "Print / Email",
        "ADVERTISEMENT",
        "Sponsored content",
        "Article continues below",
        "Sign up for our newsletter",
        "Related stories",
        "Most read",
        "You may also like",
        "Read more",
        "[Read more]",
        "→ Next page",
        "Click here to subscribe",
        "Follow us on Twitter",
        "Terms of use · Privacy policy",
        "This site uses cookies to improve your visit",
        "Accept all cookies",
        "© 2010 The Harbour Post",
        "Copyright 2010 The Harbour Post",
        "The Harbour Post. All rights reserved.",
        "Last updated: 5 April 2011",
        "Tags: river, treaty",
        "5 min read",
        "The Harbour Post is not responsible for the content of quoted articles.",
        "The views expressed here are those of the author and do not necessarily reflect those of the Post.",
        "Text size A A A",
        "  Home  ",
        "Most popular this week",
        "Recommended for you",
        "Related stories:",
    ],
)
def test_what_sites_put_around_articles_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "She declined to share the letter with the press.",
        "The envoy made no comments on the letter.",
        "He asked the reporters to skip to the end of the note.",
        "Home is where the treaty was written, said the envoy.",
        "Print media declined in the north.",
        "Twitter was blocked for a week.",
        "The ministry’s newsletter reported the visit.",
        "World leaders met in Lisbon.",
        "More links between the banks were found.",
        "Grain | 40 tons",
        "Grain | 40 tons | Rud",
        "No comment.",
        "“No comment,” said the envoy.",
        "Terms of the treaty were kept secret.",
        "Privacy was the issue – not trade.",
    ],
)
def test_prose_that_holds_such_words_is_not(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law was changed after the war.",
        "Share this land with your brothers.",
        "The views expressed in the cable do not bind the embassy.",
        "Register to vote, the minister said, and then wait.",
        "Updated lists hold the names of 300 firms.",
        "Skip to the last page of the cable, he wrote.",
        "Read more about the river than anyone.",
        "The embassy is not responsible for the content of quoted remarks, it said.",
        "(c) the water should be shared.",
        "X",
        "////////",
        ">",
    ],
)
def test_a_whole_sentence_of_prose_is_not_furniture_for_its_first_words(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "updated its list of firms under sanctions in June 2010 and",
        "edited the speech that he had given in March 2009 before",
        "copyright in the maps, which the ministry had bought from",
        "share this view with the committee, and the",
    ],
)
def test_a_line_of_a_wrapped_paragraph_is_not_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line", ["World | Middle East | Iran", "Home › News › Lisbon", "  North » South » East » West ", "a • b • c"]
)
def test_several_short_parts_are_a_row_of_links(line: str) -> None:
    assert is_link_row(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "World",
        "Grain | 40 tons",
        "Grain | 40 tons | Rud",
        "The envoy spoke | nobody answered him at all | they left",
        "and/or/not",
        "A – B – C",
        "One | | Two",
    ],
)
def test_other_lines_are_no_row_of_links(line: str) -> None:
    assert not is_link_row(line)


def removed(text: str) -> list[str]:
    lines = text.split("\n")
    return [lines[number] for number in furniture_lines(lines)]


PROSE = "The committee met in May and heard the masters of four vessels."


@pytest.mark.parametrize(
    "line",
    [
        "Sponsored by Senator Okafor",
        "Email to Ana de Souza",
        "Tags: river, treaty",
        "Legal",
        "Archives",
        "More from Lisbon",
        "Updated 5 April 2011",
        "Donate to the harbour fund",
        "Related articles",
        "No comments",
        "We use cookies for bait",
    ],
)
def test_a_line_that_may_be_text_stays_between_paragraphs_and_above_one(line: str) -> None:
    assert is_furniture(line)
    assert removed(f"{PROSE}\n\n{line}\n\n{PROSE}") == []
    assert removed(f"Report on the river\n\n{line}\n{PROSE}") == []
    assert removed(f"{line}\n{PROSE}\n\n{PROSE}") == []
    assert removed(f"{PROSE}\n\n{line}\nThe masters of the four vessels had kept no\nlogbooks of the year.") == []


@pytest.mark.parametrize(
    "line",
    [
        "Skip to next paragraph",
        "Share this article",
        "Print | Email",
        "Most popular this week",
        "Advertisement",
        "Read more",
    ],
)
def test_what_only_a_site_writes_goes_wherever_it_stands(line: str) -> None:
    assert removed(f"{PROSE}\n\n{line}\n\n{PROSE}") == [line]
    assert removed(f"{PROSE}\n{line}\n{PROSE}") == [line]


def test_lines_that_may_be_text_go_at_the_edges() -> None:
    top, end = "Home\n\nPolitics", "Tags: river, treaty\n\nLegal"
    assert removed(f"{top}\nRiver talks resume\n\n{PROSE}\n{end}\n\n") == [
        "Home",
        "Politics",
        "Tags: river, treaty",
        "Legal",
    ]


def test_lines_that_may_be_text_go_where_several_stand_together() -> None:
    block = ["Politics", "Sports", "Opinion", "Tags: river"]
    assert removed("\n".join([PROSE, "", *block, PROSE])) == block
    assert removed("\n\n".join([PROSE, *block, PROSE])) == block
    assert removed("\n\n".join([PROSE, *block[:2], PROSE])) == []


def test_a_list_that_a_line_introduces_stays_also_at_the_end() -> None:
    assert removed(f"{PROSE} Its sections are:\nPolitics\nSports\nOpinion") == []


def test_a_letters_first_line_stays() -> None:
    assert removed(f"Email to Ana de Souza\n\n{PROSE}") == []
