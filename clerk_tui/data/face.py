"""The line of a window's citizen-side screen: signs in as the display's account, then asks for the face."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from clerk_tui.data.client import Client, HttpRefusal, Unreachable
from clerk_tui.protocol.face import Face
from clerk_tui.refusal import Refusal


@dataclass(frozen=True, slots=True)
class FaceAccount:
    """The account of a display."""

    staff_no: str
    password: str = field(repr=False)


class FaceLine:
    """One screen's. It signs in by itself when its session has run out, never against another screen."""

    def __init__(self, client: Client, account: FaceAccount, window: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._account = account
        self._window = window
        self._clock = clock
        self._hall = ""
        self._expires_at: datetime | None = None

    async def ask(self, lang: str) -> Face | None:
        """The face, labels in that language; None when the hub can't be reached.

        Raises Refusal: sign_in.*, device.*, forbidden, or face.taken_over when this screen's session was ended early.
        """
        self._client.lang = lang
        try:
            if self._expires_at is None or self._now() >= self._expires_at:
                await self._sign_in()
            try:
                return await self._client.face(self._hall, self._window)
            except HttpRefusal as refused:
                if refused.status == 401:
                    self._expires_at = None
                    raise Refusal("face.taken_over") from None
                raise
        except Unreachable:
            return None

    async def close(self) -> None:
        """Ends the session, when the hub is there, and all connections."""
        try:
            if self._client.token:
                await self._client.sign_out()
        except (Unreachable, Refusal):
            pass
        finally:
            await self._client.close()

    async def _sign_in(self) -> None:
        opened = await self._client.sign_in(self._account.staff_no, self._account.password, None, self._window)
        self._hall = opened["hall"]
        self._expires_at = datetime.fromisoformat(opened["expires_at"])

    def _now(self) -> datetime:
        return self._clock() + self._client.offset.value
