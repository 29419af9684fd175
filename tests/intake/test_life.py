"""The life of a case by the law: one notice, gaps only under its conditions, silence that accepts, who may decide."""

from datetime import timedelta

import pytest

from clerk_tui.intake import commands as cmd
from clerk_tui.intake import events as ev
from clerk_tui.intake.case import CaseState
from clerk_tui.refusal import Refusal
from tests.intake.life_desk import ACCOUNT, CARD, NIGHT, PLAN, LifeDesk, at_midnight_after, day

# Notice and supplement


def test_one_notice_names_all_of_all_items_and_the_supplement_is_the_day_of_acceptance() -> None:
    desk = LifeDesk("all").received()
    told = desk.do(cmd.GiveNotice())
    assert told == {"state": "noticed", "missing": 3, "second": False}
    assert {line.subject for line in desk.case.notices[0].missing} == {CARD, PLAN, ACCOUNT}
    desk.pass_to("2026-11-25")
    desk.bring(CARD, PLAN)
    with pytest.raises(Refusal, match="notice_open"):
        desk.do(cmd.Supplement())
    with pytest.raises(Refusal, match="supplement_first"):
        desk.do(cmd.AcceptCase())
    desk.bring(ACCOUNT)
    desk.do(cmd.Supplement())
    assert (desk.case.state, desk.case.supplemented_on) == (CaseState.RECEIVED, day("2026-11-25"))
    desk.pass_to("2026-11-26")
    desk.do(cmd.AcceptCase())
    assert desk.case.accepted_on == day("2026-11-25")
    assert desk.due("mz.beside").promised == day("2026-11-27")


def test_a_correction_on_the_spot_needs_no_notice() -> None:
    desk = LifeDesk("all").received(CARD, PLAN)
    desk.bring(ACCOUNT)
    desk.do(cmd.PatchAnswers(changes=(cmd.Change(field="applicant.person.name", value="演示乙", word="spoken"),)))
    with pytest.raises(Refusal, match="not_confirmed"):
        desk.do(cmd.AcceptCase())
    desk.sign()
    desk.do(cmd.AcceptCase())
    assert desk.case.notices == ()


def test_a_second_notice_names_only_what_the_supplement_brought_in() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.do(cmd.GiveNotice())
    with pytest.raises(Refusal, match="notice_once"):
        desk.do(cmd.GiveNotice(reason="再告知"))
    desk.bring(PLAN)
    desk.do(cmd.PatchAnswers(changes=(cmd.Change(field="ga.extra", value="yes", word="spoken"),)))
    told = desk.do(cmd.GiveNotice())
    assert told["second"]
    assert [line.subject for line in desk.case.notices[1].missing] == [NIGHT]
    assert desk.case.second_notices == 1


def test_doubt_about_a_paper_that_was_in_order_wants_the_supervisors_reason() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.do(cmd.GiveNotice())
    desk.bring(PLAN)
    desk.do(cmd.JudgeMaterial(material=CARD, verdict="not_acceptable", reason="blurred"))
    with pytest.raises(Refusal, match="notice_once"):
        desk.do(cmd.GiveNotice())
    with pytest.raises(Refusal, match="notice_once"):
        desk.do(cmd.GiveNotice(), "boss")
    desk.do(cmd.GiveNotice(reason="复核发现证件失效"), "boss")
    assert desk.case.second_notices == 1
    assert desk.case.notices[1].sealed_part() == {"reason": "复核发现证件失效"}


def test_a_new_scan_of_it_that_is_no_good_came_with_the_supplement() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.do(cmd.GiveNotice())
    desk.do(cmd.AttachMaterial(material=CARD, sha256="0" * 64))
    desk.do(cmd.JudgeMaterial(material=CARD, verdict="not_acceptable", reason="blurred"))
    desk.bring(PLAN)
    desk.do(cmd.GiveNotice())
    assert [line.subject for line in desk.case.notices[1].missing] == [CARD]


# Refusal


