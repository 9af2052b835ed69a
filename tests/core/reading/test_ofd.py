"""An OFD file (GB/T 33190-2016) is read as it is printed."""

import random
from contextlib import suppress

import pytest

from core.reading.extract import ReadError
from core.reading.pages.ofd import extract
from tests.core.reading.make_ofd import make_ofd, sheet, text

FULL = "为规范执法行为保护各方权益" * 2  # 26 em, 143 mm
LETTER = sheet(
    text("关于办理某事的函", 83, 60),
    text("某区政府：", 25, 80),
    text(FULL[2:], 36, 90),
    text(FULL[:25] + "。", 25, 100),
    text("此函。", 36, 110),
    text("2024年1月2日", 130, 130),
)
READ = ["关于办理某事的函", "某区政府：", FULL[2:] + FULL[:25] + "。", "此函。", "2024年1月2日"]
SMALL = sheet(text("依法行政。", 25, 60))


def nested(xml: str, times: int) -> str:
    xml = xml.replace("<ofd:TextObject", "<ofd:PageBlock>" * times + "<ofd:TextObject")
    return xml.replace("</ofd:TextObject>", "</ofd:TextObject>" + "</ofd:PageBlock>" * times)


def test_a_letter() -> None:
    found = extract(make_ofd(LETTER, title="某市模板"))
    assert found.text.split("\n") == READ
    assert found.metadata.title == ""
    assert found.warnings == ()


def test_the_title_beside_the_text_when_the_text_begins_with_none() -> None:
    assert extract(make_ofd(SMALL, title="关于依法行政的函")).metadata.title == "关于依法行政的函"


def test_pages_follow_each_other() -> None:
    pages = [sheet(text(f"其{n}。", 25, 60 + 20 * n)) for n in range(1, 4)]
    assert extract(make_ofd(*pages)).text == "其1。\n其2。\n其3。"


@pytest.mark.parametrize(
    "location",
    [
        "Pages/Page_0/Content.xml",
        "/Doc_0/Pages/Page_0/Content.xml",
        "./Pages/../Pages/Page_0/Content.xml",
        "Pages\\Page_0\\Content.xml",
    ],
)
def test_a_location_from_the_root_or_from_the_part_that_names_it(location: str) -> None:
    assert extract(make_ofd(SMALL, locations=[location])).text == "依法行政。"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("ofd:", "").replace("xmlns:ofd", "xmlns"),
        lambda xml: xml.replace("ofd:", "x:").replace("xmlns:ofd", "xmlns:x"),
        lambda xml: xml.replace("xmlns:ofd", "xmlns:ofd").replace("/2016", ""),
        lambda xml: "\ufeff" + xml,
        lambda xml: nested(xml, 40),
    ],
    ids=["no prefix", "other prefix", "other namespace", "byte order mark", "blocks in blocks"],
)
def test_the_liberties_of_writers(change) -> None:  # type: ignore[no-untyped-def]
    assert extract(make_ofd(change(SMALL))).text == "依法行政。"


@pytest.mark.parametrize(
    "code",
    [
        'X="0" Y="0" DeltaX="5 5 5 5"',
        'X="0" Y="0" DeltaX="g 4 5"',
        'X="0" Y="0" DeltaX="5 g 3 5"',
        'X="0" Y="0" DeltaX="g 99999999999 5"',
        'X="0" Y="0"',
        'X="0" Y="0" DeltaX="g x 5"',
        'X="nan" Y="inf" DeltaX="1e999"',
    ],
)
def test_how_far_apart_characters_stand(code: str) -> None:
    assert extract(make_ofd(sheet(text("依法行政。", 25, 60, 5, code=code)))).text == "依法行政。"


def test_one_character_a_text_code() -> None:
    codes = "".join(
        f'<ofd:TextCode X="{5 * n}" Y="0">{char}</ofd:TextCode>'
        for n, char in enumerate("依法行政。")
    )
    one = f'<ofd:TextObject Boundary="25 60 50 10" Size="5">{codes}</ofd:TextObject>'
    assert extract(make_ofd(sheet(one))).text == "依法行政。"


def test_a_matrix_places_and_enlarges() -> None:
    title = text("某市文件", 60, 40, 5.5, more='CTM="4 0 0 4 0 0"')
    found = extract(make_ofd(sheet(title, text("依法行政。", 25, 60))))
    assert found.text == "某市文件\n依法行政。"


