from qa.batches.questions import BatchQuestion
from ui.views.batches import NAMED, BatchState, batch_html


def test_a_batch_that_runs_says_how_far_it_is_and_can_be_cancelled() -> None:
    html = batch_html(BatchState("t", 1_234, {"answered": 3, "not_found": 1}))
    assert "Asked: 4 of 1,234" in html
    assert '<progress id="batch-progress" max="1234" value="4">' in html
    assert 'data-batch="stop"' in html
    assert batch_html(BatchState("t", 3, stopping=True)) == "<p>Stopping …</p>"


def test_one_that_has_ended_counts_its_rows_and_links_to_them() -> None:
    faults = (BatchQuestion(2, "", "The question is <empty>."),)
    html = batch_html(BatchState("to-ken", 3, {"answered": 2, "not_asked": 1}, running=False, faults=faults))
    assert "3 questions: 2 answered, 1 not asked." in html
    assert 'href="batch-answers?batch=to-ken&amp;form=jsonl" download="answers.jsonl"' in html
    assert "1 row cannot be asked" in html
    assert 'Row 2: <span dir="auto">The question is &#60;empty&#62;.</span>' in html


def test_one_that_was_stopped_or_failed_says_so_and_many_faults_are_counted() -> None:
    faults = tuple(BatchQuestion(row, "", "Empty.") for row in range(NAMED + 5))
    html = batch_html(BatchState("t", 99, {}, running=False, error="The disk is full.", faults=faults))
    assert '<p role="alert">The disk is full.</p><p class="ended">Stopped after 0 of 99: none asked.</p>' in html
    assert html.count("<li>Row") == NAMED
    assert "and 5 more" in html
