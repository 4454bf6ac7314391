"""The last calls of each account: what we sent, what came back. Kept for people who look for why.

A process notes its calls in the Recorder, which writes them once a second. Losing some in a crash
costs nobody more than a look; a call never waits for its note.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.faults import Gone
from hanse.engine import vault
from hanse.engine.excerpts import Excerpts
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.engine.vault import Resealing, SealedColumn

log = logging.getLogger(__name__)

KEPT_MAX = 200  # for each account
KEPT_FOR = timedelta(days=30)
PENDING_MAX = 1_000  # in this process, until they are written
FLUSH_EVERY_S = 1.0
PAGE_MAX = 200
FORGET_ROWS_MAX = 5_000
TEXT_CHARS_MAX = 2_000

RECORDER = Actor(ActorKind.system, None, "outbound calls")


@dataclass(frozen=True, slots=True)
class KeptCall:
    """One call. `outcome` is `ok` or the code of a fault; its excerpts are opened by `one` only."""

    id: UUID
    workspace_id: UUID
    account_id: UUID
    platform: str
    family: str
    outcome: str
    status: int  # 0: there was no answer
    method: str
    url: str
    asked_at: datetime
    elapsed_ms: float
    sent_bytes: int
    received_bytes: int
    request_id: str = ""
    fault: str = ""
    excerpts: Excerpts | None = None


async def older_excerpts(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER, tx.workspace_id, before, rows_max)
    return [(row["id"], row["excerpts"]) for row in rows]


async def replace_excerpts(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(
        "update engine_calls set excerpts = $3 where id = $1 and excerpts = $2", rows
    )


OLDER = """
    select id, excerpts from engine_calls where workspace_id = $1 and excerpts < $2
    order by excerpts limit $3 for update
"""
EXCERPTS = SealedColumn("engine_calls", "excerpts", Resealing(older_excerpts, replace_excerpts))


class Recorder:
    """The calls of this process that are not written yet; under pressure the oldest go first."""

    def __init__(
        self, database: Database, meter: Meter | None = None, *, pending_max: int = PENDING_MAX
    ) -> None:
        self.dropped = 0
        self._database = database
        self._meter = meter
        self._pending: deque[KeptCall] = deque(maxlen=pending_max)

    def note(self, call: KeptCall) -> None:
        if len(self._pending) == self._pending.maxlen:
            self._drop(1)
        self._pending.append(call)

    async def run(self, stop: asyncio.Event) -> None:
        """Write what came, once a second, and what is left at the end."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(FLUSH_EVERY_S):
                    await stop.wait()
            except TimeoutError:
                await self.flush()
        await self.flush()

    async def flush(self) -> None:
        """Write what is pending. What an outage kept from being written is tried the next time."""
        by_workspace: defaultdict[UUID, list[KeptCall]] = defaultdict(list)
        while self._pending:
            call = self._pending.popleft()
            by_workspace[call.workspace_id].append(call)
        for workspace_id, calls in by_workspace.items():
            try:
                async with self._database.tx(workspace_id, RECORDER) as tx:
                    await keep(tx, calls)
            except Exception as error:
                if as_fault(error) is None:
                    self._drop(len(calls))
                    log.exception("outbound.calls.lost", extra={"calls": len(calls)})
                else:
                    self._take_back(calls)

    def _take_back(self, calls: Sequence[KeptCall]) -> None:
        room = (self._pending.maxlen or 0) - len(self._pending)
        self._drop(max(len(calls) - room, 0))
        if room:
            self._pending.extendleft(reversed(calls[-room:]))

    def _drop(self, count: int) -> None:
        self.dropped += count
        if self._meter and count:
            self._meter.count("hanse_platform_calls_unkept_total", count)


async def keep(tx: Tx, calls: Sequence[KeptCall]) -> None:
    """Write these calls of the transaction's workspace, and let the oldest of their accounts go."""
    by_account: defaultdict[UUID, list[KeptCall]] = defaultdict(list)
    for call in calls:
        by_account[call.account_id].append(call)
    newest = [call for of_one in by_account.values() for call in of_one[-KEPT_MAX:]]
    plain = {call.id: msgspec.msgpack.encode(call.excerpts or Excerpts()) for call in newest}
    sealed = await vault.put_all(tx, EXCERPTS, plain)
    columns = zip(*(row_of(call, sealed[call.id]) for call in newest), strict=True)
    await tx.execute(KEEP, tx.workspace_id, *map(list, columns))
    await tx.execute(TRIM, tx.workspace_id, list(by_account), KEPT_MAX)


