"""Papers on the desk: copies counted, the signed form, scanning from a folder, looking at a paper."""

TEXTS: dict[str, tuple[str, str]] = {
    # Rows.
    "wants.value": ("值或复印件", "value or copy"),
    "stand.pages": ("扫描 {pages} 页", "scan, p. {pages}"),
    "stand.copies_of": ("收讫 {held}/{wanted} 份", "{held} of {wanted} copies"),
    "stand.copies_left": ("还差 {left} 份", "{left} to come"),
    "stand.missing_tolerable": ("缺 · 可容缺", "may be late"),
    "stand.until": ("须 {day} 前补", "by {day}"),
    "materials.because": ("{paper} ← {item}", "{paper} ← {item}"),
    "form.name": ("签字申请表", "Signed form"),
    "form.wants": ("打印签字扫回", "print, sign, scan"),
    "form.to_sign": ("待签", "to sign"),
    "form.to_confirm": ("待确认签字", "sign-off due"),
    "form.signed": ("已签字", "signed"),
    "form.signed_phone": ("手机已签", "by phone"),
    "form.not_scanned": ("未扫描", "not scanned"),
    "form.why": (
        "本人签字;手机签过的免打印",
        "The applicant signs; not needed when signed by phone",
    ),
    # Questions.
    "prompt.copies": ("{name} 收到几份复印件(要 {wanted} 份)", "{name}: how many copies of {wanted}"),
    "prompt.copies.all": ("齐了 {count} 份", "all {count}"),
    "prompt.copies.some": ("{count} 份", "{count}"),
    "prompt.copies_typed": (
        "{name} 收到几份复印件,要 {wanted} 份",
        "{name}: how many copies of {wanted}",
    ),
    "prompt.form_signed": (
        "申请表已扫入 {pages} 页;{names}已当面签字,由我见证",
        "Form scanned, {pages} p.; signed before me by {names}",
    ),
    "prompt.form_signed.signed": ("签字确认", "confirm"),
    "prompt.form_signed.scan_only": ("只存扫描件", "keep the scan only"),
    "paper.bad_count": (
        "请填 1 到 {most} 的份数。",
        "Type a number of copies from 1 to {most}.",
    ),
    "form.no_gap": (
        "签字申请表不能容缺:当面签字后按 2 扫描,或请本人在手机上签(F9)。",
        "The signed form can't come later: let it be signed and press 2 to scan, or sign on the phone (F9).",
    ),
    "form.by_phone": (
        "用手机签字就不用纸质申请表:按 F9 出码,请本人在手机上确认并签字。",
        "Who signs on the phone needs no paper form: F9 shows the code.",
    ),
    "prompt.scan_remove": ("{name} 已入件;从扫描文件夹删除吗", "{name} is in the case; remove it from the scan folder"),
    "prompt.scan_remove.remove": ("删除", "remove"),
    "prompt.scan_remove.keep": ("留着", "keep"),
    "prompt.scan_older": (
        "此人来后没有新扫描件;最近的是 {written} 的 {name}",
        "No scan since this person came; the latest is {name}, {written}",
    ),
    "prompt.scan_older.again": ("重新扫", "scan again"),
    "prompt.scan_older.take": ("就是这份", "that is it"),
    # Scanning.
    "scan.waiting": ("正在取扫描件…", "Looking for the scan…"),
    "scan.taken": ("{paper} 已扫入 {pages} 页({file})", "{paper}: {pages} p. scanned ({file})"),
    "scan.taken_newest": (
        "{paper} 已扫入最新的 {file}({pages} 页);另有 {missed} 个较早的新文件没有取",
        "{paper}: took the newest, {file} ({pages} p.); {missed} earlier new files were left",
    ),
    "scan.removed": ("{file} 已从扫描文件夹删除", "{file} is removed from the scan folder"),
    "scan.not_set": (
        '这台机器没有设扫描文件夹:在设置文件里写 scan_folder = "高拍仪存图的文件夹";或按 1 收讫、按 F9 手机拍。',
        'No scan folder is set on this machine: write scan_folder = "FOLDER" in the settings file; or press 1, or F9.',
    ),
    "scan.no_folder": (
        "扫描文件夹 {folder} 打不开({reason}):请建好它或改 scan_folder,并让高拍仪存到那里。",
        "The scan folder {folder} can't be opened ({reason}): create it or mend scan_folder, and let the scanner write there.",
    ),
    "scan.none": (
        "扫描文件夹 {folder} 里没有新的图片(JPEG、PNG、PDF):请先在高拍仪上扫描。",
        "There is no new picture (JPEG, PNG, PDF) in the scan folder {folder}: scan first.",
    ),
    "scan.still_written": (
        "{name} 还没有写完:请等高拍仪存好,再按 2。",
        "{name} is still being written: wait for the scanner, then press 2 again.",
    ),
    "scan.kind": (
        "{name} 不是图片(JPEG、PNG)也不是 PDF:请在高拍仪上改存图格式后重扫。",
        "{name} is no picture (JPEG, PNG) and no PDF: change the scanner's format and scan again.",
    ),
    "scan.broken": (
        "{name} 不完整,打不开:请重新扫描。",
        "{name} is not whole and can't be opened: scan again.",
    ),
    "scan.too_large": (
        "{name} 太大(上限 {megabytes} MB、{megapixels} 百万像素):请用 300 dpi 重扫。",
        "{name} is too large (limit {megabytes} MB, {megapixels} megapixels): scan at 300 dpi.",
    ),
    "scan.too_many_pages": (
        "{name} 有 {pages} 页,一次最多 {most} 页:请分成几份扫描。",
        "{name} has {pages} pages, {most} at most: scan it in parts.",
    ),
    "scan.unreadable": (
        "读不了 {name}({reason}):请看文件夹权限。",
        "{name} can't be read ({reason}): see the folder's rights.",
    ),
    "scan.not_removed": (
        "{name} 没有删掉({reason}):它已在办件里,请到扫描文件夹里手工删除。",
        "{name} was not removed ({reason}): it is in the case; remove it from the folder by hand.",
    ),
    # Looking at a paper.
    "materials.no_viewer": ("{paper} 还没有扫描件:按 2 扫描", "No scan of {paper} yet: press 2 to scan"),
    "form.no_scan": (
        "申请表还没有扫描件:Ctrl+P 打印,签字后按 2 扫描",
        "The form is not scanned yet: Ctrl+P prints it, 2 scans it when signed",
    ),
    "viewer.shown": ("{paper} 在看件屏上", "{paper} is on the viewing screen"),
    "viewer.opened": (
        "{paper} 已用看图程序打开,换号时删除",
        "{paper} is open in the system's viewer until the next ticket",
    ),
    "viewer.none": (
        "这台机器没有可用的看图程序:按 Ctrl+P 选“看件屏”,在浏览器里看。",
        "This machine has no viewer: choose Viewing screen in Ctrl+P and look in a browser.",
    ),
    "viewer.no_memory": (
        "这台机器没有内存文件夹,不把材料写到硬盘上:按 Ctrl+P 选“看件屏”,在浏览器里看。",
        "This machine has no memory for files and papers go on no disk: choose Viewing screen in Ctrl+P.",
    ),
    "viewer.address": (
        "看件屏:第二台显示器的浏览器打开 {address},输入 {code}(两分钟内一次有效)",
        "Viewing screen: open {address} in the second monitor's browser and type {code} (once, within two minutes)",
    ),
    "viewer.address_opened": (
        "看件屏已在浏览器打开,拖到第二台显示器;也可打开 {address} 输入 {code}",
        "Viewing screen opened in the browser: move it to the second monitor; or open {address} and type {code}",
    ),
    "action.viewer": ("看件屏", "Viewer"),
    "action.viewer.help": ("在第二台显示器上看材料", "Look at papers on the second monitor"),
    # The page on the second monitor.
    "viewer.page.title": ("看件屏 · {window}号窗", "Viewing screen · window {window}"),
    "viewer.page.lead": (
        "在窗口的屏幕上按 Ctrl+P 选“看件屏”,把那里的六位数字填在这里。",
        "On the window's screen choose Viewing screen in Ctrl+P and type its six digits here.",
    ),
    "viewer.page.open": ("打开", "Open"),
    "viewer.page.none": ("这份材料没有扫描件", "No scan of this paper"),
    "viewer.page.cut": ("和中心断开了,正在重连", "Cut off from the centre, trying again"),
    "viewer.page.of": ("第 {page} 页,共 {pages} 页", "page {page} of {pages}"),
    "viewer.page.left": ("左转", "turn left"),
    "viewer.page.right": ("右转", "turn right"),
    "viewer.page.in": ("放大", "larger"),
    "viewer.page.out": ("缩小", "smaller"),
    "viewer.page.fit": ("全页", "whole page"),
    "viewer.page.two": ("并排", "side by side"),
    "viewer.page.back": ("上一页", "back"),
    "viewer.page.next": ("下一页", "next"),
    "viewer.signed_out": (
        "窗口已签退,或这一页还没有打开:请重新输入看件屏的数字。",
        "The window has signed out, or this page was not opened: type the viewing screen's digits again.",
    ),
    "viewer.code_unknown": (
        "数字不对,或者已经用过、过期了:请在窗口上重新按 Ctrl+P 选“看件屏”。",
        "These digits are wrong, used or too old: choose Viewing screen in Ctrl+P at the window again.",
    ),
    "viewer.not_shown": ("这一页现在不在看件屏上。", "This page is not on the viewing screen now."),
    "file.unknown": ("没有这个文件:它可能还在路上。", "There is no such file: it may still be on its way."),
}