def test_only_a_failed_condition_with_its_basis_refuses() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    with pytest.raises(Refusal, match="no_ground"):
        desk.do(cmd.RefuseCase(reason="缺材料"))
    desk = LifeDesk("ga.licence").received(CARD, whole="yes")
    assert desk.do(cmd.RefuseCase(reason="货物可以分载")) == {"state": "refused"}
    refusal = desk.case.refusal
    assert refusal is not None
    assert (refusal.conditions, refusal.basis) == (("ga.licence.whole",), ("《某法》第三条",))
    for body in (cmd.AcceptCase(), cmd.GiveNotice(), cmd.RefuseCase(reason="再")):
        with pytest.raises(Refusal, match="not_received"):
            desk.do(body)


def test_another_authoritys_matter_says_where_to_go_and_is_told_at_once() -> None:
    desk = LifeDesk("ga.licence")
    with pytest.raises(Refusal, match="where_missing"):
        desk.do(cmd.RefuseCase(kind="not_ours", reason="省级权限"))
    desk.do(cmd.RefuseCase(kind="not_ours", reason="省级权限", where="演示省某厅一楼"))
    assert desk.case.state is CaseState.NOT_OURS
    desk = LifeDesk("ga.licence")
    desk.do(cmd.RefuseCase(kind="not_needed", reason="已取消许可"))
    assert desk.case.state is CaseState.NOT_NEEDED


# Gaps


def gaps(until: str | None = "2026-11-27", *, promise: bool = True, papers: tuple[str, ...] = (ACCOUNT,)):
    return cmd.AcceptCase(gaps=papers, until=day(until) if until else None, promise=promise)


def test_gaps_want_main_papers_a_signed_promise_and_a_day_within_the_promise() -> None:
    desk = LifeDesk("all").received(PLAN)
    with pytest.raises(Refusal, match="cannot_accept"):
        desk.do(gaps())
    with pytest.raises(Refusal, match="not_tolerable"):
        desk.do(gaps(papers=(ACCOUNT, CARD)))
    desk.bring(CARD)
    for body, code in (
        (gaps(promise=False), "gap_needs_promise"),
        (gaps(None), "gap_needs_promise"),
        (gaps("2026-11-30"), "gap_too_long"),
        (gaps("2026-11-22"), "gap_too_long"),
    ):
        with pytest.raises(Refusal, match=code):
            desk.do(body)
    desk.do(gaps())
    assert (desk.case.open_gaps, desk.case.until) == ((ACCOUNT,), day("2026-11-27"))
    assert desk.case.gapped_items == {"mz.own"}


def test_no_gap_for_the_dishonest() -> None:
    desk = LifeDesk("all").received(PLAN, CARD)
    desk.known_as("applicant.person.dishonest", "yes")
    with pytest.raises(Refusal, match="gap_dishonest"):
        desk.do(gaps())


def test_a_paper_put_off_is_a_gap_also_at_submission() -> None:
    desk = LifeDesk("all")
    desk.fill()
    desk.sign()
    desk.bring(CARD, PLAN)
    desk.do(cmd.JudgeMaterial(material=ACCOUNT, verdict="later"))
    with pytest.raises(Refusal, match="gap_needs_promise"):
        desk.do(cmd.SubmitCase())
    desk.do(cmd.SubmitCase(only_receive=True))
    with pytest.raises(Refusal, match="gap_needs_promise"):
        desk.do(cmd.AcceptCase())
    desk.do(gaps(papers=()))
    assert desk.case.gaps == (ACCOUNT,)


def test_nothing_is_issued_before_the_gap_closes() -> None:
    desk = LifeDesk("all").received(PLAN, CARD)
    desk.do(gaps())
    desk.reply("ga.licence")
    with pytest.raises(Refusal, match="gap_open"):
        desk.reply("mz.own")
    desk.reply("mz.own", "passed_with_gap")
    assert "mz.own" not in desk.case.to_deliver
    with pytest.raises(Refusal, match="gap_open"):
        desk.do(cmd.Deliver(items=("mz.own",), channel="window", taken_by="演示甲"))
    with pytest.raises(Refusal, match="not_draft"):
        desk.bring(CARD)
    desk.bring(ACCOUNT)
    desk.do(cmd.Supplement())
    desk.do(cmd.Deliver(items=("mz.own",), channel="window", taken_by="演示甲"))
    with pytest.raises(Refusal, match="no_gap"):
        desk.reply("mz.behind", "passed_with_gap")


