"""One case of a small catalogue of every clock rule, and the hands on it, for tests of its life."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.parse import parse_catalog
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, evolve, opened
from clerk_tui.intake.deadlines import Deadline, deadlines_of
from clerk_tui.intake.decide import CaseRules, decide, open_case, plan_of, result_of
from clerk_tui.intake.plan import Plan
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.rules import CommandBody, Context, EventBody

TEXT = Path(__file__).with_name("life.yaml").read_text(encoding="utf-8")
CATALOG = load_catalog(publish(parse_catalog({"life.yaml": TEXT})))
CALENDAR = state_council_calendar()
RULES = CaseRules({CATALOG.hash: CATALOG}.__getitem__, CALENDAR, "330402", 17)
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
CASE_ID = "0192f0c0-0000-7000-8000-000000000001"
ACCOUNT, CARD, PLAN, NIGHT = "applicant.yh.account", "applicant.ga.card", "applicant.ga.plan", "applicant.ga.night"


def day(text: str) -> date:
    return date.fromisoformat(text)


class LifeDesk:
    """A case at window 3, and people who act on it: `clerk` took it in, `clerk2` is another, `boss` and `other` are supervisors."""

    def __init__(self, *matters: str) -> None:
        self.now = MONDAY
        self.log: list[EventBody] = []
        first, *_ = open_case(cmd.OpenCase(matters=matters, catalog=CATALOG.hash), self.context("clerk"), RULES)
        assert isinstance(first, ev.CaseOpened)
        self.case: Case = opened(first, "clerk")

    def context(self, actor: str = "clerk") -> Context:
        role = {"clerk": "clerk", "clerk2": "clerk", "centre": "system"}.get(actor, "supervisor")
        now, today = self.now, self.now.date()
        return Context(CASE_ID, now, today, actor, role, "s", "3" if role == "clerk" else None, now, ZONE)

    def do(self, body: CommandBody, actor: str = "clerk", party: str | None = None) -> dict[str, Any]:
        happened = decide(self.case, body, self.context(actor), RULES, party)
        before = self.case
        for event in happened:
            self.case = evolve(self.case, event)
        self.log += happened
        return result_of(before, self.case, body, happened)

    def pass_to(self, text: str) -> None:
        """The clock goes on to ten o'clock of that day."""
        self.now = datetime.combine(day(text), MONDAY.timetz())

    def plan(self) -> Plan:
        return plan_of(self.case, RULES, self.context())

    def answer(self, key: str, value: str) -> None:
        self.do(cmd.PatchAnswers(changes=(cmd.Change(field=key, value=value),)))

    def fill(self, whole: str = "no") -> None:
        self.answer("visit.who", "self")
        self.answer("applicant.person.name", "演示甲")
        if self.plan().ask("ga.whole"):
            self.answer("ga.whole", whole)

    def sign(self) -> None:
        for section in self.plan().sections:
            self.do(cmd.ConfirmSection(section=section.key, party="applicant", means="paper"))
        self.do(cmd.Sign(party="applicant", means="paper"))

    def bring(self, *materials: str) -> None:
        for material in materials:
            self.do(cmd.JudgeMaterial(material=material, verdict="original_seen"))

    def received(self, *materials: str, whole: str = "no") -> "LifeDesk":
        """Filled in, signed, with these papers, and received."""
        self.fill(whole)
        self.sign()
        self.bring(*materials)
        self.do(cmd.SubmitCase(serial=17, only_receive=True))
        return self

    def accepted(self) -> "LifeDesk":
        """With every paper, and accepted at once."""
        self.fill()
        self.sign()
        self.bring(*(m.key for m in self.plan().materials))
        self.do(cmd.SubmitCase(serial=17))
        return self

    def reply(self, item: str, outcome: str = "passed", actor: str = "boss") -> dict[str, Any]:
        reason = "不符合第三条" if outcome == "not_passed" else None
        return self.do(cmd.ReplyItem.model_validate({"item": item, "outcome": outcome, "reason": reason}), actor)

    def due(self, item: str) -> Deadline:
        return deadlines_of(self.case, CATALOG, CALENDAR, self.now)[item]

    def known_as(self, key: str, value: str) -> None:
        """A source of shared data says so."""
        recorded = cmd.RecordLookup(
            source="credit",
            party="applicant",
            purpose="all",
            consent="spoken",
            grade="A",
            values={key: value},
            read_at=self.now,
        )
        self.do(recorded, "centre")

    def states(self) -> dict[str, str]:
        return {key: str(life.state) for key, life in self.case.item_lives.items()}

    def copy(self) -> "LifeDesk":
        twin = object.__new__(LifeDesk)
        twin.now, twin.log, twin.case = self.now, list(self.log), replace(self.case)
        return twin


def at_midnight_after(text: str) -> datetime:
    """The first moment after that day in the hall."""
    return datetime.combine(day(text) + timedelta(days=1), datetime.min.time(), ZONE)
