"""Whatever people and time do to a case, in whatever order, it reaches nothing that the law does not know."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import ENDED, CaseState, evolve, opened
from clerk_tui.intake.clock import add_working_days
from clerk_tui.intake.deadlines import deadlines_of, notice_deadline
from clerk_tui.intake.items import ItemState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody
from tests.intake.life_desk import ACCOUNT, CALENDAR, CARD, CATALOG, NIGHT, PLAN, LifeDesk

MATTERS = [("all",), ("ga.licence",), ("mz.own",), ("mz.beside",), ("mz.now",), ("all", "mz.now")]
PEOPLE = st.sampled_from(["clerk", "clerk2", "boss", "other"])
PAPERS = st.sampled_from([CARD, PLAN, ACCOUNT, NIGHT])
ITEMS = st.integers(0, 3)
"""The place of an item among those of the case."""
ONCE = {ItemState.PASSED, ItemState.PASSED_WITH_GAP, ItemState.NOT_PASSED, ItemState.NOT_NEEDED, ItemState.FALLEN}


class Life(RuleBasedStateMachine):
    """One case, its people, the centre that sends what falls due, and days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = LifeDesk("ga.licence")

    @initialize(
        matters=st.sampled_from(MATTERS),
        whole=st.sampled_from(["yes", "no", "no", "no"]),
        stage=st.sampled_from(["draft", "received", "gaps", "accepted", "accepted"]),
    )
    def begin(self, matters: tuple[str, ...], whole: str, stage: str) -> None:
        self.desk = LifeDesk(*matters)
        if stage == "accepted":
            self.desk.accepted()
            return
        self.desk.fill(whole)
        self.desk.sign()
        if stage != "draft":
            self.act(cmd.SubmitCase(serial=17, only_receive=True))
        if stage == "gaps":
            self.judge(CARD, "original_seen")
            self.accept({ACCOUNT, PLAN} if matters[0] == "all" else {ACCOUNT}, 3, True, "clerk")

    def item(self, place: int) -> str:
        """The item of the case at that place."""
        known = sorted(one.item for one in self.desk.case.items) or ["ga.licence"]
        return known[place % len(known)]

    def act(self, body: CommandBody, actor: str = "clerk") -> None:
        """Does it, or is refused; a refusal changes nothing."""
        before, was = self.desk.case, len(self.desk.log)
        try:
            self.desk.do(body, actor)
        except Refusal:
            assert self.desk.case is before
            assert len(self.desk.log) == was
            return
        if before.state in ENDED:
            # Only what was decided is still handed over, and papers are printed.
            assert self.desk.case.state is before.state
        for key, life in before.item_lives.items():
            if life.state in ONCE:
                assert self.desk.case.item_lives[key].state is life.state

    @rule(days=st.sampled_from([1, 1, 2, 5, 9, 30]))
    def days_pass(self, days: int) -> None:
        self.desk.now += timedelta(days=days)

    @rule(paper=PAPERS, verdict=st.sampled_from(["original_seen", "copies_kept", "later", "cleared", "not_acceptable"]))
    def judge(self, paper: str, verdict: Any) -> None:
        self.act(cmd.JudgeMaterial(material=paper, verdict=verdict, reason="blurred", copies=1))

    @rule(paper=PAPERS)
    def scan(self, paper: str) -> None:
        self.act(cmd.AttachMaterial(material=paper, sha256="0" * 64))

    @rule(night=st.sampled_from(["yes", "no"]))
    def correct(self, night: str) -> None:
        change = cmd.Change(field="ga.extra", value=night, word="spoken")
        self.act(cmd.PatchAnswers(changes=(change,)))

    @rule()
    def confirm_again(self) -> None:
        if self.desk.case.state in (CaseState.DRAFT, CaseState.RECEIVED, CaseState.NOTICED):
            self.desk.sign()

    @rule(only=st.booleans(), who=PEOPLE)
    def submit(self, only: bool, who: str) -> None:
        self.act(cmd.SubmitCase(serial=17, only_receive=only), who)

    @rule(gaps=st.sets(PAPERS), days=st.integers(-1, 12), promise=st.sampled_from([True, True, False]), who=PEOPLE)
    def accept(self, gaps: set[str], days: int, promise: bool, who: str) -> None:
        until = self.desk.now.date() + timedelta(days=days)
        self.act(cmd.AcceptCase(gaps=tuple(sorted(gaps)), until=until, promise=promise), who)

    @rule(reason=st.sampled_from([None, "复核"]), who=PEOPLE)
    def notice(self, reason: str | None, who: str) -> None:
        self.act(cmd.GiveNotice(reason=reason), who)

    @rule()
    def supplement(self) -> None:
        self.act(cmd.Supplement())

    @rule(kind=st.sampled_from(["refused", "not_ours", "not_needed"]), really=st.integers(0, 7))
    def refuse(self, kind: Any, really: int) -> None:
        if kind == "refused" or not really:
            self.act(cmd.RefuseCase(kind=kind, reason="理由", where="别处"))

    @rule(item=ITEMS)
    def commit(self, item: int) -> None:
        self.act(cmd.CommitToNotice(item=self.item(item), party="applicant", means="paper"))

    @rule()
    def silence(self) -> None:
        self.act(cmd.DeemAccepted(effective_at=self.desk.now), "centre")

    @rule()
    def gap_over(self) -> None:
        self.act(cmd.LapseGap(effective_at=self.desk.now), "centre")

    @rule(
        item=ITEMS,
        outcome=st.sampled_from(["passed", "passed", "passed_with_gap", "not_passed", "not_needed"]),
        who=PEOPLE,
    )
    def reply(self, item: int, outcome: Any, who: str) -> None:
        self.act(cmd.ReplyItem(item=self.item(item), outcome=outcome, reason="理由"), who)

    @rule(item=ITEMS, back=st.booleans())
    def hand_back(self, item: int, back: bool) -> None:
        self.act(
            cmd.ResubmitItem(item=self.item(item)) if back else cmd.ReturnItem(item=self.item(item), reason="缺页"),
            "boss",
        )

    @rule(item=ITEMS, basis=st.sampled_from(["现场核查", "hearing", "等等看"]), days=st.integers(1, 6))
    def pause(self, item: int, basis: str, days: int) -> None:
        self.act(cmd.PauseClock(item=self.item(item), basis=basis, days=days))

    @rule(item=ITEMS)
    def resume(self, item: int) -> None:
        self.act(cmd.ResumeClock(item=self.item(item)))

    @rule(item=ITEMS, days=st.integers(1, 20), who=PEOPLE)
    def extend(self, item: int, days: int, who: str) -> None:
        self.act(cmd.ExtendClock(item=self.item(item), days=days, reason="复杂"), who)

    @rule(item=ITEMS, who=PEOPLE)
    def approve(self, item: int, who: str) -> None:
        self.act(cmd.ApproveExtension(item=self.item(item)), who)

    @rule(items=st.sets(ITEMS, min_size=1, max_size=2))
    def deliver(self, items: set[int]) -> None:
        chosen = tuple(sorted({self.item(place) for place in items}))
        self.act(cmd.Deliver(items=chosen, channel="window", taken_by="演示甲"))

    @rule(
        what=st.sampled_from(["withdraw", "terminate", "close"]),
        who=PEOPLE,
        really=st.sampled_from([True] + [False] * 4),
    )
    def end(self, what: str, who: str, really: bool) -> None:
        if what == "close":
            self.act(cmd.CloseCase(), who)
        elif really:
            self.act(cmd.WithdrawCase(reason="不办") if what == "withdraw" else cmd.TerminateCase(reason="停"), who)

    @invariant()
    def silence_accepts_licences_alone(self) -> None:
        for event in self.desk.log:
            if isinstance(event, ev.CaseDeemedAccepted):
                assert all(CATALOG.items[one.item].clock_rule == "licence" for one in event.items)
                assert event.effective_at.date() > add_working_days(event.on, 5, CALENDAR).date

    @invariant()
    def gaps_stay_within_the_promise(self) -> None:
        for event in self.desk.log:
            if isinstance(event, ev.CaseAccepted) and event.gaps:
                assert event.until is not None
                for items in event.gap_items.values():
                    for item in items:
                        promise = CATALOG.items[item].promise_days
                        assert event.on <= event.until <= add_working_days(event.on, promise, CALENDAR).date
                assert CARD not in event.gaps

    @invariant()
    def nothing_is_issued_over_a_gap(self) -> None:
        case = self.desk.case
        for key, life in case.item_lives.items():
            if life.delivered is None:
                continue
            assert life.state in ONCE - {ItemState.FALLEN}
            index = self.desk.log.index(life.delivered)
            assert not self.open_gaps_before(index, key)

    def open_gaps_before(self, index: int, item: str) -> bool:
        first = self.desk.case
        case = opened(
            ev.CaseOpened(case=first.id, matters=first.matters, catalog=first.catalog, at=first.opened_at), "clerk"
        )
        for event in self.desk.log[:index]:
            case = evolve(case, event)
        return item in case.gapped_items

    @invariant()
    def nobody_decides_an_own_case(self) -> None:
        for event in self.desk.log:
            if isinstance(event, ev.ItemReplied) and not CATALOG.items[event.item].immediate:
                assert event.role == "supervisor"
                assert event.by not in self.desk.case.hands
            if isinstance(event, ev.ClockExtended):
                asked = [e for e in self.desk.log if isinstance(e, ev.ExtensionAsked) and e.item == event.item]
                assert asked[-1].by != event.by
                assert event.days <= 15

    @invariant()
    def a_second_notice_is_one_and_repeats_nothing(self) -> None:
        seen: set[tuple[str, str]] = set()
        for place, given in enumerate(self.desk.case.notices):
            lines = {(line.code, line.subject) for line in given.missing}
            assert given.second == (place > 0)
            if given.second and not given.reason:
                assert not lines & seen
            seen |= lines

    @invariant()
    def what_waits_waits_for_something(self) -> None:
        lives = self.desk.case.item_lives
        for life in lives.values():
            if life.state is ItemState.WAITING:
                assert any(lives[r].open for r in life.requires)
            if life.state is ItemState.FALLEN:
                assert any(lives[r].state in (ItemState.NOT_PASSED, ItemState.FALLEN) for r in life.requires)

    @invariant()
    def a_closed_case_owes_nothing(self) -> None:
        case = self.desk.case
        if case.state is CaseState.CLOSED:
            assert case.decided
            assert not case.open_gaps
        if case.state is CaseState.REFUSED:
            assert case.refusal is not None
            assert case.refusal.basis

    @invariant()
    def every_clock_can_be_told(self) -> None:
        case = self.desk.case
        told = deadlines_of(case, CATALOG, CALENDAR, self.desk.now)
        assert set(told) == set(case.item_lives)
        for key, deadline in told.items():
            assert deadline.promised is not None
            assert deadline.promised >= case.item_lives[key].accepted_on
            assert [one.date for one in deadline.days] == sorted({one.date for one in deadline.days})
        silent = notice_deadline(case, CATALOG, CALENDAR, self.desk.now)
        assert (silent is None) == (case.state is not CaseState.RECEIVED)

    @invariant()
    def the_fold_needs_no_personal_value(self) -> None:
        """A reader without the key comes to the same states."""
        first = self.desk.case
        blind = opened(
            ev.CaseOpened(case=first.id, matters=first.matters, catalog=first.catalog, at=first.opened_at), "clerk"
        )
        for event in self.desk.log:
            blind = evolve(blind, type(event).joined(event.open_part(), None))
        assert (blind.state, blind.open_gaps, blind.until) == (first.state, first.open_gaps, first.until)
        assert {k: life.state for k, life in blind.item_lives.items()} == {
            k: life.state for k, life in first.item_lives.items()
        }


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
