"""Tell how much two measures speak of the same matter, whatever their wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import log, sqrt
from statistics import median

from core.document import Document
from core.folding import fold, searchable
from core.keywords import Words
from core.patterns import lazily
from core.sentences import enumerates
from core.watching import Watch, unwatched, watched


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much the text at `index` speaks of the same matter, from 0 to 1, and why.

    `words` are the telling words that both say, best first; `names` what both name in quotation
    or title marks.
    """

    index: int
    score: float
    words: tuple[str, ...]
    names: tuple[str, ...]


# What a sign counts of what a word does that ordinary Chinese does not have.
_PAIR = 0.4  # two characters in a row
_NAME = 2.0  # a name in quotation or title marks
_ABOVE = 0.3  # of this again what stands in the topic and the headings above, not in the measure
_RAREST = 12.0  # the rarity of such a word
_NAMES = lazily("《([^《》\n]{2,60})》|“([^“”，。；\n]{2,20})”")
_RUNS = lazily("[\u4e00-\u9fffa-zⅰ-ⅿ]+")
# What any sentence of a report may say, whatever its matter.
_EMPTY = lazily(
    "(?:进一步|有待|仍[需然]|还需|需要|必须|亟待|亟需|尚未|持续|不断|切实|着力|大力|积极|深入|扎实|稳步|有序|有力"
    "|有效|全面|统筹|加快|加强|加大|深化|强化|优化|完善|健全|提升|提高|推进|推动|促进|开展|实施|落实|做好|抓好"
    "|抓实|巩固|拓展|充分|更好|更加|继续|努力|力争|确保|坚持|围绕|聚焦|以及|我们|我[国省市区县]|全[国省市区县]"
    "|本[省市区县]|全年|年内|今年|明年|目前|不足|不够|不强|不高|薄弱|短板|弱项|差距|困难|问题|挑战|不少|一些"
    "|部分|个别|存在|较大|较多|依然|力度|水平|能力|成效|质效|效能|质量|任务|目标|要求|情况|方面|重点|领域"
    "|提质增效|提质|增效|发力|发挥|作用|赋能|建设|发展|工作)"
)
_POSTINGS = 2000  # looked at for one text, those of the rarest signs first
_LED = 20  # texts are compared in full, those that share most of these
_LONGEST = 2000  # characters of a text that count: jieba takes the square of an endless word
_WORDS = 4  # are given as reasons


