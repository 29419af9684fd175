"""Typed values: what they become, and what is said when they are wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from clerk_tui.catalog.model import Field, Option
from clerk_tui.catalog.values import birth_date_of, check_value, normalize, sex_of
from clerk_tui.texts import text

TYPES = (
    "name",
    "id_no",
    "phone",
    "date",
    "datetime",
    "text",
    "choice",
    "bool",
    "money",
    "bank_account",
    "address",
    "certificate_no",
    "uscc",
    "passport_no",
)


def field(kind: str, **more: object) -> Field:
    options = (Option(value="a", name="甲"),) if kind == "choice" else ()
    return Field.model_validate({"key": "x.y", "name": "某", "type": kind, "options": options, **more})


def judged(kind: str, raw: str, **more: object) -> str | None:
    """The code of what is wrong with what was typed, None when nothing is; its sentence must exist."""
    asked = field(kind, **more)
    wrong = check_value(asked, normalize(asked, raw))
    if wrong is None:
        return None
    assert text(wrong.code, "zh", **wrong.details)
    assert text(wrong.code, "en", **wrong.details)
    return wrong.code


VALID_ID = "330402199203140014"


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("id_no", "３３０４０２１９９２０３１４００１４", VALID_ID),
        ("id_no", " 330402 19920314 0014 ", VALID_ID),
        ("id_no", "11010519491231002x", "11010519491231002X"),
        ("phone", "１３８ ０００１ ０００１", "13800010001"),
        ("phone", "+86 138-0001-0001", "13800010001"),
        ("date", "2026年11月2日", "2026-11-02"),
        ("date", "20261102", "2026-11-02"),
        ("date", "2026/1/2", "2026-01-02"),
        ("datetime", "2026-11-02 8:30", "2026-11-02T08:30"),
        ("datetime", "2026年11月2日 8时30分", "2026-11-02T08:30"),
        ("money", "６，８００.50 元", "6800.50"),
        ("bank_account", "6222 0200 0000 0000 001", "6222020000000000001"),
        ("bool", "是", "yes"),
        ("name", "　张三　", "张三"),
        ("name", "ＡＬＩＣＥ", "ALICE"),
        ("address", "文三路１２号，３楼", "文三路12号，3楼"),
        ("certificate_no", "a330000001", "A330000001"),
        ("phone", "0571-8888 0000", "057188880000"),
        ("phone", "+852 6123 4567", "+85261234567"),
        ("phone", "+853 6612 3456", "+85366123456"),
        ("id_no", "usa330019800101", "USA330019800101"),
        ("passport_no", "Ｅ 12345678", "E12345678"),
        ("passport_no", "ea1234567", "EA1234567"),
        ("passport_no", "k01234567", "K01234567"),
        ("uscc", "91110000600037341L", "91110000600037341L"),
        ("address", "杭州市 上城区　某某路１号", "杭州市上城区某某路1号"),
        ("address", "某某镇某某村三组", "某某镇某某村三组"),
    ],
)
def test_what_is_typed_becomes_what_is_kept(kind: str, raw: str, kept: str) -> None:
    assert normalize(field(kind), raw) == kept
    assert judged(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("id_no", "330402199203140015", "value.id_checksum"),
        ("id_no", "33040219920314001", "value.id_length"),
        ("id_no", "33040219920231001X", "value.id_date"),
        ("id_no", "X30402199203140014", "value.id_characters"),
        ("id_no", "００0402199203140014", "value.id_region"),
        ("phone", "12345678901", "value.phone_mobile"),
        ("phone", "1380001000", "value.phone_mobile"),
        ("phone", "88880000", "value.phone_no_area"),
        ("phone", "+8521234567", "value.phone_hongkong_macao"),
        ("phone", "0100", "value.bad_phone"),
        ("id_no", "330402920314001", "value.id_old"),
        ("id_no", "990402199203140014", "value.id_permanent_region"),
        ("id_no", "330002199203140014", "value.id_region"),
        ("address", "江西路", "value.address_short"),
        ("address", "杭州市上城区某某路", "value.address_no_number"),
        ("passport_no", "ABCDE", "value.bad_passport"),
        ("passport_no", "护照", "value.bad_passport"),
        ("passport_no", "EO1234567", "value.passport_letters"),
        ("uscc", "91330106MA27XXXX0", "value.uscc_length"),
        ("uscc", "91330106MA27XXXXOI", "value.uscc_letters"),
        ("uscc", "91110000600037341A", "value.bad_uscc"),
        ("date", "2026-02-30", "value.bad_date"),
        ("date", "明天", "value.bad_date"),
        ("datetime", "2026-11-02 25:00", "value.bad_datetime"),
        ("datetime", "2026-11-02", "value.bad_datetime"),
        ("choice", "b", "value.not_an_option"),
        ("bool", "maybe", "value.not_an_option"),
        ("money", "12.345", "value.bad_money"),
        ("money", "-1", "value.bad_money"),
        ("bank_account", "1234", "value.bad_account"),
        ("certificate_no", "A3", "value.bad_certificate_no"),
        ("name", "张\x00三", "value.control_character"),
        ("name", "张\u202e三", "value.control_character"),
    ],
)
def test_a_wrong_value_gets_its_own_sentence(kind: str, raw: str, code: str) -> None:
    assert judged(kind, raw) == code


@pytest.mark.parametrize(
    "name", ["欧阳·娜娜", "张三[/]", "[red]李四", "买买提·吐尔逊（小）", "𠮷野", "O'Neil {x}", "神"]
)
def test_a_name_is_data_whatever_it_looks_like(name: str) -> None:
    assert normalize(field("name"), name) == name
    assert judged("name", name) is None


@pytest.mark.parametrize("kind", TYPES)
def test_a_long_paste_is_refused_by_its_length_alone(kind: str) -> None:
    assert judged(kind, "9" * 10_000) == "value.too_long"


@given(st.sampled_from(TYPES), st.text(max_size=300))
def test_no_input_breaks_the_check_and_what_is_kept_stays_as_it_is(kind: str, raw: str) -> None:
    asked = field(kind)
    kept = normalize(asked, raw)
    if kept and check_value(asked, kept) is None:
        assert normalize(asked, kept) == kept
        assert raw not in str(check_value(asked, kept))


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 999), st.integers(0, 10))
def test_exactly_one_check_digit_fits(day: date, order: int, shift: int) -> None:
    body = f"330402{day:%Y%m%d}{order:03d}"
    right = mod_11_2.calc_check_digit(body)
    digits = "0123456789X"
    typed = digits[(digits.index(right) + shift) % 11]
    assert judged("id_no", body + typed) == (None if shift == 0 else "value.id_checksum")
    if shift == 0:
        assert birth_date_of(body + typed) == day.isoformat()
        assert sex_of(body + typed) == ("male" if order % 2 else "female")


@pytest.mark.parametrize("beginning", ["810000", "820000", "830000", "933840"])
def test_residence_permits_of_other_citizens_are_identity_numbers(beginning: str) -> None:
    """港澳台居民居住证 by 81 to 83, 外国人永久居留身份证 by 9, province and country; the check is the same."""
    body = f"{beginning}19920314001"
    assert judged("id_no", body + mod_11_2.calc_check_digit(body)) is None
    wrong = "0" if mod_11_2.calc_check_digit(body) != "0" else "1"
    assert judged("id_no", body + wrong) == "value.id_checksum"


def test_a_region_that_was_long_ago_renamed_is_still_one() -> None:
    body = "51250119600101001"
    assert judged("id_no", body + mod_11_2.calc_check_digit(body)) is None
