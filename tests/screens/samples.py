"""Workbench views made by hand: the states that SCREENS.md draws, in both languages, with plainly synthetic persons."""

from dataclasses import replace
from typing import cast

from clerk_tui.screens.prompts import hold_prompt
from clerk_tui.screens.prompts_papers import copies_prompt, form_signed_prompt, remove_prompt
from clerk_tui.screens.prompts_queue import OpenWindow, close_prompt, number_prompt, transfer_prompt
from clerk_tui.screens.view import (
    CaseView,
    FieldView,
    HistoryRow,
    MaterialState,
    MaterialView,
    MatterView,
    NoticeView,
    OptionView,
    PartyView,
    PhoneView,
    PromptView,
    QuestionView,
    QueueRow,
    QueueView,
    ResultView,
    StripView,
    TabsView,
    WindowRow,
    WorkbenchView,
)
from clerk_tui.texts import Lang, text

URL = "HTTP://10.0.8.4:8000/P/7K3MQ9RWTD"


def _windows(lang: Lang, here: str = "") -> tuple[WindowRow, ...]:
    return (
        WindowRow("1", "busy", note="A020"),
        WindowRow("2", "busy", note="A022"),
        WindowRow("3", "busy" if here else "open", mine=True, note=here),
        WindowRow("4", "paused", note="午休" if lang == "zh" else "lunch"),
        WindowRow("5", "open"),
    )


def idle(lang: Lang = "zh") -> WorkbenchView:
    """Nobody at the window; people wait."""
    zh = lang == "zh"
    ordinary, green, booked = ("普通", "绿色", "预约") if zh else ("ordinary", "green", "booked")
    strip = StripView(
        window="3",
        clock="10:26",
        waiting=13,
        longest_minutes=12,
        next_number="A023",
        next_class=green,
        next_minutes=2,
        passed=1,
        held=1,
    )
    queue = QueueView(
        next=(
            QueueRow("A023", green, "2分" if zh else "2 min", key="A023"),
            QueueRow("A024", ordinary, "4分" if zh else "4 min", key="A024"),
            QueueRow("A028", booked, "5分" if zh else "5 min", key="A028"),
            QueueRow("A025", ordinary, "9分" if zh else "9 min", key="A025"),
            QueueRow("A026", ordinary, "12分" if zh else "12 min", key="A026"),
        ),
        passed=(QueueRow("A019", ordinary, "呼3次" if zh else "3 calls", key="A019"),),
        held=(QueueRow("A015", "", "取材料 34分" if zh else "papers 34 min", key="A015"),),
        windows=_windows(lang),
        waiting=13,
    )
    return WorkbenchView(lang=lang, strip=strip, queue=queue, tabs=TabsView(waiting=13))


def called(lang: Lang = "zh") -> WorkbenchView:
    """A023 was called and has not come yet."""
    zh = lang == "zh"
    base = idle(lang)
    return replace(
        base,
        strip=replace(
            base.strip,
            state="called",
            number="A023",
            ticket_class="绿色" if zh else "green",
            elapsed="0:18",
            waiting=12,
            longest_minutes=11,
            next_number="A024",
            next_class="普通" if zh else "ordinary",
            next_minutes=4,
            clock="10:26",
        ),
        queue=replace(
            base.queue,
            number="A023",
            ticket_class="绿色通道" if zh else "Green channel",
            why="孕妇提前 30 分钟,等了 2 分" if zh else "expecting: 30 min head start, waited 2 min",
            next=base.queue.next[1:],
            windows=_windows(lang, "A023"),
            waiting=12,
        ),
        tabs=TabsView(waiting=12),
        notice=NoticeView("已叫 A023 · 9 秒内可撤回" if zh else "A023 called · 9 s to take it back", "done"),
    )


