"""What the clerk wants, as messages named by intent; the screen posts them, whoever runs the window answers."""

from dataclasses import dataclass

from textual.message import Message

from clerk_tui.data.reader import Reading


class Intent(Message):
    """Anything the clerk asked the window to do."""


@dataclass
class CallNext(Intent):
    """Call the next ticket: nobody is at the window."""


@dataclass
class FinishAndCallNext(Intent):
    """Finish the ticket in hand, then call the next."""


@dataclass
class FinishAndPause(Intent):
    """Finish without calling and pause the window."""

    reason: str


@dataclass
class Welcome(Intent):
    """The called person stands here."""


@dataclass
class Recall(Intent):
    """Call the same number once more."""


@dataclass
class PassTicket(Intent):
    """The called person did not come."""

    reason: str


@dataclass
class HoldTicket(Intent):
    """Hold the ticket; `hold` is fetch_papers, papers_stay or wait."""

    hold: str


@dataclass
class TransferTicket(Intent):
    """Send the ticket to another window; where to is asked next."""


@dataclass
class QueueVerb(Intent):
    """Something with a ticket of the lists: call, promote, cancel, resume, abandon or return (a passed one waits again)."""

    verb: str
    ticket: str


@dataclass
class ResumeHeld(Intent):
    """Take back one that is on hold here; which one is asked next."""


@dataclass
class ReturnPassed(Intent):
    """A passed one is here after all; which one is asked next."""


@dataclass
class PromoteTicket(Intent):
    """Put a waiting number first; which one and why are asked next."""


@dataclass
class AbandonTicket(Intent):
    """The person at the window went away; asked once more."""


@dataclass
class CloseWindow(Intent):
    """Close this window, and sign out after it when `leave`."""

    leave: bool = False


@dataclass
class ReassignWindow(Intent):
    """Hand on what another window holds; which one, where to and why are asked next."""


@dataclass
class ServeWithoutTicket(Intent):
    """Serve a person who has no ticket."""


@dataclass
class UndoTicketAct(Intent):
    """Take back the last queue act; the same key again confirms."""


@dataclass
class MatterChosen(Intent):
    """A found matter was taken."""

    key: str


@dataclass
class MatterDropped(Intent):
    """A matter of the list was dropped."""

    key: str


@dataclass
class LookUp(Intent):
    """What stands in the search box is a number to look up (a logged act), not a matter's name."""

    typed: str


@dataclass
class QuestionAnswered(Intent):
    """A situation question got its answer."""

    key: str
    option: str


@dataclass
class AnswerTyped(Intent):
    """The field now reads `value`; more keys may follow."""

    key: str
    value: str


@dataclass
class RowAdded(Intent):
    """One more row of the repeating group with this ask key."""

    group: str


@dataclass
class RowDropped(Intent):
    """The row with this key is to go; asked once more."""

    row: str


@dataclass
class AnswerLeft(Intent):
    """The field was left; what was typed is meant."""

    key: str


@dataclass
class MaterialJudged(Intent):
    """A paper was judged; verdict is received, scanned, phone, later, unacceptable or none (taken back)."""

    key: str
    verdict: str
    reason: str = ""


@dataclass
class MaterialOpened(Intent):
    """Show the paper in the viewer."""

    key: str


@dataclass
class MaterialFocused(Intent):
    """The cursor came to this paper: who looks at papers on a second monitor looks at it now."""

    key: str


@dataclass
class OpenViewer(Intent):
    """Open the page for the second monitor."""


@dataclass
class ShowPhone(Intent):
    """Show or renew the QR."""


@dataclass
class HidePhone(Intent):
    """Fold the QR to its status line."""


@dataclass
class OpenAddress(Intent):
    """Open the phone's address in this machine's browser."""


@dataclass
class PrintForm(Intent):
    """Print the application form, to be read and signed without a phone."""


@dataclass
class SignedOnPaper(Intent):
    """The printed form is signed; the clerk saw it."""


@dataclass
class LifeAct(Message):
    """An act on the case after its acceptance: withdraw, hand_back, stop_clock, reply, deliver, close …"""

    verb: str


@dataclass
class Submit(Intent):
    """Offer what is lawful now."""


@dataclass
class SubmitChosen(Intent):
    """One of the offered ways to submit was taken."""

    option: str


@dataclass
class PromptAnswered(Intent):
    """The question that the view put in the line was answered; `option` is "" for Esc, `typed` what an entry holds."""

    key: str
    option: str = ""
    typed: str = ""


@dataclass
class RevealField(Intent):
    """Show a masked value, with the reason that is logged."""

    key: str
    reason: str


@dataclass
class CardRead(Intent):
    """A reader read something; `focus` is the ask under the caret then, "" when there was none."""

    reading: Reading
    focus: str = ""


@dataclass
class LanguageChanged(Intent):
    """The reader's language is another now: present everything anew."""

    lang: str


@dataclass
class SignOut(Intent):
    """Leave the workbench."""


@dataclass
class GuideAsked(Intent):
    """Show the guide of a matter."""

    key: str


class GuideClosed(Intent):
    """The guide was put away."""


@dataclass
class GuidePrinted(Intent):
    """Print the guide that is open: on the window's thermal printer, or as PDF."""

    roll: bool


@dataclass
class ChecklistAsked(Intent):
    """Print what to bring for the matter whose guide is open; its situation questions are asked in the line."""


@dataclass
class ProposeChange(Intent):
    """Propose how this matter gets lighter; what is asked next."""

    key: str


@dataclass
class ListsAsked(Intent):
    """Show a list of cases; "" for the one that was shown last."""

    tab: str = ""


class ListsClosed(Intent):
    """The lists were put away."""


@dataclass
class CaseTaken(Intent):
    """A case of a list is to be opened: claimed first where it is the pool's."""

    case: str
    tab: str


@dataclass
class StoryAsked(Intent):
    """Show how a case went; "" for the one in hand."""

    case: str = ""


class StoryClosed(Intent):
    """The story was put away."""


class CopyAsked(Intent):
    """Show how the items of the case in hand reach their departments' systems."""


class CopyClosed(Intent):
    """Back from a copy sheet to the items, or from these to the work."""


@dataclass
class CopyItemTaken(Intent):
    """Open this item's copy sheet."""

    item: str


class CopyNext(Intent):
    """Put the next value on the clipboard."""


class CopyBack(Intent):
    """The box before that once more."""


class CopyNumberAsked(Intent):
    """Give the number of that system."""
