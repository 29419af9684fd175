"""What stands in the database: personal values only sealed, a chain that shows every change, the key apart."""

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, inspect, select, text, update

from clerk_tui.central.audit import verify
from clerk_tui.central.database import open_database
from clerk_tui.central.hub import Hub
from clerk_tui.central.sealing import DataKey, SealBrokenError, Sealer
from clerk_tui.central.tables import EventRow, HallRow, StreamKey
from clerk_tui.central.tables.base import table_of
from clerk_tui.refusal import Refusal
from tests.central.serving import HALL, Clock, Serving, command, open_hub

VALUES = {"mother.person.name": "演示甲乙丙", "mother.person.id_no": "11010519491231002X"}
EVENT = table_of(EventRow)


def fill(here: Serving) -> str:
    """A case with personal values, typed, refused and looked at."""
    clerk = here.clerk("3")
    case = str(clerk.do("open_case", {"matters": ["birth"], "catalog": here.catalog})["case"])
    answers = {"visit.parent": "father", "ga.household_follow": "mother", "mz.married": "yes", **VALUES}
    for field, value in answers.items():
        clerk.send(command("patch_answers", {"changes": [{"field": field, "value": value}]}, target=case))
    clerk.send(
        command("reveal", {"field": "mother.person.id_no", "reason": "演示理由某某"}, target=case, base_version=1)
    )
    foreign = here.sign_in("display")
    refused = foreign.send(command("recall", target=VALUES["mother.person.id_no"]))
    assert refused[0]["error"]["code"] == "forbidden"
    clerk.do("withdraw_case", {"reason": "演示理由某某"}, target=case, base_version=len(answers) + 1)
    return case


def everything(connection: Connection) -> str:
    """All rows of all tables."""
    found = []
    for table in inspect(connection).get_table_names():
        if table != "catalog":
            found += [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
    return "\n".join(found)


def test_no_row_holds_a_personal_value(here: Serving) -> None:
    case = fill(here)
    with here.hub.database.engine.connect() as connection:
        rows = everything(connection)
    for value in (*VALUES.values(), "演示理由某某"):
        assert value not in rows
    file = here.call(here.hub.case_file(HALL, case))
    assert file is not None
    assert {key: file.case.answers[key].value for key in VALUES} == VALUES


def test_no_byte_of_the_file_holds_a_personal_value(tmp_path: Path) -> None:
    from tests.central.serving import serving

    with serving(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path) as here:
        fill(here)
        raw = b"".join(file.read_bytes() for file in tmp_path.glob("hub.db*"))
    for value in (*VALUES.values(), "演示理由某某"):
        assert value.encode() not in raw
        assert value.encode("unicode_escape") not in raw


def test_key_and_database_are_for_their_owner_alone(tmp_path: Path) -> None:
    hub = open_hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path, Clock())
    hub.database.close()
    for name in ("hub.key", "hub.db"):
        assert os.stat(tmp_path / name).st_mode & 0o077 == 0, name


def test_without_its_key_a_stream_still_folds(here: Serving) -> None:
    case = fill(here)
    keys = table_of(StreamKey)
    with here.hub.database.engine.begin() as connection:
        connection.execute(delete(keys).where(keys.c.stream == f"case/{case}"))
    here.hub.sealer.forget()
    file = here.call(here.hub.case_file(HALL, case))
    assert file is not None
    assert (str(file.case.state), file.case.answers["mother.person.name"].value) == ("withdrawn", "")
    assert verify(here.hub.database, HALL).broken_at is None


def test_a_sealed_value_is_bound_to_its_place() -> None:
    key = DataKey(bytes(32), os.urandom)
    sealed = key.seal("演示".encode(), "here")
    assert key.open(sealed, "here") == "演示".encode()
    for broken, place in ((sealed, "there"), (sealed[:-1] + b"\0", "here"), (b"", "here")):
        with pytest.raises((SealBrokenError, ValueError)):
            key.open(broken, place)
    wrapping = Sealer(bytes(32), os.urandom)
    made, wrapped = wrapping.make("h", "case/1")
    assert wrapping.unwrap("h", "case/1", wrapped).open(made.seal(b"x", "p"), "p") == b"x"
    with pytest.raises(SealBrokenError):
        wrapping.unwrap("h", "case/2", wrapped)


