"""Takes webhooks in: verified, gathered for a few milliseconds, kept, and only then answered.

    status = await intake.receive(account_id, headers, body)

A platform that gets no answer sends again, so nothing is answered before it is committed.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.clock import Clock
from hanse.base.faults import Fault, Unavailable
from hanse.engine.hooks import (
    FORGED_PER_HOUR_MAX,
    JOB,
    Arrived,
    HookVerdict,
    Receiver,
    Resolve,
    keep,
)
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.redaction import redacted_headers
from hanse.engine.tx import Actor, ActorKind, Database

GATHER_S = 0.004
GATHER_MAX = 64
WRITERS_MAX = 4
PENDING_MAX = 2_000
KNOWN_FOR_S = 30.0
KNOWN_MAX = 10_000
LOOK_AGAIN_S = 1.0  # a secret may have been renewed since we looked
HOUR_S = 3_600.0
HEADERS_MAX = 60

OK, UNKNOWN = 200, 404
ACTOR = Actor(ActorKind.system, None, "webhooks")


@dataclass(slots=True)
class Batch:
    """What is written in one transaction of one workspace."""

    kept: "asyncio.Future[Mapping[UUID, HookVerdict]]"
    arrived: list[Arrived] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """Whom an address belonged to, when we looked."""

    receiver: Receiver | None
    looked_at_s: float


class Intake:
    """Of one process."""

    def __init__(
        self,
        database: Database,
        resolve: Resolve,
        clock: Clock,
        *,
        job: str = JOB,
        meter: Meter | None = None,
    ) -> None:
        self._database = database
        self._resolve = resolve
        self._clock = clock
        self._job = job
        self._meter = meter
        self._known: dict[UUID, Known] = {}
        self._forged: dict[UUID, tuple[float, int]] = {}
        self._batches: dict[UUID, deque[Batch]] = {}
        self._writing: dict[UUID, asyncio.Task[None]] = {}
        self._writers = asyncio.Semaphore(WRITERS_MAX)
        self._pending = 0

    async def receive(self, account_id: UUID, headers: Mapping[str, str], body: bytes) -> int:
        """The status to answer with; the names of the headers are in small letters.

        `Unavailable` if it cannot be kept at the moment: then it is to be sent again.
        """
        receiver, genuine = await self._judge(account_id, headers, body)
        if receiver is None:
            self._count("unknown")
            return UNKNOWN
        if not genuine and receiver.pings(headers, body):
            return OK  # it says that a way is open, and nothing else
        if not genuine:
            self._count(HookVerdict.forged)
            self._keep_forged(receiver, account_id, headers, body)
            return receiver.refused_status
        try:
            topic, delivery_id = receiver.told(headers, body)
        except Fault:
            topic, delivery_id = None, None  # it is genuine all the same: a person may look at it
        shown = dict(redacted_headers(list(headers.items())[:HEADERS_MAX]))
        hook_id = self._database.ids.new()
        arrived = Arrived(hook_id, account_id, shown, body, topic, delivery_id)
        verdicts = await asyncio.shield(self._add(receiver.workspace_id, arrived).kept)
        self._count(verdicts[hook_id])
        return OK

    def answer_for(self, account_id: UUID) -> str:
        """The JSON that whoever sends there wants to read; empty where a word does."""
        known = self._known.get(account_id)
        return known.receiver.answer if known and known.receiver else ""

    async def close(self) -> None:
        """Write what has come."""
        while self._writing:
            await asyncio.gather(*self._writing.values(), return_exceptions=True)

    # Who sent it

    async def _judge(
        self, account_id: UUID, headers: Mapping[str, str], body: bytes
    ) -> tuple[Receiver | None, bool]:
        """Whose it is, and whether it is genuine: with the secret as it is now, if it is not with
        the one that we know."""
        known = self._known.get(account_id)
        now_s = self._clock.monotonic()
        if known is None or now_s - known.looked_at_s > KNOWN_FOR_S:
            known = await self._look(account_id)
        if known.receiver is None:
            return None, False
        if known.receiver.verify(headers, body):
            return known.receiver, True
        if now_s - known.looked_at_s <= LOOK_AGAIN_S:
            return known.receiver, False
        receiver = (await self._look(account_id)).receiver
        return receiver, receiver is not None and receiver.verify(headers, body)

    async def _look(self, account_id: UUID) -> Known:
        try:
            receiver = await self._resolve(account_id)
        except Exception as error:
            if fault := as_fault(error):
                raise fault from error
            raise
        if len(self._known) >= KNOWN_MAX:
            self._known.clear()  # whoever makes up addresses fills no memory
        self._known[account_id] = Known(receiver, self._clock.monotonic())
        return self._known[account_id]

    def _keep_forged(
        self, receiver: Receiver, account_id: UUID, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Nobody waits for it, and its body is not kept."""
        now_s = self._clock.monotonic()
        since_s, count = self._forged.get(account_id, (now_s, 0))
        if now_s - since_s > HOUR_S:
            since_s, count = now_s, 0
        if count >= FORGED_PER_HOUR_MAX or self._pending >= PENDING_MAX:
            return
        if len(self._forged) >= KNOWN_MAX:
            self._forged.clear()
        self._forged[account_id] = (since_s, count + 1)
        hook_id = self._database.ids.new()
        self._add(receiver.workspace_id, Arrived(hook_id, account_id, {}, body, forged=True))

    # Keeping

    def _add(self, workspace_id: UUID, arrived: Arrived) -> Batch:
        if self._pending >= PENDING_MAX:
            raise Unavailable(
                f"{PENDING_MAX:,} webhooks wait to be kept, the most at once.", "Send it again."
            )
        self._pending += 1
        batches = self._batches.setdefault(workspace_id, deque())
        if not batches or len(batches[-1].arrived) >= GATHER_MAX:
            batches.append(Batch(asyncio.get_running_loop().create_future()))
        batches[-1].arrived.append(arrived)
        if workspace_id not in self._writing:
            task = asyncio.create_task(self._write(workspace_id, batches))
            self._writing[workspace_id] = task
        return batches[-1]

    async def _write(self, workspace_id: UUID, batches: deque[Batch]) -> None:
        """Batch after batch, until nothing has come; two at once would wait for each other."""
        try:
            await asyncio.sleep(GATHER_S)
            while batches:
                await self._commit(workspace_id, batches.popleft())
        finally:
            del self._writing[workspace_id], self._batches[workspace_id]

    async def _commit(self, workspace_id: UUID, batch: Batch) -> None:
        try:
            async with self._writers, self._database.tx(workspace_id, ACTOR) as tx:
                verdicts = await keep(tx, batch.arrived, self._job)
            batch.kept.set_result(verdicts)
        except Exception as error:  # noqa: BLE001 - told to everybody who waits for it
            batch.kept.set_exception(as_fault(error) or error)
            batch.kept.exception()  # of forged ones nobody waits
        finally:
            self._pending -= len(batch.arrived)

    def _count(self, verdict: str) -> None:
        if self._meter:
            self._meter.count("hanse_hooks_total", verdict=verdict)
