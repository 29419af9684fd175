"""What a typed value becomes, and what is wrong with it, by the type of its field."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.iso7064 import mod_11_2

from clerk_tui.catalog.model import Field
from clerk_tui.refusal import Refusal

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_WORDS = {**_WIDE, 0x3000: " ", 0x200B: None, 0xFEFF: None}
_BLANKS = str.maketrans({"\t": " ", "\r": " ", "\n": " "})
_YES_NO = {"是": "yes", "否": "no", "y": "yes", "n": "no", "1": "yes", "0": "no", "true": "yes", "false": "no"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"[T ]*(\d{1,2})[:：时](\d{1,2})分?(?::\d{1,2})?$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PASSPORT = re.compile(r"(?=.*\d)[0-9A-Z]{5,12}")
_CHINESE_PASSPORT = re.compile(r"[DEGPS]\d{8}|[DEGPS][A-HJ-NP-Z]\d{7}|1[45]\d{7}")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}")
_HOUSE = re.compile(r"[0-9〇零一二三四五六七八九十百]")
SHORTEST_ADDRESS = 5
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
"""First two digits of an identity number (GB/T 2260; 81–83 are residence permits of 港澳台居民)."""


def _words(raw: str) -> str:
    # Full-width letters and digits come from input methods; Chinese punctuation and rare characters are meant.
    return unicodedata.normalize("NFC", raw).translate(_WORDS).translate(_BLANKS).strip()


def _code(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw).translate(_WORDS).strip()


def _without_gaps(raw: str) -> str:
    return re.sub(r"[\s\-–—]", "", _code(raw)).upper()


def _phone(raw: str) -> str:
    plain = re.sub(r"[\s\-–—()]", "", _code(raw))
    return re.sub(r"^(\+|00)86(?=1[3-9]\d{9}$|0)", "", plain)


def _address(raw: str) -> str:
    # An address is written without blanks, and digits of an input method stay digits.
    return re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", _words(raw))


def _date(raw: str) -> str:
    value = _code(raw)
    if re.fullmatch(r"\d{8}", value):
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    if found := _DATE.fullmatch(value):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return value


def _datetime(raw: str) -> str:
    value = _code(raw)
    if found := _CLOCK.search(value):
        return f"{_date(value[: found.start()])}T{int(found[1]):02d}:{int(found[2]):02d}"
    return value


def _money(raw: str) -> str:
    return re.sub(r"[\s,，¥￥元]", "", _code(raw))


def _number(raw: str) -> str:
    return _money(raw).removesuffix("%")


def _yes_no(raw: str) -> str:
    value = _code(raw).casefold()
    return _YES_NO.get(value, value)


_NORMAL: dict[str, Callable[[str], str]] = {
    "name": _words,
    "text": _words,
    "address": _address,
    "id_no": _without_gaps,
    "phone": _phone,
    "date": _date,
    "datetime": _datetime,
    "choice": _code,
    "bool": _yes_no,
    "money": _money,
    "bank_account": _without_gaps,
    "certificate_no": _without_gaps,
    "number": _number,
    "uscc": _without_gaps,
    "rows": _words,
    "passport_no": _without_gaps,
}


def normalize(field: Field, raw: str) -> str:
    """The value as it is kept: full-width letters and digits made plain, blanks and separators of codes removed."""
    return _NORMAL[field.type](raw)


def check_value(field: Field, value: str) -> Refusal | None:
    """What is wrong with a normalized, non-empty value; None when nothing is. Details never hold the value."""
    if len(value) > field.max_length:
        return Refusal("value.too_long", limit=field.max_length, length=len(value))
    if place := _control(value):
        return Refusal("value.control_character", place=place)
    check = _CHECKS.get(field.type)
    return check(field, value) if check else None


def _control(value: str) -> int:
    """The place, from 1, of the first character that is no text (control, direction override, lone surrogate)."""
    if value.isprintable():
        return 0
    for place, char in enumerate(value, 1):
        if (
            unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}
            or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ):
            return place
    return 0


def _check_id(_field: Field, value: str) -> Refusal | None:
    """GB 11643, or the number of a foreigner's permanent residence card, new (18, from 9) or old (3 letters, 12 digits).

    港澳台居民居住证 have numbers of the first kind, from 81, 82 and 83.
    """
    if len(value) == 15:
        # The 15-digit number is no longer issued or taken.
        return (
            None
            if _OLD_PERMANENT.fullmatch(value)
            else Refusal("value.id_old" if value.isdigit() else "value.id_characters")
        )
    if len(value) != 18:
        return Refusal("value.id_length", length=len(value))
    if not (value[:17].isascii() and value[:17].isdigit()) or value[17] not in "0123456789X":
        return Refusal("value.id_characters")
    permanent = value[0] == "9"
    if value[1:3] not in PROVINCES if permanent else not _known_region(value[:6]):
        return Refusal("value.id_permanent_region" if permanent else "value.id_region")
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return Refusal("value.id_date")
    if born.year < 1900:
        return Refusal("value.id_date")
    try:
        mod_11_2.validate(value)
    except WrongNumber:
        return Refusal("value.id_checksum")
    return None


@lru_cache(maxsize=256)
def _known_region(code: str) -> bool:
    """Whether some county ever had these six digits, or at least its city exists: new counties come every year."""
    if code[:2] not in PROVINCES or code[:2] == "91" or (code[2:4] == "00" and code[0] not in "78"):
        return False
    if code[:2] in ("81", "82", "83", "71"):
        return code[2:] == "0000" or code[:2] == "71"
    from stdnum import numdb

    regions = numdb.get("cn/loc")
    return any(
        "county" in found
        for county in (code[4:], *(f"{n:02d}" for n in range(100)))
        for _, found in regions.info(code[:4] + county)
    )


def _check_phone(_field: Field, value: str) -> Refusal | None:
    if _MOBILE.fullmatch(value):
        # Not asked of the library: new ranges of mobile numbers come into use sooner than its table.
        return None
    # Loaded with the first number that is no mobile: most visits never need it.
    import phonenumbers

    if re.fullmatch(r"1\d{8,}", value):
        return Refusal("value.phone_mobile", length=len(value))
    if re.fullmatch(r"[2-9]\d{6,7}", value):
        return Refusal("value.phone_no_area")
    try:
        number = phonenumbers.parse(value, "CN")
    except phonenumbers.NumberParseException:
        return Refusal("value.bad_phone")
    if phonenumbers.is_valid_number(number):
        return None
    if number.country_code in (852, 853):
        return Refusal("value.phone_hongkong_macao")
    return Refusal("value.bad_phone")


def _check_address(_field: Field, value: str) -> Refusal | None:
    """To a door: long enough, and with a number of a house, a building, a group of a village."""
    if len(value) < SHORTEST_ADDRESS:
        return Refusal("value.address_short", length=len(value), least=SHORTEST_ADDRESS)
    return None if _HOUSE.search(value) else Refusal("value.address_no_number")


def _check_passport(_field: Field, value: str) -> Refusal | None:
    """ICAO 9303 and wider: the number's letters and digits; a Chinese one (letter, 8 places) by its own form."""
    if not _PASSPORT.fullmatch(value):
        return Refusal("value.bad_passport")
    if re.fullmatch(r"[DEGPS][0-9A-Z]{8}", value) and not _CHINESE_PASSPORT.fullmatch(value):
        return Refusal("value.passport_letters")
    return None


