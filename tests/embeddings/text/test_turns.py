from embeddings.text.turns import continued_quotations, outside_quotations, turns


def speakers(paragraphs: list[str], headings: tuple[int, ...] = ()) -> list[str | None]:
    opened = turns(paragraphs, [number in headings for number in range(len(paragraphs))])
    return [None if turn is None else paragraphs[turn[0]][: turn[1]] for turn in opened]


def test_a_turn_goes_on_until_the_next_label_or_heading() -> None:
    paragraphs = [
        "Second day",
        "CHAIR: Go on.",
        "BRANDT: It was dark.",
        "The lamp was out.",
        "(Laughter.)",
        "Nobody saw me.",
        "CHAIR: Thank you.",
        "Third day",
        "The hall was empty.",
    ]
    assert speakers(paragraphs, (0, 7)) == [
        None, "CHAIR:", "BRANDT:", "BRANDT:", None, "BRANDT:", "CHAIR:", None, None,
    ]  # fmt: skip


def test_what_follows_the_last_turn_is_nobodys_beyond_the_length_of_other_turns() -> None:
    interview = ["Q: Were you there?", "A: I was.", "Q: And then?", "A: I left.", "The pier was sold in May."]
    assert speakers(interview) == ["Q:", "A:", "Q:", "A:", None]


def test_names_with_a_colon_are_speakers_where_they_recur_and_sentences_follow() -> None:
    talk = ["Anna Berg: Were you there?", "Jon: I was.", "It rained.", "Anna Berg: And then?", "Jon: I left."]
    assert speakers(talk) == ["Anna Berg:", "Jon:", "Jon:", "Anna Berg:", "Jon:"]


def test_terms_fields_and_two_labels_alone_are_no_speakers() -> None:
    assert speakers(["Sluice: a gate", "Kip: a measure", "Weir: a dam"]) == [None] * 3
    form = ["From: Anna", "Subject: nets", "The nets are torn.", "From: Jon", "Subject: boats", "The boats leak."]
    assert speakers(form) == [None] * 6
    assert speakers(["CHAIR: Go on.", "BRANDT: It was dark."]) == [None, None]
    assert speakers(["Note: It rained.", "Note: It snowed.", "Note: It blew."]) == [None] * 3


def test_what_leads_to_other_texts_is_no_speaker() -> None:
    news = [
        "READ MORE: Lock leaks again",
        "The lock leaks.",
        "WATCH: A lock in Lund",
        "READ MORE: Why locks leak",
        "It rains.",
    ]
    assert speakers(news) == [None] * 5
    interview = [
        "EK: It leaks.",
        "READ MORE: Lock leaks again",
        "LIND: Why?",
        "READ MORE: Why locks leak",
        "EK: It is old.",
    ]
    assert speakers(interview) == ["EK:", "EK:", "LIND:", "LIND:", "EK:"]


def test_whoever_is_labelled_otherwise_ends_a_turn() -> None:
    paragraphs = [
        "CHAIR: Go on.",
        "BRANDT: It was dark.",
        "Mr. Lund: I object.",
        "I do.",
        "CHAIR: Noted.",
        "BRANDT: So.",
    ]
    assert speakers(paragraphs) == ["CHAIR:", "BRANDT:", "Mr. Lund:", "Mr. Lund:", "CHAIR:", "BRANDT:"]


def test_a_quotation_goes_on_in_paragraphs_that_open_with_its_mark() -> None:
    paragraphs = ["Berg wrote: “It is late.", "“The boat is gone.", "“We wait.”", "“Who?” asked Lund.", "He left."]
    assert continued_quotations(paragraphs) == {1: 0, 2: 0}
    assert continued_quotations([text.replace("“", '"').replace("”", '"') for text in paragraphs]) == {1: 0, 2: 0}


def test_what_stands_outside_quotations() -> None:
    assert outside_quotations("“No,” he said. “It").split() == ["he", "said."]
    assert outside_quotations('He said "no" twice') == "He said      twice"


def test_each_message_of_a_chat_is_a_turn_whatever_stands_in_it() -> None:
    chat = [
        "[14:01] Ana added Bo",
        "ana_r [14:05]: bring these",
        "Ropes",
        "Where: the pier",
        "[14:06] ana_r: <photo.jpg>",
        "+44 7700 900123 [14:07 UTC, to Bo]: no",
        "and no",
    ]
    assert speakers(chat, (2, 6)) == [
        None, *["ana_r [14:05]:"] * 3, None, *["+44 7700 900123 [14:07 UTC, to Bo]:"] * 2,
    ]  # fmt: skip


def test_a_text_that_does_not_begin_as_a_chat_is_none() -> None:
    assert speakers(["They met.", "Ana [14:05]: yes", "[14:06] They left."]) == [None] * 3
