import pytest

from embeddings.readers.detecting import detected

TEXTS = {
    "hungarian": (
        "A pénztárosnő hétfőn délelőtt megtudta, hogy a két kisebb csónak eltűnt a kikötőből, és a felelős őr"
        " sem tűnt fel többé."
    ),
    "czech": (
        "V pátek ráno se účetní dozvěděla, že dva menší čluny zmizely z přístavu a že odpovědný hlídač také "
        "nepřišel, řekl svědek."
    ),
    "polish": (
        "W piątek rano księgowa dowiedziała się, że dwie mniejsze łodzie zniknęły z portu, a strażnik także "
        "nie przyszedł do pracy."
    ),
    "croatian": (
        "U petak ujutro računovođa je saznala da su dva manja čamca nestala iz luke, a odgovorni čuvar "
        "također više nije došao."
    ),
    "serbian": (
        "Đorđe, gde su čamci? Neće niko da kaže, a čuvar je otišao sa ključevima. Dođavola, šta ćemo sada? "
        "Hajdemo u luku, možda je tamo još neko ostao. Policija dolazi ovamo, rekao je stražar."
    ),
    "romanian": (
        "Vineri dimineaţă contabila a aflat că două bărci mai mici dispăruseră din port şi că paznicul nu mai"
        " venise să îşi ia cheile."
    ),
    "finnish": (
        "Perjantaina aamulla kirjanpitäjä sai tietää, että kaksi pienempää venettä oli hävinnyt satamasta "
        "eikä vartijakaan enää tullut töihin."
    ),
    "danish": (
        "Fredag morgen hørte bogholderen, at to mindre både var væk fra havnen, og at vagten på kajen heller "
        "ikke var mødt på arbejde."
    ),
    "turkish": (
        "Cuma sabahı muhasebeci, iki küçük kayığın limandan kaybolduğunu ve görevli bekçinin de artık işe "
        "gelmediğini öğrendi."
    ),
    "french": (
        "Le vendredi à l'aube, la comptable a été avertie que deux barques plus légères étaient enlevées et "
        "que le gardien, âgé, n'était pas là."
    ),
    "portuguese": (
        "Na sexta-feira a contabilista soube que dois barcos pequenos já não estavam no porto e que o guarda "
        "também não viera à estação."
    ),
    "russian": (
        "В пятницу утром бухгалтер узнала, что две небольшие лодки исчезли из порта и что сторож тоже больше "
        "не пришёл на работу."
    ),
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(("hungarian", name) for name in ("cp1250", "iso8859_2", "cp852")),
        *(("czech", name) for name in ("cp1250", "iso8859_2", "cp852", "mac_latin2")),
        *(("polish", name) for name in ("cp1250", "iso8859_2", "cp852")),
        *(("croatian", name) for name in ("cp1250", "iso8859_2")),
        *(("serbian", name) for name in ("cp1250", "iso8859_2")),
        *(("romanian", name) for name in ("cp1250", "iso8859_2")),
        *(("finnish", name) for name in ("cp1252", "cp850", "mac_roman")),
        *(("danish", name) for name in ("cp1252", "cp850")),
        *(("turkish", name) for name in ("cp1254",)),
        *(("french", name) for name in ("cp1252", "cp850", "mac_roman")),
        *(("portuguese", name) for name in ("cp1252", "cp850")),
        *(("russian", name) for name in ("cp1251", "koi8_r", "cp866", "cp855", "mac_cyrillic")),
    ],
)
def test_a_text_is_read_in_the_letters_of_its_language(language: str, encoding: str) -> None:
    text = TEXTS[language]
    data = text.encode(encoding)
    assert data.decode(detected(data)[0]) == text


KOREAN = "금요일 아침 경리는 작은 배 두 척이 항구에서 사라졌다는 것을 알았다. 경비원도 더 이상 일하러 오지 않았다. "


@pytest.mark.parametrize("encoding", ["cp949", "johab"])
def test_korean_is_told_from_other_scripts(encoding: str) -> None:
    data = (KOREAN * 3).encode(encoding)
    assert data.decode(detected(data)[0]) == KOREAN * 3


def test_pairs_of_bytes_are_no_letters_of_one_byte_though_they_read_smoothly() -> None:
    chat = "행복하다우~♣ 오늘은 좀 지친 하루~ ^-^; 어차피 할 일은 내일로 미루고.. 뛰쳐 나왔다 " * 3
    assert chat.encode("cp949").decode(detected(chat.encode("cp949"))[0]) == chat


@pytest.mark.parametrize("encoding", ["euc_jp", "cp932"])
def test_japanese_with_many_signs_is_japanese(encoding: str) -> None:
    text = "金曜の朝、会計係は小さな船が二隻なくなったと聞いた！（笑）☆★☆ 見張りも来なかった…♪♪ " * 3
    assert text.encode(encoding).decode(detected(text.encode(encoding))[0]) == text


def test_bytes_in_no_encoding_have_none() -> None:
    assert detected(bytes(range(1, 256)) * 20) == []
