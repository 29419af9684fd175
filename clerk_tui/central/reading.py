"""A case as reading routes need it: folded, with its catalogue and its plan of today."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.decide import plan_on
from clerk_tui.intake.plan import Plan
from clerk_tui.protocol.streams import CaseFile

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case, personal values opened, with what follows from it."""

    file: CaseFile
    catalog: Catalog
    plan: Plan


async def open_case(hub: "Hub", hall: str, case: str) -> OpenCase | None:
    """The case as it stands; None when there is none, or its catalogue is not here."""
    file = await hub.case_file(hall, case)
    return planned(hub, hall, file) if file else None


def planned(hub: "Hub", hall: str, file: CaseFile) -> OpenCase | None:
    """The same from a fold that is at hand."""
    try:
        catalog = hub.catalogs.get(file.case.catalog)
    except KeyError:
        return None
    today = hub.hall(hall).settings.today(hub.clock())
    made = plan_on(file.case, hub.hall(hall).settings.rules(hub.case_rules).case, today)
    return OpenCase(file, catalog, made)
