"""The window as screens use it, over real HTTP, against a centre in trouble."""

import asyncio
import threading
from pathlib import Path

import orjson
import pytest
from starlette.responses import Response

from clerk_tui.data.outbox import RowState
from clerk_tui.data.window import WindowDesk
from clerk_tui.queue.day import TicketState
from clerk_tui.refusal import Refusal
from tests.data.conftest import Begin, until
from tests.data.loopback import Loopback, garbage, lost, says
from tests.data.samples import ITEM

NAME, PHONE = "applicant.person.name", "applicant.person.phone"
BOOK = "applicant.ga.household_book"


def arrive(hub: Loopback, *numbers: int) -> None:
    for number in numbers:
        command = {"id": f"00000000-0000-7000-8000-{number:012d}", "kind": "take_ticket", "body": {"channel": "kiosk"}}
        hub.centre.commit(orjson.dumps({"commands": [command]}))


def kinds(hub: Loopback, *wanted: str) -> list[str]:
    return [kind for one in hub.lists for kind in one if kind in wanted]


async def test_a_wrong_password_is_a_refusal_and_nothing_starts(begin: Begin) -> None:
    desk = await begin()
    with pytest.raises(Refusal) as refused:
        await desk.sign_in("1003", "wrong", window="3")
    assert refused.value.code == "session.wrong_password"
    assert desk.session is None


