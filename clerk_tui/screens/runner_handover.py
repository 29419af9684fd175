"""How items reach their departments' systems: the list of them, the copy sheet, and the number that comes back."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from clerk_tui.catalog.adapters import builtin_adapters
from clerk_tui.intake.case import ENDED, Case
from clerk_tui.intake.copy_sheet import CopySheet, SheetLine, adapter_of, copy_sheet
from clerk_tui.intake.facts import facts_of
from clerk_tui.intake.handover import Handover, typed_twice
from clerk_tui.intake.items import in_order
from clerk_tui.refusal import Refusal
from clerk_tui.screens.runner_life import LifeActs
from clerk_tui.screens.typed import normal
from clerk_tui.screens.view import CopyItemView, CopyLineView, CopyView, PromptView
from clerk_tui.texts import Lang, text
from clerk_tui.texts.masks import mask

MOST_SECONDS = 24 * 3600


@dataclass(slots=True)
class Copying:
    """What is open: the items of a case, or one's copy sheet with the next box."""

    case: str
    opened: int
    item: str = ""
    at: int = 0
    begun: datetime | None = None
    sheets: dict[str, CopySheet] = field(default_factory=dict)
    of_version: int = -1


class HandoverActs(LifeActs):
    """One value after the other; nothing of it outlives the person who stands here."""

    copying: Copying | None = None
    copied = False
    """Whether something of the present person may be on the clipboard."""

    def show_handover(self) -> None:
        """Opens the items of the case in hand. Raises Refusal before anything is accepted."""
        case = self._case()
        file = self.desk.case_file(case)
        if file is None or not file.case.item_lives:
            raise Refusal("handover.nothing")
        self._opened += 1
        self.copying = Copying(case, self._opened)
        self.changed()

    def close_handover(self) -> None:
        """From a sheet to the items, from these away."""
        if self.copying is not None and self.copying.item:
            self.copying.item = ""
        else:
            self.copying = None
        self.changed()

    def take_copy_item(self, item: str) -> None:
        """Opens an item's copy sheet from its beginning; one without an adapter says so."""
        if self.copying is None:
            return
        if self._copy_sheet(item) is None:
            self.tell("copy.no_adapter", "warn")
            return
        self.copying.item, self.copying.at, self.copying.begun = item, 0, None
        self.changed()

    def copy_next(self) -> SheetLine | None:
        """The box that comes next, whose value is to be put on the clipboard; after the last the number is asked for."""
        open_now, sheet = self.copying, self._copy_sheet(self.copying.item) if self.copying else None
        if open_now is None or sheet is None:
            return None
        if open_now.at >= len(sheet.lines):
            self.ask_number()
            return None
        open_now.begun = open_now.begun or self.desk.now()
        line = sheet.lines[open_now.at]
        open_now.at += 1
        self.copied = self.copied or bool(line.value)
        self.changed()
        return line

    def copy_back(self) -> None:
        """The box before once more."""
        if self.copying is not None and self.copying.at:
            self.copying.at -= 1
            self.changed()

    def ask_number(self) -> None:
        """Asks for the number that the system gave."""
        open_now, sheet = self.copying, self._copy_sheet(self.copying.item) if self.copying else None
        if open_now is None or sheet is None:
            return
        label = _number_label(sheet, self.lang)
        words = text("copy.number_hint", self.lang, label=label)
        self.ask(PromptView(f"handover:{open_now.item}", words, entry=True))

    async def answer_handover(self, kind: str, rest: str, typed: str) -> bool:
        """Takes the number that was scanned or typed; False for another's question."""
        if kind != "handover":
            return False
        open_now, sheet = self.copying, self._copy_sheet(rest)
        if open_now is None or sheet is None:
            return True
        number = normal(typed)
        if not re.fullmatch(sheet.adapter.number.pattern, number):
            self.ask_number()
            raise Refusal("handover.bad_number", label=_number_label(sheet, self.lang))
        spent = (self.desk.now() - open_now.begun).total_seconds() if open_now.begun else 0.0
        await self.desk.record_handover(
            open_now.case, rest, "entered", number, open_now.at, min(max(round(spent), 0), MOST_SECONDS)
        )
        self.copying = Copying(open_now.case, open_now.opened)
        file = self.desk.case_file(open_now.case)
        if file is not None:
            fields, seconds = typed_twice(file.case.handovers)
            self.tell("copy.entered", "done", item=self._name(rest), fields=fields, minutes=_minutes(seconds))
        return True

    def wipe_copied(self) -> None:
        """The next person has come: the panel goes, and what was copied with it."""
        self.copying = None
        if self.copied:
            self.copied = False
            self.wipe()

    # Drawn

    def copy_view(self) -> CopyView | None:
        """What is open, in words; values masked."""
        open_now = self.copying
        file = self.desk.case_file(open_now.case) if open_now else None
        if open_now is None or file is None:
            return None
        case = file.case
        fields, seconds = typed_twice(case.handovers)
        twice = text("copy.twice", self.lang, fields=fields, minutes=_minutes(seconds)) if fields else ""
        title, under = text("copy.items", self.lang), case.number or ""
        sheet = self._copy_sheet(open_now.item) if open_now.item else None
        if sheet is not None:
            return CopyView(
                title=sheet.adapter.label(self.lang),
                under=f"{self._name(open_now.item)} · {case.number or ''}",
                item=open_now.item,
                lines=tuple(self._copy_line(line) for line in sheet.lines),
                at=open_now.at,
                number_label=_number_label(sheet, self.lang),
                twice=twice,
                opened=open_now.opened,
            )
        items = tuple(self._copy_item(case, life.item) for life in in_order(case.item_lives))
        return CopyView(title=title, under=under, items=items, twice=twice, opened=open_now.opened)

    def _copy_line(self, line: SheetLine) -> CopyLineView:
        trouble = text(f"copy.trouble.{line.trouble}", self.lang) if line.trouble else ""
        return CopyLineView(line.part, line.label, mask(line.kind, line.value) if line.kind else line.value, trouble)

    def _copy_item(self, case: Case, item: str) -> CopyItemView:
        catalog = self.desk.catalog
        done = case.handovers.get(item)
        sheet = self._copy_sheet(item)
        state = state_of(done)
        detail = ""
        if done is not None and done.status == "entered":
            at = done.at.astimezone(self.zone).strftime("%m-%d %H:%M")
            detail = " ".join(part for part in (done.number, done.by, at) if part)
        elif sheet is None and state in ("manual", "failed"):
            detail = text("copy.no_adapter", self.lang)
        found = catalog.items.get(item) if catalog else None
        return CopyItemView(
            item=item,
            name=self._name(item),
            department=catalog.name(found.department, self.lang) if catalog and found else "",
            state=text(f"handover.{state}", self.lang),
            detail=detail,
            boxes=len(sheet.lines) if sheet else 0,
            done=state in ("entered", "pushed"),
        )

    def _copy_sheet(self, item: str) -> CopySheet | None:
        """The copy sheet of an item that its department can take now, made anew when the case has changed."""
        open_now = self.copying
        file = self.desk.case_file(open_now.case) if open_now else None
        if open_now is None or file is None or file.case.state in ENDED:
            return None
        if open_now.of_version != file.version:
            open_now.of_version, open_now.sheets = file.version, {}
        adapter, plan = adapter_of(builtin_adapters(), item), self.desk.plan(open_now.case)
        catalog = self._catalog(file.case.catalog)
        if adapter is None or plan is None or catalog is None:
            return None
        if item not in open_now.sheets:
            planned = plan.item(item)
            applicant = planned.applicant if planned else None
            open_now.sheets[item] = copy_sheet(adapter, catalog, facts_of(file.case), item, applicant)
        return open_now.sheets[item]


def state_of(done: Handover | None) -> str:
    """pushed, awaiting (待回执), manual, failed, entered; what nothing was said of is done by hand."""
    if done is None:
        return "manual"
    return "awaiting" if done.status == "pushed" and not done.number else done.status


def _number_label(sheet: CopySheet, lang: Lang) -> str:
    number = sheet.adapter.number
    return (number.label_en or number.label) if lang == "en" else number.label


def _minutes(seconds: int) -> int:
    """Begun minutes."""
    return -(-seconds // 60)
