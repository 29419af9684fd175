"""Too much at once: 429 and 503 with Retry-After, nothing looked at, and nobody else turned away."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from clerk_tui.central import hub as hub_module
from clerk_tui.central.batch import Batch
from clerk_tui.central.hub import LISTS_MAX, SIGN_INS_MAX
from tests.central.serving import HALL, Caller, Serving, command


@contextmanager
def held_up(here: Serving) -> Iterator[Callable[[], None]]:
    """The hall's committer is busy until the caller says go on, or leaves."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: Batch) -> None:
        begun.set()
        assert go_on.wait(30)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(lambda: here.call(here.hub.deed(HALL, wait)))
        assert begun.wait(10)
        try:
            yield go_on.set
        finally:
            go_on.set()
            done.result(30)


def take(caller: Caller) -> httpx.Response:
    return caller.post(command("take_ticket", {"channel": "window"}))


def statuses(sent: list[Future[httpx.Response]]) -> list[int]:
    return sorted(future.result(30).status_code for future in sent)


def first_done(sent: list[Future[httpx.Response]]) -> httpx.Response:
    """The answer that came while the others wait."""
    done = threading.Event()
    for future in sent:
        future.add_done_callback(lambda _: done.set())
    assert done.wait(20)
    return next(future for future in sent if future.done()).result()


def test_a_session_that_floods_is_asked_to_wait_and_others_are_not(here: Serving) -> None:
    clerk, other = here.clerk("3"), here.clerk("4")
    with ThreadPoolExecutor(LISTS_MAX + 2) as pool:
        with held_up(here) as go_on:
            sent = [pool.submit(take, clerk) for _ in range(LISTS_MAX + 1)]
            refused = first_done(sent)
            assert (refused.status_code, refused.json()["code"]) == (429, "request.too_often")
            assert int(refused.headers["Retry-After"]) >= 1
            elsewhere = pool.submit(take, other)
            go_on()
        assert statuses(sent) == [200] * LISTS_MAX + [429]
        assert elsewhere.result(30).status_code == 200
    assert here.kinds().count("ticket_taken") == LISTS_MAX + 1
    assert take(clerk).status_code == 200


def test_a_hall_with_too_much_waiting_takes_no_more(here: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "WAITING_MAX", 3)
    clerks = [here.clerk(str(n)) for n in range(1, 6)]
    with ThreadPoolExecutor(5) as pool:
        with held_up(here) as go_on:
            sent = [pool.submit(take, clerk) for clerk in clerks]
            refused = first_done(sent)
            assert (refused.status_code, refused.json()["code"]) == (503, "centre.busy")
            assert int(refused.headers["Retry-After"]) >= 1
            go_on()
        assert statuses(sent)[:3] == [200] * 3
    assert all(take(clerk).status_code == 200 for clerk in clerks)


def test_sign_ins_at_one_device_are_bounded(here: Serving) -> None:
    with ThreadPoolExecutor(SIGN_INS_MAX + 2) as pool:
        with held_up(here) as go_on:
            sent = [pool.submit(here.ask_in, f"w{n + 1}", str(n + 1)) for n in range(SIGN_INS_MAX + 1)]
            refused = first_done(sent)
            assert (refused.status_code, refused.json()["code"]) == (429, "request.too_often")
            elsewhere = pool.submit(here.ask_in, "w16", "16", device="d2")
            go_on()
        assert statuses(sent) == [201] * SIGN_INS_MAX + [429]
        assert elsewhere.result(30).status_code == 201