def _check_date(_field: Field, value: str) -> Refusal | None:
    try:
        return None if len(value) == 10 and date.fromisoformat(value) else Refusal("value.bad_date")
    except ValueError:
        return Refusal("value.bad_date")


def _check_datetime(_field: Field, value: str) -> Refusal | None:
    try:
        return None if len(value) == 16 and datetime.fromisoformat(value) else Refusal("value.bad_datetime")
    except ValueError:
        return Refusal("value.bad_datetime")


def _check_choice(field: Field, value: str) -> Refusal | None:
    return None if field.option(value) else Refusal("value.not_an_option")


def _check_bool(_field: Field, value: str) -> Refusal | None:
    return None if value in ("yes", "no") else Refusal("value.not_an_option")


def _check_money(_field: Field, value: str) -> Refusal | None:
    return None if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", value) else Refusal("value.bad_money")


def _check_account(_field: Field, value: str) -> Refusal | None:
    return None if re.fullmatch(r"[0-9]{8,30}", value) else Refusal("value.bad_account")


def _check_certificate(_field: Field, value: str) -> Refusal | None:
    return None if re.fullmatch(r"[0-9A-Z]{4,40}", value) else Refusal("value.bad_certificate_no")


def _check_number(_field: Field, value: str) -> Refusal | None:
    return None if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", value) else Refusal("value.bad_number")


def _check_uscc(_field: Field, value: str) -> Refusal | None:
    """GB 32100: 18 characters without I, O, S, V and Z, the last a check character."""
    if len(value) != 18:
        return Refusal("value.uscc_length", length=len(value))
    if odd := sorted(set(value) - set("0123456789ABCDEFGHJKLMNPQRTUWXY")):
        return Refusal("value.uscc_letters", letters="、".join(odd))
    return None if uscc.is_valid(value) else Refusal("value.bad_uscc")


_CHECKS: dict[str, Callable[[Field, str], Refusal | None]] = {
    "id_no": _check_id,
    "phone": _check_phone,
    "date": _check_date,
    "datetime": _check_datetime,
    "choice": _check_choice,
    "bool": _check_bool,
    "money": _check_money,
    "bank_account": _check_account,
    "certificate_no": _check_certificate,
    "number": _check_number,
    "uscc": _check_uscc,
    "address": _check_address,
    "passport_no": _check_passport,
}


def birth_date_of(id_no: str) -> str:
    """The date of birth (ISO) inside a checked identity number."""
    return f"{id_no[6:10]}-{id_no[10:12]}-{id_no[12:14]}"


def sex_of(id_no: str) -> str:
    """`male` or `female`, from the 17th digit of a checked identity number."""
    return "male" if int(id_no[16]) % 2 else "female"
