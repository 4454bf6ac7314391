"""The road out to an account: at its pace, through its breaker, once; kept, counted, told of.

    answer = await outbound.ask(line, call, words, family="products", quota_of=quota_of)

A read that was not answered is asked again, twice at most; a write never is.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.clock import Clock
from hanse.base.faults import Fault, Throttled, Unavailable
from hanse.engine import pace
from hanse.engine.calls import Recorder
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.pace import OK, SKEW_WORTH_S, Bucket, CircuitOpen, Verdict, worth_reporting
from hanse.engine.sending import (
    BROKEN_OFF,
    Line,
    Sending,
    asked_quota,
    clock_skew,
    kept,
    kind_of,
    lines_of,
)
from hanse.engine.turns import Turns
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.engine.wire.call import Answer, Call, Quota, Words
from hanse.engine.wire.status import by_status
from hanse.engine.wire.wire import Wire

log = logging.getLogger(__name__)

WAIT_MAX_S = 30.0
READ_TRIES = 3
BACKOFF_FIRST_S = 0.5
SKEWS_MAX = 10_000
LINE_BYTES_MAX = 4 * 1024**2
ACTOR = Actor(ActorKind.system, None, "outbound calls")


def no_quota(answer: Answer) -> Quota | None:
    """For platforms that tell nothing about what is left."""
    return None


@dataclass(slots=True)
class Outbound:
    """Of one process."""

    database: Database
    wire: Wire
    meter: Meter
    recorder: Recorder
    clock: Clock
    _turns: dict[tuple[UUID, UUID, str], Turns] = field(default_factory=dict)
    _skews: dict[UUID, float] = field(default_factory=dict)

    async def ask(
        self,
        line: Line,
        call: Call | Callable[[], Call],
        words: Words = by_status,
        *,
        family: str,
        cost: float = 1,
        priority: int = 0,
        wait_max_s: float = WAIT_MAX_S,
        quota_of: Callable[[Answer], Quota | None] = no_quota,
    ) -> Answer:
        """The answer, or the fault. `quota_of` is also asked about answers that are faults.

        Hand over a function where a call is good for one sending, as with a signature over a nonce:
        it is asked for the call when its turn has come, and again for each try.
        """
        bucket = Bucket(line.account_id, line.rates[family])
        ends_at = self.clock.monotonic() + wait_max_s
        lost: Unavailable | None = None
        for attempt in range(READ_TRIES):
            try:
                verdict = await self._pass(line, bucket, cost, priority, ends_at)
            except (CircuitOpen, Throttled):
                if lost is None:
                    raise
                break
            try:
                made = call() if callable(call) else call
                sending = Sending(line, bucket, made, cost, verdict.uneasy)
                return await self.send(sending, words, quota_of)
            except Unavailable as fault:
                lost = fault
                if made.writes or attempt == READ_TRIES - 1:
                    raise
            finally:
                self._turns_of(line, bucket).end()
            await asyncio.sleep(self._backoff_s(attempt))
        assert lost is not None, "whoever got here was not answered"
        raise lost

    @asynccontextmanager
    async def turn(
        self,
        line: Line,
        *,
        family: str,
        cost: float = 1,
        priority: int = 0,
        wait_max_s: float = WAIT_MAX_S,
    ) -> AsyncIterator["Turn"]:
        """A turn first, the call later: what is decided within the turn leaves at once."""
        bucket = Bucket(line.account_id, line.rates[family])
        ends_at = self.clock.monotonic() + wait_max_s
        verdict = await self._pass(line, bucket, cost, priority, ends_at)
        try:
            yield Turn(self, line, bucket, cost, verdict.uneasy)
        finally:
            self._turns_of(line, bucket).end()

    async def stream(
        self,
        line: Line,
        call: Call,
        words: Words = by_status,
        *,
        family: str,
        bytes_max: int,
        line_bytes_max: int = LINE_BYTES_MAX,
        cost: float = 1,
        priority: int = 0,
        wait_max_s: float = WAIT_MAX_S,
    ) -> AsyncGenerator[bytes, None]:
        """The lines of a large answer, one after the other, never more than a piece in memory.

        It is asked once: whoever loses it in the middle begins anew. Whoever stops before the end
        closes it: `async with aclosing(outbound.stream(...)) as lines`.
        """
        bucket = Bucket(line.account_id, line.rates[family])
        ends_at = self.clock.monotonic() + wait_max_s
        verdict = await self._pass(line, bucket, cost, priority, ends_at)
        sending = Sending(line, bucket, call, cost, verdict.uneasy)
        try:
            async with (
                self._told_of(sending, no_quota),
                aclosing(
                    self.wire.stream(call, sending.reading(words), bytes_max=bytes_max)
                ) as pieces,
            ):
                async for found in lines_of(sending, pieces, line_bytes_max):
                    yield found
        finally:
            self._turns_of(line, bucket).end()

    # Its turn

    async def _pass(
        self, line: Line, bucket: Bucket, cost: float, priority: int, ends_at: float
    ) -> Verdict:
        """Wait for the turn and the pace; the call is counted as running then."""
        turns = self._turns_of(line, bucket)
        began = self.clock.monotonic()
        with turns.waiting(priority) as ticket:
            while True:
                if not await turns.come(ticket, ends_at - self.clock.monotonic()):
                    raise self._too_long(line, bucket, max(turns.told_s, 1.0))
                async with self.database.tx(line.workspace_id, ACTOR, line.request_id) as tx:
                    await pace.hasten(tx)
                    verdict = await pace.ask_for(tx, bucket, cost, priority)
                turns.told_s = verdict.wait_s
                if verdict.wait_s == 0.0:
                    turns.start()
                    break
                if self.clock.monotonic() + verdict.wait_s > ends_at:
                    raise self._too_long(line, bucket, verdict.wait_s)
                await turns.pause(ticket, verdict.wait_s)
        self.meter.observe(
            "hanse_platform_wait_seconds",
            self.clock.monotonic() - began,
            platform=line.platform,
            family=bucket.rate.family,
        )
        return verdict

    def _turns_of(self, line: Line, bucket: Bucket) -> Turns:
        key = (line.workspace_id, bucket.account_id, bucket.rate.family)
        if key not in self._turns:
            # Accounts come and go; what nobody waits for is made anew when it is wanted.
            self._turns = {old: turns for old, turns in self._turns.items() if not turns.idle}
            self._turns[key] = Turns(bucket.rate.at_once_max)
        return self._turns[key]

    def _too_long(self, line: Line, bucket: Bucket, wait_s: float) -> Throttled:
        return Throttled(
            f"{line.platform} bears no more calls to its {bucket.rate.family} at the moment.",
            round(wait_s, 3),
        )

    def _backoff_s(self, attempt: int) -> float:
        """Twice as long each time, and never the same for two: between a half and all of it."""
        share = self.database.ids.new().int % 1_000 / 1_000
        return BACKOFF_FIRST_S * 2.0**attempt * (1 + share) / 2

    # The call

    async def send(
        self, sending: Sending, words: Words, quota_of: Callable[[Answer], Quota | None]
    ) -> Answer:
        async with self._told_of(sending, quota_of):
            return await self.wire.send(sending.call, sending.reading(words))

    @asynccontextmanager
    async def _told_of(
        self, sending: Sending, quota_of: Callable[[Answer], Quota | None]
    ) -> AsyncIterator[None]:
        """Whatever becomes of the call inside is kept, counted and told to the pace."""
        call_id, asked_at = self.database.ids.new(), self.clock.now()
        started = self.clock.monotonic()
        try:
            yield
            sending.outcome = OK
        except Fault as fault:
            sending.outcome, sending.fault = fault.code, fault
            raise
        finally:
            elapsed_s = self.clock.monotonic() - started
            self._count(sending, elapsed_s)
            self.recorder.note(kept(sending, call_id, asked_at, elapsed_s))
            if sending.outcome != BROKEN_OFF:
                await self._tell(sending, asked_quota(quota_of, sending.answer), elapsed_s)

    def _count(self, sending: Sending, elapsed_s: float) -> None:
        platform, family = sending.line.platform, sending.bucket.rate.family
        self.meter.count(
            "hanse_platform_calls_total",
            platform=platform,
            family=family,
            outcome=sending.outcome,
        )
        self.meter.observe(
            "hanse_platform_call_seconds", elapsed_s, platform=platform, family=family
        )
        if isinstance(sending.fault, Throttled):
            self.meter.count("hanse_platform_throttled_total", platform=platform, family=family)

    async def _tell(self, sending: Sending, quota: Quota | None, elapsed_s: float) -> None:
        """Tell the pace, if there is something to tell. The call is made: this must not cost it."""
        line, bucket, fault = sending.line, sending.bucket, sending.fault
        outcome = kind_of(fault) if fault else OK
        worth = worth_reporting(outcome, quota, bucket.rate, uneasy=sending.uneasy)
        skew = self._skew(line, sending.answer, elapsed_s)
        if not worth and skew is None:
            return
        after_s = fault.after_s if isinstance(fault, Throttled) else None
        try:
            async with self.database.tx(line.workspace_id, ACTOR, line.request_id) as tx:
                await pace.hasten(tx)
                if skew is not None:
                    await pace.note_skew(tx, line.account_id, skew)
                if worth:
                    await pace.report(
                        tx,
                        bucket,
                        outcome=outcome,
                        quota=quota,
                        cost=sending.cost,
                        after_s=after_s,
                    )
        except Exception as error:
            if as_fault(error) is None:
                raise
            log.warning("outbound.pace.untold", extra={"outcome": outcome})

    def _skew(self, line: Line, answer: Answer | None, elapsed_s: float) -> float | None:
        """How far the platform's clock is ahead, if that is news."""
        if answer is None or (skew := clock_skew(answer, self.clock.now(), elapsed_s)) is None:
            return None
        known = self._skews.get(line.account_id)
        if known is not None and abs(skew - known) <= SKEW_WORTH_S:
            return None
        if len(self._skews) >= SKEWS_MAX:
            self._skews.clear()
        self._skews[line.account_id] = skew
        return skew

    def ahead_s(self, account_id: UUID, before_s: float) -> float:
        """By how much the platform's clock is ahead, as its last answer here showed it."""
        return self._skews.get(account_id, before_s)


@dataclass(frozen=True, slots=True)
class Turn:
    """Of one account and family, at its pace; good for one call."""

    outbound: Outbound
    line: Line
    bucket: Bucket
    cost: float
    uneasy: bool

    async def send(
        self, call: Call, words: Words, quota_of: Callable[[Answer], Quota | None] = no_quota
    ) -> Answer:
        """One try, whatever it does: a read that failed is the caller's to repeat."""
        sending = Sending(self.line, self.bucket, call, self.cost, self.uneasy)
        return await self.outbound.send(sending, words, quota_of)
