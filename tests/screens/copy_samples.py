"""The hand-over to departments' systems made by hand, with plainly synthetic persons."""

from dataclasses import replace

from clerk_tui.catalog.adapters import builtin_adapters
from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.intake.copy_sheet import adapter_of, copy_sheet
from clerk_tui.intake.plan import AnswerFact, Facts
from clerk_tui.screens.view import CopyItemView, CopyLineView, CopyView, WorkbenchView
from clerk_tui.texts import Lang, text
from clerk_tui.texts.masks import mask
from tests.screens import samples

ITEM = "ga.birth_registration"
NUMBER = "3304022026112300012"
KNOWN = {
    "ga.household_follow": "father",
    "baby.person.name": "演示宝·艾力",
    "baby.person.sex": "female",
    "baby.person.ethnicity": "汉族",
    "baby.birth.time": "2026-11-02 08:30",
    "baby.birth.place": "浙江省嘉兴市南湖区",
    "baby.ga.relation_to_head": "child",
    "baby.birth.certificate_no": "A330000001",
    "father.ga.household_no": "330402000001",
    "father.ga.household_head": "演示父一",
    "father.person.household_address": "浙江省嘉兴市南湖区演示路1号1幢101室",
    "father.person.name": "演示父一",
    "father.person.id_no": "330402199203140014",
    "mother.person.name": "演示母一",
    "mother.person.id_no": "330402199409080029",
    "father.person.phone": "19900010001",
}


def items(lang: Lang = "zh") -> WorkbenchView:
    """Every state that an item can be in."""
    catalog = load_catalog(builtin_catalog_bytes())

    def row(item: str, state: str, detail: str = "", boxes: int = 0) -> CopyItemView:
        return CopyItemView(
            item,
            catalog.name(item, lang),
            catalog.name(catalog.items[item].department, lang),
            text(f"handover.{state}", lang),
            detail,
            boxes,
            state in ("pushed", "entered"),
        )

    none = text("copy.no_adapter", lang)
    rows = (
        row("wj.vaccination_record", "pushed"),
        row(ITEM, "manual", boxes=19),
        row("yb.resident_insurance", "entered", "33040220261100001 clerk3 11-24 10:41", 15),
        row("ss.insurance_payment", "awaiting"),
        row("rs.newborn_card", "failed", none),
        row("yb.maternity_claim", "manual", none),
    )
    twice = text("copy.twice", lang, fields=15, minutes=2)
    view = CopyView(text("copy.items", lang), NUMBER, items=rows, twice=twice, opened=1)
    return replace(samples.idle(lang), copy=view)


def sheet(lang: Lang = "zh", at: int = 5) -> WorkbenchView:
    """A sheet with a name that can't be split, a place that nobody knows, five boxes copied."""
    catalog = load_catalog(builtin_catalog_bytes())
    adapter = adapter_of(builtin_adapters(), ITEM)
    assert adapter is not None
    made = copy_sheet(adapter, catalog, Facts(answers={k: AnswerFact(v) for k, v in KNOWN.items()}), ITEM, "baby")
    lines = tuple(
        CopyLineView(
            line.part,
            line.label,
            mask(line.kind, line.value) if line.kind else line.value,
            text(f"copy.trouble.{line.trouble}", lang) if line.trouble else "",
        )
        for line in made.lines
    )
    number = adapter.number.label_en if lang == "en" else adapter.number.label
    view = CopyView(
        adapter.label(lang),
        f"{catalog.name(ITEM, lang)} · {NUMBER}",
        (),
        ITEM,
        lines,
        min(at, len(lines)),
        number,
        opened=1,
    )
    return replace(samples.idle(lang), copy=view)


def sheet_done(lang: Lang = "zh") -> WorkbenchView:
    """All is copied: the number is next."""
    return sheet(lang, 21)
