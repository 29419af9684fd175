"""What stands between a case and its acceptance."""

from collections.abc import Sequence
from dataclasses import dataclass

from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case
from clerk_tui.intake.plan import Failing, Plan
from clerk_tui.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a case and its acceptance; all empty means it can be accepted (受理).

    `tolerable` are failing papers that may come later, `later` those that were put off already: both want a promise.
    """

    questions: int
    failing: tuple[ev.Missing, ...]
    unconfirmed: tuple[str, ...]
    unsigned: tuple[str, ...]
    tolerable: tuple[str, ...]
    later: tuple[str, ...] = ()

    @property
    def acceptable(self) -> bool:
        """No rule fails, every paper is judged and none is put off, everybody has confirmed and signed."""
        return not (self.questions or self.failing or self.later or self.unconfirmed or self.unsigned)

    @property
    def with_gaps(self) -> bool:
        """Everything is in order but for papers that may come later."""
        vouched = not (self.questions or self.unconfirmed or self.unsigned)
        subjects = {line.subject for line in self.failing}
        return vouched and bool(subjects or self.later) and subjects <= set(self.tolerable)


def readiness(case: Case, made: Plan) -> Readiness:
    """Everything that is missing at once, so that one notice can name it all."""
    failing = [f for f in made.failing if not _promised(case, made, f) and not _accepted(case, f)]
    return Readiness(
        questions=len(made.open_questions),
        failing=tuple(ev.Missing(code=f.code, subject=f.subject, items=f.items) for f in failing),
        unconfirmed=tuple(s.key for s in made.sections if s.key not in case.sections),
        unsigned=tuple(p for p in made.signers if p not in case.signatures),
        tolerable=tuple(f.subject for f in failing if (use := made.material(f.subject)) is not None and use.tolerable),
        later=made.gaps,
    )


def _promised(case: Case, made: Plan, line: Failing) -> bool:
    """By notice-and-commitment (告知承诺) the word of the applicant stands for a secondary paper of that item alone."""
    use = made.material(line.subject)
    return bool(line.items) and use is not None and use.tolerable and all(i in case.commitments for i in line.items)


def _accepted(case: Case, line: Failing) -> bool:
    """What only items want that the law has accepted already is nobody's to ask for any more."""
    return bool(line.items) and all(item in case.item_lives for item in line.items)


def refuse_unready(ready: Readiness) -> None:
    """Raises Refusal with the first thing that keeps the case from being accepted."""
    if ready.questions:
        raise Refusal("case.questions_open", count=ready.questions)
    if ready.failing:
        raise cannot_accept(ready.failing)
    if ready.unconfirmed:
        raise Refusal("case.not_confirmed", count=len(ready.unconfirmed))
    if ready.unsigned:
        raise Refusal("case.not_signed", party=ready.unsigned[0])
    if ready.later:
        raise Refusal("case.gap_needs_promise")


def cannot_accept(failing: Sequence[ev.Missing]) -> Refusal:
    """The refusal that names the first of these rules: a window that judges by other rules learns by which one."""
    return Refusal("case.cannot_accept", count=len(failing), rule=failing[0].code, subject=failing[0].subject)


def nobody_named(plan: Plan) -> bool:
    """Whether no name stands in the form yet: a receipt or a notice would be addressed to nobody."""
    names = [ask for ask in plan.asks if ask.field.type == "name" or ask.field.key == "corp.name"]
    return bool(names) and not any(ask.value for ask in names)
