"""The one permission table: a row for each command kind and each reading route, a column for each role.

A cell is a scope; a role without a cell has no permission. Scopes: `window` (the author's own window), `case` (cases
of the author's own window), `party` (a citizen's own ticket, or own part of the case whose filing was joined),
`department`, `hall`, `centre`.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

Role = Literal[
    "clerk",
    "helper",
    "supervisor",
    "department",
    "editor",
    "publisher",
    "auditor",
    "administrator",
    "kiosk",
    "display",
    "citizen",
    "system",
]
Scope = Literal["party", "window", "case", "department", "hall", "centre"]
ROLES: tuple[Role, ...] = get_args(Role)
_WIDTH: Mapping[Scope, int] = {name: i for i, name in enumerate(get_args(Scope))}
Row = Mapping[Role, Scope]

_AT_WINDOW: Row = {"clerk": "window", "supervisor": "hall", "system": "hall"}
_AT_OWN_WINDOW: Row = {"clerk": "window", "supervisor": "window"}
_ON_CASE: Row = {"clerk": "case", "helper": "hall", "supervisor": "hall"}
_WITH_PARTY: Row = {**_ON_CASE, "citizen": "party"}
_DECIDING: Row = {"supervisor": "hall"}
"""Who decides an item; a clerk does where the item is decided at the window (授权即办), which the room judges."""
_STAFF: Row = {"clerk": "hall", "helper": "hall", "supervisor": "hall", "auditor": "hall", "administrator": "hall"}
_MEASURING: Row = {"supervisor": "hall", "auditor": "hall", "administrator": "hall"}

COMMANDS: Mapping[str, Row] = {
    "take_ticket": {"clerk": "hall", "helper": "hall", "supervisor": "hall", "kiosk": "hall", "system": "hall"},
    "book": {"clerk": "hall", "helper": "hall", "supervisor": "hall", "kiosk": "hall"},
    "check_in": {"clerk": "hall", "helper": "hall", "supervisor": "hall", "kiosk": "hall"},
    "call_next": _AT_WINDOW,
    "call_ticket": _AT_WINDOW,
    "recall": _AT_WINDOW,
    "welcome": _AT_WINDOW,
    "hold": _AT_WINDOW,
    "resume": {**_AT_WINDOW, "helper": "hall", "kiosk": "hall"},
    "pass": _AT_WINDOW,
    "return_passed": _AT_WINDOW,
    "transfer": _AT_WINDOW,
    "promote": {"clerk": "hall", "supervisor": "hall"},
    "finish": _AT_WINDOW,
    "cancel": {"clerk": "hall", "supervisor": "hall", "kiosk": "hall", "citizen": "party"},
    "abandon": _AT_WINDOW,
    "serve_by_number": _AT_WINDOW,
    "invite_rating": {**_AT_WINDOW, "display": "window", "citizen": "party"},
    "rate": {"citizen": "party"},
    "undo": _AT_WINDOW,
    "open_window": _AT_WINDOW,
    "pause_window": _AT_WINDOW,
    "close_window": _AT_WINDOW,
    "reassign_window": _AT_WINDOW,
    "propose_change": {"clerk": "hall", "helper": "hall", "supervisor": "hall"},
    "lease_case_numbers": _AT_WINDOW,
    "end_of_day": {"system": "hall"},
    "void_bookings": {"system": "hall"},
    "open_case": {"clerk": "window", "helper": "hall", "supervisor": "hall"},
    "change_matters": _ON_CASE,
    "patch_answers": _WITH_PARTY,
    "attach_material": _WITH_PARTY,
    "judge_material": _ON_CASE,
    "confirm_section": _WITH_PARTY,
    "sign": _WITH_PARTY,
    "submit_case": _ON_CASE,
    "accept_case": _ON_CASE,
    "give_notice": _ON_CASE,
    "refuse_case": _ON_CASE,
    "supplement": _ON_CASE,
    "commit_to_notice": _WITH_PARTY,
    "withdraw_case": _ON_CASE,
    "terminate_case": {"supervisor": "hall"},
    "close_case": _ON_CASE,
    "claim_case": {"clerk": "hall", "supervisor": "hall"},
    "link_visit": {"clerk": "window", "supervisor": "hall"},
    "return_item": _DECIDING,
    "resubmit_item": _ON_CASE,
    "pause_clock": _ON_CASE,
    "resume_clock": _ON_CASE,
    "extend_clock": _ON_CASE,
    "approve_extension": {"supervisor": "hall"},
    "reply_item": {**_DECIDING, "clerk": "case"},
    "record_payment": _ON_CASE,
    "deliver": _ON_CASE,
    "deem_accepted": {"system": "hall"},
    "lapse_gap": {"system": "hall"},
    "record_handover": {**_ON_CASE, "system": "hall"},
    "follow_catalog": {"system": "hall"},
    "record_lookup": {"system": "hall"},
    "print_paper": _ON_CASE,
    "reveal": _ON_CASE,
    "open_filing": _ON_CASE,
    "join": {"citizen": "party"},
    "renew_code": _ON_CASE,
    "revoke_code": _ON_CASE,
    "hand_over": _WITH_PARTY,
    "close_filing": _WITH_PARTY,
}

ROUTES: Mapping[str, Row] = {
    "GET /v1/halls/{hall}/snapshot": {**_STAFF, "kiosk": "hall", "display": "hall"},
    "GET /v1/halls/{hall}/feed": {**_STAFF, "kiosk": "hall", "display": "hall", "citizen": "party"},
    "GET /v1/halls/{hall}/cases": _ON_CASE,
    "GET /v1/halls/{hall}/cases/{case}": _WITH_PARTY,
    "GET /v1/halls/{hall}/cases/{case}/papers/{paper}": _ON_CASE,
    "PUT /v1/halls/{hall}/cases/{case}/files/{sha256}": _WITH_PARTY,
    "GET /v1/halls/{hall}/cases/{case}/files/{sha256}": _ON_CASE,
    "POST /v1/halls/{hall}/windows/{window}/viewer": _AT_OWN_WINDOW,
    "POST /v1/halls/{hall}/windows/{window}/viewer/code": _AT_OWN_WINDOW,
    "POST /v1/halls/{hall}/lookups": _ON_CASE,
    "POST /v1/halls/{hall}/typing": _WITH_PARTY,
    "GET /v1/halls/{hall}/windows/{window}/face": {"display": "window", "clerk": "window", "supervisor": "hall"},
    "GET /v1/halls/{hall}/stats": _MEASURING,
    "GET /v1/halls/{hall}/stats/day": _MEASURING,
    "GET /v1/halls/{hall}/stats/forecast": _MEASURING,
    "POST /v1/persons/lookup": {"clerk": "hall", "helper": "hall", "supervisor": "hall"},
    "GET /v1/halls/{hall}/refusals": {"supervisor": "hall", "auditor": "hall"},
    "GET /v1/audit": {"auditor": "hall"},
    "GET /v1/catalogs/current": {**_STAFF, "kiosk": "centre", "editor": "centre", "publisher": "centre"},
    "GET /v1/catalogs": {"editor": "centre", "publisher": "centre", "auditor": "centre"},
    "POST /v1/catalogs": {"editor": "centre", "publisher": "centre"},
    "POST /v1/catalogs/{hash}/publish": {"publisher": "centre"},
    "GET /v1/catalogs/{hash}": {**_STAFF, "kiosk": "centre", "editor": "centre", "publisher": "centre"},
    "GET /v1/proposals": {"editor": "centre", "publisher": "centre", "auditor": "centre"},
    "GET /v1/proposals/stats": {
        "supervisor": "centre",
        "editor": "centre",
        "publisher": "centre",
        "auditor": "centre",
        "administrator": "centre",
    },
    "POST /v1/proposals/{proposal}/adopt": {"editor": "centre", "publisher": "centre"},
    "POST /v1/proposals/{proposal}/decline": {"editor": "centre", "publisher": "centre"},
    "DELETE /v1/sessions/current": {role: "hall" for role in ROLES if role != "system"},
}

Holder = Literal["anyone", "ticket", "filing", "viewer"]
PAGES: Mapping[str, Holder] = {
    "GET /p": "anyone",
    "GET /P": "anyone",
    "GET /p/{code}": "anyone",
    "GET /P/{code}": "anyone",
    "POST /p": "anyone",
    "POST /P": "anyone",
    "GET /phone/{name}": "anyone",
    "GET /c": "anyone",
    "GET /C": "anyone",
    "GET /c/{number}": "anyone",
    "GET /C/{number}": "anyone",
    "POST /c": "anyone",
    "POST /C": "anyone",
    "GET /g/{key}": "anyone",
    "GET /G/{key}": "anyone",
    "GET /t/{hall}": "anyone",
    "POST /t/{hall}": "anyone",
    "GET /t": "ticket",
    "GET /t/view": "ticket",
    "GET /t/feed": "ticket",
    "POST /t/begin": "ticket",
    "POST /t/cancel": "ticket",
    "POST /t/rate": "ticket",
    "GET /f": "filing",
    "GET /f/view": "filing",
    "GET /f/feed": "filing",
    "POST /f/commands": "filing",
    "POST /f/typing": "filing",
    "PUT /f/papers/{material}": "filing",
    "GET /w/{window}": "anyone",
    "POST /w/{window}": "anyone",
    "GET /w/{window}/view": "viewer",
    "GET /w/{window}/feed": "viewer",
    "GET /w/{window}/pages/{sha256}/{number}": "viewer",
}
"""The pages on a citizen's phone, and on the second monitor of a window (`viewer`: behind the session of the clerk
who sits there): which a session must be bound to. What `anyone` may do there is limited by tries; a
number taken at `/t/{hall}` is the centre's own command on behalf of a phone without a name."""


def scope_of(roles: Iterable[str], row: Row | None) -> Scope | None:
    """The widest scope that any of `roles` has in `row`; None when it may not at all."""
    scopes = [scope for role, scope in (row or {}).items() if role in set(roles)]
    return max(scopes, key=_WIDTH.__getitem__, default=None)
