"""Every verb a clerk has on the queue, by keyboard alone, through the real screen and the real hub."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from clerk_tui.queue.day import TicketState
from clerk_tui.texts import text
from tests.data.hub_process import HubProcess
from tests.screens.visiting import Visit, take_numbers, window


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


def at_window(hub: HubProcess, number: str, *acts: tuple[str, str | None, dict[str, Any]]) -> list[dict[str, Any]]:
    """What another window does, as its own clerk."""
    commands = [
        {"id": str(uuid4()), "kind": kind, "body": body, **({"target": target} if target else {})}
        for kind, target, body in acts
    ]
    return hub.send("clerk", commands, window=number)


def opened(hub: HubProcess, number: str) -> None:
    at_window(hub, number, ("open_window", None, {"window": number}))


def state_of(visit: Visit, number: str) -> TicketState:
    ticket = visit.screen.desk.day.of_number(int(number[1:]))
    assert ticket is not None
    return ticket.state


async def called(visit: Visit, number: str) -> None:
    await visit.until(lambda: visit.screen.view.strip.waiting > 0)
    await visit.pilot.press("f8")
    await visit.until(lambda: visit.screen.view.strip.number == number)


async def asked(visit: Visit) -> list[str]:
    """The answers that the line offers."""
    await visit.until(lambda: visit.screen.notice_line.prompt is not None)
    prompt = visit.screen.notice_line.prompt
    assert prompt is not None
    return [option.code for option in prompt.options]


async def test_transfer_by_the_windows_own_number_and_back(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    opened(hub, "5")
    async with window(hub, tmp_path) as visit:
        await called(visit, "A001")
        await visit.pilot.press("ctrl+t")
        assert await asked(visit) == ["w:5", "more", "back"]
        await visit.pilot.press("5")
        await visit.until(lambda: visit.screen.notice_line.prompt is not None)
        await visit.pilot.press("2")
        await visit.until(lambda: visit.screen.view.strip.number == "")
        ticket = visit.screen.desk.day.of_number(1)
        assert ticket is not None
        assert (ticket.to_window, ticket.state) == ("5", TicketState.WAITING)
        assert "A001" not in [row.number for row in visit.screen.view.queue.next]
        await visit.pilot.press("ctrl+z")
        await asked(visit)
        await visit.pilot.press("ctrl+z")
        await visit.until(lambda: visit.screen.view.strip.number == "A001")

        await visit.pilot.press("ctrl+t", "0")
        await visit.until(lambda: bool(visit.screen.notice_line.prompt and visit.screen.notice_line.prompt.entry))
        await visit.type("3")
        await visit.pilot.press("enter")
        await asked(visit)
        await visit.pilot.press("1")
        await visit.until(lambda: visit.said == text("queue.same_window", "zh", window="3"))
        assert visit.screen.view.strip.number == "A001"


async def test_what_was_sent_here_stands_first_and_says_so(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    opened(hub, "5")
    opened(hub, "3")
    at_window(hub, "5", ("call_next", None, {"window": "5"}))
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.waiting == 1)
        ticket = visit.screen.desk.day.of_number(1)
        assert ticket is not None
        at_window(hub, "5", ("transfer", ticket.id, {"to_window": "3", "reason": "spread"}))
        await visit.until(lambda: visit.screen.view.strip.mine == 1)
        first = visit.screen.view.queue.next[0]
        assert (first.number, first.mark) == ("A001", "mine")
        assert [row.window for row in visit.screen.view.queue.windows] == ["3", "5"]
        await visit.pilot.press("f8")
        await visit.until(lambda: visit.screen.view.strip.number == "A001")
        assert visit.screen.view.queue.why.startswith(text("queue.why.transferred", "zh"))


async def test_the_lists_by_keyboard(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary", "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await called(visit, "A001")
        await pilot.press("ctrl+y")
        assert await asked(visit) == ["fetch_papers", "papers_stay", "wait"]
        await pilot.press("2")
        await visit.until(lambda: screen.view.strip.held == 1)
        assert screen.view.queue.held[0].note.startswith(text("hold.papers_stay", "zh"))

        await pilot.press("f6")
        await visit.until(lambda: visit.app.focused is screen.queue)
        assert [part for part, _ in screen.queue.rows()] == ["next"] * 3 + ["held"]

        await pilot.press("down", "down", "2")
        assert (await asked(visit))[0] == "frail"
        await pilot.press("1")
        await visit.until(lambda: screen.view.queue.next[0].number == "A004")
        assert screen.view.queue.next[0].mark == "promoted"

        # The cursor stays on the ticket that went first.
        assert screen.queue.key == screen.view.queue.next[0].key
        await pilot.press("down", "3")
        await asked(visit)
        await pilot.press("1")
        await visit.until(lambda: state_of(visit, "A002") is TicketState.CANCELLED)

        await pilot.press("up", "up", "down", "enter")
        await visit.until(lambda: screen.view.strip.number == "A003")
        assert screen.page == "intake"
        await pilot.press("ctrl+p", *"qh", "enter")
        await asked(visit)
        await pilot.press("1")
        await visit.until(lambda: state_of(visit, "A003") is TicketState.ABANDONED)

        await pilot.press("ctrl+p", *"jh", "enter")
        await asked(visit)
        await pilot.press("1")
        await visit.until(lambda: screen.view.strip.number == "A001" and screen.view.strip.state == "serving")


async def test_a_number_by_the_palette_goes_first_and_a_wrong_one_says_why(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.waiting == 2)
        await visit.pilot.press("ctrl+p", *"zd", "enter")
        await asked(visit)
        await visit.type("99")
        await visit.pilot.press("enter")
        await visit.until(lambda: visit.said == text("queue.unknown_ticket", "zh"))
        await visit.pilot.press("ctrl+p", *"zd", "enter")
        await asked(visit)
        await visit.type("2")
        await visit.pilot.press("enter")
        await visit.until(lambda: len(getattr(visit.screen.notice_line.prompt, "options", ())) == 4)
        await visit.pilot.press("2")
        await visit.until(lambda: visit.screen.view.queue.next[0].number == "A002")
        await visit.pilot.press("f8")
        await visit.until(lambda: visit.screen.view.strip.number == "A002")
        assert text("prompt.promote.urgent", "zh") in visit.screen.view.queue.why


async def test_a_number_that_was_typed_offers_what_is_due(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.waiting == 2)
        await visit.pilot.press("f3")
        await visit.type("a002")
        await visit.pilot.press("enter")
        assert await asked(visit) == ["call", "promote", "cancel", "back"]
        await visit.pilot.press("enter")
        await visit.until(lambda: visit.screen.view.strip.number == "A002")


async def test_somebody_without_a_ticket(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.link == "on")
        await visit.pilot.press("ctrl+n", "ctrl+n")
        await visit.until(lambda: visit.screen.view.strip.state == "called")
        (ticket,) = visit.screen.desk.day.tickets.values()
        assert (ticket.channel, ticket.window, ticket.label) == ("window", "3", "A001")
        await visit.pilot.press("ctrl+n")
        assert visit.said == text("why.no_ticket_busy", "zh", number="A001")


async def test_closing_says_what_is_left_and_hands_it_over(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    opened(hub, "5")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        await pilot.press("ctrl+y", "2")
        await visit.until(lambda: screen.view.strip.held == 1)
        await visit.until(lambda: screen.desk.unsent() == 0)
        await pilot.press("ctrl+p", *"gc", "enter")
        assert await asked(visit) == ["colleague", "pool", "back"]
        prompt = screen.notice_line.prompt
        assert prompt is not None
        assert "A001" in prompt.text
        await pilot.press("1")
        await visit.until(lambda: bool(screen.notice_line.prompt and screen.notice_line.prompt.key != prompt.key))
        await pilot.press("5")
        await visit.until(lambda: visit.said.startswith("3号窗的 1 个号、1 个件已交5号窗"))
        assert screen.desk.seat.state == "closed"
        ticket = screen.desk.day.of_number(1)
        assert ticket is not None
        assert (ticket.state, ticket.window) == (TicketState.HELD, "5")
        (paper,) = (tmp_path / "papers").glob("handover-3-*.pdf")
        assert paper.read_bytes().startswith(b"%PDF")


async def test_leaving_closes_an_empty_window(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.link == "on")
        await visit.pilot.press("f8")
        await visit.until(lambda: visit.screen.view.seated)
        await visit.pilot.press("ctrl+q")
        assert await asked(visit) == ["close", "yes", "no"]
        await visit.pilot.press("1")
        await visit.until(lambda: visit.app.desk is not None and visit.app.desk.session is None)


async def test_each_matter_of_a_draft_gets_its_outcome(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.begin_case()
        case = screen.desk.current_case or ""
        catalog = screen.desk.catalog
        assert catalog is not None
        other = next(key for key, item in catalog.items.items() if key not in catalog.packages["birth"].items)
        await screen.desk.change_matters(case, add=[other])
        await visit.until(lambda: screen.view.tabs.matters == 2)
        await pilot.press("f8")
        assert await asked(visit) == ["hold", "each", "back"]
        await pilot.press("2")
        for ordinal, digit in (("1/2", "1"), ("2/2", "2")):
            await visit.until(
                lambda ordinal=ordinal: ordinal in getattr(screen.notice_line.prompt, "text", "")  # type: ignore[misc]
            )
            await pilot.press(digit)
        await visit.until(lambda: state_of(visit, "A001") is TicketState.DONE)
        ticket = screen.desk.day.of_number(1)
        assert ticket is not None
        assert [(one.matter, one.outcome) for one in ticket.outcomes] == [("birth", "consultation"), (other, "pickup")]


async def test_cut_off_a_paper_number_is_served_and_the_double_service_is_told(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary", "ordinary")
    opened(hub, "5")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await visit.until(lambda: screen.view.strip.waiting == 2 and bool(screen.runner.find("xse")))
        at_window(hub, "5", ("call_next", None, {"window": "5"}))
        await visit.until(lambda: screen.view.strip.waiting == 1)
        hub.kill()
        await visit.until(lambda: screen.view.strip.link == "off")
        assert screen.view.queue.off_since

        await pilot.press("f8")
        await asked(visit)
        await visit.type("x")
        await pilot.press("enter")
        await visit.until(lambda: visit.said == text("window.bad_number", "zh"))
        await pilot.press("f8")
        await asked(visit)
        await visit.type("1")
        await pilot.press("enter")
        await visit.until(lambda: screen.view.strip.state == "serving")
        assert screen.view.strip.number == "A001"
        await pilot.press("f3")
        await visit.type("xse")
        await pilot.press("enter")
        await visit.until(lambda: screen.view.case is not None)

        hub.start()
        await visit.until(lambda: screen.view.strip.link == "on" and screen.desk.unsent() == 0)
        await visit.until(lambda: visit.said == text("window.served_twice", "zh", number="A001", window="5"))
        # The person still stands here, and so does the form.
        assert screen.view.strip.number == "A001"
        assert screen.view.case is not None
        await pilot.press("ctrl+p", "enter")
        await visit.until(lambda: not screen.desk.served_twice())

        await pilot.press("f8")
        await asked(visit)
        await pilot.press("2")
        await visit.until(lambda: screen.view.strip.number == "A002")


QUICK = """
recalls_min: 0
pass_after_seconds: 0
pass_after_seconds_green: 0
return_last_passed: 1
skills: {permits: ["sj."]}
windows: {"5": {skills: [permits]}}
"""


async def test_who_was_passed_comes_back_by_the_halls_rule(hub: HubProcess, tmp_path: Path) -> None:
    hub.put_policy(QUICK)
    take_numbers(hub, "ordinary", "ordinary")
    async with window(hub, tmp_path) as visit:
        screen, pilot = visit.screen, visit.pilot
        await called(visit, "A001")
        await pilot.press("f7")
        await asked(visit)
        await pilot.press("1")
        await visit.until(lambda: [row.number for row in screen.view.queue.passed] == ["A001"])
        await called(visit, "A002")
        await pilot.press("f7")
        await asked(visit)
        await pilot.press("1")
        # Only the last one may come back here: the rule is the hall's, and the sentence says it.
        await visit.until(lambda: [row.number for row in screen.view.queue.passed] == ["A002"])
        await pilot.press("f3")
        await visit.type("1")
        await pilot.press("enter")
        assert (await asked(visit))[0] == "return"
        await pilot.press("1")
        await visit.until(lambda: visit.said == text("queue.passed_too_long_ago", "zh", number="A001", last=1))
        await pilot.press("ctrl+p", *"ghhd", "enter")
        await asked(visit)
        await pilot.press("1")
        await visit.until(lambda: screen.view.strip.waiting == 1)
        assert screen.view.queue.next[0].ticket_class == text("class.returned", "zh")


async def test_a_transfer_to_a_skill(hub: HubProcess, tmp_path: Path) -> None:
    hub.put_policy(QUICK)
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        await called(visit, "A001")
        await visit.pilot.press("ctrl+t")
        assert await asked(visit) == ["more", "back"]
        await visit.pilot.press("0")
        await visit.until(lambda: bool(visit.screen.notice_line.prompt and visit.screen.notice_line.prompt.options))
        assert await asked(visit) == ["s:permits", "typed", "back"]
        await visit.pilot.press("1")
        await asked(visit)
        await visit.pilot.press("1")
        await visit.until(lambda: visit.screen.view.strip.number == "")
        ticket = visit.screen.desk.day.of_number(1)
        assert ticket is not None
        assert (ticket.skill, ticket.to_window) == ("permits", None)


async def test_a_supervisor_hands_on_what_another_window_holds(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    opened(hub, "5")
    at_window(hub, "5", ("call_next", None, {"window": "5"}))
    async with window(hub, tmp_path, role="supervisor") as visit:
        await visit.until(lambda: [row.window for row in visit.screen.view.queue.windows] == ["5"])
        await visit.pilot.press("ctrl+p", *"jb", "enter")
        assert await asked(visit) == ["w:5", "typed", "back"]
        await visit.pilot.press("5")
        await visit.until(
            lambda: "pool" in [one.code for one in getattr(visit.screen.notice_line.prompt, "options", ())]
        )
        await visit.pilot.press("0")
        await visit.until(
            lambda: "ill" in [one.code for one in getattr(visit.screen.notice_line.prompt, "options", ())]
        )
        await visit.pilot.press("1")
        await visit.until(lambda: visit.said.startswith("5号窗的 1 个号、0 个件已交待办池"))
        assert visit.screen.view.queue.next[0].mark == "reassigned"
        assert list((tmp_path / "papers").glob("handover-5-*.pdf"))


async def test_a_clerk_hands_on_the_own_window_only(hub: HubProcess, tmp_path: Path) -> None:
    async with window(hub, tmp_path) as visit:
        await visit.until(lambda: visit.screen.view.strip.link == "on")
        await visit.pilot.press("ctrl+p", *"jb", "enter")
        await visit.until(lambda: visit.said == text("window.supervisor_only", "zh"))
