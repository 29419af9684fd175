"""The ticket machine: said to somebody who stands before it, in large type; its printer's and reader's troubles."""

TEXTS: dict[str, tuple[str, str]] = {
    # The first page.
    "kiosk.ask": ("您要办什么？", "What brings you here?"),
    "kiosk.take": ("直接取号", "Take a number"),
    "kiosk.take.help": ("一个号，所有部门的事都能办", "One number for the matters of every department"),
    "kiosk.tell": ("说明事项", "Say what for"),
    "kiosk.tell.help": ("按名称、拼音或首字母找", "Find it by name, pinyin or initials"),
    "kiosk.check_in": ("预约签到", "Check in"),
    "kiosk.check_in.help": ("约好了今天来", "I booked for today"),
    "kiosk.book": ("预约改天", "Book a day"),
    "kiosk.book.help": ("选日子和时段", "A day and a time"),
    "kiosk.return": ("回来继续", "I am back"),
    "kiosk.return.help": ("取了材料回来", "with my papers"),
    "kiosk.card": ("有身份证可先刷卡，没有也能取号", "Use your ID card if you have it; a number needs none"),
    "kiosk.waiting": ("现在等候 {count} 人", "{count} waiting now"),
    "kiosk.wait": ("预计等 {low} 至 {high} 分钟", "expect {low} to {high} minutes"),
    "kiosk.stale": (
        "{since} 起与大厅中心断线，等候人数是 {minutes} 分钟前的",
        "Cut off since {since}: what is shown is {minutes} minutes old",
    ),
    # Everywhere.
    "kiosk.home": ("返回首页", "Start over"),
    "kiosk.back": ("返回", "Back"),
    "kiosk.leave": ("完成", "Done"),
    "kiosk.other_lang": ("English", "中文"),
    "kiosk.keys": ("按数字或用手点；↑↓←→ 选，Enter 定", "Press a digit or touch; arrows choose, Enter takes"),
    "kiosk.keys.typing": ("↑↓ 选，Enter 定，Esc 返回", "Arrows choose, Enter takes, Esc goes back"),
    # The matter.
    "kiosk.search": ("您来办什么事？", "What is it about?"),
    "kiosk.search.hint": ("打名称、拼音或首字母，如 xse", "Type its name, pinyin or initials, e.g. xse"),
    "kiosk.search.nothing": (
        "没有找到。可以直接取号，窗口会帮您",
        "Nothing found. Just take a number: the window will help",
    ),
    "kiosk.search.take": ("不选了，直接取号", "Never mind, just a number"),
    # The class.
    "kiosk.class": ("您走哪个通道？", "Which line is yours?"),
    "kiosk.class.ordinary": ("普通", "Ordinary"),
    "kiosk.class.green": ("绿色通道", "Priority"),
    "kiosk.class.ordinary.help": ("按先来后到", "First come, first served"),
    "kiosk.class.green.help": ("老年人、残疾人、孕妇、军人", "Elderly, disabled, pregnant, servicemen"),
    "kiosk.class.by_age": ("按身份证上的年龄，您可以走绿色通道", "By the age on your card, the priority line is yours"),
    "kiosk.card.read": ("已读身份证 {id_no}", "ID card read: {id_no}"),
    "kiosk.matter": ("事项：{matter}", "For: {matter}"),
    # The forecast passes closing time.
    "kiosk.closing": ("今天可能轮不到", "It may get late"),
    "kiosk.closing.why": (
        "大厅 {closes} 下班；照现在的进度，您可能要等到 {until}",
        "The hall closes at {closes}; as things stand you may wait until {until}",
    ),
    "kiosk.closing.anyway": ("照样取号", "Take one anyway"),
    "kiosk.closing.anyway.help": ("下班前取到号的，今天办完", "Who holds a number is served today"),
    # The number.
    "kiosk.busy": ("请稍候…", "One moment…"),
    "kiosk.given": ("这是您的号", "Your number"),
    "kiosk.ahead": ("前面等候 {count} 人", "{count} waiting before you"),
    "kiosk.requeued": ("已重新排队，位置不变", "Waiting again, at your old place"),
    "kiosk.scan": ("手机扫码，随时看叫号", "Scan to follow the queue"),
    "kiosk.printing": ("正在打印号票…", "Printing your ticket…"),
    "kiosk.printed": ("请取走号票", "Please take your ticket"),
    "kiosk.no_printer": ("请扫码，或记下号码", "Scan the code, or note the number"),
    "kiosk.not_printed": (
        "号已经给您了，请扫码或记下号码",
        "The number is yours all the same: scan the code, or note it down",
    ),
    "kiosk.reprint": ("再打一次", "Print again"),
    # Who are you?
    "kiosk.identify.check_in": ("请刷身份证", "Your ID card, please"),
    "kiosk.identify.check_in.help": (
        "或输入预约号、证件号",
        "or type the booking number or the ID number",
    ),
    "kiosk.identify.book": ("请刷身份证", "Your ID card, please"),
    "kiosk.identify.book.help": ("预约要实名，也可输入证件号", "Bookings are real-name; the ID number can be typed"),
    "kiosk.id_wrong": ("证件号不对，请核对后再输", "This is no ID number: please check it"),
    "kiosk.truncated": (
        "扫描被输入法截断，请按 Shift 后重扫",
        "The input method swallowed part of the scan: press Shift and scan again",
    ),
    "kiosk.guessed": ("读到的号码少一位，对吗？", "One character was lost. Is this right?"),
    "kiosk.guessed.help": ("证件号以 {last} 结尾", "The number ends in {last}"),
    "kiosk.yes": ("对", "Yes"),
    "kiosk.no": ("不对，重刷", "No, again"),
    "kiosk.delete": ("删", "Del"),
    "kiosk.ok": ("确定", "OK"),
    # Bookings.
    "kiosk.days": ("约哪一天？", "Which day?"),
    "kiosk.slots": ("约几点？", "What time?"),
    "kiosk.more": ("更多时段", "More"),
    "kiosk.booked": ("预约好了", "Booked"),
    "kiosk.booked.on": ("{date}  {slot}", "{date}, {slot}"),
    "kiosk.booked.help": (
        "到时在取号机刷身份证或输预约号签到",
        "Then check in here with your ID card or this number",
    ),
    "kiosk.cancel": ("取消那个预约", "Cancel that booking"),
    "kiosk.cancel.help": ("取消后可以重新约", "then book anew"),
    "kiosk.keep": ("不取消", "Keep it"),
    "kiosk.cancelled": ("预约已取消", "The booking is cancelled"),
    # Back again.
    "kiosk.number": ("您的号是多少？", "What is your number?"),
    "kiosk.number.help": ("输号票上的数字，如 023", "The digits on your ticket, e.g. 023"),
    "kiosk.unknown_number": ("今天没有 {number} 号，请核对", "There is no {number} today: please check"),
    "kiosk.already": ("请勿重复取号，您的号是", "You already hold a number:"),
    # Troubles.
    "kiosk.away": ("请到引导台取号", "Please ask at the guide desk"),
    "kiosk.away.help": (
        "大厅中心 {since} 起没有回答，取号机暂时不能取号",
        "No answer from the hall's hub since {since}: no numbers here for now",
    ),
    "kiosk.away.unsure": (
        "刚才没有取到号，不会多占您的号",
        "No number was taken; none is kept in your name",
    ),
    "kiosk.starting": ("正在连接大厅中心…", "Connecting to the hall's hub…"),
    "kiosk.refused": ("没有办成", "That did not work"),
    "kiosk.out_of_order": ("取号机暂停使用，请到引导台", "Out of order: please ask at the guide desk"),
    "kiosk.taken_over": (
        "这个取号机的账号已在别处登录：一台机一个账号。处理好后按 Enter",
        "This machine's account was signed in elsewhere: one account a machine. Press Enter when it is mended",
    ),
    "kiosk.strange": (
        "大厅中心的回答看不懂：请到引导台。",
        "The hub's answer made no sense: please ask at the guide desk.",
    ),
    "kiosk.no_account": (
        "缺少取号机账号：设置 CLERK_TUI_STAFF_NO、CLERK_TUI_PASSWORD 和 CLERK_TUI_DEVICE_TOKEN 后再运行。",
        "The machine's account is missing: set CLERK_TUI_STAFF_NO, CLERK_TUI_PASSWORD and CLERK_TUI_DEVICE_TOKEN.",
    ),
    "printer.away": ("打印机没有连上。", "The printer is away."),
    "printer.refused": ("打印机没有收下：{reason}。", "The printer did not take it: {reason}."),
    "printer.kept": (
        "打印机没有收下({reason}),文书已存 {place}:可以另行打印",
        "The printer did not take it ({reason}); the paper is saved: {place}",
    ),
    "printer.no_paper": ("打印机没有纸了。", "The printer is out of paper."),
    # The slip.
    "papers.ticket.booked": ("预约 {slot}", "Booked {slot}"),
    "papers.ticket.check_in": (
        "到时在取号机刷身份证或输入本号签到",
        "Then check in at the ticket machine with your ID card or this number",
    ),
}
