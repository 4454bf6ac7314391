"""Shops that do not answer: how old what is shown of them is, and when they are tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.pace import NO_ANSWER, BucketState
from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import ACCOUNTS_MAX, Account, AccountState
from hanse.rooms.connections.service import accounts, health
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.mirror.model.feeds import Feed
from hanse.rooms.mirror.store import feeds as store
from hanse.trade.ports_read import Kind


@dataclass(frozen=True, slots=True)
class Away:
    """What one shop shows of one kind is as old as `read_at`; none: it was never read whole."""

    account_id: UUID
    kind: Kind
    read_at: datetime | None
    since: datetime | None  # left alone; none: it is still asked as always
    next_try_at: datetime | None


async def away(
    tx: Tx, platforms: Mapping[str, Platform], account_id: UUID | None, kind: Kind | None
) -> Sequence[Away]:
    """By kind of each account that does not answer, for what is read of it."""
    active = await accounts.list_accounts(tx, None, [AccountState.active], ACCOUNTS_MAX)
    asked = {each.id: each for each in active if account_id in (None, each.id)}
    alone = await health.left_alone(tx, list(asked))
    silent = {each.id for each in asked.values() if is_silent(each)}
    if not alone and not silent:
        return []
    found = []
    for feed in await store.find(tx, account_id):
        account = asked.get(feed.account_id)
        if account is None or kind not in (None, feed.kind):
            continue
        shut = alone.get((account.id, family_of(platforms[account.platform], feed.kind)))
        if shut is not None or account.id in silent:
            found.append(seen(account, feed, shut))
    return found


def is_silent(account: Account) -> bool:
    """Its last call was not answered, whatever it asked for."""
    return account.fault is not None and account.fault.code in NO_ANSWER


def family_of(platform: Platform, kind: Kind) -> str:
    return next((each.family for each in platform.CARD.reads if each.kind == kind), "")


def seen(account: Account, feed: Feed, shut: BucketState | None) -> Away:
    return Away(
        account_id=account.id,
        kind=feed.kind,
        read_at=feed.looked_at,
        since=shut.since if shut else None,
        next_try_at=shut.next_try_at if shut else None,
    )
