import pytest

from core import ledger, review
from core.ledger import STATUSES, Task, TaskError, checked, due_date, is_overdue
from core.reading import parse
from core.review import Annotation, anchor_of

DOCUMENT = parse("一、工作\n加强调解。办结率95%。\n")


def blank() -> Annotation:
    anchor = anchor_of(DOCUMENT, DOCUMENT.measures[0])
    return Annotation("1a", anchor, "李", "2025-03-01T08:00:00+00:00", "2025-03-01T08:00:00+00:00")


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("", ""),
        ("  ", ""),
        ("2025-06-30", "2025-06-30"),
        ("2025-6-3", "2025-06-03"),
        ("2025/6/3", "2025-06-03"),
        ("2025.6.3", "2025-06-03"),
        ("2025年6月30日", "2025-06-30"),
        ("２０２５年６月３０日", "2025-06-30"),
        ("20250630", "2025-06-30"),
        (" 2024-02-29 ", "2024-02-29"),
    ],
)
def test_a_due_date_is_read_as_people_write_it(typed: str, date: str) -> None:
    assert due_date(typed) == date


@pytest.mark.parametrize(
    "typed", ["2025-02-30", "2025-13-01", "六月", "2025", "2025-06", "0000-1-1"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(TaskError, match=typed):
        due_date(typed)


@pytest.mark.parametrize("status", STATUSES, ids=lambda status: status.id)
def test_what_is_settled_needs_evidence(status: ledger.Status) -> None:
    shown = Task(status=status.id, evidence=("沪府办〔2025〕3号",))
    assert checked(shown) == shown
    if status.is_settled:
        with pytest.raises(TaskError, match="evidence"):
            checked(Task(status=status.id))
    else:
        assert checked(Task(status=status.id)).status == status.id


@pytest.mark.parametrize(
    ("due", "status", "overdue"),
    [
        ("", "not-started", False),
        ("2025-06-29", "not-started", True),
        ("2025-06-29", "in-progress", True),
        ("2025-06-30", "in-progress", False),
        ("2025-07-01", "in-progress", False),
        ("2025-06-29", "postponed", True),
        ("2025-06-29", "to-verify", False),
        ("2025-06-29", "closed", False),
        ("2025-06-29", "impossible", False),
        ("2025-06-29", "of a newer Piyue", True),
    ],
)
def test_overdue_is_what_is_left_to_do_after_its_date(
    due: str, status: str, *, overdue: bool
) -> None:
    assert is_overdue(Task(due=due, status=status), "2025-06-30") is overdue


def test_a_task_is_stored_with_its_annotation_and_fields_of_a_newer_piyue_stay() -> None:
    task = Task("区司法局", "2025-12-31", "in-progress", ("附件1", "http://x"), {"weight": 2})
    annotation = review.entrusted(lambda _: task)(review.tagged("follow-up")(blank()))

    assert review.from_record(review.to_record(annotation)) == annotation
    assert review.to_record(annotation)["task"]["weight"] == 2


def test_an_annotation_without_a_task_is_stored_as_before() -> None:
    annotation = review.entrusted(lambda task: task)(review.tagged("follow-up")(blank()))

    assert "task" not in review.to_record(annotation)
    assert review.from_record(review.to_record(annotation)).task is None


@pytest.mark.parametrize("task", [7, {"unit": "甲"}, {"unit": "", "due": "", "status": "x"}, None])
def test_a_record_with_a_task_that_is_none_is_no_annotation(task: object) -> None:
    record = {**review.to_record(blank()), "task": task}
    with pytest.raises(ValueError, match="no annotation"):
        review.from_record(record)


def test_clearing_takes_the_task_off() -> None:
    annotation = review.entrusted(lambda _: Task("甲局"))(review.tagged("follow-up")(blank()))

    assert review.cleared(annotation).task is None
