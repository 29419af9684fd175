"""The window against the real hub in its own process, which is killed in the middle of the work."""

import io
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from clerk_tui.data.window import WindowDesk, open_desk
from clerk_tui.refusal import Refusal
from clerk_tui.settings import Settings
from tests.data.conftest import until
from tests.data.hub_process import HubProcess

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")


@pytest.fixture
def real_hub(tmp_path: Path) -> Iterator[HubProcess]:
    hub = HubProcess(tmp_path / "hub")
    hub.start()
    yield hub
    hub.close()


@pytest.fixture
async def window(real_hub: HubProcess, tmp_path: Path) -> AsyncIterator[WindowDesk]:
    desk = await opened(real_hub, tmp_path)
    account = real_hub.account("clerk", "3")
    await desk.sign_in(account["staff_no"], account["password"], window="3")
    await until(desk, lambda: desk.catalog is not None and desk.block() is not None)
    yield desk
    if not desk.stopped:
        await desk.stop()


async def opened(hub: HubProcess, folder: Path) -> WindowDesk:
    token = hub.account("clerk", "3")["device_token"]
    settings = Settings(hub=hub.url, data_dir=folder / "window", device_token=token, timeout_seconds=5)
    return await open_desk(settings, use_keyring=False)


def arrive(hub: HubProcess) -> None:
    command = {"id": str(uuid4()), "kind": "take_ticket", "body": {"channel": "kiosk"}}
    (verdict,) = hub.send("kiosk", [command])
    assert verdict["status"] == "applied"


def matter(desk: WindowDesk) -> str:
    assert desk.catalog is not None
    assert "birth" in desk.catalog.packages
    return "birth"


def question(desk: WindowDesk, case: str) -> tuple[str, str]:
    plan = desk.plan(case)
    assert plan is not None
    first = plan.open_questions[0]
    return first.key, first.field.options[0].value if first.field.options else "yes"


def values(desk: WindowDesk, case: str) -> dict[str, str]:
    file = desk.case_file(case)
    assert file is not None
    return {ask: answer.value for ask, answer in file.case.answers.items()}


async def test_a_visit_begins_over_the_real_wire(window: WindowDesk, real_hub: HubProcess) -> None:
    arrive(real_hub)
    called = await window.call_next()
    assert called.number == "A001"
    case = await window.open_case([matter(window)])
    key, value = question(window, case)
    await window.answer_now(case, key, value)
    await until(window, lambda: window.unsent() == 0)
    file = window.case_file(case)
    assert file is not None
    assert file.case.answers[key].value == value
    assert window.current_case == case
    assert window.troubled() == []
    assert [frame["kind"] for frame in real_hub.case(case)] == ["case_opened", "answers_patched"]
    await until(window, lambda: (t := window.current_ticket) is not None and t.welcomed_at is not None)


async def test_killing_the_hub_loses_nothing_and_it_goes_on(window: WindowDesk, real_hub: HubProcess) -> None:
    arrive(real_hub)
    await window.call_next()
    case = await window.open_case([matter(window)])
    key, value = question(window, case)
    real_hub.kill()
    await window.answer_now(case, key, value)
    await until(window, lambda: not window.online.online)
    second = await window.open_case([matter(window)])
    shown = [values(window, one) for one in (case, second)]
    real_hub.start()
    await until(window, lambda: window.online.online and window.unsent() == 0, seconds=60)
    assert [values(window, one) for one in (case, second)] == shown
    assert shown == [{key: value}, {}]
    assert {frame["kind"] for frame in real_hub.case(case)} >= {"case_opened", "answers_patched"}
    assert window.troubled() == []
    await window.finish_and_call_next("consultation")


async def test_a_killed_window_goes_on_where_it_was(window: WindowDesk, real_hub: HubProcess, tmp_path: Path) -> None:
    arrive(real_hub)
    await window.call_next()
    case = await window.open_case([matter(window)])
    key, value = question(window, case)
    real_hub.kill()
    await window.answer_now(case, key, value)
    await window.stop()

    again = await opened(real_hub, tmp_path)
    assert again.session is not None
    assert again.current_case == case
    assert again.unsent() > 0
    real_hub.start()
    await again.start()
    await until(again, lambda: again.unsent() == 0, seconds=60)
    file = again.case_file(case)
    assert file is not None
    assert file.case.answers[key].value == value
    assert again.troubled() == []
    await again.stop()


