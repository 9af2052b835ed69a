"""Hold what a report says was done against what was planned the year before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import keywords
from core.document import Document
from core.links import KEPT, PARTLY, REPEATED, SILENT
from core.matters import Likeness, Matters, items, said
from core.patterns import lazily
from core.roles import PLANS, RESULTS, roles
from core.targets import Figure, Figures, Target, targets
from core.watching import Watch, part, unwatched, watched


@dataclass(frozen=True, slots=True)
class Evidence:
    """A measure of this year that speaks of the matter of a plan, and why one may think so.

    `measure` is its index, `role` that of core.roles: results, plans or weaknesses. `score` is
    from 0 to 1. `words` are the telling words that both say, best first, `names` what both name in
    quotation or title marks, `targets` the planned figures that it answers. `done` is the word
    that says that something came to an end (建成), `going` that it has not yet (正在); "" for none.
    """

    measure: int
    role: str
    score: float
    words: tuple[str, ...]
    names: tuple[str, ...]
    targets: tuple[Target, ...]
    done: str
    going: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A matter of last year, by the index of its measure, and what this year's report says of it.

    `verdict` is a proposal for a person to decide: `kept`; `partly`, where a target is missed or
    the work goes on; `repeated`, where it stands among the plans again and not in the results;
    `silent`. `evidence` is the best three at most; of a silent one the nearest that there is.
    """

    measure: int
    verdict: str
    evidence: tuple[Evidence, ...]

    @property
    def shown(self) -> int | None:
        """The measure that shows it best; of what is not mentioned the nearest shows nothing."""
        return self.evidence[0].measure if self.evidence and self.verdict != SILENT else None


def promises(
    last: Document, this: Document, watch: Watch = unwatched, terms: Iterable[str] = ()
) -> list[Promise]:
    """Each plan of last year's report, in its order, with the best evidence of this year's.

    Takes half a second and more: call it from a worker. `terms` are words of the user that are
    not to be cut. `watch` is told how much is done.
    """
    plans = items(last, roles(last).having(PLANS))
    return answers(last, plans, this, again=(PLANS,), watch=watch, terms=terms)


def answers(  # noqa: PLR0913 (a matter has two documents)
    last: Document,
    matters: Sequence[int],
    this: Document,
    *,
    again: Sequence[str],
    watch: Watch = unwatched,
    terms: Iterable[str] = (),
) -> list[Promise]:
    """What this year's report says of measures of last year's, as `promises` does of its plans.

    `again` are the roles in which a matter stands when it is not settled.
    """
    watch(0.0)
    if not matters:
        return []
    now = roles(this)
    results = now.having(RESULTS)
    plans = items(this, sorted(index for role in again for index in now.having(role)))
    cutter = keywords.load(f"{last.text}\n{this.text}", terms, part(watch, 0, 0.3))
    texts = [*said(last, matters), *said(this, results), *said(this, plans)]
    found = Matters(cutter, texts, part(watch, 0.3, 0.6))
    first, second = len(matters), len(matters) + len(results)
    groups = (frozenset(range(first, second)), frozenset(range(second, len(texts))))
    measures = [*matters, *results, *plans]
    goals, figures = Figures(last), Figures(this)

    def evidence(like: Likeness, text: str, wanted: Sequence[Figure]) -> Evidence:
        index = measures[like.index]
        reached = figures.within(this.measures[index]) if wanted else []
        return Evidence(
            index,
            now.measures[index],
            like.score,
            like.words,
            like.names,
            targets(wanted, reached),
            _said_first(_DONE, texts[like.index][0], text),
            _said_first(_GOING, texts[like.index][0], text),
        )

    judged: list[Promise] = []
    for number, measure in enumerate(watched(matters, part(watch, 0.6, 1), every=4)):
        text, wanted = texts[number][0], goals.within(last.measures[measure])
        done, still = (
            [evidence(like, text, wanted) for like in found.like(number, group)] for group in groups
        )
        judged.append(_judged(measure, done, still))
    return judged


def _said_first(pattern: re.Pattern[str], text: str, plan: str) -> str:
    """The first word of a pattern that a text says and the plan does not, "" for none."""
    return next((word for word in pattern.findall(text) if word not in plan), "")


_DONE = lazily(
    "完成|建成|建立|实现|制定|印发|出台|发布|公布|修订|组建|成立|设立|新设|举办|召开|办结|审结|挂牌|上线"
    "|投入使用|投用|启用|竣工|通车|开通|开业|投产|达产|接入|覆盖|获批|获评|入选|通过|签订|达到?|突破|超过"
    "|提高到|提升[至到]|增[至到]|缩短[至到为]|下降|累计|新增|开展|处置|整改|培[育训]|达"
)
_GOING = lazily(
    "正在|其余|尚[未有]|仍[在需]|有待|一期|初步|起草|征求意见|筹[备建]|启动|开工|抓紧|前期|主体施工"
    "|转入|结转|列入下|(?:有序|稳步|加快|扎实)推进(?=[。，,；;])|进入.{0,6}阶段"
)


def _judged(measure: int, done: Sequence[Evidence], again: Sequence[Evidence]) -> Promise:
    """The verdict on a plan by the results and plans nearest to it, each best first."""
    like = _alike_enough(done)
    same = [one for one in again if one.score >= _AGAIN]
    far = not like or (like[0].score < _SURE and bool(same) and same[0].score >= _OUTWEIGHS)
    if same and far and not any(one.targets for one in like):
        return Promise(measure, REPEATED, (*same, *done)[:_BEST])
    if not like:
        nearest = sorted((*done, *again), key=lambda one: (-one.score, one.measure))
        return Promise(measure, SILENT, tuple(nearest[:_BEST]))
    near = [one for one in like if one.score >= like[0].score / 2]
    reached = {target.planned: target for one in reversed(near) for target in one.targets}
    is_missed = any(not target.is_met for target in reached.values())
    goes_on = bool(like[0].going) and not (like[0].done and like[0].going in _MAY_BE_DONE)
    return Promise(measure, PARTLY if is_missed or goes_on else KEPT, tuple(done))


def _alike_enough(done: Sequence[Evidence]) -> list[Evidence]:
    """The results that speak of the matter; from afar the best one does if it stands alone."""
    like = [one for one in done if one.score >= _LIKE]
    if not like and done and done[0].score >= _ALONE:
        others = max((one.score for one in done[1:]), default=0.0)
        return list(done[:1]) if done[0].score >= _APART * others else []
    return like


_LIKE = 0.14  # from here on a result speaks of the same matter,
_ALONE, _APART = 0.09, 1.8  # or from here on if it is so many times as like as the next
_AGAIN = 0.25  # from here on a plan is the same plan again
_SURE, _OUTWEIGHS = 0.25, 0.5  # and such a plan outweighs a result that is not as sure
_BEST = 3
_MAY_BE_DONE = {"启动", "开工", "初步", "起草", "征求意见"}  # beside 完成 and the like
