"""What the notices and sheets around a case say. Deadlines and articles are those of 行政许可法 (2019), 行政复议法 (2023), 行政诉讼法 (2017)."""

TEXTS: dict[str, tuple[str, str]] = {
    "papers.to": ("{name}：", "{name}:"),
    "papers.colon": ("：", ": "),
    "papers.twice": (
        "本文书一式两份，申请人、受理窗口各执一份。",
        "Made out twice: one for the applicant, one for the window.",
    ),
    "papers.authority": ("办理机关", "Authority"),
    "papers.item": ("事项", "Item"),
    "papers.basis": ("依据", "Basis"),
    "papers.reason": ("理由", "Reason"),
    "papers.reason.above": ("不符合上列条件。", "The conditions above are not met."),
    "papers.form.original": ("原件", "original"),
    "papers.form.copies": ("复印件 {count} 份", "{count} copies"),
    "papers.received_by": ("收到人", "Received by"),
    "papers.signer": ("{capacity}（签名或盖章）", "{capacity} (signature or seal)"),
    "papers.acceptance.follow_roll": (
        "办理进度可凭申报号和查询码查询。",
        "Follow the case with its number and query code.",
    ),
    # What can be done against it.
    "papers.remedy": ("救济途径", "What you can do against it"),
    "papers.remedy.office": (
        "不服本决定的，可以自收到本通知书之日起六十日内依法申请行政复议，或者自收到之日起六个月内依法向人民法院提起行政诉讼"
        "（《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条）。",
        "Within sixty days of receiving this notice you may apply for administrative reconsideration, or within six months "
        "bring an action before a people's court (Administrative Reconsideration Law art. 20, Administrative Litigation Law art. 46).",
    ),
    "papers.remedy.partner": (
        "“{items}”由{authority}提供，不是行政许可；有异议的，可以向该单位或者本大厅窗口提出，也可以拨打 12345。",
        "“{items}” is offered by {authority} and is no administrative act; to object, turn to it, to this hall's window, or call 12345.",
    ),
    # 办事清单
    "papers.checklist.title": ("办事清单", "What to Bring"),
    "guide.part.answers": ("您说的情形", "What you told us"),
    "guide.part.still": ("还要看这些情形", "It still depends on"),
    "guide.part.bring": ("请带来", "Please bring"),
    "guide.part.done": ("已经有了", "Already here"),
    "guide.part.free": ("不用带", "You need not bring"),
    "guide.part.promise": ("多久办好", "How long it takes"),
    "guide.part.mind": ("提醒", "Good to know"),
    "checklist.items": ("共 {count} 个事项 · 按您说的情形", "{count} items · by what you told us"),
    "checklist.depends": (
        "情形不同，材料会不同：请告诉窗口后重印",
        "The papers differ by this: tell the window and have it printed again",
    ),
    "checklist.one_visit": ("材料带齐，一次就能办。", "With all of it here, one visit is enough."),
    "checklist.nothing": ("没有要带的材料", "Nothing to bring"),
    "checklist.and_id": (
        "来办的人请带上本人身份证件，电子的也可以",
        "Whoever comes brings an identity document; an electronic one will do",
    ),
    # 补正（一次性）告知书
    "papers.supplement_notice.title": ("补正（一次性）告知书", "One-Time Notice of What Is Missing"),
    "papers.supplement_notice.body": (
        "您（单位）提出的“{matter}”申请，经审查，材料不齐全或者不符合法定形式。现将需要补正的全部内容（共 {count} 处）一次告知如下：",
        "Your application “{matter}” has been examined: its materials are incomplete or not in due form. "
        "This is everything that has to be put right, {count} in all:",
    ),
    "papers.supplement_notice.again": (
        "这是第 {number} 次告知，只告知上次补正带来的新问题。{reason}",
        "This is notice no. {number}; it names only what the last supplement brought in. {reason}",
    ),
    "papers.supplement_notice.what": ("缺什么、怎么补", "What is missing and how to mend it"),
    "papers.supplement_notice.why": ("哪个事项要、依据", "Wanted by, basis"),
    "papers.supplement_notice.how": (
        "补正内容可以到窗口交、邮寄或者在网上补交。全部补齐的那一天为受理日期，办理时限从下一个工作日起算；没有列出的，不再要求补交。",
        "Hand in what is missing at the window, by post or on line. The day on which all is in is the day of acceptance; "
        "the period runs from the next working day. Nothing that is not listed here will be asked for later.",
    ),
    "papers.supplement_notice.basis": (
        "依据：《中华人民共和国行政许可法》第三十二条第一款第四项（适用于本件中的行政许可事项）。",
        "Basis: Administrative Licensing Law art. 32 para. 1 (4), for the licences in this case.",
    ),
    "papers.supplement_notice.missing": ("需要补正「{subject}」", "Put right: {subject}"),
    # 不予受理 and its neighbours
    "papers.refusal_notice.title": ("不予受理通知书", "Notice of Refusal to Accept"),
    "papers.refusal_notice.body": (
        "您（单位）于{received}提出的“{matter}”申请，经审查，不符合下列法定条件，决定不予受理：",
        "Your application “{matter}” of {received} has been examined. It does not meet the following conditions and is not accepted:",
    ),
    "papers.refusal_notice.body_plain": (
        "您（单位）于{received}提出的“{matter}”申请，经审查，决定不予受理。",
        "Your application “{matter}” of {received} has been examined and is not accepted.",
    ),
    "papers.refusal_notice.condition": ("不符合的条件", "Condition not met"),
    "papers.refusal_notice.again": (
        "条件具备后可以重新申请；材料已随本通知书退还申请人。",
        "You may apply again once the conditions are met; your materials are handed back with this notice.",
    ),
    "papers.not_ours_notice.title": ("不属于本机关职权范围告知书", "Notice: Not within This Authority's Remit"),
    "papers.not_ours_notice.body": (
        "您（单位）于{received}提出的“{matter}”申请，经审查，依法不属于下列机关职权范围，不予受理：",
        "Your application “{matter}” of {received} has been examined. It is not within the remit of the authorities below and is not accepted:",
    ),
    "papers.not_ours_notice.where": ("请向有权办理的机关申请", "Apply to the authority that may decide it"),
    "papers.not_ours_notice.basis": (
        "依据：《中华人民共和国行政许可法》第三十二条第一款第二项（适用于本件中的行政许可事项）。",
        "Basis: Administrative Licensing Law art. 32 para. 1 (2), for the licences in this case.",
    ),
    "papers.not_needed_notice.title": ("无需行政许可告知书", "Notice: No Licence Needed"),
    "papers.not_needed_notice.body": (
        "您（单位）于{received}提出的“{matter}”申请，经审查，依法不需要取得行政许可（审批），不予受理，您可以直接办理。",
        "Your application “{matter}” of {received} has been examined. By law no licence is needed for it; it is not accepted, and you may go ahead.",
    ),
    "papers.not_needed_notice.basis": (
        "依据：《中华人民共和国行政许可法》第三十二条第一款第一项。",
        "Basis: Administrative Licensing Law art. 32 para. 1 (1).",
    ),
    # 容缺受理
    "papers.gap_promise.title": ("容缺受理承诺书", "Promise to Bring What Is Missing"),
    "papers.gap_promise.body": (
        "本人（单位）申请办理“{matter}”，主要材料已经齐全并符合法定形式，下列次要材料暂缺，自愿申请容缺受理：",
        "I (we) apply for “{matter}”. The main materials are complete and in due form; the secondary ones below are still missing. "
        "I (we) ask of my own will that the application be accepted with these gaps:",
    ),
    "papers.gap_promise.material": ("暂缺的材料", "Missing for now"),
    "papers.gap_promise.form": ("应交形式", "In what form"),
    "papers.gap_promise.until": ("补齐期限", "By when"),
    "papers.gap_promise.wanted": ("要这份材料的事项", "Wanted by"),
    "papers.gap_promise.open": ("＿＿年＿＿月＿＿日", "____-__-__"),
    "papers.gap_promise.words.1": (
        "在上述期限内补齐全部材料，补交的材料真实、有效。",
        "To bring all of it by the day named; what is brought is true and valid.",
    ),
    "papers.gap_promise.words.2": (
        "知悉补齐之前不发给办理结果；逾期不补的，终止办理，由此造成的后果自行承担。",
        "To know that no result is issued before the gap is closed; if it is not closed in time the case is terminated, and the consequences are mine (ours).",
    ),
    "papers.gap_promise.words.3": (
        "没有因失信被限制适用容缺受理的情形。",
        "Not to be barred from acceptance with gaps for dishonesty.",
    ),
    "papers.gap_promise.words.4": (
        "知悉可以不采用容缺受理，待材料齐全后再申请。",
        "To know that I (we) may decline this way and apply once all is complete.",
    ),
    "papers.gap_promise.promises": ("本人（单位）承诺：", "I (we) promise:"),
    "papers.gap_notice.title": ("容缺受理通知书", "Notice of Acceptance with Gaps"),
    "papers.gap_notice.body": (
        "您（单位）提出的“{matter}”申请，主要材料齐全、符合法定形式。根据您（单位）签署的《容缺受理承诺书》，自{accepted}起容缺受理。请在期限内补齐下列材料：",
        "The main materials of your application “{matter}” are complete and in due form. On your signed promise it is accepted with gaps as of {accepted}. Bring the following in time:",
    ),
    "papers.gap_notice.how": (
        "可以到窗口补交、邮寄或者在网上补交，以到达的时间为准。",
        "At the window, by post or on line; what counts is when it arrives.",
    ),
    "papers.gap_notice.consequence": (
        "补齐之前不发给办理结果。逾期没有补齐的，终止办理并书面告知；终止后可以重新申请。",
        "No result is issued before the gap is closed. If it is not closed in time the case is terminated, with notice in writing; you may apply again afterwards.",
    ),
    "papers.gap_notice.until": ("请于{until}前（含当日）补齐。", "Bring all of it by {until} at the latest."),
    # 告知承诺书
    "papers.commitment.title": ("告知承诺书", "Notice and Commitment"),
    "papers.commitment.body": (
        "办理“{item}”，可以采用告知承诺：{authority}一次告知下列条件、要求和后果，申请人书面承诺符合条件的，凭承诺办理。",
        "“{item}” may be decided on a commitment: {authority} tells the conditions, demands and consequences below at once, and decides on the applicant's written promise that they are met.",
    ),
    "papers.commitment.conditions": ("告知的条件", "Conditions"),
    "papers.commitment.later": ("可以承诺代替或后补的材料", "What the promise stands for, or may come later"),
    "papers.commitment.words.1": (
        "已经知晓并理解上述告知的全部内容。",
        "To have read and understood all of the above.",
    ),
    "papers.commitment.words.2": (
        "已经符合告知的条件和要求，提供的信息和材料真实、准确、完整。",
        "That the conditions are met and that what is given is true, exact and complete.",
    ),
    "papers.commitment.words.3": (
        "愿意接受核查；承诺不实或者逾期不履行的，由办理机关依法撤销办理结果，并承担相应法律责任。",
        "To accept checks; if the promise is false or not kept, the result is revoked by law and the consequences are mine (ours).",
    ),
    "papers.commitment.words.4": (
        "上述承诺是真实意思表示；也可以不作承诺，按一般程序办理。",
        "That this is meant; and to know that one may decline and take the ordinary way.",
    ),
    # 特别程序告知书
    "papers.special_procedure.title": ("特别程序告知书", "Notice of a Special Procedure"),
    "papers.special_procedure.body": (
        "您（单位）申请的“{item}”，需要进行{step}。所需时间依法不计算在办理时限内，现告知如下：",
        "Your application “{item}” needs {step}. By law the time it takes is not counted; it is:",
    ),
    "papers.special_procedure.step": ("程序", "Procedure"),
    "papers.special_procedure.days": ("所需工作日", "Working days"),
    "papers.special_procedure.from": ("开始日期", "Begun on"),
    "papers.special_procedure.until": ("预计结束", "Planned end"),
    "papers.special_procedure.note": ("说明", "Note"),
    "papers.special_procedure.after": (
        "办理时限从开始日期的次日起停止计算，程序结束的次日起继续计算；提前结束的，提前恢复。",
        "The period stands from the day after the beginning and runs on from the day after the end; if it ends early, the period runs on early.",
    ),
    "papers.special_procedure.article": (
        "《中华人民共和国行政许可法》第四十五条",
        "Administrative Licensing Law art. 45",
    ),
    "papers.procedure.hearing": ("听证", "a hearing"),
    "papers.procedure.tender": ("招标", "a tender"),
    "papers.procedure.auction": ("拍卖", "an auction"),
    "papers.procedure.inspection": ("检验", "an inspection"),
    "papers.procedure.testing": ("检测", "testing"),
    "papers.procedure.quarantine": ("检疫", "quarantine"),
    "papers.procedure.appraisal": ("鉴定", "an appraisal"),
    "papers.procedure.expert_review": ("专家评审", "an expert review"),
    # 延期告知书
    "papers.extension.title": ("延期告知书", "Notice of Extension"),
    "papers.extension.body": (
        "您（单位）申请的“{item}”，在规定期限内不能作出决定。经批准，办理期限延长 {days} 个工作日。",
        "“{item}” can't be decided within the period. With approval it is extended by {days} working days.",
    ),
    "papers.extension.until": (
        "延长后的办结日期：{until}前（含当日）。",
        "It will be decided by {until} at the latest.",
    ),
    "papers.extension.basis": (
        "依据：《中华人民共和国行政许可法》第四十二条。",
        "Basis: Administrative Licensing Law art. 42.",
    ),
    # 退件、撤回、终止
    "papers.return_notice.title": ("退件通知书", "Notice of Return"),
    "papers.return_notice.body": (
        "您（单位）申请的“{item}”，{authority}审查后退回受理窗口：",
        "{authority} has examined “{item}” and sent it back to the window:",
    ),
    "papers.return_notice.after": (
        "窗口核对后重新报送，不需要您再次取号；要您配合的，由窗口一次告知。",
        "The window checks it and hands it in again; you need no new number. Should anything be wanted of you, it is told all at once.",
    ),
    "papers.withdrawal.title": ("撤回通知书", "Notice of Withdrawal"),
    "papers.withdrawal.body": (
        "申请人于{on}撤回“{matter}”申请，下列事项停止办理：",
        "On {on} the applicant withdrew “{matter}”. These items are not pursued:",
    ),
    "papers.withdrawal.after": (
        "已交的材料原件退还申请人；以后可以重新申请。",
        "Originals are handed back; you may apply again at any time.",
    ),
    "papers.withdrawal.signer": ("申请人或办理人", "Applicant or acting person"),
    "papers.termination.title": ("终止办理通知书", "Notice of Termination"),
    "papers.termination.body": (
        "您（单位）提出的“{matter}”申请，自{on}起终止办理，涉及下列事项：",
        "“{matter}” is terminated as of {on}. It concerns these items:",
    ),
    "papers.termination.gap": (
        "容缺受理的材料没有在承诺的期限（{until}）内补齐：",
        "What was promised by {until} did not come:",
    ),
    "papers.termination.after": (
        "已交的材料原件退还申请人；条件具备后可以重新申请。",
        "Originals are handed back; you may apply again once everything is there.",
    ),
    # 授权委托书
    "papers.mandate.title": ("授权委托书", "Mandate"),
    "papers.mandate.principal": ("委托人", "Principal"),
    "papers.mandate.agent": ("受托人", "Agent"),
    "papers.mandate.body": (
        "委托人因办理“{matter}”，委托受托人在{hall}代为办理下列事项：",
        "For “{matter}” the principal authorises the agent to act before {hall} in the following items:",
    ),
    "papers.mandate.scope": (
        "代理权限：代为提交、补正和领回申请材料，填写和确认申请内容，签收文书，领取办理结果。委托人对受托人在权限内的行为承担责任。",
        "Scope: to hand in, supplement and take back materials, to fill in and confirm the application, to receive papers and results. "
        "The principal answers for what the agent does within it.",
    ),
    "papers.mandate.only": (
        "未列出的事项不在委托范围内；受托人无权转委托。",
        "Items not listed are not covered; the agent may not pass the mandate on.",
    ),
    "papers.mandate.until": ("委托期限：自签署之日起至 {until}。", "Valid from the day of signing until {until}."),
    "papers.mandate.until_open": (
        "委托期限：自签署之日起至＿＿＿＿年＿＿月＿＿日。",
        "Valid from the day of signing until ____-__-__.",
    ),
    # 材料交接单
    "papers.transfer_sheet.title": ("材料交接单", "Transfer of Materials"),
    "papers.transfer_sheet.body": (
        "{window}向{department}移交下列事项的申请材料，请当面点清：",
        "{window} hands the materials of these items to {department}; please count them now:",
    ),
    "papers.transfer_sheet.items": ("事项和办件编号", "Items and their numbers"),
    "papers.transfer_sheet.material": ("材料", "Material"),
    "papers.transfer_sheet.copies": ("纸质（份）", "On paper"),
    "papers.transfer_sheet.scans": ("扫描（页）", "Scanned pages"),
    "papers.transfer_sheet.how": ("收取方式", "How it stands"),
    "papers.transfer_sheet.total": ("合计", "Total"),
    "papers.transfer_sheet.gave": ("移交人（窗口）", "Handed over by (window)"),
    "papers.transfer_sheet.took": ("接收人（{department}）", "Taken over by ({department})"),
    "papers.transfer_sheet.twice": (
        "一式两份，窗口和接收部门各执一份。",
        "Made out twice: one for the window, one for the department.",
    ),
    "papers.transfer_sheet.form": ("申请表（已签名）", "Application form, signed"),
    # 送达回证
    "papers.delivery.title": ("送达回证", "Certificate of Service"),
    "papers.delivery.document": ("送达的文书或证照", "Document or certificate"),
    "papers.delivery.number": ("编号", "Number"),
    "papers.delivery.channel": ("送达方式", "How it was delivered"),
    "papers.delivery.at": ("送达时间", "Delivered at"),
    "papers.delivery.addressee": ("受送达人", "Addressee"),
    "papers.delivery.taken_by": ("领取人", "Taken by"),
    "papers.delivery.taken": ("领取人（签名，注明证件号码）", "Taken by (signature and ID number)"),
    "papers.delivery.gave": ("送达人", "Delivered by"),
    "papers.delivery.blank": ("＿＿年＿＿月＿＿日＿＿时＿＿分", "____-__-__ __:__"),
    "papers.delivery.channels": ("□ 窗口领取　□ 邮寄　□ 自助柜　□ 代领", "□ window　□ post　□ locker　□ proxy"),
    "papers.delivery.who": (
        "□ 本人　□ 法定代理人　□ 委托代理人　□ 其他＿＿＿＿",
        "□ in person　□ statutory agent　□ agent by mandate　□ other ____",
    ),
    "papers.delivery.proxy": (
        "由他人代领的，注明与受送达人的关系并附授权委托书或关系证明；拒绝签收的，由见证人签名。",
        "If somebody else takes it: the relation, with a mandate or proof. If it is refused, a witness signs.",
    ),
    "papers.channel.window": ("窗口领取", "at the window"),
    "papers.channel.post": ("邮寄", "by post"),
    "papers.channel.locker": ("自助柜", "from the locker"),
    "papers.channel.proxy": ("代领", "by proxy"),
    # The names in menus and file lists
    "paper.checklist": ("办事清单", "What to bring"),
    "paper.mandate": ("授权委托书", "Mandate"),
    "paper.supplement_notice": ("补正（一次性）告知书", "One-time notice"),
    "paper.refusal_notice": ("不予受理通知书", "Refusal"),
    "paper.not_ours_notice": ("不属于本机关告知书", "Not our authority"),
    "paper.not_needed_notice": ("无需许可告知书", "No licence needed"),
    "paper.commitment": ("告知承诺书", "Notice and commitment"),
    "paper.special_procedure": ("特别程序告知书", "Special procedure"),
    "paper.extension": ("延期告知书", "Extension"),
    "paper.return_notice": ("退件通知书", "Return"),
    "paper.withdrawal": ("撤回通知书", "Withdrawal"),
    "paper.termination": ("终止办理通知书", "Termination"),
    "paper.gap_promise": ("容缺受理承诺书", "Promise for gaps"),
    "paper.gap_notice": ("容缺受理通知书", "Acceptance with gaps"),
    "paper.transfer_sheet": ("材料交接单", "Transfer of materials"),
    "paper.delivery": ("送达回证", "Certificate of service"),
    "paper.no_roll": ("这种文书要用 A4 纸打印。", "This paper is printed on A4 only."),
    "paper.not_now": (
        "这种文书现在出不了：这个办件还没有走到那一步。",
        "This paper can't be made now: the case has not come to it.",
    ),
}
