"""Feeds begin with an account and stop with it; those that are due are asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.mirror.model import feeds as model
from hanse.rooms.mirror.model.feeds import Feed
from hanse.rooms.mirror.model.rows import NOUNS
from hanse.rooms.mirror.service import facts
from hanse.rooms.mirror.service.storing import REFRESH_JOB
from hanse.rooms.mirror.store import feeds as store
from hanse.rooms.mirror.store import told, wanted
from hanse.trade.ports_read import Kind

PULL_JOB = "mirror.pull"
LOOK_JOB = "mirror.look"
DUE_MAX = 1_000
ASKED_FOR = timedelta(minutes=30)  # a feed that was asked for is not asked for again before

BEGINS = frozenset({"connections.account.connected", "connections.account.reconnected"})
STOPS = frozenset({"connections.account.disconnected", "connections.account.left"})
WAKES = frozenset({"connections.account.recovered", "connections.hook.lost"})
FOLLOWED = BEGINS | STOPS | WAKES


async def follow(reach: Reach, tx: Tx, happened: Sequence[Event]) -> None:
    for event in happened:
        if event.subject is None:
            continue
        account_id = event.subject.id
        if event.name in BEGINS:
            account = await accounts.account(tx, account_id)
            if account.is_connected:
                await begin(tx, account_id, reach.platform(account.platform))
        elif event.name in STOPS:
            await store.stop(tx, account_id)
            await wanted.forget(tx, account_id)
            await told.forget_all(tx, account_id)
        else:
            await store.hasten(tx, account_id, tx.now)
            await enqueue(tx, REFRESH_JOB, str(account_id), {"account": account_id})


async def begin(tx: Tx, account_id: UUID, platform: Platform) -> None:
    """Everything that the platform shows is read, the small and the needed first."""
    kept = [port for port in platform.READS if port.kind in NOUNS]
    pulled = {port.kind: model.is_pulled(port.reaches) for port in kept}
    await store.begin(tx, account_id, list(pulled.items()))
    found = {feed.kind: feed for feed in await store.find(tx, account_id)}
    order = [kind for kind in model.FIRST_KINDS if pulled.get(kind)]
    for place, kind in enumerate(order):
        feed = found[kind]
        ids = {"feed": feed.id, "account": account_id}
        await enqueue(tx, PULL_JOB, str(feed.id), ids, priority=len(order) - place)
    await store.put_off(tx, [found[kind].id for kind in order], tx.now + ASKED_FOR)


async def ask_due(database: Database, job: str) -> int:
    """Ask for a look or a pull of every feed whose time has come; how many there were."""
    async with database.system_tx(job) as tx:
        due = await store.due(tx, DUE_MAX)
    by_workspace: dict[UUID, list[tuple[UUID, UUID, bool]]] = {}
    for workspace_id, feed_id, account_id, full in due:
        by_workspace.setdefault(workspace_id, []).append((feed_id, account_id, full))
    for workspace_id, feeds in by_workspace.items():
        async with database.system_tx(job) as tx:
            for name, wants_full in ((PULL_JOB, True), (LOOK_JOB, False)):
                items = [
                    (str(feed_id), {"feed": feed_id, "account": account_id})
                    for feed_id, account_id, full in feeds
                    if full is wants_full
                ]
                if items:
                    await enqueue_many(replace(tx, workspace_id=workspace_id), name, items)
        actor = tx.actor
        async with database.tx(workspace_id, actor) as tx:
            await store.put_off(tx, [feed for feed, *_ in feeds], tx.now + ASKED_FOR)
    return len(due)


async def ask_look(tx: Tx, account_id: UUID, kind: Kind) -> bool:
    """What changed of this kind is read now, whenever it was due; whether it is read at all."""
    found = await store.of_kind(tx, account_id, kind)
    if found is None or found.mark_at is None:
        return False
    ids = {"feed": found.id, "account": account_id}
    await enqueue(tx, LOOK_JOB, str(found.id), ids, priority=10)
    return True


async def list_feeds(tx: Tx, account_id: UUID | None) -> Sequence[Feed]:
    return await store.find(tx, account_id)


async def ask_pull(tx: Tx, feed_id: UUID) -> Feed:
    """Everything of it is read again, as soon as a worker is free."""
    found = await feed(tx, feed_id)
    account = await accounts.account(tx, found.account_id)
    if not account.is_connected:
        raise Conflict(f"{account.name} is disconnected.", "Connect it again first.")
    if found.full_at is None:
        raise Conflict(
            f"The {found.kind} of {account.name} are read when something names them.",
            "Read again what they belong to.",
        )
    await store.ask_full(tx, feed_id)
    asked = facts.PullAsked(found.id, found.account_id, found.kind.value)
    await log.append(tx, asked)
    ids = {"feed": feed_id, "account": found.account_id}
    await enqueue(tx, PULL_JOB, str(feed_id), ids, priority=10)
    return await feed(tx, feed_id)


async def feed(tx: Tx, feed_id: UUID) -> Feed:
    found = await store.get(tx, feed_id)
    if found is None:
        raise Gone("There is no such feed here, or not any more.")
    return found
