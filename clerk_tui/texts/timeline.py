"""How a case went, in words that a citizen may be shown."""

from collections.abc import Mapping
from datetime import date

from clerk_tui.texts import Lang, text
from clerk_tui.texts.dates import due_words

TEXTS: dict[str, tuple[str, str]] = {
    "timeline.title": ("办理经过", "How it went"),
    "timeline.opened": ("开始办理", "Begun"),
    "timeline.shared": (
        "向共享数据取了 {count} 项,不用再填",
        "{count} values came from shared data and need not be typed",
    ),
    "timeline.signed": ("已签名", "Signed"),
    "timeline.received": ("收件,申报号 {number}", "Received, case number {number}"),
    "timeline.accepted": ("受理", "Accepted"),
    "timeline.accepted_gaps": ("容缺受理,还有 {count} 份材料要补", "Accepted; {count} papers follow"),
    "timeline.until": (",{due} 前办结", ", done by {due}"),
    "timeline.noticed": ("一次性告知:有 {count} 处要补正", "Told once what is missing: {count} points"),
    "timeline.supplemented": ("补正的都收齐了", "The supplement is complete"),
    "timeline.refused": ("不予受理,理由见通知书", "Not accepted; the notice says why"),
    "timeline.withdrawn": ("申请人撤回", "Withdrawn by the applicant"),
    "timeline.terminated": ("终止办理", "Ended without a decision"),
    "timeline.closed": ("办结归档", "Closed"),
    "timeline.paused": ("特别程序开始,这段时间不计入期限", "A special procedure began; its days don't count"),
    "timeline.resumed": ("特别程序结束,继续计时", "The special procedure ended; the clock runs again"),
    "timeline.extended": ("经批准延长了期限", "The period was extended, with approval"),
    "timeline.item_returned": ("部门退回窗口", "Sent back to the window by the department"),
    "timeline.item_resubmitted": ("再次交给部门", "Handed to the department again"),
    "timeline.item_passed": ("办结:通过", "Decided: granted"),
    "timeline.item_passed_with_gap": ("办结:通过,材料待补", "Decided: granted, a paper follows"),
    "timeline.item_not_passed": ("办结:不通过,理由见决定书", "Decided: not granted; the decision says why"),
    "timeline.item_not_needed": ("不需要办理", "Not needed"),
    "timeline.not_needed": ("依法不需要许可", "No permission is needed"),
    "timeline.paid": ("已缴费", "Paid"),
    "timeline.delivered": ("领取了 {count} 份结果", "{count} results were collected"),
    "timeline.deemed": ("逾期未告知,依法视为受理", "Accepted by law, as no notice was given in time"),
    "timeline.gaps_in": ("容缺的材料补来了", "A paper that was to follow has come"),
    "timeline.not_ours": ("不属于本机关,告知了去向", "Another authority's; told where to go"),
    "timeline.hint": ("↑↓ 翻 · Esc 返回", "↑↓ scroll · Esc goes back"),
    "timeline.case": ("申报号 {number}", "Case {number}"),
    "timeline.why_due": ("为什么是 {due}:从次日起数工作日", "Why {due}: working days, counted from the day after"),
    "timeline.day_counts": ("第 {number} 天 · {why}", "day {number} · {why}"),
    "timeline.day_free": ("不计 · {why}", "not counted · {why}"),
    "status.title": ("查办理进度", "How my case stands"),
    "status.lead": (
        "申报号和查询码印在凭证和通知书上。这里只显示进度,不显示姓名和填写的内容。",
        "Case number and query code stand on the receipt and on every notice. Only the progress is shown here, no name and nothing that was filled in.",
    ),
    "status.number": ("申报号", "Case number"),
    "status.code": ("查询码(8 位数字)", "Query code (8 digits)"),
    "status.button": ("查看", "Show"),
    "status.unknown": (
        "没有这个申报号,或者查询码不对:请照凭证上印的重新输入。",
        "There is no such case, or the query code is another: type them as the receipt has them.",
    ),
    "status.again": ("查另一件", "Another case"),
}


def told_step(code: str, params: Mapping[str, object], about: str, lang: Lang) -> str:
    """One step by its code and counts; `about` is the name of the item or party that it concerns, empty for the whole."""
    counts = {key: value for key, value in params.items() if key != "due"}
    words = text(f"timeline.{code}", lang, **counts)
    due = params.get("due")
    if isinstance(due, date):
        words += text("timeline.until", lang, due=due_words(due, lang))
    return f"{about}{':' if lang == 'zh' else ': '}{words}" if about else words
