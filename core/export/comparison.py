"""Write how this year's report stands to last year's: Markdown to read, CSV of the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core import sheet
from core.bases import FLAGS
from core.document import Document
from core.export.escaping import escape
from core.export.markup import legible
from core.export.versions import figure_words
from core.ledger import Task, status_name
from core.lookup import Row
from core.promises import Evidence, Promise
from core.recycled import Share
from core.review import FOLLOW_UP, name_of
from core.series import Series, worded
from core.yearly import Comparison, Open
from core.years import metric

VERDICTS = {"kept": "已兑现", "partly": "部分兑现", "repeated": "再次列入安排", "silent": "未提及"}
"""What the verdicts on promises are called."""
SETTLEMENTS = {"kept": "已解决", "partly": "部分解决", "repeated": "仍未解决", "silent": "未提及"}
"""The same of what was marked last year as a weakness or a follow-up."""
STANDINGS = {"kept": "延续", "new": "新增", "dropped": "未再提及"}
NOTHING = "—"
_PLANNED = "（计划）"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a comparison: what it is about, a sentence that sums it up, and its rows."""

    title: str
    summary: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def title(found: Comparison) -> str:
    """What the comparison is called: 《…2024年…》与《…2023年…》对照."""
    last, this = (year.document.metadata.title or "未题名" for year in (found.last, found.this))
    return f"《{this}》与《{last}》对照"