async def test_call_opens_the_window_and_brings_the_ticket(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    called = await desk.call_next()
    assert called.number == "A001"
    ticket = desk.current_ticket
    assert ticket is not None
    assert (ticket.label, ticket.state) == ("A001", TicketState.CALLED)
    assert desk.seat.state == "open"
    assert not desk.pending()


async def test_finish_and_call_next_go_as_one_list(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    await desk.call_next()
    await desk.welcome()
    called = await desk.finish_and_call_next("consultation")
    assert called.number == "A002"
    assert ["finish", "call_next"] in hub.lists


async def test_a_call_with_nobody_waiting_says_so(desk: WindowDesk) -> None:
    called = await desk.call_next()
    assert called.ticket is None


async def test_a_second_press_in_flight_sends_nothing_new(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    hub.gate = threading.Event()
    first = asyncio.create_task(desk.call_next())
    await until(desk, desk.pending)
    second = asyncio.create_task(desk.call_next())
    with pytest.raises(Refusal) as busy:
        await desk.open_window()
    hub.gate.set()
    hub.gate = None
    assert (await first).ticket == (await second).ticket
    assert busy.value.code == "window.busy"
    assert kinds(hub, "call_next") == ["call_next"]


async def test_a_call_whose_answer_was_lost_calls_once(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    hub.faults.append(lost)
    called = await desk.call_next()
    assert called.number == "A001"
    assert [t.state for t in hub.centre.day.tickets.values()].count(TicketState.CALLED) == 1


async def test_a_refused_act_comes_back_as_its_refusal(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1)
    await desk.call_next()
    with pytest.raises(Refusal) as refused:
        await desk.pass_ticket("no_show")
    assert refused.value.code == "queue.recall_first"


async def test_cut_off_no_queue_act_is_kept_for_later(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1)
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    with pytest.raises(Refusal) as refused:
        await desk.call_next()
    assert refused.value.code == "offline.queue"
    assert desk.unsent() == 0
    hub.start()
    await until(desk, lambda: desk.online.online)
    assert hub.centre.day.waiting
    assert (await desk.call_next()).number == "A001"


async def test_an_answer_is_on_disk_and_then_at_the_centre(desk: WindowDesk, hub: Loopback) -> None:
    case = await desk.open_case([ITEM])
    desk.answer(case, NAME, "张三")
    assert desk.typed(case).values[NAME].value == "张三"
    await desk.saved()
    await until(desk, lambda: desk.unsent() == 0 and not desk.typed(case).values)
    assert hub.centre.files[case].case.answers[NAME].value == "张三"


async def test_intake_goes_on_while_the_hub_is_away_and_catches_up(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1)
    await desk.call_next()
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    case = await desk.open_case([ITEM])
    await desk.answer_now(case, NAME, "张三")
    await desk.answer_now(case, PHONE, "13800000000")
    await desk.judge(case, BOOK, "original_seen")
    shown = desk.case_file(case)
    assert shown is not None
    assert shown.case.answers[NAME].value == "张三"
    assert desk.unsent() == 4
    hub.start()
    await until(desk, lambda: desk.unsent() == 0)
    assert hub.centre.files[case].case.answers[PHONE].value == "13800000000"
    assert desk.case_file(case) == hub.centre.files[case]
    assert desk.current_case == case


@pytest.mark.parametrize(("refusals", "called"), [(2, True), (3, False)])
async def test_a_busy_centre_is_asked_again_and_is_not_lost(
    desk: WindowDesk, hub: Loopback, refusals: int, called: bool
) -> None:
    def busy(centre: object, body: bytes) -> Response:
        return Response(b"", 429, {"Retry-After": "1"})

    arrive(hub, 1)
    hub.faults.extend([busy] * refusals)  # type: ignore[list-item]
    if called:
        assert (await desk.call_next()).number == "A001"
    else:
        with pytest.raises(Refusal) as refused:
            await desk.call_next()
        assert (refused.value.code, refused.value.details) == ("centre.busy", {"seconds": 1})
    assert desk.online.online


@pytest.mark.parametrize("fault", [lost, says(503), says(500), says(429), garbage])
async def test_trouble_at_the_centre_is_waited_out(desk: WindowDesk, hub: Loopback, fault: object) -> None:
    hub.faults.extend([fault] * 3)  # type: ignore[list-item]
    case = await desk.open_case([ITEM])
    await desk.answer_now(case, NAME, "张三")
    await until(desk, lambda: desk.unsent() == 0)
    assert hub.centre.files[case].case.answers[NAME].value == "张三"
    assert len(hub.centre.done) == len(set(hub.centre.done))


async def test_a_poisonous_command_is_set_aside_and_the_rest_goes(desk: WindowDesk, hub: Loopback) -> None:
    def chokes(centre: object, body: bytes) -> object:
        return says(400, "invalid")(hub.centre, body) if "毒".encode() in body else None

    hub.stop()
    await until(desk, lambda: not desk.online.online)
    cases = [await desk.open_case([ITEM]) for _ in range(4)]
    for number, case in enumerate(cases):
        await desk.answer_now(case, NAME, "毒" if number == 1 else f"张{number}")
    hub.every = chokes  # type: ignore[assignment]
    hub.start()
    await until(desk, lambda: desk.unsent() == 0)
    for number, case in enumerate(cases):
        assert (NAME in hub.centre.files[case].case.answers) == (number != 1)
    (row,) = desk.take_troubles()
    assert row.state is RowState.QUARANTINED
    assert row.chain == f"case/{cases[1]}"


async def test_a_refused_device_pauses_all_until_the_next_sign_in(desk: WindowDesk, hub: Loopback) -> None:
    hub.faults.append(says(403, "device.disabled"))
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.paused is not None)
    assert desk.paused == "device.disabled"
    await desk.answer_now(case, NAME, "张三")
    assert desk.unsent() == 2
    assert hub.centre.files == {}
    await desk.sign_in("1003", "right", window="3")
    await until(desk, lambda: desk.unsent() == 0)
    assert hub.centre.files[case].case.answers[NAME].value == "张三"


async def test_another_hand_on_the_case_shows_here(desk: WindowDesk, hub: Loopback) -> None:
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.unsent() == 0)
    change = {"field": PHONE, "value": "13900000000", "base": 0}
    command = {"id": "00000000-0000-7000-8000-00000000aaaa", "kind": "patch_answers", "target": case}
    hub.centre.commit(orjson.dumps({"commands": [{**command, "body": {"changes": [change]}}]}))
    await until(desk, lambda: PHONE in file_of(desk, case).case.answers)
    assert file_of(desk, case).case.answers[PHONE].value == "13900000000"


def file_of(desk: WindowDesk, case: str):  # type: ignore[no-untyped-def]
    file = desk.case_file(case)
    assert file is not None
    return file


async def test_a_harmless_conflict_is_settled_without_the_clerk(desk: WindowDesk, hub: Loopback) -> None:
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.unsent() == 0)
    hub.gate = threading.Event()
    await desk.judge(case, BOOK, "original_seen")
    change = {"field": PHONE, "value": "13900000000", "base": 0}
    command = {"id": "00000000-0000-7000-8000-00000000aaaa", "kind": "patch_answers", "target": case}
    hub.centre.commit(orjson.dumps({"commands": [{**command, "body": {"changes": [change]}}]}))
    hub.gate.set()
    hub.gate = None
    await until(desk, lambda: BOOK in hub.centre.files[case].case.papers and desk.unsent() == 0)
    assert desk.take_troubles() == []


async def test_submission_takes_a_number_from_the_block(desk: WindowDesk, hub: Loopback) -> None:
    case = await desk.open_case([ITEM])
    await desk.answer_now(case, NAME, "张三")
    submitted = await desk.submit(case, only_receive=True)
    assert submitted.confirmed
    assert submitted.result["number"] == hub.centre.files[case].case.number
    assert submitted.result["number"].endswith("00001")


async def test_submission_off_line_keeps_its_number(desk: WindowDesk, hub: Loopback) -> None:
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    case = await desk.open_case([ITEM])
    submitted = await desk.submit(case, only_receive=True)
    assert not submitted.confirmed
    hub.start()
    await until(desk, lambda: desk.unsent() == 0)
    assert hub.centre.files[case].case.number == submitted.result["number"]


async def test_a_block_of_numbers_is_renewed_below_ten(desk: WindowDesk, hub: Loopback) -> None:
    for _ in range(42):
        case = await desk.open_case([ITEM])
        assert (await desk.submit(case, only_receive=True)).confirmed
    await until(desk, lambda: kinds(hub, "lease_case_numbers") == ["lease_case_numbers"] * 2)
    numbers = [file.case.number for file in hub.centre.files.values()]
    assert len(set(numbers)) == 42


async def test_after_a_restart_everything_is_there(desk: WindowDesk, hub: Loopback, begin: Begin) -> None:
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.unsent() == 0)
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    await desk.answer_now(case, NAME, "张三")
    desk.answer(case, PHONE, "138")
    await desk.saved()
    await desk.stop()

    again = await begin()
    assert again.session == desk.session
    kept = file_of(again, case).case.answers
    assert kept[NAME].value == "张三"
    # A slow machine may have rested after the last key: then it is a command already.
    assert (again.typed(case).values.get(PHONE) or kept[PHONE]).value == "138"
    hub.start()
    await again.start()
    await until(again, lambda: again.unsent() == 0)
    assert hub.centre.files[case].case.answers[NAME].value == "张三"


