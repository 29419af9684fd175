"""A number taken by a phone at the hall's door: one live number a phone, and the same one for a second tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.search import search
from clerk_tui.central.keys import HubKey
from clerk_tui.central.phone.session import is_secure
from clerk_tui.central.secrets import person_of
from clerk_tui.queue.commands import TakeTicket
from clerk_tui.queue.day import ENDED, Day, Ticket, TicketState
from clerk_tui.refusal import Refusal
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

COOKIE = "phone"
"""By which a phone is known again before it has a number. Random, says nothing of its holder, lives a day."""
LIFE_SECONDS = 24 * 3600
MATTERS_SHOWN = 12
_OVER = ENDED | {TicketState.PASSED}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the door's form says; `form` is the page's own token, the same however often it is sent."""

    form: str
    ticket_class: Literal["ordinary", "green"]
    matter: str | None
    query: str


def wish_of(fields: Mapping[str, str]) -> Wish:
    """The wish in a form's fields; what can't be one is left out."""
    matter = fields.get("matter", "")[:64]
    green = fields.get("class") == "green"
    return Wish(fields.get("form", "")[:64], "green" if green else "ordinary", matter or None, fields.get("q", "")[:40])


def mark_of(request: Request, key: HubKey) -> str | None:
    """The mark of a phone that has been at the door before; None for a new one, or one that somebody made up."""
    mark, _, seal = request.cookies.get(COOKIE, "").partition(".")
    return mark if compare_digest(seal, _seal(key, mark)) else None


def give_mark(hub: "Hub", request: Request, answer: Response) -> None:
    """Makes the phone known again."""
    # In the place of an identity number in the queue's rule; the longer kind of those has 18 characters.
    mark = "P" + hub.random(8).hex().upper()
    answer.set_cookie(
        COOKIE,
        f"{mark}.{_seal(hub.key, mark)}",
        max_age=LIFE_SECONDS,
        path="/t",
        httponly=True,
        samesite="strict",
        secure=is_secure(request, hub.public_url),
    )


def _seal(key: HubKey, mark: str) -> str:
    return key.keyed_hash("phone-mark", mark)[:32]


def live_of(hub: "Hub", day: Day, mark: str) -> Ticket | None:
    """The number that this phone holds and that still leads to a window."""
    person = person_of(TakeTicket(channel="phone", id_no=mark), hub.key)
    return next((t for t in day.tickets.values() if t.person == person and t.state not in _OVER), None)


async def take(hub: "Hub", hall: str, mark: str, wish: Wish) -> str:
    """The id of this phone's ticket: the one it holds, the one this form took before, or a new one.

    Raises Refusal queue.* or phone.form_used.
    """
    if held := live_of(hub, hub.snapshot(hall)[1], mark):
        return held.id
    # From the page's token and the phone: a form sent twice is one command, and nobody else's form is this one.
    own = str(UUID(hex=hub.key.keyed_hash("phone-ticket", f"{hall}|{mark}|{wish.form}")[:32], version=4))
    body: dict[str, Any] = {"channel": "phone", "class": wish.ticket_class, "id_no": mark}
    if wish.matter is not None:
        body["matter"] = wish.matter
    verdict = (await hub.submit_system(hall, [{"id": own, "kind": "take_ticket", "body": body}]))[0]
    if verdict.result is not None:
        return str(verdict.result["ticket"])
    day = hub.snapshot(hall)[1]
    code = verdict.error.code if verdict.error else "phone.form_used"
    if code == "id_reused":
        if own in day.tickets:
            return own
        raise Refusal("phone.form_used")
    if code == "queue.already_has_ticket" and (held := live_of(hub, day, mark)):
        return held.id
    raise Refusal(code, **(verdict.error.details if verdict.error else {}))


def matters(catalog: Catalog | None, wish: Wish, lang: Lang) -> list[tuple[str, str]]:
    """What may be chosen, as key and name: what was found, the packages without a query; the chosen one always."""
    if catalog is None:
        return []
    if wish.query.strip():
        hits = search(catalog.index, wish.query, MATTERS_SHOWN)
        keys = [hit.key for hit in hits if hit.kind != "department"]
    else:
        keys = list(catalog.packages)[:MATTERS_SHOWN]
    if wish.matter and wish.matter not in keys and catalog.matter(wish.matter):
        keys.insert(0, wish.matter)
    return [(key, catalog.name(key, lang)) for key in keys]
