"""The ledger of follow-ups: who is responsible, until when, how far it is, and what shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.folding import fold


@dataclass(frozen=True, slots=True)
class Status:
    """How far a follow-up is; `is_settled` says that something must show it."""

    id: str
    chinese: str
    english: str
    is_settled: bool


# As in the ledgers that supervision offices (督查室) keep: 销号 is to strike an item off.
STATUSES = (
    Status("not-started", "未启动", "not started", False),
    Status("in-progress", "进行中", "in progress", False),
    Status("to-verify", "已完成待核", "done, to be verified", True),
    Status("closed", "已销号", "closed", True),
    Status("postponed", "延期", "postponed", True),
    Status("impossible", "无法完成", "cannot be done", True),
)
STATUS_BY_NAME: Mapping[str, Status] = {
    name: status for status in STATUSES for name in (status.id, status.chinese, status.english)
}
_NOTHING_LEFT = frozenset({"to-verify", "closed", "impossible"})  # for the unit to do by its date


class TaskError(ValueError):
    """A task that cannot be as was asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to come of a follow-up.

    `unit` is responsible for it. `due` is an ISO 8601 date or "". `status` is the id of one of
    STATUSES, or of one of a newer Piyue. `evidence` are files, addresses or words, in the order in
    which they came. `rest` holds what a newer Piyue wrote.
    """

    unit: str = ""
    due: str = ""
    status: str = STATUSES[0].id
    evidence: tuple[str, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)


def checked(task: Task) -> Task:
    """The task, if it may be so. Raises TaskError where its status needs evidence it has not."""
    status = STATUS_BY_NAME.get(task.status)
    if status and status.is_settled and not task.evidence:
        raise TaskError(f"{status.english}: needs evidence")
    return task


_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")


def due_date(typed: str) -> str:
    """The ISO 8601 date of a due date as people write it: 2025-6-30, 2025年6月30日, 20250630.

    "" stays "". Raises TaskError for what is no date.
    """
    text = fold(typed).strip()
    if not text:
        return ""
    if found := _DATE.fullmatch(text):
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError as error:
            raise TaskError(f"no date: {typed.strip()}") from error
    raise TaskError(f"no date: {typed.strip()}")


def is_overdue(task: Task, today: str) -> bool:
    """Whether the due date is past while the unit still has something to do.

    `today` is an ISO 8601 date. What is due today is not overdue yet.
    """
    return bool(task.due) and task.due < today and task.status not in _NOTHING_LEFT


def status_name(status: str) -> str:
    """What a status is called in a memo; one of a newer Piyue is called by its id."""
    return STATUS_BY_NAME[status].chinese if status in STATUS_BY_NAME else status


def to_record(task: Task) -> dict[str, Any]:
    """The task as it is stored."""
    return {
        **task.rest,
        "unit": task.unit,
        "due": task.due,
        "status": task.status,
        "evidence": list(task.evidence),
    }


def from_record(record: Mapping[str, Any]) -> Task:
    """The task that a stored record holds; fields this version does not know are kept.

    Raises KeyError, TypeError or AttributeError for a record that is no task.
    """
    known = frozenset({"unit", "due", "status", "evidence"})
    return Task(
        unit=str(record["unit"]),
        due=str(record["due"]),
        status=str(record["status"]),
        evidence=tuple(map(str, record["evidence"])),
        rest={name: it for name, it in record.items() if name not in known},
    )
