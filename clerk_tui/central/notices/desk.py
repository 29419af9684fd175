"""What the desk needs on paper beside the notices: the list to take home, mandates, transfers, service."""

from clerk_tui.catalog.guide import address
from clerk_tui.central.notices.base import Told
from clerk_tui.intake.checklist import checklist_of
from clerk_tui.intake.events import ItemsDelivered
from clerk_tui.intake.plan import IN, PlannedItem
from clerk_tui.papers import Checklist, Fact, Line, Notice, Party, Passage, Signature, Table
from clerk_tui.texts import text
from clerk_tui.texts.sheet import sheet_of


def checklist(told: Told) -> Checklist:
    """办事清单 of a case, as far as its answers go."""
    facts = told.facts
    sheet = sheet_of(checklist_of(facts.catalog, facts.plan, facts.lang), facts.lang)
    return Checklist(
        hall=facts.desk.hall,
        sheet=sheet,
        printed_on=facts.local(facts.now).date(),
        url=address(facts.desk.public_url, sheet.key),
        case_no=facts.case.number or "",
        reprint=facts.reprint,
    )


def mandate(told: Told) -> Notice:
    """授权委托书 of one principal (`about`): who acts, in which items, with what scope, until when. To be signed by both."""
    facts, plan = told.facts, told.facts.plan
    paper = next((m for m in plan.materials if m.party == told.about and m.material.kind == "mandate"), None)
    keys = [why.item for why in paper.why] if paper else []
    items = [item for key in keys if (item := plan.item(key)) is not None]
    agents = tuple(dict.fromkeys(a for item in items for a in item.acting)) or plan.acting[:1]
    principal, agent = told.person(told.about), told.person(agents[0] if agents else plan.spokesman)
    until = told.value_of("mandate_until", told.about)
    return told.notice(
        "mandate",
        (
            Passage(
                paragraphs=(told.say("mandate.body", matter=facts.matter, hall=facts.desk.hall),),
                lines=tuple(_scope(told, item) for item in items),
            ),
            Passage(
                paragraphs=(
                    told.say("mandate.scope"),
                    told.say("mandate.only"),
                    told.say("mandate.until", until=until) if until else told.say("mandate.until_open"),
                )
            ),
        ),
        applicant=None,
        agent=None,
        facts=(*_who(told, "mandate.principal", principal), *_who(told, "mandate.agent", agent)),
        to="",
        contact=None,
        signatures=(
            Signature(capacity=told.say("signer", capacity=told.say("mandate.principal")), name=principal.name),
            Signature(capacity=told.say("signer", capacity=told.say("mandate.agent")), name=agent.name),
        ),
    )


def _scope(told: Told, item: PlannedItem) -> Line:
    return Line(words=told.item(item.key), notes=(told.authority(item.key),))


def _who(told: Told, label: str, party: Party) -> tuple[Fact, ...]:
    return (
        Fact(label=told.say(label), value=party.name),
        Fact(label=told.say("id_no"), value=party.id_no),
        Fact(label=told.say("phone"), value=party.phone),
    )


def transfer_sheet(told: Told) -> Notice:
    """材料交接单 to one department (`about`): its items, every paper that they want with its counts, two signatures."""
    facts, lang = told.facts, told.facts.lang
    department = facts.catalog.name(told.about, lang)
    mine = [key for key in told.items() if facts.catalog.items[key].department == told.about]
    wanted = [m for m in facts.plan.materials if any(why.item in mine for why in m.why)]
    rows = [(told.say("transfer_sheet.form"), "1", "", text("standing.copies_kept", lang))]
    for m in wanted:
        copies = m.copies_held if m.standing in IN else 0
        name = facts.catalog.name(m.key, lang)
        rows.append((name, str(copies or ""), str(m.pages or ""), text(f"standing.{m.standing}", lang)))
    total = (
        told.say("transfer_sheet.total"),
        str(sum(int(row[1] or 0) for row in rows)),
        str(sum(int(row[2] or 0) for row in rows)),
        "",
    )
    heads = ("material", "copies", "scans", "how")
    body = told.say("transfer_sheet.body", window=facts.desk.window, department=department)
    return told.notice(
        "transfer_sheet",
        (
            Passage(
                paragraphs=(body,),
                lines=tuple(Line(words=told.item(key), notes=(told.number_of(key),)) for key in mine),
            ),
            Passage(
                table=Table(
                    head=tuple(told.say(f"transfer_sheet.{head}") for head in heads),
                    rows=tuple(rows),
                    widths=(5, 2, 2, 3),
                    total=total,
                    centred=(1, 2),
                )
            ),
        ),
        to="",
        query_code="",
        contact=None,
        clerk="",
        signatures=(
            Signature(capacity=told.say("transfer_sheet.gave"), name=facts.desk.clerk),
            Signature(capacity=told.say("transfer_sheet.took", department=department)),
        ),
        foot=(told.say("transfer_sheet.twice"),),
    )


def delivery(told: Told) -> Notice:
    """送达回证: what is handed over, to whom, when and how; signed by who takes it.

    Of what may be handed over now, to be filled in by hand; when nothing is left to hand over, of the last delivery.
    """
    facts, lang = told.facts, told.facts.lang
    given = told.last(ItemsDelivered) if not facts.case.to_deliver else None
    keys = given[0].items if given else facts.case.to_deliver or told.items()
    rows = []
    for key in keys:
        for result in facts.catalog.items[key].results:
            if result.collect:
                name = result.name if lang == "zh" else result.name_en or result.name
                rows.append((name, told.item(key), told.number_of(key)))
    heads = ("delivery.document", "item", "delivery.number")
    table = Table(head=tuple(told.say(head) for head in heads), rows=tuple(rows), widths=(3, 3, 3))
    made = told.notice("delivery", ())
    colon = told.say("colon")
    channel, at, who = told.say("delivery.channels"), told.say("delivery.blank"), told.say("delivery.who")
    if given is not None:
        channel, at, who = told.say(f"channel.{given[0].channel}"), told.time(given[0].at), given[0].taken_by
    return told.notice(
        "delivery",
        (
            Passage(table=table if rows else None),
            Passage(
                lines=(
                    Line(words=f"{told.say('delivery.channel')}{colon}{channel}"),
                    Line(words=f"{told.say('delivery.at')}{colon}{at}"),
                    Line(words=f"{told.say('delivery.taken_by')}{colon}{who}"),
                )
            ),
        ),
        facts=(Fact(label=told.say("delivery.addressee"), value=made.applicant.name if made.applicant else ""),),
        applicant=None,
        agent=None,
        to="",
        clerk="",
        signatures=(
            Signature(capacity=told.say("delivery.taken")),
            Signature(capacity=told.say("delivery.gave"), name=facts.desk.clerk),
        ),
        foot=(told.say("delivery.proxy"),),
    )
