"""The columns of a list: national element names, how else people head them, and where the header stands."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from clerk_tui.catalog.exchange.cells import fold

Unit = Literal["working", "natural", "plain"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("目录键", "目录key", "key"),
    "dept_name": ("实施主体", "实施主体名称", "部门", "部门名称", "实施部门", "所属部门", "责任部门", "主管部门", "单位", "单位名称", "实施机构", "办理部门", "牵头部门", "实施机关", "行使主体", "责任单位", "承办单位", "委办局"),
    "dept_code": ("实施主体编码", "部门编码", "部门代码", "实施主体统一社会信用代码", "单位编码"),
    "task_name": ("事项名称", "名称", "事项", "政务服务事项名称", "服务事项", "主项名称", "实施事项名称", "项目名称", "办理事项", "办理事项名称", "事项全称", "服务事项名称", "政务服务事项", "权力名称", "职权名称", "许可事项名称"),
    "handle_item_name": ("业务办理项名称", "办理项名称", "业务办理项", "子项名称", "子项", "情形名称", "业务项名称"),
    "catalog_code": ("基本编码", "目录编码", "基本目录编码", "国家基本编码", "事项基本编码", "目录代码", "国家编码"),
    "local_catalog_code": ("地方基本编码", "地方编码", "省级基本编码", "地方目录编码"),
    "task_code": ("实施编码", "事项编码", "实施清单编码", "编码", "事项代码", "实施事项编码", "权力编码", "职权编码", "代码", "事项实施编码"),
    "task_handle_item": ("业务办理项编码", "办理项编码", "业务办理项代码", "业务项编码"),
    "task_version": ("事项版本", "版本号", "版本"),
    "task_state": ("事项状态", "状态"),
    "task_type": ("事项类型", "事项类别", "权力类型", "类型", "事项性质", "职权类别", "权力类别", "类别"),
    "use_level": ("行使层级", "层级", "行使级别", "实施层级", "权力层级", "事项层级"),
    "project_type": ("办件类型", "办理类型", "件类型", "办件类别"),
    "promise_day": ("承诺时限", "承诺办结时限", "承诺期限", "承诺办理时限", "承诺办理期限", "承诺天数", "办理时限", "办结时限", "时限", "承诺时间", "承诺工作日", "办理期限"),
    "promise_type": ("承诺时限单位", "承诺办结时限单位", "承诺期限单位"),
    "anticipate_day": ("法定时限", "法定办结时限", "法定期限", "法定办理时限", "法定天数", "法定办理期限", "法定工作日"),
    "anticipate_type": ("法定时限单位", "法定办结时限单位", "法定期限单位"),
    "anticipate_explain": ("法定时限依据", "法定时限说明", "法定办结时限说明", "法定办结时限依据"),
    "by_law": ("设定依据", "法律依据", "法定依据", "实施依据", "依据", "办理依据"),
    "power_source": ("权力来源",),
    "entrust_name": ("受委托部门", "委托部门", "受委托单位"),
    "other_dept": ("联办机构", "联办部门", "协办部门"),
    "accept_condition": ("受理条件", "申请条件", "办理条件", "申办条件"),
    "special_procedure": ("特别程序", "特殊环节", "特别环节"),
    "limit_scene_num": ("到办事现场次数", "到现场次数", "跑动次数", "最多跑次数", "跑腿次数"),
    "limit_scene_explain": ("必须现场办理原因说明", "必须现场办理原因", "现场办理原因", "必须到现场原因"),
    "is_fee": ("是否收费",),
    "fee_name": ("收费项目名称", "收费项目"),
    "fee_stand": ("收费标准", "收费金额"),
    "fee_law": ("收费依据",),
    "server_type": ("服务对象", "服务对象类型", "办理对象", "面向对象"),
    "handle_type": ("办理形式", "办理方式"),
    "handle_area": ("通办范围",),
    "is_entry_center": ("是否进驻政务大厅", "是否进驻大厅", "进驻大厅", "是否进驻中心"),
    "is_online": ("是否网办", "是否支持网上办理", "网上办理", "是否可网办"),
    "online_handle_depth": ("网上办理深度", "网办深度"),
    "is_schedule": ("是否支持预约办理", "是否支持预约", "预约办理"),
    "is_express": ("是否支持物流快递", "是否支持快递", "物流快递"),
    "is_service_terminals": ("是否支持自助终端办理", "是否支持自助终端", "自助终端"),
    "result_type": ("结果类型", "办理结果类型", "审批结果类型"),
    "result_name": ("结果名称", "办理结果", "审批结果名称", "办理结果名称", "结果", "审批结果", "出证名称"),
    "handle_flow": ("办理流程", "流程"),
    "materials": ("申请材料", "材料", "申报材料", "所需材料", "材料清单", "申请材料清单", "提交材料", "办理材料", "材料名称", "申请材料名称"),
    "link_way": ("咨询方式", "咨询电话", "联系方式", "联系电话", "电话"),
    "supervise_way": ("监督投诉方式", "监督电话", "投诉电话", "监督方式"),
    "transact_addr": ("办理地点", "办理地址", "地址", "办公地址"),
    "transact_time": ("办理时间", "办公时间"),
    "aliases": ("别名", "俗称", "常用说法", "事项简称"),
}  # fmt: skip
"""By the element's name in the exchange schema: the national name first, then what else it is called."""
IGNORED = frozenset(["序号", "no", "编号", "备注", "错误", "提示", "error", "hint"])
"""Columns that say nothing of an item; the last ones are those that an import wrote beside the rows."""
_BY_WORD = {fold(word): element for element, words in COLUMNS.items() for word in words}
_UNITS: Mapping[str, Unit] = {
    "工作日": "working",
    "自然日": "natural",
    "日历日": "natural",
    "天": "plain",
    "日": "plain",
}
_BRACKETS = re.compile(r"[(\[【〔<《]([^)\]】〕>》]*)[)\]】〕>》]")
LOOK_AHEAD = 40
"""So many rows are searched for the header."""


