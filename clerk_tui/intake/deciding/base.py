"""What every decision on a case goes by: the hall's rules, and the plan on the day that counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.relief import relieved
from clerk_tui.intake.case import ENDED, WAITING, Case, CaseState
from clerk_tui.intake.clock import WorkCalendar
from clerk_tui.intake.facts import facts_of
from clerk_tui.intake.items import ItemLife
from clerk_tui.intake.plan import Plan, plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import Context, EventBody

Events = list[EventBody]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What a hall and its centre bring to a case: catalogues by hash (KeyError if unknown), the calendar, numbers.

    `newest` is the catalogue in force, if any; `region` the hall's; `elsewhere` says where a matter is done that this
    hall does not take ("" when nobody said where), and None of what it takes.
    """

    catalog: Callable[[str], Catalog]
    calendar: WorkCalendar
    number_prefix: str = ""
    serial: int | None = None
    newest: Callable[[], Catalog | None] = lambda: None
    region: str | None = None
    elsewhere: Callable[[str], str | None] = lambda _: None


def plan_of(case: Case, rules: CaseRules, context: Context) -> Plan:
    """The plan of this case as it stands."""
    return plan_on(case, rules, context.today)


def plan_on(case: Case, rules: CaseRules, today: date) -> Plan:
    """The same on the hall's business date: a draft by the rules of that day, a received case by those of its receipt.

    From a received case falls what its own or the newest catalogue ends as relief. Raises Refusal case.catalog_unknown.
    """
    catalog = catalog_of(rules, case.catalog)
    if case.received_on is not None:
        catalog = relieved(catalog, rules.newest(), today)
    return plan(
        catalog,
        case.matters,
        facts_of(case),
        today,
        rules.calendar,
        received=case.received_on,
        region=rules.region,
    )


def catalog_of(rules: CaseRules, sha256: str) -> Catalog:
    """The catalogue with that hash. Raises Refusal case.catalog_unknown."""
    try:
        return rules.catalog(sha256)
    except KeyError:
        raise Refusal("case.catalog_unknown") from None


def only_draft(case: Case) -> None:
    """Raises Refusal once the case was received."""
    if case.state is not CaseState.DRAFT:
        raise Refusal("case.not_draft", number=case.number or "")


def before_acceptance(case: Case) -> None:
    """Raises Refusal for what can be changed no more: the draft, the correction on the spot and the supplement are over."""
    if case.state not in WAITING:
        raise Refusal("case.not_draft", number=case.number or "")


def the_item(case: Case, key: str) -> ItemLife:
    """The life of an accepted item. Raises Refusal when the case has ended or the item was not accepted."""
    if case.state in ENDED:
        raise Refusal("case.ended")
    life = case.item_lives.get(key)
    if life is None:
        known = any(one.item == key for one in case.items)
        raise Refusal("case.not_accepted" if known or case.state is CaseState.DRAFT else "item.unknown")
    return life


def own(case: Case, x: Context) -> bool:
    """Whether the author had a hand in taking the case in: nobody decides an own case."""
    return x.actor in case.hands
