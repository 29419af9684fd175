"""One registry: keys, labels and sentences agree in both languages and fit the smallest screen."""

import pytest

from clerk_tui.screens.actions import ACTIONS, actions_of, bindings_of, key_display, matches
from clerk_tui.screens.base import RegistryScreen
from clerk_tui.screens.sign_in import SignIn
from clerk_tui.screens.workbench import Workbench
from clerk_tui.texts import Lang, text
from clerk_tui.texts.cells import cell_width

SWALLOWED = {"f2", "f4", "f10", "f11", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
OF_THE_INPUT = {f"ctrl+{letter}" for letter in "acdekuvwx"}


def test_ids_and_keys_are_unique() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_no_key_that_a_terminal_an_input_method_or_an_input_takes() -> None:
    keys = {key for action in ACTIONS for key in action.keys}
    assert not keys & (SWALLOWED | OF_THE_INPUT)
    assert not any(len(key) == 1 for key in keys)
    assert not any(key.startswith("alt+") for key in keys)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_action_says_what_it_does_within_eighty_columns(lang: Lang) -> None:
    for action in ACTIONS:
        assert text(action.label_code, lang)
        assert cell_width(text(action.sentence_code, lang)) <= 57, action.id


@pytest.mark.parametrize("screen", [Workbench, SignIn])
def test_every_action_has_a_verb_on_its_screen(screen: type[RegistryScreen]) -> None:
    for action in actions_of(screen.WHERE):
        assert callable(getattr(screen, f"do_{action.id}"))


def test_bindings_carry_ids_so_that_a_site_can_remap() -> None:
    assert all(binding.id for binding in bindings_of("workbench"))


@pytest.mark.parametrize(
    ("typed", "found"), [("xyw", "next"), ("下一", "next"), ("f8", "next"), ("tj", "submit"), ("submit", "submit")]
)
def test_the_palette_hears_initials_words_and_keys(typed: str, found: str) -> None:
    assert found in [action.id for action in ACTIONS if matches(action, typed, "zh")]


def test_the_palette_does_not_hear_nonsense() -> None:
    assert not [action for action in ACTIONS if matches(action, "zzzz", "zh")]


def test_keys_are_shown_as_people_write_them() -> None:
    assert [key_display(key) for key in ("f12", "ctrl+s", "escape")] == ["F12", "^S", "Esc"]
