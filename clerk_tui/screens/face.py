"""The citizen's side of a window (公众屏): asks the hub each second and shows what concerns who stands there."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from clerk_tui.protocol.face import Face
from clerk_tui.refusal import Refusal
from clerk_tui.screens.actions import Where, bindings_of
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.widgets.face_pane import FacePane, FaceView
from clerk_tui.texts import Lang, text

ASK_SECONDS = 1.0
PAGE_LOOKS = 8
"""So many looks a page of the read-back stands."""
BLANK_AFTER = timedelta(seconds=10)
"""Without the hub nobody knows who stands here now: after so long nothing of a case is shown."""

Ask = Callable[[Lang], Awaitable[Face | None]]
"""Asks the hub in that language; None when it can't be reached, Refusal when it refuses."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class FaceScreen(Screen[None]):
    """One window's. A refusal stands until Enter: nobody is there who could read on."""

    WHERE: ClassVar[Where] = "face"
    CSS_PATH = ["app.tcss", "face.tcss"]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("face"),
        Binding("enter", "again", show=False, id="face.again"),
    ]

    def __init__(
        self,
        window: str,
        ask: Ask,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        super().__init__()
        self.window = window
        self.pane = FacePane(FaceView(window), id="face")
        self._ask = ask
        self._clock = clock
        self._sleep = sleep
        self._asking = asyncio.Lock()
        self._face: Face | None = None
        self._away_since: datetime | None = None
        self._refusal: Refusal | None = None
        self._looks = 0
        self._zone: ZoneInfo | None = None

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return "en" if getattr(self.app, "lang", "zh") == "en" else "zh"

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        """Paint first, then ask."""
        self.call_after_refresh(lambda: self.run_worker(self._follow(), group="follow", exit_on_error=False))

    async def _follow(self) -> None:
        while True:
            if self._refusal is None:
                await self.look()
            await self._sleep(ASK_SECONDS)

    async def look(self) -> None:
        """Asks once and shows the answer."""
        async with self._asking:
            try:
                face = await self._ask(self.lang)
            except Refusal as refusal:
                self._refusal, self._face = refusal, None
            else:
                self._take(face)
        self.draw()

    def _take(self, face: Face | None) -> None:
        now = self._clock()
        if face is None:
            self._away_since = self._away_since or now
            if now - self._away_since >= BLANK_AFTER:
                self._face = None
            return
        self._away_since = None
        self._zone = ZoneInfo(face.timezone)
        same = self._face is not None and self._face.number == face.number
        self._looks = self._looks + 1 if same else 0
        self._face = face

    def draw(self) -> None:
        """Show what is known now."""
        refusal, away = self._refusal, self._away_since
        sentence = text(refusal.code, self.lang, **refusal.details) if refusal else ""
        since = f"{away.astimezone(self._zone):%H:%M}" if away else ""
        self.pane.show(FaceView(self.window, self._face, since, sentence, self._looks // PAGE_LOOKS))

    def action_do(self, action: str) -> None:
        """Run an action of the registry."""
        getattr(self, f"do_{action}")()

    def do_language(self) -> None:
        """The other language, at once."""
        setattr(self.app, "lang", "zh" if self.lang == "en" else "en")  # noqa: B010 - the app is typed as any App

    def do_theme(self) -> None:
        """The other theme, at once."""
        self.app.theme = LIGHT if self.app.theme == DARK else DARK

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def relabel(self) -> None:
        """Draw in the language that is now set, and ask for the labels in it."""
        self.draw()
        self.pane.redraw()
        if self._refusal is None:
            self.run_worker(self.look(), group="relabel", exit_on_error=False)

    def action_again(self) -> None:
        """What was refused is mended: ask again."""
        self._refusal = None
        self.draw()
