"""`python -m clerk_tui` is `clerk-tui`. The workbench itself starts without the command line's library: it paints sooner."""

import os
import sys

# Kitty's report-all-keys mode turns an input method's commit into junk keys; it is read at Textual's import.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


def main() -> None:
    """The entry point: alone it is the screen of your role, with words it is a command."""
    if len(sys.argv) > 1:
        from clerk_tui.cli import main as commands

        commands()
        return
    from clerk_tui.cli_window import run_workbench
    from clerk_tui.refusal import Refusal

    try:
        run_workbench()
    except Refusal as refused:
        from clerk_tui.cli import FINDING, lang_of_terminal
        from clerk_tui.texts import text

        sys.stderr.write(text(refused.code, lang_of_terminal(), **refused.details) + "\n")
        sys.exit(FINDING)


if __name__ == "__main__":
    main()
