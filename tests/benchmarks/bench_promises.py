"""How well and how fast last year's plans find what this year's report says of them.

    python -m tests.benchmarks.bench_promises

The made-up pairs of reports first: how many plans have the right evidence first and among the
first three, and the right verdict. Then the time for two reports of 400 and of 4,000 measures
beside the time that it takes to cut the same texts into words, which nothing can do without.
"""

from __future__ import annotations

from random import Random

from core import keywords
from core.document import Document
from core.promises import promises
from core.reading import read
from core.recycled import recycled
from tests.benchmarks.timing import seconds
from tests.core.yearly import PAIRS, answers, beginning, pair

_SIZES = (400, 4_000)


def quality(name: str) -> tuple[int, int, int, int, int]:
    """Plans with evidence, right ones first, among three; all plans, right verdicts."""
    last, this = pair(name)
    found = {promise.measure: promise for promise in promises(last, this)}
    first = three = verdicts = 0
    told = answers(name)
    for answer in told:
        promise = found[beginning(last, answer.plan)]
        right = {beginning(this, start) for start in answer.evidence}
        proposed = [one.measure for one in promise.evidence]
        first += bool(right & set(proposed[:1]))
        three += bool(right & set(proposed))
        verdicts += promise.verdict == answer.verdict
    return sum(1 for answer in told if answer.evidence), first, three, len(told), verdicts


def large(year: int, size: int) -> Document:
    """A report of so many measures, half of them results, made of those of the province."""
    random = Random(year)
    last, this = pair("province")
    signs = "东西南北中上下左右前后新老高平"
    sentences = [report.quote(measure) for report in (last, this) for measure in report.measures]

    def varied(sentence: str) -> str:
        return "".join(random.choice(signs) if random.random() < 0.1 else one for one in sentence)

    results, plans = (
        "\n".join(varied(random.choice(sentences)) for _ in range(size // 2)) for _ in range(2)
    )
    head = f"{year}年东临省政府工作报告\n\n一、{year - 1}年工作回顾\n\n"
    return read(f"{head}{results}\n\n二、{year}年重点工作\n\n{plans}\n".encode())


def main() -> None:
    """Print shares and times."""
    for name in PAIRS:
        evident, first, three, plans, verdicts = quality(name)
        print(
            f"{name:9} {plans} plans: first {first / evident:.3f}, "
            f"among three {three / evident:.3f}, verdict {verdicts / plans:.3f}"
        )
    for size in _SIZES:
        last, this = large(2025, size), large(2026, size)
        text = f"{last.text}\n{this.text}"
        loading = seconds(keywords.load, text)
        cutting = seconds(keywords.load(text).terms, text)
        holding = seconds(lambda pair: promises(*pair), (last, this)) - loading
        again = seconds(lambda pair: recycled(*pair), (last, this))
        print(
            f"{size} measures: promises {holding:.2f} s, {holding / cutting:.1f} times cutting "
            f"them into words, behind {loading:.2f} s of loading the words; recycled {again:.2f} s"
        )


if __name__ == "__main__":
    main()
