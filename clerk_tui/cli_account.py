"""Asking a hub from the command line, as the account of the settings: staff number, password, the machine's token."""

import asyncio
import getpass
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from clerk_tui.cli_tables import the_lang
from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.data.client import Client

T = TypeVar("T")
PATIENCE_SECONDS = 60.0
"""A month is folded in seconds, not in the time of a key press."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that may be asked in its name; signing in ends its other session."""

    hub: str
    staff_no: str
    password: str = field(repr=False)
    device_token: str = field(repr=False)

    def ask(self, what: "Callable[[Client, str], Awaitable[T]]") -> T:
        """Signs in, asks (client, hall), signs out. Raises Refusal: what the hub says, or account.unreachable."""
        return asyncio.run(self._ask(what))

    async def _ask(self, what: "Callable[[Client, str], Awaitable[T]]") -> T:
        from clerk_tui.data.client import Client, Unreachable

        client = Client(
            self.hub,
            clock=lambda: datetime.now(UTC),
            device_token=self.device_token,
            lang=the_lang(),
            timeout_seconds=PATIENCE_SECONDS,
        )
        try:
            told = await client.sign_in(self.staff_no, self.password, None, None)
            try:
                return await what(client, str(told["hall"]))
            finally:
                await client.sign_out()
        except Unreachable:
            raise Refusal("account.unreachable", hub=self.hub) from None
        finally:
            await client.close()


def account_of(hub_url: str | None, no_hub: str = "account.no_hub") -> Account:
    """The account that settings and CLERK_TUI_PASSWORD name; asks for the password in a terminal.

    Raises Refusal `no_hub` when no hub is known, account.unknown without an account.
    """
    from clerk_tui.settings import load_settings

    settings = load_settings({"hub": hub_url})
    if settings.hub is None:
        raise Refusal(no_hub)
    password = os.environ.get("CLERK_TUI_PASSWORD") or (getpass.getpass() if sys.stdin.isatty() else "")
    if not (settings.staff_no and password and settings.device_token):
        raise Refusal("account.unknown")
    return Account(settings.hub, settings.staff_no, password, settings.device_token.get_secret_value())
