"""Which keys can't be used in which state, and the sentence that says why; the key stays visible."""

from clerk_tui.screens.view import WorkbenchView
from clerk_tui.texts import text

NEEDS_A_TICKET = ("hold", "transfer", "abandon")
NEEDS_A_CALL = ("recall", "pass")
NEEDS_A_CASE = ("submit", "phone", "reveal", "story", "copy_sheet")


def why_not(view: WorkbenchView, action: str) -> str:
    """The sentence against this action in this state, in the view's language; empty when it can be used."""
    state = view.strip.state
    if said := view.why_blocked(action):
        return said
    code = ""
    if action == "next" and state == "calling":
        code = "why.calling"
    elif action in NEEDS_A_CALL and state != "called":
        code = "why.already_serving" if state == "serving" and action == "pass" else "why.nobody_called"
        if state == "calling":
            code = "why.calling"
    elif action in NEEDS_A_TICKET and state not in ("called", "serving"):
        code = "why.no_ticket"
    elif action in NEEDS_A_CASE and view.case is None:
        code = "why.no_case"
    elif action == "quit" and state in ("called", "serving"):
        return text("why.ticket_in_hand", view.lang, number=view.strip.number)
    return text(code, view.lang) if code else ""
