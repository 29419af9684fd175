"""Names of codes: states, roles, modes, sources, verdicts."""

TEXTS: dict[str, tuple[str, str]] = {
    # tickets
    "ticket_state.booked": ("已预约", "booked"),
    "ticket_state.waiting": ("等候", "waiting"),
    "ticket_state.called": ("已叫号", "called"),
    "ticket_state.serving": ("办理中", "being served"),
    "ticket_state.held": ("挂起 · Enter 接回", "on hold · Enter takes it back"),
    "ticket_state.passed": ("过号 · Enter 重新叫", "passed · Enter calls it again"),
    "ticket_state.abandoned": ("弃号", "abandoned"),
    "ticket_state.cancelled": ("已取消", "cancelled"),
    "ticket_state.not_served": ("未办", "not served"),
    "ticket_state.void": ("预约作废", "booking lapsed"),
    "ticket_state.done": ("已办结", "finished"),
    # how a paper of a case stands
    "standing.shared": ("共享数据，免交", "shared data, not brought"),
    "standing.e_certificate": ("电子证照，免交", "e-certificate, not brought"),
    "standing.earlier": ("此前已交，免交", "handed in before"),
    "standing.from_phone": ("手机拍照", "photographed by phone"),
    "standing.scanned": ("窗口扫描", "scanned at the window"),
    "standing.original_seen": ("验原件", "original seen"),
    "standing.copies_kept": ("收复印件", "copies kept"),
    "standing.later": ("容缺后补", "to come later"),
    "standing.missing": ("缺", "missing"),
    "standing.not_acceptable": ("不合格", "not acceptable"),
    "standing.met_by_value": ("已填信息，免交", "met by what was filled in"),
    "standing.from_step": ("前序事项产生，免交", "made by an earlier item"),
    # on what ground somebody acts for an applicant
    "ground.self": ("本人", "in person"),
    "ground.guardian": ("法定代理人（监护人）", "statutory agent (guardian)"),
    "ground.mandate": ("委托代理人", "agent by mandate"),
    "ground.legal_rep": ("法定代表人", "legal representative"),
    "ground.relative": ("亲友代办", "relative or friend"),
    "ground.officer": ("经办人", "authorised employee"),
    # by what a section was confirmed or signed
    "means.phone": ("手机", "by phone"),
    "means.pad": ("签字板", "on the pad"),
    "means.paper": ("纸质", "on paper"),
    "means.fingerprint": ("捺印", "by fingerprint"),
    # where a value came from
    "typed_by.citizen": ("本人填写", "typed by the person"),
    "typed_by.window": ("窗口录入", "typed at the window"),
    "typed_by.card": ("身份证读卡", "read from the card"),
    "typed_by.shared": ("共享数据", "shared data"),
    # how a ticket came to its place
    "ticket_class.ordinary": ("普通", "ordinary"),
    "ticket_class.green": ("绿色通道", "priority"),
    "ticket_class.appointment": ("预约", "appointment"),
    "ticket_class.returned": ("过号恢复", "returned"),
    # headings and sentences of the printed form that depend on the case
    "paper.who.self": ("申请人 {applicant}，本人办理", "applicant {applicant}, in person"),
    "paper.who.acts": ("申请人 {applicant}，由 {here} 办理（{ground}）", "applicant {applicant}, by {here} ({ground})"),
    "paper.window": ("{window} 号窗口", "Window {window}"),
    "paper.situation": ("办理情形", "Situation"),
    "paper.case_section": ("办理选择", "Choices"),
    "paper.row_no": ("序号", "No."),
    "paper.total": ("合计", "Total"),
    "paper.signed": ("{means}签名 {time}", "signed {means}, {time}"),
    "paper.declaration.true": (
        "以上填写内容和提交材料真实、准确、完整，如有不实，本人承担相应责任。",
        "What is stated and handed in above is true, exact and complete; I answer for it.",
    ),
    "paper.declaration.consent": (
        "同意办理部门为本次事项查询、共享和使用上述信息。",
        "I agree that the departments concerned look up, share and use this information for this matter.",
    ),
    # yes and no
    "bool.yes": ("是", "Yes"),
    "bool.no": ("否", "No"),
}
