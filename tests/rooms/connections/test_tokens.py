"""Tokens of an account: renewed ahead by one worker, and a person asked where none can be got."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.base.faults import AuthLapsed
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import accounts, keeping, tending
from hanse.rooms.connections.service.reach import RENEW_JOB, Reach
from hanse.rooms.connections.service.subscribing import there_now
from hanse.rooms.connections.store import accounts as store
from hanse.sandbox.shopify import tokens
from hanse.sandbox.shopify.mounted import Mounted
from tests.rooms.shops import OPERATOR, Street, street

TOLD = "select count(*) from events where name = 'connections.consent.told'"


@pytest.fixture
async def mugs(database: Database) -> AsyncIterator[Street]:
    async with street(database, shops=[("shopify", "mugs")]) as opened:
        yield opened


def shop(mugs: Street) -> Mounted:
    found = mugs.shop("shopify")
    assert isinstance(found, Mounted)
    return found


def issued(mugs: Street) -> int:
    """How often a program got a token, by the shop's own count."""
    return shop(mugs).ledger.count("shopify", "token.issue", "client")


async def kept(mugs: Street, workspace: UUID, account: Account) -> Account:
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        return await accounts.account(tx, account.id)


def another_worker(mugs: Street) -> Reach:
    """Which has keys of its own open, as another process has."""
    reach = mugs.reach
    outbound = replace(reach.outbound)
    return Reach(reach.database, outbound, reach.wire, reach.platforms, reach.base)


async def test_a_token_is_asked_to_be_renewed_before_it_ends(mugs: Street, workspace: UUID) -> None:
    account = await mugs.connect(workspace, "shopify")
    assert account.token_expires_at is not None
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        due = await tx.fetchval("select due_at from jobs where name = $1", RENEW_JOB)
    assert timedelta(0) < account.token_expires_at - due <= timedelta(minutes=10)


async def test_two_workers_renew_a_token_once(mugs: Street, workspace: UUID) -> None:
    account = await mugs.connect(workspace, "shopify")
    reaches = [another_worker(mugs) for _ in range(4)]
    opened = [await each.open(workspace, account.id) for each in reaches]
    before = issued(mugs)
    renewed = await asyncio.gather(
        *(each.renew(one) for each, one in zip(reaches, opened, strict=True))
    )
    assert issued(mugs) - before == 1
    assert len({each.access.tokens and each.access.tokens.access_token for each in renewed}) == 1


async def test_a_token_that_was_revoked_is_got_anew_without_a_person(
    mugs: Street, workspace: UUID
) -> None:
    account = await mugs.connect(workspace, "shopify")
    shop(mugs).shop.keys.tokens.clear()
    opened = await mugs.reach.open(workspace, account.id)
    await there_now(mugs.reach, opened)
    assert (await kept(mugs, workspace, account)).state is AccountState.active


async def test_where_the_refresh_token_is_refused_the_keys_are_used(
    mugs: Street, workspace: UUID
) -> None:
    account = await mugs.connect(workspace, "shopify")
    opened = await mugs.reach.open(workspace, account.id)
    assert opened.access.tokens is not None
    dead = replace(opened.access.tokens, refresh_token="dead")
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        access = replace(opened.access, tokens=dead)
        sealed = await keeping.seal(tx, keeping.SECRETS, account.id, access)
        ends = keeping.expiries(access)
        await store.renewed(tx, account.id, sealed, ends, account.secrets_version)
    before = issued(mugs)
    opened = await mugs.reach.open(workspace, account.id)
    renewed = await mugs.reach.renew(opened)
    assert issued(mugs) - before == 1
    assert renewed.access.tokens
    assert renewed.access.tokens.refresh_token != "dead"
    assert renewed.account.state is AccountState.active


async def test_a_worker_that_dies_over_a_renewal_keeps_it_for_a_while_only(
    mugs: Street, workspace: UUID
) -> None:
    account = await mugs.connect(workspace, "shopify")
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        await tx.execute(
            "update connections_accounts set renewing_until = clock_timestamp()"
            " + interval '0.6 seconds'"
        )
    opened = await mugs.reach.open(workspace, account.id)
    before = issued(mugs)
    await mugs.reach.renew(opened)
    assert issued(mugs) - before == 1


async def test_where_the_app_was_removed_a_person_is_asked(mugs: Street, workspace: UUID) -> None:
    account = await mugs.connect(workspace, "shopify")
    [app] = shop(mugs).shop.keys.apps.values()
    tokens.uninstall(shop(mugs).shop, app)
    opened = await mugs.reach.open(workspace, account.id)
    with pytest.raises(AuthLapsed):
        await there_now(mugs.reach, opened)
    lapsed = await kept(mugs, workspace, account)
    assert lapsed.state is AccountState.lapsed
    assert lapsed.fault is not None


async def test_nothing_is_renewed_long_before_its_end(mugs: Street, workspace: UUID) -> None:
    account = await mugs.connect(workspace, "shopify")
    before = issued(mugs)
    await tending.renew(mugs.reach, workspace, account.id, None)
    assert issued(mugs) == before


async def test_of_a_consent_that_ends_each_warning_is_told_once(
    mugs: Street, workspace: UUID
) -> None:
    account = await mugs.connect(workspace, "shopify")
    told: list[int] = []
    for days in (20, 13, 13, 6, 0):
        async with mugs.database.tx(workspace, OPERATOR) as tx:
            await tx.execute(
                "update connections_accounts set consent_expires_at = $1",
                tx.now + timedelta(days=days, hours=1),
            )
        await tending.check(mugs.reach, mugs.opener(workspace), account.id)
        async with mugs.database.tx(workspace, OPERATOR) as tx:
            rows = await tx.fetch(
                "select payload from events where name = 'connections.consent.told'"
            )
        told.append(len(rows))
    assert told == [0, 1, 1, 2, 3]
