"""What a case answers to a command: the events that follow from it, or a refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from clerk_tui.intake import commands as cmd
from clerk_tui.intake.case import Case
from clerk_tui.intake.commands_life import COMMANDS as LIFE
from clerk_tui.intake.deciding import (
    answering,
    clocking,
    ending,
    handing,
    noticing,
    opening,
    receiving,
    recording,
    replying,
    visiting,
)
from clerk_tui.intake.deciding.answering import OFFLINE_AFTER, field_refusal, fills
from clerk_tui.intake.deciding.base import CaseRules, Events, plan_of, plan_on
from clerk_tui.intake.deciding.opening import following, may_begin, open_case
from clerk_tui.intake.deciding.readiness import Readiness, readiness
from clerk_tui.intake.deciding.receiving import query_code
from clerk_tui.intake.events_life import ClockPaused, ItemReplied
from clerk_tui.intake.handover import RecordHandover
from clerk_tui.rules import CommandBody, Context

__all__ = [
    "OFFLINE_AFTER",
    "CaseRules",
    "Events",
    "Readiness",
    "decide",
    "fills",
    "following",
    "may_begin",
    "open_case",
    "plan_of",
    "plan_on",
    "query_code",
    "readiness",
    "result_of",
]

_LIFE = frozenset(LIFE.values())
Decider = Callable[[Case, Any, Context, CaseRules, str | None], Events]


def decide(case: Case, command: CommandBody, context: Context, rules: CaseRules, party: str | None = None) -> Events:
    """The events that `command` causes; `party` is whose phone sent it, None for staff. Raises Refusal `case.*`."""
    return _DECIDERS[type(command)](case, command, context, rules, party)


def result_of(before: Case, after: Case, command: CommandBody, happened: Events) -> dict[str, Any]:
    """What the caller of a case command is told: numbers, counts and versions, never a value."""
    if isinstance(command, cmd.PatchAnswers):
        fields = {}
        for change in command.changes:
            was, now = before.answers.get(change.field), after.answers.get(change.field)
            taken = now is not None and now is not was
            refused = None if taken else field_refusal(before, change)
            fields[change.field] = {
                "status": "applied" if taken else "refused" if refused else "conflict",
                "version": now.version if now else 0,
            }
        return {"fields": fields}
    if isinstance(command, cmd.SubmitCase | cmd.AcceptCase):
        return {
            "number": after.number,
            "query_code": after.query_code,
            "state": str(after.state),
            "due": after.due.isoformat() if after.due else None,
        }
    if isinstance(command, cmd.GiveNotice):
        told = after.notices[-1]
        return {"state": str(after.state), "missing": len(told.missing), "second": told.second}
    if isinstance(command, cmd.ReplyItem):
        replied = [e for e in happened if isinstance(e, ItemReplied)]
        return {
            "state": str(after.item_lives[command.item].state),
            "released": [key for e in replied for key in e.released],
            "fallen": [key for e in replied for key in e.fallen],
        }
    if isinstance(command, cmd.PauseClock):
        return {"until": next(e.until.isoformat() for e in happened if isinstance(e, ClockPaused))}
    if type(command) in _LIFE:
        return {"state": str(after.state)}
    if isinstance(command, cmd.PrintPaper):
        return {"paper": command.paper, "copy_no": after.printed.get(command.paper, 0)}
    return {}


_DECIDERS: Mapping[type[CommandBody], Decider] = {
    cmd.ChangeMatters: opening.change_matters,
    cmd.FollowCatalog: opening.follow,
    cmd.PatchAnswers: answering.patch,
    cmd.AttachMaterial: answering.attach,
    cmd.JudgeMaterial: answering.judge,
    cmd.ConfirmSection: answering.confirm,
    cmd.Sign: answering.sign,
    cmd.SubmitCase: receiving.submit,
    cmd.AcceptCase: receiving.accept,
    cmd.GiveNotice: noticing.notice,
    cmd.RefuseCase: noticing.refuse,
    cmd.Supplement: noticing.supplement,
    cmd.CommitToNotice: noticing.commit,
    cmd.DeemAccepted: receiving.deem,
    cmd.LinkVisit: visiting.link,
    cmd.WithdrawCase: ending.withdraw,
    cmd.TerminateCase: ending.terminate,
    cmd.LapseGap: ending.lapse,
    cmd.CloseCase: ending.close,
    cmd.ClaimCase: ending.claim,
    cmd.ReturnItem: ending.hand_back,
    cmd.ResubmitItem: ending.resubmit,
    cmd.PauseClock: clocking.pause,
    cmd.ResumeClock: clocking.resume,
    cmd.ExtendClock: clocking.ask_more,
    cmd.ApproveExtension: clocking.approve_more,
    cmd.ReplyItem: replying.reply,
    cmd.RecordPayment: replying.pay,
    cmd.Deliver: replying.deliver,
    RecordHandover: handing.record_handover,
    cmd.RecordLookup: recording.record_lookup,
    cmd.PrintPaper: recording.print_paper,
    cmd.Reveal: recording.reveal,
}
