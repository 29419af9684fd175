"""The watched folder of a document scanner: real files in a real folder, written as scanners write them."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PIL import Image

from clerk_tui.data.scan_file import read_scan
from clerk_tui.data.scan_folder import ScanFolder
from clerk_tui.protocol.files import LONGEST_SIDE, MAX_PAGES, MAX_RAW_BYTES
from clerk_tui.refusal import Refusal
from tests.data.scans import aged, pdf, picture


@contextlib.asynccontextmanager
async def watching(place: Path) -> AsyncIterator[ScanFolder]:
    folder = ScanFolder(place)
    task = asyncio.create_task(folder.run())
    await until(lambda: folder.trouble is not None or folder._known is not None)
    try:
        yield folder
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is a file
            await asyncio.sleep(0.02)


async def refused(folder: ScanFolder) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await folder.take()
    return refusal.value


async def test_the_newest_file_is_taken_once_and_nothing_older(tmp_path: Path) -> None:
    (tmp_path / "before.jpg").write_bytes(picture())
    async with watching(tmp_path) as folder:
        assert (await refused(folder)).code == "scan.none"
        aged(tmp_path / "before.jpg", 60)
        (tmp_path / "one.jpg").write_bytes(picture("1"))
        aged(tmp_path / "one.jpg", 20)
        (tmp_path / "two.png").write_bytes(picture("2", kind="PNG"))
        scan = await folder.take()
        assert (scan.name, scan.media_type, scan.pages) == ("two.png", "image/png", 1)
        folder.taken(scan)
        assert (await refused(folder)).code == "scan.none"
        (tmp_path / "two.png").write_bytes(picture("3", kind="PNG"))
        assert (await folder.take()).content != scan.content


async def test_it_waits_in_memory_without_being_asked(tmp_path: Path) -> None:
    async with watching(tmp_path) as folder:
        (tmp_path / "scan.pdf").write_bytes(pdf(3))
        await until(lambda: folder.ready is not None)
        assert folder.ready is not None
        assert (folder.ready.pages, folder.ready.media_type) == (3, "application/pdf")


async def test_a_half_written_file_is_waited_for(tmp_path: Path) -> None:
    whole = picture("half", (1400, 1800))
    async with watching(tmp_path) as folder:
        with (tmp_path / "slow.jpg").open("wb") as file:
            file.write(whole[: len(whole) // 2])
            file.flush()
            taking = asyncio.create_task(folder.take())
            # It rests half written for longer than a whole file has to.
            await until(lambda: "slow.jpg" in folder._growing)
            began = folder._growing["slow.jpg"][1]
            await until(lambda: asyncio.get_running_loop().time() - began > 1.0)
            assert not taking.done()
            file.write(whole[len(whole) // 2 :])
        assert (await taking).content == whole


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.jpg", picture()[:20_000], "scan.broken"),
        ("cut.pdf", pdf(2)[:-200], "scan.broken"),
        ("empty.png", b"", "scan.broken"),
        ("letter.docx", b"PK\x03\x04 no picture", "scan.kind"),
        ("named.jpg", b"plain words under a picture's name", "scan.kind"),
        ("thick.pdf", pdf(MAX_PAGES + 1), "scan.too_many_pages"),
    ],
    ids=("cut picture", "cut pdf", "empty", "letter", "named", "thick"),
)
async def test_what_can_not_be_taken_says_why(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    async with watching(tmp_path) as folder:
        (tmp_path / name).write_bytes(content)
        refusal = await refused(folder)
        assert (refusal.code, refusal.details["name"]) == (code, name)
        (tmp_path / "again.jpg").write_bytes(picture("again"))
        assert (await folder.take()).name == "again.jpg"


def test_too_large_files_are_not_read_and_large_pictures_made_smaller(tmp_path: Path) -> None:
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(MAX_RAW_BYTES + 1)
    with pytest.raises(Refusal, match=r"scan\.too_large"):
        read_scan(tmp_path / "huge.jpg")
    Image.new("1", (12_000, 9_000)).save(tmp_path / "bomb.png")
    with pytest.raises(Refusal, match=r"scan\.too_large"):
        read_scan(tmp_path / "bomb.png")
    Image.new("RGB", (4_960, 7_016), "white").save(tmp_path / "dense.jpg")
    scan = read_scan(tmp_path / "dense.jpg")
    assert max(Image.open(io.BytesIO(scan.content)).size) == LONGEST_SIDE


async def test_what_came_before_this_person_is_only_taken_when_somebody_says_so(tmp_path: Path) -> None:
    async with watching(tmp_path) as folder:
        (tmp_path / "theirs.jpg").write_bytes(picture("theirs"))
        await until(lambda: folder.ready is not None)
        folder.forget()
        assert (await refused(folder)).code == "scan.none"
        assert (await folder.take_older()).name == "theirs.jpg"


async def test_a_folder_that_is_missing_is_said_and_found_when_it_comes(tmp_path: Path) -> None:
    place = tmp_path / "scans"
    async with watching(place) as folder:
        refusal = await refused(folder)
        assert (refusal.code, refusal.details["folder"]) == ("scan.no_folder", str(place))
        place.mkdir()
        await until(lambda: folder.trouble is None)
        await until(lambda: folder._known is not None)
        (place / "a.jpg").write_bytes(picture())
        assert (await folder.take()).name == "a.jpg"


async def test_a_taken_file_is_removed_unless_another_took_its_name(tmp_path: Path) -> None:
    async with watching(tmp_path) as folder:
        (tmp_path / "a.jpg").write_bytes(picture("a"))
        scan = await folder.take()
        folder.taken(scan)
        (tmp_path / "a.jpg").write_bytes(picture("another", (1000, 1000)))
        await folder.remove(scan)
        assert (tmp_path / "a.jpg").exists()
        second = await folder.take()
        await folder.remove(second)
        assert not (tmp_path / "a.jpg").exists()
        with pytest.raises(Refusal, match=r"scan\.not_removed"):
            await folder.remove(second)