def national_name(element: str) -> str:
    """The header under which an element is exported."""
    return COLUMNS[element][0]


def header_word(cell: str) -> tuple[str, Unit | None]:
    """A header cell without brackets, numbering and marks, folded; and the unit that it names."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
    unit = next((_UNITS[u] for u in _BRACKETS.findall(plain) if u in _UNITS), None)
    word = _BRACKETS.sub("", plain)
    word = re.sub(r"^(\d+[.、)]|[*※])+|[*※:：\d]+$|^[-_]+", "", word)
    if (found := re.fullmatch(r"(.+?)[-_/]?(工作日|自然日)", word)) and fold(word) not in _BY_WORD:
        word, unit = found[1], _UNITS[found[2]]
    return fold(word), unit


def element_of(cell: str) -> str | None:
    """The element that a header (or an element's own name, as mapping files use it) stands for."""
    if cell in COLUMNS:
        return cell
    return _BY_WORD.get(header_word(cell)[0])


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what. `row` is the header's last row, `at` column -> element; both count from 0."""

    row: int
    headers: tuple[str, ...]
    at: Mapping[int, str]
    units: Mapping[str, Unit] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The row's texts by element; columns of one element stand in one text, a line each."""
        found: dict[str, str] = {}
        for place, element in self.at.items():
            if place < len(cells) and (cell := cells[place]):
                found[element] = f"{found[element]}\n{cell}" if element in found else cell
        return found

    def header(self, element: str) -> str:
        """The header of an element's column in this list."""
        return next((self.headers[at] for at, e in self.at.items() if e == element), COLUMNS[element][0])


def find_layout(
    rows: Sequence[Sequence[str]], columns: Mapping[str, str | None], header_row: int | None = None
) -> Layout | None:
    """The layout of a sheet from its first rows; None when none of them is a header.

    `columns` are a mapping file's own headers (folded words -> element, None to leave out); `header_row` its row from 1.
    """
    best: Layout | None = None
    for number in range(len(rows)) if header_row is None else [header_row - 1]:
        if not 0 <= number < len(rows):
            return None
        found = _layout(rows, number, columns)
        elements = set(found.at.values())
        if not elements & {"task_name", "handle_item_name"} or (len(elements) < 2 and header_row is None):
            continue
        if best is None or len(found.at) > len(best.at):
            best = found
    return best


def _layout(rows: Sequence[Sequence[str]], number: int, columns: Mapping[str, str | None]) -> Layout:
    headers = list(rows[number])
    known = [_meaning(cell, columns) for cell in headers]
    row = number
    below = list(rows[number + 1]) if number + 1 < len(rows) else []
    second = [_meaning(cell, columns)[0] if cell else None for cell in below]
    # A header of two rows: groups above, the elements below them.
    apart = [at for at, e in enumerate(second) if e and (at >= len(known) or known[at][0] is None)]
    above = [at for at, (e, _) in enumerate(known) if e and e != "-"]
    if apart and above and not any(below[at] for at in above if at < len(below) and second[at] != known[at][0]):
        headers += [""] * (len(below) - len(headers))
        known += [(None, None)] * (len(below) - len(known))
        for at in apart:
            headers[at], known[at] = below[at], _meaning(below[at], columns)
        row = number + 1
    columns_at: dict[int, str] = {}
    units: dict[str, Unit] = {}
    unknown: list[str] = []
    for place, (element, unit) in enumerate(known):
        many = element == "materials"
        if element and element != "-" and (many or element not in columns_at.values()):
            columns_at[place] = element
            if unit:
                units[element] = unit
        elif headers[place] and element != "-":
            unknown.append(headers[place])
    if "task_name" not in columns_at.values() and "handle_item_name" in columns_at.values():
        columns_at = {place: "task_name" if e == "handle_item_name" else e for place, e in columns_at.items()}
    return Layout(row, tuple(headers), columns_at, units, tuple(unknown))


def _meaning(cell: str, columns: Mapping[str, str | None]) -> tuple[str | None, Unit | None]:
    """The element of a header (`-` for a column that is left out) and its unit."""
    word, unit = header_word(cell)
    for own in (fold(cell), word):
        if own in columns:
            return columns[own] or "-", unit
    if word in IGNORED:
        return "-", None
    return _BY_WORD.get(word), unit
