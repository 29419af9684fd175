"""The clerk's one screen: stable panes, drawn from one WorkbenchView, talking in intents."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from clerk_tui.data.reader import Reading
from clerk_tui.screens import intents
from clerk_tui.screens.actions import bindings_of
from clerk_tui.screens.base import RegistryScreen
from clerk_tui.screens.blocked import why_not
from clerk_tui.screens.life_keys import LifeKeys
from clerk_tui.screens.prompts import (
    bad_material_prompt,
    hold_prompt,
    pass_prompt,
    pause_prompt,
    quit_prompt,
    reveal_prompt,
)
from clerk_tui.screens.prompts_queue import quit_seated_prompt
from clerk_tui.screens.view import OF_THE_CASE, PAGES, Page, WorkbenchView
from clerk_tui.screens.widgets.browse_panel import BrowsePanel
from clerk_tui.screens.widgets.case_head import CaseHead, CountLine
from clerk_tui.screens.widgets.context_strip import ContextStrip
from clerk_tui.screens.widgets.copy_panel import CopyPanel
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.field_pool import FieldPool
from clerk_tui.screens.widgets.field_row import FieldRow
from clerk_tui.screens.widgets.guide_panel import GuidePanel
from clerk_tui.screens.widgets.lists_panel import ListsPanel
from clerk_tui.screens.widgets.material_list import MaterialList
from clerk_tui.screens.widgets.matter_list import MatterList
from clerk_tui.screens.widgets.matter_search import MatterSearch
from clerk_tui.screens.widgets.notice_line import NoticeLine
from clerk_tui.screens.widgets.page_tabs import PageTabs
from clerk_tui.screens.widgets.phone_pane import PhonePane
from clerk_tui.screens.widgets.question_bar import QuestionBar
from clerk_tui.screens.widgets.queue_pane import QueuePane
from clerk_tui.screens.widgets.result_list import ResultList
from clerk_tui.screens.widgets.search_row import SearchRow
from clerk_tui.screens.widgets.story_panel import StoryPanel


class Workbench(LifeKeys, RegistryScreen):
    """Call, find, ask, check, submit: every pane stays where it is, hints follow the focus."""

    CSS_PATH = ["app.tcss", "workbench.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("workbench")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (180, "-huge")]

    def __init__(self, view: WorkbenchView | None = None) -> None:
        super().__init__()
        self.view = WorkbenchView()
        self._first = view
        self.page: Page = "intake"
        self.side: Page = "materials"
        self.searching = True
        self._left_field = ""
        self._arranged: dict[str, bool] = {}
        self.strip = ContextStrip(id="strip")
        self.tabs = PageTabs(id="tabs")
        self.queue = QueuePane(id="queue")
        self.results = ResultList(id="results")
        self.search = MatterSearch(self.results, id="search")
        self.head = CaseHead(id="head")
        self.question = QuestionBar(id="question")
        self.pool = FieldPool(id="pool")
        self.counts = CountLine(id="counts")
        self.materials = MaterialList(id="materials")
        self.phone = PhonePane(id="phone")
        self.matters = MatterList(id="matters")
        self.panes = Container(id="panes")
        self.guide_panel = GuidePanel(id="guide")
        self.browse_panel = BrowsePanel(id="browse")
        self.lists_panel = ListsPanel(id="lists")
        self.story_panel = StoryPanel(id="story")
        self.copy_panel = CopyPanel(id="copy")

    def compose(self) -> ComposeResult:
        yield self.strip
        yield self.tabs
        with self.panes:
            yield self.queue
            with Container(id="intake"):
                with Vertical(id="ask"):
                    yield SearchRow(self.search, id="search-row")
                    yield self.results
                    yield self.head
                    yield self.question
                with Vertical(id="form"):
                    yield self.pool
                    yield self.counts
            with Vertical(id="side"):
                yield self.materials
                yield self.matters
                yield self.phone
        yield self.help_panel
        yield self.palette
        yield self.browse_panel
        yield self.guide_panel
        yield self.lists_panel
        yield self.story_panel
        yield self.copy_panel
        yield self.notice_line
        yield self.key_bar

    def on_mount(self) -> None:
        """Draw the first view."""
        self.search.opens_guides = True
        self.show(self._first or self.view)

    # Drawing

    def show(self, view: WorkbenchView) -> None:
        """Draw this view: each pane takes its part and redraws only what differs from the last one."""
        was, self.view = self.view, view
        self.strip.show(view.strip)
        self.queue.show(view.queue)
        self.head.show(view.case)
        self.question.show(view.question)
        self.pool.show(view.fields)
        self.counts.show(view.case)
        self.materials.show(view.materials)
        self.matters.show(view.matters, view.history)
        self.phone.show(view.phone)
        if view.case is not None and was.case is not None and view.case.number and not was.case.number:
            self.page = "intake"
            self.set_focus(None)
        if view.strip.number != was.strip.number:
            self._wipe()
        if view.case is None and was.case is not None:
            self.search.show_value("")
            self.page, self.side = "intake", "materials"
        elif self.page == "queue" and view.strip.number and view.strip.number != was.strip.number:
            # Somebody was called from the list: the work is in front again.
            self.page = "intake"
        if (view.case is None) != (was.case is None):
            self.searching = view.case is None
        elif view.case is not None and self._another(was, view):
            self.searching = False
        self._arrange()
        self.notice_line.show(view.notice, view.prompt)
        if (was.blocked, was.strip.state, was.case is None) != (view.blocked, view.strip.state, view.case is None):
            self.refresh_bindings()
        self._show_guide(was, view)
        self._show_lists(was, view)
        self._show_copy(was, view)
        self._follow(was, view)
        if self.pool.entered:
            self.pool.back_to_wrong()
        self._hint()

    def _wipe(self) -> None:
        """The next person finds nothing of the last one: no text in the box, nothing to paste."""
        self.search.show_value("")
        if self.app.clipboard:
            # What was copied here the terminal holds as well.
            self.app.copy_to_clipboard("")

    def _show_guide(self, was: WorkbenchView, view: WorkbenchView) -> None:
        """Lay the guide over the work when it is asked for; who closes it says so."""
        if view.guide is None:
            return
        self.guide_panel.show(view.guide)
        if was.guide is None or was.guide.opened != view.guide.opened:
            self._open(self.guide_panel)
            self.guide_panel.focus()

    def _show_lists(self, was: WorkbenchView, view: WorkbenchView) -> None:
        """Lay a list of cases, or a case's story, over the work; gone when a case of it was opened."""
        if view.lists is not None:
            self.lists_panel.show(view.lists)
            if was.lists is None or was.lists.opened != view.lists.opened:
                self._open(self.lists_panel)
                self.lists_panel.open()
        elif was.lists is not None:
            while any(one is self.lists_panel for one, _ in self._panels):
                super().close_panels()
        if view.story is not None:
            self.story_panel.show(view.story)
            if was.story is None or was.story.opened != view.story.opened:
                self._open(self.story_panel)
                self.story_panel.focus()

    def _show_copy(self, was: WorkbenchView, view: WorkbenchView) -> None:
        """Lay the hand-over to departments over the work; it goes with the person whose case it is."""
        if view.copy is not None:
            self.copy_panel.show(view.copy)
            if was.copy is None or was.copy.opened != view.copy.opened:
                self._open(self.copy_panel)
                self.copy_panel.focus()
        elif was.copy is not None:
            while any(one is self.copy_panel for one, _ in self._panels):
                super().close_panels()

    def _follow(self, was: WorkbenchView, view: WorkbenchView) -> None:
        """Move the focus where the work went on, never away from somebody who types."""
        if self.notice_line.prompt is not None or self.paneled:
            return
        if view.strip.state == "called" and was.strip.state != "called":
            self.strip.focus()
        elif view.case is not None and _joined(was, view):
            # From the box, where the matter was found, back to the work: what it asks, if it asks something.
            self._focus_page()
        elif (was.strip.state, view.strip.state) == ("called", "serving") and view.case is None:
            # Who has come wants something: the box is ready, also without F3. Nobody has typed yet, so silence says nothing.
            self.do_search()
            self.search.hush()
        elif view.question is not None and (was.question is None or was.question.key != view.question.key):
            here = self.pool.current
            if here is None or not here.dirty:
                self.call_after_refresh(self._enter, self.question)
        elif view.question is None and view.case is not None and (was.question is not None or self._another(was, view)):
            self.call_after_refresh(self._enter, self.pool)
        elif view.strip.state == "idle" and was.strip.state != "idle":
            self.set_focus(None)

    @staticmethod
    def _another(was: WorkbenchView, view: WorkbenchView) -> bool:
        """Whether another case is in hand than before."""
        return was.case is None or (view.case is not None and view.case.key != was.case.key)

    def _enter(self, pane: QuestionBar | FieldPool) -> None:
        """Put the focus there once it is shown, unless somebody went elsewhere meanwhile."""
        if self.page != "intake" or self.pool.current is not None or self.notice_line.prompt is not None:
            return
        if self.paneled:
            return
        if isinstance(pane, FieldPool):
            if not self._back_at_field():
                pane.focus_first()
        elif self.view.question is not None:
            pane.focus()

    def _back_at_field(self) -> bool:
        """Where work on this case stopped, if that field still waits for somebody or was in use."""
        case = self.view.case
        return case is not None and bool(case.at_field) and self.pool.focus_key(case.at_field)

    def relabel(self) -> None:
        """Draw in the language that is now set, and ask for the words that come from elsewhere."""
        super().relabel()
        self.pool.relabel()
        self._arrange()
        self._hint()
        self.post_message(intents.LanguageChanged(self.lang))

    def turn_to(self, page: Page, *, focus: bool = True) -> None:
        """Show this page; beside the intake the last other page stays in view where there is room."""
        self.page = page
        if page not in ("intake", "queue"):
            self.side = page
        self._arrange()
        if focus:
            self._focus_page()

    def _arrange(self) -> None:
        """Say by classes which panes are shown, all at once: every single change would restyle every widget."""
        view = self.view
        classes = {f"-at-{name}": name == self.page for name in PAGES}
        classes |= {f"-side-{name}": name == self.side for name in PAGES}
        classes |= {
            "-searching": self.searching,
            "-free": view.case is None,
            "-coded": bool(view.phone.code),
            "-qr": view.phone.unfolded,
        }
        if classes != self._arranged:
            self._arranged = classes
            self.panes.update_classes(classes, animate=False)
        self.tabs.show(view.tabs, self.page, self._pages(), self.say("tabs.more") if view.case else "")

    def _pages(self) -> tuple[Page, ...]:
        """What F6 turns: the case's pages while there is one (the hands know them), else the intake and the queue."""
        if self.view.case is None:
            return ("intake", "queue")
        return PAGES if self.page == "queue" else OF_THE_CASE

    def _focus_page(self) -> None:
        if self.page == "materials":
            self.materials.focus()
        elif self.page == "phone":
            self.phone.focus()
        elif self.page == "matters":
            self.matters.focus()
        elif self.page == "queue":
            self.queue.focus()
        elif self.view.question is not None:
            self.question.focus()
        elif self.view.case is not None:
            self.pool.focus_first()
        else:
            self.search.focus()

    # Hints

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _hint_follows(self) -> None:
        self._hint()
        row = self.pool.current
        if row is not None and row.used and self.view.case is not None and self.view.case.key:
            self.field_entered(self.view.case.key, row.field.key)

    def field_entered(self, case: str, key: str) -> None:
        """The caret stands in this field of the case."""

    def _hint(self) -> None:
        self.notice_line.show_hint(self.pane_sentence())

    def pane_sentence(self) -> str:
        """What can be done where the focus is."""
        here = self.focused
        row = here if isinstance(here, FieldRow) else here.parent if isinstance(here, FieldInput) else None
        if isinstance(row, FieldRow):
            return row.field.hint or self.say("hint.choice" if row.field.options else "hint.field")
        codes = {
            id(self.strip): "hint.called",
            id(self.question): "hint.question",
            id(self.search): "hint.search",
            id(self.materials): "hint.materials",
            id(self.phone): "hint.phone",
            id(self.matters): "hint.matters",
            id(self.queue): "hint.queue",
            id(self.help_panel): "hint.help",
            id(self.palette.box): "hint.palette",
            id(self.browse_panel.box): "hint.browse",
            id(self.guide_panel): "hint.guide",
            id(self.lists_panel.box): "hint.lists_pool" if self.lists_panel.view.tab == "pool" else "hint.lists",
            id(self.story_panel): "timeline.hint",
            id(self.copy_panel): "copy.hint_lines" if self.view.copy and self.view.copy.item else "copy.hint_items",
        }
        if id(here) in codes:
            return self.say(codes[id(here)])
        if self.view.case is not None:
            return self.say("hint.open_case")
        return self.say("hint.waiting_case" if self.view.strip.state == "serving" else "hint.idle")

    # Actions

    def why_not(self, action: str) -> str:
        """The sentence against this action in the state that is shown."""
        if action == "reveal" and self.view.case is not None and self._masked_row() is None:
            return self.say("why.nothing_masked")
        return why_not(self.view, action)

    def do_search(self) -> None:
        """Open the box with its old text selected; Esc goes back to the field that was left."""
        here = self.pool.current
        self._left_field = here.field.key if here is not None else ""
        self.searching = True
        self.turn_to("intake", focus=False)
        self.search.renew()
        self.search.select_all()
        self.search.focus()

    def do_next(self) -> None:
        """Call, or finish and call."""
        free = self.view.strip.state in ("idle", "paused")
        self.post_message(intents.CallNext() if free else intents.FinishAndCallNext())

    def do_recall(self) -> None:
        """Call the number once more."""
        self.post_message(intents.Recall())

    def do_pass(self) -> None:
        """Ask why, then pass."""
        self.notice_line.ask(pass_prompt(self.lang, self.view.strip.number))

    def do_pause(self) -> None:
        """Ask why, then pause."""
        self.notice_line.ask(pause_prompt(self.lang))

    def do_hold(self) -> None:
        """Ask how, then hold."""
        self.notice_line.ask(hold_prompt(self.lang, self.view.strip.number))

    def do_transfer(self) -> None:
        """Ask where to."""
        self.post_message(intents.TransferTicket())

    def do_no_ticket(self) -> None:
        """Somebody without a ticket."""
        self.post_message(intents.ServeWithoutTicket())

    def do_undo(self) -> None:
        """Take back the last queue act."""
        self.post_message(intents.UndoTicketAct())

    def do_page(self) -> None:
        """The next page; over the work the next list."""
        if self._panels and self._panels[-1][0] is self.lists_panel:
            self.lists_panel.turn(1)
            return
        self._leave_search()
        pages = self._pages()
        at = pages.index(self.page) if self.page in pages else -1
        self.turn_to(pages[(at + 1) % len(pages)])

    def do_queue(self) -> None:
        """The lists of the queue, from anywhere."""
        self._leave_search()
        self.turn_to("queue")

    def do_browse(self) -> None:
        """The catalogue by departments."""
        self._open(self.browse_panel)
        self.browse_panel.open(self.say("browse.placeholder"))

    def do_viewer(self) -> None:
        """The page for the second monitor."""
        self.post_message(intents.OpenViewer())

    def do_resume(self) -> None:
        """Take back one on hold."""
        self.post_message(intents.ResumeHeld())

    def do_return_passed(self) -> None:
        """A passed one is here after all."""
        self.post_message(intents.ReturnPassed())

    def do_promote(self) -> None:
        """Put a number first."""
        self.post_message(intents.PromoteTicket())

    def do_abandon(self) -> None:
        """The person has left for good."""
        self.post_message(intents.AbandonTicket())

    def do_close_window(self) -> None:
        """Close for the day."""
        self.post_message(intents.CloseWindow())

    def do_reassign(self) -> None:
        """Hand on what another window holds."""
        self.post_message(intents.ReassignWindow())

    def do_phone(self) -> None:
        """Show the code, or renew it."""
        self._leave_search()
        self.turn_to("phone", focus=False)
        self.post_message(intents.ShowPhone())
        self.phone.focus()

    def do_submit(self) -> None:
        """Offer what is lawful now."""
        self.post_message(intents.Submit())

    def do_jump(self) -> None:
        """The lists of cases; the same key puts them away."""
        if self._panels and self._panels[-1][0] is self.lists_panel:
            self.close_panels()
        else:
            self.post_message(intents.ListsAsked())

    def do_story(self) -> None:
        """How the case in hand went."""
        self.post_message(intents.StoryAsked())

    def do_copy_sheet(self) -> None:
        """The items on their way to departments' systems."""
        self.post_message(intents.CopyAsked())

    def do_reveal(self) -> None:
        """Ask why, then show."""
        row = self._masked_row()
        if row is not None:
            self.notice_line.ask(reveal_prompt(self.lang, row.field.label, row.field.key))

    def do_quit(self) -> None:
        """Ask in the line."""
        # Off line nothing can be said to the centre: the window stays as it is there.
        seated = self.view.seated and self.view.strip.link != "off"
        self.notice_line.ask(quit_seated_prompt(self.lang) if seated else quit_prompt(self.lang))

    def do_back(self) -> None:
        """Close a panel, leave the search, fold the code, back to the intake: one thing a press."""
        if self.close_panels():
            return
        if self.searching and self.view.case is not None:
            self._leave_search()
            if not self.pool.focus_key(self._left_field):
                self._focus_page()
        elif self.page == "phone" and self.view.phone.unfolded:
            self.post_message(intents.HidePhone())
            self.turn_to("intake")
        elif self.page != "intake":
            self.turn_to("intake")

    def close_panels(self) -> bool:
        """One step back: from a department to all, from the guide to where it was asked for."""
        if self._panels and self._panels[-1][0] is self.browse_panel and self.browse_panel.up():
            return True
        if self._panels and self._panels[-1][0] is self.guide_panel:
            self.post_message(intents.GuideClosed())
        if self._panels and self._panels[-1][0] is self.lists_panel:
            self.post_message(intents.ListsClosed())
        if self._panels and self._panels[-1][0] is self.story_panel:
            self.post_message(intents.StoryClosed())
        if self._panels and self._panels[-1][0] is self.copy_panel:
            self.post_message(intents.CopyClosed())
            if self.view.copy is not None and self.view.copy.item:
                return True
        return super().close_panels()

    def _leave_search(self) -> None:
        if self.view.case is not None and self.searching:
            self.searching = False
            self._arrange()

    def _masked_row(self) -> FieldRow | None:
        row = self.pool.current
        return row if row is not None and row.field.masked else None

    # What the parts say

    @on(MatterSearch.Taken)
    def _take_matter(self, event: MatterSearch.Taken) -> None:
        self._leave_search()
        self.post_message(intents.MatterChosen(event.result.key))

    @on(MatterSearch.GuideWanted)
    def _want_guide(self, event: MatterSearch.GuideWanted) -> None:
        self.post_message(intents.GuideAsked(event.result.key))

    @on(intents.MatterChosen)
    def _leave_guide(self) -> None:
        while self.paneled:
            if not self.close_panels():
                break

    @on(ResultList.Clicked)
    async def _take_clicked(self) -> None:
        await self.search.action_submit()

    @on(MatterSearch.Silent)
    def _explain_silence(self) -> None:
        if self.notice_line.passing is None:
            self.notice_line.tell(self.say("search.silent"), "info")

    @on(FieldInput.Changed)
    def _search_speaks(self) -> None:
        self.notice_line.hush()

    @on(intents.MaterialJudged)
    def _ask_reason(self, event: intents.MaterialJudged) -> None:
        if event.verdict == "unacceptable" and not event.reason:
            event.stop()
            name = next((paper.name for paper in self.view.materials if paper.key == event.key), "")
            self.notice_line.ask(bad_material_prompt(self.lang, name, event.key))

    @on(FieldInput.Scanned)
    def _scanned(self, event: FieldInput.Scanned) -> None:
        self.take_reading(event.reading)

    def take_reading(self, reading: Reading) -> None:
        """A reader read something, whichever way it came: whose it is depends on where the caret is."""
        here = self.pool.current
        self.post_message(intents.CardRead(reading, here.field.key if here is not None else ""))

    @on(intents.QuestionAnswered)
    def _keep_focus_ready(self) -> None:
        self.notice_line.hush()

    @on(NoticeLine.Answered)
    def _answer(self, event: NoticeLine.Answered) -> None:
        kind, _, key = event.prompt.key.partition(":")
        if not event.own:
            chosen = intents.SubmitChosen(event.option) if kind == "submit" and event.option else None
            self.post_message(chosen or intents.PromptAnswered(event.prompt.key, event.option, event.typed))
        elif not event.option:
            return
        elif kind == "pass":
            self.post_message(intents.PassTicket(event.option))
        elif kind == "pause":
            self.post_message(intents.FinishAndPause(event.option))
        elif kind == "hold":
            self.post_message(intents.HoldTicket(event.option))
        elif kind == "bad":
            self.post_message(intents.MaterialJudged(key, "unacceptable", event.option))
        elif kind == "reveal":
            self.post_message(intents.RevealField(key, event.option))
        elif kind == "quit" and event.option == "close":
            self.post_message(intents.CloseWindow(leave=True))
        elif kind == "quit" and event.option == "yes":
            self.post_message(intents.SignOut())


def _joined(was: WorkbenchView, view: WorkbenchView) -> bool:
    """Whether it was just answered where a found matter goes, or the matters are others since."""
    asked = was.prompt is not None and was.prompt.key.startswith("join:") and view.prompt is None
    return asked or (was.case is not None and len(was.matters) != len(view.matters))
