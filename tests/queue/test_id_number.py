"""Which identity numbers a command takes."""

import pytest
from pydantic import ValidationError
from stdnum.cn import ric

from clerk_tui.queue.commands import TakeTicket


def take(id_no: str) -> str | None:
    return TakeTicket.model_validate({"channel": "kiosk", "id_no": id_no}).id_no


def test_a_person_older_than_the_county_is_taken() -> None:
    """Numbers were given out from 1984 on, by the counties of then, to people born long before."""
    body = "33040219500314001"
    number = body + ric.calc_check_digit(body + "0")
    assert take(number) == number


@pytest.mark.parametrize("id_no", ["330402195013140010", "330402199203140010"])
def test_a_wrong_date_or_check_digit_is_refused(id_no: str) -> None:
    with pytest.raises(ValidationError):
        take(id_no)
