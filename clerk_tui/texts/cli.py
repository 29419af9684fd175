"""What the command line says."""

TEXTS: dict[str, tuple[str, str]] = {
    # demo
    "visit.signed_in": ("已登录：{window} 号窗口", "Signed in at window {window}"),
    "visit.called": ("已叫号：{number}", "Called {number}"),
    "visit.opened": ("已开办件：{matter}", "Opened a case: {matter}"),
    "visit.filled": (
        "表单填好：现场填 {asked} 项，登记信息预填 {filled} 项",
        "The form is filled: {asked} values typed, {filled} filled from registers",
    ),
    "visit.papers": ("材料齐：{count} 份", "The papers are in: {count}"),
    "visit.signed": ("申请表已签字确认（纸面）", "The printed form is signed and confirmed"),
    "visit.accepted": ("已受理：申报号 {number}，{due} 前办结", "Accepted: case {number}, due {due}"),
    "visit.paper": ("受理通知书 PDF：{size} KB", "Acceptance notice as PDF: {size} KB"),
    "visit.next": ("已办结，下一位：{number}", "Finished; the next is {number}"),
    "visit.nobody": ("已办结，没有人在等", "Finished; nobody is waiting"),
    "demo.lan": (
        "同一网络里的人都能打开 {url}：演示完请关闭。",
        "Everybody on this network can open {url}: close the demo when done.",
    ),
}
