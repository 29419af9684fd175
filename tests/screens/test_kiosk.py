"""The ticket machine by keys, by touch and by card; what it forgets, and what it says when something is away."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import cv2
import numpy
import pytest

from clerk_tui.app import ClerkApp
from clerk_tui.data.reader import Card, Mutilated, Scan
from clerk_tui.refusal import Refusal
from clerk_tui.screens.actions import actions_of
from clerk_tui.screens.kiosk import IDLE, KioskScreen
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.screens.widgets.kiosk_pane import TOUCH
from clerk_tui.texts import Lang
from tests.papers.test_thermal import pictured
from tests.screens.kiosk_samples import (
    BOOKED,
    GIVEN,
    NO_ANSWER,
    NOW,
    OLD,
    URL,
    YOUNG,
    Clock,
    Line,
    Printer,
    app_of,
    held,
    screen_of,
    settled,
    words,
)
from tests.screens.test_phone_pane import picture

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 36), (200, 50)]
Steps = tuple[Any, ...]
"""Codes of choices to press, cards to read, or characters to type (with a blank before them)."""


async def walk(app: ClerkApp, pilot: Any, *steps: Any) -> None:
    screen = screen_of(app)
    for step in steps:
        if not isinstance(step, str):
            screen.flow.read(step)
        elif step.startswith(" "):
            screen.flow.type(step[1:])
        else:
            assert any(area.code == step for area in touchable(app)), f"{step} is not on the page:\n{words(app)}"
            screen._press(step)
        await settled(app, pilot)


def touchable(app: ClerkApp) -> list[Any]:
    """The areas of the page that is shown."""
    pane = screen_of(app).pane
    pane.lines(pane.size.width)
    return pane.areas


STATES: dict[str, tuple[Callable[[], tuple[Line, Printer | None]], Steps]] = {
    "first": (lambda: (Line(Clock()), None), ()),
    "search": (lambda: (Line(Clock()), None), ("tell", " xs")),
    "class": (lambda: (Line(Clock()), None), (OLD,)),
    "given": (lambda: (Line(Clock()), Printer()), ("take", "class:ordinary")),
    "printer_away": (
        lambda: (Line(Clock()), Printer(Refusal("printer.no_paper"))),
        ("take", "class:ordinary"),
    ),
    "closing": (lambda: (late(), None), ("take", "class:ordinary")),
    "identify": (lambda: (Line(Clock()), None), ("check_in", " 33040219")),
    "slots": (lambda: (Line(Clock()), None), ("book", YOUNG, "day:2026-11-25")),
    "booked": (lambda: (Line(Clock(), BOOKED), Printer()), ("book", YOUNG, "day:2026-11-25", "slot:09:00")),
    "already": (
        lambda: (Line(Clock(), Refusal("queue.already_has_ticket", number="A017")), None),
        (YOUNG, "class:ordinary"),
    ),
    "cut_off": (lambda: (cut_off(), None), ()),
}


def late() -> Line:
    line = Line(Clock())
    line.wait = (9_000.0, 25_000.0)
    return line


def cut_off() -> Line:
    line = Line(Clock())
    line.clock.now += timedelta(minutes=4)
    line.online = False
    return line


PICTURED = ("first", "search", "class", "given", "printer_away", "slots", "cut_off")
LOOKS: list[tuple[Lang, tuple[int, int], str]] = [
    ("zh", (80, 24), DARK),
    ("zh", (120, 36), DARK),
    ("zh", (200, 50), DARK),
    ("en", (80, 24), DARK),
    ("zh", (120, 36), LIGHT),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
@pytest.mark.parametrize("state", PICTURED)
def test_looks(snap_compare: Compare, state: str, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look
    sample, steps = STATES[state]
    line, printer = sample()
    app = app_of(line, printer, lang=lang, theme=theme)

    async def before(pilot: Any) -> None:
        await pilot.pause()
        await walk(app, pilot, *steps)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_every_page_fits_and_every_choice_is_large_enough_for_a_finger(
    state: str, size: tuple[int, int], lang: Lang
) -> None:
    sample, steps = STATES[state]
    line, printer = sample()
    app = app_of(line, printer, lang=lang)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await walk(app, pilot, *steps)
        pane = screen_of(app).pane
        drawn = pane.lines(pane.size.width)
        assert len(drawn) == size[1]
        assert all(strip.cell_length == size[0] for strip in drawn)
        areas = pane.areas
        for area in areas:
            assert area.bottom - area.top >= TOUCH
            assert 0 <= area.left < area.right <= size[0]
            assert 1 <= area.top < area.bottom <= size[1]
        for one in areas:
            assert not [o for o in areas if o is not one and o.holds(one.left, one.top)]
        wanted = {choice.code for row in pane.view.rows for choice in row} | {c.code for c in pane.view.foot}
        assert wanted <= {area.code for area in areas}


async def test_a_number_by_two_digits() -> None:
    line, printer = Line(Clock()), Printer()
    app = app_of(line, printer)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("1")
        await until(pilot, lambda: "您走哪个通道" in screen_of(app).pane.view.title)
        await pilot.press("２")
        await until(pilot, lambda: len(printer.printed) == 1)
        await settled(app, pilot)
        assert line.placed == [{"kind": "take_ticket", "body": {"channel": "kiosk", "class": "green"}, "target": None}]
        assert "请取走号票" in words(app)
        assert "前面等候 6 人" in words(app)
        assert "预计等 12 至 25 分钟" in words(app)
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(numpy.array(pictured(printer.printed[0])))
    assert found == URL


async def until(pilot: Any, wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():
            await pilot.pause(0.01)


async def test_a_number_by_touch() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for code in ("take", "class:ordinary"):
            area = next(area for area in touchable(app) if area.code == code)
            await pilot.click(offset=(area.right - 1, area.bottom - 1))
            await settled(app, pilot)
        assert len(line.placed) == 1
        assert screen_of(app).pane.view.number == "A023"


async def test_a_number_by_arrows_and_enter() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right", "down", "up", "left", "enter", "right", "enter")
        await settled(app, pilot)
        assert line.placed[0]["body"]["class"] == "green"


@pytest.mark.parametrize("typed", ["xse", "新生儿", "ＸＳＥ"])
async def test_a_matter_is_found_however_it_is_typed(typed: str) -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "tell")
        for sign in typed:
            await pilot.press(sign)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "事项：新生儿出生一件事" in words(app)
        await walk(app, pilot, "class:ordinary")
        assert line.placed[0]["body"]["matter"] == "birth"


async def test_a_matter_is_typed_by_touch() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "tell", "pad:x", "pad:z", "pad:delete", "pad:s", "pad:e", "matter:birth")
        assert screen_of(app).flow.visit.matter == "birth"


async def test_the_card_opens_the_green_channel_and_is_never_shown_whole() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await walk(app, pilot, OLD)
        assert "按身份证上的年龄" in words(app)
        assert OLD.id_no not in words(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert line.placed[0]["body"] == {"channel": "kiosk", "class": "green", "id_no": OLD.id_no}


async def test_the_same_person_is_told_the_number_that_is_held() -> None:
    line = Line(Clock(), Refusal("queue.already_has_ticket", number="A017"))
    app = app_of(line)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await walk(app, pilot, YOUNG, "class:ordinary")
        assert "请勿重复取号" in words(app)
        assert screen_of(app).pane.view.number == "A017"


async def burst(pilot: Any, typed: str) -> None:
    for sign in typed:
        await pilot.press(sign)
    await pilot.press("enter")


async def test_a_reader_that_types_is_heard_and_chooses_nothing() -> None:
    line = Line(Clock())
    app = app_of(line, ticks=lambda: 5.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(pilot, OLD.id_no)
        assert screen_of(app).flow.visit.page == "class"
        assert screen_of(app).flow.visit.card == Card(OLD.id_no)
        assert line.placed == []


async def test_seventeen_digits_are_to_be_confirmed() -> None:
    line = Line(Clock())
    app = app_of(line, ticks=lambda: 5.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(pilot, OLD.id_no[:17])
        assert "读到的号码少一位" in words(app)
        assert OLD.id_no[-4:] in words(app)
        assert OLD.id_no[:14] not in words(app)
        await walk(app, pilot, "yes")
        assert screen_of(app).flow.visit.card == Card(OLD.id_no)


async def test_a_scan_without_its_letters_is_said() -> None:
    app = app_of(Line(Clock()), ticks=lambda: 5.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(pilot, "://./////")
        assert "扫描被输入法截断,请按Shift" in words(app).replace(" ", "").replace("，", ",")


async def test_a_lost_letter_in_the_search_box_is_said_and_wiped() -> None:
    app = app_of(Line(Clock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "tell", " 3304", Mutilated())
        assert screen_of(app).flow.visit.typed == ""


async def test_after_thirty_seconds_nothing_of_a_person_is_left() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "book", YOUNG)
        await pilot.press("ctrl+l")
        assert "Which day" in words(app)
        line.clock.now += IDLE - timedelta(seconds=1)
        screen_of(app).tick()
        assert screen_of(app).flow.visit.card == YOUNG
        line.clock.now += timedelta(seconds=1)
        screen_of(app).tick()
        visit = screen_of(app).flow.visit
        assert (visit.page, visit.card, visit.typed) == ("home", None, "")
        assert "您要办什么" in screen_of(app).pane.view.title


async def test_a_touch_keeps_the_page() -> None:
    line = Line(Clock())
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "tell")
        line.clock.now += IDLE - timedelta(seconds=1)
        await pilot.press("x")
        line.clock.now += IDLE - timedelta(seconds=1)
        screen_of(app).tick()
        assert screen_of(app).flow.visit.typed == "x"


async def test_a_printer_without_paper_costs_no_number() -> None:
    line, printer = Line(Clock()), Printer(Refusal("printer.no_paper"))
    app = app_of(line, printer)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take", "class:ordinary")
        assert "打印机没有纸了" in words(app)
        assert "号已经给您了" in words(app)
        assert read(app) == URL
        printer.refusal = None
        await walk(app, pilot, "reprint")
        assert "请取走号票" in words(app)
        assert len(line.placed) == 1
        assert len(printer.printed) == 1


def read(app: ClerkApp) -> str:
    """What a camera reads from the page: the QR's ink, everything that is not on white left out."""
    rows = []
    for strip in screen_of(app).pane.lines(screen_of(app).pane.size.width):
        row = ""
        for segment in strip:
            ground = segment.style.bgcolor if segment.style else None
            on_white = ground is not None and ground.triplet == (255, 255, 255)
            row += segment.text if on_white else " " * segment.cell_length
        rows.append(row)
    found, *_rest = cv2.QRCodeDetector().detectAndDecode(picture(rows))
    return str(found)


