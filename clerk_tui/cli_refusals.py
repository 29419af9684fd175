"""`clerk-tui audit refusals`: whose notice of refusal was never printed, read from the ledger."""

import json
from dataclasses import asdict

from clerk_tui.cli_tables import DONE, FINDING, the_lang
from clerk_tui.texts import text


def run_refusals(db: str, hall: str, *, everything: bool, as_json: bool) -> int:
    """Prints them; 1 when one has no printed notice. Raises Refusal hub.db_*, hall.unknown."""
    from clerk_tui.central.audit import hall_in
    from clerk_tui.central.database import read_database
    from clerk_tui.central.refusals import refused_cases
    from clerk_tui.central.tables.base import instant

    lang = the_lang()
    database = read_database(db)
    try:
        zone = hall_in(database, hall).zone
        with database.engine.connect() as connection:
            found = refused_cases(connection, hall, printed=everything)
    finally:
        database.close()
    owed = [one for one in found if not one.copies]
    if as_json:
        print(json.dumps({"hall": hall, "refusals": [asdict(one) for one in found]}, ensure_ascii=False))
        return FINDING if owed else DONE
    print(text("audit.refusals" if owed else "audit.refusals_none", lang, hall=hall, count=len(owed)))
    for one in found:
        at = f"{instant(one.at).astimezone(zone):%Y-%m-%d %H:%M}" if one.at else ""
        paper = text(f"paper.{one.paper}", lang)
        print(text("audit.refusal", lang, **{**asdict(one), "at": at, "paper": paper}))
    return FINDING if owed else DONE
