"""Proposed changes of the catalogue: what the clerk is asked, what the desk reads, and why something is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "proposal.kind.drop_field": ("不用填这一项", "drop a field"),
    "proposal.kind.drop_material": ("不用交这份材料", "drop a paper"),
    "proposal.kind.e_certificate": ("这份材料有电子证照", "the paper has an e-certificate"),
    "proposal.kind.merge_steps": ("合并环节", "merge steps"),
    "proposal.kind.other": ("其他", "other"),
    "proposal.ask.kind": ("{item}怎么改", "Change {item}:"),
    "proposal.ask.subject": ("哪一项", "Which one"),
    "proposal.ask.more": ("更多", "more"),
    "proposal.ask.reason": ("为什么这样改", "Why"),
    "proposal.sent": ("已提交改进建议：{item}", "Proposed: {item}"),
    "proposal.unknown_item": (
        "目录里没有事项 {item}：请从在用目录里选。",
        "The catalogue in force has no item {item}: choose one from it.",
    ),
    "proposal.no_subject": (
        "「{item}」没有这一项可改：请选它现在的字段、材料或环节。",
        "{item} has no such thing to change: choose one of its present fields, papers or steps.",
    ),
    "proposal.package": (
        "请对其中的单个事项提建议：先打开那个事项的指南。",
        "Propose it for one of its items: open that item's guide first.",
    ),
    "proposal.unknown": ("没有这条建议：请先列出来看。", "There is no such proposal: list them first."),
    "proposal.decided": ("这条建议已经有答复了。", "This proposal has been decided already."),
    "amend.not_found": (
        "文件里找不到 {what}：可能已经改过了，请手工核对。",
        "{what} is not in the files: it may be gone already; look by hand.",
    ),
    "amend.certificate": (
        "请用 --certificate 写明由哪个电子证照替代。",
        "Say with --certificate which e-certificate replaces it.",
    ),
    "proposals.line": (
        "{id}  {hall}  {item}：{kind} {subject}（每件省 {fields} 填 {materials} 材料 {steps} 环节 × 上月 {cases} 件）{state}",
        "{id}  {hall}  {item}: {kind} {subject} (fields {fields}, papers {materials}, steps {steps} × last month's cases: {cases}){state}",
    ),
    "proposals.reason": ("      {reason}", "      {reason}"),
    "proposals.none": ("没有建议。", "There are no proposals."),
    "proposals.adopted": (
        "已采纳：{id}。请改 {file} 第 {line} 行起：",
        "Adopted: {id}. Change {file} from line {line} on:",
    ),
    "proposals.by_hand": ("已采纳：{id}。这一条要手工改；署名：", "Adopted: {id}. Change it by hand; the credit:"),
    "proposals.written": ("已写入 {file}。", "Written to {file}."),
    "proposals.declined": ("已答复不采纳：{id}", "Declined: {id}"),
    "proposals.stats": (
        "{hall}：提出 {proposed}，采纳 {adopted}，不采纳 {declined}，待定 {open}",
        "{hall}: proposed {proposed}, adopted {adopted}, declined {declined}, open {open}",
    ),
    "proposals.is_adopted": (" 已采纳", " adopted"),
    "proposals.is_declined": (" 未采纳", " declined"),
    "proposals.is_done": (" 目录已改", " done"),
}
