"""Writing a review by a template."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from core.export import templating
from core.export.escaping import plain
from core.export.rendering import extract
from core.export.templating import TEMPLATES, TemplateError, shipped, values, write
from tests.core.export.reviews import HARD, annotated, handed_in
from tests.core.export.test_escaping import paragraph

FOLLOW_UP = annotated({"2.1": (("weakness", "follow-up"), "甲 | 乙", None)})


def filled(template: str) -> str:
    return write(handed_in(), template)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("full", "  数字：120件（纠纷）；95.6%（成功率）"),
        ("full", "### （一）化解纠纷"),
        ("issues", "   > 一些领域仍需加强。（二、）"),
        (
            "issues",
            "| 1 | 受理纠纷120件，成功率为95.6%。 | 一、（一） 1.1.1 | 区司法局 | 2025-06-30 |"
            " 未启动 |  |",
        ),
        ("highlights", "## 一、成效 （一）化解纠纷"),
        ("亮点摘编", "请核实<br>成功率"),
    ],
)
def test_what_the_shipped_templates_write(name: str, line: str) -> None:
    assert line in filled(shipped(name) or "").split("\n")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shipped_template_is_known_by_both_names_and_ends_in_one_line_end(name: str) -> None:
    assert shipped(name) == shipped(TEMPLATES[name])
    written = filled(shipped(name) or "")
    assert written.rstrip("\n") + "\n" == written
    assert "\n\n\n" not in written


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{{ '*a* <b> | #c' }}", r"\*a\* \<b\> \| \#c"),
        ("{{ '*a*'|raw }}", "*a*"),
        ("{{ '*a*' ~ '_b_' }} {{ '*a*' + '_b_' }}", r"\*a\*\_b\_ \*a\*\_b\_"),
        ("{{ '*a*' ~ '_b_'|raw }} {{ '*a*' + '_b_'|raw }}", r"\*a\*_b_ \*a\*_b_"),
        ("{{ ['*a*', '_b_'|raw]|join('*'|raw) }}", r"\*a\**_b_"),
        ("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m('*') }}", r"**\***"),
        ("{% set x %}**{{ '*' }}**{% endset %}{{ x }}", r"**\***"),
        ("{{ '**'|raw|replace('*', '_') }}", r"\_\_"),
        ("{% autoescape false %}{{ '*a*' }}{% endautoescape %}", r"\*a\*"),
        ("{{ 1 + 2 }} {{ 7 % 4 }} {{ counts.follow_up }}", "3 3 1"),
        ("{% for m in marks if '不足' in m.tags %}{{ m.place }}{% endfor %}", "二、"),
    ],
)
def test_what_a_template_writes_is_escaped_unless_it_is_markdown(
    template: str, written: str
) -> None:
    assert filled(template) == written


@pytest.mark.parametrize(
    ("template", "cause"),
    [
        ("甲\n{{ nothing }}", "line 2: 'nothing' is undefined"),
        ("甲\n\n{% for %}", "line 3: Expected an expression"),
        ("{% for m in marks %}\n{{ m.notes }}{% endfor %}", "line 2: .* no attribute 'notes'"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ marks[0].__class__ }}", "unsafe"),
        ("{{ title.format(1) }}", "unsafe"),
        ("{{ self.__init__.__globals__ }}", "unsafe"),
        ("{{ (1).real }}", "unsafe"),
        ("{% include '/etc/hostname' %}", "line 1: no loader"),
        ("{% import 'os' as os %}", "line 1: no loader"),
        ("{{ 'a' * 999999999 }}", "line 1: \\* is for numbers"),
        ("{{ range(999999999) }}", "Range too big"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{% for i in range(99999) %}" + "长" * 999 + "{% endfor %}", "writes more than"),
        ("{{ open('/etc/hostname') }}", "'open' is undefined"),
    ],
)
def test_a_template_that_cannot_be_filled_in_says_why_and_where(template: str, cause: str) -> None:
    with pytest.raises(TemplateError, match=cause):
        filled(template)


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
GROWING = (
    "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
)


@pytest.mark.parametrize(
    ("template", "cause"), [(ENDLESS, "takes too long"), (GROWING, "takes too much memory")]
)
def test_a_template_ends_in_any_case(
    monkeypatch: pytest.MonkeyPatch, template: str, cause: str
) -> None:
    monkeypatch.setattr(templating, "_DEADLINE", 1.0)
    with pytest.raises(TemplateError, match=cause):
        filled(template)


@settings(max_examples=50)
@given(HARD)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    data = json.dumps({"template": "{{ it }}", "values": {"it": text}}).encode()
    assert paragraph(extract(data).text) == plain(text)


def test_what_a_template_may_say() -> None:
    said = values(handed_in(FOLLOW_UP))
    assert set(said) == {
        *("title", "issuer", "document_number", "written", "published", "document", "reviewer"),
        *("counts", "marks", "parts", "ledger", "figures"),
    }
    [mark] = said["ledger"]
    assert set(mark) == {
        *("id", "quote", "note", "tags", "section_path", "place", "location", "figures"),
        *("reviewer", "created", "updated", "unit", "due", "status", "evidence"),
    }
    assert (mark["tags"], mark["section_path"]) == (["不足", "跟进"], ["二、不足"])
    assert said["figures"][1] == {
        "words": "95.6%",
        "subject": "成功率",
        "value": 95.6,
        "unit": "%",
        "location": "1.1.1",
    }


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_the_readme_names_what_a_template_may_say(readme: str) -> None:
    said = values(handed_in(FOLLOW_UP))
    names = {*said, *said["counts"], *said["marks"][0], *said["parts"][0], *said["figures"][0]}
    page = (Path(__file__).parents[3] / readme).read_text("utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
