"""The client's measure of the centre's clock, and its refusals."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from starlette.responses import Response

from clerk_tui.data.client import Client, HttpRefusal, Offset, Unreachable
from tests.data.loopback import Loopback
from tests.data.samples import NOON


def seen(offset: Offset, ahead: float, at: datetime = NOON, took: float = 0.05) -> None:
    date = format_datetime((at + timedelta(seconds=ahead)).replace(microsecond=0))
    offset.see(date, at, at + timedelta(seconds=took))


def test_a_clock_that_may_be_right_is_left_alone() -> None:
    offset = Offset()
    seen(offset, 0.0)
    seen(offset, 0.4)
    assert offset.value == timedelta(0)


@pytest.mark.parametrize("ahead", [-3600.0, -30.0, 45.0, 86_400.0])
def test_a_wrong_clock_is_measured_to_the_second(ahead: float) -> None:
    offset = Offset()
    for step in range(20):
        seen(offset, ahead, NOON + timedelta(seconds=step, milliseconds=137 * step))
    assert abs(offset.value.total_seconds() - ahead) <= 1.5


def test_a_clock_that_was_set_meanwhile_is_measured_anew() -> None:
    offset = Offset()
    seen(offset, 600)
    seen(offset, 0)
    assert offset.value == timedelta(0)


def test_headers_that_say_nothing_change_nothing() -> None:
    offset = Offset()
    offset.see(None, NOON, NOON)
    offset.see("yesterday", NOON, NOON)
    assert offset.value == timedelta(0)


def client(url: str) -> Client:
    return Client(url, clock=lambda: datetime.now(UTC), timeout_seconds=2)


async def test_a_dead_port_is_unreachable_not_an_error(hub: Loopback) -> None:
    hub.stop()
    line = client(hub.url)
    with pytest.raises(Unreachable):
        await line.sign_in("1003", "right", None, "3")
    await line.close()


async def test_without_a_session_nothing_leaves(hub: Loopback) -> None:
    line = client(hub.url)
    with pytest.raises(HttpRefusal) as refused:
        await line.commands("demo", b"{}")
    assert (refused.value.status, refused.value.code) == (401, "window.signed_out")
    assert hub.lists == []
    await line.close()


async def test_a_refusal_brings_its_code_from_the_problem(hub: Loopback) -> None:
    line = client(hub.url)
    with pytest.raises(HttpRefusal) as refused:
        await line.sign_in("1003", "wrong", None, "3")
    assert (refused.value.status, refused.value.code) == (401, "session.wrong_password")
    await line.close()


async def test_a_page_that_is_no_hub_is_said_to_be_none(hub: Loopback) -> None:
    line = client(hub.url)
    line.token = "x"
    with pytest.raises(HttpRefusal) as refused:
        await line.lookup("demo", {})
    assert refused.value.code == "centre.refused"
    await line.close()


@pytest.mark.parametrize(
    ("status", "asked", "waits"), [(429, "7", 7.0), (503, "2", 2.0), (503, None, 0.0), (429, "9999", 60.0)]
)
async def test_a_busy_centre_says_for_how_long(hub: Loopback, status: int, asked: str | None, waits: float) -> None:
    headers = {"Retry-After": asked} if asked else {}
    hub.faults.append(lambda centre, body: Response(b"", status, headers))
    line = client(hub.url)
    await line.sign_in("1003", "right", None, "3")
    with pytest.raises(Unreachable) as wrong:
        await line.commands("demo", b'{"commands":[]}')
    assert wrong.value.retry_after == waits
    await line.close()
