"""The citizen's side of a window in all its states; its QR read back from a picture of the screen."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import cv2
import numpy
import pytest

from clerk_tui.app import ClerkApp
from clerk_tui.protocol.face import Face, FaceCode, FaceLine, FaceSubmitted
from clerk_tui.refusal import Refusal
from clerk_tui.screens.actions import actions_of
from clerk_tui.screens.face import BLANK_AFTER, PAGE_LOOKS, FaceScreen
from clerk_tui.screens.theme import DARK, LIGHT
from clerk_tui.texts import Lang
from tests.screens.test_phone_pane import picture

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
ZONE = "Asia/Shanghai"
FATHERS = "HTTP://10.0.8.4:8765/P/7K3MQ9RWTD"
MOTHERS = "HTTP://10.0.8.4:8765/P/M4VX2QH8ZB"
TICKETS = "HTTP://10.0.8.4:8765/P/T7PK3W9QNA"
Compare = Callable[..., bool]


def lines(lang: Lang) -> list[FaceLine]:
    zh = lang == "zh"
    told = (
        (
            ("办理情形", "Situation"),
            (
                ("哪位家长来办", "Which parent is here", "父亲", "the father"),
                ("孩子落户", "Household of", "随母", "the mother's"),
            ),
        ),
        (
            ("父亲", "Father"),
            (
                ("姓名", "Name", "演示父一", "演示父一"),
                ("身份证号", "Identity number", "330102***********1", "330102***********1"),
                ("手机号", "Mobile number", "138****0001", "138****0001"),
                (
                    "现住址",
                    "Home address",
                    "杭州市上城区演示路1号演示花园3幢2单元201室",
                    "杭州市上城区演示路1号演示花园3幢2单元201室",
                ),
                ("民族", "Ethnicity", "汉族", "汉族"),
            ),
        ),
        (
            ("孩子", "Child"),
            (
                ("姓名", "Name", "演示宝一", "演示宝一"),
                ("出生时间", "Time of birth", "2026-11-02 08:30", "2026-11-02 08:30"),
                ("出生医院", "Hospital of birth", "杭州市演示医院", "杭州市演示医院"),
                ("出生证编号", "Birth certificate number", "A33******1", "A33******1"),
            ),
        ),
        (
            ("办理与领取", "This case"),
            (
                ("领取方式", "Delivery", "窗口领取", "at the window"),
                ("开户行", "Bank and branch", "中国建设银行杭州吴山支行", "中国建设银行杭州吴山支行"),
            ),
        ),
    )
    return [
        FaceLine(section=section[not zh], label=row[0 if zh else 1], value=row[2 if zh else 3])
        for section, rows in told
        for row in rows
    ]


def code(party: str, url: str, digits: str, minutes: int) -> FaceCode:
    return FaceCode(party=party, url=url, digits=digits, expires_at=NOW + timedelta(minutes=minutes))


def sample(state: str, lang: Lang) -> Face:
    """A face as the hub would tell it."""
    zh = lang == "zh"
    father, mother = ("父亲", "母亲") if zh else ("Father", "Mother")
    matter = "新生儿出生一件事" if zh else "Newborn, all in one"
    serving: dict[str, Any] = {
        "as_of": NOW,
        "timezone": ZONE,
        "window": "3",
        "state": "serving",
        "number": "A023",
        "matter": matter,
    }
    match state:
        case "idle" | "paused":
            return Face(as_of=NOW, timezone=ZONE, window="3", state=state)
        case "called":
            return Face(as_of=NOW, timezone=ZONE, window="3", state="called", number="A023")
        case "code":
            codes = [code(father, FATHERS, "739482", 9), code(mother, MOTHERS, "105837", 6)]
            return Face(**serving, codes=codes, read_back=lines(lang)[:7])
        case "ticket":
            return Face(**serving, ticket_url=TICKETS, read_back=lines(lang)[:2])
        case "on_phone":
            return Face(**serving, on_phone=[father], read_back=lines(lang))
    done = FaceSubmitted(number="3304022026112300007", state="accepted", due=date(2026, 11, 27))
    return Face(**serving, submitted=done)


class Hub:
    """Says what the test wants said, once a look."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.asked: list[Lang] = []
        self.away = False
        self.refusal: Refusal | None = None

    async def ask(self, lang: Lang) -> Face | None:
        self.asked.append(lang)
        if self.refusal:
            raise self.refusal
        return None if self.away else sample(self.state, lang)


async def never(_seconds: float) -> None:
    await asyncio.Event().wait()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def app_of(hub: Hub, lang: Lang = "zh", theme: str = DARK, clock: Clock | None = None) -> ClerkApp:
    return ClerkApp(lambda: FaceScreen("3", hub.ask, clock=clock or Clock(), sleep=never), lang=lang, theme=theme)


def screen_of(app: ClerkApp) -> FaceScreen:
    assert isinstance(app.screen, FaceScreen)
    return app.screen


def words(app: ClerkApp) -> str:
    pane = screen_of(app).pane
    return "\n".join(strip.text for strip in pane.lines(pane.size.width))


