import time

import pytest

from embeddings.readers import subtitles
from embeddings.readers.content import File, FileContent, FileContents, NotRead


def read(text: str) -> FileContent:
    return subtitles.read(File("a.vtt", text.encode(), lambda *_: FileContents(()))).documents[0]


SRT = """1
00:00:01,000 --> 00:00:03,500
The <i>water</i> rose
all night,

2
01:02:03,000 --> 01:02:05,000
and then it fell.

3
01:02:05,100 --> 01:02:06,000
{\\an8}We went.
"""


def test_cues_are_running_text() -> None:
    assert read(SRT).text == "The water rose all night, and then it fell. We went."


def test_each_cue_is_a_place_by_its_time() -> None:
    content = read(SRT)
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("time", "00:00:01", "The water rose all night,"),
        ("time", "01:02:03", "and then it fell."),
        ("time", "01:02:05", "We went."),
    ]


VTT = """WEBVTT - Talks
Language: en

NOTE made by a program
over two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start position:0%
<v.loud Ana Ruiz>They&nbsp;met &amp; spoke,

00:03.000 --> 00:05.000
<v Ana Ruiz>in Lisbon.</v>

00:05.000 --> 00:07.000
<v Bo Ek>No &lt;3</v>
"""


def test_who_speaks_stands_before_the_words_where_it_changes() -> None:
    content = read(VTT)
    assert content.text == "Ana Ruiz: They\xa0met & spoke, in Lisbon.\n\nBo Ek: No <3"
    assert content.language == "en"
    assert [content.text[place.start : place.end] for place in content.places][1:] == ["in Lisbon.", "Bo Ek: No <3"]


def timed(*cues: str) -> str:
    return "".join(f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{cue}\n\n" for n, cue in enumerate(cues))


@pytest.mark.parametrize(
    ("cues", "text"),
    [
        (("They met.", ">> ANA: Did they?", ">> Yes."), "They met.\n\nANA: Did they?\n\nYes."),
        (("They met.", "ANA RUIZ: Did they", "meet?"), "They met.\n\nANA RUIZ: Did they meet?"),
        (("Did they?", "Ana: Yes."), "Did they?\n\nAna: Yes."),
        (("This was", "the answer: yes."), "This was the answer: yes."),
        (("- Did they?\n- Yes.",), "- Did they?\n\n- Yes."),
    ],
)
def test_a_paragraph_begins_where_another_speaks(cues: tuple[str, ...], text: str) -> None:
    assert read("WEBVTT\n\n" + timed(*cues)).text == text


def test_a_silence_and_a_long_paragraph_end_it() -> None:
    text = "00:01.000 --> 00:02.000\nThey met.\n\n00:09.000 --> 00:10.000\nThey left.\n"
    assert read(text).text == "They met.\n\nThey left."
    assert max(map(len, read(timed(*["They met in Lisbon."] * 60)).text.split("\n\n"))) < 600
    assert max(map(len, read(timed(*["they met in lisbon"] * 90)).text.split("\n\n"))) < 1600


def test_lines_that_roll_are_read_once() -> None:
    rolling = timed("they<00:00:00.500><c> met</c>", "they met\nin<00:00:01.500><c> Lisbon</c>", "in Lisbon\nagain")
    assert read("WEBVTT\n\n" + rolling).text == "they met in Lisbon again"


def test_words_without_a_time_belong_to_the_cue_before() -> None:
    content = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nFirst words.\n\nSecond words.\n\n00:02.000 --> 00:03.000\nThird.\n"
    )
    assert content.text == "First words. Second words. Third."


def test_other_files_are_refused() -> None:
    with pytest.raises(NotRead, match="no subtitles"):
        read("WEBVTT\n\nno times")


def test_long_files_are_read_in_linear_time() -> None:
    started = time.thread_time()
    for line in (
        "<v " * 50_000,
        "{\\" * 50_000,
        "00:01.000 --> 00:02.000\n" * 20_000,
        timed("a") * 20_000,
        "\n" * 200_000,
    ):
        read(f"00:01.000 --> 00:02.000\na\n{line}")
    assert time.thread_time() - started < 20


def test_each_voice_of_a_cue_is_named() -> None:
    content = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<v Ana>Hi <i>there</i>.\n<v.loud Bo Ek>Hello.</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Bo Ek>And then.</v> <v Ana>Yes.</v>"
    )
    assert content.text == "Ana: Hi there.\n\nBo Ek: Hello. And then.\n\nAna: Yes."
    assert [(place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("00:00:01", "Ana: Hi there."),
        ("00:00:01", "Bo Ek: Hello."),
        ("00:00:03", "And then."),
        ("00:00:03", "Ana: Yes."),
    ]


def test_only_the_head_of_webvtt_states_a_language() -> None:
    line = "00:00:01,000 --> 00:00:02,000\nLanguage: English"
    assert read(f"1\n{line}").language is None
    assert read(f"WEBVTT\nLanguage: en\n\n{line}").language == "en"


def test_a_name_before_each_cue_is_said_where_another_speaks() -> None:
    # Zoom writes the name before each cue, in the middle of a sentence too.
    content = read(
        timed("Ana Ruiz: The harbour was closed", "Ana Ruiz: for weeks.", "Bo Ek: We", "were told.", "Ana Ruiz: When?")
    )
    assert content.text == "Ana Ruiz: The harbour was closed for weeks.\n\nBo Ek: We were told.\n\nAna Ruiz: When?"
    assert [content.text[place.start : place.end] for place in content.places][1:3] == ["for weeks.", "Bo Ek: We"]


@pytest.mark.parametrize("time", ["00:00:01", "0:00:1,5", "00:00:01.5"])
def test_times_are_read_as_programs_write_them(time: str) -> None:
    content = read(f"1\n{time} --> 00:00:04\nThey met.\n")
    assert [(place.name, content.text) for place in content.places] == [("00:00:01", "They met.")]


def test_other_forms_are_read_too() -> None:
    content = read("0:00:01.000,0:00:04.000\nThey met\n\n0:00:04.000,0:00:05.000\nin Lisbon.\n")
    assert content.text == "They met in Lisbon."
    assert [place.name for place in content.places] == ["00:00:01", "00:00:04"]
