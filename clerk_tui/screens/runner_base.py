"""What every act of the runner stands on: the desk, this moment's picture, and the line that speaks."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clerk_tui.catalog.search import search
from clerk_tui.intake.case import CaseState
from clerk_tui.refusal import Refusal
from clerk_tui.screens.papers import Looks, Opener
from clerk_tui.screens.present import present
from clerk_tui.screens.rules_changed import rules_changed
from clerk_tui.screens.seen import PhoneCode, Seen
from clerk_tui.screens.view import (
    TICKET,
    CopyView,
    GuideView,
    ListsView,
    NoticeKind,
    NoticeView,
    PromptView,
    ResultView,
    StoryView,
    WorkbenchView,
)
from clerk_tui.texts import Lang, text

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk

RESULTS = 50
NEWS_SECONDS = 10
TROUBLE_SECONDS = 60


@dataclass(slots=True)
class Spoken:
    """What the line says and asks at the moment."""

    notice: NoticeView | None = None
    prompt: PromptView | None = None
    until: datetime | None = None


class RunnerBase:
    """One window's screen logic without any widget. `changed` is called whenever another picture is due."""

    def __init__(
        self,
        desk: "WindowDesk",
        *,
        lang: Lang,
        papers_dir: Path,
        opener: Opener,
        changed: Callable[[], None],
    ) -> None:
        self.desk = desk
        self.lang = lang
        self.papers_dir = papers_dir
        self.opener = opener
        self.looks = Looks(papers_dir)
        self.changed = changed
        self.spoken = Spoken()
        self.code: PhoneCode | None = None
        self.unfolded = False
        self.revealed: frozenset[str] = frozenset()
        self.guide: str | None = None
        self.guides_opened = 0
        self._guide_made: tuple[tuple[object, ...], GuideView] | None = None
        self._codes: dict[str, PhoneCode] = {}
        self._followed: dict[str, str] = {}
        self._ticket: str | None = None
        self._then_call = True
        self._pause_reason = ""
        self._was_online = True
        self.leave: Callable[[], None] = lambda: None
        """Signs out, once the window is closed."""
        self.wipe: Callable[[], None] = lambda: None
        """Empties the clipboard."""

    # Looking

    def seen(self) -> Seen:
        """This moment at the window."""
        desk = self.desk
        case = desk.current_case
        file = desk.case_file(case) if case else None
        plan = desk.plan(case) if case else None
        typed = desk.typed(case) if case else None
        catalog = self._catalog(file.case.catalog) if file else None
        typing: dict[str, str] = {}
        if case and catalog:
            for key, what in desk.typing_now(case).items():
                typing[key] = catalog.name(str(what.get("party") or key.partition(".")[0]), self.lang)
        return Seen(
            lang=self.lang,
            now=desk.now(),
            zone=self.zone,
            window=desk.session.window or "" if desk.session else "",
            day=desk.day,
            seat=desk.seat,
            policy=desk.hall.policy,
            ticket=desk.current_ticket,
            forecast=desk.forecast.tickets if desk.forecast else {},
            foreseen_at=desk.forecast.as_of if desk.forecast else None,
            online=not self.cut_off,
            since=desk.online.since,
            calling=desk.pending("call_next") or desk.pending("call_ticket"),
            file=file,
            plan=plan,
            catalog=catalog,
            current=desk.catalog,
            supervisor=desk.session is not None and "supervisor" in desk.session.roles,
            drafts={key: draft.value for key, draft in typed.values.items()} if typed else {},
            refused=typed.refused if typed else {},
            typing=typing,
            revealed=self.revealed,
            gap_days=desk.gap_days(case) if case else {},
            code=self.code,
            unfolded=self.unfolded,
            local_hub=desk.local_hub,
            unsent=desk.unsent(),
            saved=desk.all_saved,
            trouble=self._trouble(),
            notice=self.spoken.notice,
            prompt=self.spoken.prompt,
            at_field=desk.at_field(case) if case else "",
        )

    @property
    def zone(self) -> ZoneInfo:
        """The hall's."""
        return ZoneInfo(self.desk.hall.timezone)

    @property
    def cut_off(self) -> bool:
        """Whether the centre does not answer; a window that has only just begun is not called cut off."""
        return not self.desk.online.online and self.desk.online.reason != "starting"

    def _trouble(self) -> Refusal | None:
        """What stays in the line until somebody has looked at it."""
        if self.desk.disk_trouble is not None:
            return self.desk.disk_trouble
        if troubled := self.desk.troubled():
            return Refusal("outbox.troubled", count=len(troubled))
        twice = self.desk.served_twice()
        if not twice:
            return None
        return Refusal("window.served_twice", number=twice[0].label, window=twice[0].window or "")

    def _catalog(self, sha256: str) -> Any:
        shelf = self.desk.shelf
        return shelf.nearest(sha256) if sha256 in shelf or shelf.current else None

    def view(self) -> WorkbenchView:
        """The picture of this moment."""
        self._follow()
        return replace(
            present(self.seen()),
            guide=self.guide_view(),
            lists=self.lists_view(),
            story=self.story_view(),
            copy=self.copy_view(),
        )

    def lists_view(self) -> ListsView | None:
        """The list of cases that is open."""
        return None

    def copy_view(self) -> CopyView | None:
        """The hand-over that is open."""
        return None

    def wipe_copied(self) -> None:
        """Nothing of the last person stays on the clipboard."""

    def story_view(self) -> StoryView | None:
        """The case's story that is open."""
        return None

    def guide_view(self) -> GuideView | None:
        """The guide that is open."""
        return None

    def _follow(self) -> None:
        """The next ticket wipes what belonged to the last one."""
        ticket = self.desk.current_ticket
        if (ticket.id if ticket else None) != self._ticket:
            self._ticket = ticket.id if ticket else None
            self.code, self.unfolded, self.revealed, self._codes = None, False, frozenset(), {}
            self.wipe_copied()
            asyncio.get_running_loop().run_in_executor(None, self.looks.wipe)
        if self.spoken.until is not None and self.desk.now() > self.spoken.until:
            self.spoken.notice = self.spoken.until = None
        online = self.desk.online.online
        if online and not self._was_online:
            self.tell("notice.restored", "done")
        if online != self._was_online and not online:
            self.spoken.notice = None
        self._was_online = online
        self._say_rules_changed()

    def _say_rules_changed(self) -> None:
        """Once, when the draft in hand went over to another catalogue, what that changed for it."""
        case = self.desk.current_case
        file = self.desk.case_file(case) if case else None
        followed = file.case.followed if file is not None else None
        if file is None or followed is None or self._followed.get(file.case.id) == followed.catalog:
            return
        self._followed[file.case.id] = followed.catalog
        if self.desk.now() - followed.at > timedelta(seconds=TROUBLE_SECONDS):
            # Begun again, or picked up from another window: that is no news.
            return
        if words := rules_changed(followed, self.lang):
            self.spoken.notice = NoticeView(words, "warn")
            self.spoken.until = self.desk.now() + timedelta(seconds=TROUBLE_SECONDS)

    def find(self, typed: str) -> Sequence[ResultView]:
        """Matters of the catalogue in force; called at every key, touches nothing but memory."""
        shelf = self.desk.shelf
        if shelf.current is None:
            return ()
        catalog = shelf.get(shelf.current)
        if not typed:
            common = [*catalog.packages.values(), *catalog.items.values()][:RESULTS]
            return [self._row(catalog, one.key) for one in common]
        # What this hall's tickets were taken for today stands first among equals.
        done = Counter(one.matter for one in self.desk.day.tickets.values() if one.matter)
        hits = search(catalog.index, typed, RESULTS, done, self.desk.fuzzy_pinyin)
        return [*self._tickets(typed), *(self._row(catalog, hit.key) for hit in hits if hit.kind != "department")]

    def _tickets(self, typed: str) -> list[ResultView]:
        """The ticket with this number, written A023, 023 or 23."""
        digits = typed.lstrip("abcdef")
        if not digits.isdigit() or len(digits) > 4 or len(typed) - len(digits) > 1:
            return []
        found = (one for one in self.desk.day.tickets.values() if one.number == int(digits))
        return [
            ResultView(f"{TICKET}{one.id}", one.label, text(f"ticket_state.{one.state}", self.lang)) for one in found
        ]

    def _row(self, catalog: Any, key: str) -> ResultView:
        package = catalog.packages.get(key)
        kind = text("result.package" if package else "result.item", self.lang)
        if package:
            kind += " · " + text("case.items", self.lang, items=len(package.items))
        if why := self.desk.why_not_begun(key):
            # Where to go instead, or since when and why not: said before anybody chooses it.
            kind = self.refusal_words(why)
        elif windows := self._only_windows(key):
            kind += " · " + text("result.windows", self.lang, windows=windows)
        department = package.lead if package else catalog.items[key].department
        return ResultView(key, catalog.name(key, self.lang), kind, catalog.name(department, self.lang))

    def _only_windows(self, key: str) -> str:
        """The windows that a matter is for, when this one is not among them."""
        windows = self.desk.hall.policy.windows_of(key)
        session = self.desk.session
        if windows is None or session is None or self.desk.hall.policy.serves(session.window or "", self._skill(key)):
            return ""
        return ("、" if self.lang == "zh" else ", ").join(windows)

    def _skill(self, key: str) -> str | None:
        return self.desk.hall.policy.skill_of(key)

    # Speaking

    def refusal_words(self, refusal: Refusal) -> str:
        """A refusal's sentence; a matter, an ask or a paper in it by its name in this language."""
        details = dict(refusal.details)
        catalog = self.desk.catalog
        if catalog is not None and (subject := details.get("subject")):
            details["subject"] = catalog.name(subject, self.lang)
        if self.lang == "en" and details.get("name_en"):
            details["name"] = details["name_en"]
        return text(refusal.code, self.lang, **details)

    def tell(self, sentence: str, kind: NoticeKind = "info", /, **params: Any) -> None:
        """A sentence for the line."""
        self._speak(NoticeView(text(sentence, self.lang, **params), kind))
        self.changed()

    def _speak(self, notice: NoticeView) -> None:
        seconds = NEWS_SECONDS if notice.kind in ("info", "done") else TROUBLE_SECONDS
        self.spoken.notice = notice
        self.spoken.until = self.desk.now() + timedelta(seconds=seconds)

    def ask(self, prompt: PromptView) -> None:
        """A question for the line."""
        self.spoken.prompt = prompt
        self.changed()

    async def attempt(self, act: Coroutine[Any, Any, None]) -> None:
        """Runs an act; a refusal becomes the line's sentence, nothing becomes a traceback."""
        try:
            await act
        except Refusal as refusal:
            self._speak(NoticeView(self.refusal_words(refusal), "error"))
        self.changed()

    # The case in hand

    def _draft_case(self) -> str | None:
        case = self.desk.current_case
        file = self.desk.case_file(case) if case else None
        return case if file is not None and file.case.state is CaseState.DRAFT else None

    def _name(self, key: str) -> str:
        shelf = self.desk.shelf
        return str(shelf.get(shelf.current).name(key, self.lang)) if shelf.current else key

    def _case(self) -> str:
        case = self.desk.current_case
        if case is None:
            raise Refusal("window.no_case")
        return case
