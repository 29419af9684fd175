"""A guide made by hand for pictures of the panel, and a small catalogue to look through."""

from dataclasses import replace

from clerk_tui.screens.view import GuideView, ResultView, WorkbenchView
from clerk_tui.screens.widgets.browse_panel import DEPARTMENT
from clerk_tui.texts import Lang, text
from clerk_tui.texts.sheet import Sheet, SheetPart, SheetRow
from tests.screens import samples

URL = "HTTP://10.0.8.4:8000/G/UMKTE4UM"


def sheet(lang: Lang) -> Sheet:
    """A residence permit, told in both languages."""
    zh = lang == "zh"

    def part(name: str, *rows: SheetRow) -> SheetPart:
        return SheetPart(name, text(f"guide.part.{name}", lang), rows)

    if zh:
        parts = (
            part(
                "who",
                SheetRow("需要办这件事的个人或单位", label="申请人"),
                SheetRow("本人、委托他人", label="可以来窗口的人"),
            ),
            part(
                "questions",
                SheetRow("是、否", label="居住是否满半年"),
                SheetRow("稳定就业、稳定住所、连续就读", label="申领依据"),
            ),
            part(
                "conditions", SheetRow("在居住地居住半年以上", ("依据：《居住证暂行条例》（国务院令第663号）第二条",))
            ),
            part(
                "materials",
                SheetRow(
                    "居民身份证",
                    ("带原件核对", "有“居民身份证电子证照”就不用带", "常被退回：过期、非本人、模糊"),
                    "申请人",
                ),
                SheetRow("一寸白底照片", ("带原件核对", "有“证件照片电子件”就不用带"), "申请人"),
                SheetRow(
                    "就业、住所或就读证明",
                    (
                        "带原件核对、收复印件 1 份",
                        "一时没有可以后补（容缺）",
                        "只在：申领依据为稳定就业或稳定住所或连续就读",
                    ),
                    "申请人",
                ),
            ),
            part("fields", SheetRow("姓名、身份证号、手机号、户籍地址、现住址", label="申请人")),
            part("steps", *(SheetRow(text(f"guide.step.{s}", lang)) for s in ("number", "hand_in", "sign", "collect"))),
            part("period", SheetRow("承诺 10 个工作日〔暂定〕")),
            part("results", SheetRow("居住证", ("领取：窗口、邮寄",))),
            part("fees", SheetRow(text("guide.no_fee", lang))),
            part("refused", SheetRow("不符合“在居住地居住半年以上”"), SheetRow(text("guide.gaps", lang))),
        )
        return Sheet("ga.residence_permit", "UMKTE4UM", lang, "居住证申领", "公安局 · 行政确认", parts)
    parts = (
        part(
            "who",
            SheetRow(text("guide.anyone", lang), label="Applicant"),
            SheetRow("The applicant, Somebody for them", label="Who may come"),
        ),
        part(
            "conditions",
            SheetRow("Has lived here for half a year", ("basis: 《居住证暂行条例》（国务院令第663号）第二条",)),
        ),
        part(
            "materials",
            SheetRow(
                "Identity card", ("original to be shown", "often sent back: expired, somebody else's"), "Applicant"
            ),
            SheetRow("Photograph", ("original to be shown",), "Applicant"),
            SheetRow(
                "Proof of work, home or study",
                ("original to be shown, copies kept: 1", "may be handed in later"),
                "Applicant",
            ),
        ),
        part("steps", *(SheetRow(text(f"guide.step.{s}", lang)) for s in ("number", "hand_in", "sign", "collect"))),
        part("period", SheetRow("promised: 10 working days (provisional)")),
        part("refused", SheetRow(text("guide.gaps", lang))),
    )
    return Sheet(
        "ga.residence_permit", "UMKTE4UM", lang, "Residence permit", "Public Security Bureau · confirmation", parts
    )


def reading(lang: Lang = "zh") -> WorkbenchView:
    """Somebody stands at the window; the guide lies over the work."""
    return replace(samples.serving(lang), guide=GuideView(sheet(lang), URL, printer=True))


def browse(department: str, typed: str) -> list[ResultView]:
    """Three departments and what they do."""
    if not department:
        rows = [
            ResultView(DEPARTMENT + "ga", "公安局", "18 项"),
            ResultView(DEPARTMENT + "wj", "卫生健康局", "9 项"),
            ResultView(DEPARTMENT + "yb", "医疗保障局", "12 项"),
        ]
    else:
        rows = [
            ResultView("ga.birth_registration", "出生登记", "事项", "公安局"),
            ResultView("ga.residence_permit", "居住证申领", "事项", "公安局"),
        ]
    return [row for row in rows if typed in row.name]
