"""The figures that `/metrics` shows, each declared once: what is counted, in what, by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

LABEL_VALUES_MAX = 200  # per label of one metric; what comes later is counted under OTHER
OTHER = "other"
CONTENT_TYPE = CONTENT_TYPE_LATEST

FAST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
WISH_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 600.0, 3_600.0, 86_400.0)
SLOW_S = (0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)


class Kind(StrEnum):
    counter = "counter"
    gauge = "gauge"
    histogram = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    kind: Kind
    unit: str
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        "hanse_http_requests_total": Metric(
            Kind.counter, "requests", "Requests answered.", ("route", "method", "status")
        ),
        "hanse_http_request_seconds": Metric(
            Kind.histogram, "seconds", "From request to answer.", ("route", "method"), FAST_S
        ),
        "hanse_http_refusals_total": Metric(
            Kind.counter, "requests", "Requests refused, by the code of the problem.", ("code",)
        ),
        "hanse_sign_ins_total": Metric(
            Kind.counter,
            "sign-ins",
            "Passwords and second factors that were right, by what they opened.",
            ("outcome",),
        ),
        "hanse_mails_total": Metric(
            Kind.counter,
            "tries",
            "Tries to send a mail, by the state that it has then.",
            ("state",),
        ),
        "hanse_deliveries_total": Metric(
            Kind.counter,
            "calls",
            "Calls of webhooks, by the state that they have then.",
            ("state",),
        ),
        "hanse_outbound_calls_total": Metric(
            Kind.counter, "calls", "Calls to platforms, by how they ended.", ("host", "outcome")
        ),
        "hanse_outbound_call_seconds": Metric(
            Kind.histogram, "seconds", "From call to answer.", ("host",), FAST_S
        ),
        "hanse_platform_calls_total": Metric(
            Kind.counter,
            "calls",
            "Calls to accounts, by how they ended.",
            ("platform", "family", "outcome"),
        ),
        "hanse_platform_call_seconds": Metric(
            Kind.histogram,
            "seconds",
            "From call to answer, without the wait for the pace.",
            ("platform", "family"),
            FAST_S,
        ),
        "hanse_platform_wait_seconds": Metric(
            Kind.histogram,
            "seconds",
            "How long a call waited for the pace.",
            ("platform", "family"),
            SLOW_S,
        ),
        "hanse_platform_throttled_total": Metric(
            Kind.counter,
            "answers",
            "Answers that asked us to slow down.",
            ("platform", "family"),
        ),
        "hanse_platform_calls_unkept_total": Metric(
            Kind.counter, "calls", "Calls that are not on the page of calls, for there was no room."
        ),
        "hanse_rates_days_total": Metric(
            Kind.counter,
            "days",
            "Days of exchange rates that were fetched and were new, or corrected.",
            ("source",),
        ),
        "hanse_rates_findings_total": Metric(
            Kind.counter,
            "findings",
            "What could not be read in fetched exchange rates, by the code of the finding.",
            ("source", "code"),
        ),
        "hanse_hooks_total": Metric(
            Kind.counter, "webhooks", "Webhooks that arrived, by what became of them.", ("verdict",)
        ),
        "hanse_hook_answer_seconds": Metric(
            Kind.histogram, "seconds", "From the arrival of a webhook to its answer.", (), FAST_S
        ),
        "hanse_accounts": Metric(
            Kind.gauge, "accounts", "Accounts that are kept.", ("platform", "state")
        ),
        "hanse_connects_total": Metric(
            Kind.counter,
            "attempts",
            "Attempts to connect a shop, by how they ended: connected, or the code of a fault.",
            ("platform", "ended"),
        ),
        "hanse_tokens_renewed_total": Metric(
            Kind.counter, "tokens", "Tokens renewed ahead of their end.", ("platform",)
        ),
        "hanse_mirror_pulls_total": Metric(
            Kind.counter, "pulls", "Readings of everything, by how they ended.", ("ended",)
        ),
        "hanse_mirror_rows_total": Metric(
            Kind.counter,
            "rows",
            "Things read because they changed, by what told of them.",
            ("source",),
        ),
        "hanse_listings_compared_total": Metric(
            Kind.counter,
            "listings",
            "Listings compared with what their shops show, by whether what changed or a whole shop"
            " was looked at.",
            ("reach",),
        ),
        "hanse_orders_read_total": Metric(
            Kind.counter,
            "orders",
            "Orders of shops read into the book, by what became of them: written, the same as"
            " before, or unreadable.",
            ("became",),
        ),
        "hanse_purchasing_quoted_total": Metric(
            Kind.counter, "orders", "Orders at suppliers that were quoted."
        ),
        "hanse_purchasing_placed_total": Metric(
            Kind.counter,
            "orders",
            "Orders at suppliers whose time had come, by what became of them: proposed, or a person"
            " is asked.",
            ("became",),
        ),
        "hanse_purchasing_tracked_total": Metric(
            Kind.counter, "parcels", "Parcels of suppliers whose way was asked for."
        ),
        "hanse_purchasing_followed_total": Metric(
            Kind.counter,
            "parcels",
            "Numbers at a service that follows parcels, by what became of them: registered, asked"
            " for, or stopped.",
            ("became",),
        ),
        "hanse_purchasing_disputes_asked_total": Metric(
            Kind.counter, "orders", "Orders at suppliers whose disputes were asked about."
        ),
        "hanse_purchasing_looked_total": Metric(
            Kind.counter, "products", "Products of suppliers that were looked up as planned."
        ),
        "hanse_purchasing_trend_pages_total": Metric(
            Kind.counter, "pages", "Pages of what sells at suppliers that were kept."
        ),
        "hanse_listings_proposed_total": Metric(
            Kind.counter, "changes", "Changes that the hub proposed to what shops show."
        ),
        "hanse_changes_total": Metric(
            Kind.counter,
            "changes",
            "Changes that came to a state while they were sent or settled.",
            ("platform", "kind", "state"),
        ),
        "hanse_change_seconds": Metric(
            Kind.histogram,
            "seconds",
            "From the wish to the proof, with the time that people took to agree.",
            ("platform", "kind"),
            WISH_S,
        ),
        "hanse_changes_open": Metric(
            Kind.gauge, "changes", "Changes that are approved, sent or unknown.", ("state",)
        ),
        "hanse_drift_looks_total": Metric(
            Kind.counter,
            "listings",
            "Listings read again at the shop: those as we left them are proven, others drifted.",
            ("platform", "outcome"),
        ),
        "hanse_pricing_quotes_total": Metric(
            Kind.counter, "offers", "Offers whose price was worked out because something moved."
        ),
        "hanse_pricing_proposed_total": Metric(
            Kind.counter, "changes", "New prices that rules proposed."
        ),
        "hanse_stock_compared_total": Metric(
            Kind.counter, "numbers", "Numbers at shops compared with what they should be."
        ),
        "hanse_stock_proposed_total": Metric(
            Kind.counter, "changes", "Numbers at shops that the hub proposed to change."
        ),
        "hanse_stock_push_seconds": Metric(
            Kind.histogram,
            "seconds",
            "From a movement of stock until its change was proposed.",
            (),
            WISH_S,
        ),
        "hanse_stock_moved_waiting": Metric(
            Kind.gauge, "numbers", "Numbers at shops that are behind what they should be."
        ),
        "hanse_jobs_total": Metric(
            Kind.counter, "jobs", "Jobs run, by how they ended.", ("job", "outcome")
        ),
        "hanse_job_seconds": Metric(
            Kind.histogram, "seconds", "From start to end of a job.", ("job",), SLOW_S
        ),
        "hanse_jobs_kept": Metric(
            Kind.gauge, "jobs", "Jobs that are kept, by their state.", ("state",)
        ),
        "hanse_jobs_oldest_seconds": Metric(
            Kind.gauge, "seconds", "How long the oldest job has waited for nothing but a worker."
        ),
        "hanse_follower_lag_events": Metric(
            Kind.gauge, "events", "Events that a follower has not read yet.", ("follower",)
        ),
        "hanse_follower_failing": Metric(
            Kind.gauge,
            "workspaces",
            "Workspaces in which a follower cannot handle an event.",
            ("follower",),
        ),
        "hanse_unsealed_seconds": Metric(
            Kind.gauge, "seconds", "Age of the oldest event that no block seals yet."
        ),
        "hanse_oldest_writer_seconds": Metric(
            Kind.gauge, "seconds", "Age of the oldest open transaction that has written."
        ),
        "hanse_pool_connections": Metric(
            Kind.gauge, "connections", "Connections to the database.", ("pool", "state")
        ),
        "hanse_database_answer_seconds": Metric(
            Kind.gauge, "seconds", "How long the database took for the last health check."
        ),
        "hanse_check_ok": Metric(
            Kind.gauge, "1 or 0", "Whether a health check is content.", ("check",)
        ),
        "hanse_live_readers": Metric(Kind.gauge, "readers", "Open streams of live changes."),
        "hanse_live_dropped_total": Metric(
            Kind.counter, "readers", "Streams closed because their reader was too slow."
        ),
        "hanse_disk_free_bytes": Metric(Kind.gauge, "bytes", "Free space under HANSE_HOME."),
        "hanse_backup_age_seconds": Metric(Kind.gauge, "seconds", "Age of the newest backup."),
        "hanse_build": Metric(Kind.gauge, "always 1", "The version that runs.", ("version",)),
    }
)


class Meter:
    """All metrics of one process. A name or label that is not declared is a `KeyError`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._made = {name: made(name, metric, self.registry) for name, metric in METRICS.items()}
        self._seen: dict[tuple[str, str], set[str]] = {}

    def count(self, name: str, by: float = 1.0, **labels: str) -> None:
        metric = self._labelled(name, labels)
        assert isinstance(metric, Counter)
        metric.inc(by)

    def set(self, name: str, value: float, **labels: str) -> None:
        metric = self._labelled(name, labels)
        assert isinstance(metric, Gauge)
        metric.set(value)

    def observe(self, name: str, value: float, **labels: str) -> None:
        metric = self._labelled(name, labels)
        assert isinstance(metric, Histogram)
        metric.observe(value)

    def _labelled(self, name: str, labels: Mapping[str, str]) -> Counter | Gauge | Histogram:
        metric = self._made[name]
        if not labels:
            return metric
        return metric.labels(
            *(self._bounded(name, label, labels) for label in METRICS[name].labels)
        )

    def _bounded(self, name: str, label: str, labels: Mapping[str, str]) -> str:
        """The value itself, or OTHER: a stranger who makes up paths fills no memory."""
        value = labels[label]
        seen = self._seen.setdefault((name, label), set())
        if value not in seen and len(seen) >= LABEL_VALUES_MAX:
            return OTHER
        seen.add(value)
        return value


def made(name: str, metric: Metric, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    match metric.kind:
        case Kind.counter:
            return Counter(name, metric.meaning, metric.labels, registry=registry)
        case Kind.gauge:
            return Gauge(name, metric.meaning, metric.labels, registry=registry)
        case Kind.histogram:
            return Histogram(
                name, metric.meaning, metric.labels, registry=registry, buckets=metric.buckets
            )


def render(meter: Meter) -> bytes:
    """The text that `/metrics` answers."""
    return generate_latest(meter.registry)


def reference() -> str:
    """The page `docs/reference/metrics.md`."""
    rows = "".join(
        f"| `{name}` | {metric.kind} | {metric.unit} | {', '.join(metric.labels) or '-'} "
        f"| {metric.meaning} |\n"
        for name, metric in METRICS.items()
    )
    return REFERENCE_HEAD + rows


REFERENCE_HEAD = """# Metrics

`/metrics` speaks the text format of Prometheus, per process. It has a port of its own on loopback
(`HANSE_METRICS_PORT`) or asks for a token on the web door (`HANSE_METRICS_TOKEN`); with neither it
is closed. A label takes at most 200 values; what comes later is counted under `other`.

| name | kind | unit | labels | meaning |
|---|---|---|---|---|
"""
