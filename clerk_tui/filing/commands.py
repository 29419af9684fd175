"""What may be asked of an assisted filing (帮办): a session of one party on a case's draft."""

from typing import Literal

from clerk_tui.intake.commands import Key
from clerk_tui.rules import CommandBody, by_kind

Mode = Literal["self", "coach", "typed_for", "on_behalf", "home_visit", "remote"]
"""本人自办 · 教办 · 代填 · 代办 · 上门 · 线上帮办."""

Purpose = Literal["fill", "confirm", "sign"]


class OpenFiling(CommandBody):
    """Invites a party; the target is the case. The code is derived at the centre and told in the verdict's result."""

    KIND = "open_filing"
    mode: Mode
    purpose: Purpose
    party: Key


class Join(CommandBody):
    """A phone has spent the code; its session is the author. The target is the filing, as for all that follow."""

    KIND = "join"


class RenewCode(CommandBody):
    KIND = "renew_code"


class RevokeCode(CommandBody):
    KIND = "revoke_code"


class HandOver(CommandBody):
    """The party gives the work back to the window, or the window to the party."""

    KIND = "hand_over"
    to: Literal["window", "party"]


class CloseFiling(CommandBody):
    KIND = "close_filing"
    outcome: Literal["submitted", "to_window", "stopped"]


COMMANDS = by_kind(OpenFiling, Join, RenewCode, RevokeCode, HandOver, CloseFiling)
