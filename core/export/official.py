"""How an official memo looks in Word: paper, type and numbers of GB/T 9704-2012."""

from __future__ import annotations

from dataclasses import dataclass

from core.export.markup import Markup, element, joined

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface of official documents, and what a machine that lacks it takes instead."""

    name: str
    instead: str
    family: str = "roman"


XIAOBIAOSONG = Typeface("方正小标宋简体", "STZhongsong;SimSun;Noto Serif CJK SC")
FANGSONG = Typeface("仿宋_GB2312", "FangSong;STFangsong;Noto Serif CJK SC")
HEITI = Typeface("黑体", "SimHei;Noto Sans CJK SC", "swiss")
KAITI = Typeface("楷体_GB2312", "KaiTi;STKaiti;Noto Serif CJK SC")
SONGTI = Typeface("宋体", "SimSun;Noto Serif CJK SC")
TYPEFACES = (XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI)


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of paragraph: `size` in half points, `line` and `indent` in twentieths of one.

    `indent` is of the first line. `level` is the place of a heading among the levels, from 0.
    """

    id: str
    name: str
    typeface: Typeface
    size: int
    line: int
    indent: int = 0
    align: str = "both"
    bold: bool = False
    level: int | None = None
    left: int = 0
    right: int = 0
    before: int = 0
    after: int = 0


# Type sizes: 2号 is 22 pt, 3号 16 pt, 4号 14 pt, 小四 12 pt, 五号 10.5 pt. 28 lines on 225 mm, as
# 5.2.3 asks, are 22.8 pt of grid; offices set 28 to 30 pt for 3号, and so do we.
BODY = Style("Body", "公文正文", FANGSONG, 32, 580, 640)
STYLES = (
    Style("Title", "Title", XIAOBIAOSONG, 44, 700, align="center", before=200, after=580),
    BODY,
    Style("Heading1", "heading 1", HEITI, 32, 580, 640, level=0),  # 7.3.3: 一、 黑体
    Style("Heading2", "heading 2", KAITI, 32, 580, 640, level=1),  # （一） 楷体
    Style("Heading3", "heading 3", FANGSONG, 32, 580, 640, bold=True, level=2),  # 1. 仿宋
    Style("Heading4", "heading 4", FANGSONG, 32, 580, 640, level=3),  # （1） 仿宋
    Style("Signature", "Signature", FANGSONG, 32, 580, align="right", before=580),
    Style("Date", "Date", FANGSONG, 32, 580, align="right"),
    Style("Annex", "附件", HEITI, 32, 580, align="left"),
    Style("AnnexTitle", "附件标题", XIAOBIAOSONG, 36, 700, align="center", after=200),
    Style("Cell", "表格", FANGSONG, 21, 320, align="left"),
    Style("Number", "表格数字", FANGSONG, 21, 320, align="center"),
    Style("CellHead", "表头", HEITI, 21, 320, align="center"),
    # 7.5: 4号半角宋体, at the outer edge but for the width of a character.
    Style("Folio", "页码", SONGTI, 28, 320, align="right", right=280),
    Style("FolioEven", "页码（双页）", SONGTI, 28, 320, align="left", left=280),
)
_KEPT = ("Annex", "AnnexTitle", "Signature")  # on the page of what follows
# 7.3.3; a mark stands one level below the last heading over it.
_NUMBERS = ("{chinese}、", "（{chinese}）", "{arabic}.", "（{arabic}）")
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")


def number(level: int, at: int) -> str:
    """How the `at`-th of a level, both from 0, is numbered: 一、 （一） 1. （1）."""
    return _NUMBERS[level].format(chinese=_chinese(at + 1), arabic=at + 1)


