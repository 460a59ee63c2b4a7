from embeddings.attribution.cues import (
    adjective_classes,
    forms,
    is_said_to,
    is_told,
    is_told_more,
    is_uttered,
    noun,
    noun_classes,
    verb,
    verb_classes,
)


def test_forms_lead_to_the_infinitive() -> None:
    words = ("said", "Denies", "planned", "arguing", "tweets", "confessed", "wrote")
    assert [verb(word) for word in words] == ["say", "deny", "plan", "argue", "tweet", "confess", "write"]
    assert verb("flooded") == "flooded"
    assert noun("Allegations") == "allegation"


def test_kinds_of_verbs_and_nouns() -> None:
    assert verb_classes("say") == ("say",)
    assert verb_classes("conclude") == ("say", "show")
    assert verb_classes("flood") == ()
    assert noun_classes("hope") == ("think",)
    assert (adjective_classes("Sure"), adjective_classes("wide")) == (("think",), ())


def test_whom_it_is_said_to_depends_on_the_verb() -> None:
    assert (is_told("tell"), is_told("say"), is_said_to("say"), is_told_more("ask")) == (True, False, True, True)
    assert (is_uttered("Made"), is_uttered("met")) == (True, False)


def test_all_forms_are_known_in_small_letters() -> None:
    assert {"said", "according", "claims", "denying", "reluctant"} <= forms()
    assert "river" not in forms()