def row_of(call: KeptCall, sealed: bytes) -> tuple[object, ...]:
    return (
        call.id,
        call.account_id,
        call.platform,
        call.family,
        call.outcome,
        call.status,
        call.method,
        call.url[:TEXT_CHARS_MAX],
        call.asked_at,
        call.elapsed_ms,
        call.sent_bytes,
        call.received_bytes,
        call.request_id,
        call.fault[:TEXT_CHARS_MAX].replace("\0", ""),
        sealed,
    )


KEEP = """
    insert into engine_calls (workspace_id, id, account_id, platform, family, outcome, status,
        method, url, asked_at, elapsed_ms, sent_bytes, received_bytes, request_id, fault, excerpts)
    select $1, kept.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
        $7::integer[], $8::text[], $9::text[], $10::timestamptz[], $11::float8[], $12::bigint[],
        $13::bigint[], $14::text[], $15::text[], $16::bytea[]) as kept
"""
TRIM = """
    delete from engine_calls as calls using (
        select account_id, (
            select id from engine_calls as inner_calls
            where inner_calls.workspace_id = $1 and inner_calls.account_id = account.account_id
            order by id desc offset $3 limit 1) as last_id
        from unnest($2::uuid[]) as account (account_id)) as old
    where calls.workspace_id = $1 and calls.account_id = old.account_id
      and calls.id <= old.last_id
"""


async def find(
    tx: Tx,
    account_id: UUID,
    before: UUID | None = None,
    rows_max: int = 50,
    outcomes: Collection[str] | None = None,
    family: str | None = None,
) -> Sequence[KeptCall]:
    """The newest first, older than the call `before`, without excerpts; of these outcomes only."""
    wanted = list(outcomes) if outcomes else None
    rows = await tx.fetch(
        FIND, tx.workspace_id, account_id, before, min(rows_max, PAGE_MAX + 1), wanted, family
    )
    return [kept(row) for row in rows]


FIND = """
    select workspace_id, id, account_id, platform, family, outcome, status, method, url, asked_at,
        elapsed_ms, sent_bytes, received_bytes, request_id, fault
    from engine_calls
    where workspace_id = $1 and account_id = $2 and ($3::uuid is null or id < $3)
      and ($5::text[] is null or outcome = any($5)) and ($6::text is null or family = $6)
    order by id desc limit $4
"""


async def outcomes(tx: Tx, account_id: UUID) -> Sequence[tuple[str, int]]:
    """How the kept calls of an account ended, the most frequent first."""
    rows = await tx.fetch(OUTCOMES, tx.workspace_id, account_id)
    return [(row["outcome"], row["calls"]) for row in rows]


OUTCOMES = """
    select outcome, count(*) as calls from engine_calls
    where workspace_id = $1 and account_id = $2 group by outcome order by calls desc, outcome
"""


async def one(tx: Tx, call_id: UUID, why: str) -> KeptCall:
    """With what was sent and what came back. Who looked and why is in the log."""
    row = await tx.fetchrow(ONE, tx.workspace_id, call_id)
    if row is None:
        raise Gone(
            f"There is no call {call_id}.",
            f"The last {KEPT_MAX} calls of an account are kept, for 30 days; list those there.",
        )
    opened = await vault.take(tx, EXCERPTS, call_id, row["excerpts"], why)
    return replace(kept(row), excerpts=msgspec.msgpack.decode(opened, type=Excerpts))


ONE = """
    select workspace_id, id, account_id, platform, family, outcome, status, method, url, asked_at,
        elapsed_ms, sent_bytes, received_bytes, request_id, fault, excerpts
    from engine_calls where workspace_id = $1 and id = $2
"""


def kept(row: asyncpg.Record) -> KeptCall:
    return KeptCall(
        id=row["id"],
        workspace_id=row["workspace_id"],
        account_id=row["account_id"],
        platform=row["platform"],
        family=row["family"],
        outcome=row["outcome"],
        status=row["status"],
        method=row["method"],
        url=row["url"],
        asked_at=row["asked_at"],
        elapsed_ms=row["elapsed_ms"],
        sent_bytes=row["sent_bytes"],
        received_bytes=row["received_bytes"],
        request_id=row["request_id"],
        fault=row["fault"],
    )


async def forget_account(tx: Tx, account_id: UUID) -> None:
    """Delete the calls of an account that is gone."""
    await tx.execute(
        "delete from engine_calls where workspace_id = $1 and account_id = $2",
        *(tx.workspace_id, account_id),
    )


async def forget(tx: Tx) -> int:
    """Delete what is older than a month, in all workspaces; how many. Repeat until it is none."""
    return await tx.execute(FORGET, tx.now - KEPT_FOR, FORGET_ROWS_MAX)


FORGET = """
    delete from engine_calls where (workspace_id, id) in (
        select workspace_id, id from engine_calls where asked_at < $1 order by asked_at limit $2)
"""
