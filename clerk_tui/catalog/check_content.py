"""What can be wrong with what a catalogue says: one thing under two names, e-certificates that nobody issues, periods
against the law, results that nobody can fetch, texts too wide for their place.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from clerk_tui.catalog.model import LIMITS, Catalog, Field, Item, Named
from clerk_tui.catalog.source import Path, Severity

Wrong = tuple[str, str, Path, str, Mapping[str, Any], Severity]
"""Group, key, path inside the element, code, details, severity."""

WIDEST: Mapping[str, tuple[int, int]] = {
    "departments": (32, 52),
    "parties": (16, 24),
    "fields": (40, 60),
    "materials": (48, 80),
    "items": (64, 90),
    "packages": (40, 52),
}
"""Cells for a name in Chinese and in English where it must be read whole: lists, the form's labels, a ticket's 80 mm."""
OPTION_CELLS, HINT_CELLS, SAY_CELLS = (44, 56), (72, 110), (160, 240)

ONE_MEANING = (
    ("手机号", "手机号码", "移动电话", "联系电话", "联系手机", "电话号码", "电话", "联系方式"),
    ("姓名", "名字", "真实姓名", "申请人姓名"),
    ("身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "证件号码"),
    ("现住址", "住址", "居住地址", "现居住地", "家庭住址", "联系地址"),
    ("户籍地址", "户口所在地", "户籍所在地", "户籍地"),
    ("企业名称", "单位名称", "公司名称", "申请单位名称"),
    ("统一社会信用代码", "社会信用代码", "信用代码", "税号"),
    ("开户行", "开户银行", "银行名称"),
    ("账号", "银行账号", "银行卡号", "收款账号"),
    ("居民身份证", "身份证", "身份证件", "身份证明"),
    ("户口簿", "户口本", "居民户口簿"),
    ("结婚证", "结婚证书"),
    ("营业执照", "营业执照副本", "工商营业执照"),
    ("房屋租赁合同", "租赁合同", "租房合同"),
    ("授权委托书", "委托书", "授权书"),
    ("不动产权证书", "不动产权证", "房产证", "房屋所有权证"),
    ("一寸白底照片", "一寸照片", "证件照", "照片"),
)
"""Words that authors use for one field or one paper."""
MEANING = {word: words[0] for words in ONE_MEANING for word in words}


def check_content(catalog: Catalog) -> Iterator[Wrong]:
    """Everything wrong in what the elements say, each by itself or against its like."""
    yield from _names(catalog)
    yield from _certificates(catalog)
    for item in catalog.items.values():
        yield from wrong_periods(item)
        yield from _results(item)
        yield from _scenes(item)
    yield from _widths(catalog)


def plain_name(name: str) -> str:
    """What is left of a name when it is compared: no punctuation, no filling words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]|的|及|与|和|或", "", folded)


def _names(catalog: Catalog) -> Iterator[Wrong]:
    for group in ("items", "packages", "materials", "fields", "departments"):
        elements: Mapping[str, Named] = getattr(catalog, group)
        seen: dict[tuple[Any, ...], Named] = {}
        meanings: dict[str, Named] = {}
        shorter: dict[str, Named] = {}
        for key, element in elements.items():
            plain = plain_name(element.name)
            # Two questions may share their words where their answers differ; two departments may share an item's name.
            told_apart: tuple[Any, ...] = (element.type, element.options) if isinstance(element, Field) else ()
            if isinstance(element, Item):
                told_apart = (element.department,)
            other = seen.setdefault((plain, *told_apart), element)
            if other is not element:
                details = {"key": key, "other": other.key, "name": other.name}
                yield group, key, (), "catalog.same_name", details, "error"
                continue
            if group in ("fields", "materials") and (meaning := MEANING.get(plain)):
                other = meanings.setdefault(meaning, element)
                if other is not element:
                    details = {"key": key, "other": other.key, "name": other.name}
                    yield group, key, (), "catalog.one_meaning", details, "warning"
            if group == "items" and len(plain) > 4:
                yield from _similar(key, element, plain, shorter)


def _similar(key: str, element: Named, plain: str, shorter: dict[str, Named]) -> Iterator[Wrong]:
    """An item whose name is another's but for one character more or less."""
    without = {plain[:at] + plain[at + 1 :] for at in range(len(plain))}
    for form in (plain, *sorted(without)):
        other = shorter.get(("=" if form != plain else "-") + form)
        if other is not None:
            details = {"key": key, "other": other.key, "name": other.name}
            yield "items", key, (), "catalog.similar_name", details, "warning"
            break
    shorter["=" + plain] = element
    for form in without:
        shorter.setdefault("-" + form, element)