async def test_sign_out_strands_no_work(desk: WindowDesk, hub: Loopback, begin: Begin, tmp_path: Path) -> None:
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    case = await desk.open_case([ITEM])
    desk.answer(case, NAME, "张三")
    await desk.sign_out()
    assert desk.session is None
    assert desk.unsent() == 2
    hub.start()
    await desk.sign_in("1003", "right", window="3")
    await until(desk, lambda: desk.unsent() == 0)
    assert hub.centre.files[case].case.answers[NAME].value == "张三"


async def test_the_desk_says_what_changed(desk: WindowDesk, hub: Loopback) -> None:
    seen: set[str] = set()
    desk.on_change(seen.update)
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.unsent() == 0)
    assert {"outbox", "saved", f"case:{case}"} <= seen


async def test_an_arrival_noted_by_itself_is_in_nobodys_way(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    await desk.call_next()
    hub.gate = threading.Event()
    desk.arrived()
    await until(desk, lambda: desk.pending("welcome"))
    finishing = asyncio.create_task(desk.finish_and_call_next("consultation"))
    await asyncio.sleep(0)
    hub.gate.set()
    assert (await finishing).number == "A002"
    first = next(t for t in desk.day.tickets.values() if t.number == 1)
    assert first.state is TicketState.DONE
    assert first.welcomed_at != first.called_at


async def test_a_full_disk_is_said_and_nothing_typed_is_lost(desk: WindowDesk, hub: Loopback, begin: Begin) -> None:
    case = await desk.open_case([ITEM])
    await until(desk, lambda: desk.unsent() == 0)
    limit_pages(desk, 0)
    for number in range(40):
        desk.answer(case, NAME, f"{number} " * 600)
    await until(desk, lambda: desk.disk_trouble is not None)
    assert desk.disk_trouble is not None
    assert desk.disk_trouble.code == "store.full"
    assert not desk.all_saved
    limit_pages(desk, 1_000_000)
    await until(desk, lambda: desk.all_saved and not desk.typed(case).values and desk.unsent() == 0)
    assert hub.centre.files[case].case.answers[NAME].value == "39 " * 600


def limit_pages(desk: WindowDesk, pages: int) -> None:
    """Gives the store's file no more room than this, or than it has."""
    with desk._store._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or 1}")


async def test_a_person_without_a_ticket_gets_one_and_is_called(desk: WindowDesk, hub: Loopback) -> None:
    first, second = await asyncio.gather(desk.take_and_call(), desk.take_and_call())
    assert (first.number, second.number) == ("A001", "A001")
    ticket = desk.current_ticket
    assert ticket is not None
    assert (ticket.channel, ticket.state) == ("window", TicketState.CALLED)
    assert hub.lists.count(["take_ticket", "open_window", "call_ticket"]) == 1