def full_queue(lang: Lang = "zh") -> WorkbenchView:
    """Nobody at the window; tickets sent here, put first, on hold and passed; waits are estimated."""
    zh = lang == "zh"
    base = idle(lang)
    words = {
        "ordinary": ("普通", "ordinary"),
        "green": ("绿色", "priority"),
        "booked": ("预约", "booked"),
        "mine": ("转来", "for me"),
        "promoted": ("置顶", "first"),
    }

    def said(code: str) -> str:
        return words[code][0 if zh else 1]

    def waits(number: str, kind: str, minutes: int, estimate: str, matter: str = "") -> QueueRow:
        mark = kind if kind in ("mine", "promoted") else ""
        note = f"{minutes}分" if zh else f"{minutes} min"
        return QueueRow(number, said(kind), note, key=number, estimate=estimate, mark=mark, detail=matter)

    card, estate = ("身份证补领", "不动产登记") if zh else ("ID card again", "Real estate")
    rows = [
        waits("A017", "mine", 21, "0–2", estate),
        waits("A021", "promoted", 12, "1–5"),
        waits("A023", "green", 2, "3–9", card),
        *(
            waits(f"A0{24 + n}", "booked" if n == 2 else "ordinary", 11 - n, f"{5 + 4 * n}–{12 + 7 * n}")
            for n in range(11)
        ),
    ]
    held = (
        QueueRow(
            "A015",
            "",
            "取材料 34分" if zh else "papers 34 min",
            key="A015",
            detail="09:52 起 34:10" if zh else "since 09:52",
        ),
        QueueRow(
            "A018",
            "",
            "留材料 8分" if zh else "stays 8 min",
            key="A018",
            detail="10:18 起 8:05" if zh else "since 10:18",
        ),
    )
    passed = tuple(
        QueueRow(
            number,
            said("ordinary"),
            "呼3次" if zh else "3 calls",
            key=number,
            detail="10:21 过号" if zh else "passed 10:21",
        )
        for number in ("A019", "A016", "A011")
    )
    strip = replace(
        base.strip, waiting=14, longest_minutes=21, next_number="A017", next_class=said("mine"), next_minutes=21
    )
    return replace(
        base,
        strip=replace(strip, passed=3, held=2, mine=1),
        queue=QueueView(next=tuple(rows), passed=passed, held=held, windows=_windows(lang), waiting=14),
        tabs=TabsView(waiting=14),
        seated=True,
    )


def _with_prompt(view: WorkbenchView, prompt: PromptView) -> WorkbenchView:
    return replace(view, prompt=prompt)


def transferring(lang: Lang = "zh") -> WorkbenchView:
    """Ctrl+T was pressed over the case in hand."""
    windows = [OpenWindow("1", 3), OpenWindow("2", 0), OpenWindow("4", 5, paused=True), OpenWindow("5", 1)]
    return _with_prompt(form_only(lang), transfer_prompt(lang, "A023", windows))


def holding(lang: Lang = "zh") -> WorkbenchView:
    """Ctrl+Y was pressed over the case in hand."""
    return _with_prompt(form_only(lang), hold_prompt(lang, "A023"))


def closing(lang: Lang = "zh") -> WorkbenchView:
    """The window should be closed and still holds something."""
    numbers = text("prompt.close.tickets", lang, numbers="A015、A018" if lang == "zh" else "A015, A018")
    return _with_prompt(full_queue(lang), close_prompt(lang, "3", numbers, leave=False))


def cut_off(lang: Lang = "zh") -> WorkbenchView:
    """F8 while the line is cut: whose paper it is."""
    base = full_queue(lang)
    strip = replace(base.strip, link="off", off_since="10:31", clock="10:34", saved="unsent", unsent=2)
    queue = replace(base.queue, off_since="10:31")
    return _with_prompt(replace(base, strip=strip, queue=queue), number_prompt(lang, "10:31"))


