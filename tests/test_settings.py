"""Settings: their order, and the sentence for each thing that can be wrong with them."""

import subprocess
import sys
from pathlib import Path

import pytest

from clerk_tui.refusal import Refusal
from clerk_tui.settings import config_file, first_look, load_settings
from clerk_tui.texts import text


def env_with(path: Path, content: str | bytes, **more: str) -> dict[str, str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return {"CLERK_TUI_CONFIG": str(path), **more}


def test_flags_go_before_environment_and_environment_before_the_file(tmp_path: Path) -> None:
    env = env_with(tmp_path / "s.toml", 'hub = "http://file:1"\nhall = "file"\nwindow = "1"', CLERK_TUI_HALL="env")
    env["CLERK_TUI_WINDOW"] = "2"
    settings = load_settings({"window": "3", "lang": None}, env)
    assert (settings.hub, settings.hall, settings.window, settings.lang) == ("http://file:1", "env", "3", "zh")


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    settings = load_settings({}, {"CLERK_TUI_CONFIG": str(tmp_path / "none.toml")})
    assert settings.hub is None
    assert settings.theme == "dark"


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        ("hub = [", "settings.broken", "s.toml"),
        (b"hub = '\xff'", "settings.broken", "s.toml"),
        ("hubb = 'http://x'", "settings.unknown_key_near", "hub"),
        ("zzz = 1", "settings.unknown_key", "device_token"),
        ("lang = 'fr'", "settings.invalid", "lang"),
        ("hub = 'x y'", "settings.invalid", "s.toml"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(tmp_path: Path, content: str | bytes, code: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_settings({}, env_with(tmp_path / "s.toml", content))
    assert refused.value.code == code
    for lang in ("zh", "en"):
        assert named in text(code, lang, **refused.value.details)  # type: ignore[arg-type]


def test_a_wrong_flag_is_named_as_a_flag(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load_settings({"timeout_seconds": "soon"}, {"CLERK_TUI_CONFIG": str(tmp_path / "none")})
    assert refused.value.details["place"] == "--timeout-seconds"


def test_a_secret_is_not_in_the_sentence_about_it(tmp_path: Path) -> None:
    env = env_with(tmp_path / "s.toml", "device_token = 7")
    with pytest.raises(Refusal) as refused:
        load_settings({}, env)
    assert "7" not in text(refused.value.code, "en", **refused.value.details).replace(str(tmp_path), "")


def test_a_folder_in_place_of_the_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load_settings({}, {"CLERK_TUI_CONFIG": str(tmp_path)})
    assert refused.value.code == "settings.unreadable"


def test_the_first_look_is_silent_about_errors(tmp_path: Path) -> None:
    assert first_look({}, env_with(tmp_path / "s.toml", "lang = [")) == ("zh", "dark")
    assert first_look({"lang": "en"}, env_with(tmp_path / "s.toml", "theme = 'light'")) == ("en", "light")


def test_the_first_look_loads_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from clerk_tui.settings import first_look; first_look();"
        "print(sorted({'pydantic', 'pydantic_settings', 'sqlalchemy', 'httpx'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_file_is_in_the_users_own_place() -> None:
    assert config_file({}).name == "settings.toml"
