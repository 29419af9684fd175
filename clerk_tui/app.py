"""The Textual app: two themes, one language at a time, and the screen it is given; what a screen means is not its business.

Nothing is imported here that the first frame can do without: the rest follows while the splash stands.
"""

import os

# Kitty's report-all-keys mode turns an input method's commit into junk keys; read at Textual's import.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.events import Event, Key
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from clerk_tui.refusal import Refusal
from clerk_tui.screens.theme import DARK, THEMES
from clerk_tui.texts import Lang

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk
    from clerk_tui.screens.papers import Opener
    from clerk_tui.screens.sign_in import SignIn


class ClerkApp(App[None], inherit_bindings=False):
    """Shows `start()` as its first screen. `lang` may change at any time: the screens draw anew at once."""

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


class Splash(Screen[None]):
    """The first frame: the name, on the theme's ground."""

    DEFAULT_CSS = """
    Splash { background: $ground; color: $accent-ink; align: center middle; }
    Splash Static { width: auto; text-style: bold; }
    """
    AUTO_FOCUS = ""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.words = title

    def compose(self) -> ComposeResult:
        yield Static(self.words, markup=False)


Startup = Callable[[], "Awaitable[WindowDesk]"]
"""Opens the window's desk, signed in already or not; raises Refusal. It imports what it needs: nothing was, so far."""

TITLES = {"zh": "一窗", "en": "One Window · 一窗"}


class WindowApp(ClerkApp):
    """A service window: paints, then runs `startup` behind the sign-in; who is signed in already goes to the work."""

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
        greeting: Callable[[Lang], str] | None = None,
    ) -> None:
        super().__init__(lambda: Splash(TITLES[lang]), lang=lang, theme=theme)
        self.startup = startup
        self.papers_dir = papers_dir
        self.opener = opener
        self.greeting = greeting
        self.desk: WindowDesk | None = None
        self.sign_in: SignIn | None = None
        self._known = (staff_no, window)
        self._passing: Key | None = None

    async def on_event(self, event: Event) -> None:
        """A key that a reader typed is the reader's; the first of a burst waits until it is known whose it is."""
        if isinstance(event, Key) and not event.is_forwarded and event is not self._passing:
            readers = getattr(self.screen, "readers", None)
            if readers is not None and readers.keeps(event):
                return
        await super().on_event(event)

    def press_held(self, event: Key) -> None:
        """Lets a key go on that was held back: a person pressed it."""
        self._passing = event
        self.post_message(event)

    def on_mount(self) -> None:
        """Paint first, then load."""
        self.screen.call_after_refresh(self._show_sign_in)

    async def _show_sign_in(self) -> None:
        from clerk_tui.screens.sign_in import SignIn

        staff_no, window = self._known
        self.sign_in = SignIn(staff_no=staff_no, window=window)
        await self.push_screen(self.sign_in)
        self._begin(self.sign_in)

    def _begin(self, sign_in: "SignIn") -> None:
        sign_in.wait(sign_in.say("sign_in.loading"))
        self.run_worker(self._start(sign_in), group="startup", exit_on_error=False)

    async def _start(self, sign_in: "SignIn") -> None:
        try:
            self.desk = await self.startup()
        except Refusal as refusal:
            sign_in.show_error(sign_in.say(refusal.code, **refusal.details))
            return
        if self.desk.session is not None:
            await self._work(self.desk)
        else:
            sign_in.ready()

    async def _work(self, desk: "WindowDesk") -> None:
        from clerk_tui.screens.papers import Opener, papers_folder
        from clerk_tui.screens.window import WindowScreen

        await desk.start()
        folder = self.papers_dir or papers_folder()
        screen = WindowScreen(desk, papers_dir=folder, opener=self.opener or Opener())
        await self.push_screen(screen)
        if self.greeting:
            screen.notice_line.tell(self.greeting(self.lang))

    def on_sign_in_asked(self, event: "SignIn.Asked") -> None:
        """Somebody wants to sign in."""
        self.run_worker(self._sign_in(event), group="sign in", exit_on_error=False)

    async def _sign_in(self, asked: "SignIn.Asked") -> None:
        assert self.sign_in is not None
        if self.desk is None:
            self._begin(self.sign_in)
            return
        try:
            await self.desk.sign_in(asked.staff_no, asked.password, None, asked.window)
            await self._work(self.desk)
        except Refusal as refusal:
            self.sign_in.show_error(self.sign_in.say(refusal.code, **refusal.details))

    def on_sign_out(self, _event: Message) -> None:
        """The clerk leaves."""
        self.run_worker(self._sign_out(), group="sign in", exit_on_error=False)

    async def _sign_out(self) -> None:
        if self.desk is not None:
            await self.desk.sign_out()
        self.exit()

    async def on_unmount(self) -> None:
        """Write what is left."""
        if self.desk is not None:
            await self.desk.stop()
