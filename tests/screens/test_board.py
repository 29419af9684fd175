"""A hall's display in all its states, and how it follows what happens."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from clerk_tui.app import ClerkApp
from clerk_tui.data.board import BoardNews
from clerk_tui.refusal import Refusal
from clerk_tui.screens.actions import actions_of
from clerk_tui.screens.board import BoardScreen
from clerk_tui.screens.board_view import FLASH, STAND, Stage, seats_of
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.texts import Lang
from clerk_tui.voice.announcements import Announcements, Utterance, calls_of
from clerk_tui.voice.voice import Voice
from tests.screens.hall_day import NOW, HallDay, busy, crowded, quiet

Compare = Callable[..., bool]


class Hall:
    """Where the news come from: what the test wants known, by a clock that stands still."""

    def __init__(self, day: HallDay) -> None:
        self.day = day
        self.changed: Callable[[], None] = lambda: None
        self.time = NOW
        self.heard = NOW - timedelta(seconds=3)
        self.away = False
        self.refusal: Refusal | None = None

    @property
    def news(self) -> BoardNews:
        return BoardNews(self.day.day, "一窗演示大厅", "Asia/Shanghai", self.heard, self.away, self.refusal)

    def now(self) -> datetime:
        return self.time

    async def run(self) -> None:
        await asyncio.Event().wait()

    def again(self) -> None:
        self.refusal = None
        self.changed()


def cut_off() -> Hall:
    hall = Hall(busy())
    hall.away, hall.heard = True, NOW - timedelta(minutes=4)
    return hall


STATES: dict[str, Callable[[], Hall]] = {
    "quiet": lambda: Hall(quiet()),
    "called": lambda: Hall(busy()),
    "many": lambda: Hall(crowded()),
    "cut_off": cut_off,
}
LOOKS: list[tuple[Lang, tuple[int, int], str]] = [
    ("zh", (80, 24), DARK),
    ("zh", (120, 36), DARK),
    ("zh", (200, 50), DARK),
    ("en", (80, 24), DARK),
    ("zh", (120, 36), LIGHT),
    ("zh", (60, 80), DARK),
]
SIZES = [look[1] for look in LOOKS[:3]] + [(60, 80)]


def app_of(hall: Hall, lang: Lang = "zh", theme: str = DARK, voice: Voice | None = None) -> ClerkApp:
    return ClerkApp(lambda: BoardScreen(hall, voice, ticking=False), lang=lang, theme=theme)


def screen_of(app: ClerkApp) -> BoardScreen:
    assert isinstance(app.screen, BoardScreen)
    return app.screen


def words(app: ClerkApp) -> str:
    screen_of(app).draw()
    pane = screen_of(app).pane
    return "\n".join(strip.text for strip in pane.lines(pane.size.width))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
@pytest.mark.parametrize("state", STATES)
def test_board(snap_compare: Compare, state: str, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look

    async def before(pilot: Any) -> None:
        await pilot.pause()
        await pilot.pause()

    assert snap_compare(app_of(STATES[state](), lang, theme), terminal_size=size, run_before=before)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_nothing_is_wider_than_the_screen(state: str, size: tuple[int, int], lang: Lang) -> None:
    app = app_of(STATES[state](), lang)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        pane = screen_of(app).pane
        drawn = pane.lines(pane.size.width)
    assert len(drawn) == size[1]
    assert all(strip.cell_length == size[0] for strip in drawn)
    assert all("…" not in strip.text for strip in drawn)


@pytest.mark.parametrize("size", SIZES)
async def test_a_call_stands_large_and_is_gone_when_it_is_taken_back(size: tuple[int, int]) -> None:
    hall = Hall(quiet())
    app = app_of(hall)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "请 A016 号到" not in words(app)
        hall.day.call(16, "9")
        assert "请 A016 号到 9 号窗口" in words(app)
        assert "A016, please come to window 9" in words(app)
        hall.day.undo_call(16, "9")
        assert "请 A016 号到" not in words(app)
        assert "等候 25 人" in words(app)


async def test_who_has_come_or_was_passed_leaves_the_large_place() -> None:
    hall = Hall(busy())
    app = app_of(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "请 A018 号到 3 号窗口" in words(app)
        hall.day.welcome(18)
        assert "请 A017 号到 2 号窗口" in words(app)
        hall.day.pass_by(17)
        shown = words(app)
        assert "请 A016 号到 9 号窗口" in shown
        assert "A017" in shown[shown.index("过号") :]


async def test_a_paused_window_says_so_until_it_opens() -> None:
    hall = Hall(quiet())
    app = app_of(hall)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert words(app).count("暂停服务") == 2
        hall.day.open("5", "8")
        assert "暂停服务" not in words(app)


async def test_every_window_with_somebody_comes_round() -> None:
    hall = Hall(crowded())
    app = app_of(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = ""
        for _ in range(8):
            seen += words(app)
            hall.time += timedelta(seconds=8)
    busy_windows = [seat for seat in seats_of(hall.day.day) if seat.state != "open"]
    assert len(busy_windows) > 50
    assert all(f"{seat.window}号窗" in seen for seat in busy_windows)


async def test_a_stale_screen_says_how_old_it_is() -> None:
    hall = Hall(busy())
    app = app_of(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "数据 3 秒前" in words(app)
        hall.time += timedelta(seconds=27)
        assert "数据 30 秒前" in words(app)
        hall.away = True
        hall.time += timedelta(minutes=3)
        shown = words(app)
        assert "10:31 起与大厅中心断线" in shown
        assert "Cut off since 10:31" in shown
        assert "数据 3 分钟前" in shown
        hall.away, hall.heard = False, hall.time
        assert "断线" not in words(app)


async def test_the_other_language_and_theme_at_once() -> None:
    app = app_of(Hall(busy()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+l")
        assert "paused" in words(app)
        assert "暂停服务" not in words(app)
        screen_of(app).do_theme()
        assert app.theme == LIGHT


async def test_a_refusal_stands_until_it_is_mended() -> None:
    hall = Hall(busy())
    hall.refusal = Refusal("board.taken_over")
    app = app_of(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "已在别处打开" in words(app).replace("\n", "").replace(" ", "")
        await pilot.press("enter")
        assert "请 A018 号到 3 号窗口" in words(app)


async def test_the_voice_is_told_and_its_trouble_is_said() -> None:
    class Broken:
        """Has no loudspeaker."""

        def __init__(self) -> None:
            self.asked: list[Utterance] = []
            self.came = asyncio.Event()

        async def say(self, utterance: Utterance) -> None:
            self.asked.append(utterance)
            self.came.set()
            raise Refusal("voice.failed", engine="espeak-ng", reason="no sound card")

    hall, speaker = Hall(quiet()), Broken()
    app = app_of(hall, voice=Voice(Announcements(("zh",)), speaker, hall.now))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        hall.day.call(16, "9")
        hall.changed()
        await speaker.came.wait()
        await pilot.pause()
        assert speaker.asked[0].words == "请 A 0 1 6 号，到 9 号窗口"
        assert "没有语音：espeak-ng 出错" in words(app)


def test_several_calls_take_the_large_place_one_after_the_other() -> None:
    hall, stage = quiet(), Stage()
    stage.stand(calls_of(hall.day), NOW)
    for number, window in ((16, "9"), (17, "2"), (18, "5")):
        hall.call(number, window)
    shown = []
    time = NOW
    for _ in range(40):
        stage.stand(calls_of(hall.day), time)
        shown.append(stage.call.number if stage.call else "")
        time += timedelta(seconds=0.5)
    per_call = int(STAND.total_seconds() * 2)
    assert shown == ["A016"] * per_call + ["A017"] * per_call + ["A018"] * (40 - 2 * per_call)


def test_a_display_that_begins_shows_the_latest_and_brings_up_no_old_calls() -> None:
    hall, stage = busy(), Stage()
    stage.stand(calls_of(hall.day), NOW)
    assert stage.call is not None
    assert stage.call.number == "A018"
    stage.turn(NOW + timedelta(minutes=1))
    assert stage.call.number == "A018"
    assert stage.lit(NOW)


def test_the_latest_flashes_for_some_seconds_and_a_recall_flashes_again() -> None:
    hall, stage = quiet(), Stage()
    hall.call(16, "9")
    stage.stand(calls_of(hall.day), NOW)
    beats = [stage.lit(NOW + timedelta(milliseconds=100 + 500 * n)) for n in range(4)]
    assert beats == [True, False, True, False]
    assert not stage.lit(NOW + FLASH)
    later = NOW + FLASH * 2
    hall.now = later
    stage.stand(calls_of(hall.day), later)
    assert not stage.lit(later)
    hall.recall(16)
    stage.stand(calls_of(hall.day), later)
    assert stage.lit(later)


def test_windows_stand_in_the_order_of_their_numbers() -> None:
    hall = HallDay()
    hall.open("10", "2", "VIP", "1")
    assert [seat.window for seat in seats_of(hall.day)] == ["1", "2", "10", "VIP"]


def test_every_action_has_a_verb_here() -> None:
    for action in actions_of(BoardScreen.WHERE):
        assert callable(getattr(BoardScreen, f"do_{action.id}"))
