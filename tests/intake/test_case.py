"""The life of a case: draft, each field judged by itself, confirmed, signed, received and accepted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.intake import commands as cmd
from clerk_tui.intake.case import Case, CaseState, evolve, opened
from clerk_tui.intake.decide import CaseRules, decide, fills, open_case, plan_of, readiness, result_of
from clerk_tui.intake.events import CaseOpened
from clerk_tui.protocol.calendar_source import state_council_calendar
from clerk_tui.refusal import Refusal
from clerk_tui.rules import CommandBody, Context

CATALOG = load_catalog(builtin_catalog_bytes())
RULES = CaseRules({CATALOG.hash: CATALOG}.__getitem__, state_council_calendar(), "330402", 17)
NOW = datetime(2026, 11, 24, 2, 32, tzinfo=UTC)
CASE_ID = "0192f0c0-0000-7000-8000-000000000001"
FATHER_ID = "330402199001010019"
SAMPLE = {
    "name": "演示宝",
    "phone": "19900000009",
    "date": "2099-12-31",
    "datetime": "2026-11-02T08:30",
    "address": "演示市演示区演示路1号",
    "bank_account": "6222020000000000001",
    "certificate_no": "A330000001",
    "money": "100",
    "bool": "yes",
    "text": "演示",
    "id_no": FATHER_ID,
}


class Desk:
    """One case and the hands on it."""

    def __init__(self) -> None:
        self.now = NOW
        command = cmd.OpenCase(matters=("birth",), catalog=CATALOG.hash, ticket="t1")
        (event,) = open_case(command, self.context(CASE_ID), RULES)
        assert isinstance(event, CaseOpened)
        self.case: Case = opened(event, "clerk3")

    def context(self, command_id: str = "c", role: str = "clerk", actor: str = "clerk3", late: int = 0) -> Context:
        captured = self.now - timedelta(seconds=late)
        return Context(command_id, self.now, date(2026, 11, 24), actor, role, "s", "3", captured)

    def do(self, body: CommandBody, party: str | None = None, late: int = 0) -> dict[str, object]:
        role, actor = ("citizen", f"phone of {party}") if party else ("clerk", "clerk3")
        happened = decide(self.case, body, self.context("c", role, actor, late), RULES, party)
        before = self.case
        for event in happened:
            self.case = evolve(self.case, event)
        self.last = [e.KIND for e in happened]
        return result_of(before, self.case, body, happened)

    def answer(
        self, key: str, value: str, base: int = 0, party: str | None = None, late: int = 0, word: str | None = None
    ):
        change = cmd.Change.model_validate({"field": key, "value": value, "base": base, "word": word})
        return self.do(cmd.PatchAnswers(changes=(change,)), party, late)

    @property
    def plan(self):
        return plan_of(self.case, RULES, self.context())

    def fill(self) -> None:
        """Answers every question and every field with a valid sample."""
        while questions := self.plan.open_questions:
            field = questions[0].field
            self.answer(questions[0].key, field.options[0].value if field.options else "yes")
        for ask in self.plan.asks:
            if ask.state == "open" and ask.required:
                value = ask.field.options[0].value if ask.field.options else ask.field.example or SAMPLE[ask.field.type]
                self.answer(ask.key, value)

    def sign_all(self) -> None:
        for section in self.plan.sections:
            self.do(cmd.ConfirmSection(section=section.key, party=section.confirmers[0], means="paper", witness="3"))
        for party in self.plan.signers:
            self.do(cmd.Sign(party=party, means="paper", witness="3"))

    def bring_all(self) -> None:
        for use in self.plan.materials:
            if use.standing == "missing":
                self.do(cmd.JudgeMaterial(material=use.key, verdict="copies_kept" if use.copies else "original_seen"))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_complete_case_is_received_and_accepted_in_one_act(desk: Desk) -> None:
    desk.fill()
    desk.bring_all()
    desk.sign_all()
    assert readiness(desk.case, desk.plan).acceptable
    result = desk.do(cmd.SubmitCase(serial=17))
    assert desk.last == ["case_submitted", "case_accepted"]
    assert result["number"] == "3304022026112400017"
    assert desk.case.state is CaseState.ACCEPTED
    assert desk.case.accepted_on == date(2026, 11, 24)
    assert desk.case.due == date(2026, 11, 30)
    assert [item.number for item in desk.case.items][:2] == ["330402202611240001701", "330402202611240001702"]


def test_questions_stand_before_everything(desk: Desk) -> None:
    with pytest.raises(Refusal, match="questions_open"):
        desk.do(cmd.SubmitCase())


def test_what_is_missing_is_named_at_once_and_the_case_may_still_be_received(desk: Desk) -> None:
    desk.fill()
    with pytest.raises(Refusal, match="cannot_accept") as refused:
        desk.do(cmd.SubmitCase())
    assert refused.value.details["rule"] == "plan.material_missing"
    assert refused.value.details["count"] >= 5
    desk.do(cmd.SubmitCase(only_receive=True))
    assert desk.case.state is CaseState.RECEIVED
    desk.do(cmd.GiveNotice())
    missing = {m.subject for m in desk.case.notices[0].missing}
    assert "father.ga.household_book" in missing
    assert len(missing) >= 5


def test_a_paper_that_may_come_later_is_accepted_as_a_gap_and_a_main_one_is_not(desk: Desk) -> None:
    desk.fill()
    desk.sign_all()
    tolerable = [m.key for m in desk.plan.materials if m.tolerable]
    with pytest.raises(Refusal, match="not_tolerable"):
        desk.do(cmd.JudgeMaterial(material="father.ga.id_card", verdict="later"))
    desk.bring_all()
    desk.do(cmd.SubmitCase(only_receive=True))
    with pytest.raises(Refusal, match="gap_needs_promise"):
        desk.do(cmd.AcceptCase(gaps=(tolerable[0],)))
    desk.do(cmd.AcceptCase(gaps=(tolerable[0],), until=date(2026, 11, 25), promise=True))
    assert desk.case.gaps == (tolerable[0],)


def test_a_wrong_identity_number_is_kept_and_stands_in_the_way(desk: Desk) -> None:
    desk.fill()
    desk.answer("father.person.id_no", "330402199001010018")
    ask = desk.plan.ask("father.person.id_no")
    assert ask is not None
    assert ask.state == "wrong"
    assert ask.value == "330402199001010018"
    with pytest.raises(Refusal, match="section_open"):
        desk.do(cmd.ConfirmSection(section="father", party="father", means="paper"))


def test_a_change_opens_the_confirmed_section_and_the_signature_under_it(desk: Desk) -> None:
    desk.fill()
    desk.sign_all()
    assert "father" in desk.case.signatures
    with pytest.raises(Refusal, match="confirmed_needs_word"):
        desk.answer("father.person.phone", "19900000008")
    desk.answer("father.person.phone", "19900000008", word="spoken")
    assert "father" not in desk.case.sections
    assert "father" not in desk.case.signatures


def test_the_later_writer_wins_on_line_but_not_off_line(desk: Desk) -> None:
    desk.fill()
    version = desk.case.answers["mother.person.phone"].version
    desk.answer("mother.person.phone", "19900000001", base=version, party="mother")
    desk.answer("mother.person.phone", "19900000002", base=version)
    assert desk.case.answers["mother.person.phone"].value == "19900000002"
    with pytest.raises(Refusal, match="field_moved"):
        desk.answer("mother.person.phone", "19900000003", base=version, late=60)


def test_a_patch_takes_what_it_can_and_says_which_field_it_could_not(desk: Desk) -> None:
    desk.fill()
    version = desk.case.answers["mother.person.phone"].version
    desk.answer("mother.person.phone", "19900000001", base=version)
    changes = (
        cmd.Change(field="mother.person.phone", value="19900000002", base=version),
        cmd.Change(field="father.person.phone", value="19900000003", base=version + 99),
    )
    result = desk.do(cmd.PatchAnswers(changes=changes), late=60)
    assert {key: field["status"] for key, field in result["fields"].items()} == {
        "mother.person.phone": "conflict",
        "father.person.phone": "applied",
    }


def test_a_phone_fills_and_confirms_only_what_is_its_partys(desk: Desk) -> None:
    desk.fill()
    assert fills(desk.plan, "mother.person.phone", "mother")
    assert not fills(desk.plan, "father.person.phone", "mother")
    with pytest.raises(Refusal, match="not_yours"):
        desk.answer("father.person.phone", "19900000001", party="mother")
    with pytest.raises(Refusal, match="not_yours"):
        desk.do(cmd.ConfirmSection(section="father", party="father", means="phone"), party="mother")
    desk.do(cmd.ConfirmSection(section="mother", party="mother", means="phone"), party="mother")
    assert desk.case.sections["mother"].by == "phone of mother"


def test_nothing_is_changed_after_submission(desk: Desk) -> None:
    desk.fill()
    desk.bring_all()
    desk.sign_all()
    desk.do(cmd.SubmitCase())
    for body in (
        cmd.PatchAnswers(changes=(cmd.Change(field="father.person.phone", value="1"),)),
        cmd.ChangeMatters(drop=("birth",)),
        cmd.ConfirmSection(section="father", party="father", means="paper"),
    ):
        with pytest.raises(Refusal, match="not_draft"):
            desk.do(body)
    with pytest.raises(Refusal, match="already_submitted"):
        desk.do(cmd.SubmitCase())


def test_matters_come_and_go_but_the_last_stays(desk: Desk) -> None:
    desk.do(
        cmd.ChangeMatters(
            add=("rs.card_replacement",) if "rs.card_replacement" in CATALOG.items else ("flexible_work",)
        )
    )
    assert len(desk.case.matters) == 2
    desk.do(cmd.ChangeMatters(drop=("birth",)))
    with pytest.raises(Refusal, match="last_matter"):
        desk.do(cmd.ChangeMatters(drop=desk.case.matters))
    with pytest.raises(Refusal, match="unknown_matter"):
        desk.do(cmd.ChangeMatters(add=("nobody.knows",)))


def test_a_second_print_is_counted(desk: Desk) -> None:
    assert desk.do(cmd.PrintPaper(paper="application_form")) == {"paper": "application_form", "copy_no": 1}
    assert desk.do(cmd.PrintPaper(paper="application_form")) == {"paper": "application_form", "copy_no": 2}


def test_an_unknown_catalogue_is_a_refusal_not_a_crash(desk: Desk) -> None:
    desk.case = replace(desk.case, catalog="0" * 64)
    with pytest.raises(Refusal, match="catalog_unknown"):
        desk.do(cmd.SubmitCase())


def test_every_personal_value_is_in_the_sealed_part(desk: Desk) -> None:
    context = desk.context()
    change = cmd.Change(field="baby.person.name", value="演示宝宝")
    (event,) = decide(desk.case, cmd.PatchAnswers(changes=(change,)), context, RULES)
    assert "演示宝宝" not in str(event.open_part())
    assert event.sealed_part() == {"values": {"baby.person.name": "演示宝宝"}}
    assert type(event).joined(event.open_part(), None).sealed_part() == {"values": {}}
