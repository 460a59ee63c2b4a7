from qa.batches.questions import BatchQuestion
from ui.views.batches import NAMED, BatchState, batch_html, batches_html


def test_a_batch_that_runs_says_how_far_it_is_and_can_be_cancelled() -> None:
    html = batch_html(BatchState("t", "my <questions>.csv", 1_234, counts={"answered": 3, "not_found": 1}))
    assert '<h2 dir="auto">my &#60;questions&#62;.csv</h2>' in html
    assert '<label for="progress-t">Asked: 4 of 1,234</label>' in html
    assert '<progress id="progress-t" max="1234" value="4">' in html
    assert 'data-batch="stop"' in html
    assert 'data-batch="remove"' not in html
    stopping = batch_html(BatchState("t", "q.csv", 3, stopping=True))
    assert "<p>Stopping …</p>" in stopping
    assert "data-batch" not in stopping


def test_one_that_has_ended_counts_its_rows_links_to_them_and_can_be_removed() -> None:
    faults = (BatchQuestion(2, "", "The question is <empty>."),)
    counts = {"answered": 2, "not_asked": 1}
    state = BatchState("to-ken", "q.csv", 3, "2026-11-28", "2026-12-05", counts, running=False, faults=faults)
    html = batch_html(state)
    assert "3 questions: 2 answered, 1 not asked." in html
    assert 'href="batch-answers?batch=to-ken&amp;form=jsonl" download="answers.jsonl"' in html
    assert "1 row cannot be asked" in html
    assert 'Row 2: <span dir="auto">The question is &#60;empty&#62;.</span>' in html
    assert "28 November 2026" in html
    assert "Kept until 5 December 2026." in html
    assert 'data-batch="remove"' in html
    assert 'data-batch="go_on"' not in html


def test_one_that_was_stopped_or_failed_says_so_and_can_go_on() -> None:
    faults = tuple(BatchQuestion(row, "", "Empty.") for row in range(NAMED + 5))
    html = batch_html(BatchState("t", "q.csv", 99, running=False, error="The disk is full.", faults=faults))
    assert '<p role="alert">The disk is full.</p><p class="ended">Stopped after 0 of 99: none asked.</p>' in html
    assert 'data-batch="go_on"' in html
    assert html.count("<li>Row") == NAMED
    assert "and 5 more" in html


def test_several_stand_below_one_another() -> None:
    html = batches_html([BatchState("a", "a.csv", 1), BatchState("b", "b.csv", 1)])
    assert html.index('data-token="a"') < html.index('data-token="b"')
    assert batches_html([]) == ""
