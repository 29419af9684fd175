"""Headings and fixed sentences of printed papers; `{name}` in them is filled in by the template."""

TEXTS: dict[str, tuple[str, str]] = {
    # Patterns of babel.dates.format_date.
    "papers.day_pattern": ("y年M月d日", "d MMMM y"),
    "papers.weekday_pattern": ("y年M月d日（EEEE）", "EEEE, d MMMM y"),
    "papers.missing_glyph": (
        "打印字体缺少这些字：{characters}。请核对是否录入有误；确是生僻字的，先改用可打印的写法（如拼音）打印，原字仍保存在办件中。",
        "The printing font lacks these characters: {characters}. Check whether they were mistyped; if they are right, "
        "print with a spelling that can be printed (such as pinyin): the case keeps the characters as they are.",
    ),
    # Every paper
    "papers.page": ("第 {n} 页 共 {all} 页", "Page {n} of {all}"),
    "papers.reprint": ("补打 · 第 {number} 次打印 · {time}", "REPRINT · print no. {number} · {time}"),
    "papers.case_no": ("申报号", "Case no."),
    "papers.matter": ("办理事项", "Matter"),
    "papers.applicant": ("申请人", "Applicant"),
    "papers.id_no": ("证件号码", "ID no."),
    "papers.phone": ("联系电话", "Phone"),
    "papers.agent": ("办理人", "Acting person"),
    "papers.agent_shown_by": ("凭{document}", "shown by {document}"),
    "papers.query_code": ("查询码", "Query code"),
    "papers.contact": ("咨询", "Who to ask"),
    "papers.window": ("受理窗口", "Window"),
    "papers.clerk": ("经办人员", "Clerk"),
    "papers.no": ("序号", "No."),
    "papers.seal": ("（盖章）", "(seal)"),
    "papers.provisional": ("（暂定）", " (provisional)"),
    "papers.provisional_note": (
        "标“暂定”的日期遇国务院尚未公布放假安排的年度，安排公布后以查询结果为准。",
        "A date marked provisional lies in a year whose public holidays are not announced yet; after that, what the query says holds.",
    ),
    "papers.signature": ("签名", "Signature"),
    "papers.date": ("日期", "Date"),
    # 受理通知书
    "papers.acceptance.title": ("受理通知书", "Notice of Acceptance"),
    "papers.acceptance.to": ("{name}：", "{name}:"),
    "papers.acceptance.body": (
        "您（单位）提出的“{matter}”申请，经审查，属于受理范围，申请材料齐全、符合法定形式，自{accepted}起予以受理。",
        "Your application “{matter}” has been examined: it is within our remit, its materials are complete and in due form. "
        "It is accepted as of {accepted}.",
    ),
    "papers.acceptance.body_gaps": (
        "您（单位）提出的“{matter}”申请，经审查，属于受理范围，主要申请材料齐全、符合法定形式，自{accepted}起容缺受理；"
        "暂缺的材料见《容缺受理通知书》。",
        "Your application “{matter}” has been examined: it is within our remit and its main materials are complete and in due form. "
        "It is accepted with gaps as of {accepted}; what is to come is named in the notice of acceptance with gaps.",
    ),
    "papers.acceptance.body_deemed": (
        "您（单位）提出的“{matter}”申请，自收到申请材料之日起五个工作日内没有告知需要补正，依照《中华人民共和国行政许可法》第三十二条，"
        "自收到申请材料之日（{accepted}）起即为受理。",
        "No notice of anything missing in your application “{matter}” was given within five working days of receipt: by article 32 "
        "of the Administrative Licensing Law it counts as accepted as of the day of receipt, {accepted}.",
    ),
    "papers.acceptance.promise": (
        "全部事项承诺于{promised}前（含当日）办结。",
        "All items will be decided by {promised} at the latest.",
    ),
    "papers.acceptance.each": (
        "各事项的办理机关和承诺办结日期如下：",
        "The authority and the promised date of each item:",
    ),
    "papers.acceptance.follow": (
        "办理进度可凭申报号和查询码查询，也可扫描右上方二维码。",
        "Follow the case with its number and query code, or scan the code above.",
    ),
    "papers.acceptance.received": ("收件日期", "Received"),
    "papers.acceptance.accepted": ("受理日期", "Accepted"),
    "papers.acceptance.item": ("事项名称", "Item"),
    "papers.acceptance.item_no": ("办件编号", "Item no."),
    "papers.acceptance.authority": ("办理机关", "Authority"),
    "papers.acceptance.promised": ("承诺办结日期", "Promised date"),
    "papers.acceptance.copies": (
        "本通知书一式两份，申请人、受理机关各执一份。",
        "Made out twice: one for the applicant, one for the authority.",
    ),
    # 收件凭证
    "papers.receipt.title": ("收件凭证", "Receipt of Materials"),
    "papers.receipt.body": (
        "已于{day} {clock} 收到下列申请材料，共 {count} 项：",
        "On {day} at {clock} the following materials were received, {count} in all:",
    ),
    "papers.receipt.material": ("材料名称", "Material"),
    "papers.receipt.originals": ("原件", "Originals"),
    "papers.receipt.copies": ("复印件", "Copies"),
    "papers.receipt.how": ("收取方式", "How it stands"),
    "papers.receipt.total": ("合计", "Total"),
    "papers.receipt.not_yet": (
        "本凭证只证明收到材料。是否受理另行告知；材料需要补正的，将一次告知全部内容。",
        "This paper only says that the materials were received. Whether the case is accepted follows; should anything be missing, you will be told all of it at once.",
    ),
    "papers.receipt.received": ("收件时间", "Received at"),
    "papers.receipt.handed_in": ("交件人签名", "Handed in by"),
    "papers.receipt.taken_in": ("收件人签名", "Taken in by"),
    # 申请表
    "papers.form.title": ("{matter}申请表", "Application Form: {matter}"),
    "papers.form.draft": ("草稿 · 尚未提交", "DRAFT · not submitted"),
    "papers.form.items": ("申请办理的事项", "Items applied for"),
    "papers.form.question": ("项目", "Question"),
    "papers.form.answer": ("内容", "Answer"),
    "papers.form.source": ("来源", "Source"),
    "papers.form.empty": ("（未填）", "(empty)"),
    "papers.form.declarations": ("申请人声明", "Declaration"),
    "papers.form.read": (
        "请逐项核对。有误的，请告知窗口人员更正后再签名。",
        "Please check every line. If something is wrong, have the clerk correct it before you sign.",
    ),
    "papers.form.signatures": ("签名", "Signatures"),
    "papers.form.printed": ("打印时间 {time}", "Printed {time}"),
    # 交接单
    "papers.handover.title": ("窗口工作交接单", "Hand-over of a Window"),
    "papers.handover.from": ("交出", "From"),
    "papers.handover.to": ("接收", "To"),
    "papers.handover.reason": ("原因", "Reason"),
    "papers.handover.at": ("交接时间", "Handed over at"),
    "papers.handover.what": ("票号 / 申报号", "Ticket or case no."),
    "papers.handover.about": ("事项", "Matter"),
    "papers.handover.stands": ("状态", "How it stands"),
    "papers.handover.nothing": ("没有要交接的票和件。", "No ticket and no case had to be handed over."),
    "papers.handover.gave": ("交出人", "Handed over by"),
    "papers.handover.took": ("接收人", "Taken over by"),
    # 办事指南
    "papers.guide.title": ("办事指南", "Guide"),
    "papers.guide.scan": ("手机上看同一份", "The same on a phone"),
    "papers.guide.printed": ("打印于 {day}", "Printed {day}"),
    "papers.guide.colon": ("：", ": "),
    # 排队票
    "papers.ticket.title": ("排队票", "Queue Ticket"),
    "papers.ticket.code": ("数字码 {code}", "Code {code}"),
    "papers.ticket.taken": ("取号 {time}", "Taken {time}"),
    "papers.ticket.ahead": ("前面等候 {ahead} 人", "{ahead} waiting before you"),
    "papers.ticket.wait": ("预计等候 {low} 至 {high} 分钟", "Expected wait {low} to {high} minutes"),
    "papers.ticket.one_number": ("一个号可办所有部门的事项", "One number for the matters of every department"),
    "papers.ticket.scan": ("扫码查看叫号进度", "Scan to follow the queue"),
    "papers.ticket.keep": ("请留意叫号，当日有效", "Please listen for your number; valid today"),
}
