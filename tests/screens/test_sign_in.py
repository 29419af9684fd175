"""Sign-in paints first, then loads; it says which field is missing and where a refusal can be mended."""

from textual.message import Message

from clerk_tui.app import ClerkApp
from clerk_tui.screens.sign_in import SignIn
from clerk_tui.texts import text


class Recorded(ClerkApp):
    def __init__(self, screen: SignIn) -> None:
        super().__init__(lambda: screen)
        self.asked: list[SignIn.Asked] = []

    def post_message(self, message: Message) -> bool:
        """Keep what was asked."""
        if isinstance(message, SignIn.Asked):
            self.asked.append(message)
        return super().post_message(message)


def said(screen: SignIn) -> str:
    return screen.notice_line.notice.text if screen.notice_line.notice else ""


async def test_enter_walks_to_what_is_missing_and_then_signs_in() -> None:
    screen = SignIn(staff_no="1003")
    app = Recorded(screen)
    async with app.run_test() as pilot:
        await pilot.press(*"secret", "enter")
        assert app.focused is screen.rows["window"].box
        await pilot.press("3", "enter")
        (asked,) = app.asked
        assert (asked.staff_no, asked.password, asked.window) == ("1003", "secret", "3")
        await pilot.press("enter")
        assert len(app.asked) == 1


async def test_a_missing_field_is_named() -> None:
    screen = SignIn(window="3")
    app = Recorded(screen)
    async with app.run_test() as pilot:
        await pilot.press("tab", *"secret", "enter")
        assert said(screen) == text("sign_in.need_staff_no", "zh")
        assert app.focused is screen.rows["staff_no"].box
        assert app.asked == []


async def test_a_refusal_stays_at_the_field() -> None:
    screen = SignIn(staff_no="1003", window="3")
    app = Recorded(screen)
    async with app.run_test() as pilot:
        await pilot.press(*"wrong", "enter")
        screen.show_error("工号或密码不对", "password")
        await pilot.pause()
        assert app.focused is screen.rows["password"].box
        await pilot.press("enter")
        assert len(app.asked) == 2


async def test_the_password_is_never_drawn() -> None:
    screen = SignIn(staff_no="1003", window="3")
    app = Recorded(screen)
    async with app.run_test() as pilot:
        await pilot.press(*"secret")
        await pilot.pause()
        assert "secret" not in app.export_screenshot()
