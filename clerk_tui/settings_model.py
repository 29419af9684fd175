"""The settings object itself: one sentence a field, every wrong value named with the place it came from."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from clerk_tui.devices import PRINTER, READER
from clerk_tui.refusal import Refusal
from clerk_tui.settings import ENV_PREFIX, data_folder


class Settings(BaseSettings):
    """What a window is told before it starts."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    hub: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="Address of the hall's hub, e.g. http://hub:8080.",
    )
    hall: str | None = Field(default=None, description="The hall's code; the sign-in tells it when it is not set.")
    window: str | None = Field(default=None, max_length=16, description="The service window this machine stands at.")
    staff_no: str | None = Field(default=None, max_length=40, description="Staff number offered at sign-in.")
    device_token: SecretStr | None = Field(
        default=None, description="Token that this machine got when it was enrolled."
    )
    lang: Literal["zh", "en"] = Field(default="zh", description="Language of the screen: zh or en.")
    theme: Literal["dark", "light"] = Field(default="dark", description="Colours of the screen: dark or light.")
    fuzzy_pinyin: bool = Field(
        default=True,
        description="Whether search also reads pinyin with an accent (z for zh, l for n, in for ing), below exact matches.",
    )
    voice: str = Field(
        default="zh", max_length=300, description="Voice of the hall's display: zh, yue, en; none; or file:FOLDER."
    )
    voice_green: str = Field(
        default="", max_length=60, description="Words added in Chinese when a green-channel ticket is called."
    )
    data_dir: Path = Field(default_factory=data_folder, description="Folder of the encrypted store.")
    printer: str = Field(
        default="none",
        pattern=PRINTER,
        description="Thermal printer of a ticket machine or window: none, file:PATH, usb:VID:PID or net:HOST:PORT.",
    )
    roll_mm: Literal[80, 58] = Field(default=80, description="Width of the ticket printer's paper: 80 or 58 (mm).")
    office_printer: str = Field(
        default="default",
        min_length=1,
        max_length=100,
        pattern=r"^[^\s-]\S*$",
        description="The system's printer for A4 papers: default, none, or its name.",
    )
    reader: str = Field(
        default="none",
        pattern=READER,
        description="Readers of a ticket machine or window, with commas between: none, card:PATH, serial:PATH, hid:PATH, file:PATH; wedge.",
    )
    scan_folder: Path | None = Field(
        default=None, description="Folder into which this window's document scanner (高拍仪) writes its files."
    )
    scan_after: Literal["ask", "remove", "keep"] = Field(
        default="ask",
        description="What becomes of a scanned file in that folder once it is in the case: ask, remove or keep.",
    )
    timeout_seconds: float = Field(default=10.0, gt=0, le=120, description="How long one request may take.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """All sources are read by `checked`, so that each wrong value can be traced to its place."""
        return (init_settings,)


def checked(flags: Mapping[str, Any], env: Mapping[str, str], table: Mapping[str, Any], file: Path) -> Settings:
    """The settings from flags, environment and file. Raises Refusal naming the place, the key and the mend."""
    known = list(Settings.model_fields)
    for key in table:
        if key not in known:
            nearest = get_close_matches(key, known, n=1)
            if nearest:
                raise Refusal("settings.unknown_key_near", file=str(file), key=key, nearest=nearest[0])
            raise Refusal("settings.unknown_key", file=str(file), key=key, known=", ".join(known))
    from_env = {key: env[name] for key in known if (name := ENV_PREFIX + key.upper()) in env}
    merged = {**table, **from_env, **flags}
    try:
        return Settings(**merged)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        key = str(first["loc"][0])
        if key in flags:
            place = f"--{key.replace('_', '-')}"
        elif key in from_env:
            place = ENV_PREFIX + key.upper()
        else:
            place = str(file)
        about = Settings.model_fields[key].description or ""
        raise Refusal("settings.invalid", place=place, key=key, about=about) from None
