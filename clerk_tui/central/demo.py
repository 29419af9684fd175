"""The demo hall: a hall, accounts at 64 windows, enrolled devices, and a register of plainly synthetic families."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from clerk_tui.central.admin import PASSWORDS, Admin
from clerk_tui.central.halls import HallSettings
from clerk_tui.central.keys import HubKey
from clerk_tui.central.sources.register import Entry, Register
from clerk_tui.queue.policy import Policy

if TYPE_CHECKING:
    from clerk_tui.central.hub import Hub

HALL = HallSettings(
    id="demo",
    code="330402",
    name="一窗演示大厅",
    # The play's services are short: a forecast that expected a real hall's would frighten its first visitors.
    policy=Policy(expected_minutes={"default": 3.0}),
)
WINDOWS = 64
WALK_IN_MATTERS = ("birth",)
"""What citizens of the demo hall say they come for, when they say it."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account that anybody who runs the demo may use, with the token of the device that goes with it."""

    staff_no: str
    password: str
    role: str
    window: str | None
    device_token: str


def accounts(key: HubKey) -> list[Account]:
    """All demo accounts. Password and tokens follow from the hub's key, so that they can be told again and again."""
    password = "demo-" + key.keyed_hash("demo-password", HALL.id)[:10]

    def account(staff_no: str, role: str, window: str | None, device: str) -> Account:
        return Account(staff_no, password, role, window, key.keyed_hash("demo-device", device))

    clerks = [account(f"{1000 + n}", "clerk", str(n), f"demo-window-{n}") for n in range(1, WINDOWS + 1)]
    others = [
        account(f"{start + 1}", role, None, device)
        for start, role, device in (
            (2000, "helper", "demo-office"),
            (3000, "supervisor", "demo-office"),
            (4000, "auditor", "demo-office"),
            (5000, "administrator", "demo-office"),
            (6000, "editor", "demo-office"),
            (7000, "publisher", "demo-office"),
            (8000, "kiosk", "demo-kiosk"),
            (9000, "display", "demo-display"),
        )
    ]
    return clerks + others


def seed(admin: Admin, register: Register, key: HubKey, now: datetime) -> list[Account]:
    """Makes the hall, its accounts, devices and register; what is there already stays. The accounts."""
    told = accounts(key)
    if HALL.id not in {hall.id for hall in admin.halls()}:
        admin.add_hall(HALL)
    missing = [account for account in told if admin.staff_name(account.staff_no) is None]
    if missing:
        hashed = PASSWORDS.hash(told[0].password)
        for account in missing:
            admin.add_staff(account.staff_no, HALL.id, _name(account), (account.role,), password_hash=hashed)
        for device, kind, token in _devices(told):
            admin.enrol_device(device, HALL.id, kind, device, token=token)
    register.fill(list(households(now)))
    return told


def seed_demo(hub: "Hub") -> list[dict[str, Any]]:
    """The same over a hub that is not serving yet; the accounts as `hub --demo --json` tells them."""
    register = connect_sources(hub)
    told = seed(hub.admin, register, hub.key, hub.clock())
    return [asdict(account) for account in told]


def connect_sources(hub: "Hub") -> Register:
    """Lets the hub ask the demo register, which some process has filled."""
    register = Register(hub.database, hub.key, clock=hub.clock, random=hub.random)
    hub.sources["register"] = register
    return register


def _name(account: Account) -> str:
    return f"演示员{account.window}" if account.window else f"演示{account.staff_no}"


def _devices(told: list[Account]) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for account in told:
        if account.window:
            device, kind = f"demo-window-{account.window}", "window"
        elif account.role in ("kiosk", "display"):
            device, kind = f"demo-{account.role}", account.role
        else:
            device, kind = "demo-office", "window"
        found[device] = (device, kind, account.device_token)
    return list(found.values())


@cache
def _register_file() -> dict[str, Any]:
    text = files("clerk_tui.central").joinpath("demo_register.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def households(now: datetime) -> Iterator[Entry]:
    """Everybody in the demo register; children are born so many days before `now`, by the hall's clock."""
    today = now.astimezone(HALL.zone).date()
    for household in _register_file()["households"]:
        shared = {key: str(value) for key, value in household.get("fields", {}).items()}
        for role, person in household["persons"].items():
            values = {key: str(value) for key, value in person["fields"].items()}
            if born := person.get("born"):
                values["birth.time"] = f"{today - timedelta(days=born['days_ago'])}T{born['clock']}"
            yield Entry(
                household=household["key"],
                role=role,
                values=values,
                certificates=tuple(person.get("certificates", ())),
                shared=shared,
                shared_certificates=tuple(household.get("certificates", ())),
                silent=person.get("silent", False),
            )


def identity_numbers(role: str = "father") -> list[str]:
    """The identity numbers of that role, family by family: what a visitor of the demo may type."""
    return [
        household["persons"][role]["fields"]["person.id_no"]
        for household in _register_file()["households"]
        if role in household["persons"]
    ]


DEMO_FATHER_ID: str = identity_numbers()[0]
"""The father of the first demo family: the register knows all of them."""