def _chinese(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    if value < 20:
        return "十" + (digits[value % 10] if value % 10 else "")
    if value < 100:
        return digits[value // 10] + "十" + (digits[value % 10] if value % 10 else "")
    rest = value % 100
    between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return _chinese(value // 100) + "百" + between + (_chinese(rest) if rest else "")


def one(name: str, **attributes: str) -> Markup:
    """An element of WordprocessingML that holds nothing; its attributes are of it too."""
    return element(f"w:{name}", {f"w:{key}": value for key, value in attributes.items()})


def holding(name: str, *children: str) -> Markup:
    """An element of WordprocessingML that has no attributes."""
    return element(f"w:{name}", None, *children)


def styles() -> Markup:
    """The part of the file that says how each kind of paragraph looks."""
    defaults = holding(
        "docDefaults", holding("rPrDefault", _type(BODY)), holding("pPrDefault", holding("pPr"))
    )
    normal = _style_named("Normal", "Normal", _type(BODY), is_default=True)
    grid = element(
        "w:style",
        {"w:type": "table", "w:styleId": "Grid"},
        one("name", val="Table Grid"),
        holding("tblPr", _borders()),
    )
    kinds = [_style_named(it.id, it.name, joined(_setting(it), _type(it))) for it in STYLES]
    return _part("styles", defaults, normal, *kinds, grid)


def _style_named(id_: str, name: str, look: Markup, *, is_default: bool = False) -> Markup:
    given = {"w:type": "paragraph", **({"w:default": "1"} if is_default else {}), "w:styleId": id_}
    based = [] if is_default else [one("basedOn", val="Normal")]
    following = [one("next", val="Body")] if id_.startswith("Heading") else []
    return element(
        "w:style", given, one("name", val=name), *based, *following, one("qFormat"), look
    )


def _setting(style: Style) -> Markup:
    """What of a style is of the paragraph; the order of the elements is that of the schema."""
    keep = [one("keepNext")] if style.level is not None or style.id in _KEPT else []
    indent = {"firstLine": str(style.indent)} if style.indent else {}
    indent |= {"left": str(style.left)} if style.left else {}
    indent |= {"right": str(style.right)} if style.right else {}
    spacing = {"before": str(style.before), "after": str(style.after), "line": str(style.line)}
    outline = [] if style.level is None else [one("outlineLvl", val=str(style.level))]
    return holding(
        "pPr",
        *keep,
        one("kinsoku"),
        one("spacing", **spacing, lineRule="exact"),
        one("ind", **indent),
        one("jc", val=style.align),
        *outline,
    )


def _type(style: Style) -> Markup:
    name = style.typeface.name
    fonts = one("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=name)
    bold = [one("b")] if style.bold else []
    size = str(style.size)
    language = one("lang", val="zh-CN", eastAsia="zh-CN")
    return holding("rPr", fonts, *bold, one("sz", val=size), one("szCs", val=size), language)


def _borders() -> Markup:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [one(side, val="single", sz="4", space="0", color="000000") for side in sides]
    return holding("tblBorders", *lines)


def fonts() -> Markup:
    """The part that names other typefaces for those that a machine has not."""
    entries = [
        element(
            "w:font",
            {"w:name": face.name},
            one("altName", val=face.instead.replace(";", ",")),
            one("charset", val="86"),
            one("family", val=face.family),
            one("pitch", val="variable"),
        )
        for face in TYPEFACES
    ]
    return _part("fonts", *entries)


def settings() -> Markup:
    """The part that sets even pages apart, for their numbers stand at the outer edge."""
    mode = element(
        "w:compatSetting",
        {
            "w:name": "compatibilityMode",
            "w:uri": "http://schemas.microsoft.com/office/word",
            "w:val": "15",
        },
    )
    return _part(
        "settings",
        one("evenAndOddHeaders"),
        one("characterSpacingControl", val="compressPunctuation"),
        holding("compat", mode),
    )


def folio(style: str) -> Markup:
    """The foot of a page with its number, — 1 —."""
    field = element("w:fldSimple", {"w:instr": " PAGE "}, holding("r", holding("t", "1")))
    dash = holding("r", element("w:t", {"xml:space": "preserve"}, "— "))
    end = holding("r", element("w:t", {"xml:space": "preserve"}, " —"))
    paragraph = holding("p", holding("pPr", one("pStyle", val=style)), dash, field, end)
    return _part("ftr", paragraph)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and the margins around its lines, in twentieths of a point."""

    across: int
    down: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def width(self) -> int:
        """How wide the lines are."""
        return self.across - self.left - self.right


# A4 after 5.2.1: 37 mm above, 28 mm at the left, a type area of 156 x 225 mm. A wide table stands
# on the sheet turned round, its head at the binding (8): so its margins are turned as well.
UPRIGHT = Paper(11906, 16838, 2098, 1474, 1984, 1588)
TURNED = Paper(16838, 11906, 1588, 2098, 1474, 1984)
_FOOT = 397 + 320  # 7.5: the number stands 7 mm below the lines, and is a line of 16 pt


def section(paper: Paper) -> Markup:
    """The paper of the pages before: what ends them, or the file."""
    footers = [
        element("w:footerReference", {"w:type": kind, "r:id": relation})
        for kind, relation in (("default", "rId4"), ("even", "rId5"))
    ]
    turned = {"orient": "landscape"} if paper.across > paper.down else {}
    margins = {side: str(getattr(paper, side)) for side in ("top", "right", "bottom", "left")}
    foot = str(paper.bottom - _FOOT)
    return holding(
        "sectPr",
        *footers,
        one("pgSz", w=str(paper.across), h=str(paper.down), **turned),
        one("pgMar", **margins, header="851", footer=foot, gutter="0"),
    )


def ended(paper: Paper) -> Markup:
    """A paragraph that ends the pages on a paper, too low to be seen or to need a page."""
    low = one("spacing", before="0", after="0", line="20", lineRule="exact")
    return holding("p", holding("pPr", low, section(paper)))


def document(*blocks: Markup, paper: Paper = UPRIGHT) -> Markup:
    """The main part of the file; `paper` is that of its last pages."""
    return _part("document", holding("body", *blocks, section(paper)))


def _part(name: str, *children: Markup) -> Markup:
    root = element(f"w:{name}", {"xmlns:w": NAMESPACE, "xmlns:r": RELATIONS}, *children)
    return Markup(DECLARATION + root)
