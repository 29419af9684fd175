"""What the central API says: refusals of the hub, of sign-in, of the wire, and of the ledger."""

TEXTS: dict[str, tuple[str, str]] = {
    # hub
    "hub.db_url": (
        "数据库地址不对：请写 sqlite:///文件路径 或 postgresql://主机/库名。",
        "That is no database address: give sqlite:///PATH or postgresql://HOST/NAME.",
    ),
    "hub.db_folder": (
        "打不开数据库文件 {file}（{reason}）：请检查文件夹是否存在、权限和磁盘空间。",
        "The database file {file} can't be opened ({reason}): check the folder, its permissions and the free space.",
    ),
    "hub.db_in_use": (
        "数据库 {file} 正被另一个中心使用：请先停掉那个；要多个进程，请用 PostgreSQL。",
        "The database {file} is in use by another hub: stop that one first; for several processes use PostgreSQL.",
    ),
    "hub.db_unreachable": (
        "连不上 PostgreSQL：请检查地址、用户、密码，以及数据库是否在运行。",
        "PostgreSQL can't be reached: check address, user and password, and that the server runs.",
    ),
    "hub.key_needed": (
        "用 PostgreSQL 时要用 --key-file 指定中心的钥匙文件。",
        "With PostgreSQL the hub's key must be named with --key-file.",
    ),
    "hub.systems": (
        "读不了部门系统的配置 {file}：{reason}。每个部门一行，如 ga: {{url: https://…, secret: whsec_…}}",
        "The file of departments' systems, {file}, can't be used: {reason}. One line a department, ga: {{url: https://…, secret: whsec_…}}",
    ),
    "hub.key_unreadable": (
        "读不了中心的钥匙文件 {file}（{reason}）：请检查权限，它应只归本用户可读。",
        "The hub's key file {file} can't be read ({reason}): check that this user, and only this user, may read it.",
    ),
    "hub.key_broken": (
        "中心的钥匙文件 {file} 内容不对：请从备份恢复。",
        "The hub's key file {file} does not hold a key: restore it from the backup.",
    ),
    "hub.wrong_key": (
        "这把钥匙打不开这个数据库：请用 --key-file 指定原来的钥匙文件，或从备份恢复。",
        "This key does not open this database: name the right file with --key-file, or restore it from the backup.",
    ),
    # sign-in, sessions, devices
    "auth.missing": ("请先登录。", "Sign in first."),
    "auth.expired": (
        "登录已失效（到时、签退，或在别处又登录了）：请重新登录。",
        "Your session has ended (time, sign-out, or a sign-in elsewhere): sign in again.",
    ),
    "auth.other_hall": (
        "您登录的不是这个大厅：请核对大厅，或在这里重新登录。",
        "Your session belongs to another hall: check the hall, or sign in here.",
    ),
    "device.unknown": (
        "本机没有登记或已停用：请主管发一次性登记码，再运行 clerk-tui device enrol。",
        "This machine is not enrolled, or disabled: ask for a one-time code and run clerk-tui device enrol.",
    ),
    "device.code_unknown": (
        "登记码不对、用过了或过期了：请主管再发一个。",
        "The enrolment code is wrong, spent or too old: ask for a new one.",
    ),
    "sign_in.refused": (
        "工号或密码不对：请核对后再试，连续错 5 次会锁定 15 分钟。",
        "Staff number or password is wrong: check both; five failures in a row lock the account for 15 minutes.",
    ),
    "sign_in.locked": (
        "密码连续输错，账号已锁定：请 {minutes} 分钟后再试，或请管理员重设。",
        "Too many wrong passwords: try again in {minutes} minutes, or ask the administrator for a new one.",
    ),
    "session.unknown": (
        "找不到这条指令所属的登录：请重新登录后再做一次。",
        "The session of this command is not known here: sign in and do it again.",
    ),
    "session.other_device": (
        "这条指令是在别的机器上录入的：请在那台机器上发送。",
        "This command was captured on another machine: send it from there.",
    ),
    "session.not_then": (
        "这条指令的录入时间不在该次登录之内：请核对本机时钟，重新登录后再做一次。",
        "This command was not captured while its session was open: check this machine's clock, sign in, do it again.",
    ),
    # ledger
    "id_reused": (
        "这个指令编号已用于别的内容：请换新编号重发。",
        "This command id was used for something else: send it again under a new one.",
    ),
    "held": (
        "前一步没有成功，这一步先等着：请先处理前一步。",
        "An earlier step on the same thing did not succeed, so this one waits: settle that first.",
    ),
    "conflict": (
        "这件事刚被别人改过：请看过现在的内容，再做一次。",
        "Somebody changed it meanwhile: look at it as it is now and do it again.",
    ),
    # requests
    "hall.unknown": ("没有「{hall}」这个大厅：请核对名称。", "There is no hall {hall}: check its name."),
    "catalog.none": (
        "还没有发布事项目录：请先运行 clerk-tui catalog publish。",
        "No catalogue is published yet: run clerk-tui catalog publish first.",
    ),
    "catalog.unknown": (
        "没有这一版事项目录：请取当前版本。",
        "No such catalogue was published: take the current one.",
    ),
    "request.not_json": (
        "请求内容不是 JSON：请按接口文档改正。",
        "The request is not JSON: correct it by the API's documentation.",
    ),
    "request.no_commands": (
        "请求里要有 commands，而且至少一条：请按接口文档改正。",
        "The request must hold commands, at least one, and nothing else: correct it by the API's documentation.",
    ),
    "request.too_many": (
        "一次最多 {limit} 条指令：请分几次发送。",
        "At most {limit} commands at a time: send them in several requests.",
    ),
    "request.too_often": (
        "同时发来的请求太多：什么也没有处理，请 {seconds} 秒后再发。",
        "Too many requests at once: nothing was looked at, send them again in {seconds} s.",
    ),
    "request.too_large": (
        "内容太大，最多 {limit} 字节：请分几次发送，或换小一点的文件。",
        "That is too large, the most is {limit} bytes: send it in parts, or a smaller file.",
    ),
    "request.wrong_type": (
        "请求类型不对：请用 Content-Type: application/json。",
        "Wrong content type: send application/json.",
    ),
    "request.wrong_method": (
        "这个地址不接受这种请求：请看接口文档。",
        "This address does not take that method: see the API.",
    ),
    "request.not_found": ("没有这个地址：请看接口文档。", "There is nothing at this address: see the API."),
    "request.refused": (
        "中心不接受这个请求（{http_status}）：请看接口文档。",
        "The centre refuses this request ({http_status}): see the API's documentation.",
    ),
    "request.invalid": (
        "{field} 不对（{reason}）：请按接口文档改正。",
        "{field} is wrong ({reason}): correct it by the API's documentation.",
    ),
    "centre.busy": (
        "中心正忙：什么也没有处理，请 {seconds} 秒后再发。",
        "The centre is busy: nothing was looked at, send it again in {seconds} s.",
    ),
    "centre.starting": ("中心正在启动：请稍后再试。", "The centre is starting: try again in a moment."),
    "centre.no_database": (
        "中心连不上自己的数据库：请告诉维护人员。",
        "The centre can't reach its database: tell your maintainer.",
    ),
    # audit
    "hub.db_missing": (
        "没有数据库文件 {file}：请核对 --db 的路径。",
        "There is no database file {file}: check the path given with --db.",
    ),
    "hub.not_a_hub": (
        "这不是一窗中心的数据库：请核对 --db。",
        "This is not the database of a hub: check --db.",
    ),
    "audit.whole": (
        "大厅 {hall}：{count} 条记录，链条完整。",
        "Hall {hall}: {count} entries, the chain is whole.",
    ),
    "audit.refusals": (
        "大厅 {hall}：{count} 件没有受理的申请，文书从未打印。请窗口打印并送达申请人。",
        "Hall {hall}: {count} applications were not accepted and their notice was never printed. Have the windows print and serve them.",
    ),
    "audit.refusals_none": (
        "大厅 {hall}：没有受理的申请，文书都打印了。",
        "Hall {hall}: every application that was not accepted has its printed notice.",
    ),
    "audit.refusal": (
        "  {number}  {at}  {window}号窗  {by}  {paper}  已打印 {copies} 次",
        "  {number}  {at}  window {window}  {by}  {paper}  printed {copies} times",
    ),
    "audit.broken": (
        "大厅 {hall}：链条在第 {broken_at} 条断开（前 {count} 条完好）。请保留现场，从备份核对。",
        "Hall {hall}: the chain breaks at entry {broken_at} ({count} before it are whole). Keep this database as it is "
        "and compare it with a backup.",
    ),
    # look-ups and papers
    "lookup.unknown_source": (
        "这个中心没有接「{source}」这个共享数据来源：请让申请人填写。",
        "This centre has no source of shared data called {source}: ask the applicant.",
    ),
    "paper.not_accepted": (
        "还没有受理，出不了受理通知书：先按 Ctrl+S 提交并受理。",
        "It has not been accepted yet, so there is no notice of acceptance: submit it with Ctrl+S first.",
    ),
}
