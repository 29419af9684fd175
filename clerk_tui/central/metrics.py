"""Figures for Prometheus. Labels are kinds and statuses, never anybody."""

from collections import Counter as Counts
from collections.abc import Mapping
from os import getpid

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest


class Metrics:
    """The figures of one hub."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        # With several API processes each answers for itself: the figures are those of the one named here.
        Gauge("clerk_process", "The process that answers.", ("pid",), registry=self.registry).labels(getpid()).set(1)
        self._commands = Counter("clerk_commands", "Commands judged.", ("kind", "status"), registry=self.registry)
        self._events = Counter("clerk_events", "Events committed.", registry=self.registry)
        self._batches = Histogram(
            "clerk_batch_commands",
            "Commands in one transaction.",
            buckets=(1, 4, 16, 64, 256, 1024),
            registry=self.registry,
        )
        self._readers = Gauge("clerk_feed_readers", "Open feeds.", ("hall",), registry=self.registry)
        self._seq = Gauge("clerk_hall_seq", "Sequence of the hall's last event.", ("hall",), registry=self.registry)

        self._forecast_held = Gauge(
            "clerk_forecast_below_p90", "Share of real waits below the P90 foreseen.", ("hall",), registry=self.registry
        )
        self._forecast_off = Gauge(
            "clerk_forecast_error_seconds", "Median of |real wait - P50 foreseen|.", ("hall",), registry=self.registry
        )

    def foreseen(self, hall: str, below_p90: float, error_seconds: float) -> None:
        """How a hall's forecasts held lately."""
        self._forecast_held.labels(hall).set(below_p90)
        self._forecast_off.labels(hall).set(error_seconds)

    def committed(self, counts: Counts[tuple[str, str]], events: int) -> None:
        """Counts one commit."""
        total = 0
        for (kind, status), count in counts.items():
            self._commands.labels(kind, status).inc(count)
            total += count
        if total:
            self._batches.observe(total)
        self._events.inc(events)

    def text(self, halls: Mapping[str, tuple[int, int]]) -> bytes:
        """The exposition; `halls` gives readers and sequence of each hall."""
        for hall, (readers, seq) in halls.items():
            self._readers.labels(hall).set(readers)
            self._seq.labels(hall).set(seq)
        return generate_latest(self.registry)
