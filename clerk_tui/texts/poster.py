"""The poster at the hall's door, and what the command that makes it says."""

TEXTS: dict[str, tuple[str, str]] = {
    "poster.title": ("手机扫码取号", "Take a number by phone"),
    "poster.scan": (
        "扫一扫 → 点“取号” → 手机上看排队",
        "Scan, press Take a number, follow the line on your phone",
    ),
    "poster.other": (
        "没有手机、不方便扫码，请到取号机或引导台，一样排队。",
        "No phone? The ticket machine and the guide give numbers for the same line.",
    ),
    "poster.kind": (
        "海报文件名要以 .pdf 或 .svg 结尾：{file}",
        "The poster's file name has to end in .pdf or .svg: {file}",
    ),
    "poster.address": (
        "中心地址不对：请写手机能打开的地址，如 https://hall.example。",
        "That is no address of a hub: give the one that phones can open, e.g. https://hall.example.",
    ),
    "poster.unwritable": (
        "写不了 {file}（{reason}）：请换个文件夹。",
        "{file} can't be written ({reason}): choose another folder.",
    ),
    "poster.done": ("海报已写到 {file}，扫码打开 {url}", "The poster is in {file}; its code opens {url}"),
}