async def test_a_double_touch_takes_one_number() -> None:
    line = Line(Clock())
    line.may_answer.clear()
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take")
        screen = screen_of(app)
        for _ in range(3):
            screen._press("class:ordinary")
            await pilot.pause()
        line.may_answer.set()
        await settled(app, pilot)
        assert len(line.placed) == 1


async def test_no_answer_gives_no_number_and_is_cleared_up() -> None:
    line = Line(Clock(), NO_ANSWER)
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take", "class:ordinary")
        assert "请到引导台取号" in words(app).replace(" ", "")
        assert screen_of(app).pane.view.number == ""
        assert len(line.given_up) == 1


async def test_an_answer_for_somebody_who_left_is_given_back() -> None:
    line = Line(Clock())
    line.may_answer.clear()
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take")
        screen_of(app)._press("class:ordinary")
        await pilot.pause()
        screen_of(app).forget()
        line.may_answer.set()
        await until(pilot, lambda: bool(line.taken_back))
        assert line.taken_back == ["t23"]
        assert screen_of(app).flow.visit.page == "home"


async def test_cut_off_it_sends_to_the_guide_and_says_how_old_its_data_is() -> None:
    line = cut_off()
    app = app_of(line)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "取号机暂时不能取号" in words(app)
        assert "4 分钟前" in words(app)
        screen_of(app).flow.read(OLD)
        screen_of(app).flow.press("take")
        await pilot.pause()
        assert line.placed == []
        line.online, line.heard_at = True, line.clock()
        screen_of(app).flow.wipe()
        assert "您要办什么" in screen_of(app).pane.view.title


