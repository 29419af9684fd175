"""The outbox by itself: order, stops, halving, back-off."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import orjson
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.data.outbox import BACKOFF_CAP_SECONDS, LIST_LIMIT, Outbox, Row, RowState, backoff, payload
from clerk_tui.protocol.envelope import Refused, Verdict
from tests.data.samples import CLERK, NOON, rows


def verdict(row: Row, status: str, **more: object) -> Verdict:
    error = Refused(code="case.unknown") if status == "rejected" else None
    return Verdict(id=row.id, status=status, error=error, **more)  # type: ignore[arg-type]


def answer(outbox: Outbox, row: Row, status: str, **more: object) -> Row:
    return outbox.answered([verdict(row, status, **more)], NOON, lambda: 0.5)[0]


def half() -> float:
    return 0.5


@given(st.integers(0, 100), st.floats(0, 1, exclude_max=True))
def test_backoff_has_full_jitter_from_zero_to_its_cap(attempt: int, draw: float) -> None:
    assert backoff(attempt, lambda: 0.0) == 0.0
    assert 0.0 <= backoff(attempt, lambda: draw) < BACKOFF_CAP_SECONDS


def test_backoff_grows_to_the_cap_and_no_further() -> None:
    bounds = [backoff(attempt, lambda: 1.0) for attempt in range(12)]
    assert bounds == sorted(bounds)
    assert bounds[-1] == BACKOFF_CAP_SECONDS


def test_a_list_takes_at_most_twenty_in_order() -> None:
    outbox = Outbox(rows(50))
    assert [row.id for row in outbox.ready(NOON)] == [row.id for row in list(rows(50))[:LIST_LIMIT]]


def test_bytes_never_change_after_the_first_send() -> None:
    outbox = Outbox(rows(1))
    sent = outbox.freeze(outbox.ready(NOON)[0])
    outbox.put_back([sent])
    changed = replace(outbox[sent.id], body={"changes": []})
    assert outbox.freeze(changed).frozen == sent.frozen
    assert orjson.loads(payload([sent.frozen or b""]))["commands"][0]["session"] == CLERK.session


def test_a_rejected_row_stops_its_own_chain_only() -> None:
    outbox = Outbox([*rows(3, "case/a"), *rows(2, "case/b", start=10)])
    first = outbox.freeze(outbox.ready(NOON)[0])
    answer(outbox, first, "rejected")
    assert {row.chain for row in outbox.ready(NOON)} == {"case/b"}
    assert [row.id for row in outbox.troubled()] == [first.id]
    outbox.release(first.id)
    assert {row.chain for row in outbox.ready(NOON)} == {"case/a", "case/b"}
    assert outbox[first.id].state is RowState.REJECTED


def test_a_rejected_row_with_nothing_behind_it_lets_later_work_out() -> None:
    outbox = Outbox(rows(1))
    answer(outbox, outbox.freeze(outbox.ready(NOON)[0]), "rejected")
    later = replace(next(rows(1, start=9)), place=outbox.next_place())
    outbox.put(later)
    assert outbox.ready(NOON) == [later]
    assert outbox.troubled() == []


def test_a_conflict_holds_its_chain_until_somebody_looked() -> None:
    outbox = Outbox(rows(1))
    answer(outbox, outbox.freeze(outbox.ready(NOON)[0]), "conflict", current=7)
    outbox.put(replace(next(rows(1, start=9)), place=outbox.next_place()))
    assert outbox.ready(NOON) == []


def test_a_duplicate_counts_as_its_first_answer() -> None:
    outbox = Outbox(rows(3))
    first, second, third = (outbox.freeze(row) for row in outbox.ready(NOON))
    assert answer(outbox, first, "duplicate", first="applied").state is RowState.APPLIED
    assert answer(outbox, second, "duplicate", first="rejected").state is RowState.REJECTED
    assert answer(outbox, third, "duplicate", first="conflict").state is RowState.CONFLICT


def test_failed_waits_alone_and_lets_other_chains_go() -> None:
    outbox = Outbox([*rows(2, "case/a"), *rows(1, "case/b", start=10)])
    first, second, _ = (outbox.freeze(row) for row in outbox.ready(NOON))
    answer(outbox, first, "failed")
    answer(outbox, second, "held")
    assert [row.chain for row in outbox.ready(NOON)] == ["case/b"]
    due = outbox[first.id].not_before
    assert due is not None
    assert [row.id for row in outbox.ready(due)][:2] == [first.id, second.id]
    assert outbox[first.id].state is RowState.QUEUED


@given(st.integers(1, 40), st.data())
def test_halving_finds_every_offender_and_sends_all_others(n: int, data: st.DataObject) -> None:
    bad = data.draw(st.sets(st.integers(1, n)))
    outbox = Outbox(Row(**{**_fields(row), "chain": f"case/{row.id}"}) for row in rows(n))
    offenders = {str(UUID(int=number)) for number in bad}
    for _ in range(20 * n + 20):
        going = [outbox.freeze(row) for row in outbox.ready(NOON)]
        if not going:
            break
        if any(row.id in offenders for row in going):
            outbox.unreadable(going, {"code": "invalid"})
        else:
            outbox.answered([verdict(row, "applied") for row in going], NOON, half)
    aside = {row.id for row in outbox.rows() if row.state is RowState.QUARANTINED}
    applied = {row.id for row in outbox.rows() if row.state is RowState.APPLIED}
    assert aside == offenders
    assert len(applied) == n - len(bad)


def _fields(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in Row.__dataclass_fields__}


def test_a_pause_stops_everything_and_loses_nothing() -> None:
    outbox = Outbox(rows(3))
    outbox.paused = "device.unknown"
    assert outbox.ready(NOON) == []
    assert outbox.next_ready_at(NOON) is None
    outbox.paused = None
    assert len(outbox.ready(NOON)) == 3


def test_rows_without_a_verdict_go_back_in_line() -> None:
    outbox = Outbox(rows(2))
    going = [outbox.freeze(row) for row in outbox.ready(NOON)]
    outbox.put_back(going)
    assert [row.state for row in outbox.open_rows()] == [RowState.QUEUED, RowState.QUEUED]
    assert [row.id for row in outbox.ready(NOON + timedelta(seconds=1))] == [row.id for row in going]


def test_a_superseded_row_stays_visible_and_its_follower_keeps_the_place() -> None:
    outbox = Outbox(rows(3))
    first = outbox.freeze(outbox.ready(NOON)[0])
    answer(outbox, first, "conflict", current=4)
    new = outbox.supersede(first.id, str(UUID(int=99)), None)
    assert outbox[first.id].state is RowState.SUPERSEDED
    assert outbox.ready(NOON)[0].id == new.id
    assert new.frozen is None
    assert new.replaces == first.id


def test_nothing_deletes_itself() -> None:
    outbox = Outbox(rows(3))
    first, second, third = (outbox.freeze(row) for row in outbox.ready(NOON))
    answer(outbox, first, "applied")
    answer(outbox, second, "rejected")
    outbox.unreadable([third], {"code": "invalid"})
    assert [row.state for row in outbox.rows()] == [RowState.APPLIED, RowState.REJECTED, RowState.QUARANTINED]
