"""Connecting by consent: a person agrees at the platform's page and comes back with its answer.

The state that goes with them is used once, is known by its hash only, and names who began it.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Denied, Fault
from hanse.engine.log import events as log
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.model.consents import LIFE, Pending, hashed
from hanse.rooms.connections.service import authority, connecting, facts, glancing, keeping
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.connections.store import consents as store
from hanse.trade.access import Access, Consent

RETURN_PATH = "/connections/return"
GRANT_PATH = "/api/connections/granted"

OVER = "This consent is over, was used already, or was begun by somebody else."
STEP = "Begin again from Connections."


@dataclass(frozen=True, slots=True)
class Began:
    consent_id: UUID
    url: str


async def begin(
    reach: Reach,
    tx: Tx,
    platform_name: str,
    fields: Mapping[str, str],
    name: str,
    account_id: UUID | None,
) -> Began:
    """The platform's page to send the person to."""
    platform = reach.platform(platform_name)
    before = await accounts_store.get(tx, account_id) if account_id else None
    access = authority.entered(platform, fields, before.ca_pem if before else "")
    state, consent_id = secrets.token_urlsafe(24), tx.ids.new()
    url = platform.consent_url(
        access,
        state,
        f"{reach.base}{RETURN_PATH}/{platform_name}",
        f"{reach.base}{GRANT_PATH}/{platform_name}",
        tx.now,
    )
    pending = Pending(
        id=consent_id,
        workspace_id=tx.workspace_id,
        platform=platform_name,
        account_id=account_id,
        name=name,
        person_id=tx.actor.id,
        expires_at=tx.now + LIFE,
        granted=False,
    )
    sealed = await keeping.seal(tx, keeping.TYPED, consent_id, access)
    await store.add(tx, pending, hashed(state), sealed)
    await log.append(tx, facts.ConsentBegun(consent_id, platform_name, name))
    return Began(consent_id, reach.opened_by_person(url))


async def take_grant(
    reach: Reach, platform_name: str, query: Sequence[tuple[str, str]], body: bytes
) -> bool:
    """The platform hands keys over by itself; whether it was asked to. They are tried out when the
    person is back, and belong to nobody before."""
    platform = reach.platform(platform_name)
    state = hashed(platform.state_of(query, body))

    async def look(tx: Tx) -> Pending | None:
        return await store.by_state(tx, state)

    found = await reach.database.glance("a platform hands over keys", look)
    now = reach.database.clock.now()
    if found is None or found.platform != platform_name or not found.is_open(now):
        return False
    async with reach.tx(found.workspace_id) as tx:
        typed, _ = await store.sealed(tx, found.id)
        why = "the platform hands over its keys"
        access = await keeping.unseal(tx, keeping.TYPED, found.id, typed, why)
        consent = platform.consented(access, query, body, now)
        access = replace(access, fields={**access.fields, **consent.fields})
        sealed = await keeping.seal(tx, keeping.GRANTED, found.id, access)
        return await store.grant(tx, found.id, sealed)


async def finish(
    reach: Reach,
    open_tx: OpenTx,
    platform_name: str,
    query: Sequence[tuple[str, str]],
) -> Account:
    """The person is back: the answer is checked, tried out, and the shop is connected."""
    platform = reach.platform(platform_name)
    async with open_tx() as tx:
        pending = await store.hold(tx, hashed(platform.state_of(query, b"")))
        if (
            pending is None
            or pending.platform != platform_name
            or pending.person_id != tx.actor.id
            or not pending.is_open(tx.now)
        ):
            raise Denied(OVER, STEP)
        typed, granted = await store.sealed(tx, pending.id)
        column = keeping.TYPED if granted is None else keeping.GRANTED
        why = "the person who agreed is back"
        access = await keeping.unseal(tx, column, pending.id, granted or typed, why)
        consent = platform.consented(access, query, b"", tx.now) if granted is None else None
        # Once: a code that was used, or a key that is known, brings nobody in again.
        await store.end(tx, pending.id)
    with connecting.attempt(reach, platform_name):
        if consent is not None:
            access = await opened_by(reach, platform, access, consent)
        looked = await connecting.probe(reach, platform, access)
        if pending.account_id is not None:
            return await connecting.connect_again(open_tx, looked, pending.account_id)
        return await connecting.connect(open_tx, looked, pending.name)


async def opened_by(reach: Reach, platform: Platform, access: Access, consent: Consent) -> Access:
    """With what the consent brings, and the tokens that are got for it."""
    access = replace(access, fields={**access.fields, **consent.fields})
    if consent.question is None:
        return access
    [reply], _ = await glancing.look(reach, platform, access, [consent.question])
    if isinstance(reply, Fault):
        raise reply
    return replace(access, tokens=platform.tokens_of(reply, reach.database.clock.now()))


async def forget(database: Database, job: str) -> int:
    async with database.system_tx(job) as tx:
        return await store.forget(tx, tx.now)