async def test_the_forecast_past_closing_time_is_said_and_a_booking_offered() -> None:
    line = late()
    app = app_of(line)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take", "class:ordinary")
        assert "大厅 17:00 下班" in words(app)
        assert "17:28" in words(app)
        assert line.placed == []
        await walk(app, pilot, "anyway")
        assert len(line.placed) == 1
    app = app_of(line)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take", "class:ordinary", "book", YOUNG)
        assert screen_of(app).flow.visit.page == "days"


async def test_a_booking_with_day_and_slot() -> None:
    line, printer = Line(Clock(), Refusal("booking.slot_full", slot="09:00"), BOOKED), Printer()
    app = app_of(line, printer)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "book", f" {YOUNG.id_no}")
        assert YOUNG.id_no not in words(app)
        await walk(app, pilot, "ok", "day:2026-11-25", "slot:09:00")
        assert "09:00 已约满" in words(app)
        await walk(app, pilot, "slot:09:00")
        assert line.placed[-1]["body"] == {
            "date": "2026-11-25",
            "slot": "09:00",
            "id_no": YOUNG.id_no,
            "class": "ordinary",
        }
        assert screen_of(app).pane.view.number == "Y003"
        assert "11月25日" in words(app)
        assert len(printer.printed) == 1


async def test_the_booking_in_the_way_can_be_cancelled() -> None:
    twice = Refusal("booking.twice", number="Y003", ticket="b3", date="2026-11-25")
    line = Line(Clock(), twice, {}, BOOKED)
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "book", YOUNG, "day:2026-11-25", "slot:09:00")
        assert "您那天已有预约 Y003" in words(app)
        await walk(app, pilot, "cancel")
        assert line.placed[-1] == {"kind": "cancel", "body": {"date": "2026-11-25"}, "target": "b3"}
        assert "预约已取消" in screen_of(app).pane.view.title
        await walk(app, pilot, "book", "day:2026-11-25", "slot:09:30")
        assert line.placed[-1]["body"]["slot"] == "09:30"


