"""What connected accounts need by themselves: tokens ahead of their end, warnings, webhooks that
stay on, and a second look at those that lapsed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Fault
from hanse.engine import hooks
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.log import events as log
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.model import accounts as model
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import connecting, facts, subscribing
from hanse.rooms.connections.service.connecting import CHECK_JOB
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.reach import RENEW_JOB, Reach
from hanse.rooms.connections.store import accounts as store
from hanse.rooms.connections.store import everywhere

PAGE = 500
SUBSCRIPTIONS_EVERY = timedelta(hours=1)
NOBODY = UUID(int=0)


async def tend(database: Database, job: str) -> int:
    """Ask for a check of every account of every workspace; how many there are."""
    after, count = (NOBODY, NOBODY), 0
    while True:
        async with database.system_tx(job) as tx:
            page = await everywhere.tended(tx, after, PAGE)
            by_workspace: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in page:
                by_workspace.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in by_workspace.items():
                items = [(str(each), {"account": each}) for each in ids]
                await enqueue_many(replace(tx, workspace_id=workspace_id), CHECK_JOB, items)
        count += len(page)
        if len(page) < PAGE:
            return count
        after = page[-1]


async def count(database: Database, job: str, meter: Meter) -> None:
    """How many accounts stand in which state."""
    async with database.system_tx(job) as tx:
        for platform, state, accounts in await everywhere.by_state(tx):
            meter.set("hanse_accounts", accounts, platform=platform, state=state)


async def check(reach: Reach, open_tx: OpenTx, account_id: UUID) -> None:
    """One look at one account: what runs out, what was switched off, what has gone quiet."""
    async with open_tx() as tx:
        account = await store.get(tx, account_id)
        if account is None or not account.is_connected:
            return
        workspace_id = tx.workspace_id
        await warn(tx, account)
        if account.token_expires_at and account.token_expires_at <= tx.now + model.RENEW_AHEAD:
            await enqueue(tx, RENEW_JOB, str(account_id), {"account": account_id})
        due = account.checked_at is None or tx.now - account.checked_at >= SUBSCRIPTIONS_EVERY
    if account.state is AccountState.lapsed:
        await connecting.test(reach, open_tx, workspace_id, account_id)
        return
    if due:
        await look_after_hooks(reach, open_tx, workspace_id, account_id)
    async with open_tx() as tx:
        await listen(tx, account)


async def warn(tx: Tx, account: Account) -> None:
    days = model.warning_due(account.consent_expires_at, tx.now, account.warned_days)
    if days is None or account.consent_expires_at is None:
        return
    await store.note_warned(tx, account.id, days)
    ends_on = account.consent_expires_at.date().isoformat()
    await log.append(tx, facts.ConsentEnding(account.id, account.name, days, ends_on))


async def look_after_hooks(
    reach: Reach, open_tx: OpenTx, workspace_id: UUID, account_id: UUID
) -> None:
    """What goes wrong is shown at the account; the platform is asked again in an hour."""
    try:
        opened = await reach.open(workspace_id, account_id)
        await subscribing.ensure(reach, opened)
        if any(each.by_level for each in opened.platform.CARD.rates):
            await connecting.test(reach, open_tx, workspace_id, account_id)  # it may have risen
    except Fault as fault:
        async with open_tx() as tx:
            told = model.Fault(fault.code, fault.sentence, fault.next_step, tx.now)
            await store.note_fault(tx, account_id, told)
            await store.note_checked(tx, account_id)


async def listen(tx: Tx, account: Account) -> None:
    """A platform that tells nothing for longer than usual may have stopped telling."""
    heard = await hooks.arrivals(tx, account.id)
    since = max(heard) if hooks.is_silent(heard, tx.now) else None
    if since and account.silent_since is None:
        await store.note_silent(tx, account.id, since)
        at = since.isoformat(timespec="seconds")
        await log.append(tx, facts.HookSilent(account.id, account.name, at))
    elif since is None and account.silent_since is not None:
        await store.note_silent(tx, account.id, None)
        await log.append(tx, facts.HookHeard(account.id, account.name))


async def renew(reach: Reach, workspace_id: UUID, account_id: UUID, meter: Meter | None) -> None:
    """New tokens ahead of the end of the old ones, if that has not been done meanwhile."""
    opened = await reach.open(workspace_id, account_id)
    tokens = opened.access.tokens
    now = reach.database.clock.now()
    if opened.account.state is not AccountState.active or tokens is None:
        return
    if tokens.expires_at and tokens.expires_at > now + 2 * model.RENEW_AHEAD:
        return
    if opened.platform.token_question(opened.access, now) is None:
        return
    await reach.renew(opened)
    if meter:
        meter.count("hanse_tokens_renewed_total", platform=opened.account.platform)
