"""The one file that imports OpenTelemetry; `tracing.open_tracer` loads it when it is wanted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import inject
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


class OtelTracer:
    def __init__(self, url: str, version: str) -> None:
        about = {"service.name": "hanse", "service.version": version}
        self._provider = TracerProvider(resource=Resource.create(about))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{url}/v1/traces")))
        self._tracer = self._provider.get_tracer("hanse")

    @contextmanager
    def span(self, name: str, **fields: str) -> Iterator[None]:
        with self._tracer.start_as_current_span(name, attributes=fields):
            yield

    def headers(self) -> Mapping[str, str]:
        carrier: dict[str, str] = {}
        inject(carrier)
        return carrier

    def close(self) -> None:
        self._provider.shutdown()
