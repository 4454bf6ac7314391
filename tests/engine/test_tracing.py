"""Traces: nothing without an address, a clear sentence without the extra, spans with both."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from hanse.engine.tracing import open_tracer


def test_without_an_address_a_span_does_nothing() -> None:
    tracer = open_tracer("", "1")
    with tracer.span("stock.push", account="a"):
        assert tracer.headers() == {}
    tracer.close()


WITHOUT = """
import sys
sys.modules["opentelemetry"] = None  # as on a machine that does not have it
from hanse.base.faults import Rejected
from hanse.engine.tracing import open_tracer
try:
    open_tracer("http://127.0.0.1:4318", "1")
except Rejected as refused:
    print(refused.next_step)
"""


def test_without_the_extra_the_start_says_how_to_get_it() -> None:
    said = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)
    assert said.stdout == "Run: pip install 'hanse[otel]', or unset HANSE_OTEL_URL.\n", said.stderr


def test_spans_reach_the_collector() -> None:
    bodies: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        tracer = open_tracer(f"http://127.0.0.1:{server.server_port}", "1")
        with tracer.span("stock.push", account="a"):
            assert "traceparent" in tracer.headers()
        tracer.close()
        server.shutdown()
    ((path, body),) = bodies
    assert path == "/v1/traces"
    assert b"stock.push" in body
