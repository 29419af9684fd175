"""What is shown of personal values, and how wide a text is on a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.texts.cells import cell_width, fit
from clerk_tui.texts.masks import mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("name", "张小明", "张*明"),
        ("name", "李明", "李*"),
        ("name", "欧阳·娜娜", "欧***娜"),
        ("phone", "13800011234", "138****1234"),
        ("phone", "057188880000", "********0000"),
        ("id_no", "330402199203140014", "330402***********4"),
        ("certificate_no", "A330000005", "A33******5"),
        ("bank_account", "6222020000000000001", "6222***********0001"),
        ("address", "杭州市上城区清河坊路201号3幢", "杭州市上城区********"),
        ("date", "1992-03-14", "1992-**-**"),
        ("choice", "father", "father"),
        ("name", "", ""),
    ],
)
def test_masks(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@pytest.mark.parametrize(
    "kind", ["name", "phone", "id_no", "certificate_no", "bank_account", "address", "text", "date"]
)
@given(value=st.text("0123456789张王李路区号A", min_size=2, max_size=40))
def test_a_mask_never_shows_the_whole(kind: str, value: str) -> None:
    shown = mask(kind, value)
    assert shown != value
    assert "*" in shown


@given(st.text(max_size=30), st.integers(0, 40))
def test_fit_is_exact(value: str, cells: int) -> None:
    printable = "".join(c for c in value if c.isprintable())
    assert cell_width(fit(printable, cells)) == cells


def test_fit_cuts_between_characters() -> None:
    assert fit("新生儿出生", 7) == "新生儿…"
    assert fit("新生儿出生", 6) == "新生… "
    assert fit("新生", 6) == "新生  "
