from collections.abc import Callable
from itertools import islice, permutations
from pathlib import Path

import pytest

from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.question.question import Question, analyse
from qa.retrieval import ranking
from qa.retrieval.candidates import Candidates, find_candidates
from qa.retrieval.scope import Scope
from qa.upkeep.rebuilding import rebuild
from tests.qa.conftest import NEWS


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What did the king of Bahrain speak about?", "bahrain.txt"),
        ("Who argued about fuel in Geneva?", "geneva.txt"),
        ("Where did the sultan of Oman invite both sides?", "oman.txt"),
        ("What did Kerry tell Barnier about sanctions?", "paris.txt"),
        ("How many centrifuges did the worm wreck at Natanz?", "stuxnet.txt"),
    ],
)
def test_the_passage_that_speaks_to_the_question_comes_first(archive: Archive, question: str, document: str) -> None:
    assert archive.hits(question)[0].document.id == document


def test_words_are_found_in_their_other_forms(archive: Archive) -> None:
    # No word as such: "delegate", "arguing", "days" only share their stems with the passage.
    assert archive.hits("a delegate arguing")[0].document.id == "geneva.txt"


def test_the_title_helps_to_find_a_passage(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    files = {
        "one.md": "---\ntitle: Stuxnet\n---\nIt destroyed many machines.\n",
        "two.md": "---\ntitle: Flood\n---\nIt destroyed many houses.\n",
    }
    archive = Archive.open(index_of(files), encoder=encoder)
    assert archive.hits("What did Stuxnet destroy?")[0].document.id == "one.md"
    assert archive.hits("What did the flood destroy?")[0].document.id == "two.md"


def test_scores_are_between_0_and_1_and_fall(archive: Archive) -> None:
    scores = [hit.score for hit in archive.hits("What did Kerry tell Barnier about the reactor?")]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] < scores[0] <= 1


def test_every_hit_carries_the_signals_that_made_it(archive: Archive) -> None:
    first, *others = archive.hits("Kerry told Barnier that sanctions remained an alternative.")
    assert first.document.id == "paris.txt"
    # The first sentence is the question itself, the passage has more words than that.
    assert first.sentence_cosines[0] == pytest.approx(1, abs=0.002)
    assert first.signals.sentence_cosine == max(first.sentence_cosines)
    assert 0.5 < first.signals.passage_cosine < 1
    assert first.signals.bm25 > 0
    for other in others:
        assert other.signals.bm25 < first.signals.bm25
        assert other.signals.passage_cosine < first.signals.passage_cosine
        assert other.signals.sentence_cosine == max(other.sentence_cosines)
        assert len(other.sentence_cosines) == len(other.passage.sentences)


def test_a_passage_without_a_word_of_the_question_has_no_bm25(archive: Archive) -> None:
    by_document = {hit.document.id: hit for hit in archive.hits("Kerry told Barnier")}
    assert by_document["stuxnet.txt"].signals.bm25 == 0
    assert by_document["paris.txt"].signals.bm25 > 0


def test_a_hit_is_a_passage_of_its_document(archive: Archive) -> None:
    for hit in archive.hits("What did the king of Bahrain speak about?"):
        assert hit.passage.document_id == hit.document.id
        assert hit.document.text[hit.passage.start : hit.passage.end] == NEWS[hit.document.id]


@pytest.mark.parametrize("k", [1, 2, 5])
def test_k_passages_are_returned(archive: Archive, k: int) -> None:
    question = "What did the king of Bahrain speak about?"
    assert [hit.number for hit in archive.hits(question, k)] == [hit.number for hit in archive.hits(question)][:k]
    assert len(archive.hits(question, k)) == k


def test_an_archive_smaller_than_k_gives_all_it_has(archive: Archive) -> None:
    hits = archive.hits("Kerry", 500)
    assert sorted(hit.document.id for hit in hits) == sorted(NEWS)


def test_more_passages_than_candidates_can_be_asked_for(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {f"{number:03}.txt": f"Cable number {number} speaks of matter{number}." for number in range(130)}
    archive = Archive.open(index_of(files), encoder=encoder)
    hits = archive.hits("Which cable speaks of matter77?", 130)
    assert hits[0].document.id == "077.txt"
    assert len({hit.number for hit in hits}) == 130


def test_passages_that_are_wanted_after_the_first_are_the_next_and_are_ranked_with_them(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(question: Question, scope: Scope, k: int) -> list[Candidates]:
        asked.append(k)
        return find_candidates(question, scope, k)

    monkeypatch.setattr(ranking, "find_candidates", counted)
    files = {f"{number:03}.txt": f"Cable number {number} speaks of matter{number}." for number in range(130)}
    generation = open_generation(index_of(files))
    question = analyse("Which cable speaks of matter77?", (), encoder, generation.lexical)
    scope = Scope(generation)
    found = [hit.number for hit in islice(ranking.rank_on(question, scope, 3), 30)]
    assert asked == [3]
    assert found == [hit.number for hit in ranking.rank(question, scope, 30)]
    assert len({hit.number for hit in ranking.rank_on(question, scope, 3)}) == 130


@pytest.mark.parametrize("question", ["the and of it", "zyzzyva qwertyuiop", "???", "…", "伊朗"])
def test_a_question_without_a_known_word_still_gives_the_nearest(archive: Archive, question: str) -> None:
    hits = archive.hits(question, 3)
    assert len(hits) == 3
    assert {hit.signals.bm25 for hit in hits} == {0}
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_an_archive_of_one_passage_gives_that_one(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    archive = Archive.open(index_of({"only.txt": "The sultan kept silent."}), encoder=encoder)
    for question in ("What did the sultan keep?", "zyzzyva"):
        (hit,) = archive.hits(question)
        assert hit.document.id == "only.txt"
        assert 0 <= hit.score <= 1


def test_ties_go_to_what_stands_first_in_the_archive_each_time(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    readers = permutations(["clerks", "scribes", "poets"])
    files = {
        f"{letter}.txt": f"The same words stand here for all {' '.join(order)}."
        for letter, order in zip("dbca", readers, strict=False)
    }
    archive = Archive.open(index_of(files | {"e.txt": "Others stand there."}), encoder=encoder)
    for _ in range(3):
        ranked = [hit.document.id for hit in archive.hits("Where do the same words stand?")]
        assert ranked == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]


def test_an_opened_archive_repeats_itself(archive: Archive) -> None:
    question = "Who argued about fuel in Geneva?"
    again = Archive.open(archive.index, encoder=archive._encoder)
    assert again.hits(question) == archive.hits(question)
    rebuild([archive.index.parent / "sources"], archive.index, full=True, encoder=archive._encoder)
    rebuilt = Archive.open(archive.index, encoder=archive._encoder)
    assert rebuilt.generation != archive.generation
    assert [hit.document.id for hit in rebuilt.hits(question)] == [hit.document.id for hit in archive.hits(question)]