@pytest.fixture
def told(here: Serving) -> Serving:
    fill(here)
    assert verify(here.hub.database, HALL).broken_at is None
    return here


def change(here: Serving, seq: int, **values: object) -> int | None:
    with here.hub.database.engine.begin() as connection:
        connection.execute(update(EVENT).where(EVENT.c.hall == HALL, EVENT.c.seq == seq).values(**values))
    return verify(here.hub.database, HALL).broken_at


def test_a_changed_entry_breaks_the_chain_there(told: Serving) -> None:
    with told.hub.database.engine.connect() as connection:
        row = connection.execute(select(EVENT).where(EVENT.c.sealed.is_not(None)).limit(1)).mappings().one()
    seq = row["seq"]
    for column, value in (
        ("body", row["body"].replace("w3", "w4")),
        ("actor", "w4"),
        ("recorded_at", "2020-01-01T00:00:00.000000+00:00"),
        ("sealed", bytes(row["sealed"])[:-1] + b"\0"),
        ("captured_at", "2020-01-01T00:00:00.000000+00:00"),
        ("hash", bytes(32)),
    ):
        assert change(told, seq, **{column: value}) == seq, column
        assert change(told, seq, **{column: row[column]}) is None, column


def test_a_dropped_entry_and_a_cut_tail_show(told: Serving) -> None:
    last = verify(told.hub.database, HALL).count
    with told.hub.database.engine.begin() as connection:
        connection.execute(delete(EVENT).where(EVENT.c.hall == HALL, EVENT.c.seq == last))
    assert verify(told.hub.database, HALL).broken_at == last
    with told.hub.database.engine.begin() as connection:
        connection.execute(delete(EVENT).where(EVENT.c.hall == HALL, EVENT.c.seq == 2))
    assert verify(told.hub.database, HALL).broken_at == 2


def test_an_unknown_hall_has_no_chain(told: Serving) -> None:
    with pytest.raises(Refusal, match=r"hall\.unknown"):
        verify(told.hub.database, "nowhere")


def test_another_key_is_refused(database_url: str, tmp_path: Path) -> None:
    open_hub(database_url, tmp_path, Clock()).database.close()
    with pytest.raises(Refusal, match=r"hub\.wrong_key"):
        Hub.open(database_url, key_file=tmp_path / "other.key")
    (tmp_path / "hub.key").write_text("not a key")
    with pytest.raises(Refusal, match=r"hub\.key_broken"):
        Hub.open(database_url, key_file=tmp_path / "hub.key")


def test_a_second_hub_on_the_same_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    first = Hub.open(url)
    with pytest.raises(Refusal, match=r"hub\.db_in_use"):
        Hub.open(url)
    first.database.close()
    Hub.open(url).database.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "hub.db_url"),
        ("mysql://x/y", "hub.db_url"),
        ("sqlite://", "hub.db_url"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "hub.db_unreachable"),
    ],
)
def test_a_wrong_address_gets_its_refusal(url: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_database(url)
    assert refused.value.code == code
    assert "secret" not in str(refused.value.details)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("this is not a database, " * 100)
    with pytest.raises(Refusal) as refused:
        Hub.open(f"sqlite:///{tmp_path / 'hub.db'}")
    assert refused.value.code == "hub.db_folder"


def test_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'hub.db'}")
    with database.writer() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS]
    database.close()
    assert settings == ["wal", 2, 1]
    assert sqlite3.sqlite_version_info > (3, 24), "upsert"


PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")


def test_the_hall_row_ends_the_chain(here: Serving) -> None:
    here.clerk("3").take()
    hall = table_of(HallRow)
    with here.hub.database.engine.connect() as connection:
        row = connection.execute(select(hall.c.seq, hall.c.chain).where(hall.c.id == HALL)).one()
    last = here.audit()[-1]
    assert (row.seq, bytes(row.chain)) == (last["seq"], bytes(last["hash"]))
