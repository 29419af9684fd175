"""The pages a citizen sees on a phone."""

TEXTS: dict[str, tuple[str, str]] = {
    "phone.other_language": ("English", "中文"),
    "phone.need": ("必填", "required"),
    "phone.noscript": (
        "这个浏览器关闭了脚本，不能边填边存：请告诉窗口，改用纸质表。",
        "Scripts are switched off in this browser, so it can't save as you type: tell the window and use paper.",
    ),
    # the door
    "phone.enter.filing.title": ("填写我的信息", "Fill in my part"),
    "phone.enter.fill": ("填写和核对您的信息", "Fill in and check your part"),
    "phone.enter.confirm": ("核对您的信息", "Check your part"),
    "phone.enter.sign": ("核对并签名", "Check and sign"),
    "phone.enter.filing.lead": (
        "窗口请您在手机上填写或核对本次办事的信息。这里只有您自己的部分。",
        "The window invites you to fill in or check this matter on your phone. You see your own part only.",
    ),
    "phone.enter.filing.button": ("开始", "Begin"),
    "phone.enter.filing.point.once": (
        "这个码只能用一次，只用于本次办事。",
        "This code works once, for this matter only.",
    ),
    "phone.enter.filing.point.own": (
        "填到一半可以交给窗口接着填，不用重新排队。",
        "You may stop half-way and let the window go on; no second queue.",
    ),
    "phone.enter.filing.point.safe": (
        "不需要密码，也不要告诉任何人您的短信验证码。",
        "No password is needed; never tell anybody a code from a text message.",
    ),
    "phone.enter.ticket.title": ("我的排队号", "My ticket"),
    "phone.enter.ticket": ("在手机上看排队", "Follow the queue on your phone"),
    "phone.enter.ticket.lead": (
        "看看前面还有几位，叫到您时这里会提醒。",
        "See how many are ahead; this page tells you when you are called.",
    ),
    "phone.enter.ticket.button": ("查看我的号", "Show my ticket"),
    "phone.enter.ticket.point.same": (
        "轮到您以后，要填的内容也在这一页打开，不用再扫码。",
        "What is to be filled in later opens on this page too: no second scan.",
    ),
    "phone.box.title": ("输入六位数字码", "Type the six digits"),
    "phone.box.lead": ("数字码在窗口的屏幕上，十分钟内有效。", "They are on the window's screen and live ten minutes."),
    "phone.box.label": ("数字码", "Digits"),
    "phone.box.hint": ("例：739 482", "Example: 739 482"),
    "phone.box.button": ("进入", "Enter"),
    "phone.box.open": ("改为输入六位数字码", "Type the six digits instead"),
    "phone.over.title": ("请重新进入", "Please enter again"),
    # why a code does not open
    "phone.code_unknown": (
        "没有这个码：请核对，或请窗口换一个新码。",
        "There is no such code: check it, or ask the window for a new one.",
    ),
    "phone.code_dead": (
        "这个码已失效（十分钟内有效，或已被窗口收回）：请窗口换一个新码。",
        "This code no longer works (ten minutes have passed, or the window took it back): ask the window for a new one.",
    ),
    "phone.code_spent": (
        "这个码已经用过一次：如果不是您本人用的，请告诉窗口；换手机请窗口换新码。",
        "This code has been used: if that was not you, tell the window; for another phone ask for a new code.",
    ),
    "phone.code_twice": (
        "这个数字码现在分不清是哪一位的：请扫码，或请窗口换新码。",
        "These digits are not clear at the moment: scan the code, or ask the window for a new one.",
    ),
    "phone.too_many": (
        "试的次数太多：请等 {minutes} 分钟，或请窗口当面帮您。",
        "Too many tries: wait {minutes} minutes, or let the window help you.",
    ),
    "phone.foreign_page": (
        "这个请求不是从本页发出的：请回到窗口给的页面再点一次。",
        "This request did not come from our page: go back to it and press again.",
    ),
    "phone.signed_out": (
        "这部手机没有进入，或已经退出：请重新扫码，或输入窗口的六位数字码。",
        "This phone has not entered, or has left: scan again, or type the six digits from the window.",
    ),
    "phone.replaced": (
        "窗口换了新码，这部手机已退出：没存上的内容请告诉窗口，或用新码再进入。",
        "The window made a new code and this phone has left: tell the window what was not saved, or enter by the new code.",
    ),
    "phone.bad_request": (
        "没看懂这部手机发来的内容：请刷新页面再试。",
        "The phone's message is not clear: reload the page.",
    ),
    "phone.not_here": ("这一步请在窗口办。", "This step is done at the window."),
    "phone.file_kind": (
        "这不是能识别的照片：请用手机重新拍一张（JPEG 或 PNG）。",
        "This is no picture that can be read: take the photo again (JPEG or PNG).",
    ),
    "phone.file_large": (
        "照片太大（上限 {megabytes} MB、{megapixels} 百万像素）：请用较低的清晰度重拍。",
        "The picture is too large (limit {megabytes} MB, {megapixels} megapixels): take it at a lower resolution.",
    ),
    "phone.file_hash": (
        "文件在路上损坏了：请再发一次。",
        "The file was damaged on its way: send it again.",
    ),
    # the form
    "phone.form.lead": (
        "{party}的部分：请核对已有的，填上缺的。填了就自动保存。",
        "{party}’s part: check what is there, fill in what is missing. It is saved as you type.",
    ),
    "phone.form.lead_check": (
        "{party}的部分：请核对。不对的地方请告诉窗口。",
        "{party}’s part: check it, and tell the window what is wrong.",
    ),
    "phone.section.case": ("办理选择", "Choices"),
    "phone.section.of": ("{party}的信息", "{party}"),
    "phone.section.left": ("还有 {count} 项", "{count} left"),
    "phone.section.confirm": ("以上内容确认无误", "All of the above is right"),
    "phone.section.confirmed": ("已确认无误", "Confirmed"),
    "phone.field.edit": ("修改", "Change"),
    "phone.field.confirmed": ("已确认", "confirmed"),
    "phone.from.me": ("您填的", "typed by you"),
    "phone.from.window": ("窗口填的", "typed at the window"),
    "phone.from.shared": ("政务共享数据", "shared government data"),
    "phone.papers.title": ("可以拍照的材料", "Papers you may photograph"),
    "phone.papers.take": ("拍照", "Photograph"),
    "phone.papers.again": ("重拍", "Again"),
    "phone.end.sign": ("最后一步：签名", "Last step: sign"),
    "phone.end.statement": (
        "本人承诺：以上信息真实、准确，同意用于办理本次事项。",
        "I declare that the above is true and exact, and agree to its use for this matter.",
    ),
    "phone.end.sign_button": ("同意并签名", "Agree and sign"),
    "phone.end.sign_first": ("先把每一段“确认无误”，再签名。", "Confirm every section first, then sign."),
    "phone.end.hand_over": ("不会填？交给窗口接着填", "Need help? Let the window go on"),
    "phone.end.at_window": ("已交给窗口", "The window goes on"),
    "phone.end.at_window_next": (
        "窗口正在接着填，您可以在这里看着。",
        "The window fills in the rest; you can follow it here.",
    ),
    "phone.end.take": ("我自己来填", "I go on myself"),
    "phone.end.confirmed": ("您的部分已完成", "Your part is done"),
    "phone.end.confirmed_next": (
        "由窗口提交，这一页会显示申报号。您可以先忙别的。",
        "The window submits, and the case number appears here. You need not wait.",
    ),
    "phone.end.signed": ("已签名", "Signed"),
    "phone.end.signed_next": (
        "请稍候，由窗口提交。这一页会显示办件号。",
        "Please wait: the window submits, and the number appears here.",
    ),
    "phone.end.submitted": ("已提交", "Submitted"),
    "phone.end.number": ("申报号", "Case number"),
    "phone.end.query_code": ("查询码 {code}", "Query code {code}"),
    "phone.end.next.not_ours": (
        "不属于这里办理：窗口已告诉您去哪里办。",
        "It is another authority's: the window has told you where to go.",
    ),
    "phone.end.next.not_needed": ("这件事不需要许可，不用办。", "No permission is needed for it."),
    "phone.end.next.terminated": (
        "办理已终止：通知书写明原因，可以重新申请。",
        "It has been ended: the notice says why, and you may apply again.",
    ),
    "phone.end.next.closed": ("已办结。", "All is done."),
    "phone.end.next.received": (
        "窗口已收件，正在核对材料，结果会告诉您。",
        "The window has received it and checks the papers; you will be told.",
    ),
    "phone.end.next.noticed": (
        "还缺材料：请看窗口给您的一次性告知书，补齐后再来。",
        "Something is missing: see the notice from the window, and bring it.",
    ),
    "phone.end.next.accepted": (
        "已受理，{due}前办结。受理通知书请向窗口领取，现在可以离开。",
        "Accepted; it will be done by {due}. The window hands you the notice; you may go now.",
    ),
    "phone.end.next.accepted_open": (
        "已受理。受理通知书请向窗口领取，现在可以离开。",
        "Accepted. The window hands you the notice; you may go now.",
    ),
    "phone.end.next.refused": (
        "不予受理：窗口会给您书面说明和救济途径。",
        "Not accepted: the window gives you the reasons in writing.",
    ),
    "phone.end.next.withdrawn": ("已撤回。", "Withdrawn."),
    "phone.end.ended": ("本次填写已结束", "This session has ended"),
    "phone.end.ended_next": (
        "后面的事由窗口接着办，您可以关掉这一页。",
        "The window goes on from here; you may close this page.",
    ),
    # what the page's script says
    "phone.js.ready": ("填了就自动保存", "Saved as you type"),
    "phone.js.typing": ("正在填写…", "Typing…"),
    "phone.js.sending": ("正在传照片…", "Sending the picture…"),
    "phone.js.saving": ("正在保存…", "Saving…"),
    "phone.js.saved": ("已保存 {time}", "Saved {time}"),
    "phone.js.offline": ("离线，正在重连…内容不会丢", "Off line, reconnecting… nothing is lost"),
    "phone.js.retrying": (
        "离线，正在重试：{count} 项未发出，请不要关掉这一页",
        "Off line, trying again: {count} not sent yet; keep this page open",
    ),
    "phone.js.over": ("这部手机已退出：请窗口换新码。", "This phone has left: ask the window for a new code."),
    "phone.js.not_taken": ("没有存上：请再试一次，或告诉窗口。", "It was not taken: try again, or tell the window."),
    "phone.js.moved": (
        "刚才内容有变动：请再看一遍，然后重新点。",
        "Something has just changed: look again, then press again.",
    ),
    "phone.js.theirs": (
        "窗口改成了「{theirs}」，您填的是「{own}」。",
        "The window changed it to “{theirs}”; you had “{own}”.",
    ),
    "phone.js.take_back": ("改回我填的", "Take mine back"),
    "phone.js.window_types": ("窗口正在填这一项…", "The window is typing here…"),
    "phone.js.empty": ("（空）", "(empty)"),
    # the ticket
    "phone.ticket.gone": ("这张号已作废", "This ticket is no longer valid"),
}

SCRIPT_WORDS = {name.rpartition(".")[2]: name for name in TEXTS if name.startswith("phone.js.")}
"""What the form's script may say: its own short name -> the code."""
