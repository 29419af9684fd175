"""How a case begins, changes its matters, and follows the catalogue while it is a draft."""

from dataclasses import replace
from datetime import date

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.validity import why_stopped
from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case, CaseState, opened
from clerk_tui.intake.deciding.base import CaseRules, Events, catalog_of, only_draft, plan_of
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context


def open_case(command: CommandBody, context: Context, rules: CaseRules) -> Events:
    """The first events of a case's stream; one begun under an older catalogue (off line) follows the newest at once.

    Raises Refusal when the catalogue or a matter is unknown, out of force today, or not taken in this hall.
    """
    if not isinstance(command, cmd.OpenCase):
        raise TypeError(command)
    may_begin(catalog_of(rules, command.catalog), command.matters, rules, context.today)
    begun = ev.CaseOpened(
        case=context.command_id,
        matters=tuple(dict.fromkeys(command.matters)),
        catalog=command.catalog,
        ticket=command.ticket,
        window=context.window,
        at=context.now,
    )
    return [begun, *following(opened(begun, context.actor), rules, context)]


def may_begin(catalog: Catalog, matters: tuple[str, ...], rules: CaseRules, today: date) -> None:
    """Raises Refusal for a matter that can't be begun here today: unknown, taken elsewhere, suspended, out of force."""
    for key in matters:
        matter = catalog.matter(key)
        if matter is None:
            raise Refusal("case.unknown_matter", matter=key)
        if (place := rules.elsewhere(key)) is not None:
            code = "case.taken_elsewhere" if place else "case.not_taken_here"
            raise Refusal(code, name=matter.name, **({"place": place} if place else {}))
        if stopped := why_stopped(matter, today, rules.region):
            raise Refusal(stopped[0], **stopped[1])


def following(case: Case, rules: CaseRules, context: Context) -> Events:
    """What takes a draft over to the newest catalogue; nothing for one that is there, or whose matters left it.

    Answers and papers stay as they are, also those that are asked no more; a section that other fields belong to now is
    to be confirmed again.
    """
    newest = rules.newest()
    if case.state is not CaseState.DRAFT or newest is None or newest.hash == case.catalog:
        return []
    if any(newest.matter(matter) is None for matter in case.matters):
        return []
    before, after = plan_of(case, rules, context), plan_of(replace(case, catalog=newest.hash), rules, context)
    asked = {section.key: section.asks for section in after.sections}
    return [
        ev.CatalogFollowed(
            catalog=newest.hash,
            materials=len(after.materials) - len(before.materials),
            questions=_questions(after) - _questions(before),
            items=len(after.items) - len(before.items),
            reopened=tuple(s.key for s in before.sections if s.key in case.sections and asked.get(s.key) != s.asks),
            at=context.now,
        )
    ]


def _questions(made: Plan) -> int:
    """What persons are asked: situation questions, and fields that no earlier item brings."""
    return len(made.questions) + sum(ask.state != "from_step" for ask in made.asks)


def change_matters(case: Case, c: cmd.ChangeMatters, x: Context, rules: CaseRules, _party: str | None) -> Events:
    only_draft(case)
    may_begin(catalog_of(rules, case.catalog), c.add, rules, x.today)
    add = tuple(m for m in dict.fromkeys(c.add) if m not in case.matters)
    drop = tuple(m for m in dict.fromkeys(c.drop) if m in case.matters)
    if not add and not drop:
        return []
    if not set(case.matters) - set(drop) and not add:
        raise Refusal("case.last_matter")
    return [ev.MattersChanged(add=add, drop=drop, at=x.now)]


def follow(case: Case, _c: cmd.FollowCatalog, x: Context, rules: CaseRules, _party: str | None) -> Events:
    return following(case, rules, x)