def _fields(lang: Lang) -> tuple[FieldView, ...]:
    zh = lang == "zh"
    cert, shared, said = (
        ("电子证照", "户籍共享", "申请人口述") if zh else ("e-certificate", "household reg.", "as told")
    )
    child, mother, deliver = ("孩子", "母亲", "领取") if zh else ("Child", "Mother", "Delivery")
    follow = (OptionView("father", "随父" if zh else "father's"), OptionView("mother", "随母" if zh else "mother's"))
    ways = (
        OptionView("window", "窗口领取" if zh else "at the window"),
        OptionView("post", "邮寄" if zh else "by post"),
    )
    return (
        FieldView(
            "baby.person.name",
            "孩子姓名" if zh else "Child's name",
            "张小宝",
            state="answered",
            source=said,
            group=child,
        ),
        FieldView(
            "baby.birth.cert_no",
            "出生证编号" if zh else "Birth cert. no.",
            "A33********5",
            masked=True,
            state="confirmed",
            source=cert,
            group=child,
        ),
        FieldView(
            "ga.household_follow",
            "落户随" if zh else "Household of",
            "father",
            state="answered",
            source=said,
            group=child,
            options=follow,
        ),
        FieldView(
            "baby.person.address",
            "户籍地址" if zh else "Home address",
            "杭州市上城区********3幢201",
            masked=True,
            state="confirmed",
            source=shared,
            group=child,
        ),
        FieldView(
            "mother.person.name",
            "姓名" if zh else "Name",
            "李*梅",
            masked=True,
            state="filled",
            source=cert,
            group=mother,
        ),
        FieldView(
            "mother.person.id_no",
            "身份证号" if zh else "ID number",
            "330102********0048",
            masked=True,
            state="filled",
            source=cert,
            group=mother,
        ),
        FieldView(
            "mother.bank.bank_name",
            "开户行" if zh else "Bank",
            group=mother,
            hint="写全称,到支行" if zh else "In full, with the branch",
        ),
        FieldView(
            "mother.bank.account_no",
            "账号" if zh else "Account no.",
            state="typing",
            state_text="母亲填写中" if zh else "mother is typing",
            group=mother,
        ),
        FieldView(
            "mother.person.phone",
            "手机" if zh else "Phone",
            "138****5678",
            masked=True,
            state="filled",
            source=shared,
            group=mother,
        ),
        FieldView("deliver.way", "领取方式" if zh else "Pick-up", "", group=deliver, options=ways),
        FieldView("deliver.address", "邮寄地址" if zh else "Post to", group=deliver),
    )


def _materials(lang: Lang) -> tuple[MaterialView, ...]:
    zh = lang == "zh"
    if zh:
        why = "银行账户信息 ← 生育医疗费用报销(医保局) · 情形:父亲代办"
        return (
            MaterialView("id.father", "居民身份证(父)", "验原件", "ready", "电子证照", "免交"),
            MaterialView("birth.cert", "出生医学证明", "验原件 收复印件1", "received", "收讫", "扫描 2 页"),
            MaterialView("household", "户口簿(落户方)", "首页+本人页", "bad", "不合格", "缺本人页", "出生登记(公安局)"),
            MaterialView("mandate", "授权委托书(母→父)", "原件", "todo", "待签", "只含生育待遇 1 项"),
            MaterialView("bank", "银行账户信息(母)", "值或复印件", "missing", "缺 · 可容缺", "须 11-25 前补", why),
            MaterialView("marriage", "结婚证", "验原件", "ready", "共享数据", "免交"),
        )
    return (
        MaterialView("id.father", "ID card (father)", "see original", "ready", "e-certificate", "not needed"),
        MaterialView("birth.cert", "Medical birth certificate", "original, 1 copy", "received", "received", "2 pages"),
        MaterialView(
            "household",
            "Household register",
            "cover + own page",
            "bad",
            "not acceptable",
            "own page missing",
            "Birth registration (Police)",
        ),
        MaterialView("mandate", "Mandate (mother to father)", "original", "todo", "to sign", "for 1 item only"),
        MaterialView(
            "bank",
            "Bank account (mother)",
            "value or copy",
            "missing",
            "missing",
            "due by 25 Nov",
            "maternity claim (Health Insurance)",
        ),
        MaterialView("marriage", "Marriage certificate", "see original", "ready", "shared data", "not needed"),
    )


def papers_desk(lang: Lang = "zh") -> WorkbenchView:
    """The papers as they stand on the desk: copies counted, scans, a gap with its day, the signed form at the end."""
    zh = lang == "zh"
    base = form_only(lang)
    rows = list(base.materials)
    names = (
        (
            "photo",
            "二寸照片",
            "收复印件4",
            "missing",
            "收讫 2/4 份",
            "还差 2 份",
            "二寸照片 ← 残疾人证核发(残联) · 制证照片",
        ),
        ("form", "签字申请表", "打印签字扫回", "todo", "待签", "父亲、母亲", text("form.why", "zh")),
    )
    if not zh:
        names = (
            (
                "photo",
                "Two-inch photo",
                "4 copies",
                "missing",
                "2 of 4 copies",
                "2 to come",
                "Two-inch photo ← Disability",
            ),
            ("form", "Signed form", "print, sign, scan", "todo", "to sign", "father, mother", text("form.why", "en")),
        )
    for key, name, wants, state, state_text, note, why in names:
        rows.append(MaterialView(key, name, wants, cast("MaterialState", state), state_text, note, why))
    return replace(base, materials=tuple(rows), tabs=replace(base.tabs, materials_missing=2))


