"""What to bring for a matter, as far as the answers go (办事清单): a plan in the form of a guide, for who only asked."""

from collections.abc import Iterator
from typing import Literal

from clerk_tui.catalog.guide import Guide, Part, Row, code_of
from clerk_tui.catalog.guide_terms import Said, Words
from clerk_tui.catalog.model import Catalog
from clerk_tui.intake.plan import FREE, IN, Plan, PlannedMaterial

Lang = Literal["zh", "en"]


def checklist_of(catalog: Catalog, plan: Plan, lang: Lang) -> Guide:
    """The list for the plan's matters; nothing of it is about a person. Raises KeyError for a plan without a matter."""
    writer = _Writer(catalog, plan, lang)
    parts = (
        ("answers", writer.answers()),
        ("still", writer.still()),
        ("bring", writer.bring()),
        ("done", writer.done()),
        ("free", writer.free()),
        ("promise", writer.promise()),
        ("mind", writer.mind()),
    )
    made = ((name, tuple(rows)) for name, rows in parts)
    titles = [catalog.name(matter, lang) for matter in plan.matters]
    first = plan.matters[0]
    items = len([i for i in plan.items if not i.met])
    return Guide(
        key=first,
        code=code_of(first),
        title="、".join(titles) if lang == "zh" else ", ".join(titles),
        under=(Said("checklist.items", {"count": str(items)}),),
        parts=tuple(Part(name, rows) for name, rows in made if rows),
    )


class _Writer:
    def __init__(self, catalog: Catalog, plan: Plan, lang: Lang) -> None:
        self.catalog, self.plan, self.lang = catalog, plan, lang

    def answers(self) -> Iterator[Row]:
        for question in self.plan.questions:
            if question.value is not None:
                option = question.field.option(question.value)
                words: Words = option.label(self.lang) if option else Said(f"bool.{question.value}")
                yield Row(words, label=question.field.label(self.lang))

    def still(self) -> Iterator[Row]:
        for question in self.plan.open_questions:
            options: tuple[Words, ...] = tuple(o.label(self.lang) for o in question.field.options)
            yield Row(options or (Said("bool.yes"), Said("bool.no")), label=question.field.label(self.lang))
        if self.plan.open_questions:
            yield Row(Said("checklist.depends"))

    def bring(self) -> Iterator[Row]:
        wanted = [m for m in self.plan.materials if m.standing not in FREE and m.standing not in IN]
        for material in wanted:
            yield self._material(material)
        yield Row(Said("checklist.one_visit" if wanted else "checklist.nothing"), (Said("checklist.and_id"),))

    def done(self) -> Iterator[Row]:
        for material in self.plan.materials:
            if material.standing in IN:
                yield Row(self._named(material), (Said(f"standing.{material.standing}"),))

    def free(self) -> Iterator[Row]:
        for material in self.plan.materials:
            if material.standing in FREE:
                yield Row(self._named(material), (Said(f"standing.{material.standing}"),))

    def promise(self) -> Iterator[Row]:
        for planned in self.plan.items:
            if planned.met:
                continue
            item = planned.item
            promise: Words = Said("guide.promise", {"days": f"{item.promise_days:g}"})
            if item.immediate:
                promise = Said("guide.immediate")
            marked = Said("guide.marked", {"words": promise}) if item.promise_assumed else promise
            yield Row(marked, label=f"{item.label(self.lang)} · {self.catalog.name(item.department, self.lang)}")

    def mind(self) -> Iterator[Row]:
        for note in self.plan.notes:
            if note.code == "plan.reminder":
                yield Row(str(note.details.get("name" if self.lang == "zh" else "name_en", "")))

    def _named(self, material: PlannedMaterial) -> str:
        party = material.party
        gap = "" if self.lang == "zh" else ": "
        who = self.catalog.name(party, self.lang) + gap if party and party in self.catalog.parties else ""
        if party == "applicant":
            who = ""
        return who + material.material.label(self.lang)

    def _material(self, m: PlannedMaterial) -> Row:
        wants: list[Words] = []
        if m.original:
            wants.append(Said("guide.original"))
        if m.copies:
            wants.append(Said("guide.copies", {"count": str(m.copies)}))
        notes: list[Words] = [tuple(wants)] if wants else []
        certificate = self.catalog.certificates.get(m.material.e_certificate or "")
        if certificate is not None:
            notes.append(Said("guide.certificate", {"name": certificate.label(self.lang)}))
        if m.tolerable:
            notes.append(Said("guide.tolerable"))
        if len(self.plan.items) > 1 and m.why:
            names = tuple(dict.fromkeys(self.catalog.name(why.item, self.lang) for why in m.why))
            notes.append(Said("guide.wanted_by", {"items": names}))
        if reasons := tuple(Said(f"guide.reason.{reason}") for reason in m.material.reasons):
            notes.append(Said("guide.sent_back", {"reasons": reasons}))
        if basis := tuple(dict.fromkeys(why.basis for why in m.why if why.basis)):
            notes.append(Said("guide.what_for", {"basis": basis}))
        return Row(self._named(m), tuple(notes))
