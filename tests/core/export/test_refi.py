"""The review as a REFI-QDA project."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from xmlschema import XMLSchema

from core import review
from core.document import Document
from core.export import refi
from core.export.material import Material, material
from core.ledger import Task
from core.reading import parse
from core.review import Annotation, anchor_of, key_of
from tests.core.export.reviews import DOCUMENT, HARD, NOW, annotated, handed_in

NAME = {"q": "urn:QDA-XML:project:1.0"}


@cache
def official() -> XMLSchema:
    """The schema of REFI, as published (MIT, see its head)."""
    return XMLSchema(Path(__file__).with_name("refi_qda_project.xsd"))


def files(made: Material) -> dict[str, str]:
    with ZipFile(BytesIO(refi.write(made))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def project(made: Material) -> ET.Element:
    return ET.fromstring(files(made)["project.qde"])


def text_of(made: Material) -> str:
    return next(text for name, text in files(made).items() if name.startswith("sources/"))


def all_marked(document: Document) -> Mapping[str, Annotation]:
    return {
        key_of(measure): review.tagged("highlight")(
            Annotation(str(number), anchor_of(document, measure), "李", NOW, NOW)
        )
        for number, measure in enumerate(document.measures)
    }


def orphaned() -> Material:
    return material(DOCUMENT, {"9999": annotated()["59"]}, (), "李")


def timeless() -> Material:
    marks = {key: replace(one, created="昨天", updated="") for key, one in annotated().items()}
    return handed_in(marks)


CASES = {
    "marks": handed_in(),
    "orphan": orphaned(),
    "no marks": handed_in({}),
    "no times": timeless(),
    "no title, tag of a newer Piyue": handed_in(
        annotated({"2.1": (("praise",), "", None)}), title=""
    ),
}


@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_the_official_schema_accepts_it(made: Material) -> None:
    official().validate(BytesIO(files(made)["project.qde"].encode()))


@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_every_reference_leads_to_what_it_names(made: Material) -> None:
    root = project(made)
    named = {"CodeRef": "Code", "NoteRef": "Note"}

    for reference, kind in named.items():
        guids = {one.get("guid") for one in root.iterfind(f".//q:{kind}", NAME)}
        assert {one.get("targetGUID") for one in root.iterfind(f".//q:{reference}", NAME)} <= guids
    users = {one.get("guid") for one in root.iterfind(".//q:User", NAME)}
    assert {one.get("creatingUser") for one in root.iter() if one.get("creatingUser")} <= users


def test_identifiers_are_each_of_one_thing() -> None:
    guids = [one.get("guid") for one in project(handed_in()).iter() if one.get("guid")]

    assert len(set(guids)) == len(guids)


def test_the_text_is_beside_the_project_under_the_name_that_it_says() -> None:
    made = files(handed_in())
    path = ET.fromstring(made["project.qde"]).find(".//q:TextSource", NAME)

    assert path is not None
    assert list(made) == [
        "project.qde",
        (path.get("plainTextPath") or "").replace("internal://", "sources/"),
    ]
    assert text_of(handed_in()) == DOCUMENT.text


# Code points, half open, as the standard counts; a character of two UTF-16 units is one.
@pytest.mark.parametrize(
    "text",
    [
        DOCUMENT.text,
        "报告\n𠮷野家。\n一、成效\n受理𠮷案件120件。办结。\n",
        "报告\r\n一、成效\r\n受理案件。\x0b办结。\r\n",
    ],
    ids=["plain", "two units of UTF-16", "line ends"],
)
def test_positions_cut_each_measure_out_of_the_text(text: str) -> None:
    document = parse(text)
    made = material(document, all_marked(document), (), "李")
    source = text_of(made)

    assert [
        source[int(one.attrib["startPosition"]) : int(one.attrib["endPosition"])]
        for one in project(made).iterfind(".//q:PlainTextSelection", NAME)
    ] == [document.quote(measure) for measure in document.measures]


def test_what_no_text_file_holds_is_replaced_one_for_one() -> None:
    text = "报告\n\ufeff甲\ud800乙\x9b丙。\n"
    made = material(replace(DOCUMENT, text=text, measures=(), sections=()), {}, (), "李")

    assert text_of(made) == "报告\n\ufffd甲\ufffd乙\ufffd丙。\n"


def test_tags_are_codes_in_their_colours() -> None:
    root = project(handed_in(annotated({"2.1": (("weakness", "praise"), "", None)})))
    codes = {one.get("guid"): one for one in root.iterfind(".//q:Code", NAME)}
    used = [codes[one.get("targetGUID")].get("name") for one in root.iterfind(".//q:CodeRef", NAME)]

    assert [(one.get("name"), one.get("color")) for one in codes.values()] == [
        ("亮点", "#006970"),
        ("不足", "#b82500"),
        ("跟进", "#8f10ca"),
        ("praise", None),
    ]
    assert used == ["不足", "praise"]


def test_codes_and_reviewers_are_the_same_in_every_project() -> None:
    other = parse("另一报告\n一、成效\n受理案件。\n")
    roots = [project(handed_in()), project(material(other, {}, (), "李"))]

    for kind in ("Code", "User"):
        one, two = (
            [found.get("guid") for found in root.iterfind(f".//q:{kind}", NAME)] for root in roots
        )
        assert one == two


def test_a_note_is_a_comment_of_the_selection_and_a_memo() -> None:
    root = project(handed_in())
    selections = root.findall(".//q:PlainTextSelection", NAME)
    said = "请核实\n成功率\n责任单位：区司法局；时限：2025-06-30；状态：未启动"

    assert [one.findtext("q:Description", None, NAME) for one in selections] == [
        "缺少统计口径",
        said,
        None,
    ]
    assert [
        one.findtext("q:PlainTextContent", None, NAME) for one in root.iterfind(".//q:Note", NAME)
    ] == [
        "缺少统计口径",
        said,
    ]


def test_a_selection_leads_to_the_memo_that_says_the_same() -> None:
    root = project(handed_in())
    notes = {
        one.get("guid"): one.findtext("q:PlainTextContent", "", NAME)
        for one in root.iterfind(".//q:Note", NAME)
    }

    assert [
        [notes[ref.get("targetGUID")] for ref in one.iterfind("q:NoteRef", NAME)]
        for one in root.iterfind(".//q:PlainTextSelection", NAME)
    ] == [
        [said] if (said := one.findtext("q:Description", None, NAME)) else []
        for one in root.iterfind(".//q:PlainTextSelection", NAME)
    ]


def test_what_the_text_has_no_more_is_a_memo_of_the_project() -> None:
    root = project(orphaned())

    assert root.find(".//q:PlainTextSelection", NAME) is None
    assert len(root.findall("q:NoteRef", NAME)) == 1
    assert (root.findtext(".//q:PlainTextContent", "", NAME)).startswith(
        "“受理纠纷120件，成功率为95.6%。”\n亮点、跟进\n请核实"
    )


def test_the_name_of_the_text_is_no_path() -> None:
    found = project(handed_in(title="../../关于A/B的\\报告:“摘要”?")).find(".//q:TextSource", NAME)

    assert found is not None
    assert found.get("name") == "关于A B的 报告 “摘要”"


def test_the_same_review_gives_the_same_bytes() -> None:
    shuffled = dict(reversed(annotated().items()))

    assert refi.write(handed_in(shuffled)) == refi.write(handed_in())


def test_the_archive_knows_no_clock_no_system_and_no_version_of_zlib() -> None:
    with ZipFile(BytesIO(refi.write(handed_in()))) as archive:
        assert {
            (one.date_time, one.create_system, one.compress_type, one.external_attr)
            for one in archive.infolist()
        } == {((1980, 1, 1, 0, 0, 0), 3, ZIP_STORED, 0o644 << 16)}


@given(HARD)
def test_nobodys_words_become_structure(words: str) -> None:
    task = Task(words, words, words, (words,))
    marks = annotated({"2.1": (("follow-up", words), words, task)})
    made = handed_in(marks, reviewer=words, title=words)
    root = project(made)

    official().validate(BytesIO(files(made)["project.qde"].encode()))
    assert len(root.findall(".//q:PlainTextSelection", NAME)) == 1
    assert len(root.findall(".//q:User", NAME)) == len({words, "李"})
