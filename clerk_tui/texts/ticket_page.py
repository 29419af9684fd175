"""What a ticket's page on a phone says, and the page at the hall's door where a phone takes a number."""

TEXTS: dict[str, tuple[str, str]] = {
    # the ticket
    "ticket_page.yours": ("您的号码", "Your number"),
    "ticket_page.ahead": ("前面还有 {count} 位", "{count} ahead of you"),
    "ticket_page.next": ("下一位就是您，请准备", "You are next: get ready"),
    "ticket_page.estimate": (
        "约 {begin}–{end} 轮到您（还要 {low}–{high} 分钟，{at} 估算）",
        "Your turn at about {begin}–{end} (in {low}–{high} minutes, as estimated at {at})",
    ),
    "ticket_page.booked": (
        "预约 {begin}–{end}：到大厅后请先在取号机或引导台签到",
        "Booked for {begin}–{end}: check in at the ticket machine or the guide when you arrive",
    ),
    "ticket_page.called": ("请到 {window} 号窗口", "You are called to window {window}"),
    "ticket_page.serving": ("正在 {window} 号窗口办理", "Being served at window {window}"),
    "ticket_page.held.fetch_papers": (
        "号码为您留着：取到材料后回来，不用重新取号",
        "Your number is kept: come back with the papers, no new number needed",
    ),
    "ticket_page.held.fetch_papers.how": (
        "回来后直接到任一窗口或引导台，出示这个号。",
        "When you are back, show this number at any window or to the guide.",
    ),
    "ticket_page.held.papers_stay": (
        "材料留在 {window} 号窗口，办好后叫您",
        "Your papers stay at window {window}, which calls you when they are done",
    ),
    "ticket_page.held.wait": ("请稍候，{window} 号窗口会再叫您", "Please wait: window {window} calls you again"),
    "ticket_page.passed": ("叫过您了，没有等到：已过号", "You were called, and nobody came: your call has passed"),
    "ticket_page.passed.last": (
        "还没走的话，请马上到 {window} 号窗口或引导台说一声，可以恢复排队（每个窗口最近过的 {count} 个号）。",
        "If you are still here, go to window {window} or the guide now: the last {count} numbers passed there return.",
    ),
    "ticket_page.passed.behind": (
        "还没走的话，请到 {window} 号窗口或引导台说一声，恢复后排在 {count} 位之后。",
        "If you are still here, tell window {window} or the guide: you return behind {count} who wait.",
    ),
    "ticket_page.done": ("已办完，谢谢您", "Done. Thank you"),
    "ticket_page.cancelled": ("已取消排队，这张号作废", "Cancelled: this number is no longer valid"),
    "ticket_page.abandoned": ("这张号已结束", "This number has ended"),
    "ticket_page.void": ("预约时间已过，已作废", "The time of this booking has passed"),
    "ticket_page.not_served": (
        "今天没能轮到您，很抱歉：请到引导台，由大厅为您安排",
        "We could not serve you today and are sorry: please ask the guide, the hall will arrange it",
    ),
    "ticket_page.undone": (
        "刚才的叫号已撤回，是窗口的操作，不是您的问题：您的位置没有变。",
        "The call was taken back. That was the window's doing, not yours: your place has not changed.",
    ),
    "ticket_page.transferred": (
        "已转到 {window} 号窗口，位置保留：请在那边等叫号。",
        "You were sent to window {window} and keep your place: wait there to be called.",
    ),
    "ticket_page.in_line": (
        "您仍在队里，位置保留，叫到时这里会提醒。",
        "You are in line and keep your place; this page tells you when you are called.",
    ),
    "ticket_page.reassigned": (
        "原来的窗口暂停了：您排在最前，马上会重新叫您。",
        "Your window had to stop: you are at the front and will be called again soon.",
    ),
    "ticket_page.now": ("正在叫号", "Now called"),
    "ticket_page.now_one": ("{number} → {window} 号窗口", "{number} → window {window}"),
    "ticket_page.title": ("{state} · {number}", "{state} · {number}"),
    "ticket_page.stay": (
        "这一页自动更新，请不要锁屏太久；大厅的屏幕和广播同样叫号。",
        "This page follows by itself. The hall's screens and loudspeakers call you too.",
    ),
    "ticket_page.fresh": ("{at} 的情况", "As of {at}"),
    "ticket_page.cut": (
        "网络断了：上面是 {at} 的情况，正在重连。请也留意大厅叫号。",
        "The line is cut: this is as of {at}. Trying again; please listen to the hall too.",
    ),
    "ticket_page.reload": ("刷新", "Reload"),
    "ticket_page.offer": (
        "窗口请您在手机上填写或核对信息。",
        "The window invites you to fill in or check your part here.",
    ),
    "ticket_page.begin": ("开始填写", "Begin"),
    # giving it back
    "ticket_page.cancel": ("不排了", "Leave the line"),
    "ticket_page.cancel.sure": (
        "取消后 {number} 作废，再来要重新取号、从队尾排起。",
        "{number} will be void; coming back means a new number at the end of the line.",
    ),
    "ticket_page.cancel.button": ("确定取消 {number}", "Yes, cancel {number}"),
    "ticket_page.again": ("重新取号", "Take a new number"),
    # the rating
    "ticket_page.rate": ("给这次服务评个价", "Rate this visit"),
    "ticket_page.rate.lead": (
        "自愿，不评也没关系，关掉这一页就行。窗口人员看不到您的评价。",
        "It is up to you: to skip it, just close this page. The clerk never sees what you say.",
    ),
    "ticket_page.rate.why": ("哪里没做好？勾一项，或写一句话", "What went wrong? Tick one, or write a sentence"),
    "ticket_page.rate.words": ("想说的话（150 字以内，可不写）", "Your words (at most 150 characters, may be empty)"),
    "ticket_page.rate.button": ("提交评价", "Send"),
    "ticket_page.rated": ("评价已收到，谢谢您。", "Your rating has arrived, thank you."),
    "ticket_page.rate.grade": ("请先选一个等级。", "Choose a grade first."),
    # the hall's door
    "ticket_page.take.title": ("手机取号", "Take a number"),
    "ticket_page.take.lead": (
        "请到大厅里再取号：叫到时要在场。一个号可以办所有事项。",
        "Take it when you are in the hall: you must be here when called. One number does for everything.",
    ),
    "ticket_page.take.waiting": ("现在有 {count} 位在等", "{count} are waiting now"),
    "ticket_page.take.nobody": ("现在没有人在等", "Nobody is waiting now"),
    "ticket_page.take.estimate": (
        "现在取号，约 {begin}–{end} 轮到（{at} 估算）",
        "Taken now, your turn is at about {begin}–{end} (as estimated at {at})",
    ),
    "ticket_page.take.class": ("排哪一队", "Which line"),
    "ticket_page.take.ordinary": ("普通", "Ordinary"),
    "ticket_page.take.green": ("绿色通道", "Green channel"),
    "ticket_page.take.green.who": (
        "绿色通道：老年人、残疾人、孕妇、军人等，到窗口请出示证件。",
        "Green channel: elderly or disabled people, pregnant women, servicemen. Show your papers at the window.",
    ),
    "ticket_page.take.matter": ("我来办什么（可以不选）", "What I come for (you may leave it)"),
    "ticket_page.take.any": ("到窗口再说", "I will say it at the window"),
    "ticket_page.take.find": ("查找", "Find"),
    "ticket_page.take.query": ("事项名称或拼音", "Name of a matter"),
    "ticket_page.take.none": ("没有找到：换个说法，或不选。", "Nothing found: try another word, or leave it."),
    "ticket_page.take.button": ("取号", "Take a number"),
    "ticket_page.take.has": ("这部手机已有号：{number}", "This phone has number {number} already"),
    "ticket_page.take.show": ("看我的号", "Show my number"),
    "ticket_page.take.hours": ("取号时间：{hours}", "Numbers are given {hours}"),
    "ticket_page.take.closed": (
        "大厅现在不取号：{opens} 开门后再取。",
        "No numbers now: the hall opens at {opens}.",
    ),
    "phone.no_cookies": (
        "这个浏览器不保存 Cookie，取了号也找不回来：请换一个浏览器，或用大厅的取号机。",
        "This browser keeps no cookies and would lose your number: use another one, or the ticket machine.",
    ),
    "phone.many_numbers": (
        "取号的手机太多：请等 {minutes} 分钟再试，或用大厅的取号机。",
        "Too many numbers from phones: try again in {minutes} minutes, or use the ticket machine.",
    ),
    "phone.form_used": ("这一页已经用过了：请再点一次。", "This page has been used: please press again."),
}
