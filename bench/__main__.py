"""`python -m bench [name…]`: every figure that README and docs quote. Exit code 1 when a promise is broken."""

import sys
from importlib import import_module

BENCHES = (
    "startup",
    "keys",
    "plan",
    "proof",
    "hub",
    "calls",
    "day",
    "sync",
    "reform",
    "forecast",
    "exchange",
    "search",
    "keystrokes",
)
"""Modules of this folder, each with `run() -> bool`: prints its figures, and says whether its promise holds."""


def main(names: list[str]) -> int:
    """Runs the named benches, all when none is named."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    held = True
    for name in names or BENCHES:
        print(f"── {name}", flush=True)
        held = import_module(f"bench.{name}").run() and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
