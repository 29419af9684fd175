"""One party's session on a draft: invited once, joined by one phone, live until closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from immutables import Map

from clerk_tui.filing import commands as cmd
from clerk_tui.filing.filing import CODE_LIFE, Filings, decide, evolve, of_session
from clerk_tui.intake.case import Case, CaseState
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context

NOW = datetime(2026, 11, 24, 2, 32, tzinfo=UTC)
CASE = Case("case", ("birth",), "0" * 64, NOW)
OPEN = cmd.OpenFiling(mode="coach", purpose="fill", party="mother")


def do(filings: Filings, body: CommandBody, target: str | None = "f1", at: int = 0, session: str = "s") -> Filings:
    """The filings after one command given `at` seconds on."""
    context = Context("f1", NOW + timedelta(seconds=at), date(2026, 11, 24), "clerk3", "clerk", session, "3")
    for event in decide(CASE, filings, body, target, context):
        filings = evolve(filings, event)
    return filings


@pytest.fixture
def invited() -> Filings:
    return do(Map(), OPEN, "case")


def test_a_party_is_invited_once(invited: Filings) -> None:
    assert invited["f1"].party == "mother"
    with pytest.raises(Refusal, match="party_invited"):
        do(invited, OPEN, "case")


def test_one_phone_joins_and_asks_again_without_harm(invited: Filings) -> None:
    joined = do(invited, cmd.Join(), session="phone")
    assert of_session(joined, "phone") == joined["f1"]
    assert do(joined, cmd.Join(), session="phone") == joined
    with pytest.raises(Refusal, match="already_joined"):
        do(joined, cmd.Join(), session="other")


def test_a_code_dies_after_its_life_and_a_new_one_invites_again(invited: Filings) -> None:
    late = int(CODE_LIFE.total_seconds())
    with pytest.raises(Refusal, match="code_dead"):
        do(invited, cmd.Join(), at=late, session="phone")
    renewed = do(invited, cmd.RenewCode(), at=late)
    assert renewed["f1"].serial == 1
    assert do(renewed, cmd.Join(), at=late + 1, session="phone")["f1"].state == "joined"


def test_renewing_sends_the_old_phone_away(invited: Filings) -> None:
    joined = do(invited, cmd.Join(), session="phone")
    assert of_session(do(joined, cmd.RenewCode()), "phone") is None


def test_a_revoked_code_opens_nothing(invited: Filings) -> None:
    with pytest.raises(Refusal, match="code_dead"):
        do(do(invited, cmd.RevokeCode()), cmd.Join(), session="phone")


def test_closing_counts_the_minutes_since_the_party_came(invited: Filings) -> None:
    joined = do(invited, cmd.Join(), session="phone")
    context = Context("c9", NOW + timedelta(minutes=6), date(2026, 11, 24), "clerk3", "clerk", "s", "3")
    (closed,) = decide(CASE, joined, cmd.CloseFiling(outcome="submitted"), "f1", context)
    assert closed.model_dump()["minutes"] == 6.0


def test_nobody_is_invited_to_a_case_that_went_in() -> None:
    context = Context("f1", NOW, date(2026, 11, 24), "clerk3", "clerk", "s", "3")
    with pytest.raises(Refusal, match="case_submitted"):
        decide(replace(CASE, state=CaseState.RECEIVED), Map(), OPEN, "case", context)
