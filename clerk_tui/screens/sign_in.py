"""Sign-in: staff number, password, window; painted at once, while what comes after is still being loaded."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.strip import Strip

from clerk_tui.screens.actions import Where, bindings_of
from clerk_tui.screens.base import RegistryScreen
from clerk_tui.screens.view import NoticeView
from clerk_tui.screens.widgets.field_input import FieldInput
from clerk_tui.screens.widgets.painted import Painted, Run

FIELDS = ("staff_no", "password", "window")


class Banner(Painted):
    """The name of the thing, quiet."""

    def lines(self, width: int) -> list[Strip]:
        words = [Run(self.say("sign_in.title"), "key"), Run("  " + self.say("sign_in.subtitle"), "soft")]
        return [self.strip(words), self.strip([Run("─" * width, "line")])]


class SignInRow(Painted):
    """A label and its box."""

    def __init__(self, name: str, value: str = "") -> None:
        super().__init__()
        self.code = name
        self.first = value
        self.box = FieldInput(id=name, password=name == "password", max_length=64)

    def compose(self) -> ComposeResult:
        yield self.box

    def on_mount(self) -> None:
        """Fill in what is known."""
        self.box.show_value(self.first)

    def lines(self, width: int) -> list[Strip]:
        focused = self.box.has_focus
        words = self.say(f"sign_in.{self.code}")
        return [self.strip([Run("▸ " if focused else "  ", "accent"), Run(words, "strong" if focused else "soft")])]

    def on_descendant_focus(self) -> None:
        """Mark the row."""
        self.redraw()

    def on_descendant_blur(self) -> None:
        """Unmark the row."""
        self.redraw()


class SignIn(RegistryScreen):
    """Asks who sits here; stands as the splash while the rest is loaded. Keys typed meanwhile are not lost."""

    WHERE: ClassVar[Where] = "sign_in"
    CSS_PATH = ["app.tcss", "sign_in.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("sign_in"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    @dataclass
    class Asked(Message):
        """Somebody wants to sign in; the values are normalised, the password is as typed."""

        staff_no: str
        password: str
        window: str

    def __init__(self, *, staff_no: str = "", window: str = "") -> None:
        super().__init__()
        self.rows = {
            "staff_no": SignInRow("staff_no", staff_no),
            "password": SignInRow("password"),
            "window": SignInRow("window", window),
        }
        self.busy = False

    def compose(self) -> ComposeResult:
        with Container(id="middle"), Vertical(id="card"):
            yield Banner(id="banner")
            yield from self.rows.values()
        yield self.help_panel
        yield self.palette
        yield self.notice_line
        yield self.key_bar

    def on_mount(self) -> None:
        """Begin at the first field that is not known."""
        first = next((row for row in self.rows.values() if not row.first), self.rows["password"])
        first.box.focus()
        self.notice_line.show_hint(self.say("sign_in.hint"))

    def relabel(self) -> None:
        """Draw in the language that is now set."""
        super().relabel()
        self.notice_line.show_hint(self.say("sign_in.hint"))

    def pane_sentence(self) -> str:
        """What can be done here."""
        return self.say("sign_in.hint")

    def wait(self, sentence: str) -> None:
        """Something runs: say so, and take no Enter meanwhile."""
        self.busy = True
        self.notice_line.show(NoticeView(sentence), None)

    def ready(self) -> None:
        """Enter signs in from now on."""
        self.busy = False
        self.notice_line.show(None, None)

    def show_error(self, sentence: str, field: str = "") -> None:
        """Sign-in was refused: say so, and stay at the field that can mend it: the named or first empty one."""
        self.busy = False
        self.notice_line.show(NoticeView(sentence, "error"), None)
        empty = next((name for name, row in self.rows.items() if not row.box.value), "password")
        self.rows[field if field in self.rows else empty].box.focus()

    def on_input_submitted(self, event: FieldInput.Submitted) -> None:
        """Enter signs in, or says which field is missing."""
        event.stop()
        if self.busy:
            return
        values = {name: row.box.normal_value for name, row in self.rows.items()}
        values["password"] = self.rows["password"].box.value
        missing = next((name for name in FIELDS if not values[name]), "")
        if missing and missing != event.input.id and FIELDS.index(missing) > FIELDS.index(event.input.id or "staff_no"):
            self.rows[missing].box.focus()
        elif missing:
            self.show_error(self.say(f"sign_in.need_{missing}"), missing)
        else:
            self.busy = True
            self.notice_line.show(NoticeView(self.say("sign_in.busy")), None)
            self.post_message(self.Asked(values["staff_no"], values["password"], values["window"]))
