import codecs
import struct
from pathlib import Path

import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers.decoding import decode, decode_stated

PATH = Path("/archive/letter.txt")
TEXT = "“Café” – naïve, 5 € 🌊\nSecond line."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16 little", "utf-16 big", "utf-32 little", "utf-32 big"],
)
def test_unicode_is_read_and_its_byte_order_mark_goes(data: bytes) -> None:
    assert decode(PATH, data) == TEXT


POLISH = "Księgowa Małgorzata Żak żądała wyjaśnień w sprawie łodzi, które zniknęły z portu w Gdańsku."
CZECH = "Účetní Šárka Nováková žádala vysvětlení, proč člun zmizel z přístavu dříve, než přišla loď."
RUSSIAN = "Бухгалтер порта спросила, почему лодки исчезли до прихода ледокола."
GREEK = "Η λογίστρια ρώτησε γιατί χάθηκαν οι βάρκες πριν από την άφιξη του πλοίου."
JAPANESE = "会計係は、船が港に着く前に、なぜ小舟がなくなったのかと尋ねた。\n"
KOREAN = "경리는 배가 항구에 닿기 전에 왜 작은 배 두 척이 사라졌느냐고 물었다.\n"
FRENCH = "La comptable a demandé pourquoi les bateaux avaient été enlevés à l’arrivée du « Cœur »."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“Café” – naïve, 5 €", "cp1252"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso-8859-2"),
        (CZECH, "iso-8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "iso-8859-7"),
        (JAPANESE * 4, "shift_jis"),
    ],
)
def test_an_encoding_that_nothing_states_is_detected(text: str, encoding: str) -> None:
    assert decode(PATH, text.encode(encoding)) == text


@pytest.mark.parametrize(
    "declaration",
    [
        "<?xml version='1.0' encoding='{}'?><html>",
        '<html><head><meta charset="{}">',
        "<!DOCTYPE html><!-- saved --><html><head><META CHARSET={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}" />',
        "<meta content='text/html;charset={}' http-equiv='content-type'>",
    ],
)
@pytest.mark.parametrize(
    ("name", "encoding", "word"),
    [
        ("ISO-8859-2", "iso-8859-2", "Żółć"),
        ("windows-1251", "cp1251", "Лёд"),
        ("iso-8859-1", "cp1252", "“Œuvre”"),
        ("gb2312", "gb18030", "鎔基"),
        ("Shift_JIS", "cp932", "①番"),
    ],
)
def test_a_declared_encoding_is_heeded(declaration: str, name: str, encoding: str, word: str) -> None:
    page = declaration.format(name) + f"<p>{word}</p>"
    assert decode(PATH, page.encode(encoding)) == page


def test_an_encoding_within_ascii_is_heeded() -> None:
    page = f"<meta charset=iso-2022-jp><p>{JAPANESE}</p>"
    assert decode(PATH, page.encode("iso-2022-jp")) == page


@pytest.mark.parametrize("name", ["windows-1251", "us-ascii", "utf-16", "no-such", "hex", "idna", ""])
def test_utf_8_that_declares_another_encoding_is_utf_8(name: str) -> None:
    page = f'<meta charset="{name}"><p>{POLISH}</p>'
    assert decode(PATH, page.encode()) == page


@pytest.mark.parametrize("name", ["utf-8", "ascii", "gb2312", "utf-16", "utf-7", "no-such", "hex", "idna"])
def test_a_declared_encoding_that_does_not_decode_is_not_believed(name: str) -> None:
    page = f'<meta charset="{name}"><p>{RUSSIAN}</p>'
    assert decode(PATH, page.encode("cp1251")) == page


def test_an_xml_declaration_in_utf_16_needs_no_mark() -> None:
    page = "<?xml version='1.0' encoding='utf-16'?><p>Żółć</p>"
    assert decode(PATH, page.encode("utf-16-le")) == decode(PATH, page.encode("utf-16-be")) == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [RUSSIAN * 2, GREEK * 2, KOREAN * 2, POLISH, "<p>\n<b>\N{OLD ITALIC LETTER A}</b>\n" * 9]
)
def test_utf_16_and_utf_32_of_any_script_need_no_mark(text: str, encoding: str) -> None:
    assert decode(PATH, text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("件名: " + JAPANESE, "iso2022_jp"),
        ("半角ｶﾅ: " + JAPANESE, "iso2022_jp_ext"),
        (KOREAN, "iso2022_kr"),
        ("联通公司的会计在星期五早上知道了这件事。\n", "hz"),
    ],
)
def test_a_text_that_turns_to_another_script_within_ascii_is_read_in_it(text: str, encoding: str) -> None:
    assert decode(PATH, text.encode(encoding)) == text


def test_a_path_and_braces_of_shells_stay() -> None:
    shell = "cd ~/{a,b}; echo ~{x} ~}; printf '\\x1b[1m\x1b[0m'\n"
    assert decode(PATH, shell.encode()) == shell


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (JAPANESE, "cp932", "x-sjis"),
        ("Żółć", "cp1250", "x-cp1250"),
        ("פגישה", "iso-8859-8", "iso-8859-8-i"),
        ("Лёд", "cp866", "cp-866"),
        ("회의", "cp949", "windows-949"),
        ("ไทย", "cp874", "dos-874"),
        ("会議", "cp932", "Windows-31J"),
    ],
)
def test_a_name_of_an_encoding_that_browsers_know_is_heeded(text: str, encoding: str, name: str) -> None:
    assert decode_stated(text.encode(encoding), name) == text


