"""The Textual app: two themes, one language at a time, and the screen it is given; what a screen means is not its business."""

import os

# Kitty's report-all-keys mode turns an input method's commit into junk keys; read at Textual's import.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from clerk_tui.refusal import Refusal
from clerk_tui.screens.intents import SignOut
from clerk_tui.screens.sign_in import SignIn
from clerk_tui.screens.theme import DARK, THEMES
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk
    from clerk_tui.screens.papers import Opener


class ClerkApp(App[None], inherit_bindings=False):
    """Shows `start()` as its first screen. `lang` may change at any time: the screens draw anew at once."""

    CSS_PATH = Path(__file__).parent / "screens" / "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    lang: reactive[Lang] = reactive[Lang]("zh", init=False)

    def __init__(self, start: Callable[[], Screen[Any]], *, lang: Lang = "zh", theme: str = DARK) -> None:
        super().__init__()
        self.start = start
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.set_reactive(ClerkApp.lang, lang)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, without an empty one before it."""
        screen = self.start()
        # Textual reads a screen's CSS when it is pushed; the first one never is.
        self._load_screen_css(screen)
        return screen

    def watch_lang(self) -> None:
        """Draw all screens in the new language."""
        for screen in self.screen_stack:
            relabel = getattr(screen, "relabel", None)
            if relabel is not None:
                relabel()


Startup = Callable[[], "Awaitable[WindowDesk]"]
"""Opens the window's desk, signed in already or not; raises Refusal. It imports what it needs: nothing was, so far."""


class WindowApp(ClerkApp):
    """A service window: paints the sign-in, then runs `startup`; who is signed in already goes straight to the work."""

    def __init__(
        self,
        startup: Startup,
        *,
        lang: Lang = "zh",
        theme: str = DARK,
        staff_no: str = "",
        window: str = "",
        papers_dir: Path | None = None,
        opener: "Opener | None" = None,
    ) -> None:
        super().__init__(lambda: self.sign_in, lang=lang, theme=theme)
        self.sign_in = SignIn(staff_no=staff_no, window=window)
        self.startup = startup
        self.papers_dir = papers_dir
        self.opener = opener
        self.desk: WindowDesk | None = None

    def on_mount(self) -> None:
        """Paint first, then load."""
        self.sign_in.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.sign_in.wait(text("sign_in.loading", self.lang))
        self.run_worker(self._start(), group="startup", exit_on_error=False)

    async def _start(self) -> None:
        try:
            self.desk = await self.startup()
        except Refusal as refusal:
            self.sign_in.show_error(text(refusal.code, self.lang, **refusal.details))
            return
        if self.desk.session is not None:
            await self._work(self.desk)
        else:
            self.sign_in.ready()

    async def _work(self, desk: "WindowDesk") -> None:
        from clerk_tui.screens.papers import Opener, papers_folder
        from clerk_tui.screens.window import WindowScreen

        await desk.start()
        folder = self.papers_dir or papers_folder()
        await self.push_screen(WindowScreen(desk, papers_dir=folder, opener=self.opener or Opener()))

    @on(SignIn.Asked)
    def _sign_in_asked(self, event: SignIn.Asked) -> None:
        self.run_worker(self._sign_in(event), group="sign in", exit_on_error=False)

    async def _sign_in(self, asked: SignIn.Asked) -> None:
        if self.desk is None:
            self._begin()
            return
        try:
            await self.desk.sign_in(asked.staff_no, asked.password, None, asked.window)
            await self._work(self.desk)
        except Refusal as refusal:
            self.sign_in.show_error(text(refusal.code, self.lang, **refusal.details))

    @on(SignOut)
    def _leave(self) -> None:
        self.run_worker(self._sign_out(), group="sign in", exit_on_error=False)

    async def _sign_out(self) -> None:
        if self.desk is not None:
            await self.desk.sign_out()
        self.exit()

    async def on_unmount(self) -> None:
        """Write what is left."""
        if self.desk is not None:
            await self.desk.stop()
