"""`python -m clerk_tui` is `clerk-tui`."""

from clerk_tui.cli import main

main()