async def test_a_second_sign_in_elsewhere_ends_this_session_and_keeps_the_work(
    window: WindowDesk, real_hub: HubProcess
) -> None:
    case = await window.open_case([matter(window)])
    await until(window, lambda: window.unsent() == 0)
    account = real_hub.account("clerk", "3")
    other = real_hub._kiosk.post(
        "/v1/sessions",
        json={"staff_no": account["staff_no"], "password": account["password"], "window": "3"},
        headers={"X-Device-Token": account["device_token"]},
    )
    assert other.status_code == 201
    key, value = question(window, case)
    await window.answer_now(case, key, value)
    await until(window, lambda: window.paused is not None)
    assert window.unsent() == 1
    await window.sign_in(account["staff_no"], account["password"], window="3")
    await until(window, lambda: window.unsent() == 0)
    assert window.troubled() == []
    assert window.take_troubles() == []


async def test_lookup_filing_paper_and_file_over_the_real_wire(window: WindowDesk, real_hub: HubProcess) -> None:
    case = await window.open_case([matter(window)])
    while (plan := window.plan(case)) and plan.open_questions:
        await window.answer_now(case, *question(window, case))
    assert plan is not None

    filing = await window.open_filing(case, plan.sections[0].owner)
    assert filing["url"].casefold().startswith(real_hub.url)
    assert len(filing["digits"].replace(" ", "")) == 6
    renewed = await window.renew_code(filing["filing"])
    assert renewed["code"] != filing["code"]
    with pytest.raises(Refusal) as twice:
        await window.open_filing(case, plan.sections[0].owner)
    assert twice.value.code == "filing.party_invited"

    await window.answer_now(case, "father.person.id_no", "330402199203140014")
    source = next(use for use in window.plan(case).sources if use.party == "father")  # type: ignore[union-attr]
    asked = {"source": source.source, "holder": "father", "purpose": "birth", "consent": "spoken"}
    told = await window.look_up(case, asked)
    assert "father.person.name" in told["found"]
    file = window.case_file(case)
    assert file is not None
    assert file.case.shared["father.person.name"].value == "演示父一"
    with pytest.raises(Refusal) as unknown:
        await window.look_up(case, {**asked, "source": "nobody"})
    assert unknown.value.code == "lookup.unknown_source"

    picture = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(picture, "PNG")
    material = plan.materials[0].key
    row = await window.attach(case, material, picture.getvalue(), "image/png")
    assert row is not None
    await until(window, lambda: window.unsent() == 0)
    file = window.case_file(case)
    assert file is not None
    assert file.case.papers[material].verdict == "scanned"

    pdf = await window.print_paper(case, "application_form")
    assert pdf.startswith(b"%PDF")
    assert window.troubled() == []
    assert window.take_troubles() == []


async def test_the_centres_forecast_comes_to_the_desk(window: WindowDesk, real_hub: HubProcess) -> None:
    arrive(real_hub)
    await window.call_next()
    arrive(real_hub)

    def told() -> bool:
        waiting = {id_ for _, _, id_ in window.day.waiting}
        return window.forecast is not None and bool(waiting) and set(window.forecast.tickets) == waiting

    await until(window, told, 20)
    await window.sign_out()
    assert window.forecast is None


async def test_who_is_transferred_brings_the_case_to_the_other_window(
    window: WindowDesk, real_hub: HubProcess, tmp_path: Path
) -> None:
    account = real_hub.account("clerk", "4")
    settings = Settings(
        hub=real_hub.url, data_dir=tmp_path / "four", device_token=account["device_token"], timeout_seconds=5
    )
    four = await open_desk(settings, use_keyring=False)
    try:
        await four.sign_in(account["staff_no"], account["password"], window="4")
        await until(four, lambda: four.catalog is not None and four.block() is not None)
        await four.open_window()
        arrive(real_hub)
        await window.call_next()
        case = await window.open_case([matter(window)])
        asked, value = question(window, case)
        await window.answer_now(case, asked, value)
        await until(window, lambda: window.unsent() == 0)
        with pytest.raises(Refusal):
            await four.read_case(case)
        await window.transfer(to_window="4", reason="wrong_window")
        assert window.current_case is None
        await four.call_next()
        await until(four, lambda: four.current_case == case)
        assert values(four, case)[asked] == value
        plan = four.plan(case)
        assert plan is not None
        options = next(q.field.options for q in plan.questions if q.key == asked)
        other = next(option.value for option in options if option.value != value)
        await four.answer_now(case, asked, other)
        await until(four, lambda: four.unsent() == 0)
        assert values(four, case)[asked] == other
        assert not four.take_troubles()
    finally:
        await four.stop()
