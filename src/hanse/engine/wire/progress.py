"""How far a call has come: what limits its time now, and what it means when it ends here."""

import asyncio
from dataclasses import dataclass

from hanse.base.faults import Fault, Rejected, Unavailable
from hanse.engine.redaction import redacted_url
from hanse.engine.telemetry import request_id
from hanse.engine.wire.call import Call, Trace


@dataclass(slots=True)
class Progress:
    """How far a call has come: what had no connection was not sent."""

    call: Call
    started_s: float
    timer: asyncio.Timeout
    host: str = ""
    waits_for: str = "connect"
    connected: bool = False
    reused: bool = False
    status: int = 0
    redirects: int = 0
    received_bytes: int = 0
    connect_s: float | None = None
    first_byte_s: float | None = None
    outcome: str = "broken off"
    fault: str = ""

    def begins(self) -> None:
        """A new attempt: another address, or the same one over a new connection."""
        self.connected = self.reused = False
        self.wait_for("connect", self.call.timeouts.connect_s)

    @property
    def elapsed_s(self) -> float:
        return asyncio.get_running_loop().time() - self.started_s

    def wait_for(self, what: str, seconds: float) -> None:
        """The next limit on time, unless the whole ends before it."""
        now, whole = self.elapsed_s, self.call.timeouts.whole_s
        self.waits_for = what if now + seconds < whole else "whole"
        self.timer.reschedule(self.started_s + min(now + seconds, whole))

    def has_connection(self, reused: bool) -> None:
        self.connected, self.reused = True, reused
        self.connect_s = self.connect_s or self.elapsed_s
        self.wait_for("first byte", self.call.timeouts.first_byte_s)

    def has_head(self, status: int) -> None:
        self.status = status
        self.first_byte_s = self.first_byte_s or self.elapsed_s
        self.wait_for("whole", self.call.timeouts.whole_s)

    def lost(self, what: str, next_step: str = "") -> Fault:
        """The sentence goes on after the host."""
        lost = self.call.lost if self.connected else Unavailable
        return lost(f"{self.host} {what}", next_step)

    def late(self) -> Fault:
        limits = self.call.timeouts
        seconds = {"connect": limits.connect_s, "first byte": limits.first_byte_s}
        limit = f"within {seconds.get(self.waits_for, limits.whole_s):g} s"
        if not self.connected:
            return self.lost(f"did not take a connection {limit}.")
        if self.waits_for == "first byte":
            return self.lost(f"did not begin to answer {limit}.")
        return self.lost(f"did not complete its answer {limit}.")

    def too_large(self) -> Fault:
        """A read would be too large again, so repeating it is no way out."""
        most = self.call.limits.received_bytes_max
        what = f"sent an answer of more than {most} bytes, which are the most."
        if self.call.writes:
            return self.lost(what)
        return Rejected(f"{self.host} {what}", next_step="Ask for less in one call.")

    def trace(self) -> Trace:
        call = self.call
        return Trace(
            method=call.method,
            url=call.shown(redacted_url(call.address)),
            host=self.host,
            status=self.status,
            outcome=self.outcome,
            fault=self.fault,
            redirects=self.redirects,
            sent_bytes=len(call.body or b"") if self.connected else 0,
            received_bytes=self.received_bytes,
            connect_s=self.connect_s,
            first_byte_s=self.first_byte_s,
            elapsed_s=self.elapsed_s,
            request_id=request_id(),
        )