def counting(lang: Lang = "zh") -> WorkbenchView:
    """How many copies came."""
    name = "二寸照片" if lang == "zh" else "Two-inch photo"
    return replace(papers_desk(lang), prompt=copies_prompt(lang, "photo", name, 4))


def form_back(lang: Lang = "zh") -> WorkbenchView:
    """The printed form came back signed."""
    names = "父亲、母亲" if lang == "zh" else "father, mother"
    return replace(papers_desk(lang), prompt=form_signed_prompt(lang, names, 2))


def scan_left(lang: Lang = "zh") -> WorkbenchView:
    """A scan is in the case; its file is still in the scanner's folder."""
    return replace(papers_desk(lang), prompt=remove_prompt(lang, "IMG_20261124_103214.jpg"))


def serving(lang: Lang = "zh") -> WorkbenchView:
    """The newborn case in hand: question open, form half filled."""
    zh = lang == "zh"
    base = called(lang)
    return replace(
        base,
        strip=replace(
            base.strip,
            state="serving",
            elapsed="6:12",
            present="张*明 代 张*宝(监护人)" if zh else "Zhang *ming for Zhang *bao (guardian)",
            clock="10:32",
            saved="saved",
        ),
        tabs=TabsView(1, 1, "父✓ 母…" if zh else "F✓ M…", 1),
        case=CaseView(
            "新生儿出生一件事" if zh else "Birth of a child, one matter",
            items=10,
            working_days=4,
            due="11-27(周五)" if zh else "Fri 27 Nov",
            left=3,
            filled=28,
            spared=112,
        ),
        question=QuestionView(
            "settle_with",
            "孩子落户" if zh else "The child joins",
            (
                OptionView("father", "随父" if zh else "the father"),
                OptionView("mother", "随母" if zh else "the mother"),
            ),
            2,
            4,
            "出生登记" if zh else "birth registration",
        ),
        fields=_fields(lang),
        materials=_materials(lang),
        matters=(
            MatterView(
                "birth",
                "新生儿出生一件事" if zh else "Birth of a child",
                "卫生健康局" if zh else "Health Commission",
                "办理中" if zh else "in hand",
                "10 项" if zh else "10 items",
                (
                    ("出生登记", "张*明 代 张*宝(监护人)"),
                    ("生育医疗费用报销", "张*明 代 李*(委托)"),
                    ("育儿补贴申领", "张*明 本人"),
                )
                if zh
                else (
                    ("Registration of a birth", "张*明 for 张*宝 (guardian)"),
                    ("Maternity claim", "张*明 for 李* (mandate)"),
                    ("Childcare subsidy", "张*明 in person"),
                ),
            ),
        ),
        phone=PhoneView(
            URL,
            "739482",
            9,
            (
                PartyView("父" if zh else "father", "已确认" if zh else "confirmed", done=True),
                PartyView("母" if zh else "mother", "填写中" if zh else "is typing"),
            ),
        ),
        history=(
            HistoryRow("10:26", "叫号 A023" if zh else "A023 called"),
            HistoryRow("10:27", "开始办件" if zh else "case begun"),
            HistoryRow("10:29", "父亲手机加入" if zh else "father joined by phone"),
        ),
        notice=None,
    )


def form_only(lang: Lang = "zh") -> WorkbenchView:
    """All questions answered; a field is wrong and says so."""
    zh = lang == "zh"
    base = serving(lang)
    error = (
        "请填开户银行全称,例:中国建设银行杭州吴山支行"
        if zh
        else "Give the bank's full name, such as China Construction Bank, Wushan"
    )
    fields = tuple(
        replace(field, value="建行", state="wrong", error=error) if field.key == "mother.bank.bank_name" else field
        for field in base.fields
    )
    return replace(base, question=None, fields=fields)


