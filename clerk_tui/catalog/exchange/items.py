"""What one row says of its item, in the words of our own format. Whatever it doesn't say is left out or marked assumed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from clerk_tui.catalog.exchange.cells import Note, fold, one_line, says_nothing, split_outside, yes_no
from clerk_tui.catalog.exchange.codes import CODES, Profile, is_rounded, look_at, only_basic, plain_code, type_in
from clerk_tui.catalog.exchange.columns import Layout, Unit
from clerk_tui.catalog.exchange.periods import ASSUMED, LONGEST_DAYS, Period, read_period, working_days
from clerk_tui.catalog.model import LIMITS

TYPES = {
    "行政许可": "01", "行政处罚": "02", "行政强制": "03", "行政征收": "04", "行政给付": "05", "行政检查": "06", "行政确认": "07",
    "行政奖励": "08", "行政裁决": "09", "其他行政权力": "10", "公共服务": "20",
}  # fmt: skip
"""事项类型 by its name in the national list."""
_TYPE_WORDS = {
    **TYPES,
    "许可": "01",
    "给付": "05",
    "确认": "07",
    "奖励": "08",
    "裁决": "09",
    "其他权力": "10",
    "其他": "10",
    "其他类": "10",
}
LICENCE, LICENCE_DAYS = "01", LIMITS["licence"]
LEVELS = {"国家级": "1", "省级": "2", "市级": "3", "县级": "4", "镇级": "5", "村级": "6"}
_LEVEL_WORDS = {
    **LEVELS,
    "国家": "1",
    "省": "2",
    "市": "3",
    "设区市": "3",
    "县": "4",
    "区级": "4",
    "区县级": "4",
    "县区级": "4",
    "区": "4",
    "乡镇级": "5",
    "乡级": "5",
    "街道": "5",
    "镇街级": "5",
    "镇(乡、街道)级": "5",
    "村": "6",
    "社区": "6",
    "村(社区)级": "6",
}
WHOM = {"自然人": 1, "企业法人": 2, "事业法人": 3, "社会组织法人": 4, "非法人企业": 5, "行政机关": 6, "其他组织": 9}
_WHOM_WORDS = {**WHOM, "个人": 1, "公民": 1, "法人": 2, "企业": 2, "事业单位": 3, "社会组织": 4}
AT_ONCE, PROMISED = "即办件", "承诺件"
ACCEPTS = "受理条件："
_YES_NO = ("is_entry_center", "is_online", "is_schedule", "is_express", "is_service_terminals")
_PLAIN = (
    "entrust_name",
    "power_source",
    "handle_type",
    "handle_area",
    "online_handle_depth",
    "result_type",
    "handle_flow",
    "link_way",
    "supervise_way",
    "transact_addr",
    "transact_time",
)
_UNITS: Mapping[str, Unit] = {
    "工作日": "working",
    "1": "working",
    "自然日": "natural",
    "2": "natural",
    "天": "plain",
    "日": "plain",
}


@dataclass
class Said:
    """One row read: its item's parts in our format, its plain codes, and what is to note."""

    parts: dict[str, Any] = field(default_factory=dict)
    elements: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether the row holds an error."""
        return any(n.severity == "error" for n in self.notes)


class RowReader:
    """Reads the rows of one layout."""

    def __init__(self, layout: Layout, profile: Profile) -> None:
        self._layout = layout
        self._profile = profile

    def read(self, values: Mapping[str, str]) -> Said:
        """Everything of the row but name, department, papers and key."""
        said = Said()
        self._codes(values, said)
        self._type(values, said)
        self._periods(values, said)
        self._texts(values, said)
        self._elements(values, said)
        return said

    def _note(
        self, said: Said, code: str, element: str, severity: Literal["error", "hint"] = "hint", **details: Any
    ) -> None:
        said.notes.append(Note(code, severity, self._layout.header(element), details))

    def _unread(self, said: Said, element: str, value: str) -> None:
        self._note(said, "exchange.unread", element, value=value[:40])

    def _codes(self, values: Mapping[str, str], said: Said) -> None:
        for element in CODES:
            raw = values.get(element, "")
            if says_nothing(raw):
                continue
            code = plain_code(raw)
            if is_rounded(code):
                self._note(said, "exchange.code_rounded", element, "error", value=raw)
                continue
            if code != raw:
                self._note(said, "exchange.normalised", element, old=raw[:60], new=code[:60])
            if code:
                said.codes[element] = said.elements[element] = code
        whole = said.codes.get("task_code", "")
        if "catalog_code" not in said.codes and only_basic(self._profile, whole):
            # A column headed 编码 alone may hold either.
            for codes in (said.codes, said.elements):
                codes["catalog_code"] = codes.pop("task_code")
        level = _LEVEL_WORDS.get(fold(values.get("use_level", "")), "")
        for element, code in said.codes.items():
            others = {**said.codes, "use_level": level}
            said.notes += look_at(self._profile, element, code, self._layout.header(element), others)

    def _type(self, values: Mapping[str, str], said: Said) -> None:
        raw = values.get("task_type", "")
        word = re.sub(r"^\d+[.、-]?(?=\D)", "", fold(raw))
        found = _TYPE_WORDS.get(word) or (word.zfill(2) if re.fullmatch(r"[0-9]{1,2}", word) else None)
        if not found:
            if not says_nothing(raw):
                self._unread(said, "task_type", raw)
            found = type_in(self._profile, said.codes) or ""
        if not found:
            found = TYPES["公共服务"]
            self._note(said, "exchange.no_type", "task_type")
        said.parts["type"] = found

    def _periods(self, values: Mapping[str, str], said: Said) -> None:
        licence = said.parts["type"] == LICENCE
        kind = fold(values.get("project_type", ""))
        at_once = kind in (AT_ONCE, "即办", "1")
        if at_once or kind in (PROMISED, "承诺", "2"):
            said.elements["project_type"] = 1 if at_once else 2
        elif not says_nothing(kind):
            self._unread(said, "project_type", kind)
        legal_period = self._period(values, said, "anticipate_day", "anticipate_type", "hint")
        promise_period = self._period(values, said, "promise_day", "promise_type", "error")
        legal, unit = None, "working_days"
        if legal_period and legal_period.amount > LONGEST_DAYS:
            self._unread(said, "anticipate_day", values["anticipate_day"])
        elif legal_period and legal_period.amount:
            legal = legal_period.amount
            if legal_period.unit == "natural" or (legal_period.unit == "plain" and not licence):
                unit = "days"
        if promise_period is None:
            promise = 0.0 if at_once else legal if legal and unit == "working_days" else None
            if promise is None:
                promise = working_days(Period(legal, "natural"), licence)[0] if legal else LICENCE_DAYS
            if not at_once:
                said.parts["promise_assumed"] = True
        else:
            promise, converted = working_days(promise_period, licence)
            if ASSUMED in values["promise_day"]:
                said.parts["promise_assumed"] = True
            if converted:
                raw = values["promise_day"][:40]
                self._note(said, "exchange.converted", "promise_day", old=raw, days=f"{promise:g}")
        if promise > LONGEST_DAYS:
            self._note(said, "exchange.too_long", "promise_day", "error", value=f"{promise:g}")
        if (
            legal is not None
            and unit == "days"
            and promise * 7 / 5 > legal >= promise
            and legal_period
            and legal_period.unit == "plain"
        ):
            # 日 beside a promise in working days: the list means working days by it.
            unit = "working_days"
            self._note(said, "exchange.as_working_days", "anticipate_day", value=values["anticipate_day"][:40])
        if legal is not None and (promise * 7 / 5 if unit == "days" else promise) > legal:
            self._note(
                said, "exchange.promise_above", "promise_day", "error", promise=f"{promise:g}", legal=f"{legal:g}"
            )
        if at_once or (
            promise == 0 and not ("promise_assumed" in said.parts or said.elements.get("project_type") == 2)
        ):
            said.parts["immediate"] = True
        said.parts["promise_days"] = promise
        self._legal(values, said, legal, unit, promise)

    def _legal(self, values: Mapping[str, str], said: Said, legal: float | None, unit: str, promise: float) -> None:
        basis = one_line(values.get("anticipate_explain", ""))
        basis = "" if says_nothing(basis) else basis
        if legal is not None:
            said.parts["legal_days"] = legal
            if unit == "days":
                said.parts["legal_unit"] = unit
            if basis:
                said.parts["legal_basis"] = basis
            if not basis or ASSUMED in values["anticipate_day"]:
                said.parts["legal_assumed"] = True
        if said.parts["type"] != LICENCE:
            said.parts["clock_rule"] = "own"
        elif max(promise, 0.0 if legal is None or basis else legal) > LICENCE_DAYS:
            # Longer than the law on licences allows: another law must say so, and the list doesn't name it.
            said.parts["clock_rule"] = "own"
            self._note(said, "exchange.own_clock", "anticipate_day", limit=f"{LICENCE_DAYS:g}")

    def _period(
        self, values: Mapping[str, str], said: Said, element: str, unit_element: str, severity: Literal["error", "hint"]
    ) -> Period | None:
        raw = values.get(element, "")
        unit = _UNITS.get(fold(values.get(unit_element, ""))) or self._layout.units.get(element)
        try:
            return read_period(raw, unit)
        except ValueError:
            self._note(said, "exchange.period", element, severity, value=raw[:40])
            return None

    def _texts(self, values: Mapping[str, str], said: Said) -> None:
        def told(element: str) -> str:
            raw = values.get(element, "")
            return "" if says_nothing(raw) else raw

        aliases = [one_line(a) for a in split_outside(told("aliases"), "；;、，,|")]
        if aliases:
            said.parts["aliases"] = list(dict.fromkeys(aliases))
        if basis := told("by_law"):
            said.parts["basis"] = one_line(basis)
        results = [one_line(r) for r in split_outside(told("result_name"), "；;|")]
        if results := [r for r in results if not says_nothing(r)]:
            said.parts["results"] = list(dict.fromkeys(results))
        if condition := told("accept_condition"):
            said.parts["reminders"] = [{"say": ACCEPTS + condition}]
        steps = []
        for step in split_outside(told("special_procedure"), "；;|"):
            found = re.fullmatch(r"(.+?)[（(]?(\d{1,3})个?(?:工作)?[日天][）)]?", one_line(step))
            days = {"days": int(found[2])} if found else {}
            steps.append({"name": found[1] if found else one_line(step), **days, "assumed": True})
        if steps:
            said.parts["uncounted"] = steps

    def _elements(self, values: Mapping[str, str], said: Said) -> None:
        for element in _PLAIN:
            if not says_nothing(raw := values.get(element, "")):
                said.elements[element] = raw.strip()
        for element in _YES_NO:
            # 无 means no here, not that nothing is said.
            if raw := values.get(element, ""):
                answer = yes_no(raw)
                if answer is not None:
                    said.elements[element] = answer
                elif not says_nothing(raw):
                    self._unread(said, element, raw)
        if not says_nothing(raw := values.get("use_level", "")):
            level = _LEVEL_WORDS.get(fold(raw)) or (fold(raw) if fold(raw) in LEVELS.values() else None)
            if level:
                said.elements["use_level"] = level
            else:
                self._unread(said, "use_level", raw)
        if not says_nothing(raw := values.get("task_version", "")):
            found = re.fullmatch(r"v?([0-9]{1,4})(\.0+)?", fold(raw))
            if found:
                said.elements["task_version"] = int(found[1])
            else:
                self._unread(said, "task_version", raw)
        others = [one_line(o) for o in split_outside(values.get("other_dept", ""), "；;、，,|")]
        if others := [o for o in others if not says_nothing(o)]:
            said.elements["other_dept"] = others
        self._whom(values.get("server_type", ""), said)
        self._scenes(values, said)
        self._fees(values, said)

    def _whom(self, raw: str, said: Said) -> None:
        words = [] if says_nothing(raw) else split_outside(raw, "；;、，,|/")
        known = [_WHOM_WORDS.get(fold(w)) or (int(w) if w in "1234569" and len(w) == 1 else None) for w in words]
        if whom := sorted({w for w in known if w}):
            said.elements["server_type"] = whom
        if None in known:
            self._unread(said, "server_type", raw)

    def _scenes(self, values: Mapping[str, str], said: Said) -> None:
        raw, reason = values.get("limit_scene_num", ""), one_line(values.get("limit_scene_explain", ""))
        found = re.fullmatch(r"([0-9])次?", fold(raw))
        if not found:
            if not says_nothing(raw):
                self._unread(said, "limit_scene_num", raw)
            return
        count, reason = int(found[1]), "" if says_nothing(reason) else reason
        if bool(reason) != bool(count):
            self._note(said, "exchange.scene_reason", "limit_scene_num", count=count)
            return
        said.elements["limit_scene_num"] = count
        if reason:
            said.elements["limit_scene_explain"] = reason

    def _fees(self, values: Mapping[str, str], said: Said) -> None:
        names, stand, law = (one_line(values.get(e, "")) for e in ("fee_name", "fee_stand", "fee_law"))
        names, stand, law = ("" if says_nothing(v) else v for v in (names, stand, law))
        if yes_no(values.get("is_fee", "")) == 0 or not (names or stand or yes_no(values.get("is_fee", ""))):
            return
        fee = {"fee_name": names or self._layout.header("is_fee"), "fee_stand": stand, "by_law": law}
        said.elements["fees"] = [{k: v for k, v in fee.items() if v}]
