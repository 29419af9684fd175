"""The window's state: what is shown, what goes out with which base, what comes in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from clerk_tui.data.outbox import Author, Row, RowState, payload
from clerk_tui.data.store import Contents
from clerk_tui.data.sync import Sync
from clerk_tui.protocol.envelope import Frame
from clerk_tui.refusal import Refusal
from tests.data.centre import Centre
from tests.data.samples import CATALOG, CLERK, ITEM, NOON, Clock, fresh_sync

NAME, PHONE, ADDRESS = "applicant.person.name", "applicant.person.phone", "applicant.person.address"
BOOK = "applicant.ga.household_book"


@pytest.fixture
def centre() -> Centre:
    return Centre(NOON)


@pytest.fixture
def sync() -> Sync:
    return fresh_sync()


def open_case(sync: Sync) -> str:
    captured = sync.capture("open_case", {"matters": [ITEM], "catalog": CATALOG}, CLERK)
    assert captured is not None
    return captured.row.id


def drain(sync: Sync, centre: Centre) -> list[Row]:
    """Sends until nothing is ready; the rows with their verdicts."""
    done = []
    while (going := sync.outgoing(NOON)) is not None:
        done += sync.answered(going.rows, centre.commit(payload(r.frozen or b"" for r in going.rows)), NOON)
    return done


def other_hand(centre: Centre, start: int = 1000) -> Sync:
    """A second window of the same clerk on the same centre."""
    other = fresh_sync(start=start)
    other.take_case(frame for frame in centre.frames if frame.stream.startswith("case/"))
    return other


def answers(sync: Sync, case: str) -> dict[str, str]:
    file = sync.case_file(case)
    assert file is not None
    return {ask: answer.value for ask, answer in file.case.answers.items()}


def patch(sync: Sync, case: str, ask: str, value: str) -> Row:
    sync.type_value(case, ask, value)
    captured = sync.send_typed(case, CLERK)
    assert captured is not None
    return captured.row


def test_own_work_shows_before_anything_is_sent(sync: Sync) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    assert answers(sync, case) == {NAME: "张三"}
    assert sync.confirmed.files == {}


def test_what_is_shown_is_what_the_centre_makes_of_it(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    patch(sync, case, NAME, "张山")
    sync.capture("judge_material", {"material": BOOK, "verdict": "original_seen"}, CLERK, target=case)
    shown = sync.case_file(case)
    done = drain(sync, centre)
    assert [row.state for row in done] == [RowState.APPLIED] * 4
    assert shown == centre.files[case]
    assert sync.case_file(case) == centre.files[case]
    assert sync.case_file(case) is sync.confirmed.files[case]


def test_a_chain_of_own_versioned_commands_never_conflicts_with_itself(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    for number, verdict in enumerate(("original_seen", "copies_kept", "cleared", "scanned") * 10):
        sync.capture("judge_material", {"material": BOOK, "verdict": verdict}, CLERK, target=case)
        patch(sync, case, NAME, f"张{number}")
    done = drain(sync, centre)
    assert {row.state for row in done} == {RowState.APPLIED}
    assert len(done) == 81


def test_own_later_answer_off_line_is_not_mistaken_for_anothers(centre: Centre) -> None:
    clock = Clock()
    sync = fresh_sync(clock=clock)
    case = open_case(sync)
    drain(sync, centre)
    other = other_hand(centre)
    patch(sync, case, NAME, "张三")
    patch(sync, case, NAME, "张山")
    patch(other, case, PHONE, "13800000000")
    drain(other, centre)
    centre.now = NOON.replace(hour=9)
    done = drain(sync, centre)
    results = [row.verdict["result"]["fields"][NAME]["status"] for row in done if row.verdict]
    assert results == ["applied", "applied"]
    assert centre.files[case].case.answers[NAME].value == "张山"


def test_off_line_a_field_that_another_moved_comes_back_as_conflict(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    drain(sync, centre)
    other = other_hand(centre)
    patch(other, case, NAME, "王五")
    drain(other, centre)
    sync.type_value(case, NAME, "李四")
    sync.type_value(case, PHONE, "13800000000")
    sync.send_typed(case, CLERK)
    centre.now = NOON.replace(hour=9)
    (done,) = drain(sync, centre)
    assert done.verdict is not None
    fields = done.verdict["result"]["fields"]
    assert fields[NAME]["status"] == "conflict"
    assert fields[PHONE]["status"] == "applied"
    assert centre.files[case].case.answers[NAME].value == "王五"


def test_a_lost_answer_is_asked_again_with_the_same_bytes(sync: Sync, centre: Centre) -> None:
    open_case(sync)
    going = sync.outgoing(NOON)
    assert going is not None
    centre.commit(payload(r.frozen or b"" for r in going.rows))
    sync.unanswered(going.rows)
    again = sync.outgoing(NOON)
    assert again is not None
    assert [r.frozen for r in again.rows] == [r.frozen for r in going.rows]
    (done,) = sync.answered(again.rows, centre.commit(payload(r.frozen or b"" for r in again.rows)), NOON)
    assert done.state is RowState.APPLIED
    assert len(centre.done) == 1
    assert sync.confirmed.files.keys() == {done.id}


def test_a_refusal_is_raised_at_once_and_nothing_is_kept(sync: Sync) -> None:
    case = open_case(sync)
    before = sync.outbox.open_rows()
    with pytest.raises(Refusal) as refused:
        sync.capture("judge_material", {"material": "nothing.known", "verdict": "scanned"}, CLERK, target=case)
    assert refused.value.code == "case.unknown_material"
    assert sync.outbox.open_rows() == before


def conflicted(
    sync: Sync, centre: Centre, kind: str, body: dict[str, Any], meanwhile: Callable[[Sync, str], Any]
) -> Row:
    """A versioned command of ours goes out after another window acted on the same case."""
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    drain(sync, centre)
    other = other_hand(centre)
    meanwhile(other, case)
    drain(other, centre)
    sync.capture(kind, body, CLERK, target=case)
    (row,) = drain(sync, centre)
    assert row.state is RowState.CONFLICT
    sync.take_case(centre.case_frames(case))
    return row


def judged(verdict: str) -> Callable[[Sync, str], Any]:
    return lambda other, case: other.capture(
        "judge_material", {"material": BOOK, "verdict": verdict}, CLERK, target=case
    )


def typed(ask: str, value: str) -> Callable[[Sync, str], Any]:
    return lambda other, case: patch(other, case, ask, value)


JUDGE = ("judge_material", {"material": BOOK, "verdict": "original_seen"})


def test_a_harmless_conflict_goes_out_again_by_itself(sync: Sync, centre: Centre) -> None:
    row = conflicted(sync, centre, *JUDGE, typed(PHONE, "13800000000"))
    new = sync.repeat(row)
    assert new is not None
    assert new.id != row.id
    assert sync.outbox[row.id].state is RowState.SUPERSEDED
    (done,) = drain(sync, centre)
    assert (done.id, done.state) == (new.id, RowState.APPLIED)
    assert centre.files[row.target or ""].case.papers[BOOK].verdict == "original_seen"


def test_a_paper_that_another_judged_meanwhile_is_left_to_the_clerk(sync: Sync, centre: Centre) -> None:
    row = conflicted(sync, centre, *JUDGE, judged("copies_kept"))
    assert sync.repeat(row) is None
    assert sync.outbox[row.id].state is RowState.CONFLICT
    assert [r.id for r in sync.outbox.troubled()] == [row.id]


def test_a_submission_is_not_repeated_over_anothers_answer(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    drain(sync, centre)
    row = next(iter(sync.outbox.rows_of(f"case/{case}")))
    file = sync.confirmed.files[case]
    submission = replace(
        row,
        id=sync.new_id(),
        kind="submit_case",
        target=case,
        body={"serial": 1, "only_receive": True},
        base_version=file.version,
        state=RowState.CONFLICT,
    )
    other = other_hand(centre)
    patch(other, case, PHONE, "13800000000")
    drain(other, centre)
    sync.take_case(centre.case_frames(case))
    sync.outbox.put(submission)
    assert sync.repeat(submission) is None


def feed(sync: Sync, centre: Centre) -> None:
    for frame in centre.feed(sync.confirmed.seq, set(sync.case_ids())):
        took = sync.take_frame(frame)
        assert not took.resume
        assert not took.reset


def take_ticket(centre: Centre, number: int) -> None:
    command = {"id": f"00000000-0000-7000-8000-{number:012d}", "kind": "take_ticket", "body": {"channel": "kiosk"}}
    (verdict,) = centre.commit(orjson.dumps({"commands": [command]}))
    assert verdict.status == "applied"


def test_the_feed_brings_the_day_and_others_answers(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    drain(sync, centre)
    other = other_hand(centre)
    patch(other, case, PHONE, "13800000000")
    drain(other, centre)
    take_ticket(centre, 1)
    feed(sync, centre)
    assert sync.confirmed.day == centre.day
    assert answers(sync, case) == {PHONE: "13800000000"}
    assert sync.take_topics() >= {"day", f"case:{case}"}


def test_a_frame_after_a_gap_asks_to_resume_and_one_seen_before_is_passed_over(sync: Sync, centre: Centre) -> None:
    for number in range(3):
        take_ticket(centre, number + 1)
    first, second, third = centre.feed(0, set())
    assert not sync.take_frame(first).resume
    assert sync.take_frame(third).resume
    assert not sync.take_frame(first).resume
    assert not sync.take_frame(second).resume
    assert not sync.take_frame(third).resume
    assert sync.confirmed.day == centre.day


def test_a_frame_that_does_not_fit_asks_for_a_snapshot(sync: Sync) -> None:
    frame = Frame(
        seq=1, stream="day/2026-03-03", version=1, kind="ticket_recalled", recorded_at=NOON,
        body={"ticket": "unknown", "at": NOON.isoformat()},
    )  # fmt: skip
    assert sync.take_frame(frame).reset


def test_case_frames_may_come_twice_and_out_of_order(sync: Sync, centre: Centre) -> None:
    other = fresh_sync(start=500)
    case = open_case(other)
    for value in "甲乙丙丁":
        patch(other, case, NAME, value)
    drain(other, centre)
    frames = centre.case_frames(case)
    for frame in [*reversed(frames), *frames, frames[2]]:
        sync.take_case([frame])
    assert sync.confirmed.files[case] == centre.files[case]
    assert sync.confirmed.gaps() == []


def test_what_is_typed_survives_without_being_a_command(sync: Sync) -> None:
    case = open_case(sync)
    sync.type_value(case, NAME, "张")
    sync.type_value(case, NAME, "张三")
    assert sync.typed[case].values[NAME].value == "张三"
    assert answers(sync, case) == {}
    assert len(sync.outbox.open_rows()) == 1


def test_typing_back_what_stands_there_sends_nothing(sync: Sync) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    sync.type_value(case, NAME, "张三")
    assert sync.send_typed(case, CLERK) is None
    assert sync.typed[case].values == {}


def test_a_field_that_is_refused_stays_typed_and_the_rest_goes(sync: Sync) -> None:
    case = open_case(sync)
    sync.type_value(case, NAME, "张三")
    sync.type_value(case, "applicant.no.such", "?")
    captured = sync.send_typed(case, CLERK)
    assert captured is not None
    assert [c["field"] for c in captured.row.body["changes"]] == [NAME]
    assert sync.typed[case].refused["applicant.no.such"].code == "case.unknown_field"
    assert sync.typed[case].values["applicant.no.such"].value == "?"


def test_a_paste_that_is_too_long_stays_with_its_sentence(sync: Sync) -> None:
    case = open_case(sync)
    sync.type_value(case, NAME, "张" * 10_000)
    assert sync.send_typed(case, CLERK) is None
    assert sync.typed[case].refused[NAME].code == "value.too_long"
    assert len(sync.typed[case].values[NAME].value) == 10_000


def test_work_goes_out_under_the_session_in_which_it_was_done(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    later = Author("session-2", "clerk-9", "clerk", "3")
    sync.capture("judge_material", {"material": BOOK, "verdict": "scanned"}, later, target=case)
    going = sync.outgoing(NOON)
    assert going is not None
    assert [orjson.loads(r.frozen or b"")["session"] for r in going.rows] == ["session-1", "session-2"]


def test_a_file_goes_before_the_command_that_names_it(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    sha = "ab" * 32
    sync.blobs.add((case, sha))
    sync.capture("attach_material", {"material": BOOK, "sha256": sha, "pages": 1}, CLERK, target=case)
    first = sync.outgoing(NOON)
    assert first is not None
    assert [row.kind for row in first.rows] == ["open_case"]
    sync.answered(first.rows, centre.commit(payload(r.frozen or b"" for r in first.rows)), NOON)
    second = sync.outgoing(NOON)
    assert second is not None
    assert second.upload == (case, sha)
    sync.uploaded(case, sha)
    third = sync.outgoing(NOON)
    assert third is not None
    assert [row.kind for row in third.rows] == ["attach_material"]


def test_a_case_with_unsent_work_is_not_forgotten(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    assert not sync.drop_case(case)
    drain(sync, centre)
    sync.type_value(case, NAME, "张")
    assert not sync.drop_case(case)
    sync.forget_typed(case, NAME)
    assert sync.drop_case(case)
    assert sync.case_ids() == []
    assert sync.case_file(case) is None


def test_a_restart_shows_the_same(sync: Sync, centre: Centre) -> None:
    case = open_case(sync)
    patch(sync, case, NAME, "张三")
    drain(sync, centre)
    patch(sync, case, PHONE, "13800000000")
    contents = Contents(rows=sync.outbox.rows(), frames=sync.confirmed.frames[case])
    again = fresh_sync(contents, start=700)
    assert again.case_file(case) == sync.case_file(case)
    drain(again, centre)
    assert again.case_file(case) == centre.files[case]
