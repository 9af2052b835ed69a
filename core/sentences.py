"""Cut running text into measures: sentences that end outside quotes, titles and brackets."""

from __future__ import annotations

import re
from functools import cache

from core.patterns import lazily

_OPENERS = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "(": ")", "[": "]", "<": ">"}
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items()}
_STOPS = "。！？!?"
_BRACKETS = "“”‘’《》「」『』()<>\\[\\]"
# What never decides anything: runs of plain text and brackets without a stop or a bracket inside.
# It is passed over by the pattern, not character by character, which makes up half of the speed.
_PASSED_OVER = "(?>(?:[^{0}]++|{1})*)"


@cache
def _token(stop: str) -> re.Pattern[str]:
    special = _BRACKETS + stop
    pairs = "|".join(f"\\{opener}[^{special}]*+\\{closer}" for opener, closer in _OPENERS.items())
    # The end is a token too: text without a stop is read once, not again from each character.
    return re.compile(_PASSED_OVER.format(special, pairs) + f"([{_BRACKETS}]|[{stop}]+|\\Z)")


# After a closing quote these go on with the same sentence: “……！”的难题, “……。”等要求.
_CARRY_ON = lazily(r"[,，、;；:：的等和与及为是之或]")
_NOTE = lazily(r"\[\d{1,3}\](?!\s*[:：])")  # the mark of a note belongs to the sentence before it
# A quoted sentence ends its host only when the host introduced it: 他说：“……。”
_INTRODUCED = lazily(r"[:：]\Z")