def _certificates(catalog: Catalog) -> Iterator[Wrong]:
    issued = {r.e_certificate for item in catalog.items.values() for r in item.results if r.e_certificate}
    used = {m.e_certificate for m in catalog.materials.values() if m.e_certificate}
    for key, material in catalog.materials.items():
        wanted = material.e_certificate
        if wanted and wanted not in catalog.certificates:
            details = {"key": wanted, "group": "certificates", "near": "–"}
            yield "materials", key, ("e_certificate",), "catalog.no_such", details, "error"
    for key, certificate in catalog.certificates.items():
        if key not in issued and not certificate.authority.strip():
            yield "certificates", key, (), "catalog.nobody_issues", {"key": key}, "error"
        if key not in issued and key not in used:
            yield "certificates", key, (), "catalog.unused", {"key": key}, "warning"


def wrong_periods(item: Item) -> Iterator[Wrong]:
    """A promise longer than the law allows, a legal period without its basis."""
    key = item.key
    limit, legal = LIMITS.get(item.clock_rule), item.legal_limit
    if legal is not None:
        # Five working days are a week.
        promised = item.promise_days * 7 / 5 if item.legal_unit == "days" else item.promise_days
        if promised > legal:
            details = {"promise": item.promise_days, "legal": legal}
            yield "items", key, ("promise_days",), "catalog.promise_too_long", details, "error"
    if item.legal_days is None:
        return
    if not item.legal_basis.strip():
        if limit and item.legal_days > limit:
            details = {"legal": item.legal_days, "limit": limit}
            yield "items", key, ("legal_days",), "catalog.legal_too_long", details, "error"
        elif not (item.legal_assumed or item.assumed):
            yield "items", key, ("legal_days",), "catalog.no_legal_basis", {}, "error"


def _results(item: Item) -> Iterator[Wrong]:
    for at, result in enumerate(item.results):
        path: Path = ("results", at)
        if result.collect and not (result.ways and "collect" in item.steps):
            yield "items", item.key, path, "catalog.never_collected", {"name": result.name}, "error"
        elif result.collect and set(result.ways) == {"electronic"} and not result.e_certificate:
            yield "items", item.key, path, "catalog.electronic_without", {"name": result.name}, "error"
    if item.results and "collect" in item.steps and not any(r.collect for r in item.results):
        yield "items", item.key, ("steps",), "catalog.collects_nothing", {}, "warning"
    for at, step in enumerate(item.uncounted):
        if not (step.basis.strip() or step.assumed or item.assumed):
            yield "items", item.key, ("uncounted", at), "catalog.uncounted_basis", {"name": step.name}, "error"


def _scenes(item: Item) -> Iterator[Wrong]:
    """到现场次数 and 必须现场办理原因, as the provinces' own checks want them."""
    count, reason = item.elements.limit_scene_num, item.elements.limit_scene_explain.strip()
    if count is not None and (reason in ("", "无")) != (count == 0):
        details = {"count": count, "reason": reason}
        yield "items", item.key, ("elements",), "catalog.scene_reason", details, "error"


def cells(text: str) -> int:
    """The cells that `text` takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _widths(catalog: Catalog) -> Iterator[Wrong]:
    for group, limits in WIDEST.items():
        for key, element in getattr(catalog, group).items():
            yield from _wide(group, key, (), element.name, element.name_en, limits)
    for key, asked in catalog.fields.items():
        yield from _wide("fields", key, ("hint",), asked.hint, asked.hint_en, HINT_CELLS)
        for at, option in enumerate(asked.options):
            yield from _wide("fields", key, ("options", at), option.name, option.name_en, OPTION_CELLS)
    for key, package in catalog.packages.items():
        for at, line in enumerate(package.script):
            yield from _wide("packages", key, ("script", at), line.say, line.say_en, SAY_CELLS)


def _wide(group: str, key: str, path: Path, zh: str, en: str, limits: tuple[int, int]) -> Iterator[Wrong]:
    for words, limit in zip((zh, en), limits, strict=True):
        if (wide := cells(words)) > limit:
            details = {"text": words, "cells": wide, "limit": limit}
            yield group, key, path, "catalog.too_wide", details, "warning"