LOOKS: list[tuple[Lang, tuple[int, int], str]] = [
    ("zh", (80, 24), DARK),
    ("zh", (120, 36), DARK),
    ("zh", (200, 50), DARK),
    ("en", (80, 24), DARK),
    ("zh", (120, 36), LIGHT),
]
STATES = ("idle", "paused", "called", "ticket", "code", "on_phone", "submitted")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1][0]}x{look[1][1]}-{look[2]}")
@pytest.mark.parametrize("state", STATES)
def test_face(snap_compare: Compare, state: str, look: tuple[Lang, tuple[int, int], str]) -> None:
    lang, size, theme = look

    async def before(pilot: Any) -> None:
        await pilot.pause()
        await pilot.pause()

    assert snap_compare(app_of(Hub(state), lang, theme), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize(("state", "urls"), [("code", [FATHERS, MOTHERS]), ("ticket", [TICKETS])])
async def test_a_camera_reads_the_codes_from_the_screen(size: tuple[int, int], state: str, urls: list[str]) -> None:
    app = app_of(Hub(state))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        rows = shown(app)
        picture_of_screen = photograph(app.export_screenshot()) if shutil.which("rsvg-convert") else None
    expected = urls[:2] if size[0] == 200 else urls[:1]
    assert read_all(picture(rows)) == set(expected)
    if picture_of_screen is not None:
        assert read_all(picture_of_screen) == set(expected)


def shown(app: ClerkApp) -> list[str]:
    """The ink that a camera sees: the QR's black, everything else as white."""
    pane = screen_of(app).pane
    rows = []
    for strip in pane.lines(pane.size.width):
        row = ""
        for segment in strip:
            ground = segment.style.bgcolor if segment.style else None
            on_white = ground is not None and ground.triplet == (255, 255, 255)
            row += segment.text if on_white else " " * segment.cell_length
        rows.append(row)
    return rows


def photograph(svg: str) -> Any:
    """The screen as a camera takes it: blanks kept, which a renderer would trim, and no sharper than a lens is."""
    kept = svg.replace("<svg ", '<svg xml:space="preserve" ', 1).replace("Fira Code", "DejaVu Sans Mono")
    drawn = subprocess.run(["rsvg-convert"], input=kept.encode(), capture_output=True, check=True).stdout
    sharp = cv2.imdecode(numpy.frombuffer(drawn, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    assert sharp is not None
    return cv2.GaussianBlur(sharp, (0, 0), 1.5)


def read_all(image: Any) -> set[str]:
    """What a camera reads that sees the whole, and then is held to one part after the other."""
    width = image.shape[1]
    parts = [image, *(image[:, left : left + width // 3] for left in range(0, width * 2 // 3, width // 12))]
    return {one for part in parts for one in cv2.QRCodeDetector().detectAndDecodeMulti(part)[1] if one}


async def test_nothing_of_a_case_stays_while_the_hub_is_away() -> None:
    hub, clock = Hub("on_phone"), Clock()
    app = app_of(hub, clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "演示父一" in words(app)
        hub.away = True
        await screen_of(app).look()
        assert "演示父一" in words(app)
        clock.now += BLANK_AFTER
        await screen_of(app).look()
        assert "演示父一" not in words(app)
        assert "A023" not in words(app)
        assert "10:32 起与大厅中心断线" in words(app)
        hub.away = False
        await screen_of(app).look()
        assert "演示父一" in words(app)
        assert "断线" not in words(app)


async def test_a_call_wipes_what_was_there() -> None:
    hub = Hub("on_phone")
    app = app_of(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "演示父一" in words(app)
        for state in ("called", "idle"):
            hub.state = state
            await screen_of(app).look()
            assert "演示父一" not in words(app)


async def test_a_refusal_stands_until_it_is_mended() -> None:
    hub = Hub("called")
    hub.refusal = Refusal("face.taken_over")
    app = app_of(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "已在别处打开" in words(app)
        hub.refusal = None
        await pilot.press("enter")
        await screen_of(app).look()
        assert "已在别处打开" not in words(app)
        assert "请到 3 号窗口" in words(app)


async def test_the_other_language_is_asked_for_at_once() -> None:
    hub = Hub("on_phone")
    app = app_of(hub)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert hub.asked[-1] == "en"
        assert "Identity number" in words(app)
        assert "身份证号" not in words(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("state", ["code", "on_phone", "ticket"])
async def test_every_value_comes_round(size: tuple[int, int], state: str) -> None:
    app = app_of(Hub(state))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        seen = words(app)
        for _ in range(PAGE_LOOKS * 8):
            await screen_of(app).look()
            seen += words(app)
    squeezed = "".join(seen.split())
    for line in sample(state, "zh").read_back:
        assert line.value[:12].replace(" ", "") in squeezed, line.label


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("state", STATES)
async def test_nothing_is_wider_than_the_screen(state: str, size: tuple[int, int], lang: Lang) -> None:
    app = app_of(Hub(state), lang)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        pane = screen_of(app).pane
        drawn = pane.lines(pane.size.width)
    assert len(drawn) == size[1]
    assert all(strip.cell_length == size[0] for strip in drawn)
    assert all("…" not in strip.text for strip in drawn)


def test_every_action_has_a_verb_here() -> None:
    for action in actions_of(FaceScreen.WHERE):
        assert callable(getattr(FaceScreen, f"do_{action.id}"))
