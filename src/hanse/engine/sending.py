"""One call on its way to an account, and what is told of it afterwards."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.base import faults
from hanse.base.faults import Fault, Rejected
from hanse.engine.calls import KeptCall
from hanse.engine.excerpts import excerpts_of
from hanse.engine.manifest import Rate
from hanse.engine.pace import OK, Bucket
from hanse.engine.redaction import redacted, redacted_url
from hanse.engine.telemetry import request_id
from hanse.engine.wire.call import Answer, Call, Quota, Words
from hanse.engine.wire.status import instant

BROKEN_OFF = "broken off"

# By what a fault is, whatever name of its own a connector gave it.
KINDS = (
    faults.Throttled,
    faults.Unavailable,
    faults.AuthLapsed,
    faults.Rejected,
    faults.Gone,
    faults.Conflict,
    faults.OutcomeUnknown,
    faults.Denied,
)


@dataclass(frozen=True, slots=True)
class Line:
    """To whom: one account, and what each family of its endpoints bears."""

    workspace_id: UUID
    account_id: UUID
    platform: str
    rates: Mapping[str, Rate]
    request_id: str = ""


@dataclass(slots=True)
class Sending:
    """One call on its way, and what became of it."""

    line: Line
    bucket: Bucket
    call: Call
    cost: float
    uneasy: bool
    answer: Answer | None = None
    received_bytes: int = 0
    outcome: str = BROKEN_OFF
    fault: Fault | None = None

    def reading(self, words: Words) -> Words:
        """The same words, and the answer that they are asked about stays here."""

        def read(answer: Answer) -> Fault | None:
            self.answer, self.received_bytes = answer, len(answer.body)
            return words(answer)

        return read


async def lines_of(
    sending: Sending, pieces: AsyncIterator[bytes], line_bytes_max: int
) -> AsyncIterator[bytes]:
    rest = b""
    async for piece in pieces:
        sending.received_bytes += len(piece)
        *whole, rest = (rest + piece).split(b"\n")
        for found in whole:
            if found.strip():
                yield found
        if len(rest) > line_bytes_max:
            raise Rejected(
                f"A line of the answer has more than {line_bytes_max:,} bytes, which are the most.",
                next_step="Ask for less in one line.",
            )
    if rest.strip():
        yield rest


def kind_of(fault: Fault) -> str:
    return next((kind.code for kind in KINDS if isinstance(fault, kind)), fault.code)


def asked_quota(quota_of: Callable[[Answer], Quota | None], answer: Answer | None) -> Quota | None:
    """What an answer says is left; one that cannot be read says nothing."""
    if answer is None:
        return None
    try:
        return quota_of(answer)
    except Fault:
        return None


def clock_skew(answer: Answer, now: datetime, elapsed_s: float) -> float | None:
    """The platform's clock less ours; its stamp was set when about half of the time had passed.

    The header counts whole seconds, so on average it is half of one behind. What a cache answers
    shows the time at which it was made.
    """
    stamped = instant(answer.headers.get("Date", ""))
    if stamped is None or answer.headers.get("Age", "0").strip() != "0":
        return None
    stamped_at_ours = now - timedelta(seconds=elapsed_s / 2)
    return (stamped - stamped_at_ours).total_seconds() + 0.5


def status_of(sending: Sending) -> int:
    """Of a stream that went well no answer is kept."""
    if sending.answer:
        return sending.answer.status
    return 200 if sending.outcome == OK else 0


def kept(sending: Sending, call_id: UUID, asked_at: datetime, elapsed_s: float) -> KeptCall:
    line, call, fault = sending.line, sending.call, sending.fault
    return KeptCall(
        id=call_id,
        workspace_id=line.workspace_id,
        account_id=line.account_id,
        platform=line.platform,
        family=sending.bucket.rate.family,
        outcome=sending.outcome,
        status=status_of(sending),
        method=call.method,
        url=call.shown(redacted_url(call.address)),
        asked_at=asked_at,
        elapsed_ms=round(elapsed_s * 1_000, 1),
        sent_bytes=len(call.body or b""),
        received_bytes=sending.received_bytes,
        request_id=line.request_id or request_id(),
        fault=call.shown(redacted(fault.sentence)) if fault else "",
        excerpts=excerpts_of(call, sending.answer),
    )
