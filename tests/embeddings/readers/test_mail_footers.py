import pytest

from embeddings.readers.mail_footers import footer_begin

MAILMAN = (
    "_______________________________________________\nRivers mailing list\nRivers@example.org\n"
    "https://lists.example.org/mailman/listinfo/rivers"
)


def cut(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: footer_begin(lines, len(lines))])


@pytest.mark.parametrize(
    "footer",
    [
        MAILMAN,
        f"{MAILMAN}\n\n{MAILMAN}\n",
        "---------------------------------------------------------------------\n"
        "To unsubscribe, e-mail: rivers-unsubscribe@example.org\nFor additional commands, e-mail: help@example.org",
        'To unsubscribe from this list: send the line "unsubscribe rivers" to lists@example.org',
        "--~--~---------~--~----~------------~-------~--~----~\n"
        "You received this message because you are subscribed to the group Rivers.\n"
        "-~----------~----~----~----~------~----~------~--~---",
        "You received this message because you are subscribed to the Rivers group.\nTo unsubscribe, send a mail.",
    ],
)
def test_what_a_list_adds_is_its_footer(footer: str) -> None:
    assert cut(f"It rose.\n\nAna\n{footer}") in {"It rose.\n\nAna", "It rose.\n\nAna\n" + footer}
    assert cut(f"It rose.\n\nAna\n\n{footer}").rstrip() == "It rose.\n\nAna"


def test_a_rule_right_below_the_mail_begins_the_footer() -> None:
    assert cut(f"It rose.\nAna\n{MAILMAN}") == "It rose.\nAna"


@pytest.mark.parametrize(
    "text",
    [
        "It rose.\n\nAna",
        "It rose.\n\n______________\n\nThe rest is below.",
        "It rose.\n\n______________\nDepth | 4\nWidth | 3",
        "I read it on the mailing list.",
        "To unsubscribe you write to Bo.\n\nHe is in on Monday.",
        "______________\nThe mailing list is full.\n\nSo we met.",
        "You can swim.",
        "",
    ],
)
def test_words_of_the_mail_are_no_footer(text: str) -> None:
    assert cut(text) == text


def test_a_long_paragraph_is_no_footer() -> None:
    text = "__________\n" + "They met on the mailing list.\n" * 13
    assert cut(text) == text
    long_line = "__________\nOn the mailing list " + "they met " * 100
    assert cut(long_line) == long_line


def test_many_lines_take_linear_time() -> None:
    for line in ("_" * 40, "a", "", f"{MAILMAN}\n"):
        cut(f"{line}\n" * 20_000)
    cut("You are " + "a " * 300_000 + "subscribed")
