"""The hall's display and its voice: few words, read from afar or heard once."""

TEXTS: dict[str, tuple[str, str]] = {
    "board.title": ("叫号", "Now calling"),
    "board.window": ("{window} 号窗口", "Window {window}"),
    "board.window.short": ("{window}号窗", "Win {window}"),
    "board.window.word": ("号窗口", "window"),
    "board.come": ("请 {number} 号到 {window} 号窗口", "{number}, please come to window {window}"),
    "board.others": ("同时在叫", "Also called"),
    "board.quiet": ("请稍候", "Please wait"),
    "board.quiet.help": ("叫到您的号时，这里会显示", "Your number is shown here when it is called"),
    "board.no_window": ("暂无开放的窗口", "No window is open now"),
    "board.called": ("请前往", "please go"),
    "board.serving": ("办理中", "serving"),
    "board.open": ("等候叫号", "free"),
    "board.paused": ("暂停服务", "paused"),
    "board.next": ("即将叫号", "Next"),
    "board.next.none": ("没有人在等", "nobody is waiting"),
    "board.waiting": ("等候 {count} 人", "{count} waiting"),
    "board.passed": ("过号", "Passed"),
    "board.passed.help": ("过号请到窗口或导引台", "passed: ask at a window or the desk"),
    "board.page": ("{page}/{pages}", "{page}/{pages}"),
    "board.age": ("数据 {seconds} 秒前", "data {seconds} s old"),
    "board.age.minutes": ("数据 {minutes} 分钟前", "data {minutes} min old"),
    "board.loading": ("正在连接大厅中心…", "Connecting to the hub…"),
    "board.away": (
        "{since} 起与大厅中心断线，屏上停在那时：请听工作人员叫号",
        "Cut off since {since}: this screen stands still, please listen to the staff",
    ),
    "board.away.never": ("连不上大厅中心，正在重试", "The hub can't be reached; trying again"),
    "board.again": ("处理好后按 Enter", "Press Enter when this is mended"),
    "board.taken_over": (
        "这块大厅屏的账号已在别处打开：要用这一块，先关掉另一块",
        "This display's account is open elsewhere: close it there to use this one",
    ),
    # The voice.
    "voice.call": ("请 {number} 号，到 {window} 号窗口", "Number {number}, please go to window {window}"),
    "voice.call.short": ("{number} 号，{window} 号窗口", "{number}, window {window}"),
    "voice.unknown_lang": (
        "没有语言 {lang}：可用 {known}，或 none、file:文件夹",
        "There is no voice {lang}: take {known}, or none, or file:FOLDER",
    ),
    "voice.too_many": ("语音要一到 {most} 种语言", "The voice speaks one to {most} languages"),
    "voice.no_engine": (
        "没有语音：找不到 {engine}，装上后重开本屏",
        "No voice: {engine} was not found; install it and start this screen again",
    ),
    "voice.no_folder": (
        "没有语音：写不了文件夹 {folder}（{reason}）",
        "No voice: the folder {folder} can't be written ({reason})",
    ),
    "voice.no_sound": ("没有声音：{engine} 找不到声卡", "No sound: {engine} finds no sound device"),
    "voice.failed": ("没有语音：{engine} 出错（{reason}）", "No voice: {engine} failed ({reason})"),
}
