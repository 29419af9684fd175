"""What the citizen's side of a window is told: nothing of another window, no name, no whole number."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel

FaceState = Literal["closed", "paused", "idle", "called", "serving"]
"""`idle`: open, nobody called; `called`: a number is called and its holder is not there yet."""


class FaceCode(BaseModel):
    """A live filing code; `party` is its label in the reader's language (父亲), never a name."""

    party: str
    url: str
    digits: str
    expires_at: AwareDatetime


class FaceLine(BaseModel):
    """One value of the form in words, numbers of persons masked; `section` and `label` in the reader's language."""

    section: str
    label: str
    value: str


class FaceSubmitted(BaseModel):
    """A case that was handed in: `state` is the case's; `due` the promised date, once it is accepted."""

    number: str
    state: Literal["received", "accepted", "noticed", "refused"]
    due: date | None = None


class Face(BaseModel):
    """The citizen's side of one window; `timezone` is the hall's, by its IANA name.

    `codes` are live, the newest first; `on_phone` are the labels of parties who fill in on a phone now; `ticket_url`
    is the ticket's own page, told while nobody is invited. All that concerns a case is empty unless `serving`.
    """

    as_of: AwareDatetime
    timezone: str
    window: str
    state: FaceState
    number: str | None = None
    matter: str = ""
    codes: list[FaceCode] = []
    on_phone: list[str] = []
    ticket_url: str | None = None
    read_back: list[FaceLine] = []
    submitted: FaceSubmitted | None = None
