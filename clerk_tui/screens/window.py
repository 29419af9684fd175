"""The workbench of a signed-in window: intents go to the runner, its pictures come back."""

from collections.abc import Coroutine
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer

from clerk_tui.screens import intents
from clerk_tui.screens.clipboard import SystemClipboard
from clerk_tui.screens.memory_files import MemoryFiles
from clerk_tui.screens.papers import Opener
from clerk_tui.screens.readers import Readers
from clerk_tui.screens.runner import Runner
from clerk_tui.screens.view import OptionView
from clerk_tui.screens.workbench import Workbench

if TYPE_CHECKING:
    from clerk_tui.data.window import WindowDesk

TICK_SECONDS = 1.0
FOLLOW_SECONDS = 0.15


class WindowScreen(Workbench):
    """Draws again when the desk says that something changed, and once a second for the clock."""

    def __init__(self, desk: "WindowDesk", *, papers_dir: Path, opener: Opener) -> None:
        super().__init__()
        self.desk = desk
        self.runner = Runner(desk, lang="zh", papers_dir=papers_dir, opener=opener, changed=self._draw_soon)
        self.runner.leave = self._leave
        self.readers = Readers(self, desk.readers, self.take_reading)
        self.runner.wipe = self._wipe_clipboard
        self.clipboard = SystemClipboard()
        self._due = False
        self._row_timer: Timer | None = None

    def on_mount(self) -> None:
        """Begin to draw."""
        self.runner.lang = self.lang
        self.search.search = self.runner.find
        self.browse_panel.browse = self.runner.browse
        self._stop_listening = self.desk.on_change(self._desk_changed)
        self.set_interval(TICK_SECONDS, self._draw)
        self.run_worker(MemoryFiles().sweep, group="sweep", thread=True, exit_on_error=False)
        self._draw()
        self.call_after_refresh(self.readers.begin)

    def _leave(self) -> None:
        self.post_message(intents.SignOut())

    def on_unmount(self) -> None:
        """Listen no more, and leave nothing behind that was only looked at."""
        self._stop_listening()
        self.runner.looks.wipe()
        self.readers.end()
        self.runner.wipe_copied()
        self.runner.close()

    def _desk_changed(self, topics: set[str]) -> None:
        if "catalog" in topics:
            self.search.swap()
        self._draw_soon()

    def _draw_soon(self) -> None:
        """Many changes of one moment are one picture."""
        if not self._due and self.is_mounted:
            self._due = True
            self.call_later(self._draw)

    def _draw(self) -> None:
        self._due = False
        if self.is_mounted and self.desk.session is not None:
            self.show(self.runner.view())

    def papers(self) -> tuple[OptionView, ...]:
        """Papers that can be printed now."""
        return self.runner.papers()

    def print_paper(self, paper: str) -> None:
        """A paper was taken from the palette."""
        self._do(self.runner.print_paper(paper), "paper")

    def _do(self, act: Coroutine[Any, Any, None], group: str) -> None:
        # Never exclusive: a cancelled act may have reached the centre.
        self.run_worker(self.runner.attempt(act), group=group, exit_on_error=False)

    @on(intents.CardRead)
    def _card(self, event: intents.CardRead) -> None:
        self._do(self.runner.read(event.reading, event.focus), "card")

    # The queue

    @on(intents.CallNext)
    def _call_next(self) -> None:
        self._do(self.runner.call_next(), "queue")

    @on(intents.FinishAndCallNext)
    def _finish(self) -> None:
        self._do(self.runner.finish_and_call_next(), "queue")

    @on(intents.FinishAndPause)
    def _pause(self, event: intents.FinishAndPause) -> None:
        self._do(self.runner.finish_and_pause(event.reason), "queue")

    @on(intents.Welcome)
    def _welcome(self) -> None:
        self._do(self.runner.welcome(), "queue")

    @on(intents.Recall)
    def _recall(self) -> None:
        self._do(self.runner.recall(), "queue")

    @on(intents.PassTicket)
    def _pass(self, event: intents.PassTicket) -> None:
        self._do(self.runner.pass_ticket(event.reason), "queue")

    @on(intents.HoldTicket)
    def _hold(self, event: intents.HoldTicket) -> None:
        self._do(self.runner.hold(event.hold), "queue")

    @on(intents.UndoTicketAct)
    def _undo(self) -> None:
        self._do(self.runner.undo(), "queue")

    @on(intents.ServeWithoutTicket)
    def _without_ticket(self) -> None:
        self._do(self.runner.without_ticket(), "queue")

    @on(intents.TransferTicket)
    def _transfer(self) -> None:
        self._do(self.runner.transfer(), "queue")

    @on(intents.QueueVerb)
    def _on_row(self, event: intents.QueueVerb) -> None:
        self._do(self.runner.on_row(event.verb, event.ticket), "queue")

    @on(intents.ResumeHeld)
    def _resume(self) -> None:
        self._do(self.runner.resume_one(), "queue")

    @on(intents.ReturnPassed)
    def _return(self) -> None:
        self._do(self.runner.return_one(), "queue")

    @on(intents.PromoteTicket)
    def _promote(self) -> None:
        self._do(self.runner.promote_one(), "queue")

    @on(intents.AbandonTicket)
    def _abandon(self) -> None:
        self._do(self.runner.abandon(), "queue")

    @on(intents.CloseWindow)
    def _close(self, event: intents.CloseWindow) -> None:
        self._do(self.runner.close_window(leave=event.leave), "queue")

    @on(intents.ReassignWindow)
    def _reassign(self) -> None:
        self._do(self.runner.reassign(), "queue")

    @on(intents.LookUp)
    def _look_up(self, event: intents.LookUp) -> None:
        self._do(self.runner.look_up_number(event.typed), "queue")

    # The case

    @on(intents.MatterChosen)
    def _matter_chosen(self, event: intents.MatterChosen) -> None:
        self._do(self.runner.take_matter(event.key), "case")

    @on(intents.MatterDropped)
    def _drop_matter(self, event: intents.MatterDropped) -> None:
        self._do(self.runner.drop_matter(event.key), "case")

    @on(intents.QuestionAnswered)
    def _answer_question(self, event: intents.QuestionAnswered) -> None:
        self._do(self.runner.answer_question(event.key, event.option), "case")

    @on(intents.AnswerTyped)
    def _typed(self, event: intents.AnswerTyped) -> None:
        self.runner.typed(event.key, event.value)

    @on(intents.AnswerLeft)
    def _left(self, event: intents.AnswerLeft) -> None:
        self._do(self.runner.left(event.key), "case")

    @on(intents.RowAdded)
    def _add_row(self, event: intents.RowAdded) -> None:
        self._do(self.runner.add_row(event.group), "case")

    @on(intents.RowDropped)
    def _drop_row(self, event: intents.RowDropped) -> None:
        self.runner.ask_drop_row(event.row)

    @on(intents.MaterialJudged)
    def _judge(self, event: intents.MaterialJudged) -> None:
        if event.verdict != "unacceptable" or event.reason:
            self._do(self.runner.judge(event.key, event.verdict, event.reason), "case")

    @on(intents.MaterialOpened)
    def _view_paper(self, event: intents.MaterialOpened) -> None:
        self._do(self.runner.view_paper(event.key), "view")

    @on(intents.MaterialFocused)
    def _follow_row(self, event: intents.MaterialFocused) -> None:
        # A cursor that runs over rows shows the one where it comes to rest.
        if self._row_timer is not None:
            self._row_timer.stop()
        self._row_timer = self.set_timer(FOLLOW_SECONDS, lambda: self.runner.looked_at(event.key))

    @on(intents.OpenViewer)
    def _open_viewer(self) -> None:
        self._do(self.runner.open_viewer(), "view")

    @on(intents.RevealField)
    def _reveal(self, event: intents.RevealField) -> None:
        self._do(self.runner.reveal(event.key, event.reason), "case")

    # Lists of cases

    @on(intents.ListsAsked)
    def _show_list(self, event: intents.ListsAsked) -> None:
        self._do(self.runner.show_list(event.tab), "lists")

    @on(intents.ListsClosed)
    def _close_lists(self) -> None:
        self.runner.close_lists()

    @on(intents.CaseTaken)
    def _take_case(self, event: intents.CaseTaken) -> None:
        self._do(self.runner.take_listed(event.case, event.tab), "case")

    @on(intents.StoryAsked)
    def _show_story_of(self, event: intents.StoryAsked) -> None:
        self._do(self.runner.show_story(event.case), "lists")

    @on(intents.StoryClosed)
    def _close_story(self) -> None:
        self.runner.close_story()

    def field_entered(self, case: str, key: str) -> None:
        """There a parked case goes on."""
        self.desk.remember_field(case, key)

    # To departments' systems

    @on(intents.CopyAsked)
    async def _show_handover(self) -> None:
        async def begin() -> None:
            self.runner.show_handover()

        await self.runner.attempt(begin())

    @on(intents.CopyClosed)
    def _close_handover(self) -> None:
        self.runner.close_handover()

    @on(intents.CopyItemTaken)
    def _take_copy_item(self, event: intents.CopyItemTaken) -> None:
        self.runner.take_copy_item(event.item)

    @on(intents.CopyNext)
    def _copy_next(self) -> None:
        line = self.runner.copy_next()
        if line is not None and line.value:
            self._to_clipboard(line.value)

    @on(intents.CopyBack)
    def _copy_back(self) -> None:
        self.runner.copy_back()

    @on(intents.CopyNumberAsked)
    def _ask_number(self) -> None:
        self.runner.ask_number()

    def _to_clipboard(self, value: str) -> None:
        """By the terminal, which never says whether it did, and by the system's tool where there is one."""
        self.app.copy_to_clipboard(value)
        if self.clipboard.tool:
            # A thread of its own: the last wipe comes when no worker runs any more.
            Thread(target=self.clipboard.put, args=(value,)).start()

    def _wipe_clipboard(self) -> None:
        self._to_clipboard("")

    # Guides

    @on(intents.GuideAsked)
    def _show_guide_of(self, event: intents.GuideAsked) -> None:
        self.runner.show_guide(event.key)

    @on(intents.GuideClosed)
    def _close_guide(self) -> None:
        self.runner.close_guide()

    @on(intents.GuidePrinted)
    def _print_guide(self, event: intents.GuidePrinted) -> None:
        self._do(self.runner.print_guide(roll=event.roll), "paper")

    @on(intents.ChecklistAsked)
    async def _ask_checklist(self) -> None:
        async def begin() -> None:
            self.runner.ask_checklist()

        await self.runner.attempt(begin())

    @on(intents.ProposeChange)
    async def _propose(self, event: intents.ProposeChange) -> None:
        async def begin() -> None:
            self.runner.propose(event.key)

        await self.runner.attempt(begin())

    # Phone, form on paper, submission

    @on(intents.ShowPhone)
    def _show_phone(self) -> None:
        self._do(self.runner.show_phone(), "phone")

    @on(intents.HidePhone)
    def _hide_phone(self) -> None:
        self.runner.hide_phone()

    @on(intents.OpenAddress)
    def _open_address(self) -> None:
        self._do(self.runner.open_address(), "phone")

    @on(intents.PrintForm)
    def _print_form(self) -> None:
        self._do(self.runner.print_paper("application_form"), "paper")

    @on(intents.SignedOnPaper)
    def _signed_on_paper(self) -> None:
        self._do(self.runner.signed_on_paper(), "case")

    @on(intents.Submit)
    def _submit(self) -> None:
        self._do(self.runner.submit(), "submit")

    @on(intents.SubmitChosen)
    def _submit_as(self, event: intents.SubmitChosen) -> None:
        self.runner.spoken.prompt = None
        self._do(self.runner.submit_as(event.option), "submit")

    @on(intents.LifeAct)
    def _life(self, event: intents.LifeAct) -> None:
        self._do(self.runner.life(event.verb), "case")

    @on(intents.PromptAnswered)
    def _answer_prompt(self, event: intents.PromptAnswered) -> None:
        self.runner.spoken.prompt = None
        self._do(self.runner.answer(event.key, event.option, event.typed), "prompt")

    @on(intents.LanguageChanged)
    def _language(self) -> None:
        self.runner.lang = self.lang
        self._draw()
