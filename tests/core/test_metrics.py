"""The figures of made-up sentences that are as hard as those of real reports and laws."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from core.metrics import find_metrics


def found(text: str) -> list[str]:
    return [text[metric.start : metric.end] for metric in find_metrics(text)]


def only(text: str):
    (metric,) = find_metrics(text)
    return metric


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit", "kind"),
    [
        ("全县用水总量为3.2亿立方米。", "3.2亿立方米", 3.2e8, "立方米", "measure"),
        ("投资达到1,234.5万元。", "1,234.5万元", 12_345_000, "元", "amount"),
        ("出口2.05亿美元。", "2.05亿美元", 2.05e8, "美元", "amount"),
        ("劳动生产率达到21万元/人。", "21万元/人", 210_000, "元/人", "amount"),
        ("氮氧化物浓度为18.5微克/立方米。", "18.5微克/立方米", 18.5, "微克/立方米", "measure"),
        ("氮氧化物浓度为18.5微克每立方米。", "18.5微克每立方米", 18.5, "微克每立方米", "measure"),
        ("装机容量214万千瓦。", "214万千瓦", 2_140_000, "千瓦", "measure"),
        ("吞吐量突破60万标准箱。", "60万标准箱", 600_000, "标准箱", "measure"),
        ("筹建宿舍3.4万套（间）。", "3.4万套（间）", 34_000, "套（间）", "count"),
        ("接待游客12万人次。", "12万人次", 120_000, "人次", "count"),
        ("走访企业1000多家。", "1000多家", 1000, "家", "count"),
        ("调解案件100余件。", "100余件", 100, "件", "count"),
        ("惠及群众30余万人。", "30余万人", 300_000, "人", "count"),
        ("占比提高2.3个百分点。", "2.3个百分点", 2.3, "个百分点", "percentage_points"),
        ("合格率达９８．５％。", "９８．５％", 98.5, "%", "percent"),
        ("加收百分之五的费用。", "百分之五", 5, "%", "percent"),
        ("须经三分之二以上委员同意。", "三分之二", 66.6667, "%", "percent"),
        ("按日加收万分之五的滞纳金。", "万分之五", 0.05, "%", "percent"),
        ("约占全市的1/4。", "1/4", 25, "%", "percent"),
        ("产值增长2.5倍。", "2.5倍", 2.5, "倍", "multiple"),
        ("产值比十年前翻了一番。", "一番", 1, "番", "multiple"),
        ("完成三个子课题。", "三个", 3, "个", "count"),
        ("落实7大部分工作。", "7大部分", 7, "部分", "count"),
        ("建设五大平台。", "五大", 5, "大", "count"),
        ("开展抽查两次。", "两次", 2, "次", "count"),
        ("产量连续12年增长。", "12年", 12, "年", "duration"),
        ("应当在十五个工作日内答复。", "十五个工作日", 15, "个工作日", "duration"),
        ("年满十八周岁的公民。", "十八周岁", 18, "周岁", "duration"),
        ("得分92.5分。", "92.5分", 92.5, "分", "count"),
        ("共有 41 个站点。", "41 个", 41, "个", "count"),
        # units of two parts
        ("人口密度为320人/平方公里。", "320人/平方公里", 320, "人/平方公里", "count"),
        ("列车时速提高到160公里/小时。", "160公里/小时", 160, "公里/小时", "measure"),
        ("水价为3.2元每立方米。", "3.2元每立方米", 3.2, "元每立方米", "amount"),
        ("煤耗298克标准煤/千瓦时。", "298克标准煤/千瓦时", 298, "克标准煤/千瓦时", "measure"),
        ("发电5.1亿千瓦时。", "5.1亿千瓦时", 5.1e8, "千瓦时", "measure"),
        ("道路长3千米。", "3千米", 3, "千米", "measure"),
        # below zero
        ("成绩为零下3度。", "零下3度", -3, "度", "measure"),
        ("最低气温降至零下12.5℃。", "零下12.5℃", -12.5, "℃", "measure"),
        ("零下20摄氏度仍坚持施工。", "零下20摄氏度", -20, "摄氏度", "measure"),
        ("气温在零下5度至3度之间。", "零下5度至3度", -5, "度", "measure"),
        ("全年用电3度。", "3度", 3, "度", "measure"),
        ("惠及3千多人。", "3千多人", 3000, "人", "count"),
        # halves
        ("不满半年的。", "半年", 0.5, "年", "duration"),
        ("离职半年内不得任职。", "半年", 0.5, "年", "duration"),
        ("建设工期为两年半。", "两年半", 2.5, "年", "duration"),
        ("耗时压缩到1个半小时。", "1个半小时", 1.5, "个小时", "duration"),
        # fractions in words
        ("千分之三的误差。", "千分之三", 0.3, "%", "percent"),
        ("人口出生率为6.1‰。", "6.1‰", 6.1, "‰", "percent"),
        ("占比超过七成。", "七成", 70, "%", "percent"),
        ("外地游客占全县游客一半。", "一半", 50, "%", "percent"),
        ("近一半企业实现盈利。", "一半", 50, "%", "percent"),
        ("提高零点五个百分点。", "零点五个百分点", 0.5, "个百分点", "percentage_points"),
        ("股东人数减少三分之一。", "三分之一", 33.3333, "%", "percent"),
        ("代表十分之一以上表决权。", "十分之一", 10, "%", "percent"),
        # no unit: ratios, indexes, people
        ("收入比由2.6∶1缩小。", "2.6∶1", 2.6, "", "multiple"),
        ("环境指数达到102.3。", "102.3", 102.3, "", "count"),
        ("容积率不得高于1.8。", "1.8", 1.8, "", "count"),
        ("人口超过六十五万的县。", "六十五万", 650_000, "", "count"),
        ("30万以上人口县全部覆盖。", "30万", 300_000, "", "count"),
        ("成功处置甲县5.1级地震。", "5.1级", 5.1, "级", "measure"),
        # what looks like an ordinal and is none
        ("连续举办两届博览会。", "两届", 2, "届", "count"),
        ("每年召开三次会议。", "三次", 3, "次", "count"),
        ("班列开行超万列。", "万列", 10_000, "列", "count"),
        ("产值跨上万亿元台阶。", "万亿元", 1e12, "元", "amount"),
        ("储能放电量突破亿度。", "亿度", 1e8, "度", "measure"),
        ("接种疫苗破亿剂。", "亿剂", 1e8, "剂", "count"),
        ("工程提前3天完工。", "3天", 3, "天", "duration"),
        ("名单提前两周公布。", "两周", 2, "周", "duration"),
        ("位次在全省上升4位。", "4位", 4, "位", "rank"),
    ],
)
def test_value_unit_and_kind(text: str, surface: str, value: float, unit: str, kind: str) -> None:
    metric = only(text)
    assert text[metric.start : metric.end] == surface
    assert metric.value == pytest.approx(value, rel=1e-6)
    assert (metric.unit, metric.kind) == (unit, kind)


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("增速保持在5%至6%。", "5%至6%", 5, 6),
        ("每组3—5个村。", "3—5个", 3, 5),
        ("招收2-3岁幼儿。", "2-3岁", 2, 3),
        ("补助100—200万元。", "100—200万元", 1e6, 2e6),
        ("处5000元以上5万元以下罚款。", "5000元以上5万元", 5000, 50_000),
        ("处二千元以上一万元以下的罚款。", "二千元以上一万元", 2000, 10_000),
        ("处五日以上十日以下拘留。", "五日以上十日", 5, 10),
        ("处所得一倍以上五倍以下罚款。", "一倍以上五倍", 1, 5),
        ("处价款百分之五以上百分之十以下罚款。", "百分之五以上百分之十", 5, 10),
        ("由七至十一人组成。", "七至十一人", 7, 11),
        ("责令停业三个月以上一年以下。", "三个月以上一年", 3, 12),
        ("每组派一至三名联络员。", "一至三名", 1, 3),
        ("十四周岁以上不满十八周岁的。", "十四周岁以上不满十八周岁", 14, 18),
        ("占百分之十五以上、不足百分之三十的。", "百分之十五以上、不足百分之三十", 15, 30),
        ("招收5到8人。", "5到8人", 5, 8),
        ("增速在5%~6%之间。", "5%~6%", 5, 6),
        ("处五千以上二万以下罚款。", "五千以上二万", 5000, 20_000),
        ("处二万元以上二十万以下的罚款。", "二万元以上二十万", 20_000, 200_000),
        ("费用为三至五成。", "三至五成", 30, 50),
        ("处六年以上十年以下有期徒刑。", "六年以上十年", 6, 10),
    ],
)
def test_a_range_is_one_figure(text: str, surface: str, low: float, high: float) -> None:
    metric = only(text)
    assert text[metric.start : metric.end] == surface
    assert (metric.value, metric.value_max) == (low, high)
    assert metric.qualifier is None


@pytest.mark.parametrize(
    ("text", "surface", "place"),
    [
        ("粮食总产居全省第3位。", "第3位", 3),
        ("创新指数位列全国第一，增速放缓。", "第一", 1),
        ("建成全球第三大编组站。", "第三", 3),
        ("港口跻身世界前十位。", "前十位", 10),
        ("满意度进入全市前三。", "前三", 3),
        ("绿化率居全国首位。", "首位", 1),
        ("蝉联营商环境评价榜首。", "榜首", 1),
    ],
)
def test_a_rank_is_where_it_stands(text: str, surface: str, place: float) -> None:
    metric = only(text)
    assert text[metric.start : metric.end] == surface
    assert (metric.value, metric.unit, metric.kind) == (place, "位", "rank")


@pytest.mark.parametrize(
    "text",
    [
        # dates, years, times, plan periods
        "2024年2月3日发布。",
        "二〇二四年启动。",
        "实施方案（2023—2025年）已印发。",
        "发布日期：2025-01-09",
        "实施三年行动计划。",
        "过去五年极不平凡。",
        "一年来成效明显。",
        "这是爬坡过坎的五年。",
        "阅览室24小时开放。",
        "今后五年开局良好，前三季度平稳。",
        "一季度回升，6月底验收，9时30分开会。",
        "八十年代建成，迎来建厂100周年。",
        # numbering, ordinals, references
        "一、总体情况",
        "（三）强化保障。",
        "1.2.3 术语",
        "依照第十二条第二款第一、二项的规定。",
        "前两款规定的情形。",
        "党的二十大和二十届三中全会。",
        "市十六届人大三次会议。",
        "第二批名单。",
        "第十五个五年规划。",
        "荣获一等奖。",
        "二期工程，二级医院，市、区两级。",
        "首条第七航权航线。",
        # names, slogans, set phrases
        "推广“三员共管”机制。",
        "落实“60条”。",
        "推进统一部署，进一步提升，一系列举措，一批项目。",
        "一般公共预算、社会消费品零售、零部件。",
        "C919、5G、PM2.5、G60、12345热线、2号线、1+6体系。",
        "开展1%人口抽样调查。",
        "建立三位一体格局，落实八项规定。",
        "用于二次供水的设施。",
        "最后一公里。",
        "入围500强。",
        # vague quantities, articles
        "若干措施，数十家企业，上百家单位，千座公园城市。",
        "打造万亿级产业，一个平台，一幅图景。",
        "实现零的突破，是主要来源之一。",
        "以下四个方面：",
        "结构由8.7∶41.2∶50.1调整。",
        # names and numbering with digits
        "改造318国道，接入12345政务服务热线，升级2.0版。",
        "7.2026年实事清单",
        "保障三次产业，实行长江十年禁渔，完善15分钟生活圈。",
        "用好两个市场两种资源，支持公益二类幼儿园，收支两条线。",
        "违反本条例二十六条规定，依照六十四条第二款处理。",
        "做到六个坚持，窗口365天不打烊，三天两头跑现场，本科二本招生。",
        "沪府发〔2024〕15号，电话0571-88886666，GB/T 9704-2012，见表1-2和附件2。",
        "七一勋章，六一儿童节，十一黄金周，千方百计，五湖四海，零跑动。",
        # halves and ones that are no quantity
        "上半年平稳，过半数通过，覆盖一半以上的村，一半是山地。",
        "合并为一个选区，推举一名董事主持，一起送达。",
        "产值实现翻番。",
        # what a campaign is named for, what is published
        "打好0.2微克攻坚行动，推进千亿元工程，完善三次产业结构。",
        "榜首之争激烈。",
        "最近一次公告，最近一个会计年度，委员会三成员，筹备组八成立。",
        "6.7 本所可以组织检查。10.3本规则由本会解释。中证50成份股调整。",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("比例达到4.5%左右。", ["approx"]),
        ("优良率接近80%。", ["approx"]),
        ("新增企业近5万家。", ["approx"]),
        ("签约3500亿元。", [None]),
        ("服务客户超过320家。", ["at_least"]),
        ("就业率保持95%以上。", ["at_least"]),
        ("比例不低于百分之三十。", ["at_least"]),
        ("公示期不得少于三十日。", ["at_least"]),
        ("公积金不得少于注册资本的百分之二十五。", ["at_least"]),
        ("妇女代表不足总数百分之三十的。", ["at_most"]),
        ("至少保存两年。", ["at_least"]),
        ("圆满举办4届展会。", [None]),
        ("人数不超过五百人。", ["at_most"]),
        ("未满十四周岁的。", ["at_most"]),
        ("应当自受理之日起三十日内决定。", ["at_most"]),
        ("轨道外侧五十米内。", ["at_most"]),
        ("处五万元以下罚款。", ["at_most"]),
        ("产值增长6.5%。", ["up"]),
        ("研发投入年均增长超10%。", ["at_least+up"]),
        ("能耗累计下降14%左右。", ["approx+down"]),
        ("主体净增31万户。", ["up"]),
        ("压减地下水开采量2亿立方米。", ["down"]),
        ("失业率降至4.2%。", [None]),
        ("占比从30%提高到45%。", [None, None]),
        ("由2020年的3亿元增长到2025年的4亿元。", [None, None]),
        ("新增公园27座。", [None]),
        ("新增3所小学、2所中学。", ["up", "up"]),
        ("改造提升20个园区。", [None]),
        ("指数提升2个等级。", ["up"]),
        ("减轻群众负担3亿元。", ["down"]),
        ("处三年以上七年以下拘役。", [None]),
        ("新推出12个站点。", [None]),
        ("创新案例新增9个。", ["up"]),
        ("甲、乙产量分别下降13.5%、8.6%。", ["down", "down"]),
        ("平均压减时间41%、材料36%。", ["down", "down"]),
        ("压减时间41%、线上办理率达98%。", ["down", None]),
        ("超过规定时速50%以下的。", ["at_most"]),
        ("自退出现役之日起三十日内办理。", ["at_most"]),
        ("占比超过七成。", ["at_least"]),
        ("刑罚执行完毕未逾五年的。", ["at_most"]),
        ("城镇、农村收入分别增长4.5%、5.5%左右。", ["approx+up", "approx+up"]),
    ],
)
def test_qualifiers(text: str, qualifiers: list[str | None]) -> None:
    assert [metric.qualifier for metric in find_metrics(text)] == qualifiers


def test_a_number_waits_for_the_unit_of_the_next() -> None:
    metrics = find_metrics("三县产值分别达1.28万亿、8200亿元，占比提高15、22个百分点。")
    assert [(metric.value, metric.unit) for metric in metrics] == [
        (1.28e12, "元"),
        (8.2e11, "元"),
        (15, "个百分点"),
        (22, "个百分点"),
    ]


def test_people_are_counted_without_a_unit() -> None:
    metric = only("补贴惠及120余万儿童。")
    assert (metric.value, metric.unit, metric.qualifier) == (1_200_000, "", "approx")


def test_a_produced_list_counts_although_it_is_quoted() -> None:
    assert found("评选发布“十大案例”和6件“指导案例”。") == ["十大", "6件"]
    assert found("获评全市“十大案例”。") == []


def test_one_counts_only_where_it_is_meant_as_a_number() -> None:
    assert found("在一年内改正，每年至少演练一次，处一万元以下罚款。") == ["一年", "一次", "一万元"]
    assert found("一年之计，一次性办结，这是一项任务。") == []


def test_round_numbers_count_only_where_a_limit_is_passed() -> None:
    assert found("产值突破千亿元。") == ["千亿元"]
    assert found("培育千亿元产业。") == []


def test_context_ends_at_the_sentence_and_the_line() -> None:
    metrics = find_metrics("受理信访2000件\n15%。其中5件。")
    assert [metric.subject for metric in metrics] == ["信访", "", ""]


ALPHABET = (
    "一二三十百千万亿0123456789.,，。、；\n“”《》（）第前位年月日内以上下至—个件项元%％"
    "分之增长超约新的大和"
)


@given(st.text(alphabet=ALPHABET, max_size=120))
def test_figures_stand_in_order_inside_the_text_and_apart(text: str) -> None:
    metrics = find_metrics(text)
    assert all(0 <= metric.start < metric.end <= len(text) for metric in metrics)
    assert all(left.end <= right.start for left, right in pairwise(metrics))


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    find_metrics(text)


@given(st.text(alphabet=ALPHABET, max_size=120))
def test_look_alike_characters_change_nothing(text: str) -> None:
    plain = [(metric.start, metric.end, metric.value) for metric in find_metrics(fold(text))]
    assert [(metric.start, metric.end, metric.value) for metric in find_metrics(text)] == plain


@given(
    st.integers(min_value=2, max_value=10**9),
    st.sampled_from(["家", "件", "万元", "亿元", "公里", "人次"]),
    st.booleans(),
)
def test_a_printed_number_is_read_back(value: int, unit: str, separated: bool) -> None:
    printed = f"{value:,}" if separated else str(value)
    text = f"累计达到{printed}{unit}。"
    metric = only(text)
    magnitude = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    assert text[metric.start : metric.end] == printed + unit
    assert metric.value == pytest.approx(value * magnitude)


def test_a_long_line_takes_time_in_proportion() -> None:
    sentence = "建成驿站15个、产值增长5.4%，居全省第2位，"
    metrics = find_metrics(sentence * 5000)
    assert len(metrics) == 15_000
    assert {metric.qualifier for metric in metrics} == {None, "up"}


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("出口增长-5%。", "-5%", -5),
        ("增加值增速为－3.5％。", "－3.5％", -3.5),
        ("营业利润−86万元。", "−86万元", -860_000),
        ("出口同比增长+2%。", "+2%", 2),
        ("受理申请1 000件。", "1 000件", 1000),  # thousands parted by a space
        ("受理申请12 345件。", "12 345件", 12345),
        ("年度2024 100件。", "100件", 100),
        ("编号A-3栋，住户12户。", "12户", 12),  # no sign
    ],
)
def test_signs_and_thousands(text: str, surface: str, value: float) -> None:
    (metric,) = find_metrics(text)
    assert (text[metric.start : metric.end], metric.value) == (surface, value)


@pytest.mark.parametrize("text", ["电话021-5555件", "007件", "代号000件"])
def test_a_number_that_begins_with_noughts_is_none(text: str) -> None:
    assert find_metrics(text) == ()


def test_a_word_that_names_nothing_is_no_subject() -> None:
    (metric,) = find_metrics("组织活动180场次等。")
    assert metric.subject == "活动"
