"""Lists of cases and a case's story made by hand, with plainly synthetic persons."""

from dataclasses import replace

from clerk_tui.screens.view import (
    CaseLight,
    HistoryRow,
    ListRow,
    ListsView,
    OptionView,
    PromptView,
    StoryView,
    WorkbenchView,
)
from clerk_tui.texts import Lang, text
from tests.screens import samples


def _row(
    lang: Lang,
    name: str,
    zh: str,
    en: str,
    state: str,
    *,
    due: tuple[str, str] = ("", ""),
    light: CaseLight = "",
    window: str = "3",
    number: str = "",
    since: str = "11-24 10:26",
) -> ListRow:
    shown = text("lists.window", lang, window=window) if window else text("lists.in_pool", lang)
    return ListRow(
        key=f"{name}{zh}{number}",
        name=name,
        title=zh if lang == "zh" else en,
        state=text(f"case_state.{state}", lang),
        due=due[lang == "en"],
        light=light,
        window=shown,
        number=number or text("lists.no_number", lang),
        since=text("lists.since", lang, since=since),
        heard=("xse",),
    )


def window_list(lang: Lang = "zh") -> WorkbenchView:
    """The window's cases: every state and light, an enterprise, a long title, a draft nobody has a name for yet."""
    rows = (
        _row(
            lang,
            "演*明",
            "新生儿出生一件事",
            "Newborn",
            "accepted",
            due=("11-20(周五)", "Fri 20 Nov"),
            light="red",
            number="3304022026111300012",
            since="11-13 09:40",
        ),
        _row(
            lang,
            "演**一",
            "社会保障卡补换、居住证办理、住房公积金提取",
            "Social security card, residence permit, provident fund",
            "received",
            light="yellow",
            number="3304022026111800003",
            since="11-18 15:02",
        ),
        _row(
            lang,
            "演示贸易有限公司",
            "企业开办一件事",
            "Business start-up",
            "accepted",
            due=("11-27(周五)", "Fri 27 Nov"),
            light="green",
            number="3304022026112300031",
            since="11-23 16:11",
        ),
        _row(lang, "演*", "残疾人服务一件事", "Services for disabled people", "noticed", number="3304022026112400002"),
        _row(lang, text("lists.nobody", lang), "身份证补领", "Identity card again", "draft", window=""),
    )
    return replace(samples.idle(lang), lists=ListsView(tab="window", rows=rows, untold=2))


def empty_list(lang: Lang = "zh") -> WorkbenchView:
    """Nothing is red."""
    return replace(samples.idle(lang), lists=ListsView(tab="red"))


def story(lang: Lang = "zh") -> WorkbenchView:
    """How a case went, from the first key to the notice."""

    def said(code: str, **params: object) -> str:
        return text(f"timeline.{code}", lang, **params)

    due = text("timeline.until", lang, due="12-02(周三)" if lang == "zh" else "Wed 2 Dec")
    rows = (
        HistoryRow("11-23 09:40", said("opened")),
        HistoryRow("11-23 09:41", said("shared", count=28)),
        HistoryRow("11-23 09:50", ("父亲:" if lang == "zh" else "Father: ") + said("signed")),
        HistoryRow("11-23 09:51", said("received", number="3304022026112300012")),
        HistoryRow("11-23 09:51", said("noticed", count=1)),
        HistoryRow("11-24 10:20", said("supplemented")),
        HistoryRow("11-24 10:21", said("accepted") + due),
    )
    title = "新生儿出生一件事" if lang == "zh" else "Newborn"
    under = text("timeline.case", lang, number="3304022026112300012")
    return replace(samples.idle(lang), story=StoryView(title, under, rows, opened=1))


def found_list(lang: Lang = "zh") -> WorkbenchView:
    """What an identity number led to: a result to collect, a paper that is still due, a draft at another window."""
    rows = window_list(lang).lists
    assert rows is not None
    one, two, three = rows.rows[0], rows.rows[1], rows.rows[4]
    shown = (
        replace(one, light="", state=text("lists.collect", lang, count=2)),
        replace(two, name=one.name, light="", state=text("lists.gaps", lang, count=1)),
        replace(three, name=one.name, window=text("lists.window", lang, window="5")),
    )
    return replace(
        samples.called(lang), lists=ListsView(tab="found", rows=shown, found=text("lists.by.identity", lang))
    )


def untold_list(lang: Lang = "zh") -> WorkbenchView:
    """Who left with a receipt only: one not sent yet, one that the centre accepted since; asked about the second."""
    rows = tuple(
        ListRow(
            key=name,
            name=name,
            title="新生儿出生一件事" if lang == "zh" else "Newborn",
            state=state,
            light=light,
            number=number,
            since=text("lists.untold.at", lang, at="11-24 10:12"),
        )
        for name, state, light, number in (
            ("演*明", text("lists.untold.unsent", lang), "", "3304022026112400002"),
            ("演**一", text("case_state.accepted", lang), "yellow", "3304022026112400003"),
        )
    )
    words = text("prompt.untold", lang, number="3304022026112400003", state=text("case_state.accepted", lang))
    options = tuple(OptionView(code, text(f"prompt.untold.{code}", lang)) for code in ("told", "open", "no"))
    return replace(
        samples.idle(lang),
        lists=ListsView(tab="untold", rows=rows, untold=2),
        prompt=PromptView("untold:x", words, options),
    )


def double(lang: Lang = "zh") -> WorkbenchView:
    """The number just typed has the same matter open at another window."""
    words = text(
        "prompt.double",
        lang,
        matter="新生儿出生一件事" if lang == "zh" else "Newborn",
        state=text("case_state.draft", lang),
        window=text("lists.window", lang, window="5"),
    )
    options = tuple(OptionView(code, text(f"prompt.double.{code}", lang)) for code in ("open", "go_on"))
    return replace(samples.form_only(lang), prompt=PromptView("double_typed:x:y", words, options, kind="warn"))
