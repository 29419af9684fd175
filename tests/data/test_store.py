"""The encrypted store: durable, unreadable without its key, one window at a time."""

import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clerk_tui.data.outbox import Row, RowState
from clerk_tui.data.store import FILE_NAME, Store
from clerk_tui.data.store_key import key_of
from clerk_tui.data.tables import Draft, FileBlob, NumberBlock
from clerk_tui.protocol.envelope import Frame
from clerk_tui.refusal import Refusal
from tests.data.samples import NOON, rows

KEY = bytes(range(32))


def full_row() -> Row:
    row = next(rows(1))
    return replace(
        row,
        base_version=7,
        state=RowState.REJECTED,
        frozen=row.to_bytes(),
        attempts=3,
        not_before=NOON + timedelta(seconds=4),
        verdict={"status": "rejected", "error": {"code": "case.unknown"}},
        reached=9,
        settled=True,
        own_bases={"person.name": "x"},
        replaces="y",
    )


def test_what_is_written_is_found_again_after_closing(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)
    frame = Frame(seq=4, stream="case/a", version=1, kind="case_opened", recorded_at=NOON, body={"case": "a"})
    with store.changing() as changes:
        changes.put_rows([full_row()])
        changes.put_frames([frame])
        changes.put_drafts([Draft(case_id="a", field="person.name", value="李四", base=2)])
        changes.put_block(NumberBlock(day="2026-03-03", window="3", first=1, last=50, next=4))
        changes.put_blob(FileBlob(case_id="a", sha256="ab", media_type="image/png", content=b"\x00\x01"))
        changes.put_meta("session", {"token": "t"})
    store.close()

    again = Store.open(tmp_path, KEY)
    found = again.load()
    blob = again.blob("a", "ab")
    again.close()
    assert found.rows == [full_row()]
    assert found.frames == [frame]
    assert [(d.field, d.value, d.base) for d in found.drafts] == [("person.name", "李四", 2)]
    assert found.blocks[0].next == 4
    assert found.blobs == {("a", "ab")}
    assert found.meta["session"] == {"token": "t"}
    assert blob is not None
    assert blob.content == b"\x00\x01"


def test_no_plain_text_reaches_the_disk(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)
    secret = "张小宝的身份证号110105199901011234"
    with store.changing() as changes:
        changes.put_drafts([Draft(case_id="a", field="person.name", value=secret, base=0)])
        changes.put_rows([replace(full_row(), body={"value": secret})])
    on_disk = {file: file.read_bytes() for file in tmp_path.iterdir()}
    store.close()
    assert FILE_NAME in {file.name for file in on_disk}
    for file, content in on_disk.items():
        assert secret.encode() not in content, file
        assert "张小宝".encode() not in content, file
        assert b"110105199901011234" not in content, file
        assert not content.startswith(b"SQLite format 3"), file
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_a_second_window_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path, KEY)
    store.close()
    Store.open(tmp_path, KEY).close()
    assert refused.value.code == "store.locked"


def test_a_wrong_key_is_named_and_the_file_stays(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Store.open(tmp_path, KEY).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path, bytes(32))
    assert refused.value.code == "store.wrong_key"
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert capfd.readouterr().err == "", "the library's log would land on the clerk's screen"


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)
    with store.changing() as changes:
        changes.put_meta("schema", 99)
    store.close()
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path, KEY)
    assert refused.value.code == "store.newer"
    assert refused.value.details["found"] == 99


def test_an_unwritable_folder_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path / "file" / "below", KEY)
    assert refused.value.code == "store.folder"


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)

    def fail_half_way() -> None:
        with store.changing() as changes:
            changes.put_rows([full_row()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert store.load().rows == []
    store.close()


def test_sign_out_wipes_what_is_confirmed_and_keeps_unsent_rows(tmp_path: Path) -> None:
    store = Store.open(tmp_path, KEY)
    first, second, third = rows(3)
    frame = Frame(seq=4, stream="case/a", version=1, kind="case_opened", recorded_at=NOON, body={"case": "a"})
    with store.changing() as changes:
        changes.put_rows([replace(first, state=RowState.APPLIED), second, replace(third, state=RowState.CONFLICT)])
        changes.put_frames([frame])
        changes.put_meta("confirmed", {"seq": 4})
        changes.put_meta("session", {"token": "t"})
    with store.changing() as changes:
        changes.wipe_confirmed()
    left = store.load()
    store.close()
    assert [row.id for row in left.rows] == [second.id, third.id]
    assert left.frames == []
    assert left.meta.keys() == {"schema"}


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    key = key_of(tmp_path / FILE_NAME, use_keyring=False)
    assert len(key) == 32
    assert key_of(tmp_path / FILE_NAME, use_keyring=False) == key
    assert stat.S_IMODE((tmp_path / "window.key").stat().st_mode) == 0o600


def test_a_store_whose_key_is_gone_is_not_given_a_new_one(tmp_path: Path) -> None:
    Store.open(tmp_path, key_of(tmp_path / FILE_NAME, use_keyring=False)).close()
    (tmp_path / "window.key").unlink()
    with pytest.raises(Refusal) as refused:
        key_of(tmp_path / FILE_NAME, use_keyring=False)
    assert refused.value.code == "store.wrong_key"


def test_a_damaged_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "window.key").write_text("not hex")
    with pytest.raises(Refusal) as refused:
        key_of(tmp_path / FILE_NAME, use_keyring=False)
    assert refused.value.code == "store.key_unreadable"


WRITES_UNTIL_KILLED = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from clerk_tui.data.store import Store
from clerk_tui.data.writer import Writer
from tests.data.samples import rows

async def main():
    store = Store.open(Path(sys.argv[1]), bytes(range(32)))
    writer = Writer(store, asyncio.get_running_loop())
    for row in rows(1_000_000):
        await writer.write(lambda changes: changes.put_rows([row]))
        print(row.id, flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_row_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITES_UNTIL_KILLED, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(60)]
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    store = Store.open(tmp_path, KEY)
    found = [row.id for row in store.load().rows]
    store.close()
    assert len(acknowledged) >= 60
    assert found[: len(acknowledged)] == acknowledged
    assert len(found) <= len(acknowledged) + 1