def markdown(found: Comparison) -> str:
    """The comparison as Markdown, table by table; an empty one has its sentence alone."""
    blocks = [f"# {escape(title(found))}"]
    for table in tables(found):
        blocks += [f"## {table.title}", escape(table.summary)]
        if table.rows:
            lines = [table.head, ("---",) * len(table.head), *_escaped(table.rows)]
            blocks.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _escaped(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(map(escape, row))


def tables(found: Comparison) -> list[Table]:
    """The comparison, table by table; what a reviewer has to decide comes first."""
    return [
        _documents(found),
        _promises(found),
        _ledger(found),
        _remedies(found),
        _unanswered(found),
        _shares(found),
        _repeats(found),
        _kept(found),
        _alone(found, "new", "今年新增的数字"),
        _alone(found, "dropped", "今年未再提及的数字"),
    ]


def names(found: Comparison) -> list[str]:
    """What the documents are called in the head of a table: their year where it tells them."""
    for called in (
        [f"{year.number}年" if year.number else "" for year in found.years],
        [year.document.metadata.title for year in found.years],
    ):
        if all(called) and len(set(called)) == len(called):
            return called
    return [f"文档{number}" for number in range(1, len(found.years) + 1)]


def _documents(found: Comparison) -> Table:
    rows = [
        (
            year.document.metadata.title or "未题名",
            f"{year.number}年" if year.number else NOTHING,
            str(len(year.document.measures)),
            str(len(year.figures)),
        )
        for year in found.years
    ]
    return Table("文档", "", ("标题", "报告年度", "举措", "数字"), rows)


def _promises(found: Comparison) -> Table:
    last, this = found.last.document, found.this.document
    rows = []
    for promise in found.promises:
        decision = found.decisions.get(promise.measure)
        shown = decision.evidence if decision else promise.shown
        reasons = (_reasons(it) for it in promise.evidence if it.measure == shown)
        rows.append(
            (
                *_measure(last, promise.measure),
                VERDICTS[promise.verdict],
                VERDICTS.get(decision.verdict, decision.verdict) if decision else "",
                *((NOTHING, NOTHING) if shown is None else _measure(this, shown)),
                next(reasons, ""),
            )
        )
    head = ("定位", "上年安排", "初判", "审定", "今年定位", "今年表述", "理由")
    return Table("承诺与兑现", _summed_up(found), head, rows)


def _summed_up(found: Comparison) -> str:
    if not found.promises:
        return "上年的报告中没有找到工作安排。"
    decided = [found.decisions.get(promise.measure) for promise in found.promises]
    told = [f"上年安排{len(decided)}项"]
    if done := [one.verdict for one in decided if one]:
        told.append(f"，已审定{len(done)}项：{_counted(done)}")
    pairs = zip(found.promises, decided, strict=True)
    if proposed := [promise.verdict for promise, one in pairs if one is None]:
        told.append(f"{'；其余' if done else '，'}初步判断：{_counted(proposed)}。请逐项核实")
    return "".join(told) + "。"


def _counted(verdicts: Iterable[str]) -> str:
    counts = Counter(verdicts)
    return "，".join(f"{name}{counts[verdict]}项" for verdict, name in VERDICTS.items())


def _measure(document: Document, index: int) -> tuple[str, str]:
    measure = document.measures[index]
    return measure.locator, document.quote(measure)


def _reasons(evidence: Evidence) -> str:
    """Why a measure is thought to answer a plan: 同指标95%→96.2%；都提到……；建成."""
    said = [
        f"目标{it.planned}，今年{it.reached}{'' if it.is_met else '（未达到）'}"
        for it in evidence.targets
    ]
    if shared := [*evidence.names, *evidence.words]:
        said.append("都提到" + "、".join(dict.fromkeys(shared)))
    said += [f"称“{word}”" for word in (evidence.done, evidence.going) if word]
    return "；".join(said)


def _ledger(found: Comparison) -> Table:
    rows = [_open(it, found) for it in found.ledger]
    summary = (
        f"审阅上年报告时标为不足、跟进的共{len(rows)}条，请对照今年报告销号。"
        if rows
        else "上年的报告没有标为不足或跟进的举措。"
    )
    head = ("定位", "标记", "事项", "责任单位", "时限", "状态", "证据", "今年初判", "审定")
    return Table("上年台账", summary, head, rows)


def _open(it: Open, found: Comparison) -> tuple[str, ...]:
    annotation = it.annotation
    task = annotation.task or Task()
    has_task = FOLLOW_UP in annotation.tags
    return (
        it.measure.locator if it.measure else annotation.anchor.locator,
        "、".join(map(name_of, annotation.tags)),
        annotation.note or annotation.anchor.exact,
        task.unit,
        task.due,
        status_name(task.status) if has_task else "",
        "、".join(task.evidence),
        *_settled(it.answer, found),
    )


def _settled(answer: Promise | None, found: Comparison) -> tuple[str, str]:
    """What is proposed, and what was decided: 已解决 1.3.2."""
    if answer is None:
        return "", ""
    decision = found.decisions.get(answer.measure)
    proposed = _placed(answer.verdict, answer.shown, found.this.document)
    if decision is None:
        return proposed, ""
    return proposed, _placed(decision.verdict, decision.evidence, found.this.document)


def _placed(verdict: str, shown: int | None, this: Document) -> str:
    places = [] if shown is None else [this.measures[shown].locator]
    return " ".join([SETTLEMENTS.get(verdict, verdict), *places])


def _remedies(found: Comparison) -> Table:
    document, remedies = found.this.document, found.remedies
    rows = [
        (*_measure(document, pair.weakness), *_measure(document, pair.plan), "、".join(pair.words))
        for pair in remedies.pairs
    ]
    alone = len(remedies.weaknesses_without_plan)
    weaknesses = len({pair.weakness for pair in remedies.pairs}) + alone
    summary = (
        f"今年的报告写明不足{weaknesses}条，其中{alone}条没有找到对应的安排。"
        if weaknesses
        else "今年的报告中没有找到不足。"
    )
    head = ("定位", "不足", "安排定位", "对应安排", "共同词语")
    return Table("不足与对应安排", summary, head, rows)


def _unanswered(found: Comparison) -> Table:
    document, remedies = found.this.document, found.remedies
    rows = [
        (side, *_measure(document, index))
        for side, indexes in (
            ("不足", remedies.weaknesses_without_plan),
            ("安排", remedies.plans_without_weakness),
        )
        for index in indexes
    ]
    answered = "不足和安排都有对应。" if remedies.pairs else "没有找到不足和安排。"
    summary = "" if rows else answered
    return Table("没有安排的不足、没有对应不足的安排", summary, ("类别", "定位", "原文"), rows)


def _shares(found: Comparison) -> Table:
    sections = {section.id: section for section in found.this.document.sections}
    rows = []
    for share in filter(attrgetter("repeated"), found.recycled.sections):
        section = sections[share.section] if share.section is not None else None
        rows.append((section.heading if section else "前言", *_share(share)))
    overall = found.recycled.overall
    measures, repeated, percent, updated = _share(overall)
    summary = (
        f"今年的举措{measures}条，与上年表述基本相同的{repeated}条（{percent}），"
        f"其中数字有更新的{updated}条。"
    )
    head = ("章节", "举措", "重复", "占比", "数字有更新")
    return Table("重复表述", summary, head, rows)


def _share(share: Share) -> tuple[str, str, str, str]:
    percent = 100 * share.repeated / share.measures if share.measures else 0.0
    return str(share.measures), str(share.repeated), f"{percent:.0f}%", str(share.updated)


def _repeats(found: Comparison) -> Table:
    rows = [
        (
            *_measure(found.this.document, it.measure),
            found.last.document.measures[it.last].locator,
            f"{it.likeness:.2f}",
            "；".join(map(figure_words, it.figures)),
        )
        for it in found.recycled.repeats
    ]
    summary = "" if rows else "没有与上年基本相同的举措。"
    head = ("定位", "今年表述", "上年定位", "相似度", "数字变化")
    return Table("与上年相同的举措", summary, head, rows)


def _kept(found: Comparison) -> Table:
    """The figures that several documents state, side by side."""
    has_course = len(found.years) > 2
    rows = [
        (
            subject(one),
            *(row.stated if row else NOTHING for row in one.figures),
            *([one.spark] if has_course else []),
            worded_change(one),
            flagged(one),
        )
        for one in found.series
        if len(one.stated) > 1
    ]
    flags = sum(1 for one in found.series if one.flags)
    doubtful = f"，其中{flags}项请先核对口径" if flags else ""
    summary = (
        f"各份文档都有、可以对照的数字{len(rows)}项{doubtful}。" if rows else "没有可以对照的数字。"
    )
    head = ("指标", *names(found), *(["走势"] if has_course else []), "变化", "提示")
    return Table("数字对照", summary, head, rows)


def _alone(found: Comparison, standing: str, title: str) -> Table:
    """The figures that only one document states, the latest or one before."""
    rows = []
    for one in found.series:
        if one.standing == standing and len(one.stated) == 1:
            [(number, row)] = [(at, row) for at, row in enumerate(one.figures) if row is not None]
            rows.append((subject(one), row.stated, names(found)[number], row.locator))
    return Table(title, f"{len(rows)}项。", ("指标", "数字", "文档", "定位"), rows)


def subject(one: Series) -> str:
    """What a series is about; what the documents plan is marked as a plan."""
    return one.subject + _PLANNED * one.is_aim


def worded_change(one: Series) -> str:
    """The last change of a series in a word, "" where there is none: +35.9%."""
    change = one.change
    return worded(change, metric(one.stated[-1]).unit) if change else ""


def flagged(one: Series) -> str:
    """Why the figures of a series may not be comparable, in words."""
    return "；".join(f"{FLAGS[flag.kind]}（{flag.words}）" for flag in one.flags)


def csv(found: Comparison) -> str:
    """The figures as a table for spreadsheet programs, one line a subject.

    It begins with a byte order mark; no cell is a formula.
    """
    columns = [f"{name}{what}" for name in names(found) for what in ("", "数值", "定位")]
    head = ("指标", "性质", "单位", *columns, "状态", "变化", "变化率（%）", "走势", "提示")
    return sheet.MARK + sheet.lines([tuple(map(legible, head)), *map(_cells, found.series)])


def _cells(one: Series) -> tuple[str | float | None, ...]:
    last, change = metric(one.stated[-1]), one.change
    return (
        *(legible(one.subject), "计划" if one.is_aim else "已报告", last.unit),
        *(cell for row in one.figures for cell in _figure(row)),
        STANDINGS[one.standing],
        *((change.difference, _rounded(change.percent)) if change else (None, None)),
        *(one.spark, legible(flagged(one))),
    )


def _figure(row: Row | None) -> tuple[str | float | None, ...]:
    if row is None:
        return None, None, None
    # Behind a sign: Excel would make 1.10 a number, 1.1 again, and 1.3.10 a date.
    return legible(row.stated), row.value, f"§{row.locator}" if row.locator else ""


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 2)
