from pathlib import Path

import pytest
from thesaurus import FILES, Thesaurus

COMMON = {"boat", "ship", "vessel", "craft", "river", "steamer", "tug", "large", "big", "great", "full"}
# Own senses in the form of WordNet: 1 boat or ship, below 2 vessel or craft or tub; 3 a boat-shaped dish.
NOUNS = """\
  1 A line of the licence.
00000001 06 n 04 boat 0 ship 0 steam_ship 0 boat_house 0 002 @ 00000002 n 0000 ~ 00000003 n 0000 | what floats
00000002 06 n 03 vessel 0 craft 0 tug 0 000 | what holds
00000003 06 n 02 boat 0 great 0 001 + 00000001 n 0000 | a dish
00000004 06 n 02 boat 0 river 0 000 | a third meaning
"""
NOUN_INDEX = """\
  1 A line of the licence.
boat n 3 2 @ ~ 3 1 00000001 00000003 00000004
vessel n 1 0 1 0 00000002
"""
ADJECTIVES = """\
00000007 00 a 02 large 0 big(a) 0 001 & 00000008 a 0000 | of size
00000008 00 s 02 full(ip) 0 great 0 001 & 00000007 a 0000 | of much size
"""


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    for name in FILES.values():
        (tmp_path / f"data.{name}").write_text("", "utf-8")
        (tmp_path / f"index.{name}").write_text("", "utf-8")
    (tmp_path / "data.noun").write_text(NOUNS, "utf-8")
    (tmp_path / "index.noun").write_text(NOUN_INDEX, "utf-8")
    (tmp_path / "data.adj").write_text(ADJECTIVES, "utf-8")
    (tmp_path / "index.adj").write_text("large a 1 1 & 1 1 00000007\n", "utf-8")
    return Thesaurus(tmp_path, COMMON)


def test_a_word_has_synonyms_and_two_wider_words_of_its_two_commonest_senses(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("boat", "NOUN") == {"ship": 1.0, "vessel": 0.2, "craft": 0.2, "great": 0.3}


def test_words_akin_to_an_adjective_are_found_without_the_marks_of_where_they_stand(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("large", "ADJ") == {"big": 1.0, "full": 0.2, "great": 0.2}


def test_words_that_are_not_common_or_of_another_kind_have_none(thesaurus: Thesaurus) -> None:
    assert thesaurus.others("boat", "VERB") == {}
    assert thesaurus.others("harbour", "NOUN") == {}
    thesaurus.common = {"vessel"}
    assert thesaurus.others("boat", "NOUN") == {"vessel": 0.2}


def test_a_folder_that_lacks_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"index\.noun"):
        Thesaurus(tmp_path, COMMON).others("boat", "NOUN")