async def test_what_a_newer_hub_says_is_no_end_of_the_machine() -> None:
    line = Line(Clock(), Refusal("queue.of_tomorrow", number="A1"))
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "take", "class:ordinary")
        assert "请到引导台" in words(app)


async def test_a_wrong_identity_number_is_said() -> None:
    app = app_of(Line(Clock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "book", " 123", "ok")
        assert "证件号不对" in words(app)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("check_in", YOUNG), {"id_no": YOUNG.id_no}),
        (("check_in", " 003", "ok"), {"booking": "003"}),
        ((Scan("Y003"),), {"booking": "Y003"}),
    ],
)
async def test_a_booking_is_checked_in(steps: Steps, told: dict[str, str]) -> None:
    line = Line(Clock(), GIVEN)
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, *steps)
        assert line.placed == [{"kind": "check_in", "body": told, "target": None}]
        assert screen_of(app).pane.view.number == "A023"


async def test_who_fetched_papers_waits_again() -> None:
    line = Line(Clock(), {"ticket": "t23", "number": "A023", "ahead": 0, "forecast": None})
    line.tickets = {23: held(23)}
    app = app_of(line, Printer())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "return", "pad:2", "pad:4", "ok")
        assert "今天没有 24 号" in words(app)
        await walk(app, pilot, "pad:delete", "pad:3", "ok")
        assert line.placed == [{"kind": "resume", "body": {}, "target": "t23"}]
        assert "已重新排队" in words(app)


async def test_a_refusal_of_the_hub_stands_until_enter() -> None:
    line = Line(Clock())
    line.refusal = Refusal("kiosk.taken_over")
    app = app_of(line)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "一个账号" in words(app) or "一台机一个账号" in words(app)
        await pilot.press("enter")
        screen_of(app).draw()
        assert "您要办什么" in screen_of(app).pane.view.title


async def test_escape_goes_back_page_by_page() -> None:
    app = app_of(Line(Clock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await walk(app, pilot, "tell", "matter:")
        await pilot.press("escape")
        assert screen_of(app).flow.visit.page == "search"
        await pilot.press("escape")
        assert screen_of(app).flow.visit.page == "home"


def test_every_action_has_a_verb_here() -> None:
    for action in actions_of(KioskScreen.WHERE):
        assert callable(getattr(KioskScreen, f"do_{action.id}"))


def test_the_samples_are_of_one_moment() -> None:
    assert Clock()() == NOW
