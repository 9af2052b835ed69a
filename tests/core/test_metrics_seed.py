"""All figures of the report that is shipped with the program, listed."""

from importlib.resources import files

from core.metrics import find_metrics

RATES = (
    "行政机关负责人行政诉讼出庭应诉率、正职负责人参加年度首案庭审率、"
    "行政负责人参加年度行政复议听证率"
)
FIGURES = [
    ("41个", 41, "个", "count", "领域"),
    ("四个", 4, "个", "count", "区"),
    ("39个", 39, "个", "count", "改革业态"),
    ("三个", 3, "个", "count", "分课题调研报告"),
    ("29件", 29, "件", "count", "行政规范性文件清理"),
    ("188份", 188, "份", "count", "政策文件公平竞争复核审查工作"),
    ("120名", 120, "名", "count", "行政执法人员"),
    ("4件", 4, "件", "count", "行政执法案例"),
    ("十大", 10, "大", "count", "案例"),
    ("10件", 10, "件", "count", "指导案例"),
    ("2次", 2, "次", "count", "案卷评查"),
    ("120份", 120, "份", "count", "行政执法案卷"),
    ("3个", 3, "个", "count", RATES),
    ("100%", 100, "%", "percent", RATES),
    ("48场", 48, "场", "count", "政府开放月活动"),
    ("十大", 10, "大", "count", "典型案例"),
    ("7009件", 7009, "件", "count", "民间纠纷"),
    ("6698件", 6698, "件", "count", "成功调解纠纷"),
    ("95.6%", 95.6, "%", "percent", "调解成功率"),
    ("100%", 100, "%", "percent", "信访按期转送率、按期受理率、按期办结率"),
    ("8家", 8, "家", "count", "法律服务机构"),
    ("2次", 2, "次", "count", "区政府常务会议学法"),
    ("9大部分", 9, "部分", "count", "实施意见"),
    ("39项", 39, "项", "count", "任务"),
]


def test_every_figure_of_the_shipped_report() -> None:
    report = files("seeds") / "changning-2024-law-based-government-report.txt"
    text = report.read_text(encoding="utf-8")
    found = [
        (text[metric.start : metric.end], metric.value, metric.unit, metric.kind, metric.subject)
        for metric in find_metrics(text)
    ]
    assert found == FIGURES
    assert all(metric.qualifier is None for metric in find_metrics(text))
