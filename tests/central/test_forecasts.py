"""Forecasts over the real wire: worked out beside the ledger, told in answers, snapshot and feed, held against what came."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from clerk_tui.queue.forecast import Forecasts
from tests.central.serving import HALL, PASSWORD, Caller, Serving, command, serving
from tests.central.test_live_feed import reading
from tests.central.test_stats import run

T = TypeVar("T")


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Serving]:
    """A hub that forecasts five times a second."""
    with serving(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, forecast_seconds=0.2) as hub:
        yield hub


def eventually(look: Callable[[], T | None], seconds: float = 15.0) -> T:
    """What `look` finds, once it does."""
    until = time.monotonic() + seconds
    while (found := look()) is None:
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
    return found


def newest(here: Serving, holds: Callable[[Forecasts], bool]) -> Forecasts | None:
    """The hub's newest forecast when that holds of it."""
    found = here.hub.forecasts.of(HALL)
    return found if found and holds(found) else None


def serve_one(here: Serving, clerk: Caller, minutes: int) -> None:
    ticket = clerk.do("call_next", {"window": "3"})["ticket"]
    clerk.do("welcome", target=ticket)
    here.clock.pass_by(timedelta(minutes=minutes))
    clerk.do("finish", {"outcome": "accepted"}, target=ticket)


def snapshot(caller: Caller) -> dict[str, Any]:
    told: dict[str, Any] = caller.http.get(f"/v1/halls/{HALL}/snapshot").json()
    return told


def test_before_the_first_window_opens_nobody_is_told_a_wait(quick: Serving) -> None:
    clerk = quick.sign_in("w3", "3")
    assert clerk.do("take_ticket", {"channel": "window"})["forecast"] is None
    assert (snapshot(clerk)["forecast"] or {"new": {}})["new"] == {}


def test_a_take_is_told_the_newest_forecast_and_its_copy_the_same(quick: Serving) -> None:
    clerk = quick.clerk("3")
    for _ in range(6):
        clerk.take()
    for _ in range(3):
        serve_one(quick, clerk, 10)

    def told() -> dict[str, Any] | None:
        order = command("take_ticket", {"channel": "window"})
        first = clerk.send(order)[0]["result"]
        assert clerk.send(order)[0]["result"] == first
        found: dict[str, Any] | None = first["forecast"]
        return found if found and found["p50"] > 600 else None

    forecast = eventually(told)
    assert set(forecast) == {"p50", "p90", "as_of"}
    assert forecast["p50"] < forecast["p90"]


def test_snapshot_and_feed_carry_every_waiting_ticket(quick: Serving) -> None:
    clerk = quick.clerk("3")
    with reading(clerk) as feed:
        tickets = {clerk.take() for _ in range(4)}

        def whole() -> dict[str, Any] | None:
            name, data = feed.next()
            return data if name == "forecast" and set(data["tickets"]) == tickets else None

        told = eventually(whole)
    assert all(0 <= p50 <= p90 for p50, p90 in told["tickets"].values())
    assert set(told) == {"as_of", "tickets", "new"}
    forecast = eventually(lambda: snapshot(clerk)["forecast"])
    assert set(forecast["tickets"]) == tickets


def test_a_display_is_told_the_forecast_too(quick: Serving) -> None:
    quick.clerk("3").take()
    shown = quick.sign_in("display", device="d1")
    forecast = eventually(lambda: snapshot(shown)["forecast"])
    assert set(forecast) == {"as_of", "tickets", "new"}


def test_it_is_held_against_what_came(quick: Serving) -> None:
    clerk = quick.clerk("3")
    eventually(lambda: newest(quick, lambda forecasts: "" in forecasts.new))
    clerk.take()
    quick.clock.pass_by(timedelta(minutes=5))
    serve_one(quick, clerk, 1)
    error = eventually(lambda: quick.hub.forecasts.error(HALL))
    assert error.count == 1
    assert error.late_s > 200
    told = quick.sign_in("supervisor").http.get(f"/v1/halls/{HALL}/stats/forecast").json()["forecast_error"]
    assert told["count"] == 1
    assert told["below_p90"] == 0.0
    assert clerk.http.get(f"/v1/halls/{HALL}/stats/forecast").status_code == 403
    page = run(
        "stats",
        CLERK_TUI_HUB=quick.url,
        CLERK_TUI_STAFF_NO="supervisor",
        CLERK_TUI_PASSWORD=PASSWORD,
        CLERK_TUI_DEVICE_TOKEN=quick.device_tokens["d1"],
    )
    assert "real waits within P90: 0%" in page.stdout
    figures = quick.client().get("/metrics").text
    assert f'clerk_forecast_error_seconds{{hall="{HALL}"}}' in figures