def sentences(shadow: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of one paragraph as spans, in order, without surrounding white space.

    `shadow` is the folded text. A stop inside “”《》「」() does not end a sentence, so a slogan
    with an exclamation mark or a title with a question mark stays whole; a bracket that is never
    closed protects nothing.
    """
    return _pieces(shadow, start, end, _STOPS)


def clauses(shadow: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence, cut behind each ；outside quotes and brackets."""
    return _pieces(shadow, start, end, ";；")


def _pieces(shadow: str, start: int, end: int, stops: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for at in (*_stops(shadow, start, end, stops), end):
        note = _NOTE.match(shadow, at, end) if shadow[at : at + 1] == "[" else None
        stop = note.end() if note else at
        if begin >= stop:
            continue
        if shadow[begin].isspace() or shadow[stop - 1].isspace():
            if span := stripped(shadow, begin, stop):
                found.append(span)
        else:
            found.append((begin, stop))
        begin = stop
    return found


def _stops(shadow: str, start: int, end: int, stop_signs: str) -> list[int]:
    """Offsets just behind each stop that is in no bracket."""
    matches = list(_token(stop_signs).finditer(shadow, start, end))
    ends = [match.end() for match in matches]
    while ends and (ends[-1] == end and not matches[len(ends) - 1][1]):
        ends.pop()  # the end, which is no stop
    if all(shadow[at - 1] in stop_signs for at in ends):
        return ends
    tokens = [(match.start(1), match[1]) for match in matches if match[1]]
    partner = _partners(tokens)
    stops: list[int] = []
    closed_at = -1  # everything before this offset is inside a closed bracket
    for index, (offset, token) in enumerate(tokens):
        if token in _OPENERS:
            if offset >= closed_at and index in partner:
                closed_at = tokens[partner[index]][0]
        elif token in _CLOSERS:
            if offset == closed_at and _quote_ends_sentence(shadow, tokens, partner, index, end):
                stops.append(offset + 1)
        elif offset > closed_at:
            stops.append(offset + len(token))
    return stops


def _partners(tokens: list[tuple[int, str]]) -> dict[int, int]:
    """Opener index to closer index (and back) for brackets that pair up within the paragraph."""
    partner: dict[int, int] = {}
    open_by_kind: dict[str, list[int]] = {opener: [] for opener in _OPENERS}
    for index, (_, token) in enumerate(tokens):
        if token in _OPENERS:
            open_by_kind[token].append(index)
        elif token in _CLOSERS and (waiting := open_by_kind[_CLOSERS[token]]):
            opener = waiting.pop()
            partner[opener] = index
            partner[index] = opener
    return partner


def _quote_ends_sentence(
    shadow: str, tokens: list[tuple[int, str]], partner: dict[int, int], closer: int, end: int
) -> bool:
    """Whether a quotation that ends with a stop also ends the sentence around it."""
    offset, token = tokens[closer]
    if token not in "”」』" or shadow[offset - 1] not in _STOPS or closer not in partner:
        return False
    if offset + 1 < end and (_CARRY_ON.match(shadow, offset + 1) or shadow[offset + 1] in _CLOSERS):
        return False
    if shadow[offset - 1] == "。":
        return True
    opening = tokens[partner[closer]][0]
    return _INTRODUCED.search(shadow[max(0, opening - 1) : opening]) is not None


def stripped(shadow: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends, None when nothing is left."""
    while start < end and shadow[start].isspace():
        start += 1
    while end > start and shadow[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


# A topic is at most as long as the longest "二是……有待进一步深化。" of the reports read for this.
_LONGEST_TOPIC = 22
_LONGEST_ENUMERATED_TOPIC = 45
_COUNTS = "一二三四五六七八九十"
_ENUMERATED = lazily(f"[{_COUNTS}]+(?:是|要)")
_HAS_FACT = (
    r"\d"  # a figure
    r"|[一二三四五六七八九十百千万两]+(?:个|项|件|次|份|家|名|条|大|批|张|首)"
    r"|首[个家批次创张单例]|率先"  # a claim
)
_NOT_A_TOPIC = lazily(
    r"[,;:，；：《》…]|"
    + _HAS_FACT  # a clause more, or a title: the measure itself
    + r"|\A(?:印发|制定|出台|发布|完成|召开|举办|举行|编制|组建|成立|建成|颁发|现将|实现)"
)
_NOT_AN_ENUMERATED_TOPIC = lazily(r"[;:；：《》…]|" + _HAS_FACT)


def announces(shadow: str, start: int, end: int) -> bool:
    """Whether a sentence is a topic: a short lead that states a theme and nothing done.

    "持续深化行政审批制度改革。" and "一是行政执法工作有待进一步提质增效。" are; a sentence with a
    figure, a title, a second clause or a finished act is a measure in its own right.
    """
    if end - start > _LONGEST_TOPIC or shadow[end - 1] != "。":
        return False
    body = _ENUMERATED.match(shadow, start, end)
    return _NOT_A_TOPIC.search(shadow[body.end() if body else start : end]) is None


def enumerates(shadow: str, start: int) -> bool:
    """Whether the sentence at an offset counts: 一是……, 二要……."""
    return shadow[start] in _COUNTS and _ENUMERATED.match(shadow, start) is not None


def enumerates_topic(shadow: str, start: int, end: int) -> bool:
    """Whether a counted sentence states a theme: 一是着力优化服务，推动办事更加便捷。"""
    body = _ENUMERATED.match(shadow, start, end)
    return (
        body is not None
        and end - start <= _LONGEST_ENUMERATED_TOPIC
        and shadow[end - 1] == "。"
        and _NOT_AN_ENUMERATED_TOPIC.search(shadow, body.end(), end) is None
    )


_ADMITS = lazily(r"问题|不足|挑战|困难|短板|差距|薄弱")


def problems(shadow: str, start: int, end: int, *, admitted: bool) -> list[tuple[int, int]]:
    """The lead and the clauses of a sentence that lists problems; empty when it does not.

    `存在的主要问题：a；b；c。` is how work reports state them, and each is to be tagged alone.
    Where the heading has `admitted` them, `一是a；二是b。` needs no lead.
    """
    if shadow.find(";", start, end) < 0:
        return []
    colon = shadow.find(":", start, end)
    if admitted and enumerates(shadow, start):
        lead = []
        rest = start
    elif 0 <= colon < shadow.find(";", start, end) and admits(shadow[start:colon]):
        lead = [(start, colon + 1)]
        rest = colon + 1
    else:
        return []
    found = [*lead, *clauses(shadow, rest, end)]
    last_start, last_end = found[-1]
    if last_end - last_start <= len("等等。"):
        found[-2:] = [(found[-2][0], last_end)]
    return found if len(found) > 1 + len(lead) else []


def admits(words: str) -> bool:
    """Whether a heading or a lead says that problems follow."""
    return _ADMITS.search(words) is not None


def start_of(shadow: str, at: int, marks: str, longest: int) -> int:
    """Where the stretch begins that ends at `at`: behind the last of the marks before it.

    At most `longest` characters away, so that a line without marks costs no more than another.
    """
    low = max(0, at - longest)
    return max(low, *(shadow.rfind(mark, low, at) + 1 for mark in marks))
