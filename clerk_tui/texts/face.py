"""The citizen's side of a window: few words, said to somebody who stands there."""

TEXTS: dict[str, tuple[str, str]] = {
    "face.window": ("{window} 号窗口", "Window {window}"),
    "face.closed": ("本窗口未开放", "This window is closed"),
    "face.closed.help": ("请看大厅屏幕，到其他窗口办理", "See the hall's screen for the windows that are open"),
    "face.paused": ("暂停服务", "Paused"),
    "face.paused.help": ("请稍候，或看大厅屏幕上的其他窗口", "Please wait, or see the hall's screen"),
    "face.idle": ("请稍候", "Please wait"),
    "face.idle.help": ("叫到您的号时，这里会显示", "Your number is shown here when it is called"),
    "face.called": ("请到 {window} 号窗口", "Please come to window {window}"),
    "face.called.help": ("请带好证件和材料", "Have your papers at hand"),
    "face.serving": ("正在办理", "Being served"),
    # The codes.
    "face.for": ("给{party}", "{party}:"),
    "face.scan": ("请用手机扫码", "scan with a phone"),
    "face.or_type": ("或打开 {url}", "or open {url}"),
    "face.minutes": ("还剩 {minutes} 分钟", "{minutes} min left"),
    "face.other_code": ("{party}  {digits}  还剩 {minutes} 分钟", "{party}  {digits}  {minutes} min left"),
    "face.on_phone": ("{party}正在手机上填写", "{party} fills in on a phone"),
    "face.ticket": ("扫码在手机上看这个号", "Scan to see this number"),
    "face.ticket.help": ("窗口请您填表时，手机上直接打开", "The form opens there when it is time"),
    # The read-back.
    "face.check": ("请核对", "Please check"),
    "face.check.help": ("有错请告诉工作人员", "Tell the clerk what is wrong"),
    "face.page": ("{page}/{pages} 自动翻页", "{page}/{pages}, turns by itself"),
    "face.nothing_yet": ("填写的内容会显示在这里，请您核对", "What is filled in will be shown here to check"),
    # What became of the case.
    "face.submitted.received": ("已收件", "Received"),
    "face.submitted.accepted": ("已受理", "Accepted"),
    "face.submitted.noticed": ("需要补正，请看告知书", "Something is missing: see the notice"),
    "face.submitted.refused": ("不予受理，请看通知书", "Not accepted: see the notice"),
    "face.number": ("申报号", "Case number"),
    "face.due": ("{due} 前办结", "Done by {due}"),
    "face.thanks": ("请收好回执，凭申报号查询", "Keep the receipt; the case number tells where the case stands"),
    # The line, and who may see this.
    "face.away": ("{since} 起与大厅中心断线", "Cut off from the hub since {since}"),
    "face.again": ("处理好后按 Enter", "Press Enter when this is mended"),
    "face.taken_over": (
        "这个窗口的公众屏已在别处打开：要用这一块，先关掉另一块",
        "The screen of this window is open elsewhere: close it there to use this one",
    ),
    "face.no_demo": (
        "没有设置大厅中心，也没有正在运行的演示：先在另一个终端运行 clerk-tui demo（它若用了 --data-dir，这里写同一个），或用 --hub 写明中心地址。",
        "No hub is set and no demo is running: start clerk-tui demo in another terminal (with --data-dir, name the same "
        "folder here), or name the hub with --hub.",
    ),
    "face.demo_unreadable": (
        "读不了正在运行的演示的说明 {file}：请重新运行 clerk-tui demo。",
        "{file}, by which a running demo is found, can't be read: start clerk-tui demo again.",
    ),
    "face.no_account": (
        "缺少显示屏账号：设置 CLERK_TUI_STAFF_NO、CLERK_TUI_PASSWORD 和 CLERK_TUI_DEVICE_TOKEN 后再运行。",
        "The display's account is missing: set CLERK_TUI_STAFF_NO, CLERK_TUI_PASSWORD and CLERK_TUI_DEVICE_TOKEN.",
    ),
}