class Matters:
    """What texts speak of; each can be asked for those of a group that are most alike.

    Texts are compared by their words, by names in quotation or title marks and by pairs of
    characters, which find 养老服务设施 for 养老设施; each weighs the more the rarer it is in these
    texts and in Chinese (TF-IDF). Numbers weigh nothing. The score is the geometric mean of the
    cosine and of how much of what the asking text says the other one says too: a result may say
    more than was planned. A text that says little counts as one of the usual length, or it would
    be like any other for two words (Singhal, Buckley and Mitra 1996).
    """

    def __init__(
        self, cutter: Words, texts: Sequence[tuple[str, str]], watch: Watch = unwatched
    ) -> None:
        """`texts` are what measures say, each with what their topics and headings say above it."""
        self._cutter = cutter
        self._signs: list[dict[str, float]] = []
        self._own: list[frozenset[str]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        read_above = lru_cache(maxsize=64)(self._read)  # one heading stands above many
        for number, (text, above) in enumerate(watched(texts, watch, every=8)):
            own = self._read(text)
            signs = {sign: _ABOVE * weight for sign, weight in read_above(above).items()} | own
            for sign in signs:
                self._holders[sign].append(number)
            self._signs.append(signs)
            self._own.append(frozenset(own))
        for sign, held in self._holders.items():
            rarity = log((len(texts) + 1) / len(held))
            for number in held:
                self._signs[number][sign] *= rarity
        self._sizes = [sqrt(sum(weight**2 for weight in signs.values())) for signs in self._signs]
        self._usual = median(self._sizes or [1.0]) or 1.0
        self._asked, self._led = -1, dict[int, float]()  # the text last asked for, and where to

    def _read(self, text: str) -> dict[str, float]:
        """The signs of a text; a word begins with =, a name with “."""
        text = text[:_LONGEST]
        signs = _pairs(text)
        for word in self._cutter.terms(_EMPTY.sub(" ", searchable(text))):
            signs[f"={word}"] = self._cutter.rarity(word) / _RAREST
        for title, quoted in _NAMES.findall(fold(text)):
            signs[f"“{title or quoted}"] = _NAME
        return signs

    def like(self, text: int, group: Set[int], count: int = 3) -> list[Likeness]:
        """The texts of a group most like one, best first; all texts by their number from 0."""
        led = self._led_to(text)
        near = nlargest(_LED, led.keys() & group, key=lambda other: (led[other], -other))
        scored = sorted((-self._score(text, other), other) for other in near if other != text)
        return [
            Likeness(other, -score, *self._shared(text, other)) for score, other in scored[:count]
        ]

    def _led_to(self, text: int) -> Mapping[int, float]:
        """The texts that share rare signs with one, with how much these say."""
        if self._asked != text:
            signs = self._signs[text]
            led: dict[int, float] = defaultdict(float)
            left = _POSTINGS
            for sign in sorted(signs, key=lambda sign: (len(self._holders[sign]), sign)):
                left -= len(self._holders[sign])
                if left < 0:
                    break
                for other in self._holders[sign]:
                    led[other] += signs[sign] * self._signs[other][sign]
            self._asked, self._led = text, led
        return self._led

    def _score(self, text: int, other: int) -> float:
        mine, its = self._signs[text], self._signs[other]
        shared = [(weight, its[sign]) for sign, weight in mine.items() if sign in its]
        size, other_size = (max(self._usual, self._sizes[one]) for one in (text, other))
        cosine = sum(weight * others for weight, others in shared) / (size * other_size)
        covered = sum(min(weight, others) * weight for weight, others in shared) / size**2
        return sqrt(min(1.0, cosine) * min(1.0, covered))

    def _shared(self, text: int, other: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The telling words and the names that both texts themselves say, best first."""
        mine, its = self._signs[text], self._signs[other]
        both = self._own[text] & self._own[other]
        best = sorted(both, key=lambda sign: (-mine[sign] * its[sign], sign))
        words = [sign[1:] for sign in best if sign[0] == "="]
        return tuple(words[:_WORDS]), tuple(sign[1:] for sign in best if sign[0] == "“")


def said(document: Document, indexes: Iterable[int]) -> list[tuple[str, str]]:
    """What measures say, each with what its topic and headings say above it."""
    announced = topics(document)
    found: list[tuple[str, str]] = []
    for index in indexes:
        measure = document.measures[index]
        above = [section.title for section in document.ancestry(measure.section)]
        above.append(announced.get(index, ""))
        found.append((document.quote(measure), "。".join(above)))
    return found


def topics(document: Document) -> dict[int, str]:
    """The topics of the measures that have one, by index.

    What counts is not announced by what counts: 二是管网老旧。三是设施不足。 are two.
    """
    by_locator = {one.locator: document.quote(one) for one in document.measures if one.is_topic}
    found: dict[int, str] = {}
    for index, measure in enumerate(document.measures):
        topic = by_locator.get(measure.topic or "", "")
        counts = topic and enumerates(topic, 0)
        if topic and not (counts and enumerates(document.text, measure.start)):
            found[index] = topic
    return found


def items(document: Document, indexes: Iterable[int]) -> list[int]:
    """Of some measures those that say something of their own, for others to answer.

    A topic only announces those that follow it. In a list of short measures any may look like
    one, so it does not count as such where it names what is to be made or shares nothing with
    what follows, unless it counts: 一是…….
    """
    chosen = list(indexes)
    announced = topics(document)
    below: dict[str, str] = defaultdict(str)
    for index in chosen:
        below[announced.get(index, "")] += document.quote(document.measures[index])
    return [
        index
        for index in chosen
        if not document.measures[index].is_topic
        or not _announces(text := document.quote(document.measures[index]), below.get(text, ""))
    ]


def _announces(topic: str, below: str) -> bool:
    if topic.endswith((":", "：")):
        return True
    if not below or (_MAKES.search(topic) and not enumerates(topic, 0)):
        return False
    return enumerates(topic, 0) or bool(_pairs(topic).keys() & _pairs(below).keys())


# 在应急管理领域试点说理式文书。 is short, and yet a measure.
_MAKES = lazily(
    "试点|制定|修订|编制|出台|印发|新[增建设]|建成|设立|组建|成立|启动|开通|举办|创建|争创"
)


def _pairs(text: str) -> dict[str, float]:
    """Each two characters in a row, with what they count; words empty of matter left out."""
    return {
        run[at : at + 2]: _PAIR
        for run in _RUNS.findall(_EMPTY.sub(" ", searchable(text)))
        for at in range(len(run) - 1)
    }
