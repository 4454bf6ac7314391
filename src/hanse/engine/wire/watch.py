"""Every outbound call leaves a line in the log and is counted; the wire is handed this to do so."""

import logging

from hanse.engine.metrics import Meter
from hanse.engine.wire.call import Observe, Trace

log = logging.getLogger("hanse.wire")


def watching(meter: Meter) -> Observe:
    """For `Wire.open(observe=...)`. A trace holds no secret; the request is told by the log."""

    def observe(trace: Trace) -> None:
        meter.count("hanse_outbound_calls_total", host=trace.host, outcome=trace.outcome)
        meter.observe("hanse_outbound_call_seconds", trace.elapsed_s, host=trace.host)
        log.log(
            logging.INFO if trace.outcome == "ok" else logging.WARNING,
            "wire.call.ended",
            extra={
                "method": trace.method,
                "url": trace.url,
                "status": trace.status,
                "outcome": trace.outcome,
                "fault": trace.fault,
                "ms": round(trace.elapsed_s * 1_000, 1),
            },
        )

    return observe
