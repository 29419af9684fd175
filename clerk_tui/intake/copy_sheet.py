"""The copy sheet (抄录单): a case's values as one department's system wants them, box by box. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clerk_tui.catalog.adapter import NAME_PARTS, Adapter, Line, Part, written
from clerk_tui.catalog.model import APPLICANT, Catalog, Field, join_key, split_ask
from clerk_tui.intake.plan_needs import known_values
from clerk_tui.intake.plan_types import Facts, PlannedItem

WIDE = ("province", "city", "district")
"""Parts of an address that say of nobody where to find them."""
Trouble = Literal["missing", "not_split", "too_long", "no_code", "no_date"]
"""Why a box can't be copied as it stands: the clerk looks, and types it by hand."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One box: its part of the form, what it is called there, and what goes into it."""

    part: str
    label: str
    value: str
    trouble: Trouble | None = None
    constant: bool = False
    kind: str = "text"
    """The type of the field, by which the value is masked; empty where there is nothing personal in it."""


@dataclass(frozen=True, slots=True)
class CopySheet:
    """All boxes of one item, in that system's order."""

    adapter: Adapter
    item: str
    lines: tuple[SheetLine, ...]

    @property
    def troubled(self) -> int:
        """How many boxes need a look."""
        return sum(line.trouble is not None for line in self.lines)


def adapter_of(adapters: Iterable[Adapter], item: str) -> Adapter | None:
    """The adapter of that item's system; the last one that names the item, so that a hall's own wins."""
    found = None
    for adapter in adapters:
        if item in adapter.items:
            found = adapter
    return found


def copy_sheet(adapter: Adapter, catalog: Catalog, facts: Facts, item: str, applicant: str | None) -> CopySheet:
    """What is copied for `item` whose applicant is that party. A box whose condition does not hold is left out."""
    values = known_values(catalog, facts)
    lines: list[SheetLine] = []
    for part in adapter.parts:
        for line in part.lines:
            if line.when.keys and not _holds(line, values):
                continue
            made = _line(part.title, line, catalog, values, applicant)
            if made.value or not line.optional:
                lines.append(made)
    return CopySheet(adapter, item, tuple(lines))


def typed_again(
    adapters: Iterable[Adapter], catalog: Catalog, facts: Facts, items: Iterable[PlannedItem]
) -> dict[str, int]:
    """How many boxes each item's copy sheet has: what is typed twice as long as its system takes no push."""
    known = tuple(adapters)
    found = {}
    for planned in items:
        adapter = None if planned.met else adapter_of(known, planned.key)
        if adapter is not None:
            found[planned.key] = len(copy_sheet(adapter, catalog, facts, planned.key, planned.applicant).lines)
    return found


def _holds(line: Line, values: Mapping[str, str]) -> bool:
    # Ages are no business of a form: such a condition reads options alone.
    return bool(line.when.holds(values, date.min))


def _line(part: str, line: Line, catalog: Catalog, values: Mapping[str, str], applicant: str | None) -> SheetLine:
    if line.value:
        return SheetLine(part, line.label, line.value, constant=True, kind="")
    asks = [_resolved(ask, catalog, applicant) for ask in line.ask]
    key = next((ask for ask in asks if values.get(ask)), None)
    if key is None:
        return SheetLine(part, line.label, "", None if line.optional else "missing")
    field = _field(catalog, key)
    value, trouble = _worded(line, field, values[key])
    if trouble is None and line.longest and len(value) > line.longest:
        trouble = "too_long"
    open_to_see = field is not None and (field.sensitivity == "none" or field.options)
    kind = "" if open_to_see or line.part in WIDE else field.type if field is not None else "text"
    return SheetLine(part, line.label, value, trouble, kind=kind)


def _resolved(ask: str, catalog: Catalog, applicant: str | None) -> str:
    party, key = split_ask(ask)
    return join_key(applicant, key) if party == APPLICANT and ask not in catalog.fields and applicant else ask


def _field(catalog: Catalog, key: str) -> Field | None:
    return catalog.fields.get(key) or catalog.fields.get(split_ask(key)[1])


def _worded(line: Line, field: Field | None, value: str) -> tuple[str, Trouble | None]:
    if line.dates:
        moment = written(value, line.dates)
        return (value, "no_date") if moment is None else (moment, None)
    if line.codes:
        code = line.codes.get(value, line.codes.get("*"))
        return (value, "no_code") if code is None else (code, None)
    if field is not None and (option := field.option(value)):
        value = option.name
    elif field is not None and field.type == "bool":
        value = "是" if value == "yes" else "否"
    if line.part:
        split = (split_name if line.part in NAME_PARTS else split_address)(value)
        piece = split.get(line.part)
        # Whole, so that whoever enters it cuts it there.
        return (piece, None) if piece else (value, "not_split")
    return (value.upper() if line.upper else value), None


# Splitting

COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "第五",
        "贺兰",
        "完颜",
        "纳兰",
    ]
)
"""Family names of two characters (复姓)."""


def split_name(name: str) -> dict[Part, str]:
    """Family and given name of a Chinese name; empty where they can't be told apart for certain.

    A name with a dot (买买提·艾力) or in letters is nobody's to split. Two characters that are a compound family name
    leave no given name, so they are one and one.
    """
    if not re.fullmatch(r"[\u3400-\u9fff\U00020000-\U000323af]{2,6}", name):
        return {}
    cut = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return {"family_name": name[:cut], "given_name": name[cut:]}


_CITIES = "北京|天津|上海|重庆"
_PROVINCE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,3}}省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区|(?:{_CITIES})市|香港特别行政区|澳门特别行政区)"
)
_CITY = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:自治州|地区|盟|市)")
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:自治县|自治旗|矿区|林区|新区|区|县|旗|市)")
_STREET = re.compile(r"[\u4e00-\u9fff]{1,10}?(?:街道|镇|乡|苏木)")


def split_address(address: str) -> dict[Part, str]:
    """Province, city, district, street and the rest, as far as the address names them; `detail` is all below the district.

    A municipality (直辖市) is its own city. What the address leaves out is empty.
    """
    found: dict[Part, str] = {}
    rest = re.sub(r"\s+", "", address)
    steps: Sequence[tuple[Part, re.Pattern[str]]] = (
        ("province", _PROVINCE),
        ("city", _CITY),
        ("district", _DISTRICT),
    )
    for part, pattern in steps:
        if part == "city" and found.get("province", "").endswith("市"):
            found["city"] = found["province"]
            continue
        if match := pattern.match(rest):
            found[part] = match[0]
            rest = rest[match.end() :]
    found["detail"] = rest
    if match := _STREET.match(rest):
        found["street"] = match[0]
    return {part: value for part, value in found.items() if value}
