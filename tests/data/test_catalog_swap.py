"""Two people publish; a running window has the new catalogue within moments, and its draft goes over to it."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from clerk_tui.catalog.build import load_catalog, publish
from clerk_tui.catalog.model import Catalog
from clerk_tui.catalog.search import search
from clerk_tui.catalog.suspend import suspended
from clerk_tui.data.client import Client
from clerk_tui.data.window import WindowDesk
from clerk_tui.refusal import Refusal
from tests.data.conftest import until
from tests.data.hub_process import HubProcess
from tests.data.test_hub import arrive, opened, question, values

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
BOUND_SECONDS = 10.0
"""For a loaded machine; on a free one it is a fraction of a second, where the look by the clock takes a minute."""


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
    await desk.stop()


async def bring_in(hub: HubProcess, content: bytes) -> str:
    """The editor hands in, the publisher publishes."""
    sha256 = ""
    for role in ("editor", "publisher"):
        account = hub.account(role)
        client = Client(
            hub.url, clock=lambda: datetime.now(UTC), device_token=account["device_token"], timeout_seconds=60
        )
        try:
            await client.sign_in(account["staff_no"], account["password"], None, None)
            if role == "editor":
                sha256 = (await client.hand_in_catalog(content, dry_run=False))["hash"]
            else:
                await client.publish_catalog(sha256)
        finally:
            await client.close()
    return sha256


def shortened(known: Catalog) -> Catalog:
    """One item of the newborn package that asks less and wants nothing, under another name."""
    key = next(p.item for p in known.packages["birth"].items if known.items[p.item].materials)
    item = known.items[key].model_copy(update={"name": "演示换新事项", "materials": ()})
    return load_catalog(publish(replace(known, items={**known.items, key: item}, hash="", cache={})))


async def test_a_running_window_takes_the_new_catalogue_and_its_draft_follows(
    window: WindowDesk, real_hub: HubProcess
) -> None:
    arrive(real_hub)
    await window.call_next()
    case = await window.open_case(["birth"])
    key, value = question(window, case)
    await window.answer_now(case, key, value)
    await until(window, lambda: window.unsent() == 0)
    known = window.catalog
    assert known is not None
    assert "演示换新事项" not in {hit.name for hit in search(known.index, "演示换新", 5)}
    newer = shortened(known)
    begun = monotonic()
    sha256 = await bring_in(real_hub, publish(newer))
    followed = window.case_file(case)
    await until(window, lambda: window.shelf.current == sha256, BOUND_SECONDS)
    await until(window, lambda: (f := window.case_file(case)) is not None and f.case.catalog == sha256, BOUND_SECONDS)
    assert monotonic() - begun < 2 * BOUND_SECONDS
    assert window.catalog is not None
    assert search(window.catalog.index, "演示换新", 5)[0].name == "演示换新事项"
    followed = window.case_file(case)
    assert followed is not None
    assert followed.case.followed is not None
    assert values(window, case) == {key: value}
    plan = window.plan(case)
    assert plan is not None
    assert any(item.item.name == "演示换新事项" for item in plan.items)


async def test_a_window_that_was_cut_off_meanwhile_catches_up(window: WindowDesk, real_hub: HubProcess) -> None:
    arrive(real_hub)
    await window.call_next()
    case = await window.open_case(["birth"])
    await until(window, lambda: window.unsent() == 0)
    known = window.catalog
    assert known is not None
    item = next(p.item for p in known.packages["birth"].items)
    stopped = publish(suspended(known, item, datetime.now(UTC).date().replace(day=1), "系统升级", None))
    sha256 = await bring_in(real_hub, stopped)
    real_hub.kill()
    key, value = question(window, case)
    await window.answer_now(case, key, value)
    real_hub.start()
    await until(window, lambda: window.unsent() == 0 and window.shelf.current == sha256, seconds=60)
    await until(window, lambda: (f := window.case_file(case)) is not None and f.case.catalog == sha256, seconds=60)
    assert values(window, case) == {key: value}
    with pytest.raises(Refusal) as refused:
        await window.open_case([item])
    assert refused.value.code == "plan.suspended"
    why = window.why_not_begun(item)
    assert why is not None
    assert why.details["reason"] == "系统升级"
    assert window.troubled() == []


def test_a_matter_is_suspended_in_one_act_and_comes_back_in_another(real_hub: HubProcess) -> None:
    def run(role: str, *words: str) -> str:
        account = real_hub.account(role)
        env = {
            **os.environ,
            "CLERK_TUI_LANG": "zh",
            "CLERK_TUI_STAFF_NO": account["staff_no"],
            "CLERK_TUI_PASSWORD": account["password"],
            "CLERK_TUI_DEVICE_TOKEN": account["device_token"],
        }
        command = [sys.executable, "-m", "clerk_tui", "catalog", *words, "--hub", real_hub.url]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    dry = run("editor", "suspend", "birth", "--reason", "系统升级", "--back", "2999-01-01", "--dry-run")
    assert "系统升级" in dry
    assert run("publisher", "submissions").strip() == "还没有人提交过目录。"
    run("editor", "suspend", "birth", "--reason", "系统升级", "--back", "2999-01-01")
    sha256 = json.loads(run("publisher", "submissions", "--json"))[0]["hash"]
    assert "没有暂停" in run("editor", "resume", "birth")
    assert "各窗口" in run("publisher", "publish", sha256[:12])
    assert "已经暂停" in run("editor", "suspend", "birth", "--reason", "again")
    assert "已提交" in run("editor", "resume", "birth")
    assert "没有事项" in run("editor", "suspend", "no.such", "--reason", "x")
