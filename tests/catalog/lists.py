"""A list of matters as a county might keep it: plainly made up, in a layout that is not ours."""

from collections.abc import Iterator

CODE_OF_UNIT = "11440100007482575H"
OFFICES = (
    "县公安局", "县市监局", "县民政局", "县人社局", "县卫健局", "县住建局", "县文广旅体局", "县水务局", "县税务局", "县林业局", "县医保局",
)  # fmt: skip
THINGS = (
    "道路运输", "食品经营", "医疗机构", "林木采伐", "取水", "建筑施工", "烟花爆竹零售", "农药经营", "种子生产", "动物诊疗", "渔业捕捞", "户外广告",
    "临时占道", "城市绿化", "排水", "燃气经营", "旅馆业", "印章刻制", "养老机构", "民办学校",
)  # fmt: skip
ACTS = ("许可证核发", "许可证变更", "许可证延续", "许可证补办", "备案")
TITLE = "某某县政务服务事项清单（样表）"
HEADER = (
    "序号",
    "管事单位",
    "办啥事",
    "事项代码（31位）",
    "类别",
    "多久能办完（工作日）",
    "法定办结时限",
    "要带啥",
    "经手科室",
)
MAPPING = """\
columns:
  管事单位: 实施主体
  办啥事: 事项名称
  多久能办完: 承诺时限
  要带啥: 申请材料
  经手科室: ~
departments:
  县文广旅体局: wl
profile: guangdong
"""


def wide(text: str) -> str:
    """The text as an input method in full-width mode types it."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def rows(count: int) -> Iterator[list[str]]:
    """A title, a header, and `count` rows; departments stand only where they begin, every 9th code is full-width, and
    every 100th row is wrong in one of three ways: no name, no readable period, a rounded code.
    """
    yield [TITLE]
    yield list(HEADER)
    before = ""
    for at in range(count):
        office = OFFICES[at * len(OFFICES) // count]
        thing, act = THINGS[at % len(THINGS)], ACTS[at // len(THINGS) % len(ACTS)]
        code = f"{CODE_OF_UNIT}34401{at % 90 + 10:02d}{at % 1000:03d}{at // 1000:03d}"
        name = f"{thing}{act}（{at // (len(THINGS) * len(ACTS)) + 1}类）"
        period = "即办" if at % 5 == 0 else f"{at % 10 + 1}"
        match at % 300:
            case 99:
                name = ""
            case 199:
                period = "看情况"
            case 299:
                code = "1.14401E+30"
        code = wide(code.lower()) if at % 9 == 0 else code
        papers = "1.身份证（复印件1份）；2.申请表" if at % 2 else "营业执照、身份证"
        yield [str(at + 1), office if office != before else "", name, code, "行政许可", period, "20日", papers, "一科"]
        before = office