def test_utf_8_with_a_broken_character_stays_utf_8() -> None:
    data = POLISH.encode() + b" \xc5 " + POLISH.encode()
    assert decode(PATH, data) == f"{POLISH} \ufffd {POLISH}"


def test_a_declaration_in_the_text_is_no_declaration() -> None:
    text = "x" * 5000 + "<meta charset=windows-1251>" + FRENCH
    assert decode(PATH, text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\n\r\nb\r\rc", "a\n\nb\n\nc"),
        (codecs.BOM_UTF16_LE + "a\r\nb".encode("utf-16-le"), "a\nb"),
    ],
)
def test_line_ends_become_line_feeds(data: bytes, text: str) -> None:
    assert decode(PATH, data) == text


@pytest.mark.parametrize("text", ["", " \t", "a\u2028b\u0085c\x0cd", "a\u00a0b\u200bc", "e\u0301 \u00e9", "“…”"])
def test_nothing_else_changes(text: str) -> None:
    assert decode(PATH, text.encode()) == text


def test_a_mark_within_the_text_stays() -> None:
    assert decode(PATH, "a\ufeffb".encode()) == "a\ufeffb"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0", "no mark".encode("utf-16-le")])
def test_zero_bytes_are_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as raised:
        decode(PATH, data)
    assert str(raised.value) == "/archive/letter.txt: is not text (it holds zero bytes)"
    assert (raised.value.path, raised.value.reason) == (PATH, "is not text (it holds zero bytes)")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(1, 256)) * 20,
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff",
    ],
    ids=["every byte", "half a character", "beyond Unicode"],
)
def test_other_bytes_are_no_text_either(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as raised:
        decode(PATH, data)
    assert str(raised.value) == (
        "/archive/letter.txt: is text in no encoding that could be recognised; save it as UTF-8"
    )


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Übermut".encode("cp1252"), "iso-8859-1", "Übermut"),
        ("Übermut".encode(), "iso-8859-1", "Übermut"),
        ("Привет, как дела".encode("koi8-r"), "koi8-r", "Привет, как дела"),
        ("联通".encode("gbk"), "gb2312", "联通"),
        ("すみません".encode("iso2022_jp"), "iso-2022-jp", "すみません"),
        ("plain\r\nwords".encode("utf-16"), "utf-16", "plain\nwords"),
        (b"zero\0bytes", None, "zerobytes"),
        ("Frösche & Hasen".encode("utf-7"), "utf-7", "Frösche & Hasen"),
        ("Frösche & Hasen".encode("utf-7"), "UNICODE-1-1-UTF-7", "Frösche & Hasen"),
        ("Frösche & Hasen".encode(), "utf-7", "Frösche & Hasen"),
        (b"1 +! 2", "utf-7", "1 +! 2"),
        # The one byte beyond ASCII is a circumflex by itself on old Macs, which stands in no word.
        ("Die Hasen und die Frösche (Anlage 00)".encode("cp1252"), None, "Die Hasen und die Frösche (Anlage 00)"),
        ("“Déjà vu,” she said.".encode("cp1252"), "no-such-charset", "“Déjà vu,” she said."),
        ("“Déjà vu,” she said.".encode("cp1252"), "hex", "“Déjà vu,” she said."),
        (b"", "utf-8", ""),
    ],
)
def test_a_charset_that_is_stated_beside_bytes_is_believed_where_it_can_be(
    data: bytes, charset: str | None, text: str
) -> None:
    assert decode_stated(data, charset) == text


def test_turkish_is_not_read_as_icelandic() -> None:
    turkish = "Beni kırdığın için şimdi ağlıyorum, dedi. Yağmur yağıyordu ve sokaklar bomboştu, kimse yoktu."
    icelandic = "Það er gott að vera hér, sagði hún. Rigning var úti og enginn á ferð, þótt klukkan væri fjögur."
    assert decode(PATH, turkish.encode("cp1254")) == turkish
    assert decode(PATH, icelandic.encode("cp1252")) == icelandic


def test_a_few_broken_characters_below_a_mark_cost_no_file() -> None:
    words = "Ähnlich größer über öffnen für Höhe. " * 5
    assert decode(PATH, codecs.BOM_UTF8 + words.encode() + b"caf\xe9") == f"{words}caf\ufffd"
    # A line's end that another program has put below it.
    assert decode(PATH, f"{words}Ende.".encode("utf-16") + b"\n") == f"{words}Ende.\ufffd"
    with pytest.raises(UnreadableFile, match="no encoding"):
        decode(PATH, codecs.BOM_UTF16_LE + bytes(range(256)) * 40)


def test_a_few_zero_bytes_within_a_text_are_left_out() -> None:
    words = b"The clerks met. " * 200
    assert decode(PATH, words + b"\0\0\n" + words) == (words + b"\n" + words).decode()
    with pytest.raises(UnreadableFile, match="zero bytes"):
        decode(PATH, words + b"\0\x02\n" + words)


def test_a_mark_of_utf_8_above_another_encoding_is_not_believed() -> None:
    words = "Das war größer für die Höhe des Cafés, und über der Mühle fiel das Öl. "
    assert decode(PATH, codecs.BOM_UTF8 + (words * 3).encode("cp1252")) == words * 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_western_letters_needs_no_mark(encoding: str) -> None:
    assert decode(PATH, "Water rose – at night.\r\n".encode(encoding)) == "Water rose – at night.\n"
    with pytest.raises(UnreadableFile, match="zero bytes"):
        decode(PATH, struct.pack("<40H", *range(1, 41)))
