"""Why the law or the house says no to a step in the life of a case, and what can be done instead."""

TEXTS: dict[str, tuple[str, str]] = {
    "case.ended": ("这个办件已经结束：要再办请新开一件。", "This case has ended: begin a new one."),
    "case.decided": (
        "各事项都已作出决定，不能再撤回或终止：请送达后办结。",
        "Everything has been decided, so it can't be withdrawn or ended: hand the results over and close it.",
    ),
    "case.not_accepted": (
        "还没受理：先受理，再分派、答复或停钟。",
        "It has not been accepted yet: accept it before anything is handled.",
    ),
    "case.supplement_first": (
        "补正材料收齐后先按「补正已齐」，那一天就是受理日。",
        "Say first that the supplement is complete: that day is the day of acceptance.",
    ),
    "case.notice_once": (
        "只能一次性告知：这些缺漏第一次就该说；确有必要的，请主管写明理由再补告知。",
        "Notice is given once: this could have been said the first time. A supervisor may add to it, with a reason.",
    ),
    "case.notice_open": (
        "告知书上还有 {count} 项没补：补齐再受理。",
        "{count} lines of the notice are still open: they must be answered first.",
    ),
    "case.nothing_awaited": ("这个办件没有等待补正的材料。", "This case waits for no supplement."),
    "case.no_ground": (
        "没有不符合的法定条件，不能不予受理：缺材料请一次性告知。",
        "No condition of the law fails, so it can't be refused: for missing papers give notice.",
    ),
    "case.where_missing": (
        "不属于本机关的，要告诉去哪里办：请写明机关和地点。",
        "Say where to go when it is another authority's: name the authority and the place.",
    ),
    "case.silence_accepted": (
        "五个工作日内没有告知，许可事项自收件之日起已视为受理：不能再告知或不予受理。",
        "No notice was given within five working days, so the licence counts as accepted from the day of receipt.",
    ),
    "case.gap_needs_promise": (
        "容缺受理要有签字的承诺书和补齐日期：先签承诺书，再填日期。",
        "Accepting with gaps needs a signed promise and a day: have it signed, and give the day.",
    ),
    "case.gap_too_long": (
        "补齐日期最迟 {date}，不能早于今天，也不能晚于承诺时限。",
        "The papers may come from today until {date} at the latest: not after the promised period.",
    ),
    "case.gap_dishonest": (
        "申请人有失信记录，不适用容缺和告知承诺：请收齐材料。",
        "The applicant is on a list of the dishonest: no gaps and no commitment, all papers are needed.",
    ),
    "case.gap_open": (
        "还有 {count} 份容缺材料没补：补齐前不发证、不办结。",
        "{count} papers promised for later are not in: nothing is issued or closed before.",
    ),
    "case.own_decision": (
        "不能审批自己经手的办件：请由部门或另一位主管决定。",
        "Nobody decides a case they took in: the department or another supervisor does.",
    ),
    "case.items_open": (
        "还有 {count} 个事项没有办结：等部门答复。",
        "{count} items are not decided yet: wait for the departments.",
    ),
    "case.not_delivered": (
        "还有 {count} 个结果没有送达：送达后再办结。",
        "{count} results have not been handed over: deliver them, then close.",
    ),
    "case.at_window": (
        "这个办件在 {window} 号窗口：请主管改派。",
        "This case is at window {window}: the supervisor can move it.",
    ),
    "item.unknown": ("这个办件没有这个事项：请看事项清单。", "The case has no such item: see the list."),
    "item.waiting": (
        "前置事项还没办完：等它办结，会自动放行。",
        "What comes before it is not done: it is released by itself then.",
    ),
    "item.paused": ("正在特别程序中：先恢复计时。", "A special procedure is running: resume the clock first."),
    "item.returned": ("已退回窗口：窗口处理后重新提交。", "It was handed back: the window mends and resubmits it."),
    "item.not_returned": ("这个事项没有被退件。", "This item was not handed back."),
    "item.decided": ("这个事项已经有结果。", "This item has its result already."),
    "item.undecided": ("这个事项还没有结果，不能送达。", "This item has no result yet to hand over."),
    "item.delivered": ("这个结果已经送达过。", "This result has been handed over already."),
    "item.nothing_to_deliver": ("这个事项没有可送达的结果。", "This item gives nothing to hand over."),
    "item.no_gap": (
        "这个事项没有容缺材料：通过请选「办结通过」。",
        "No paper of this item is to come later: choose passed.",
    ),
    "item.reason_missing": ("不通过要写理由和依据。", "A refusal needs its reason and basis."),
    "item.no_commitment": (
        "「{item}」不实行告知承诺：请按材料清单收件。",
        "{item} knows no commitment in place of papers: take the papers of the list.",
    ),
    "item.paid": ("这个事项的费用已经记过。", "The fee of this item is recorded already."),
    "item.receipt_missing": (
        "缴费要写方式和票据号：没有缴的请选减免。",
        "Say how it was paid and the receipt's number, or that it was waived.",
    ),
    "clock.no_basis": (
        "停钟要有依据：只限本事项的特别程序，或行政许可法第四十五条的程序。",
        "The clock stops only for a special procedure of the item, or one of article 45 of the licensing law.",
    ),
    "clock.pause_too_long": (
        "这个程序最多还能停 {count} 个工作日。",
        "This procedure may stop the clock for {count} more working days at most.",
    ),
    "clock.not_paused": ("这个事项没有停钟。", "The clock of this item is not stopped."),
    "clock.extended_once": (
        "已经申请或批准过延期：只能延长一次。",
        "More time was asked for or given already: it can be extended once.",
    ),
    "clock.extension_too_long": (
        "最多延长 {count} 个工作日。",
        "It can be extended by {count} working days at most.",
    ),
    "clock.too_late": (
        "期限 {date} 已过，不能再延期：请督办。",
        "The period ended on {date}: it can't be extended any more.",
    ),
    "clock.nothing_asked": ("这个事项没有待批的延期。", "Nobody asked for more time for this item."),
    "clock.own_extension": (
        "不能批准自己申请的延期：请另一位主管批准。",
        "Nobody approves their own request: another supervisor does.",
    ),
}
