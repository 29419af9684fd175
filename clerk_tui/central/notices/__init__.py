"""The notices and sheets of a case: which there are, and who fills each in. The words of the law are in `texts.notices`."""

from collections.abc import Callable

from clerk_tui.central.notices.base import Told
from clerk_tui.central.notices.desk import checklist, delivery, mandate, transfer_sheet
from clerk_tui.central.notices.gaps import gap_notice, gap_promise
from clerk_tui.central.notices.life import (
    commitment,
    extension,
    return_notice,
    special_procedure,
    termination,
    withdrawal,
)
from clerk_tui.central.notices.refusing import not_needed_notice, not_ours_notice, refusal_notice
from clerk_tui.central.notices.supplement import supplement_notice
from clerk_tui.papers import Paper

MADE: dict[str, Callable[[Told], Paper]] = {
    "checklist": checklist,
    "commitment": commitment,
    "delivery": delivery,
    "extension": extension,
    "gap_notice": gap_notice,
    "gap_promise": gap_promise,
    "mandate": mandate,
    "not_needed_notice": not_needed_notice,
    "not_ours_notice": not_ours_notice,
    "refusal_notice": refusal_notice,
    "return_notice": return_notice,
    "special_procedure": special_procedure,
    "supplement_notice": supplement_notice,
    "termination": termination,
    "transfer_sheet": transfer_sheet,
    "withdrawal": withdrawal,
}
"""By kind (`intake.papers.kind_of`)."""

__all__ = ["MADE", "Told"]
