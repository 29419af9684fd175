"""Settings of a window: flags, then environment (CLERK_TUI_*), then the file, in that order.

Importing this module is cheap, so that the first frame may ask for language and theme; the checked `Settings` object
costs a library and is made by `load_settings`, after the first paint.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clerk_tui.refusal import Refusal

if TYPE_CHECKING:
    from clerk_tui.settings_model import Settings as Settings

APP = "clerk-tui"
ENV_PREFIX = "CLERK_TUI_"


class FirstLook(NamedTuple):
    """What the first frame needs: `lang` is zh or en, `theme` light or dark."""

    lang: str
    theme: str


def config_file(env: Mapping[str, str] = os.environ) -> Path:
    """The settings file: `CLERK_TUI_CONFIG` when set, else `settings.toml` in the user's configuration folder."""
    if named := env.get(f"{ENV_PREFIX}CONFIG"):
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(APP) / "settings.toml"


def data_folder() -> Path:
    """Where this window keeps its store unless `data_dir` says otherwise."""
    from platformdirs import user_data_path

    return user_data_path(APP)


def read_file(path: Path) -> dict[str, Any]:
    """The settings file as a table, empty when there is none. Raises Refusal settings.unreadable or settings.broken."""
    import tomllib

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as wrong:
        raise Refusal("settings.unreadable", file=str(path), reason=wrong.strerror or "") from None
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refusal("settings.broken", file=str(path), reason=str(wrong)) from None


def first_look(flags: Mapping[str, Any] | None = None, env: Mapping[str, str] = os.environ) -> FirstLook:
    """Language and theme in the same order as the whole, silent about what is wrong: `load_settings` says that."""
    try:
        table = read_file(config_file(env))
    except Refusal:
        table = {}

    def pick(key: str, allowed: tuple[str, ...]) -> str:
        found = ((flags or {}).get(key), env.get(ENV_PREFIX + key.upper()), table.get(key))
        return next((value for value in found if value in allowed), allowed[0])

    return FirstLook(pick("lang", ("zh", "en")), pick("theme", ("dark", "light")))


def load_settings(flags: Mapping[str, Any] | None = None, env: Mapping[str, str] = os.environ) -> "Settings":
    """The checked settings. `flags` that are None count as not given. Raises Refusal with a `settings.*` code."""
    from clerk_tui.settings_model import checked

    given = {key: value for key, value in (flags or {}).items() if value is not None}
    path = config_file(env)
    return checked(given, env, read_file(path), path)


def __getattr__(name: str) -> Any:
    if name == "Settings":
        from clerk_tui.settings_model import Settings

        return Settings
    raise AttributeError(name)
