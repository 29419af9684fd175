"""The page that proves what doing a birth as one saves."""

import re

from bench.proof import PAGE, bare, page, prefilled
from clerk_tui.intake.plan import YARDSTICK


def test_the_page_is_what_the_catalogue_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m bench proof"


def test_the_lists_of_the_ten_items_add_up_to_the_sums() -> None:
    """Counted from the printed page: what each form asks, wants and costs."""
    printed = page()
    now = bare().proof.now
    listed = {
        what: [int(n) for n in re.findall(rf"^- {what} \((\d+)\)", printed, re.M)]
        for what in ("Questions", "Fields", "Papers", "Steps")
    }
    assert {len(numbers) for numbers in listed.values()} == {10}
    assert sum(listed["Questions"]) + sum(listed["Fields"]) == now.fields_separate
    assert sum(listed["Papers"]) == now.materials_separate
    assert sum(listed["Steps"]) == now.steps_separate
    assert printed.count("source of the form: assumed") == 10
    rows = printed.partition("## Each field, once")[2].partition("## Each paper, once")
    assert len(re.findall(r"^\| .*\| typed \| ", rows[0], re.M)) == now.fields_asked
    assert len(re.findall(r"^\| .*\| brought \| ", rows[2], re.M)) == now.materials_brought


def test_the_page_says_what_misses_the_yardstick() -> None:
    one, now = bare().proof.now, prefilled().proof.now
    short = now.fields_asked > (1 - YARDSTICK.fields) * one.fields_separate
    assert ("Typed fields stay short" in page()) == short
    assert now.fields_asked <= 0.25 * one.fields_separate
    assert now.materials_brought <= (1 - YARDSTICK.materials) * one.materials_separate
    assert now.steps_now <= (1 - YARDSTICK.steps) * one.steps_separate
    assert prefilled().proof.without_prefill.fields_filled == 0
