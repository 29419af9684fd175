"""What every notice is made from: the case's facts, what happened when, and the parts they share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from clerk_tui.central.paper_facts import Facts, parties, person
from clerk_tui.intake.clock import WorkCalendar
from clerk_tui.intake.deadlines import deadlines_of
from clerk_tui.intake.plan import Plan
from clerk_tui.papers import Notice, Party, Passage, Seal
from clerk_tui.papers.rolled import day_words, time_words
from clerk_tui.rules import EventBody
from clerk_tui.texts import text

E = TypeVar("E", bound=EventBody)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the case, and when the centre recorded it."""

    event: EventBody
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """`facts` as they are now, `about` the part of the paper's name after its kind, `history` oldest first.

    `calendar` is the hall's for periods; `plan_before` gives the plan as it was just before an event of the history: a notice says what was wrong then, also
    when it is printed again after everything was mended.
    """

    facts: Facts
    about: str = ""
    history: Sequence[Happened] = ()
    calendar: WorkCalendar | None = None
    plan_before: Callable[[EventBody], Plan | None] = field(default=lambda _event: None)

    def say(self, code: str, **params: Any) -> str:
        """A sentence in the paper's language."""
        return text(f"papers.{code}", self.facts.lang, **params)

    def last(self, kind: type[E]) -> tuple[E, datetime] | None:
        """The latest event of a kind with its time in the hall."""
        for one in reversed(self.history):
            if isinstance(one.event, kind):
                return one.event, self.facts.local(one.at)
        return None

    def all(self, kind: type[E]) -> list[tuple[E, datetime]]:
        """All events of a kind, oldest first, with their times in the hall."""
        return [(one.event, self.facts.local(one.at)) for one in self.history if isinstance(one.event, kind)]

    def day(self, day: date | None, *, weekday: bool = False) -> str:
        """A day as papers write it; empty for none."""
        return day_words(day, self.facts.lang, weekday=weekday) if day else ""

    def time(self, at: datetime) -> str:
        """A time of the hall as papers write it."""
        return time_words(self.facts.local(at), self.facts.lang)

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, each once."""
        return ("、" if self.facts.lang == "zh" else ", ").join(dict.fromkeys(names))

    def item(self, key: str) -> str:
        """An item's name."""
        return self.facts.catalog.name(key, self.facts.lang)

    def authority(self, item: str) -> str:
        """The name of the department or partner that decides an item."""
        known = self.facts.catalog.items.get(item)
        return self.facts.catalog.name(known.department, self.facts.lang) if known else self.facts.desk.hall

    def items(self) -> tuple[str, ...]:
        """The keys of the case's items: those submitted, else those planned."""
        case, plan = self.facts.case, self.facts.plan
        return tuple(i.item for i in case.items) or tuple(i.key for i in plan.items if not i.met)

    def number_of(self, item: str) -> str:
        """The 办件编号 of an item; empty before the submission."""
        return next((i.number for i in self.facts.case.items if i.item == item), "")

    def person(self, party: str) -> Party:
        """A party with its numbers in full: on papers that it signs itself."""
        return person(self.facts, party, masked=False)

    def value_of(self, field: str, party: str) -> str:
        """What stands in the case under a field whose key ends so, about the party; empty for nothing."""
        asks = (a for a in self.facts.plan.asks if a.party == party and a.field.key.endswith(field))
        return next((a.value for a in asks if a.value), "")

    def due(self, item: str) -> date | None:
        """The day by which an item is promised now, pauses and extensions counted."""
        if self.calendar is None:
            return None
        facts = self.facts
        found = deadlines_of(facts.case, facts.catalog, self.calendar, facts.local(facts.now)).get(item)
        return found.promised if found else None

    def hall_seal(self, on: date) -> tuple[Seal, ...]:
        """The hall's seal for accepting."""
        return (Seal(authority=self.facts.desk.hall, on=on),)

    def authority_seals(self, items: Iterable[str], on: date) -> tuple[Seal, ...]:
        """The seal of each authority that decides one of the items."""
        names = dict.fromkeys(self.authority(item) for item in items)
        return tuple(Seal(authority=name, on=on) for name in names) or self.hall_seal(on)

    def notice(self, kind: str, passages: Iterable[Passage], **more: Any) -> Notice:
        """A notice of this case with what every one of them carries; `more` are its own parts. Numbers are masked."""
        facts = self.facts
        applicant, agent = parties(facts, masked=more.pop("masked", True))
        given: dict[str, Any] = {
            "hall": facts.desk.hall,
            "case_no": facts.case.number or "",
            "matter": facts.matter,
            "applicant": applicant,
            "agent": agent,
            "query_code": facts.case.query_code or "",
            "query_url": facts.desk.query_url,
            "contact": facts.desk.contact,
            "window": facts.desk.window,
            "clerk": facts.desk.clerk,
            "reprint": facts.reprint,
            "to": applicant.name,
        }
        return Notice(kind=kind, passages=tuple(passages), **(given | more))

    def remedies(self, items: Iterable[str]) -> Passage:
        """What the applicant can do against it: law for authorities, the office itself for partners (water, banks)."""
        catalog = self.facts.catalog
        partners: dict[str, list[str]] = {}
        offices = False
        for item in items:
            known = catalog.items.get(item)
            department = catalog.departments.get(known.department) if known else None
            if department is not None and department.partner:
                partners.setdefault(self.authority(item), []).append(self.item(item))
            else:
                offices = True
        said = [self.say("remedy.office")] if offices or not partners else []
        said += [
            self.say("remedy.partner", items=self.listed(names), authority=name) for name, names in partners.items()
        ]
        return Passage(heading=self.say("remedy"), paragraphs=tuple(said))

    def licences(self, items: Iterable[str]) -> bool:
        """Whether one of the items falls under licence law."""
        return any(
            known.clock_rule == "licence" for item in items if (known := self.facts.catalog.items.get(item)) is not None
        )
