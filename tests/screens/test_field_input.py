"""The input under an input method: commits, widths, undo, refusals with a sentence."""

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message

from clerk_tui.screens.widgets.field_input import FieldInput


class OneField(App[None]):
    def __init__(self, **options: object) -> None:
        super().__init__()
        self.field = FieldInput(**options)  # type: ignore[arg-type]
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.field

    def on_mount(self) -> None:
        self.field.focus()

    def on_field_input_declined(self, event: FieldInput.Declined) -> None:
        self.heard.append(event)

    def on_field_input_nothing_to_undo(self, event: FieldInput.NothingToUndo) -> None:
        self.heard.append(event)


def commit(app: App[None], words: str) -> None:
    """An input method's commit: all characters in one burst, before anything is handled."""
    for character in words:
        app.post_message(events.Key(character, character))


async def test_a_commit_of_several_characters_arrives_whole() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        commit(app, "欧阳小宝的出生登记")
        await pilot.pause()
        assert app.field.value == "欧阳小宝的出生登记"


async def test_the_real_cursor_stands_on_the_caret_not_beside_it() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        commit(app, "张三")
        await pilot.pause()
        left = app.field.content_region.x
        assert app.field.cursor_screen_offset.x == left + 4
        await pilot.press("left")
        assert app.field.cursor_screen_offset.x == left + 2


async def test_full_width_digits_are_digits_to_every_check() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        commit(app, "１３８　")
        await pilot.pause()
        assert app.field.value == "１３８ "
        assert app.field.normal_value == "138"


async def test_digits_are_typed_not_taken_as_choices() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        await pilot.press(*"1234567890")
        assert app.field.value == "1234567890"


async def test_brackets_are_only_brackets() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        commit(app, "张三[/][red]")
        await pilot.pause()
        assert app.field.value == "张三[/][red]"


async def test_a_long_paste_is_refused_whole_with_its_length() -> None:
    app = OneField(max_length=60)
    async with app.run_test() as pilot:
        commit(app, "张")
        app.post_message(events.Paste("长" * 10_000))
        await pilot.pause()
        assert app.field.value == "张"
        (said,) = app.heard
        assert isinstance(said, FieldInput.Declined)
        assert (said.code, said.params) == ("field.too_long", {"length": 10_001, "most": 60})


async def test_a_paste_of_lines_loses_none_of_them() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.post_message(events.Paste("杭州市\n上城区\t1号\n"))
        await pilot.pause()
        assert app.field.value == "杭州市 上城区 1号"


async def test_undo_takes_back_a_stretch_of_typing() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        commit(app, "张小宝")
        await pilot.pause()
        await pilot.press("backspace")
        assert app.field.value == "张小"
        await pilot.press("ctrl+z")
        assert app.field.value == "张小宝"
        await pilot.press("ctrl+z")
        assert app.field.value == ""
        await pilot.press("ctrl+z")
        assert isinstance(app.heard[-1], FieldInput.NothingToUndo)


async def test_typing_over_a_masked_value_replaces_it_whole_and_undo_masks_again() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.field.show_value("138****5678", masked=True)
        await pilot.press("7")
        assert (app.field.value, app.field.masked) == ("7", False)
        await pilot.press("ctrl+z")
        assert (app.field.value, app.field.masked) == ("138****5678", True)
        await pilot.press("backspace")
        assert (app.field.value, app.field.masked) == ("", False)


async def test_paste_with_nothing_copied_here_says_how_to_paste() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+v")
        assert [said.code for said in app.heard if isinstance(said, FieldInput.Declined)] == [
            "field.paste_from_outside"
        ]


@pytest.mark.parametrize("words", ["\x1b[31m红", "a\x07b"])
async def test_control_characters_never_reach_the_screen(words: str) -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.post_message(events.Paste(words))
        await pilot.pause()
        assert app.field.value.isprintable()
