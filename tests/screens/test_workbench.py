"""What the keys of the workbench do: intents, questions in line, focus, panels, language."""

from dataclasses import replace

from textual import events

from clerk_tui.screens import intents
from clerk_tui.screens.prompts_queue import OpenWindow, transfer_prompt
from clerk_tui.screens.view import PromptView, WorkbenchView
from clerk_tui.screens.widgets.field_row import FieldRow
from clerk_tui.texts import Lang, text
from tests.screens import samples
from tests.screens.conftest import MakeApp, Recorded


def last(app: Recorded) -> object:
    return app.intents[-1] if app.intents else None


def said(app: Recorded) -> str:
    notice = app.workbench.notice_line.passing
    return notice.text if notice else ""


async def test_f8_calls_when_free_and_finishes_when_serving(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        await pilot.press("f8")
        assert isinstance(last(app), intents.CallNext)
        app.workbench.show(samples.serving())
        await pilot.press("f8")
        assert isinstance(last(app), intents.FinishAndCallNext)


async def test_a_second_press_while_calling_sends_nothing(make_app: MakeApp) -> None:
    view = samples.idle()
    app = make_app(replace(view, strip=replace(view.strip, state="calling")))
    async with app.run_test() as pilot:
        await pilot.press("f8")
        assert app.intents == []
        assert said(app) == text("why.calling", "zh")


async def test_after_the_call_the_focus_rests_on_the_ticket_and_enter_welcomes(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        app.workbench.show(samples.called())
        await pilot.pause()
        assert app.focused is app.workbench.strip
        await pilot.press("enter")
        assert isinstance(last(app), intents.Welcome)


async def test_a_key_that_is_no_use_now_stays_visible_and_says_why(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        shown = {key: enabled for key, _label, enabled in app.workbench.key_bar.entries(80)}
        assert shown["F5"] is False
        assert shown["F8"] is True
        await pilot.press("f5")
        assert app.intents == []
        assert said(app) == text("why.nobody_called", "zh")


async def test_a_reason_of_the_view_blocks_its_key(make_app: MakeApp) -> None:
    app = make_app(replace(samples.idle(), blocked=(("next", "断线:用票号办理"),)))
    async with app.run_test() as pilot:
        await pilot.press("f8")
        assert (app.intents, said(app)) == ([], "断线:用票号办理")


async def test_the_question_takes_the_focus_and_full_width_digits(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.focused is app.workbench.question
        app.post_message(events.Key("２", "２"))
        await pilot.pause()
        answered = last(app)
        assert isinstance(answered, intents.QuestionAnswered)
        assert (answered.key, answered.option) == ("settle_with", "mother")


async def test_answers_are_told_as_they_are_typed_and_when_they_are_left(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.workbench.pool.focus_key("deliver.address")
        await pilot.pause()
        await pilot.press("a", "b")
        assert [one.value for one in app.intents if isinstance(one, intents.AnswerTyped)] == ["a", "ab"]
        await pilot.press("up")
        assert isinstance(last(app), intents.AnswerLeft)


async def test_a_masked_value_that_nobody_touched_is_never_sent(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.workbench.pool.focus_key("mother.person.phone")
        await pilot.pause()
        await pilot.press("end", "left", "tab")
        assert app.intents == []


async def test_a_view_that_arrives_while_typing_does_not_take_the_letters_away(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.workbench.pool.focus_key("deliver.address")
        await pilot.pause()
        await pilot.press("x")
        fields = tuple(
            replace(one, value="服务器的旧值", hint="新") if one.key == "deliver.address" else one
            for one in app.workbench.view.fields
        )
        app.workbench.show(replace(app.workbench.view, fields=fields))
        row = app.workbench.pool.current
        assert isinstance(row, FieldRow)
        assert row.input.value == "x"


async def test_tab_walks_only_what_is_open(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.workbench.pool.focus_first()
        await pilot.pause()
        walked = []
        for _ in range(3):
            row = app.workbench.pool.current
            assert row is not None
            walked.append(row.field.key)
            await pilot.press("tab")
        assert walked == ["mother.bank.bank_name", "deliver.way", "deliver.address"]


async def test_a_choice_row_is_answered_by_its_digit(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.workbench.pool.focus_key("deliver.way")
        await pilot.pause()
        await pilot.press("2")
        typed, left = app.intents
        assert isinstance(typed, intents.AnswerTyped)
        assert (typed.key, typed.value) == ("deliver.way", "post")
        assert isinstance(left, intents.AnswerLeft)


async def test_a_paper_is_judged_by_one_digit_and_a_bad_one_asks_why(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f6", "up", "up", "1")
        judged = [one for one in app.intents if isinstance(one, intents.MaterialJudged)][-1]
        assert (judged.key, judged.verdict) == ("household", "received")
        await pilot.press("5")
        assert app.workbench.notice_line.prompt is not None
        await pilot.press("3")
        judged = [one for one in app.intents if isinstance(one, intents.MaterialJudged)][-1]
        assert (judged.key, judged.verdict, judged.reason) == ("household", "unacceptable", "expired")
        assert app.focused is app.workbench.materials


async def test_the_lists_are_one_walk_and_digits_act_on_the_row(make_app: MakeApp) -> None:
    app = make_app(samples.full_queue())
    async with app.run_test() as pilot:
        await pilot.press("f6")
        assert app.focused is app.workbench.queue
        await pilot.press("enter", "down", "2")
        assert [(one.verb, one.ticket) for one in app.intents if isinstance(one, intents.QueueVerb)] == [
            ("call", "A017"),
            ("promote", "A021"),
        ]
        await pilot.press("pagedown", "pagedown", "up", "up")
        assert app.workbench.queue.chosen is not None
        await pilot.press("2", "8")
        took = last(app)
        assert isinstance(took, intents.QueueVerb)
        assert (took.verb, app.workbench.queue.chosen[0]) == ("call", "passed")
        await pilot.press("escape")
        assert app.workbench.page == "intake"


async def test_the_cursor_stays_on_its_ticket_when_the_queue_moves(make_app: MakeApp) -> None:
    view = samples.full_queue()
    app = make_app(view)
    async with app.run_test() as pilot:
        await pilot.press("f6", "down", "down")
        assert app.workbench.queue.key == "A023"
        app.workbench.show(replace(view, queue=replace(view.queue, next=view.queue.next[1:])))
        assert app.workbench.queue.chosen is not None
        assert app.workbench.queue.chosen[1].number == "A023"


async def test_with_a_case_the_queue_is_reached_by_the_palette_and_f6_leaves_it(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p", *"pd", "enter")
        await pilot.pause()
        assert app.workbench.page == "queue"
        assert app.focused is app.workbench.queue
        await pilot.press("f6")
        assert app.workbench.page == "intake"


async def test_a_windows_digit_is_its_number(make_app: MakeApp) -> None:
    app = make_app(samples.transferring())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("3")
        assert not [one for one in app.intents if isinstance(one, intents.PromptAnswered)]
        await pilot.press("5")
        answered = last(app)
        assert isinstance(answered, intents.PromptAnswered)
        assert (answered.key, answered.option) == ("transfer", "w:5")


async def test_every_answer_of_a_long_question_is_seen(make_app: MakeApp) -> None:
    windows = [OpenWindow(str(number), 12) for number in range(1, 10)]
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        view = replace(samples.form_only(lang), prompt=transfer_prompt(lang, "A023", windows))
        app = make_app(view)
        async with app.run_test() as pilot:
            await pilot.pause()
            drawn = "".join(line.text for line in app.workbench.notice_line.lines(80))
            assert all(option.label in drawn for option in view.prompt.options)  # type: ignore[union-attr]


async def test_leaving_offers_to_close_only_a_window_that_is_open(make_app: MakeApp) -> None:
    app = make_app(samples.full_queue())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q", "1")
        closed = last(app)
        assert isinstance(closed, intents.CloseWindow)
        assert closed.leave


async def test_f6_turns_the_pages_and_escape_comes_back(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        seen = []
        for _ in range(4):
            await pilot.press("f6")
            seen.append(app.workbench.page)
        assert seen == ["materials", "phone", "matters", "intake"]
        await pilot.press("f6", "escape")
        assert app.workbench.page == "intake"


async def test_searching_finds_in_the_same_moment_and_enter_takes(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        app.workbench.search.search = samples.found
        await pilot.press("f3", *"xse")
        assert [result.key for result in app.workbench.results.results][:1] == ["birth"]
        await pilot.press("down", "enter")
        chosen = last(app)
        assert isinstance(chosen, intents.MatterChosen)
        assert chosen.key == "ga.birth_registration"


async def test_full_width_letters_search_alike(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        app.workbench.search.search = samples.found
        await pilot.press("f3")
        for character in "ＸＳＥ":
            app.post_message(events.Key(character, character))
        await pilot.pause()
        assert app.workbench.results.chosen is not None
        assert app.workbench.results.chosen.key == "birth"


async def test_a_typed_number_is_a_look_up(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        await pilot.press("f3", *"330102199001010048", "enter")
        asked = last(app)
        assert isinstance(asked, intents.LookUp)
        assert asked.typed == "330102199001010048"


async def test_silence_in_the_search_box_explains_the_input_method(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        app.workbench.search.silence_s = 0.01
        await pilot.press("f3")
        await pilot.pause(0.05)
        assert said(app) == text("search.silent", "zh")


async def test_submit_offers_and_enter_takes_the_first(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert isinstance(last(app), intents.Submit)
        app.workbench.show(samples.offering())
        await pilot.pause()
        assert app.focused is app.workbench.notice_line
        await pilot.press("enter")
        chosen = last(app)
        assert isinstance(chosen, intents.SubmitChosen)
        assert chosen.option == "gaps"


async def test_a_question_with_an_entry_hands_over_what_was_typed(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        prompt = PromptView("number", "断线 · 来人票号", entry=True)
        app.workbench.show(replace(app.workbench.view, prompt=prompt))
        await pilot.pause()
        await pilot.press("2", "3", "enter")
        answered = last(app)
        assert isinstance(answered, intents.PromptAnswered)
        assert (answered.key, answered.typed) == ("number", "23")


async def test_passing_asks_why_in_the_line(make_app: MakeApp) -> None:
    app = make_app(samples.called())
    async with app.run_test() as pilot:
        await pilot.press("f7", "2")
        passed = last(app)
        assert isinstance(passed, intents.PassTicket)
        assert passed.reason == "gave_up"


async def test_escape_leaves_a_question_unanswered(make_app: MakeApp) -> None:
    app = make_app(samples.called())
    async with app.run_test() as pilot:
        await pilot.press("f7", "escape")
        assert app.intents == []
        assert app.focused is app.workbench.strip


async def test_quitting_asks_and_is_refused_with_a_ticket_in_hand(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        assert said(app) == text("why.ticket_in_hand", "zh", number="A023")
        app.workbench.show(samples.idle())
        await pilot.press("ctrl+q", "2")
        assert not [one for one in app.intents if isinstance(one, intents.SignOut)]
        await pilot.press("ctrl+q", "1")
        assert isinstance(last(app), intents.SignOut)


async def test_language_changes_at_once_and_keys_are_told_in_it(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+l")
        assert isinstance(last(app), intents.LanguageChanged)
        labels = [label for _key, label, _enabled in app.workbench.key_bar.entries(80)]
        assert "Submit" in labels
        await pilot.press("ctrl+l")
        assert "提交" in [label for _key, label, _enabled in app.workbench.key_bar.entries(80)]


async def test_the_palette_runs_a_command_by_its_initials(make_app: MakeApp) -> None:
    app = make_app(samples.called())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"xyw", "enter")
        assert isinstance(last(app), intents.FinishAndCallNext)
        assert not app.workbench.palette.display


async def test_help_opens_for_the_pane_and_gives_the_focus_back(make_app: MakeApp) -> None:
    app = make_app(samples.serving())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f1")
        assert app.workbench.help_panel.display
        assert app.workbench.help_panel.pane == text("hint.question", "zh")
        await pilot.press("escape")
        assert not app.workbench.help_panel.display
        assert app.focused is app.workbench.question


async def test_a_site_can_remap_a_key(make_app: MakeApp) -> None:
    app = make_app(samples.idle())
    async with app.run_test() as pilot:
        app.set_keymap({"next": "f10"})
        await pilot.press("f8")
        assert app.intents == []
        await pilot.press("f10")
        assert isinstance(last(app), intents.CallNext)
        assert "F10" in [key for key, _label, _enabled in app.workbench.key_bar.entries(80)]


async def test_undo_in_a_field_never_takes_back_a_call(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.workbench.pool.focus_key("deliver.address")
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert app.intents == []
        assert said(app) == text("field.nothing_to_undo", "zh")
        await pilot.press("f6", "ctrl+z")
        assert isinstance(last(app), intents.UndoTicketAct)


async def test_the_key_bar_fits_eighty_columns_in_both_languages(make_app: MakeApp) -> None:
    for view in (samples.serving("zh"), samples.serving("en")):
        app = make_app(view)
        async with app.run_test() as pilot:
            await pilot.pause()
            (line,) = app.workbench.key_bar.lines(80)
            assert line.cell_length == 80
            keys = [key for key, _label, _enabled in app.workbench.key_bar.entries(80)]
            assert {"F3", "F5", "F6", "F7", "F8", "F9", "F12", "^S", "^G"} <= set(keys)
            assert not line.text.rstrip().endswith("…")


async def test_names_with_markup_are_drawn_as_they_are(make_app: MakeApp) -> None:
    view = samples.serving()
    view = replace(view, strip=replace(view.strip, present="张三[/]李[red]"))
    app = make_app(view)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "张三[/]李[red]" in app.workbench.strip.lines(80)[0].text


async def test_ticket_and_case_gone_the_form_is_empty(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.workbench.show(samples.idle())
        await pilot.pause()
        assert not any(row.used or row.input.value for row in app.workbench.pool.rows)
        assert app.workbench.search.value == ""


async def test_every_line_is_exactly_as_wide_as_the_screen(make_app: MakeApp) -> None:
    views: list[WorkbenchView] = [samples.idle("en"), samples.called(), samples.serving("en"), samples.phone_open()]
    for view in views:
        app = make_app(view)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for widget in (app.workbench.strip, app.workbench.tabs, app.workbench.notice_line, app.workbench.head):
                assert {line.cell_length for line in widget.lines(80)} <= {80}


async def test_tab_begins_again_at_the_top_while_something_is_open(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pool = app.workbench.pool
        open_keys = [field.key for field in pool.fields if field.state in ("open", "wrong")]
        pool.focus_key(open_keys[-1])
        await pilot.press("tab")
        assert pool.current is not None
        assert pool.current.field.key == open_keys[0]


async def test_leaving_the_search_goes_back_to_the_field_that_was_left(make_app: MakeApp) -> None:
    app = make_app(samples.form_only())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pool = app.workbench.pool
        left = [field.key for field in pool.fields if field.state == "open"][-1]
        pool.focus_key(left)
        await pilot.press("f3", "escape")
        assert pool.current is not None
        assert pool.current.field.key == left
