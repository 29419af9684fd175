"""The hand-over of items to departments' systems: their states, the copy sheet (抄录单), what was typed twice."""

TEXTS: dict[str, tuple[str, str]] = {
    "handover.pushed": ("已推送", "pushed"),
    "handover.awaiting": ("待回执", "awaiting its receipt"),
    "handover.manual": ("需手工", "by hand"),
    "handover.failed": ("失败", "failed"),
    "handover.entered": ("已录入", "entered"),
    "handover.centre_says": (
        "推送的结果由中心记录：手工录入的请填那边给的受理号。",
        "The centre says what came of a push: for what was typed in by hand give that system's number.",
    ),
    "adapter.no_code": (
        '{key} 的选项 {value} 没有对应代码：在 codes 里补上，或用 "*" 写其余',
        'Option {value} of {key} has no code: add it under codes, or say "*" for the rest',
    ),
    "adapter.sound": ("{count} 个系统的抄录单都对得上目录。", "{count} copy sheets agree with the catalogue."),
    "adapter.line": ("{key}  {name}  {items}  {count} 栏", "{key}  {name}  {items}  {count} boxes"),
    "copy.title": ("抄录单", "Copy sheet"),
    "copy.items": ("交各部门系统", "To the departments' systems"),
    "copy.no_adapter": ("没有抄录单 · 按部门办法交接", "no copy sheet · hand over as that department says"),
    "copy.lines": ("{count} 栏", "{count} boxes"),
    "copy.progress": ("{done}/{count} 已抄", "{done}/{count} copied"),
    "copy.now": ("在剪贴板", "on the clipboard"),
    "copy.done": ("已抄", "copied"),
    "copy.number_hint": (
        "{label}:扫描或输入那边给的号,回车 已录入",
        "{label}: scan or type the number it gave, Enter records it",
    ),
    "copy.trouble.missing": ("本件没有这个值", "not in this case"),
    "copy.trouble.not_split": ("拆不开,给的是整段", "can't be split: it is whole"),
    "copy.trouble.too_long": ("超过那边的长度", "longer than the box"),
    "copy.trouble.no_code": ("没有对应代码", "has no code there"),
    "copy.trouble.no_date": ("不是完整的日期", "is no full date"),
    "copy.hint_items": ("↑↓ 选 · Enter 开抄录单 · Esc 回去", "↑↓ choose · Enter opens the copy sheet · Esc back"),
    "copy.hint_lines": (
        "Enter 放到剪贴板并下一栏 · ↑ 退回 · 2 填受理号 · Esc 回去",
        "Enter copies and moves on · ↑ back · 2 the number · Esc back",
    ),
    "copy.entered": (
        "{item} 已录入 · 本件重复录入 {fields} 栏 {minutes} 分钟",
        "{item} entered · typed twice in this case: {fields} boxes, {minutes} min",
    ),
    "handover.bad_number": (
        "{label} 的样子不对：请再看一眼那边给的号。",
        "That is no {label}: look at the number again.",
    ),
    "handover.nothing": ("受理后才有要交的事项。", "Nothing is handed over before acceptance."),
    "copy.twice": ("重复录入 {fields} 栏 {minutes} 分钟", "typed twice: {fields} boxes, {minutes} min"),
    "action.copy_sheet": ("抄录", "Copy"),
    "action.copy_sheet.help": (
        "抄录单：按部门系统的顺序逐栏复制，填回受理号",
        "Copy sheet: box by box, and the number it gives back",
    ),
}
