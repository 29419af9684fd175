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
    # hall
    "hall.policy_set": (
        "大厅 {hall} 的排队规则已换；中心下次启动后生效。",
        "The queue rules of hall {hall} are replaced; they hold from the hub's next start.",
    ),
    # catalog
    "cli.finding": ("{file}:{line}:{column}: {severity}：{sentence}", "{file}:{line}:{column}: {severity}: {sentence}"),
    "cli.severity.error": ("错误", "error"),
    "cli.severity.warning": ("提醒", "warning"),
    "cli.check_sound": (
        "目录没有错误：{items} 个事项，{packages} 个一件事，{departments} 个部门",
        "The catalogue has no errors: {items} items, {packages} packages, {departments} departments",
    ),
    "cli.check_wrong": ("{errors} 处错误，{warnings} 处提醒", "{errors} errors, {warnings} warnings"),
    "cli.unreadable": (
        "读不了 {path}（{reason}）：请核对路径和权限。",
        "{path} can't be read ({reason}): check the path and its permissions.",
    ),
    "cli.no_yaml": (
        "{path} 里没有 .yaml 文件：请指定目录文件或它们所在的文件夹。",
        "There is no .yaml file in {path}: name the catalogue's files or their folder.",
    ),
    "cli.copied": (
        "已写好 {count} 个目录文件和编辑器用的 catalog.schema.json，在 {path} 里。",
        "{path} now holds {count} catalogue files, and catalog.schema.json for editors.",
    ),
    "cli.copy_not_empty": (
        "「{path}」已经有东西：请换一个新的文件夹名，免得盖掉别人写的。",
        "{path} holds something already: name a new folder, so that nobody's work is overwritten.",
    ),
    "cli.unwritable": (
        "写不进「{path}」（{reason}）：请换一个能写的地方。",
        "Can't write to {path} ({reason}): choose a place where you may write.",
    ),
    "cli.no_such_key": (
        "目录里没有「{key}」：用 clerk-tui catalog search {key} 查找。",
        "The catalogue has no {key}: look it up with clerk-tui catalog search {key}.",
    ),
    "cli.no_such_key_near": (
        "目录里没有「{key}」，最接近的是 {near}：用 clerk-tui catalog search {key} 查找。",
        "The catalogue has no {key}; the nearest are {near}: look it up with clerk-tui catalog search {key}.",
    ),
    "cli.nothing_found": (
        "没有找到「{query}」：换一个说法，或输拼音首字母。",
        "Nothing found for {query}: try other words, or pinyin initials.",
    ),
    "cli.hit": ("{key}  {name}（{department}）", "{key}  {name} ({department})"),
    "cli.bad_answers": (
        "答案文件 {path} 不对（{reason}）：应是 JSON 或 YAML，写成 问题键: 值，如 ga.household_follow: father。",
        "The answers in {path} are wrong ({reason}): write JSON or YAML, key: value, such as ga.household_follow: father.",
    ),
    "cli.unknown_answer": (
        "目录里没有字段「{key}」：最接近的是「{near}」，前面可加一方，如 mother.person.name。",
        "The catalogue has no field {key}: the nearest is {near}; a party may stand before it, as in mother.person.name.",
    ),
    "cli.bad_date": (
        "「{value}」不是日期：请写成 2026-11-23。",
        "{value} is no date: write it like 2026-11-23.",
    ),
    "cli.bad_days": (
        "工作日数应在 0 到 3650 之间：{value} 不行。",
        "The number of working days is between 0 and 3650; {value} is not.",
    ),
    "cli.due": ("{due}（{weekday}）", "{due} ({weekday})"),
    "cli.due_provisional": (
        "{due}（{weekday}）暂定：{year} 年放假安排尚未公布",
        "{due} ({weekday}), provisional: the holidays of {year} are not announced yet",
    ),
    "cli.due_day": ("{date}  {mark}  {why}", "{date}  {mark}  {why}"),
    "cli.plan_head": (
        "{name}：{items} 项，{days} 个工作日，{due} 前办结",
        "{name}: {items} items, {days} working days, due {due}",
    ),
    "cli.plan_questions": ("还要问（{count}）", "Still to ask ({count})"),
    "cli.plan_items": ("事项（{count}）", "Items ({count})"),
    "cli.plan_materials": ("材料（{count}）", "Materials ({count})"),
    "cli.plan_asks": ("要填（{count}）", "To fill in ({count})"),
    "cli.plan_material": ("{name}  {rule}  {standing}  ← {why}", "{name}  {rule}  {standing}  ← {why}"),
    "cli.rule.original": ("验原件", "original"),
    "cli.rule.copies": ("复印件{count}", "copies {count}"),
    "cli.rule.tolerable": ("可容缺", "may come later"),
    "cli.plan_item": ("{stage}. {name}（{department}） {due}", "{stage}. {name} ({department}) {due}"),
    "cli.plan_undecided": ("看回答", "depends on an answer"),
    "cli.plan_met": ("已有结果", "held already"),
    "cli.plan_proof": (
        "分开办要填 {fields_separate} 项，现在填 {fields_asked} 项、核对 {fields_filled} 项；材料 {materials_separate} 份减为 {materials_brought} 份；跑动 {steps_separate} 步减为 {steps_now} 步",
        "Separately {fields_separate} fields, now {fields_asked} typed and {fields_filled} confirmed; papers {materials_separate} to {materials_brought}; steps {steps_separate} to {steps_now}",
    ),
    "cli.plan_saved": (
        "少填 {fields}%、少交 {materials}%、少跑 {steps}%",
        "Saved: {fields}% of the typed fields, {materials}% of the papers, {steps}% of the steps",
    ),
    "cli.plan_saved_bare": (
        "不用共享数据时：少填 {fields}%、少交 {materials}%、少跑 {steps}%",
        "Without shared data: {fields}%, {materials}% and {steps}%",
    ),
    "cli.plan_yardstick": (
        "对照（浙江改革报道）：少填 {fields}%、少交 {materials}%、少跑 {steps}%",
        "The yardstick (what is reported of Zhejiang's reform): {fields}%, {materials}% and {steps}%",
    ),
    "cli.plan_again": (
        "部门系统还要手工抄录：{items} 个事项、{fields} 栏（有抄录单，推送后为零）",
        "Still typed again into departments' systems: {items} items, {fields} boxes (by copy sheet; none once pushed)",
    ),
    "cli.plan_assumed": (
        "其中 {share}% 依据假定的表单（没有公开的办事指南）",
        "{share}% of this rests on assumed forms (no published guide)",
    ),
    "why_day.workday": ("工作日", "working day"),
    "why_day.weekend": ("周末", "weekend"),
    "why_day.holiday": ("法定节假日", "public holiday"),
    "why_day.paused": ("特别程序，不计时", "special procedure, not counted"),
    "why_day.makeup": ("调休上班", "make-up working day"),
    "why_day.unpublished": ("工作日（放假安排未公布）", "working day (holidays not announced)"),
}
