"""How far a call has come: what limits its time now, and what it means when it ends here."""

import asyncio
from dataclasses import dataclass

from hanse.base.faults import Fault, Rejected, Unavailable
from hanse.engine.redaction import redacted, redacted_url
from hanse.engine.telemetry import request_id
from hanse.engine.wire.body import TooLarge, Unreadable
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
    read_s: float = 0.0

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

    def waits_for_piece(self, seconds: float) -> None:
        """Of a stream: each piece has its time, within that of the whole."""
        left_s = self.call.timeouts.whole_s - self.elapsed_s
        self.waits_for, self.read_s = "piece" if seconds < left_s else "whole", seconds
        self.timer = asyncio.timeout(max(min(seconds, left_s), 0.0))

    def ended_by(self, wrong: Unreadable | TooLarge | Fault) -> Fault:
        """The fault that it ends with, as it is told."""
        match wrong:
            case Fault():
                fault = wrong
            case TooLarge():
                fault = self.too_large()
            case _:
                fault = self.lost(f"sent an answer that {wrong}")
        self.outcome, self.fault = fault.code, self.call.shown(redacted(fault.sentence))
        return fault

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
        if self.waits_for == "piece":
            return self.lost(f"did not go on with its answer within {self.read_s:g} s.")
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
