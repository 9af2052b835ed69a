import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import review
from core.document import Document
from core.export import html
from core.export.markup import element, joined, legible
from core.export.material import EVERYTHING, Material, Scope, material
from core.ledger import Task
from core.metrics import find_metrics
from core.reading import parse
from core.review import Annotation, anchor_of, key_of

DOCUMENT = parse(
    "报告\n一、成效\n（一）调解。受理案件120件。调解成功率95%。\n（二）执法\n检查30次。\n二、不足\n还有差距。\n"
)
HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> ]]> &amp; ' \" $title"


class Seen(HTMLParser):
    """What a parser finds on a page: elements with attributes, and the text of each note."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def of(self, name: str, kind: str = "") -> list[dict[str, str | None]]:
        return [it for tag, it in self.elements if tag == name and kind in (it.get("class") or "")]


def reviewed(
    words: str = "核对", document: Document = DOCUMENT, scope: Scope = EVERYTHING
) -> Material:
    """A follow-up on the second measure and a note on the last, with these words everywhere."""
    marks = {}
    for at, change in ((1, review.tagged("highlight", "follow-up")), (-1, review.noted("看"))):
        measure = document.measures[at]
        blank = Annotation(f"{at}", anchor_of(document, measure), words, "2025", "2025")
        marks[key_of(measure)] = replace(change(blank), note=words)
    first = key_of(document.measures[1])
    task = Task(unit=words, due="2025-06-30", evidence=(words,))
    marks[first] = replace(marks[first], task=task)
    return material(document, marks, find_metrics(document.text), words, scope)


def test_each_mark_and_its_note_know_each_other() -> None:
    page = Seen(html.write(reviewed()))

    assert [it["class"] for it in page.of("mark")] == ["highlight follow-up", "other"]
    assert [it["href"] for it in page.of("a", "ref")] == ["#n1", "#n2"]
    assert [it["id"] for it in page.of("div", "note ")] == ["n1", "n2"]


def test_the_text_is_there_once_and_in_order() -> None:
    text = html.write(reviewed()).partition('class="text"')[2].partition("<section")[0]
    words = Seen(text).words
    places = [words.index(DOCUMENT.quote(one)) for one in DOCUMENT.measures]

    assert places == sorted(places)
    assert all(words.count(DOCUMENT.quote(one)) == 1 for one in DOCUMENT.measures)


def test_a_heading_in_a_line_and_one_of_its_own_are_both_headings() -> None:
    page = Seen(html.write(reviewed()))

    assert [it["id"] for it in page.of("h3")] == ["s0", "s3"]
    assert [(it["id"], it["aria-level"]) for it in page.of("span", "second")] == [("s1", "4")]


def test_each_link_leads_to_a_place_on_the_page() -> None:
    page = Seen(html.write(reviewed()))
    places = {it["id"] for _, it in page.elements if "id" in it}

    assert {str(it["href"])[1:] for it in page.of("a")} <= places
    assert len(places) == sum("id" in it for _, it in page.elements)


def test_the_text_of_a_section_is_that_section() -> None:
    section = DOCUMENT.sections[3].id
    page = html.write(reviewed(scope=Scope(section=section)))

    assert "还有差距" in page
    assert "受理案件" not in page


def test_the_page_may_load_and_run_nothing_but_its_own() -> None:
    page = html.write(reviewed())
    policy = next(it for it in Seen(page).of("meta") if it.get("http-equiv"))["content"]

    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in str(policy)
    assert not [
        it for _, it in Seen(page).elements for name in it if name.startswith(("on", "sty"))
    ]


def test_the_same_review_gives_the_same_page() -> None:
    assert html.write(reviewed()) == html.write(reviewed())


@pytest.mark.parametrize("words", [HOSTILE, "\x1b[31m\x00\ud800", "95\u202e%\u2066", "$x ${y} $"])
def test_no_words_become_structure(words: str) -> None:
    metadata = replace(DOCUMENT.metadata, title=words)
    page = Seen(html.write(reviewed(words, replace(DOCUMENT, metadata=metadata))))
    plain = Seen(html.write(reviewed()))

    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert page.words.count(legible(words)) >= 5


# Colours

STYLE = files("core.export").joinpath("page.css").read_text("utf-8")
SCHEMES = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
TEXTS = {"ink", "soft", "highlight", "weakness", "follow-up", "other"}
GROUNDS = {"page", "panel"}
# Words in a mark are as black as the others; a button that is pressed is the page turned round.
PAIRS = [*product(sorted(TEXTS), sorted(GROUNDS)), ("page", "ink")]
PAIRS += [("ink", f"{tag}-on") for tag in ("highlight", "weakness", "follow-up", "other")]


def colours(scheme: str) -> dict[str, str]:
    """Its colours by name, each as six digits; what a scheme leaves out is that of the first."""
    named = dict(re.findall(r"--([\w-]+): #([0-9a-f]+);", SCHEMES[0] + scheme))
    return {
        name: it if len(it) == 6 else "".join(2 * one for one in it) for name, it in named.items()
    }


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    named = colours(scheme)
    darker, lighter = sorted(map(luminance, (named[text], named[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_no_text_has_another_colour_or_ground() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    named = {"inherit", "transparent", "none"}
    texts = set(re.findall(r"(?<![\w-])color: ([^;]+);", rules)) - named
    grounds = set(re.findall(r"background(?:-color)?: ([^;]+);", rules)) - named
    assert texts == {f"var(--{name})" for name in (*TEXTS, "page")}
    assert grounds == {f"var(--{ground})" for _, ground in PAIRS}
    assert re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?<![\w-])opacity:", rules) == []


def test_a_group_that_scrolls_says_what_it_holds() -> None:
    groups = [it for it in Seen(html.write(reviewed())).of("div", "wide") if "tabindex" in it]

    assert len(groups) == 3
    assert len({it["aria-label"] for it in groups}) == 3


@given(st.text(), st.text())
def test_any_text_arrives_as_text(words: str, value: str) -> None:
    page = Seen(element("p", {"title": value}, words, joined(words)))

    assert page.elements == [("p", {"title": legible(value)})]
    assert page.words == legible(words) * 2