async def test_a_transfer_leaves_the_window_and_comes_back_by_undo(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1)
    open_five = {"id": "00000000-0000-7000-8000-000000000900", "kind": "open_window", "body": {"window": "5"}}
    hub.centre.commit(orjson.dumps({"commands": [open_five]}), window="5")
    await desk.call_next()
    await desk.transfer(to_window="5", reason="spread")
    assert desk.current_ticket is None
    assert desk.day.tickets[str(next(iter(desk.day.tickets)))].to_window == "5"
    await desk.undo()
    assert desk.current_ticket is not None


async def test_promote_cancel_and_abandon_act_on_the_ticket_named(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2, 3)
    await until(desk, lambda: len(desk.day.waiting) == 3)
    third = desk.day.waiting[2][2]
    await desk.promote(third, "urgent")
    assert desk.day.waiting[0][2] == third
    await desk.cancel(desk.day.waiting[1][2])
    assert len(desk.day.waiting) == 2
    await desk.call_next()
    await desk.hold("wait")
    await desk.abandon(third)
    assert desk.day.tickets[third].state is TicketState.ABANDONED


async def test_a_hand_over_tells_what_moved_and_waits_for_what_is_unsent(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1)
    await desk.call_next()
    await desk.hold("papers_stay")
    moved = await desk.reassign_window("3", "pool", "closing")
    assert moved.tickets == ("A001",)
    await desk.close_window()
    hub.gate = threading.Event()
    await desk.open_case([ITEM])
    with pytest.raises(Refusal) as refused:
        await desk.reassign_window("3", "pool", "closing")
    assert refused.value.code == "window.unsent"
    hub.gate.set()
    hub.gate = None


async def test_cut_off_a_paper_number_waits_in_the_outbox_and_lands(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    await until(desk, lambda: len(desk.day.waiting) == 2)
    with pytest.raises(Refusal) as refused:
        await desk.serve_by_number("1")
    assert refused.value.code == "window.line_back"
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    with pytest.raises(Refusal) as refused:
        await desk.serve_by_number("张")
    assert refused.value.code == "window.bad_number"
    ticket = await desk.serve_by_number("Ａ２")
    assert (ticket.label, ticket.state) == ("A002", TicketState.SERVING)
    assert desk.current_ticket == ticket
    case = await desk.open_case([ITEM])
    assert desk.unsent() == 2
    hub.start()
    await until(desk, lambda: desk.unsent() == 0 and desk.day.at_window("3") is not None)
    landed = desk.current_ticket
    assert landed is not None
    assert (landed.label, landed.window) == ("A002", "3")
    assert hub.centre.files[case].case.tickets == {landed.id} or landed.id in hub.centre.files[case].case.tickets
    assert not desk.served_twice()
    await desk.finish_and_call_next("consultation")
    assert desk.current_ticket is not None
    assert desk.current_ticket.label == "A001"


async def test_a_number_that_the_centre_does_not_know_stays_for_the_clerk_to_see(
    desk: WindowDesk, hub: Loopback
) -> None:
    arrive(hub, 1)
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    await desk.serve_by_number("77")
    case = await desk.open_case([ITEM])
    await desk.serve_by_number("1")
    assert desk.current_case != case
    hub.start()
    await until(desk, lambda: desk.unsent() == 0)
    (row,) = desk.troubled()
    assert row.state is RowState.REJECTED
    assert (row.verdict or {})["error"]["code"] == "queue.unknown_number"
    desk.release(row.id)
    assert not desk.troubled()
    assert case in hub.centre.files


async def test_the_paper_in_hand_outlives_a_restart(begin: Begin, hub: Loopback) -> None:
    desk = await begin()
    await desk.sign_in("1003", "right", window="3")
    await until(desk, lambda: desk.online.online and desk.loaded and desk.catalog is not None)
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    await desk.serve_by_number("5")
    await desk.stop()
    again = await begin()
    await again.start()
    ticket = again.current_ticket
    assert ticket is not None
    assert ticket.label == "A005"


async def test_a_call_waits_for_the_paper_numbers_that_are_on_their_way(desk: WindowDesk, hub: Loopback) -> None:
    arrive(hub, 1, 2)
    await until(desk, lambda: len(desk.day.waiting) == 2)
    hub.stop()
    await until(desk, lambda: not desk.online.online)
    await desk.serve_by_number("1")
    hub.gate = threading.Event()
    hub.start()
    await until(desk, lambda: desk.online.online)
    with pytest.raises(Refusal) as refused:
        await desk.call_next()
    assert refused.value.code == "window.numbers_unsent"
    hub.gate.set()
    hub.gate = None
    await until(desk, lambda: desk.unsent() == 0)
