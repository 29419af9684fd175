"""Why a rule said no: the sentence for each refusal code, saying what is wrong and how to mend it."""

TEXTS: dict[str, tuple[str, str]] = {
    # hub's address
    "hub.port_taken": (
        "端口 {port} 已被别的程序占用：用 --port 换一个，或用 --port 0 自动选空闲端口。",
        "Port {port} is in use by another program: choose another with --port, or --port 0 for a free one.",
    ),
    "hub.no_address": (
        "不能在 {host}:{port} 上监听（{reason}）：请检查 --host 和 --port。",
        "Can't listen on {host}:{port} ({reason}): check --host and --port.",
    ),
    # hub's command line
    "hub.one_worker": (
        "--workers {workers} 需要 PostgreSQL：SQLite 的中心只用一个进程，请用 --db postgresql://…，或去掉 --workers。",
        "--workers {workers} needs PostgreSQL: on SQLite a hub is one process; name --db postgresql://…, or leave "
        "--workers away.",
    ),
    "hub.worker_failed": (
        "第 {worker} 个接口进程没有启动成功：原因见上面的日志。",
        "API process {worker} did not start: the log above says why.",
    ),
    "hub.url_too_long": (
        "对外地址 {url} 太长，二维码在 80×24 的屏上放不下：请换成不超过 {most} 个字符的地址。",
        "The public address {url} is too long for a QR on an 80×24 screen: use one of at most {most} characters.",
    ),
    "hub.folder": (
        "文件夹 {folder} 不能写（{reason}）：请改权限，或用 --db 指定数据库。",
        "The folder {folder} can't be written ({reason}): change its permissions, or name a database with --db.",
    ),
    # command line
    "cli.no_terminal": (
        "这里没有终端，画不出屏幕：请在终端里直接运行；想不用屏幕走一遍，请用 clerk-tui demo。",
        "There is no terminal to draw on: run it in one; clerk-tui demo does a visit without a screen.",
    ),
    # demo
    "demo.hub_failed": (
        "演示中心没有启动成功：原因见 {log}。",
        "The demo's hub did not start: see {log} for the reason.",
    ),
    "demo.folder": (
        "文件夹 {folder} 不能写（{reason}）：请换一个，用 --data-dir 指定。",
        "The folder {folder} can't be written ({reason}): name another with --data-dir.",
    ),
    "demo.step_refused": ("中心没有接受这一步（{answer}）。", "The centre did not take this step ({answer})."),
    # queue
    "queue.unknown_ticket": (
        "没有这张票：请核对票号，或按 F8 叫下一位。",
        "There is no such ticket: check the number, or press F8 for the next one.",
    ),
    "queue.is_booked": (
        "{number} 只是预约，还没到场取号：请先取号。",
        "{number} is only booked: take the number on arrival first.",
    ),
    "queue.is_waiting": (
        "{number} 还在等候：先叫号。",
        "{number} is still waiting: call it first.",
    ),
    "queue.is_called": (
        "{number} 已被叫到窗口，人还没到：等人到场，或由该窗口重呼、过号。",
        "{number} has been called and is on the way: that window recalls or passes it.",
    ),
    "queue.is_serving": (
        "{number} 正在办理：先办结或挂起。",
        "{number} is being served: finish or hold it first.",
    ),
    "queue.is_held": (
        "{number} 已挂起：按 F3 输号接回。",
        "{number} is on hold: F3 and its number take it back.",
    ),
    "queue.is_passed": (
        "{number} 已过号：按 F3 输号重新叫。",
        "{number} has been passed: F3 and its number call it again.",
    ),
    "queue.is_abandoned": (
        "{number} 已弃号：请重新取号。",
        "{number} was abandoned: take a new number.",
    ),
    "queue.is_cancelled": (
        "{number} 已取消：请重新取号。",
        "{number} was cancelled: take a new number.",
    ),
    "queue.is_not_served": (
        "{number} 是今天没轮到的号：请改日优先办理。",
        "{number} was not reached before closing: serve it first another day.",
    ),
    "queue.is_done": (
        "{number} 已办结：要再办请重新取号。",
        "{number} is finished: take a new number for more.",
    ),
    "queue.is_void": (
        "{number} 是没有来的预约，已作废：请现场取号。",
        "{number} was a booking that nobody came for: take a number here.",
    ),
    "queue.hall_closed": (
        "大厅现在不取号：{opens} 开门后再取，或到引导台预约。",
        "No numbers now: the hall opens at {opens}; the guide can book you a time.",
    ),
    "queue.no_phone_tickets": (
        "本大厅不在手机上取号：请到大厅取号机或引导台。",
        "This hall gives no numbers on phones: use the ticket machine or ask the guide.",
    ),
    "queue.no_window_for": (
        "本大厅没有办这类事项的窗口（{skill}）：请到引导台问去向。",
        "No window of this hall does this kind of matter ({skill}): the guide knows where to go.",
    ),
    "queue.already_has_ticket": (
        "请勿重复取号：您已有 {number}，一个号可办所有事项。",
        "You already hold {number}: one number does for everything.",
    ),
    "queue.sent_elsewhere": (
        "{number} 已转到 {window} 号窗口：请由该窗口叫。",
        "{number} was sent to window {window}: that window calls it.",
    ),
    "queue.transfer_where": (
        "{number} 转到哪里：请选一个窗口，或选一类业务。",
        "Where does {number} go: choose one window, or one skill.",
    ),
    "queue.same_window": (
        "就是 {window} 号窗口自己：请选别的窗口。",
        "That is window {window} itself: choose another.",
    ),
    "queue.window_has_cases": (
        "{window} 号窗口还有 {count} 件草稿或待办件：先交给同事或放入待办池，再关窗。",
        "Window {window} still has {count} drafts or waiting cases: hand them to a colleague or the pool, then close.",
    ),
    "queue.unknown_number": (
        "那一天没有 {number} 号：请核对纸票上的号和日期。",
        "There is no {number} on that day: check number and date on the paper.",
    ),
    "queue.rated_already": ("已经评价过了：一次办事评一次，谢谢。", "This visit has been rated already, thank you."),
    "queue.rating_reason": (
        "请勾选一个不满意的原因，或写一句话。",
        "Tick a reason for the low grade, or write a sentence.",
    ),
    "queue.policy_invalid": (
        "第 {line} 行 {path} 不对（{reason}）：请对照说明改正排队规则文件。",
        "Line {line}, {path} is wrong ({reason}): mend the policy file by its documentation.",
    ),
    "queue.policy_unreadable": (
        "规则文件 {file} 读不了（{reason}）：请检查路径和编码（UTF-8）。",
        "The policy file {file} can't be read ({reason}): check its path and encoding (UTF-8).",
    ),
    # bookings
    "booking.no_person": (
        "预约要实名：请刷身份证，或输入证件号；签到也可用预约号。",
        "Bookings are real-name: use the ID card or type its number; a booking number checks in too.",
    ),
    "booking.too_late": (
        "请至少提前 {days} 天预约：今天办请直接取号。",
        "Book {days} day(s) ahead: for today take a number.",
    ),
    "booking.too_early": (
        "只能预约 {days} 天以内的日子：请选近一些的。",
        "Bookings reach {days} days ahead: choose an earlier day.",
    ),
    "booking.no_such_slot": (
        "没有 {slot} 这个时段：请从列出的时段里选。",
        "There is no slot at {slot}: choose one of those shown.",
    ),
    "booking.slot_full": ("{slot} 已约满：请换一个时段。", "The slot at {slot} is full: choose another."),
    "booking.twice": (
        "您那天已有预约 {number}：一人一天约一次。",
        "You already have booking {number} on that day: one a day.",
    ),
    "booking.no_shows": (
        "近 {days} 天有 {count} 次约了没来，暂不能预约：请直接到大厅取号。",
        "{count} bookings lapsed in the last {days} days: no new ones for now; take a number in the hall.",
    ),
    "booking.none_today": (
        "没有找到今天的预约：请核对预约号，或直接取号。",
        "No booking for today was found: check its number, or take a number.",
    ),
    "booking.too_soon": ("还没到签到时间：{at} 起可以签到。", "Too early to check in: it opens at {at}."),
    "booking.late": ("预约 {number} 已过时：请直接取号。", "Booking {number} is past its time: take a number."),
    "booking.cancel_late": (
        "预约开始前 {minutes} 分钟内不能自己取消：请找引导台。",
        "A booking can't be cancelled in its last {minutes} minutes: ask the guide.",
    ),
    "queue.other_window": (
        "{number} 在 {window} 号窗口：请由该窗口操作，或请主管代办。",
        "{number} is at window {window}: let that window act, or ask the supervisor.",
    ),
    "queue.window_busy": (
        "{window} 号窗口手上还有 {number}：先办结、挂起或过号。",
        "Window {window} still has {number}: finish, hold or pass it first.",
    ),
    "queue.window_paused": (
        "{window} 号窗口已暂停：按 F8 恢复并叫号。",
        "Window {window} is paused: F8 resumes and calls.",
    ),
    "queue.window_closed": (
        "{window} 号窗口还没开：按 F8 开窗并叫号。",
        "Window {window} is not open: F8 opens it and calls.",
    ),
    "queue.window_holds": (
        "{window} 号窗口还留着 {number}：办结或转出后再关窗。",
        "Window {window} still holds {number}: finish it or hand it on, then close.",
    ),
    "queue.no_window": (
        "这次登录没有选窗口：请重新登录并选窗口。",
        "This sign-in has no window: sign in again and choose one.",
    ),
    "queue.recall_limit": (
        "{number} 已重呼 {limit} 次，到上限：等一会儿可按 F7 过号。",
        "{number} has been recalled {limit} times, the limit: you may pass it with F7.",
    ),
    "queue.recall_first": (
        "{number} 还要再重呼 {left} 次才能过号：按 F5 重呼。",
        "{number} needs {left} more recalls before it may be passed: press F5.",
    ),
    "queue.pass_too_early": (
        "{number} 再等 {seconds} 秒才能过号：人可能正走过来。",
        "{number} may be passed in {seconds} seconds: the person may be on the way.",
    ),
    "queue.passed_too_long_ago": (
        "{number} 不在本窗口最近 {last} 个过号里：请主管处理。",
        "{number} is not among this window's last {last} passed: ask the supervisor.",
    ),
    "queue.outcome_missing": (
        "{number} 还没说办成了什么：请选一个结果。",
        "{number} has no outcome yet: choose one.",
    ),
    "queue.nothing_to_undo": (
        "没有可撤回的操作：人到了，或这一步已被后面的操作盖过。",
        "Nothing to take back: the person arrived, or a later act came after it.",
    ),
    "queue.undo_too_late": (
        "超过 {seconds} 秒，不能撤回：请用重呼、过号或挂起来补救。",
        "More than {seconds} seconds have passed: mend it by recall, pass or hold.",
    ),
    # case
    "case.unknown": ("没有这个办件：请按 F3 重新查找。", "There is no such case: look it up with F3."),
    "case.nobody_here": (
        "这件不在本窗：请先叫号（F8）或按 Ctrl+N，本人在窗口时才能打开。",
        "The case is not this window's: call a number (F8) or Ctrl+N first; it opens while its person is here.",
    ),
    "case.not_their_window": (
        "{window}号窗现在不是这张票的人：先叫号，再打开办件。",
        "The person of that ticket is not at window {window} now: call first, then open the case.",
    ),
    "lookup.number_unknown": (
        "看不出这是什么号：请扫或输申报号、查询码、票号、身份证号或信用代码。",
        "This is no number known here: scan or type a case number, query code, ticket, identity number or credit code.",
    ),
    "case.not_draft": (
        "办件 {number} 已提交，不能再改表单：请走补正或撤回。",
        "Case {number} has been submitted; the form is closed: use a supplement or a withdrawal.",
    ),
    "case.not_received": (
        "这个办件还没收件：先按 Ctrl+S 收件。",
        "This case has not been received yet: press Ctrl+S first.",
    ),
    "case.unknown_matter": (
        "现行目录里没有事项 {matter}：按 F3 重查。",
        "The catalogue has no matter {matter}: look it up with F3.",
    ),
    "case.last_matter": (
        "办件至少留一个事项：不办了请撤回。",
        "A case keeps one matter at least: withdraw it instead.",
    ),
    "case.unknown_field": (
        "这个办件不问「{field}」：可能事项已改，请看当前表单。",
        "This case does not ask {field}: its matters may have changed; see the form.",
    ),
    "case.not_yours": (
        "「{field}」不归您填：请由本人或窗口填写。",
        "{field} is not yours to fill: the person concerned or the window does it.",
    ),
    "case.row_gone": (
        "这一行已经删去：请看当前表单，需要的再加一行。",
        "This row was dropped: see the form, and add a row if one is wanted.",
    ),
    "case.too_many_rows": (
        "最多 {limit} 行：请先删去不要的一行。",
        "No more than {limit} rows: drop one that is not wanted.",
    ),
    "case.field_moved": (
        "「{field}」刚被别人改过：请看现在的值，再决定用哪一个。",
        "{field} was changed meanwhile: look at what stands there and choose.",
    ),
    "case.confirmed_needs_word": (
        "「{field}」本人已确认：要改先问本人，得到同意再改。",
        "{field} was confirmed by the person: ask, and change it with their word.",
    ),
    "case.unknown_material": (
        "这个办件不收「{material}」：请看材料清单。",
        "This case does not want {material}: see the list of papers.",
    ),
    "case.reason_missing": ("不合格要说原因：请选一个。", "Say why it is not acceptable: choose a reason."),
    "case.not_tolerable": (
        "「{material}」是主要材料，不能容缺：须先收齐。",
        "{material} is a main paper and can't come later: it must be in first.",
    ),
    "case.section_open": (
        "这一段还有 {count} 项没填好：填好再确认。",
        "{count} fields of this section are still open or wrong: complete them first.",
    ),
    "case.unknown_section": ("表单里没有这一段：请看当前表单。", "The form has no such section: see the form."),
    "case.not_confirmed": (
        "还有 {count} 段没有本人确认：用手机确认，或打印申请表签字后在窗口确认。",
        "{count} sections are not confirmed: by phone, or print the form, have it signed and confirm at the window.",
    ),
    "case.not_signed": (
        "{party} 还没签字：用手机签，或在打印的申请表上签。",
        "{party} has not signed yet: by phone, or on the printed form.",
    ),
    "case.cannot_accept": (
        "还不能受理：有 {count} 处没满足，第一处是「{subject}」（{rule}）；请到那里补正，其余见一次性告知。",
        "It can't be accepted yet: {count} things are missing or wrong, first “{subject}” ({rule}); mend it there.",
    ),
    "case.questions_open": (
        "还有 {count} 个情形问题没答：先答问题，才知道要什么材料。",
        "{count} situation questions are open: answer them first, they decide what is needed.",
    ),
    "case.nothing_missing": (
        "没有缺漏，不用告知：可以直接受理。",
        "Nothing is missing, so there is nothing to give notice of: accept it.",
    ),
    "case.already_submitted": ("办件 {number} 已经收件。", "Case {number} has been received already."),
    "case.number_not_leased": (
        "申报号 {serial} 不在本窗口的号段里：请重新提交，系统会取新号。",
        "Case number {serial} is not in this window's block: submit again for a fresh one.",
    ),
    "case.catalog_unknown": (
        "中心没有这版事项目录：请重新登录以取得现行目录。",
        "The centre does not know this catalogue: sign in again to fetch the current one.",
    ),
    # filing
    "filing.unknown": ("没有这次手机填报：按 F9 出新码。", "There is no such phone session: press F9 for a new code."),
    "filing.case_submitted": ("已经提交，不再用手机填。", "It has been submitted; the phone is no longer needed."),
    "filing.party_invited": (
        "{party} 已经请过：按 F9 看码，或换新码。",
        "{party} has been invited: F9 shows the code, or renews it.",
    ),
    "filing.already_joined": (
        "这个码已被另一部手机用过：请窗口另出新码，或为另一位另开一个码。",
        "Another phone has used this code: ask the window for a new one, or one for the other person.",
    ),
    "filing.code_dead": (
        "码已失效：请窗口按 F9 出新码。",
        "The code no longer works: ask the window for a new one (F9).",
    ),
    "filing.closed": ("这次手机填报已结束。", "This phone session has ended."),
    "filing.nobody_there": ("对方还没进来：先让对方扫码。", "Nobody has joined yet: let them scan the code first."),
    "filing.not_joined": (
        "这部手机没有进入任何填报：请重新扫码。",
        "This phone has joined nothing: scan the code again.",
    ),
    # wire
    "unknown_kind": (
        "不认识的指令「{kind}」：请升级程序或核对名称。",
        "Unknown command kind {kind}: upgrade, or check its name.",
    ),
    "invalid": (
        "指令里的 {path} 不对（{reason}）：请按接口文档改正。",
        "{path} of the command is wrong ({reason}): correct it by the API's documentation.",
    ),
    "forbidden": (
        "您的岗位不能这样做：请有权限的人来办。",
        "Your role may not do this: ask somebody whose role may.",
    ),
    # settings
    "settings.unreadable": (
        "读不了配置文件 {file}（{reason}）：请检查文件权限。",
        "The settings file {file} can't be read ({reason}): check its permissions.",
    ),
    "settings.broken": (
        "配置文件 {file} 格式有误：{reason}。请改正该行，或先移开此文件。",
        "The settings file {file} is not valid TOML: {reason}. Correct that line, or move the file away.",
    ),
    "settings.unknown_key_near": (
        "配置文件 {file} 里没有「{key}」这一项：是不是「{nearest}」？",
        "The settings file {file} has an unknown key {key}: did you mean {nearest}?",
    ),
    "settings.unknown_key": (
        "配置文件 {file} 里没有「{key}」这一项：可用的有 {known}。",
        "The settings file {file} has an unknown key {key}: the keys are {known}.",
    ),
    "settings.invalid": (
        "{place} 里「{key}」的值不对。说明：{about}",
        "The value of {key} in {place} is wrong. It means: {about}",
    ),
    # store
    "store.folder": (
        "不能在 {folder} 里写文件（{reason}）：请检查权限和磁盘空间，或用 --data-dir 换一个文件夹。",
        "Can't write in {folder} ({reason}): check permissions and free space, or choose another folder by --data-dir.",
    ),
    "store.locked": (
        "{folder} 正被另一个 clerk-tui 使用：请先关掉那个，或用 --data-dir 换一个文件夹。",
        "{folder} is in use by another clerk-tui: close that one, or choose another folder by --data-dir.",
    ),
    "store.wrong_key": (
        "打不开本机的加密存储 {file}：钥匙不对或文件损坏。请从备份恢复钥匙；未发送的内容还在该文件里，请勿删除。",
        "The encrypted store {file} can't be opened: its key is wrong or the file is damaged. "
        "Restore the key from a backup; unsent work is still in that file, so don't delete it.",
    ),
    "store.newer": (
        "本机存储 {file} 由更新的版本写成（{found}，本程序认识到 {known}）：请升级程序。",
        "The store {file} was written by a newer version ({found}; this one knows {known}): upgrade.",
    ),
    "store.key_unreadable": (
        "读不了钥匙文件 {file}（{reason}）：请检查权限，它应只归本用户可读。",
        "The key file {file} can't be read ({reason}): check that this user, and only this user, may read it.",
    ),
    "store.full": (
        "刚才的输入没能存盘（{reason}）：请先腾出磁盘空间，再继续录入。",
        "What was just typed could not be written to disk ({reason}): free some space before you go on.",
    ),
    # offline
    "offline.queue": (
        "与中心断线，不能叫号和办结排队：接通后再按一次。表单可照常录入。",
        "Cut off from the centre: calls and ticket acts wait until the line is back. Forms go on as usual.",
    ),
    "offline.needed": (
        "与中心断线，这一步要联网：接通后再做，已录入的不会丢。",
        "Cut off from the centre, and this step needs it: try again when the line is back; nothing typed is lost.",
    ),
    "offline.no_answer": (
        "中心一直没有答复，不知道是否已生效：请看左栏票的状态，再决定是否重按。",
        "The centre did not answer, so it is not known whether it took effect: see the queue before you press again.",
    ),
    "window.busy": (
        "上一步还在等中心答复：稍等一下再按。",
        "The last act still waits for the centre's answer: one moment.",
    ),
    "window.unsent": (
        "还有 {count} 条没有传到中心：等传完再交接。",
        "{count} entries have not reached the centre yet: hand over when they have.",
    ),
    "window.numbers_unsent": (
        "断线时按票号办的还在补传：稍等一下再按。",
        "Services by paper number are still on their way to the centre: press again in a moment.",
    ),
    "window.bad_number": (
        "票号不对：请照纸票输入，例 A023，也可只输 23。",
        "That is no ticket number: type it as printed, such as A023, or just 23.",
    ),
    "window.line_back": (
        "已恢复连线：按 F8 叫号，或按 F3 输票号。",
        "The line is back: F8 calls, or F3 and the ticket's number.",
    ),
    "window.served_twice": (
        "断线期间 {number} 在 {window} 号窗口也办了：请两窗核对，别办重；看过后按 Ctrl+P 回车。",
        "While cut off, {number} was served at window {window} too: compare, so nothing is done twice; then Ctrl+P, Enter.",
    ),
    "window.supervisor_only": (
        "别的窗口的事由主管交办：请主管登录操作。",
        "Another window's work is handed on by the supervisor: ask for a supervisor's sign-in.",
    ),
    "window.nothing_called": ("窗口前没有人：先按 F8 叫号。", "Nobody is at the window: press F8 to call."),
    "window.no_case": ("手上没有办件：按 F3 查事项。", "There is no case in hand: find a matter with F3."),
    "window.no_numbers": (
        "本窗口的申报号用完了，且与中心断线：接通后会自动取号，再按 Ctrl+S。",
        "This window's case numbers are used up and the centre is out of reach: they come with the line, "
        "then press Ctrl+S again.",
    ),
    "window.no_catalog": (
        "还没有事项目录：要先连上一次中心。",
        "There is no catalogue yet: this window must reach the centre once.",
    ),
    "window.signed_out": ("还没有登录：请先登录。", "Nobody is signed in: sign in first."),
    "centre.failed": (
        "中心出错，没有执行（编号 {incident}）：请再试一次，仍不行请把编号告诉维护人员。",
        "The centre failed and did nothing (incident {incident}): try again, else tell your maintainer the incident.",
    ),
    "centre.refused": (
        "中心不接受这个请求（{status}）：请检查 hub 地址和程序版本。",
        "The centre refuses this request ({status}): check the hub's address and the program's version.",
    ),
    "centre.strange": (
        "{url} 的答复不像一窗中心：请检查 hub 地址。",
        "The answer from {url} is not that of a clerk-tui hub: check the address.",
    ),
    "outbox.unsendable": (
        "这一条发不出去，中心读不懂它，已单独留存：请告诉维护人员。",
        "The centre can't read this entry; it was set aside and kept: tell your maintainer.",
    ),
    "settings.no_hub": (
        "还没有设置 hub 地址：请用 --hub http://…，或写进配置文件；想先试用请运行 clerk-tui demo。",
        "No hub is configured: give --hub http://… or put it in the settings file; to try it first run clerk-tui demo.",
    ),
    "case.moved": (
        "这个办件刚被别人改过，这一步没有生效：请看过现在的内容，再按一次。",
        "Somebody changed this case meanwhile and this step did not take effect: look at it and press again.",
    ),
    "catalog.wrong_bytes": (
        "收到的事项目录不完整：稍后会自动重取，仍不行请告诉维护人员。",
        "The catalogue that arrived is damaged: it is fetched again by itself; if that fails, tell your maintainer.",
    ),
    # catalog
    "value.too_long": (
        "太长：这里最多 {limit} 个字，现在有 {length} 个，请删短。",
        "Too long: {limit} characters at most, there are {length}; shorten it.",
    ),
    "value.control_character": (
        "第 {place} 个字符不是文字（可能是粘贴带来的）：请删掉它，或重新输入。",
        "Character {place} is not text (it may have come with a paste): delete it or type the value again.",
    ),
    "value.id_length": (
        "身份证号应为 18 位，现在有 {length} 位：请核对证件，补齐或删去多余的数字。",
        "An identity number has 18 characters, this has {length}: compare it with the card.",
    ),
    "value.id_characters": (
        "身份证号前 17 位是数字，第 18 位是数字或 X：请核对证件，改掉别的字符。",
        "The first 17 characters of an identity number are digits, the last a digit or X: replace the others.",
    ),
    "value.id_region": (
        "身份证号前 6 位不是任何地区的代码：请核对证件的开头 6 位。",
        "The first 6 digits belong to no region: compare the beginning with the card.",
    ),
    "value.id_permanent_region": (
        "外国人永久居留身份证号第 2–3 位不是任何省份的代码：请核对证件的开头。",
        "Digits 2–3 of a permanent residence number belong to no province: compare the beginning with the card.",
    ),
    "value.id_old": (
        "这是 15 位的旧身份证号，已停用：请按现在的身份证输入 18 位。",
        "This is an old number of 15 digits, no longer in use: type the 18 characters of the present card.",
    ),
    "value.id_date": (
        "身份证号第 7–14 位不是真实的日期：请核对出生年月日。",
        "Digits 7–14 of the identity number are no real date: compare the date of birth.",
    ),
    "value.id_checksum": (
        "身份证号第18位校验不对：请核对证件，重输这一位或整号。",
        "The identity number's check digit (18th) does not fit: compare with the card and retype it, or the whole.",
    ),
    "value.bad_phone": (
        "没有这样的电话号码：手机号 11 位；座机带区号，如 0571-88880000；境外号码以 + 开头。",
        "No telephone number: mobiles have 11 digits and begin with 1; landlines need the area code; foreign ones begin with +.",
    ),
    "value.phone_mobile": (
        "手机号应为 11 位、以 13–19 开头，现在有 {length} 位：请对方再报一遍，逐段核对。",
        "A mobile number has 11 digits and begins with 13 to 19, this has {length}: ask for it again, part by part.",
    ),
    "value.phone_no_area": (
        "缺区号：座机请带区号，如 0571-88880000；香港号码前加 +852，澳门加 +853。",
        "The area code is missing: type it for a landline, such as 0571-88880000; +852 for Hong Kong, +853 for Macao.",
    ),
    "value.phone_hongkong_macao": (
        "港澳号码不对：+852 或 +853 后面应为 8 位，请核对。",
        "No Hong Kong or Macao number: 8 digits follow +852 or +853.",
    ),
    "value.address_short": (
        "地址太短，只有 {length} 个字：请写到街道（乡镇）和门牌号。",
        "The address is too short, {length} characters: give it down to street and house number.",
    ),
    "value.address_no_number": (
        "地址里没有号码：请补门牌号、幢室或村组，例：某某路1号3幢201室。",
        "The address has no number: add that of the house, building and room, or of the village group.",
    ),
    "value.bad_passport": (
        "护照号码不对：应为 5–12 位字母和数字，至少有一位数字，请核对护照资料页。",
        "No passport number: 5 to 12 letters and digits, one digit at least; compare it with the passport's data page.",
    ),
    "value.passport_letters": (
        "中国护照号码不对：一位字母加 8 位数字（第 2 位可为字母，但没有 I 和 O），请核对是不是把 0 看成了 O。",
        "No Chinese passport number: a letter and 8 digits (the second place may be a letter, never I or O); perhaps 0 was read as O.",
    ),
    "value.uscc_length": (
        "统一社会信用代码应为 18 位，现在有 {length} 位：请对照营业执照补齐或删去。",
        "A unified social credit code has 18 characters, this has {length}: compare it with the licence.",
    ),
    "value.uscc_letters": (
        "统一社会信用代码里没有 {letters}：请对照营业执照，看是不是数字 0、1、2、5。",
        "A unified social credit code never has {letters}: compare it with the licence; perhaps a digit 0, 1, 2 or 5.",
    ),
    "value.bad_date": (
        "没有这个日期：请按 年-月-日 输入，例 2026-11-23。",
        "There is no such date: type year-month-day, such as 2026-11-23.",
    ),
    "value.bad_datetime": (
        "没有这个时间：请按 年-月-日 时:分 输入，例 2026-11-23 08:30。",
        "There is no such time: type year-month-day hour:minute, such as 2026-11-23 08:30.",
    ),
    "value.not_an_option": (
        "不在选项里：请从列出的选项中选一个。",
        "Not one of the options: choose one that is listed.",
    ),
    "value.bad_money": (
        "金额不对：只输数字，最多两位小数，例 6800.50。",
        "No amount: type digits only, with two decimals at most, such as 6800.50.",
    ),
    "value.bad_account": (
        "账号不对：应为 8–30 位数字，请核对存折或银行卡。",
        "No account number: 8 to 30 digits; compare it with the card or the book.",
    ),
    "value.bad_number": (
        "数值不对：只输数字，可带小数点，例 3.75。",
        "No number: type digits, with a decimal point if needed, such as 3.75.",
    ),
    "value.bad_uscc": (
        "统一社会信用代码末位校验不对：请对照营业执照逐位核对。",
        "The check character of the code (18th) does not fit: compare every character with the licence.",
    ),
    "value.bad_certificate_no": (
        "证件编号不对：应为 4–40 位字母和数字，请核对证件。",
        "No certificate number: 4 to 40 letters and digits; compare it with the paper.",
    ),
    "mandate.expired": (
        "授权委托书已经过期：请核对截止日期，过期的请委托人重新出具，或由本人来办。",
        "The mandate is over: compare its last day; if it is, the principal writes a new one or comes in person.",
    ),
    "mandate.not_covering": (
        "授权委托书没写「{name}」：请委托人补写，或由本人来办，或从清单里去掉这一项。",
        "The mandate doesn't name {name}: it is added by the principal, who may also come in person, or the item is dropped.",
    ),
    "plan.field_missing": ("「{subject}」还没填：请填写。", "{subject} is not filled in yet: fill it in."),
    "plan.material_missing": ("缺「{subject}」：请补交。", "{subject} is missing: bring it."),
    "plan.material_not_acceptable": (
        "「{subject}」不合格（{reason}）：请换一份合格的。",
        "{subject} is not acceptable ({reason}): bring one that is.",
    ),
    "plan.copies_missing": (
        "「{subject}」还差 {count} 份复印件：请补齐。",
        "{subject} lacks {count} copies: make them.",
    ),
    "plan.sum_off": (
        "「{subject}」合计 {sum}，还差 {missing}：请核对每一行。",
        "{subject}: together {sum}, {missing} short: check every row.",
    ),
    "plan.sum_over": (
        "「{subject}」合计 {sum}，多出 {missing}：请核对每一行。",
        "{subject}: together {sum}, {missing} too much: check every row.",
    ),
    "plan.condition_failed": (
        "不符合条件「{name}」（依据：{basis}）：请核对填写的情况；确实不符合的，这一项不能办。",
        "The condition “{name}” is not met (basis: {basis}): check the answers; if they are right, this item can't be done.",
    ),
    "plan.not_joint": (
        "不符合联办条件「{name}」：同样的事项照办，按单项计时。",
        "The joining condition “{name}” is not met: the same items go on, each on its own time.",
    ),
    "plan.reminder": ("提醒（{subject}）：{name}", "Mind ({subject}): {name}"),
    "plan.starts": (
        "「{name}」自 {date} 起施行：请那天起再办。",
        "“{name}” comes into force on {date}: begin it from that day on.",
    ),
    "plan.ended": (
        "「{name}」已于 {date} 后停止施行：请按 F3 查现行事项。",
        "“{name}” was in force until {date}: look up the current one with F3.",
    ),
    "plan.other_region": (
        "「{name}」不在本地区施行：请按 F3 查本地的事项。",
        "“{name}” does not hold in this region: look up the local one with F3.",
    ),
    "plan.suspended": (
        "「{name}」暂停办理：{reason}（恢复日期未定）。",
        "“{name}” is suspended: {reason} (no day of return yet).",
    ),
    "plan.suspended_until": (
        "「{name}」暂停办理：{reason}（预计 {back} 恢复）。",
        "“{name}” is suspended: {reason} (expected back on {back}).",
    ),
    "case.taken_elsewhere": (
        "本大厅不办「{name}」：请到{place}办理。",
        "“{name}” is not done in this hall: go to {place}.",
    ),
    "case.not_taken_here": (
        "本大厅不办「{name}」：请打 12345 问在哪里办。",
        "“{name}” is not done in this hall: ask 12345 where it is.",
    ),
    "catalog.no_matter": (
        "现行目录里没有事项或一件事 {key}：请用 clerk-tui catalog search 查它的键。",
        "The catalogue in force has no item or package {key}: find its key with clerk-tui catalog search.",
    ),
    "catalog.suspended_already": (
        "「{name}」已经暂停（{reason}）：要改请先 clerk-tui catalog resume {key}。",
        "“{name}” is suspended already ({reason}): clerk-tui catalog resume {key} first.",
    ),
    "catalog.not_suspended": (
        "「{name}」没有暂停：不用恢复。",
        "“{name}” is not suspended: there is nothing to resume.",
    ),
    "catalog.back_before_since": (
        "恢复日期 {back} 不在暂停日期 {since} 之后：请改 --back。",
        "The day of return {back} does not lie after the suspension's {since}: change --back.",
    ),
    "catalog.unsound": (
        "目录有 {count} 处错误，第一处在 {at}（{reason}）：请先运行 clerk-tui catalog check 改好。",
        "The catalogue has {count} errors, the first at {at} ({reason}): mend them with clerk-tui catalog check first.",
    ),
    "catalog.not_submitted": (
        "没有提交过这一版目录：请编辑员先提交。",
        "No such catalogue was submitted: the editor hands it in first.",
    ),
    "catalog.own_submission": (
        "这一版是您自己提交的：请由另一位发布员发布。",
        "You submitted this catalogue yourself: another publisher puts it in force.",
    ),
    "catalog.yaml": (
        "不是合法的 YAML（{problem}）：请检查这一行的缩进、冒号和引号。",
        "Not YAML ({problem}): check this line's indentation, colons and quotes.",
    ),
    "catalog.yaml_tab": ("行首用了 Tab：请改成空格。", "This line begins with a tab: use blanks."),
    "catalog.yaml_wide_colon": (
        "这里是中文冒号「：」：请改成英文的「:」，后面空一格。",
        "This colon is full-width: write : and a blank after it.",
    ),
    "catalog.yaml_no_blank": ("冒号后面没有空格：请空一格。", "There is no blank after this colon: add one."),
    "catalog.yaml_quote": ("英文引号不成对：请补上另一个。", "This quotation mark has no partner: add it."),
    "catalog.yaml_bracket": ("括号不成对：请补上另一半。", "This bracket has no partner: add it."),
    "catalog.yaml_wide_mark": (
        "括号里用了中文标点：请把「，」「：」改成英文的，后面空一格。",
        "A full-width mark stands between brackets: write , or : and a blank after it.",
    ),
    "catalog.yaml_indent": (
        "缩进没有对齐：请和上面同一层的那一行对齐，或者比它所属的那一行多空两格。",
        "This line stands under none of those above: align it with its neighbours, or two blanks deeper than what it belongs to.",
    ),
    "catalog.not_a_number": (
        "「{key}」应是数：请只写阿拉伯数字，不带单位。",
        "{key} must be a number: write digits, without a unit.",
    ),
    "catalog.not_in_range": (
        "「{key}」的数超出范围（{limit}）：请改正。",
        "The number of {key} is out of range ({limit}): correct it.",
    ),
    "catalog.not_true": ("「{key}」只能是 true 或 false。", "{key} is true or false."),
    "catalog.not_a_day": ("「{key}」应是日期：请写成 2027-01-31。", "{key} must be a day: write it as 2027-01-31."),
    "catalog.not_a_mapping": (
        "「{what}」应写成“键: 值”的形式：请在名称后加冒号并缩进内容。",
        "“{what}” must be a mapping: put a colon after its key and indent what belongs to it.",
    ),
    "catalog.unknown_key": ("没有「{key}」这个键：是不是「{near}」？", "There is no key {key}: is it {near}?"),
    "catalog.unknown_key_of": (
        "没有「{key}」这个键：这里可以用 {allowed}。",
        "There is no key {key}: here you may use {allowed}.",
    ),
    "catalog.duplicate_key": ("「{key}」写了两次：请删去一个。", "{key} stands here twice: remove one."),
    "catalog.defined_twice": (
        "「{key}」已在 {file} 第 {line} 行定义：键在整个目录里只能用一次，请改名或删去。",
        "{key} is defined already in {file}, line {line}: a key is used once in the whole catalogue; rename or remove it.",
    ),
    "catalog.key_in_two_groups": (
        "「{key}」在 {group} 里已经用过：键在整个目录里只能用一次，请改名。",
        "{key} is used in {group} already: a key is used once in the whole catalogue; rename it.",
    ),
    "catalog.bad_key": (
        "「{key}」不合键的写法（{form}）：请用小写字母、数字和下划线。",
        "{key} is not how keys are written here ({form}): use small letters, digits and underscores.",
    ),
    "catalog.key_retired": (
        "「{key}」是停用的键：老办件还记着它，不能再用，请换一个键。",
        "{key} was retired: old cases still hold it; take another key.",
    ),
    "catalog.key_department": (
        "「{key}」的第一段应是它的部门「{department}」：请改键或改部门。",
        "The first part of {key} must be its department, {department}: change the key or the department.",
    ),
    "catalog.missing_key": ("「{of}」缺少「{key}」：请补上。", "{of} lacks {key}: add it."),
    "catalog.not_one_of": (
        "「{key}」只能是 {allowed}：请改成其中一个。",
        "{key} is one of {allowed}: use one of them.",
    ),
    "catalog.not_text": (
        "「{key}」应是文字：数字和日期请加引号。",
        "{key} must be text: put numbers and dates in quotes.",
    ),
    "catalog.bad_value": (
        "「{key}」的值不对（{reason}）：请改正。",
        "The value of {key} is wrong ({reason}): correct it.",
    ),
    "catalog.no_such": (
        "{group} 里没有「{key}」：最接近的是「{near}」，请改正或先定义它。",
        "There is no {key} in {group}: the nearest is {near}; correct it or define it first.",
    ),
    "catalog.no_english": ("「{key}」缺少英文名：请补上 name_en。", "{key} lacks an English name: add name_en."),
    "catalog.rows_type": (
        "「{key}」：repeats 只属于 rows 类型，rows 必须写 repeats，请改类型或补上。",
        "{key}: repeats belongs to the type rows, and rows must have it; change the type or add repeats.",
    ),
    "catalog.rows_limits": (
        "最少 {min} 行多于最多 {max} 行：请改 min 或 max。",
        "At least {min} rows is more than at most {max}: change min or max.",
    ),
    "catalog.row_in_row": (
        "「{key}」本身就是多行的：行里只能放普通问题，请换一个。",
        "{key} has rows itself: a row holds plain questions only; use another one.",
    ),
    "catalog.sum_field": (
        "合计的「{key}」不在这组的 fields 里：请加进去，或换成其中一个。",
        "The sum counts {key}, which is not among the group's fields: add it, or count one of them.",
    ),
    "catalog.sum_number": (
        "合计的「{key}」不是数：类型要是 number 或 money。",
        "The sum counts {key}, which is no number: its type must be number or money.",
    ),
    "catalog.when_rows": (
        "条件不能看「{key}」：它是多行的，没有一个答案；请换一个问题。",
        "A condition can't read {key}: it has rows, not one answer; use another question.",
    ),
    "catalog.options": (
        "「{key}」：选项（options）只属于 choice 类型，choice 必须有选项，请改类型或补选项。",
        "{key}: options belong to the type choice, and a choice must have them; change the type or add options.",
    ),
    "catalog.value_not_asked": (
        "本事项没有问这一方的「{field}」，不能用它代替材料：请在 fields 里问它，或删去 value_of。",
        "This item does not ask {field} of that party, so its value can't replace the paper: ask it, or drop value_of.",
    ),
    "catalog.no_basis": (
        "条件「{condition}」没有依据：请写文号和条款（basis），没有依据的条件不能作为不予受理的理由。",
        "The condition “{condition}” has no basis: name the document and article; without one nobody may be refused.",
    ),
    "catalog.promise_too_long": (
        "承诺 {promise} 个工作日，比法定 {legal} 个还长：请改短承诺。",
        "The promise of {promise} working days is longer than the legal {legal}: shorten it.",
    ),
    "catalog.promise_below_path": (
        "联办承诺 {promise} 个工作日，短于各事项最长路径 {longest} 个：请核对。",
        "The joint promise of {promise} working days is shorter than the longest path of its items, {longest}: check it.",
    ),
    "catalog.until_before_from": (
        "「{key}」失效日早于施行日：请核对 from 和 until。",
        "{key} ends before it begins: check from and until.",
    ),
    "catalog.question_type": (
        "情形问题「{key}」只能是 choice 或 bool：请改字段类型。",
        "The situation question {key} must be a choice or a bool: change the field's type.",
    ),
    "catalog.acting_parties": (
        "「{key}」问谁来办，但没有选项写明是哪一方（parties）：请补上。",
        "{key} asks who acts, but no option says which parties: add parties.",
    ),
    "catalog.when_key": (
        "条件里的「{key}」本事项既不问也不填：最接近的是「{near}」，请改正。",
        "The condition reads {key}, which is neither a question nor a field here: the nearest is {near}; correct it.",
    ),
    "catalog.when_value": (
        "「{key}」没有「{value}」这个选项：可用 {allowed}。",
        "{key} has no option {value}: use one of {allowed}.",
    ),
    "catalog.when_age": (
        "年龄条件只能看日期字段，「{key}」不是日期：请改字段。",
        "An age is read from a date, and {key} is none: use a field of type date.",
    ),
    "catalog.requires_outside": (
        "前置事项「{item}」不在「{package}」里：请加入或删去。",
        "The prerequisite {item} is not in {package}: add it or drop it.",
    ),
    "catalog.circle": (
        "前置关系成环（{circle}）：谁也先办不了，请去掉其中一个。",
        "The prerequisites form a circle ({circle}), so none can come first: remove one.",
    ),
    "catalog.not_a_list": (
        "「{key}」应写成列表：请用 [ ] 或每行一个短横线。",
        "{key} must be a list: use [ ] or one dash a line.",
    ),
    "catalog.when_number": (
        "大小条件（above）只能看数字或金额字段，「{key}」不是：请改字段。",
        "A size (above) is read from a number or an amount, and {key} is neither: use another field.",
    ),
    "catalog.nobody_acts": (
        "「{key}」的申请人不是通用的“申请人”，却没写谁来办：请补 acting。",
        "{key} has an applicant of its own but nobody acts for it: add acting.",
    ),
    "catalog.same_name": (
        "「{key}」和「{other}」都叫「{name}」：同一件事只留一个键，不同的事请把名称写清区别。",
        "{key} and {other} are both called {name}: keep one key for one thing, or tell the names apart.",
    ),
    "catalog.similar_name": (
        "「{key}」的名称和「{other}」（{name}）几乎一样：是同一件事就合并，不是就把名称写清区别。",
        "The name of {key} is nearly that of {other} ({name}): merge them, or tell the names apart.",
    ),
    "catalog.one_meaning": (
        "「{key}」和「{other}」（{name}）是一个意思，群众会被问两遍：请合并成一个键。",
        "{key} means the same as {other} ({name}), so people are asked twice: merge the two keys.",
    ),
    "catalog.asked_twice": (
        "「{key}」在本事项里写了两次：请删去一个。",
        "{key} is asked twice in this item: remove one.",
    ),
    "catalog.nobody_issues": (
        "电子证照「{key}」没有事项核发，也没写发证机关：请在事项结果里写 e_certificate，或补 authority。",
        "Nobody issues the e-certificate {key}: name it in the result of an item, or add its authority.",
    ),
    "catalog.legal_too_long": (
        "法定期限 {legal} 日比法律的上限 {limit} 个工作日还长，又没写另有规定的依据：请核对，或补 legal_basis。",
        "The legal period of {legal} is longer than the law's {limit} working days: check it, or name the other law in legal_basis.",
    ),
    "catalog.no_legal_basis": (
        "法定期限没有依据：请写 legal_basis；没查到的标 legal_assumed: true。",
        "The legal period has no basis: write legal_basis, or mark it legal_assumed: true if none was found.",
    ),
    "catalog.uncounted_basis": (
        "「{name}」不计入期限却没有依据：请写 basis；没查到的标 assumed: true。",
        "{name} is not counted, without a basis: write one, or mark it assumed: true.",
    ),
    "catalog.never_collected": (
        "结果「{name}」要领取，却没有领取方式或领取这一步：请补 ways 和 steps 里的 collect，或标 collect: false。",
        "The result {name} has to be fetched, but there is no way or no step for it: add ways and the step collect, or mark it collect: false.",
    ),
    "catalog.electronic_without": (
        "结果「{name}」只给电子件，却没写是哪种电子证照：请补 e_certificate 或别的领取方式。",
        "The result {name} is electronic only but names no e-certificate: add e_certificate or another way.",
    ),
    "catalog.collects_nothing": (
        "步骤里有“领取”，但没有要领的结果：请删去 collect 这一步。",
        "There is a step collect but no result to fetch: drop the step.",
    ),
    "catalog.too_wide": (
        "「{text}」占 {cells} 格，这里只放得下 {limit} 格：请写短些。",
        "“{text}” takes {cells} cells where {limit} fit: shorten it.",
    ),
    "catalog.scene_reason": (
        "到现场 {count} 次，必须现场办理的原因却是「{reason}」：次数不为 0 要写原因，为 0 应写“无”。",
        "One must come {count} times, and the reason says “{reason}”: give a reason above 0, and 无 for 0.",
    ),
    "catalog.suspended_back": (
        "预计恢复的日子早于暂停的日子：请核对 since 和 back。",
        "The expected return is before the suspension: check since and back.",
    ),
    "catalog.unused": ("「{key}」没有被用到：不需要的请删去。", "{key} is not used: remove it if it is not needed."),
    "catalog.newer": (
        "中心的事项目录比本程序新：请升级程序，之前的目录照用。",
        "The centre's catalogue is newer than this program: upgrade; the one before stays in use.",
    ),
}
