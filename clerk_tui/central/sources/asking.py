"""What a source is asked for a case: only what its form still asks of that party, and what its papers would take."""

from clerk_tui.catalog.model import join_key, split_ask
from clerk_tui.central.sources import Query
from clerk_tui.central.sources.earlier import EARLIER, NUMBERS
from clerk_tui.intake.plan import Plan, PlannedAsk

IDENTIFYING = frozenset({"id_no", "phone"})
"""Types of fields that a source fills although people are known by them: once it has found the person."""


def query_for(plan: Plan, case: str, source: str, holder: str, purpose: str, consent: str) -> Query:
    """The query about `holder`; `wanted` is empty when the form asks nothing that this source has."""
    wanted = {a.key: (a.party, split_ask(a.key)[1]) for a in plan.asks if _wanted(a, source, holder)}
    papers = {
        join_key(m.party, m.material.e_certificate)
        for m in plan.materials
        if m.material.e_certificate and m.party in (None, holder) and m.standing != "e_certificate"
    }
    results = {
        join_key(holder, result.e_certificate)
        for item in plan.items
        if item.applicant == holder and not item.met
        for result in item.item.results
        if result.e_certificate
    }
    known_by = NUMBERS if source == EARLIER else frozenset({"id_no"})
    identities = {
        a.party: a.value for a in plan.asks if a.party and a.field.type in known_by and a.value and a.error is None
    }
    return Query(
        case=case,
        source=source,
        holder=holder,
        identities=identities,
        wanted=wanted,
        certificates=frozenset() if source == EARLIER else frozenset(papers | results),
        purpose=purpose,
        consent=consent,
    )


def _wanted(ask: PlannedAsk, source: str, holder: str) -> bool:
    if ask.state not in ("open", "from_step") or ask.party not in (None, holder):
        return False
    if source == EARLIER:
        return ask.party == holder and ask.field.reuse != "never" and ask.field.type not in NUMBERS
    return ask.field.source == source or (ask.party == holder and ask.field.type in IDENTIFYING)
