"""The system's printer, played by a program called lp or lpr that keeps what it is handed."""

import os
import stat
from pathlib import Path

import pytest

from clerk_tui.papers.office import print_file
from clerk_tui.refusal import Refusal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows prints by its viewer")


def program(folder: Path, name: str, script: str) -> None:
    place = folder / name
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def bin_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    place = tmp_path / "33040220261124-receipt.pdf"
    place.write_bytes(b"%PDF")
    return place


def test_lp_gets_the_file_for_the_default_printer(bin_: Path, paper: Path, tmp_path: Path) -> None:
    program(bin_, "lpstat", '[ "$1" = -d ] && echo "system default destination: Hall_3"')
    program(bin_, "lp", f'echo "$@" > {tmp_path}/said')
    assert print_file(paper, "33040220261124-receipt") == "Hall_3"
    assert (tmp_path / "said").read_text().split() == ["-d", "Hall_3", "-t", "33040220261124-receipt", "--", str(paper)]


def test_a_printer_by_name_is_not_looked_for(bin_: Path, paper: Path, tmp_path: Path) -> None:
    program(bin_, "lp", f'echo "$@" > {tmp_path}/said')
    assert print_file(paper, "receipt", "Desk") == "Desk"
    assert "-d Desk" in (tmp_path / "said").read_text()


def test_without_a_default_the_first_printer_is_taken(bin_: Path, paper: Path) -> None:
    program(
        bin_, "lpstat", 'if [ "$1" = -e ]; then echo First; echo Second; else echo "no system default destination"; fi'
    )
    program(bin_, "lp", "exit 0")
    assert print_file(paper, "receipt") == "First"


def test_cups_without_any_printer_is_none(bin_: Path, paper: Path) -> None:
    program(bin_, "lpstat", 'if [ "$1" = -e ]; then exit 1; else echo "no system default destination"; fi')
    program(bin_, "lp", "exit 1")
    assert print_file(paper, "receipt") is None


def test_lpr_where_there_is_no_lp(bin_: Path, paper: Path, tmp_path: Path) -> None:
    program(bin_, "lpr", f'echo "$@" > {tmp_path}/said')
    assert print_file(paper, "receipt", "Desk") == "Desk"
    assert (tmp_path / "said").read_text().split() == ["-P", "Desk", "-T", "receipt", str(paper)]


@pytest.mark.parametrize("printer", ["default", "none"])
def test_none_of_them_is_no_printer(bin_: Path, paper: Path, printer: str) -> None:
    assert print_file(paper, "receipt", printer) is None


def test_what_the_spooler_says_against_it_is_told(bin_: Path, paper: Path) -> None:
    program(bin_, "lp", 'echo "lp: Error - The printer or class does not exist." >&2; exit 1')
    with pytest.raises(Refusal, match=r"printer\.refused") as refused:
        print_file(paper, "receipt", "Gone")
    assert "does not exist" in str(refused.value.details["reason"])
