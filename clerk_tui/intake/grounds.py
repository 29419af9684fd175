"""On what ground somebody acts for an applicant, and what a mandate (授权委托书) has to say for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from clerk_tui.catalog.model import MANDATE_ITEM, MANDATE_SCOPE, MANDATE_UNTIL, Catalog, Item, Option, join_key
from clerk_tui.intake.plan_types import Ground
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.intake.plan_needs import Chosen


def ground_of(catalog: Catalog, item: Item, applicant: str, option: Option | None, acting: Sequence[str]) -> Ground:
    """The ground on which `acting` stand at the window for `applicant`, whom `option` of the question who acts named."""
    party = catalog.parties.get(applicant)
    enterprise = party is not None and party.kind == "enterprise"
    if applicant in acting:
        return "self"
    if party is not None and set(party.guardians) & set(acting):
        return "legal_rep" if enterprise else "guardian"
    if option is not None and option.ground == "relative" and item.relatives:
        return "relative"
    if enterprise or (option is not None and option.ground == "officer"):
        return "officer"
    return "mandate"


def principal_of(catalog: Catalog, applicant: str) -> str:
    """Whose mandate it takes: an enterprise gives its own, for a child its guardian does."""
    party = catalog.parties.get(applicant)
    if party is None or party.kind == "enterprise" or not party.guardians:
        return applicant
    return party.guardians[0]


def mandates(catalog: Catalog, chosen: Mapping[str, "Chosen"], values: Mapping[str, str]) -> dict[str, list[str]]:
    """The asks about each mandate that is wanted, with the items for whose sake: expiry, and which items it names.

    With one item that is asked at once; with several, whether it names them all, and one by one only where it does not.
    """
    under: dict[str, list[str]] = {}
    for one in chosen.values():
        if one.mandate and not one.met:
            under.setdefault(one.mandate, []).append(one.key)
    asks: dict[str, list[str]] = {}
    for principal, items in under.items():
        if MANDATE_UNTIL in catalog.fields:
            asks[join_key(principal, MANDATE_UNTIL)] = items
        if MANDATE_ITEM.rstrip(".") not in catalog.fields:
            continue
        scope = join_key(principal, MANDATE_SCOPE)
        if len(items) > 1 and MANDATE_SCOPE in catalog.fields:
            asks[scope] = items
        if len(items) == 1 or values.get(scope) == "part":
            asks |= {join_key(principal, f"{MANDATE_ITEM}{item}"): [item] for item in items}
    return asks


def mandate_error(catalog: Catalog, field_key: str, value: str, on: date) -> Refusal | None:
    """What is wrong with a mandate by a checked answer about it, on the day of receipt (or today, while a draft)."""
    if field_key == MANDATE_UNTIL and value < on.isoformat():
        return Refusal("mandate.expired")
    if field_key.startswith(MANDATE_ITEM) and value == "no":
        item = catalog.items[field_key.removeprefix(MANDATE_ITEM)]
        return Refusal("mandate.not_covering", name=item.name, name_en=item.name_en)
    return None
