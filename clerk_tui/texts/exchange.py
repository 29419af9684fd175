"""What is said of lists of matters that are imported and exported."""

TEXTS: dict[str, tuple[str, str]] = {
    # refusals
    "exchange.format": (
        "不认识 {path} 的格式（{ending}）：请用 .csv 或 .xlsx（清单也可以是 .json）；旧的 .xls 请先另存为 .xlsx。",
        "The format of {path} is unknown ({ending}): use .csv or .xlsx (a list may also be .json); save an old .xls as .xlsx first.",
    ),
    "exchange.unreadable": (
        "读不了 {path}（{reason}）：请用表格软件打开它，另存为 .xlsx 或 UTF-8 的 .csv 后再导入。",
        "{path} can't be read ({reason}): open it in a spreadsheet, save it as .xlsx or as .csv in UTF-8, and import that.",
    ),
    "exchange.no_header": (
        "{path} 里找不到表头：前 40 行里应有一行写着「事项名称」等列名；列名不同的，请用 --mapping 文件的 columns 或 header_row 说明。",
        "{path} has no header: one of its first 40 rows should hold 事项名称 and other columns; if yours are called otherwise, say so in columns or header_row of the --mapping file.",
    ),
    "exchange.tree": (
        "JSON 里「{path}」处不是部门列表（是 {found}）：请在映射文件的 json.departments 里写明部门列表在哪里。",
        "There is no list of departments at {path} in the JSON (it is a {found}): name its place in json.departments of the mapping file.",
    ),
    "exchange.mapping_wrong": (
        "映射文件 {path} 第 {line} 行的「{key}」不对：{reason}",
        "Mapping file {path}, line {line}: {key} is wrong: {reason}",
    ),
    "exchange.no_profile": (
        "没有「{name}」的编码规则，现有：{known}。",
        "There is no profile {name}; there are: {known}.",
    ),
    "exchange.keys_broken": (
        "{path} 读不懂：它记着每个编码对应的键，请从备份恢复；若要从头来，请换一个空文件夹。",
        "{path} can't be understood: it keeps the key of each code; restore it from a backup, or begin anew in an empty folder.",
    ),
    "exchange.was_alone": (
        "{path} 上次是带 --standalone 导入的：请照样带上，或换一个空文件夹。",
        "{path} was imported with --standalone: give it again, or take an empty folder.",
    ),
    "exchange.was_builtin": (
        "{path} 上次是不带 --standalone 导入的：请照样不带，或换一个空文件夹。",
        "{path} was imported without --standalone: leave it out again, or take an empty folder.",
    ),
    "exchange.file_taken": (
        "{path} 不是导入写的文件，不会覆盖：请换一个文件夹，或先把它移走。",
        "{path} was not written by an import and is not overwritten: take another folder, or move it away first.",
    ),
    "exchange.same_file": (
        "{path} 就是要导入的清单，不会覆盖：请给 --errors 另起一个文件名。",
        "{path} is the list itself and is not overwritten: give --errors another name.",
    ),
    "exchange.unwritable": (
        "写不了 {path}（{reason}）：请核对路径和权限。",
        "{path} can't be written ({reason}): check the path and its permissions.",
    ),
    "exchange.catalog_wrong": (
        "目录里有 {errors} 处错误，不能导出：先用 clerk-tui catalog check 看并改好。",
        "The catalogue is not exported while it holds errors ({errors}): see them with clerk-tui catalog check and mend them.",
    ),
    # about rows
    "exchange.note": ("{column}：{sentence}", "{column}: {sentence}"),
    "exchange.no_name": ("没有事项名称：请补上", "has no item name: fill it in"),
    "exchange.no_department": (
        "没有实施主体，上面的行也没有：请补上，或在映射文件里写 department",
        "no department here or above: fill it in, or name one as department in the mapping file",
    ),
    "exchange.code_rounded": (
        "「{value}」是被表格软件改成科学计数法的编码，后面的数字已经丢了：请把这一列设为文本，重新填写",
        "{value} is a code that a spreadsheet has rounded, its last digits are lost: format the column as text and enter it again",
    ),
    "exchange.period": (
        "读不懂期限「{value}」：请写成 5个工作日、20日、1个月 或 即办",
        "the period {value} can't be read: write 5个工作日, 20日, 1个月 or 即办",
    ),
    "exchange.too_long": (
        "承诺 {value} 个工作日，超过一年：请核对",
        "promises {value} working days, more than a year: check it",
    ),
    "exchange.promise_above": (
        "承诺时限（{promise} 个工作日）比法定时限（{legal}）还长：请核对",
        "the promise ({promise} working days) is longer than the law allows ({legal}): check it",
    ),
    "exchange.double": (
        "与 {file} 第 {row} 行重复：请删去一行，或写明各自的编码",
        "is the same as row {row} of {file}: remove one, or give each its own code",
    ),
    "exchange.normalised": ("「{old}」已改为「{new}」", "{old} became {new}"),
    "exchange.code_form": (
        "「{value}」（{length} 位）不是 {profile} 已知的编码形式：原样保留，请核对",
        "{value} ({length} characters) has no form known for {profile}: kept as it is, check it",
    ),
    "exchange.code_is_case": (
        "「{value}」像是办件编号，不是事项编码：原样保留，请核对",
        "{value} looks like a case number, not an item's code: kept as it is, check it",
    ),
    "exchange.code_uscc": (
        "其中的统一社会信用代码「{value}」校验位不对：请核对",
        "the unified social credit code {value} in it has a wrong check digit: check it",
    ),
    "exchange.code_basic": (
        "其中的基本编码「{inside}」与基本编码一列的「{value}」不同：请核对",
        "the basic code {inside} in it differs from {value} in its own column: check it",
    ),
    "exchange.code_level": (
        "其中的行使层级「{inside}」与行使层级一列的「{value}」不同：请核对",
        "the level {inside} in it differs from {value} in its own column: check it",
    ),
    "exchange.code_twice": (
        "编码与 {file} 第 {row} 行相同而名称不同：都已导入，请核对",
        "has the code of row {row} of {file} but another name: both are imported, check it",
    ),
    "exchange.name_twice": (
        "名称与 {file} 第 {row} 行相同：导入为「{name}」",
        "has the name of row {row} of {file}: imported as {name}",
    ),
    "exchange.existing": (
        "目录里已有这个事项（{key}），清单没有说出新的编码、期限、依据：没有再导入",
        "the catalogue has this item already ({key}), and the list says no other code, period or basis: not imported again",
    ),
    "exchange.laid": (
        "目录里已有这个事项（{key}）：没有再写一份，清单里的编码、期限、依据写进 listed.yaml",
        "the catalogue has this item already ({key}): not written again; its codes, periods and basis of the list stand in listed.yaml",
    ),
    "exchange.listed_twice": (
        "目录里已有这个事项（{key}），{file} 第 {row} 行已经说过它：以那一行为准",
        "the catalogue has this item already ({key}) and row {row} of {file} spoke of it: that row counts",
    ),
    "exchange.period_kept": (
        "期限和这个事项（{key}）写明的法定期限对不上，没有采用：请核对",
        "the periods contradict the legal period that the item ({key}) names and are not taken: check them",
    ),
    "exchange.key_not_kept": (
        "键「{key}」不能用（形式不对、部门不对或已被占用），另起了一个",
        "the key {key} can't be used (its form, its department, or it is taken); another was made",
    ),
    "exchange.not_in_use": ("状态是「{state}」，没有导入", "its state is {state}, it is not imported"),
    "exchange.section": ("以下各行的实施主体：{department}", "the department of the rows below: {department}"),
    "exchange.no_type": (
        "没有写明事项类型，编码里也看不出：按公共服务导入，请核对",
        "says no type and its code tells none: imported as a public service, check it",
    ),
    "exchange.unread": ("读不懂「{value}」，这一格没有导入", "{value} can't be read, this cell is not imported"),
    "exchange.converted": (
        "承诺「{old}」不是工作日，按五个工作日为一周折成 {days} 个工作日",
        "the promise {old} is not in working days; with five to the week it became {days}",
    ),
    "exchange.as_working_days": (
        "法定「{value}」按工作日计（承诺用的是工作日）",
        "the legal {value} is taken as working days, as the promise is",
    ),
    "exchange.own_clock": (
        "期限超过行政许可法的 {limit} 个工作日，清单没有写依据：按单独规定的期限导入，请补上法定时限依据",
        "longer than the {limit} working days of the law on licences, and no basis is named: imported as a period of its own; add its basis",
    ),
    "exchange.scene_reason": (
        "到现场次数（{count}）与现场办理原因不符：不为 0 应写原因，为 0 应写「无」；两格都没有导入",
        "the visits ({count}) and their reason disagree: more than 0 wants a reason, 0 wants 无; neither is imported",
    ),
    # the report
    "exchange.h.error": ("错误", "Error"),
    "exchange.h.hint": ("提示", "Hint"),
    "exchange.reading": ("读取 {file}", "Reading {file}"),
    "exchange.writing": ("写出 {file}", "Writing {file}"),
    "exchange.at": ("{file} 第 {row} 行：{sentence}", "{file}, row {row}: {sentence}"),
    "exchange.at_sheet": ("{file}〔{sheet}〕第 {row} 行：{sentence}", "{file} [{sheet}], row {row}: {sentence}"),
    "exchange.more": (
        "……还有 {count} 处错误；全部写在 --errors 文件里",
        "… and {count} more; all errors are in the --errors file",
    ),
    "exchange.done": (
        "读了 {rows} 行：导入 {items} 个事项，{wrong} 行有错误未导入，{existing} 行目录里已有（其中 {laid} 行的编码、期限等写进 listed.yaml），{left_out} 行已取消或暂停",
        "rows read: {rows}; items imported: {items}; left out with errors: {wrong}, in the catalogue already: {existing} (with codes or periods for listed.yaml: {laid}), not in use: {left_out}",
    ),
    "exchange.hints": (
        "{hints} 处提示，其中 {normalised} 个编码改成了半角大写；{carried} 行的实施主体沿用上面的行",
        "hints: {hints}, codes made half-width capitals among them: {normalised}; departments taken from the row above: {carried}",
    ),
    "exchange.unknown": ("{file}：没有用到的列：{columns}", "{file}: columns not used: {columns}"),
    "exchange.skipped_sheet": (
        "{file}：工作表「{sheet}」没有表头，未读",
        "{file}: sheet {sheet} has no header and was not read",
    ),
    "exchange.department": ("{listed} → {key}（{how}）", "{listed} → {key} ({how})"),
    "exchange.how.short": ("按简称或地名认出", "by a short form or with a place"),
    "exchange.how.above": ("按上级部门认出", "by the department above"),
    "exchange.how.new": ("新部门，英文名暂用拼音，请补上", "new; its English name is pinyin for now, write it"),
    "exchange.new_papers": (
        "新材料 {count} 种，写在 shared.yaml",
        "papers new to the catalogue: {count}, in shared.yaml",
    ),
    "exchange.next": (
        "已写入 {folder}：用 clerk-tui catalog check {folder} 检查，用 clerk-tui catalog search --in {folder} 词 查找",
        "Written to {folder}: check it with clerk-tui catalog check {folder}, look in it with clerk-tui catalog search --in {folder} WORD",
    ),
    "exchange.errors_file": ("逐行的错误和提示写在 {file}", "Errors and hints stand beside their rows in {file}"),
    "exchange.exported": ("{items} 个事项已写入 {file}", "items written to {file}: {items}"),
}
