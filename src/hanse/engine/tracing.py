"""Traces by OpenTelemetry, an extra: without it, or without an address, a span costs nothing."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from hanse.base.faults import Rejected


class Tracer(Protocol):
    def span(self, name: str, **fields: str) -> AbstractContextManager[None]: ...

    def headers(self) -> Mapping[str, str]:
        """What an outbound call carries so that its other end can join the trace."""
        ...

    def close(self) -> None:
        """Send what is still here."""
        ...


class NoTracer:
    @contextmanager
    def span(self, name: str, **fields: str) -> Iterator[None]:
        yield

    def headers(self) -> Mapping[str, str]:
        return {}

    def close(self) -> None:
        pass


def open_tracer(url: str, version: str) -> Tracer:
    """Spans go to the collector at this address; nowhere if there is none."""
    if not url:
        return NoTracer()
    try:
        from hanse.engine.otel import OtelTracer
    except ModuleNotFoundError as missing:
        raise Rejected(
            "HANSE_OTEL_URL is set, and OpenTelemetry is not installed.",
            next_step="Run: pip install 'hanse[otel]', or unset HANSE_OTEL_URL.",
        ) from missing
    return OtelTracer(url, version)
