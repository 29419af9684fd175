"""Start: the first frame and ready to type, against an empty Textual app in the same run."""

from statistics import median

from bench.terminal import Terminal, python

ROUNDS = 9
PROMISE = 1.3


def _seconds(command: list[str], marker: str) -> float:
    with Terminal(command) as terminal:
        return terminal.wait_for(marker)


def run() -> bool:
    """Prints the medians and their ratio; whether the promise holds (first frame ≤ 1.3 × an empty app)."""
    empty, ours = [], []
    _seconds(python("-m", "bench.apps.empty"), "READY")
    _seconds(python("-m", "clerk_tui"), "一窗")
    for _ in range(ROUNDS):
        empty.append(_seconds(python("-m", "bench.apps.empty"), "READY"))
        ours.append(_seconds(python("-m", "clerk_tui"), "一窗"))
    ratio = median(ours) / median(empty)
    print(f"first frame: empty app {median(empty) * 1000:.0f} ms, clerk-tui {median(ours) * 1000:.0f} ms,", end=" ")
    print(f"ratio {ratio:.2f} (promise ≤ {PROMISE})")
    return ratio <= PROMISE