def rows(lang: Lang = "zh") -> WorkbenchView:
    """An enterprise is started: two shareholders whose shares are one per cent short."""
    zh = lang == "zh"
    base = serving(lang)
    company, group = ("企业", "股东及出资") if zh else ("Company", "Shareholders and contributions")
    ratio, amount = ("出资比例", "认缴（万元）") if zh else ("Share", "Amount (10k yuan)")
    kinds = (
        OptionView("person", "自然人" if zh else "Person"),
        OptionView("enterprise", "企业" if zh else "Enterprise"),
    )
    here = "窗口录入" if zh else "typed here"
    fields: list[FieldView] = [
        FieldView(
            "company.corp.name",
            "单位名称" if zh else "Name",
            "演示贸易有限公司" if zh else "Demo Trading",
            state="answered",
            source=here,
            group=company,
        ),
        FieldView(
            "company.sj.liaison", "联络员" if zh else "Liaison", "演示人", state="answered", source=here, group=company
        ),
    ]
    for place, (name, id_no, share, money) in enumerate(
        (("张*明", "330402********0014", "66", "660"), ("王*", "330402********0021", "33", "330")), 1
    ):
        key = f"company.sj.shareholders.{place}"
        fields += [
            FieldView(
                key,
                f"股东 {place}" if zh else f"Shareholder {place}",
                name,
                kind="row",
                state="filled",
                hint=text("hint.row", lang, label=f"股东 {place}" if zh else f"Shareholder {place}"),
                group=group,
                group_note=text("field.sum_short", lang, label=ratio, sum="99%", missing="1%") if place == 1 else "",
            ),
            FieldView(
                f"{key}.kind",
                "股东类型" if zh else "Kind",
                "person",
                state="answered",
                source=here,
                group=group,
                options=kinds,
            ),
            FieldView(
                f"{key}.id",
                "身份证号" if zh else "Identity number",
                id_no,
                masked=True,
                state="answered",
                source=here,
                group=group,
            ),
            FieldView(f"{key}.name", "姓名" if zh else "Name", name, state="answered", source=here, group=group),
            FieldView(f"{key}.ratio", ratio, share, state="answered", source=here, group=group),
            FieldView(f"{key}.amount", amount, money, state="answered", source=here, group=group),
        ]
    fields.append(
        FieldView(
            "company.sj.shareholders",
            text("field.add_row", lang, row="位股东" if zh else "shareholder"),
            kind="add",
            state="open",
            hint=text("hint.add_row", lang, row="位股东" if zh else "shareholder"),
            group=group,
        )
    )
    title = "企业开办一件事" if zh else "Starting a business"
    case = CaseView(title, items=7, working_days=1, due="11-26(周四)" if zh else "Thu 26 Nov", left=1, spared=41)
    return replace(base, case=case, question=None, fields=tuple(fields), matters=(MatterView("start_biz", title),))


def phone_open(lang: Lang = "zh") -> WorkbenchView:
    """F9 is on."""
    base = serving(lang)
    return replace(base, question=None, phone=replace(base.phone, unfolded=True, local=True))


def offering(lang: Lang = "zh") -> WorkbenchView:
    """Ctrl+S was pressed: what is lawful now, in the line."""
    zh = lang == "zh"
    words = (
        ("容缺受理(缺 1)", "一次性告知(2 处)", "只收件")
        if zh
        else ("accept with 1 gap", "one-time notice (2)", "receive only")
    )
    codes = ("gaps", "notice", "receive")
    options = tuple(OptionView(code, label) for code, label in zip(codes, words, strict=True))
    return replace(form_only(lang), prompt=PromptView("submit", "提交" if zh else "Submit", options))


def offline(lang: Lang = "zh") -> WorkbenchView:
    """The hub is gone; work goes on."""
    zh = lang == "zh"
    base = form_only(lang)
    words = (
        "与大厅中心断线,填写照常、全部存在本机,恢复后自动补传"
        if zh
        else "Cut off from the hub: go on filling, all is kept here and sent on return"
    )
    strip = replace(base.strip, link="off", off_since="10:31", saved="unsent", unsent=6)
    return replace(base, strip=strip, notice=NoticeView(words, "warn"))


def found(typed: str) -> list[ResultView]:
    """A search over a handful of matters."""
    rows = [
        ResultView("birth", "新生儿出生一件事", "一件事 · 10 项", "卫生健康局"),
        ResultView("ga.birth_registration", "出生登记", "事项", "公安局"),
        ResultView("yb.newborn", "新生儿参加基本医疗保险登记", "事项", "医疗保障局"),
        ResultView("wj.certificate", "出生医学证明签发", "事项", "卫生健康局"),
        ResultView("rs.card", "新生儿社会保障卡申领", "事项", "人力资源和社会保障局"),
    ]
    return [row for row in rows if typed in row.name or typed in ("", "xse")]