def test_a_gap_that_lapsed_ends_what_is_not_decided() -> None:
    desk = LifeDesk("all").received(PLAN, CARD)
    desk.do(gaps())
    desk.reply("ga.licence")
    desk.do(cmd.LapseGap(effective_at=at_midnight_after("2026-11-26")), "centre")
    assert desk.case.state is CaseState.ACCEPTED
    desk.do(cmd.LapseGap(effective_at=at_midnight_after("2026-11-27")), "centre")
    assert desk.case.state is CaseState.TERMINATED
    assert isinstance(desk.case.ended, ev.CaseTerminated)
    assert desk.case.ended.code == "gap_lapsed"
    desk.do(cmd.Deliver(items=("ga.licence",), channel="post", taken_by="演示甲"))


def test_a_gap_that_came_in_time_does_not_lapse() -> None:
    desk = LifeDesk("all").received(PLAN, CARD)
    desk.do(gaps())
    desk.do(cmd.AttachMaterial(material=ACCOUNT, sha256="0" * 64))
    desk.do(cmd.LapseGap(effective_at=at_midnight_after("2026-11-27")), "centre")
    assert desk.case.state is CaseState.ACCEPTED


def test_a_commitment_stands_for_secondary_papers_where_the_item_knows_it() -> None:
    desk = LifeDesk("mz.now").received(CARD)
    with pytest.raises(Refusal, match="cannot_accept"):
        desk.do(cmd.AcceptCase())
    desk.do(cmd.CommitToNotice(item="mz.now", party="applicant", means="paper"))
    desk.do(cmd.AcceptCase())
    assert desk.case.gaps == ()
    with pytest.raises(Refusal, match="no_commitment"):
        LifeDesk("ga.licence").received(CARD).do(cmd.CommitToNotice(item="ga.licence", party="applicant", means="pad"))


# Silence


def test_five_days_of_silence_accept_a_licence_from_the_day_of_receipt() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.do(cmd.DeemAccepted(effective_at=at_midnight_after("2026-11-27")), "centre")
    assert desk.case.state is CaseState.RECEIVED
    desk.pass_to("2026-12-01")
    with pytest.raises(Refusal, match="silence_accepted"):
        desk.do(cmd.GiveNotice())
    desk.do(cmd.DeemAccepted(effective_at=at_midnight_after("2026-11-30")), "centre")
    assert (desk.case.state, desk.case.accepted_on) == (CaseState.ACCEPTED, day("2026-11-23"))
    assert desk.due("ga.licence").promised == day("2026-11-30")


def test_silence_accepts_nothing_outside_licence_law() -> None:
    for matter in ("mz.own", "mz.beside", "mz.now"):
        desk = LifeDesk(matter).received(CARD) if matter != "mz.own" else LifeDesk(matter).received()
        desk.pass_to("2027-01-20")
        desk.do(cmd.DeemAccepted(effective_at=desk.now), "centre")
        assert desk.case.state is CaseState.RECEIVED


def test_of_a_mixed_case_silence_accepts_the_licence_alone_and_the_rest_is_still_told() -> None:
    desk = LifeDesk("all").received(PLAN)
    desk.pass_to("2026-12-02")
    desk.do(cmd.DeemAccepted(effective_at=at_midnight_after("2026-11-30")), "centre")
    assert (desk.case.state, desk.states()) == (CaseState.RECEIVED, {"ga.licence": "handling"})
    desk.reply("ga.licence")
    desk.do(cmd.GiveNotice())
    assert {line.subject for line in desk.case.notices[0].missing} == {CARD, ACCOUNT}
    desk.bring(CARD, ACCOUNT)
    desk.do(cmd.Supplement())
    desk.do(cmd.AcceptCase())
    assert desk.states() == {
        "ga.licence": "passed",
        "mz.own": "handling",
        "mz.behind": "waiting",
        "mz.beside": "handling",
    }


def test_a_notice_in_time_stops_the_silence() -> None:
    desk = LifeDesk("ga.licence").received(CARD)
    desk.do(cmd.GiveNotice())
    desk.pass_to("2027-01-04")
    desk.do(cmd.DeemAccepted(effective_at=desk.now), "centre")
    assert desk.case.state is CaseState.NOTICED


# Decisions


