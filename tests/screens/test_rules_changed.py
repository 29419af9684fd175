"""The clerk learns in one line that the rules changed; what stands in the box and in the form stays."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clerk_tui.catalog.build import publish
from clerk_tui.catalog.suspend import suspended
from clerk_tui.intake.events import CatalogFollowed
from clerk_tui.screens.rules_changed import rules_changed
from tests.data.hub_process import HubProcess
from tests.data.test_catalog_swap import bring_in, shortened
from tests.screens.test_visit import hub
from tests.screens.visiting import take_numbers, window

__all__ = ["hub"]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def followed(**net: int) -> CatalogFollowed:
    nets: dict[str, Any] = {"materials": 0, "questions": 0, "items": 0, **net}
    return CatalogFollowed(catalog="0" * 64, at=NOW, **nets)


@pytest.mark.parametrize(
    ("net", "zh", "en"),
    [
        ({"materials": -1, "questions": 1}, "规则已变：少 1 件材料，多 1 个问题。", "papers −1, questions +1."),
        ({"items": -2}, "规则已变：少 2 个事项。", "The rules have changed: items −2."),
        ({}, "", ""),
    ],
)
def test_the_line_has_net_numbers(net: dict[str, int], zh: str, en: str) -> None:
    assert rules_changed(followed(**net), "zh") == zh
    assert rules_changed(followed(**net), "en").endswith(en)


async def test_a_publication_reaches_the_open_form_and_the_open_box(hub: HubProcess, tmp_path: Path) -> None:
    take_numbers(hub, "ordinary")
    async with window(hub, tmp_path) as visit:
        screen = visit.screen
        await visit.begin_case()
        case = screen.desk.current_case or ""
        await visit.until(lambda: screen.desk.unsent() == 0)
        file = screen.desk.case_file(case)
        assert file is not None
        answers = file.case.answers
        await visit.pilot.press("f3")
        await visit.type("xse")
        await visit.until(lambda: bool(screen.results.results))
        await visit.pilot.press("down")
        chosen = screen.results.chosen
        known = screen.desk.catalog
        assert known is not None
        key = next(p.item for p in known.packages["birth"].items if known.items[p.item].materials)
        stopped = suspended(shortened(known), key, datetime(2026, 1, 1, tzinfo=UTC).date(), "系统升级", None)
        sha256 = await bring_in(hub, publish(stopped))
        await visit.until(lambda: screen.desk.shelf.current == sha256)
        await visit.until(lambda: visit.said.startswith("规则已变：少 1 个事项"))
        assert screen.search.value == "xse"
        assert screen.results.chosen is not None
        assert chosen is not None
        assert screen.results.chosen.key == chosen.key
        after = screen.desk.case_file(case)
        assert after is not None
        assert after.case.answers == answers
        await visit.until(lambda: any("系统升级" in matter.note for matter in screen.view.matters))
        assert any("系统升级" in row.kind for row in screen.runner.find("演示换新事项"))