def test_a_matrix_turns() -> None:
    turned = 'CTM="0 -1 1 0 0 0"'
    upwards = sheet(text("一、成效", 60, 200, more=turned), text("又。", 80, 200, more=turned))
    assert extract(make_ofd(upwards)).text == "一、成效\n又。"


def test_what_a_template_prints() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    parts = {"Doc_0/Tpls/T.xml": sheet(text("某市人民政府文件", 60, 50, 9))}
    page = sheet(text("依法行政。", 25, 100), before='<ofd:Template TemplateID="7"/>')
    found = extract(make_ofd(page, common=common, parts=parts))
    assert found.text == "某市人民政府文件\n依法行政。"


def test_what_a_template_prints_on_every_page_is_furniture() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    parts = {"Doc_0/Tpls/T.xml": sheet(text("内部资料", 60, 10))}
    pages = [
        sheet(text(f"其{n}。", 25, 100), before='<ofd:Template TemplateID="7"/>') for n in range(3)
    ]
    assert extract(make_ofd(*pages, common=common, parts=parts)).text == "其0。\n其1。\n其2。"


def test_all_documents_of_a_file() -> None:
    body = "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"
    parts = {"OFD.xml": f"<OFD>{body}{body}</OFD>"}
    assert extract(make_ofd(SMALL, parts=parts)).text == "依法行政。\n依法行政。"


def test_attachments_are_named() -> None:
    parts = {
        "Doc_0/A/A.xml": '<A><Attachment Name="清单"/><Attachment><FileLoc>b.xml</FileLoc>'
        "</Attachment></A>"
    }
    more = "<ofd:Attachments>A/A.xml</ofd:Attachments>"
    assert extract(make_ofd(SMALL, more=more, parts=parts)).warnings == (
        "attachments not read: 清单, b.xml",
    )


@pytest.mark.parametrize("bad", ["<ofd:Page", "<!DOCTYPE x><x/>", ""], ids=["cut", "DTD", "empty"])
def test_a_damaged_page_is_named_and_the_others_read(bad: str) -> None:
    found = extract(make_ofd(SMALL, bad, SMALL))
    assert found.text == "依法行政。\n依法行政。"
    assert found.warnings == ("pages that could not be read: 2",)


PICTURE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297"/>'


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "the file is damaged or cut short"),
        (b"PK\x03\x04 not a zip", "the file is damaged or cut short"),
        (make_ofd(SMALL, parts={"OFD.xml": ""}), "the file is damaged or cut short"),
        (make_ofd(SMALL, parts={"OFD.xml": "<OFD"}), "damaged XML: OFD.xml"),
        (make_ofd(SMALL, parts={"Doc_0/Document.xml": ""}), "the file is damaged or cut short"),
        (make_ofd("<x"), "pages that could not be read: 1"),
        (make_ofd(), "the file holds no text"),
        (
            make_ofd(sheet(PICTURE)),
            "scanned pages without text; recognise the text first (OCR)",
        ),
    ],
)
def test_a_file_without_text_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(ReadError) as refusal:
        extract(data)
    assert str(refusal.value) == cause


def test_single_scanned_pages_are_told_of() -> None:
    assert extract(make_ofd(SMALL, sheet(PICTURE))).warnings == ("pages without text: 1",)


def test_deep_nesting_is_read_and_too_many_pages_are_refused() -> None:
    assert extract(make_ofd(nested(SMALL, 200))).text == "依法行政。"
    with pytest.raises(ReadError, match="the file has more pages than a document can have"):
        extract(make_ofd(SMALL, locations=["Pages/Page_0/Content.xml"] * 100_000))


def test_damaged_bytes_give_text_or_a_reason() -> None:
    chance = random.Random(12)
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    whole = make_ofd(LETTER, SMALL, common=common, parts={"Doc_0/Tpls/T.xml": SMALL})
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        with suppress(ReadError):
            assert extract(bytes(data)).text


@pytest.mark.parametrize("seed", range(3))
def test_damaged_xml_gives_text_or_a_reason(seed: int) -> None:
    """The checksum of the zip would hide this damage."""
    chance = random.Random(seed)
    for _ in range(100):
        page = list(LETTER)
        for _ in range(chance.randrange(1, 6)):
            page[chance.randrange(len(page))] = chance.choice('<>"/ 019.-e甲&')
        with suppress(ReadError):
            assert extract(make_ofd("".join(page), SMALL)).text
