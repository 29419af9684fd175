"""What a phone may do: the few commands of its purpose, on its own case and filing."""

from typing import TYPE_CHECKING, Any

import orjson

from clerk_tui.central.feed import Typing
from clerk_tui.central.keeping import keep_picture
from clerk_tui.central.phone.live import now_ms
from clerk_tui.central.phone.session import Seat
from clerk_tui.central.phone.view import own_asks, own_papers
from clerk_tui.central.problems import ProblemError, sentence
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

MOST = 50
"""Commands in one list."""

_SAYS = frozenset({"confirm_section", "sign", "hand_over", "close_filing"})
KINDS = {"fill": _SAYS | {"patch_answers", "attach_material"}, "confirm": _SAYS, "sign": _SAYS}
"""The kinds of commands by the purpose for which the party was invited."""


async def carried_out(hub: "Hub", seat: Seat, what: str, body: bytes, lang: Lang) -> dict[str, Any]:
    """Carries out `commands` or tells `typing`; the answer's JSON. Raises ProblemError 400 and 503."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ProblemError(400, "phone.bad_request") from None
    if not isinstance(asked, dict):
        raise ProblemError(400, "phone.bad_request")
    if what == "typing":
        return _typing(hub, seat, asked)
    return await _commands(hub, seat, asked, lang)


def _typing(hub: "Hub", seat: Seat, asked: dict[str, Any]) -> dict[str, Any]:
    field = asked.get("field")
    filing, case = seat.filing, seat.case
    if field in {a.key for a in own_asks(filing, case.plan)}:
        told = {"case": case.file.case.id, "field": field, "value": "", "by": "citizen", "session": seat.session.id}
        hub.neighbours.typing(seat.session.hall, Typing(case.file.case.id, filing.party, told))
    return {}


async def _commands(hub: "Hub", seat: Seat, asked: dict[str, Any], lang: Lang) -> dict[str, Any]:
    commands = asked.get("commands")
    if not isinstance(commands, list) or not 1 <= len(commands) <= MOST:
        raise ProblemError(400, "phone.bad_request")
    allowed = KINDS[seat.filing.purpose]
    own = {seat.case.file.case.id, seat.filing.id}
    verdicts: list[dict[str, Any] | None] = []
    sent: list[dict[str, Any]] = []
    for command in commands:
        if not isinstance(command, dict):
            raise ProblemError(400, "phone.bad_request")
        if command.get("kind") not in allowed or command.get("target") not in own:
            error = {"code": "phone.not_here", "sentence": sentence("phone.not_here", lang, {})}
            verdicts.append({"id": str(command.get("id")), "status": "rejected", "error": error})
            continue
        # The author is this phone's session, whatever the command says.
        sent.append({name: value for name, value in command.items() if name != "session"})
        verdicts.append(None)
    answers = iter(await hub.answers(seat.session.hall, sent, seat.session) if sent else [])
    told: list[dict[str, Any]] = []
    for verdict in verdicts:
        if verdict is None:
            verdict = next(answers).to_json(lang)
            # What happened reaches the page by its feed, the own part alone.
            verdict.pop("events", None)
        told.append(verdict)
    return {"verdicts": told, "now": now_ms(hub)}


async def photographed(
    hub: "Hub", seat: Seat, material: str, command: str, content: bytes, lang: Lang
) -> dict[str, Any]:
    """Keeps the picture of a paper and attaches it; the verdict's JSON. Raises ProblemError 403, 413 and 415.

    `command` is the id that the phone minted: sent again, the picture is attached once.
    """
    session, filing, case = seat.session, seat.filing, seat.case
    if filing.purpose != "fill" or material not in {m.key for m in own_papers(filing, case.plan)}:
        raise ProblemError(403, "phone.not_here")
    name, _ = await keep_picture(hub, session.hall, case.file.case.id, content, session.actor)
    attach = {
        "id": command,
        "kind": "attach_material",
        "target": case.file.case.id,
        "base_version": case.file.version,
        "body": {"material": material, "sha256": name},
    }
    answer = (await hub.answers(session.hall, [attach], session))[0]
    told = answer.to_json(lang)
    told.pop("events", None)
    return told
