"""Which department a list means: by name, alias, and the short forms under which people write it, with a place before it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from clerk_tui.catalog.check_content import plain_name
from clerk_tui.catalog.model import Department

How = Literal["mapping", "name", "short", "above", "kept", "new"]

SHORT_FORMS = (
    ("市场监督管理局", "市场监管局", "市监局", "市场监督局", "工商局", "工商行政管理局"),
    ("人力资源和社会保障局", "人力资源社会保障局", "人社局", "社保局", "人力社保局", "社会保障局", "社会保险事业管理局"),
    ("发展和改革局", "发展改革局", "发改局", "发展和改革委员会", "发展改革委员会", "发展改革委", "发改委"),
    ("卫生健康局", "卫健局", "卫生健康委员会", "卫生健康委", "卫健委", "卫生和计划生育局", "卫计局"),
    ("住房和城乡建设局", "住房城乡建设局", "住建局", "住房和城乡建设委员会", "住建委", "城乡建设局", "房管局"),
    ("生态环境局", "生态环境分局", "环境保护局", "环保局"),
    ("自然资源和规划局", "自然资源局", "规划和自然资源局", "国土资源局", "国土局", "自规局"),
    ("应急管理局", "应急局", "安监局"),
    ("医疗保障局", "医保局"),
    ("退役军人事务局", "退役军人局"),
    ("农业农村局", "农业局", "农牧局", "农业农村委员会"),
    ("文化和广电旅游体育局", "文化广电旅游体育局", "文化广电旅游局", "文化和旅游局", "文旅局", "文广旅局", "文体旅游局", "文化体育和旅游局", "文化体育旅游局"),
    ("综合行政执法局", "城市管理局", "城管局", "城市管理和综合执法局", "综合执法局", "城市管理综合执法局"),
    ("税务局", "国税局", "地税局"),
    ("消防救援大队", "消防大队", "消防救援支队", "消防救援局"),
    ("烟草专卖局", "烟草局"),
    ("残疾人联合会", "残联"),
    ("交通运输局", "交通局", "交运局"),
    ("水利局", "水务局"),
    ("教育局", "教育体育局", "教体局", "教育和体育局", "教育委员会"),
    ("经济和信息化局", "经信局", "工业和信息化局", "工信局", "经济信息化局", "经济和信息化委员会"),
    ("住房公积金中心", "公积金中心", "住房公积金管理中心", "公积金管理中心", "住房公积金管理部"),
    ("科学技术局", "科技局"),
    ("商务局", "商务委员会", "商务和投资促进局"),
    ("公安局", "公安分局"),
    ("民政局",),
    ("供电公司", "供电局", "电力公司"),
    ("水务公司", "自来水公司", "水务集团"),
    ("燃气公司", "天然气公司"),
)  # fmt: skip
"""Each line is one department under the names that are in use for it in different places and years."""
_PLACE_ENDS = "省市区县州旗盟镇乡"


def without_brackets(name: str) -> str:
    """The name without what stands in brackets: how many items it has, a branch."""
    return re.sub(r"\(.*?\)|（.*?）", "", name).strip()


def plain_department(name: str) -> str:
    """What is left of a department's name when it is compared; empty for a name of marks alone."""
    return plain_name(without_brackets(name)) or plain_name(name)


_FORMS = [tuple(dict.fromkeys(map(plain_department, forms))) for forms in SHORT_FORMS]


@dataclass(frozen=True, slots=True)
class Match:
    """The department's key (None: not known) and how it was found."""

    key: str | None
    how: How


class DepartmentNames:
    """Every form under which the known departments may be written."""

    def __init__(self, departments: Iterable[Department], mapped: Mapping[str, str]) -> None:
        self._keys: dict[str, str] = {}
        given = list(departments)
        for department in given:
            for name in (department.key, department.name, *department.aliases):
                self._keys.setdefault(plain_department(name), department.key)
        for forms in _FORMS:
            owner = next((self._keys[f] for f in forms if f in self._keys), None)
            if owner:
                for form in forms:
                    self._keys.setdefault(form, owner)
        self._by_length = sorted((f for f in self._keys if len(f) >= 2 and not f.isascii()), key=len, reverse=True)
        self._mapped = {plain_department(name): key for name, key in mapped.items()}

    def add(self, name: str, key: str) -> None:
        """A department that the list brought; from here on it is known by its whole name alone."""
        self._keys[plain_department(name)] = key

    def mapped(self, name: str) -> str:
        """The name or key that a mapping file gives for the list's name, else the name itself."""
        return self._mapped.get(plain_department(name), name)

    def match(self, name: str) -> Match:
        """The department that `name` means."""
        plain = plain_department(name)
        if (mapped := self._mapped.get(plain)) is not None:
            return Match(self._keys.get(plain_department(mapped)), "mapping")
        if plain in self._keys:
            return Match(self._keys[plain], "name")
        for form in self._by_length:
            if plain.endswith(form) and _is_place(plain[: -len(form)]):
                return Match(self._keys[form], "short")
        for form in self._by_length:
            # A division of a department: 某县公安局交通警察大队.
            if len(form) >= 3 and form[-1] in "局会" and (at := plain.find(form)) >= 0 and _is_place(plain[:at]):
                return Match(self._keys[form], "above")
        return Match(None, "new")


def _is_place(prefix: str) -> bool:
    """Whether what stands before a department's name is a place: 某某区, or two or three characters without 区."""
    return not prefix or prefix[-1] in _PLACE_ENDS or len(prefix) <= 3 or prefix == "国家税务总"
