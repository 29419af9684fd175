"""What stands between a case and its acceptance."""

from dataclasses import dataclass

from clerk_tui.intake import events as ev
from clerk_tui.intake.case import Case
from clerk_tui.intake.plan import Plan
from clerk_tui.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a case and its acceptance; all empty means it can be accepted (受理)."""

    questions: int
    failing: tuple[ev.Missing, ...]
    unconfirmed: tuple[str, ...]
    unsigned: tuple[str, ...]
    tolerable: tuple[str, ...]

    @property
    def acceptable(self) -> bool:
        """No rule fails, every paper is judged, everybody has confirmed and signed."""
        return not (self.questions or self.failing or self.unconfirmed or self.unsigned)


def readiness(case: Case, made: Plan) -> Readiness:
    """Everything that is missing at once, so that one notice can name it all."""
    return Readiness(
        questions=len(made.open_questions),
        failing=tuple(ev.Missing(code=f.code, subject=f.subject, items=f.items) for f in made.failing),
        unconfirmed=tuple(s.key for s in made.sections if s.key not in case.sections),
        unsigned=tuple(p for p in made.signers if p not in case.signatures),
        tolerable=tuple(
            f.subject for f in made.failing if (use := made.material(f.subject)) is not None and use.tolerable
        ),
    )


def refuse_unready(ready: Readiness) -> None:
    if ready.questions:
        raise Refusal("case.questions_open", count=ready.questions)
    if ready.failing:
        raise Refusal("case.cannot_accept", count=len(ready.failing))
    if ready.unconfirmed:
        raise Refusal("case.not_confirmed", count=len(ready.unconfirmed))
    if ready.unsigned:
        raise Refusal("case.not_signed", party=ready.unsigned[0])
