"""A day as CSV: what is read, and each way in which a row can be wrong."""

import pytest

from clerk_tui.queue.day_file import arrivals_of_csv
from clerk_tui.refusal import Refusal
from clerk_tui.texts import text

HEAD = "ticket,taken_at,class,matter,handle_s\n"
GOOD = "A001,2026-11-24T09:00:00+08:00,ordinary,birth,600\n"


def code(content: bytes | str) -> tuple[str, int]:
    with pytest.raises(Refusal) as refused:
        arrivals_of_csv(content.encode() if isinstance(content, str) else content)
    for lang in ("zh", "en"):
        assert text(refused.value.code, lang, **refused.value.details)  # type: ignore[arg-type]
    return refused.value.code, refused.value.details["line"]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("A002,2026-11-24T09:01:00+08:00,vip,birth,600", "replay.class"),
        ("A002,2026-11-24T09:01:00+08:00,,birth,600", "replay.class"),
        ("A002,2026-11-24T09:01:00,ordinary,birth,600", "replay.offset"),
        ("A002,2026-11-24 9:01,ordinary,birth,600", "replay.time"),
        ("A002,2026-13-24T09:01:00+08:00,ordinary,birth,600", "replay.time"),
        ("A002,2026-11-24T25:01:00+08:00,ordinary,birth,600", "replay.time"),
        ("A002,0001-01-01T00:00:00+08:00,ordinary,birth,600", "replay.time"),
        ("A002,,ordinary,birth,600", "replay.time"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,-1", "replay.negative"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,", "replay.handle"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,ten", "replay.handle"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,nan", "replay.handle"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,1e3", "replay.handle"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,99999999", "replay.handle"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth", "replay.cells"),
        ("A002,2026-11-24T09:01:00+08:00,ordinary,birth,600,", "replay.cells"),
        ("A001,2026-11-24T09:01:00+08:00,ordinary,birth,600", "replay.twice"),
        (",2026-11-24T09:01:00+08:00,ordinary,birth,600", "replay.ticket"),
        ('"A002,2026-11-24T09:01:00+08:00,ordinary,birth,600', "replay.quotes"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(row: str, wrong: str) -> None:
    assert code(HEAD + GOOD + row + "\n") == (wrong, 3)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\n",
        "ticket,taken_at,class,matter\n",
        "ticket,taken_at,class,matter,handle_s,note\n",
        "ticket,taken_at,class,matter,matter\n",
        "ticket;taken_at;class;matter;handle_s\n",
    ],
)
def test_a_wrong_header_names_the_five_columns(head: str) -> None:
    assert code(head + GOOD) == ("replay.columns", 1)


def test_the_line_counts_those_inside_quotation_marks() -> None:
    assert code(HEAD + '"A\n001",2026-11-24T09:00:00+08:00,ordinary,,1\nA002,no,ordinary,,1\n') == ("replay.time", 4)


def test_other_encodings_are_refused_with_the_line() -> None:
    assert code((HEAD + GOOD).encode() + "A002,2026-11-24T09:01:00+08:00,ordinary,出生,600\n".encode("gbk")) == (
        "replay.encoding",
        3,
    )
    assert code((HEAD + GOOD).encode("utf-16")) == ("replay.encoding", 1)
    assert code((HEAD + GOOD).encode("utf-16-le")) == ("replay.encoding", 1)


def test_a_spreadsheets_mark_and_line_ends_are_read() -> None:
    content = ("\ufeff" + HEAD + GOOD + "\n").replace("\n", "\r\n").encode()
    assert [(a.ticket, a.matter, a.handle_s) for a in arrivals_of_csv(content)] == [("A001", "birth", 600.0)]


def test_columns_in_any_order_and_rows_by_time() -> None:
    rows = "class,handle_s,ticket,matter,taken_at\n" + "".join(
        f"green,{n},A{n},,2026-11-24T0{n}:00:00{offset}\n" for n, offset in ((9, "+08:00"), (2, "Z"), (8, "+08:00"))
    )
    assert [a.ticket for a in arrivals_of_csv(rows.encode())] == ["A8", "A9", "A2"]


def test_what_a_terminal_would_obey_is_not_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        arrivals_of_csv((HEAD + "A001,2026-11-24T09:00:00+08:00,\x1b[2J" + "x" * 300 + ",,1\n").encode())
    assert "\x1b" not in refused.value.details["value"]
    assert len(refused.value.details["value"]) < 50
