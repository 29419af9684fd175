"""The grades and reasons of a rating (好差评), numbered as in the national interface."""

TEXTS: dict[str, tuple[str, str]] = {
    "rating.grade.5": ("非常满意", "Very satisfied"),
    "rating.grade.4": ("满意", "Satisfied"),
    "rating.grade.3": ("基本满意", "Fairly satisfied"),
    "rating.grade.2": ("不满意", "Dissatisfied"),
    "rating.grade.1": ("非常不满意", "Very dissatisfied"),
    "rating.reason.207": ("没有提供材料样本", "No samples of the papers"),
    "rating.reason.208": ("没有提供材料清单", "No list of the papers"),
    "rating.reason.209": ("未在承诺时间内办结", "Not done within the promised time"),
    "rating.reason.210": ("同样内容的证明材料被要求多次提交", "The same proof was asked for several times"),
    "rating.reason.211": ("承诺网办但无法在线办理", "Promised online, but not possible online"),
    "rating.reason.212": ("在线预约后到大厅重复取号排队", "Booked online, then had to queue again"),
    "rating.reason.213": ("窗口人员业务不熟练", "The clerk was not familiar with the matter"),
    "rating.reason.214": ("服务态度生硬", "Unfriendly service"),
    "rating.reason.108": ("在办事指南之外增加新的审批条件", "Conditions that are not in the guide"),
    "rating.reason.109": ("需提供办事指南之外的申报材料", "Papers that are not in the guide"),
    "rating.reason.110": ("无理由超过法定办理时间", "Longer than the law allows, without a reason"),
    "rating.reason.111": ("办事指南提供样本有错", "A sample in the guide is wrong"),
    "rating.reason.112": ("承诺在线收取申报材料实际无法收取", "Papers promised to be taken online were not"),
    "rating.reason.113": ("多头跑窗口和部门", "Sent from window to window"),
    "rating.reason.114": ("跑动次数与承诺的不一致", "More visits than promised"),
    "rating.reason.115": ("服务态度差、效率低", "Bad manners, slow work"),
}

REASONS: dict[int, tuple[str, ...]] = {
    2: tuple(str(code) for code in range(207, 215)),
    1: tuple(str(code) for code in range(108, 116)),
}
"""The reasons to choose from under a grade below 3."""
