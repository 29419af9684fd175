"""What `stats` and `replay` say: what is wrong with a file, and the headings of their tables."""

TEXTS: dict[str, tuple[str, str]] = {
    # a day as CSV
    "replay.columns": (
        "第 {line} 行：表头应是 {wanted} 这五列，各一次；现在是「{found}」。",
        "Line {line}: the header must hold the five columns {wanted}, each once; it holds “{found}”.",
    ),
    "replay.cells": (
        "第 {line} 行：应有 {wanted} 格，现有 {found} 格：请补上或删去。",
        "Line {line}: there are {found} cells instead of {wanted}: add what lacks, or drop what is too much.",
    ),
    "replay.encoding": (
        "第 {line} 行不是 UTF-8 编码（可能是 GBK 或 UTF-16）：请另存为「CSV UTF-8」再试。",
        "Line {line} is not UTF-8 (GBK or UTF-16, perhaps): save the file as “CSV UTF-8” and try again.",
    ),
    "replay.quotes": (
        "第 {line} 行：引号没有成对，请检查这一行的双引号。",
        "Line {line}: a quotation mark is not closed; check the double quotes of this line.",
    ),
    "replay.ticket": (
        "第 {line} 行：ticket 应写号码，1 到 64 个字。",
        "Line {line}: ticket must hold the number, 1 to 64 characters.",
    ),
    "replay.twice": (
        "第 {line} 行：号码 {ticket} 在第 {first} 行已经有了，请改成不同的号码。",
        "Line {line}: ticket {ticket} stands on line {first} already; each needs a number of its own.",
    ),
    "replay.class": (
        "第 {line} 行：没有「{value}」这一类，class 只能是 {classes}。",
        "Line {line}: there is no class “{value}”; class is one of {classes}.",
    ),
    "replay.time": (
        "第 {line} 行：taken_at「{value}」不是时刻，请写成 2026-11-24T09:05:00+08:00。",
        "Line {line}: taken_at “{value}” is no time; write it like 2026-11-24T09:05:00+08:00.",
    ),
    "replay.offset": (
        "第 {line} 行：taken_at「{value}」没有时区，请在后面加 +08:00。",
        "Line {line}: taken_at “{value}” has no offset; add +08:00 behind it.",
    ),
    "replay.handle": (
        "第 {line} 行：handle_s「{value}」不对，应是 0 到 {most} 之间的秒数。",
        "Line {line}: handle_s “{value}” is wrong; it is a number of seconds from 0 to {most}.",
    ),
    "replay.negative": (
        "第 {line} 行：handle_s「{value}」是负数，办理时间不能小于 0 秒。",
        "Line {line}: handle_s “{value}” is negative; a service takes no less than 0 seconds.",
    ),
    "replay.no_windows": (
        "没有窗口：请用 --windows N 给出窗口数，或在规则文件里写 windows。",
        "There are no windows: give their number with --windows N, or name them under windows in the policy file.",
    ),
    "replay.not_called": (
        "{count} 个号一直没有叫到：在这些窗口的时间里轮不到，或没有窗口办这类事项。",
        "Tickets that were never called: {count}; the windows' hours ended before, or no window serves their matter.",
    ),
    # an exported log
    "log.line": (
        "第 {line} 行不是台账记录（{reason}）：请用 clerk-tui audit export 重新导出。",
        "Line {line} is no entry of a ledger ({reason}): export the log anew with clerk-tui audit export.",
    ),
    "log.encoding": (
        "第 {line} 行不是 UTF-8 编码：请用 clerk-tui audit export 重新导出。",
        "Line {line} is not UTF-8: export the log anew with clerk-tui audit export.",
    ),
    "log.gap": (
        "第 {line} 行：序号应是 {wanted}，现在是 {found}，中间有缺漏：请重新导出完整的台账。",
        "Line {line}: the sequence should be {wanted} and is {found}, so entries lack: export the whole log anew.",
    ),
    "log.begins_late": (
        "第 {line} 行：{day} 的记录从第 {found} 条开始，之前的不在文件里：请导出整个台账。",
        "Line {line}: the entries of {day} begin with number {found}, those before lack: export the whole ledger.",
    ),
    # stats
    "stats.range": (
        "日期不对：{from_day} 晚于 {to_day}，请对调。",
        "The dates are the wrong way round: {from_day} is after {to_day}.",
    ),
    "stats.range_too_long": (
        "一次最多统计 {most} 天：请缩短日期范围。",
        "At most {most} days can be asked for at once: choose a shorter range.",
    ),
    "stats.where": (
        "不知道从哪里读：请给 --events 文件，或 --db 数据库，或在设置里写中心地址（hub）。",
        "There is nothing to read from: give --events FILE, or --db URL, or the hub's address in the settings.",
    ),
    "stats.one_source": (
        "--db 和 --events 只能给一个。",
        "Give either --db or --events, not both.",
    ),
    "stats.one_form": (
        "--json、--csv、--xlsx 只能选一个。",
        "Choose one of --json, --csv and --xlsx.",
    ),
    "stats.no_account": (
        "没有登录信息：请在设置里写 staff_no 和 device_token，密码用环境变量 CLERK_TUI_PASSWORD 或在终端输入。",
        "No account is known: put staff_no and device_token into the settings; the password comes from CLERK_TUI_PASSWORD or is asked for.",
    ),
    "stats.unreachable": (
        "连不上中心 {hub}：请检查网络，或用 --db、--events。",
        "The hub {hub} can't be reached: check the network, or use --db or --events.",
    ),
    "stats.unwritable": (
        "写不了 {path}（{reason}）：请检查文件夹和权限。",
        "{path} can't be written ({reason}): check the folder and its permissions.",
    ),
    "stats.timezone": (
        "没有「{name}」这个时区：请写成 Asia/Shanghai。",
        "There is no time zone {name}: write it like Asia/Shanghai.",
    ),
    "stats.day_needed": (
        "--day-csv 写一天：请用 --from 指定哪一天，例如 --from 2026-11-23。",
        "--day-csv writes one day: name it with --from, such as --from 2026-11-23.",
    ),
    "stats.day_written": (
        "已写入 {path}：{day} 共 {count} 个号；从未叫到的 {left_out} 个不在其中。",
        "{path} holds {count} tickets of {day}; {left_out} that were never called are left out.",
    ),
    "stats.head": (
        "{from_day} 至 {to_day}，{days} 个营业日有记录",
        "{from_day} to {to_day}; business days with records: {days}",
    ),
    # headings
    "stats.h.class": ("类别", "class"),
    "stats.h.window": ("窗口", "window"),
    "stats.h.matter": ("事项", "matter"),
    "stats.h.quarter": ("时段", "quarter"),
    "stats.h.tickets": ("号数", "tickets"),
    "stats.h.taken": ("取号", "taken"),
    "stats.h.called": ("叫到", "called"),
    "stats.h.served": ("办结", "served"),
    "stats.h.finished": ("办结", "finished"),
    "stats.h.no_show": ("过号", "no-shows"),
    "stats.h.mean": ("平均", "mean"),
    "stats.h.longest": ("最长", "longest"),
    "stats.h.wait": ("平均等候", "mean wait"),
    "stats.h.within": ("{minutes}分内", "≤ {minutes} min"),
    "stats.h.handle": ("平均办理", "mean service"),
    "stats.h.open": ("开放", "open"),
    "stats.h.busy": ("办理占用", "busy"),
    "stats.h.paused": ("暂停", "paused"),
    "stats.h.waiting_max": ("最多等候", "longest queue"),
    "stats.h.count": ("数量", "count"),
    "stats.h.what": ("项目", "figure"),
    "stats.all": ("全部", "all"),
    "stats.none": ("未填", "none"),
    "stats.sheet.overview": ("概况", "Overview"),
    "stats.sheet.classes": ("按类别", "Classes"),
    "stats.sheet.windows": ("按窗口", "Windows"),
    "stats.sheet.matters": ("按事项", "Matters"),
    "stats.sheet.curve": ("按时段", "Quarters"),
    # figures
    "stats.f.taken": ("取号", "tickets taken"),
    "stats.f.called": ("叫到", "called"),
    "stats.f.served": ("办结", "served"),
    "stats.f.not_served": ("到闭厅未办", "not served by closing"),
    "stats.f.no_show": ("过号未到", "no-shows"),
    "stats.f.abandoned": ("弃号", "abandoned"),
    "stats.f.cancelled": ("取消", "cancelled"),
    "stats.f.waiting": ("还在等候", "still waiting"),
    "stats.f.at_window": ("正在窗口", "at a window"),
    "stats.f.held": ("挂起中", "on hold"),
    "stats.f.unended": ("闭厅时未点办结", "left open at closing"),
    "stats.f.wait": ("等候", "wait"),
    "stats.f.wait_of_abandoned": ("弃号者等候", "wait of the abandoned"),
    "stats.f.handle": ("办理", "service"),
    "stats.f.handle_consultation": ("咨询", "consultation"),
    "stats.f.handle_pickup": ("领取", "pick-up"),
    "stats.f.handle_without_arrival": ("未点到场", "without an arrival"),
    "stats.f.within": ("{minutes} 分钟内叫到", "called within {minutes} min"),
    "stats.f.overtime": ("延时服务", "overtime services"),
    "stats.f.overtime_time": ("延时时长", "time after closing"),
    "stats.f.begun_after": ("闭厅后才开始", "begun after closing"),
    "stats.f.calls": ("叫号", "calls"),
    "stats.f.reassigned": ("窗口交接", "handed over with a window"),
    "stats.f.booking_cancelled": ("预约取消", "bookings cancelled"),
    "stats.f.booking_open": ("预约未到时间", "bookings to come"),
    "stats.f.invited": ("邀请评价", "invited to rate"),
    "stats.f.grades": ("评价等级", "rated with grade"),
    "stats.f.recalls": ("重呼", "recalls"),
    "stats.f.passes": ("过号操作", "passes"),
    "stats.f.returns": ("过号恢复", "returns"),
    "stats.f.holds": ("挂起", "holds"),
    "stats.f.transfers": ("转移", "transfers"),
    "stats.f.promotes": ("置顶", "promotions"),
    "stats.f.undone": ("撤销", "acts taken back"),
    "stats.f.by_number": ("断线凭号办理", "served by number"),
    "stats.f.double_services": ("重复办理", "served twice"),
    "stats.f.booked": ("预约", "booked"),
    "stats.f.checked_in": ("预约到场", "bookings checked in"),
    "stats.f.void": ("预约未到", "bookings not kept"),
    "stats.f.rated": ("评价", "ratings"),
    "stats.f.good_share": ("好评率", "share of good ratings"),
}
