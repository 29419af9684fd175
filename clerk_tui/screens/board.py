"""A hall's display (叫号屏): follows the feed, shows who is called where, and has it spoken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from clerk_tui.data.board import BoardNews
from clerk_tui.refusal import Refusal
from clerk_tui.screens.actions import Where, bindings_of
from clerk_tui.screens.board_view import BEAT, PAGE, BoardView, Stage, of_day
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.widgets.board_pane import BoardPane
from clerk_tui.texts import Lang, text
from clerk_tui.voice.announcements import calls_of
from clerk_tui.voice.voice import Voice


class Line(Protocol):
    """Where the hall's news come from."""

    changed: Callable[[], None]

    @property
    def news(self) -> BoardNews:
        """What is known now."""
        ...

    def now(self) -> datetime:
        """The hub's time."""
        ...

    async def run(self) -> None:
        """Follows the hall until it is cancelled."""
        ...

    def again(self) -> None:
        """What was refused is mended."""
        ...


class BoardScreen(Screen[None]):
    """One hall's. Many changes of one moment are one picture; a refusal stands until Enter."""

    WHERE: ClassVar[Where] = "board"
    CSS_PATH = ["app.tcss", "board.tcss"]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("board"),
        Binding("enter", "again", show=False, id="board.again"),
    ]

    def __init__(
        self, line: Line, voice: Voice | None = None, *, no_voice: Refusal | None = None, ticking: bool = True
    ) -> None:
        """`no_voice` says why there is none where there should be one; without `ticking` nothing moves by itself."""
        super().__init__()
        self.line = line
        self.voice = voice
        self.pane = BoardPane(BoardView(), id="board")
        self._no_voice = no_voice
        self._stage = Stage()
        self._ticking = ticking
        self._due = False
        self._began = line.now()

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return "en" if getattr(self.app, "lang", "zh") == "en" else "zh"

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        """Paint first, then follow."""
        self.line.changed = self._draw_soon
        self.call_after_refresh(self._begin)
        if self._ticking:
            self.set_interval(BEAT.total_seconds(), self.draw)

    def _begin(self) -> None:
        self.draw()
        self.run_worker(self.line.run(), group="follow", exit_on_error=False)
        if self.voice is not None:
            self.run_worker(self.voice.run(), group="voice", exit_on_error=False)

    def _draw_soon(self) -> None:
        if not self._due and self.is_mounted:
            self._due = True
            self.call_later(self.draw)

    def draw(self) -> None:
        """Show what is known now."""
        self._due = False
        if self.is_mounted:
            self.pane.show(self._view(self.line.news, self.line.now()))

    def _view(self, news: BoardNews, now: datetime) -> BoardView:
        view = BoardView()
        if news.day is not None:
            calls = calls_of(news.day)
            self._stage.stand(calls, now)
            if self.voice is not None:
                self.voice.stand(calls)
            view = of_day(news.day, self._stage, now)
            if news.away:
                view = replace(view, lit=False)
            elif self.app.animation_level == "none":
                view = replace(view, lit=self._stage.fresh(now))
        zone = ZoneInfo(news.timezone)
        heard = news.heard_at
        away = (
            ("" if not news.away else "?") if heard is None else f"{heard.astimezone(zone):%H:%M}" if news.away else ""
        )
        refusal = news.refusal
        return replace(
            view,
            hall=news.hall,
            day=now.astimezone(zone).replace(second=0, microsecond=0),
            age=max(int((now - heard).total_seconds()), 0) if heard else None,
            away=away,
            sentence=text(refusal.code, self.lang, **refusal.details) if refusal else "",
            voice=self._voice_words(),
            ticks=(now - self._began) // PAGE,
        )

    def _voice_words(self) -> str:
        trouble = self.voice.trouble if self.voice else self._no_voice
        return text(trouble.code, self.lang, **trouble.details) if trouble else ""

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
        """Draw in the language that is now set."""
        self.draw()
        self.pane.redraw()

    def action_again(self) -> None:
        """What was refused is mended: try anew."""
        self.line.again()
