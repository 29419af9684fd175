"""The lists of cases, a case's story, and what a scanned number leads to: asked of the centre, shown, not kept."""

from dataclasses import replace
from typing import Any

from clerk_tui.intake.case import WAITING, CaseState
from clerk_tui.intake.deadlines import deadlines_of, whole
from clerk_tui.intake.timeline import timeline
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.protocol.streams import event_of
from clerk_tui.refusal import Refusal
from clerk_tui.screens.present_lists import day_rows, list_row, story_rows, title_of, untold_row, untold_state
from clerk_tui.screens.runner_proposal import ProposalActs
from clerk_tui.screens.view import HistoryRow, ListsView, ListTab, OptionView, PromptView, StoryView
from clerk_tui.texts import text


class ListActs(ProposalActs):
    """What is shown is as old as its opening: a list is asked for anew each time it is turned to."""

    lists: ListsView | None = None
    story: StoryView | None = None
    _rows: tuple[dict[str, Any], ...] = ()
    _found: tuple[dict[str, Any], ...] = ()
    _told: "tuple[str, tuple[Any, ...]] | None" = None
    _opened = 0

    # Lists

    async def show_list(self, tab: ListTab | str) -> None:
        """Opens a list, or turns to another one."""
        was = self.lists
        shown = tab or (was.tab if was else "mine")
        if was is None:
            self._opened += 1
        found = was.found if was else ""
        self._rows = ()
        self.lists = ListsView(tab=shown, opened=self._opened, found=found, loading=True)  # type: ignore[arg-type]
        if shown in ("untold", "found"):
            self.lists = replace(self.lists, loading=False)
            self.changed()
            return
        self.changed()
        trouble = ""
        listed: tuple[dict[str, Any], ...] = ()
        try:
            listed = tuple(await self.desk.list_cases(shown))
        except Refusal as refusal:
            trouble = self.refusal_words(refusal)
        if self.lists is not None and self.lists.tab == shown:
            self._rows = listed
            self.lists = replace(self.lists, loading=False, trouble=trouble)
            self.changed()

    def show_found(self, by: str, found: list[dict[str, Any]]) -> None:
        """Opens what a look-up found as a list of its own."""
        self._opened += 1
        self._found = tuple(found)
        self.lists = ListsView(tab="found", opened=self._opened, found=text(f"lists.by.{by}", self.lang))
        self.changed()

    def close_lists(self) -> None:
        """The panel was put away; what it showed goes with it."""
        self.lists, self._rows, self._found = None, (), ()
        self.changed()

    def lists_view(self) -> ListsView | None:
        """The list that is open, in words."""
        if self.lists is None:
            return None
        catalog, untold = self.desk.catalog, self.desk.untold
        if self.lists.tab == "untold":
            rows = tuple(
                untold_row(row, one, self._masked_name(str(one["case"])), catalog, self.lang, self.zone)
                for row, one in untold.items()
            )
        else:
            told = self._found if self.lists.tab == "found" else self._rows
            rows = tuple(list_row(case, catalog, self.lang, self.zone) for case in told)
        return replace(self.lists, rows=rows, untold=len(untold))

    def _masked_name(self, case: str) -> str:
        from clerk_tui.intake.identity import named
        from clerk_tui.texts.masks import mask_name

        file = self.desk.case_file(case)
        known = named(file.case) if file else None
        return (known[0] if known[1] else mask_name(known[0])) if known else ""

    async def take_listed(self, case: str, tab: str) -> None:
        """Opens a case of a list: claimed first where it is the pool's, a visit where somebody's number led there."""
        if tab == "untold":
            self._ask_told(case)
            return
        title = self._title(case)
        if tab == "pool":
            await self.desk.claim(case)
        else:
            await self.desk.open_listed(case, visit=tab == "found")
        self.close_lists()
        self.tell("notice.case_claimed" if tab == "pool" else "notice.case_opened", "done", what=title)

    def _title(self, case: str) -> str:
        told = next((one for one in (*self._found, *self._rows) if one["id"] == case), None)
        return title_of(told["matters"], self.desk.catalog, self.lang) if told else ""

    def _ask_told(self, row: str) -> None:
        one = self.desk.untold.get(row)
        if one is None:
            return
        words = text(
            "prompt.untold", self.lang, number=one["number"] or "", state=untold_state(one["state"], self.lang)
        )
        options = ("told", "open", "no") if one["state"] != "unsent" else ("open", "no")
        shown = tuple(OptionView(code, text(f"prompt.untold.{code}", self.lang)) for code in options)
        self.ask(PromptView(f"untold:{row}", words, shown))

    async def answer_list(self, kind: str, rest: str, option: str) -> bool:
        """Takes the answer of a question that was asked here; False for another's."""
        if kind != "untold":
            return False
        one = self.desk.untold.get(rest)
        if option == "told":
            self.desk.told(rest)
            self.tell("notice.told", "done")
        elif one is not None:
            await self.desk.open_listed(str(one["case"]))
            self.close_lists()
        return True

    # How a case went

    async def show_story(self, case: str) -> None:
        """Opens a case's story. Raises Refusal when cut off and the case is not here."""
        shown = case or self._case()
        frames = await self.desk.steps_of(shown)
        self._told = (shown, tuple(event for frame in frames if (event := event_of(frame)) is not None))
        self._opened += 1
        self.changed()

    def close_story(self) -> None:
        """The panel was put away."""
        self._told = None
        self.changed()

    def story_view(self) -> StoryView | None:
        """The story that is open, in words."""
        if self._told is None:
            return None
        shown, events = self._told
        steps, catalog = timeline(events), self.desk.catalog
        number = next((str(step.params["number"]) for step in steps if "number" in step.params), "")
        matters = next((event.matters for event in events if event.KIND == "case_opened"), ())
        return StoryView(
            title=title_of(matters, catalog, self.lang),
            under=text("timeline.case", self.lang, number=number) if number else "",
            rows=(*story_rows(steps, catalog, self.lang, self.zone), *self._why_this_date(shown)),
            opened=self._opened,
        )

    def _why_this_date(self, case: str) -> tuple[HistoryRow, ...]:
        """Every day from the acceptance (of a draft: from today) to the promised one, for a case that is open here."""
        file, plan = self.desk.case_file(case), self.desk.plan(case)
        if file is None or plan is None or file.case.state not in (*WAITING, CaseState.ACCEPTED):
            return ()
        days, due = plan.due.days, plan.due.date
        if file.case.item_lives:
            now = self.desk.now().astimezone(self.zone)
            catalog = self.desk.shelf.nearest(file.case.catalog)
            found = whole(deadlines_of(file.case, catalog, state_council_calendar(), now).values())
            if found is None or found.promised is None:
                return ()
            days, due = found.days, found.promised
        return day_rows(days, due, self.lang)
