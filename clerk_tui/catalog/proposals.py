"""What clerks propose to change in the catalogue (一地创新、全省共享): the command, what happened, and what it would save.

A proposal concerns the catalogue, not a case, but it is spoken in a hall: its events stand in the stream of that hall's
business day, in the order of what else the hall did, and are audited and exported with it; no rule folds them. The
reason is a clerk's free text, so it is sealed. The desk of the whole centre lists proposals from their own table.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from clerk_tui.catalog.model import Catalog, Item, join_key
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, EventBody, by_kind

Kind = Literal["drop_field", "drop_material", "e_certificate", "merge_steps", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.]+$")]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class ProposeChange(CommandBody):
    """`subject` is the field or paper (with its party, or without: wherever the item asks it), or the step."""

    KIND = "propose_change"
    item: Key
    kind: Kind
    subject: Key | None = None
    reason: Reason


class ChangeProposed(EventBody):
    KIND = "change_proposed"
    SEALED: ClassVar[frozenset[str]] = frozenset({"reason"})
    proposal: str
    item: str
    kind: str
    subject: str | None = None
    reason: str = ""
    at: datetime


class ProposalAdopted(EventBody):
    """The desk takes it into the next publication."""

    KIND = "proposal_adopted"
    proposal: str
    at: datetime


class ProposalDeclined(EventBody):
    """The desk says why not, in words."""

    KIND = "proposal_declined"
    SEALED: ClassVar[frozenset[str]] = frozenset({"reason"})
    proposal: str
    reason: str = ""
    at: datetime


COMMANDS = by_kind(ProposeChange)
EVENTS = by_kind(ChangeProposed, ProposalAdopted, ProposalDeclined)


@dataclass(frozen=True, slots=True)
class Saving:
    """Fields, papers and steps that one case would be spared."""

    fields: int = 0
    materials: int = 0
    steps: int = 0


def propose(catalog: Catalog | None, body: ProposeChange, proposal: str, at: datetime) -> ChangeProposed:
    """The event. Raises Refusal catalog.none, proposal.unknown_item or proposal.no_subject."""
    if catalog is None:
        raise Refusal("catalog.none")
    item = catalog.items.get(body.item)
    if item is None:
        raise Refusal("proposal.unknown_item", item=body.item)
    if body.kind != "other" and (body.subject is None or saving(item, body.kind, body.subject) == Saving()):
        raise Refusal("proposal.no_subject", item=item.name)
    return ChangeProposed(
        proposal=proposal, item=body.item, kind=body.kind, subject=body.subject, reason=body.reason, at=at
    )


def saving(item: Item, kind: str, subject: str | None) -> Saving:
    """What the change would spare one case of the item, as the item stands; nothing when it is done already."""
    match kind:
        case "drop_field":
            return Saving(fields=sum(subject in (ask.field, join_key(ask.of, ask.field)) for ask in item.fields))
        case "drop_material" | "e_certificate":
            uses = sum(subject in (use.material, join_key(use.of, use.material)) for use in item.materials)
            return Saving(materials=uses)
        case "merge_steps":
            return Saving(steps=int(subject in item.steps and len(item.steps) > 1))
    return Saving()