def test_a_refusal_names_exactly_which_siblings_fall() -> None:
    desk = LifeDesk("all").accepted()
    assert desk.states() == {
        "ga.licence": "handling",
        "mz.own": "waiting",
        "mz.behind": "waiting",
        "mz.beside": "handling",
    }
    with pytest.raises(Refusal, match="waiting"):
        desk.reply("mz.own")
    with pytest.raises(Refusal, match="reason_missing"):
        desk.do(cmd.ReplyItem(item="ga.licence", outcome="not_passed"), "boss")
    told = desk.reply("ga.licence", "not_passed")
    assert told == {"state": "not_passed", "released": [], "fallen": ["mz.own", "mz.behind"]}
    assert desk.states()["mz.beside"] == "handling"
    desk.reply("mz.beside")
    assert desk.case.decided


def test_what_waits_is_released_by_itself() -> None:
    desk = LifeDesk("all").accepted()
    assert desk.reply("ga.licence")["released"] == ["mz.own"]
    assert desk.reply("mz.own", "not_needed")["released"] == ["mz.behind"]
    with pytest.raises(Refusal, match="decided"):
        desk.reply("mz.own")


def test_nobody_decides_an_own_case_except_what_the_window_may() -> None:
    desk = LifeDesk("all").accepted()
    with pytest.raises(Refusal, match="own_decision"):
        desk.reply("ga.licence", actor="clerk")
    with pytest.raises(Refusal, match="own_decision"):
        desk.reply("ga.licence", actor="clerk2")
    desk = LifeDesk("mz.now").accepted()
    desk.reply("mz.now", actor="clerk")
    desk.do(cmd.Deliver(items=("mz.now",), channel="window", taken_by="演示甲"))
    desk.do(cmd.CloseCase())
    assert desk.case.state is CaseState.CLOSED


def test_a_supervisor_who_took_the_case_in_does_not_decide_it() -> None:
    desk = LifeDesk("ga.licence")
    desk.fill()
    desk.sign()
    desk.bring(CARD, PLAN)
    desk.do(cmd.SubmitCase(serial=17), "boss")
    with pytest.raises(Refusal, match="own_decision"):
        desk.reply("ga.licence")
    with pytest.raises(Refusal, match="own_decision"):
        desk.do(cmd.TerminateCase(reason="停"), "boss")
    desk.reply("ga.licence", actor="other")


def test_what_is_handed_back_comes_again() -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.do(cmd.ReturnItem(item="ga.licence", reason="方案缺页"), "boss")
    assert desk.states() == {"ga.licence": "returned"}
    with pytest.raises(Refusal, match="returned"):
        desk.reply("ga.licence")
    desk.do(cmd.ResubmitItem(item="ga.licence"))
    desk.reply("ga.licence")


def test_fees_are_recorded_once_with_their_receipt() -> None:
    desk = LifeDesk("ga.licence").accepted()
    with pytest.raises(Refusal, match="receipt_missing"):
        desk.do(cmd.RecordPayment(item="ga.licence", amount="10", settled="paid", how="cash"))
    desk.do(cmd.RecordPayment(item="ga.licence", amount="10", settled="paid", how="cash", receipt="No. 7"))
    with pytest.raises(Refusal, match="paid"):
        desk.do(cmd.RecordPayment(item="ga.licence", amount="0", settled="waived"))


def test_it_is_closed_when_all_is_decided_and_handed_over() -> None:
    desk = LifeDesk("all").accepted()
    with pytest.raises(Refusal, match="items_open"):
        desk.do(cmd.CloseCase())
    for item in ("ga.licence", "mz.own", "mz.behind", "mz.beside"):
        desk.reply(item)
    with pytest.raises(Refusal, match="not_delivered"):
        desk.do(cmd.CloseCase())
    desk.do(cmd.Deliver(items=("ga.licence", "mz.behind", "mz.beside"), channel="proxy", taken_by="演示乙"))
    with pytest.raises(Refusal, match="delivered"):
        desk.do(cmd.Deliver(items=("mz.beside",), channel="window", taken_by="演示甲"))
    desk.do(cmd.CloseCase())
    for body in (cmd.WithdrawCase(reason="不办了"), cmd.TerminateCase(reason="停"), cmd.ClaimCase(window="4")):
        with pytest.raises(Refusal, match="ended"):
            desk.do(body, "other")


