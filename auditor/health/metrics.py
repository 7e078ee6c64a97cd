"""A snapshot as Prometheus text: every figure is made anew, nothing is kept between two scrapes.

Counts are given, never shares: whoever draws a rate divides met by of and sees unknown beside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from auditor.health.status import CommunityStatus, OperatingStatus
from auditor.model import CameraState, RateVerdict
from auditor.render.plain_text import shorten, visible
from auditor.schedule.progress import Progress, pass_ends_at

__all__ = ["CONTENT_TYPE", "render_metrics"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LABEL = 100
_Rows = Iterable[tuple[Mapping[str, str], float]]


def render_metrics(status: OperatingStatus) -> bytes:
    """The text of ``/metrics``."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot(status))
    return generate_latest(registry)


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot(Collector):
    """The library's way to metrics that are counted elsewhere; it keeps collectors as keys."""

    status: OperatingStatus

    def collect(self) -> Iterator[Metric]:
        yield from _service(self.status)
        yield from _communities(self.status.communities)
        yield from _running(self.status)
        yield from _channels(self.status)


def _service(status: OperatingStatus) -> Iterator[Metric]:
    yield _gauge("info", "The program; always 1", [({"version": status.version}, 1)])
    yield _gauge(
        "started_timestamp_seconds", "Start of the service", _moment({}, status.started_at)
    )
    yield _gauge("heartbeat_timestamp_seconds", "Last heartbeat", _moment({}, status.beaten_at))
    yield _gauge("store_up", "Whether the store answers", [({}, not status.store_fault)])
    yield _gauge("store_bytes", "Size of the store's file", _known(status.store_bytes))
    yield _gauge("decoder_queue", "Pictures that wait for a decoder", _known(status.decoder_queue))
    yield _counter(
        "observations_written", "Observations ever written", _known(status.observations_written)
    )


def _communities(communities: tuple[CommunityStatus, ...]) -> Iterator[Metric]:
    rates = [(one.community, rate) for one in communities for rate in one.rates]
    for name in ("met", "of", "unknown"):
        rows = [
            ({"community": community, "indicator": rate.indicator}, getattr(rate, name))
            for community, rate in rates
        ]
        yield _gauge(f"rate_{name}", f"Last round: {name} of the indicator", rows)
    verdicts = [
        ({"community": c, "indicator": r.indicator, "verdict": v.value}, r.verdict == v.value)
        for c, r in rates
        for v in RateVerdict
    ]
    yield _gauge("rate_verdict", "Last round: 1 for the indicator's verdict", verdicts)
    states = [
        ({"community": one.community, "state": state.value}, one.cameras.get(state.value, 0))
        for one in communities
        for state in CameraState
        if one.cameras
    ]
    yield _gauge("cameras", "Last round: cameras by state", states)
    yield from _nights(communities)


def _nights(communities: tuple[CommunityStatus, ...]) -> Iterator[Metric]:
    moments = (
        ("last_round_end", "End of the last round", "last_ended_at"),
        ("last_success", "End of the last complete round", "last_success_at"),
        ("next_start", "Planned start of the next round", "next_start"),
    )
    for name, told, field in moments:
        rows = [r for one in communities for r in _moment(_of(one), getattr(one, field))]
        yield _gauge(f"{name}_timestamp_seconds", told, rows)
    spans = [(_of(c), c.last_duration.total_seconds()) for c in communities if c.last_duration]
    yield _gauge("round_duration_seconds", "Duration of the last round", spans)
    complete = [(_of(c), c.last_complete) for c in communities if c.last_complete is not None]
    yield _gauge("round_complete", "Whether the last round was completed", complete)
    missed = [(_of(one), one.missed) for one in communities]
    yield _gauge("night_missed", "Whether the last night has no report", missed)


def _running(status: OperatingStatus) -> Iterator[Metric]:
    yield _gauge("round_running", "How many rounds run", [({}, len(status.running))])
    rounds = {one.community: one for one in status.running}.items()
    figures: tuple[tuple[str, str, Callable[[Progress], int]], ...] = (
        ("round_targets", "Cameras of the running round", lambda now: now.targets),
        ("pass_attempt", "Number of the pass under way", lambda now: now.attempt),
        ("pass_visited", "Visits of the pass that are over", lambda now: now.done),
        ("pass_remaining", "Visits of the pass to come", lambda now: now.total - now.done),
    )
    for name, told, figure in figures:
        yield _gauge(name, told, [({"community": c}, figure(now)) for c, now in rounds])
    ends = [row for c, now in rounds for row in _moment({"community": c}, pass_ends_at(now))]
    yield _gauge("pass_end_timestamp_seconds", "Estimated end of the pass", ends)


def _channels(status: OperatingStatus) -> Iterator[Metric]:
    rows = [({"channel": one.channel}, one) for one in status.channels]
    yield _counter("alerts_sent", "Notices delivered", [(to, n.delivered) for to, n in rows])
    yield _counter("alerts_failed", "Notices that failed", [(to, n.failed) for to, n in rows])
    yield _gauge("alerts_waiting", "Notices to be tried again", [(to, n.waiting) for to, n in rows])


def _of(one: CommunityStatus) -> dict[str, str]:
    return {"community": one.community}


def _moment(
    labels: Mapping[str, str], at: datetime | None
) -> list[tuple[Mapping[str, str], float]]:
    return [] if at is None else [(labels, at.timestamp())]


def _known(value: int | None) -> list[tuple[Mapping[str, str], float]]:
    return [] if value is None else [({}, value)]


def _gauge(name: str, told: str, rows: _Rows) -> Metric:
    return _filled(GaugeMetricFamily(f"auditor_{name}", told), rows)


def _counter(name: str, told: str, rows: _Rows) -> Metric:
    family = CounterMetricFamily(f"auditor_{name}", told)
    return _filled(family, rows, suffix="_total")


def _filled(family: Metric, rows: _Rows, suffix: str = "") -> Metric:
    for labels, value in rows:
        shown = {name: shorten(visible(text), _LABEL) for name, text in labels.items()}
        family.add_sample(f"{family.name}{suffix}", shown, float(value))
    return family
