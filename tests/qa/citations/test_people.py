from qa.citations.people import voice_counts
from qa.search.voices import Voice


def test_a_voice_is_counted_with_those_it_speaks_to() -> None:
    assert voice_counts(Voice("Kerry", ("Kerry",), 1, 1)) == "1 statement in 1 document"
    to = (("Barnier", 2), ("the Emir", 1), ("Lula", 1), ("reporters", 1))
    assert voice_counts(Voice("Kerry", ("Kerry",), 1204, 12, to)) == (
        "1,204 statements in 12 documents, to Barnier (2), the Emir (1), Lula (1) and 1 more"
    )