def test_the_applicant_withdraws_before_the_decision_only() -> None:
    desk = LifeDesk("ga.licence").accepted()
    twin = desk.copy()
    twin.do(cmd.WithdrawCase(reason="不办了"))
    assert twin.case.state is CaseState.WITHDRAWN
    desk.reply("ga.licence")
    with pytest.raises(Refusal, match="decided"):
        desk.do(cmd.WithdrawCase(reason="不办了"))


def test_a_case_is_claimed_from_the_pool_and_from_nobody_else() -> None:
    desk = LifeDesk("ga.licence").received()
    with pytest.raises(Refusal, match="at_window"):
        desk.do(cmd.ClaimCase(window="4"))
    desk.do(cmd.ClaimCase(window="4"), "boss")
    assert desk.case.window == "4"


# The clock


def test_a_pause_needs_a_basis_and_moves_the_day_by_what_it_took() -> None:
    desk = LifeDesk("all").accepted()
    assert desk.due("ga.licence").promised == day("2026-11-30")
    assert desk.due("mz.behind").promised == day("2026-12-07")
    with pytest.raises(Refusal, match="no_basis"):
        desk.do(cmd.PauseClock(item="ga.licence", basis="再看看", days=2))
    with pytest.raises(Refusal, match="no_basis"):
        desk.do(cmd.PauseClock(item="mz.beside", basis="hearing", days=2))
    with pytest.raises(Refusal, match="pause_too_long"):
        desk.do(cmd.PauseClock(item="ga.licence", basis="现场核查", days=4))
    desk.pass_to("2026-11-24")
    assert desk.do(cmd.PauseClock(item="ga.licence", basis="现场核查", days=3)) == {"until": "2026-11-27"}
    assert desk.due("ga.licence").paused
    assert desk.due("ga.licence").promised == day("2026-12-03")
    desk.pass_to("2026-11-26")
    desk.do(cmd.ResumeClock(item="ga.licence"))
    due = desk.due("ga.licence")
    assert (due.promised, due.paused) == (day("2026-12-02"), False)
    assert [d.date.day for d in due.days if d.why == "paused"] == [25, 26]
    assert desk.due("mz.behind").promised == day("2026-12-09")
    with pytest.raises(Refusal, match="pause_too_long"):
        desk.do(cmd.PauseClock(item="ga.licence", basis="现场核查", days=1))
    desk.do(cmd.PauseClock(item="ga.licence", basis="hearing", days=20))


def test_a_pause_that_nobody_ends_is_not_longer_than_planned() -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.do(cmd.PauseClock(item="ga.licence", basis="现场核查", days=3))
    desk.pass_to("2026-12-02")
    assert desk.due("ga.licence").promised == day("2026-12-03")
    assert not desk.due("ga.licence").paused


def test_more_time_is_asked_for_once_and_approved_by_another_before_it_is_over() -> None:
    desk = LifeDesk("ga.licence").accepted()
    ask = cmd.ExtendClock(item="ga.licence", days=10, reason="案情复杂")
    with pytest.raises(Refusal, match="nothing_asked"):
        desk.do(cmd.ApproveExtension(item="ga.licence"), "boss")
    with pytest.raises(Refusal, match="extension_too_long"):
        desk.do(ask.model_copy(update={"days": 11}), "boss")
    desk.do(ask, "boss")
    assert desk.due("ga.licence").promised == day("2026-11-30")
    with pytest.raises(Refusal, match="own_extension"):
        desk.do(cmd.ApproveExtension(item="ga.licence"), "boss")
    desk.do(cmd.ApproveExtension(item="ga.licence"), "other")
    due = desk.due("ga.licence")
    assert (due.promised, due.legal) == (day("2026-12-14"), day("2027-01-04"))
    assert due.provisional
    with pytest.raises(Refusal, match="extended_once"):
        desk.do(ask, "boss")


def test_what_is_over_is_not_extended() -> None:
    desk = LifeDesk("ga.licence").accepted()
    desk.do(cmd.ExtendClock(item="ga.licence", days=5, reason="案情复杂"))
    desk.now += timedelta(days=60)
    with pytest.raises(Refusal, match="too_late"):
        desk.do(cmd.ApproveExtension(item="ga.licence"), "boss")
