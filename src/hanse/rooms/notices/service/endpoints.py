"""Endpoints of webhooks: made, changed, switched off; their secrets, of which two may be good."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine import vault
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.notices.model.webhooks import (
    BOTH_SIGN_FOR,
    ENDPOINTS_MAX,
    Endpoint,
    EndpointState,
    check_kinds,
    check_name,
    check_url,
)
from hanse.rooms.notices.store import deliveries as deliveries_store
from hanse.rooms.notices.store import endpoints as store

PREFIX = "hwh_"
SUBJECT = ("notices.endpoint", "endpoint_id")

SECRET = SealedColumn(
    "notices_endpoints", "secret", Resealing(store.older_secrets, store.replace_secrets)
)
OLD_SECRET = SealedColumn(
    "notices_endpoints",
    "old_secret",
    Resealing(store.older_old_secrets, store.replace_old_secrets),
)


@log.declare("notices.endpoint.made", "{actor} added the webhook {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class EndpointMade:
    endpoint_id: UUID
    name: str
    url: str
    kinds: Sequence[str]
    version: int = 1


@log.declare("notices.endpoint.changed", "{actor} changed the webhook {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class EndpointChanged:
    endpoint_id: UUID
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@log.declare("notices.endpoint.removed", "{actor} removed the webhook {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class EndpointRemoved:
    endpoint_id: UUID
    name: str


@log.declare(
    "notices.endpoint.disabled",
    "The webhook {name} was switched off: nothing arrived since {failing_since_at}",
    subject=SUBJECT,
)
@dataclass(frozen=True, slots=True)
class EndpointDisabled:
    endpoint_id: UUID
    name: str
    failing_since_at: str
    version: int


@log.declare(
    "notices.endpoint.renewed", "{actor} renewed the secret of the webhook {name}", subject=SUBJECT
)
@dataclass(frozen=True, slots=True)
class EndpointRenewed:
    endpoint_id: UUID
    name: str
    old_until_at: str
    version: int


class TooManyEndpoints(Conflict):
    code = "too_many_endpoints"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be different; none leaves it as it is."""

    name: str | None = None
    url: str | None = None
    kinds: Sequence[str] | None = None
    active: bool | None = None


async def list_endpoints(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Endpoint]:
    return await store.find(tx, before, rows_max)


async def endpoint(tx: Tx, endpoint_id: UUID) -> Endpoint:
    return there(await store.get(tx, endpoint_id))


async def make_endpoint(tx: Tx, name: str, url: str, kinds: Sequence[str]) -> tuple[Endpoint, str]:
    """A new endpoint and its secret."""
    name, url, chosen = check_name(name), check_url(url), check_kinds(kinds)
    if await store.count(tx) >= ENDPOINTS_MAX:
        raise TooManyEndpoints(
            f"There are {ENDPOINTS_MAX} webhooks, the most for one workspace.",
            "Remove one that is not needed any more.",
        )
    endpoint_id, secret = tx.ids.new(), new_secret()
    sealed = await vault.put(tx, SECRET, endpoint_id, secret.encode())
    await store.add(tx, endpoint_id, name, url, chosen, sealed)
    await log.append(tx, EndpointMade(endpoint_id, name, url, chosen))
    return await endpoint(tx, endpoint_id), secret


async def change_endpoint(tx: Tx, endpoint_id: UUID, wanted: Wanted, expected: int) -> Endpoint:
    """Change it, if it is still as it was read. Switched on, it begins without a past."""
    before = there(await store.hold(tx, endpoint_id))
    same_version(expected, before.version)
    after = replace(
        before,
        name=before.name if wanted.name is None else check_name(wanted.name),
        url=before.url if wanted.url is None else check_url(wanted.url),
        kinds=before.kinds if wanted.kinds is None else check_kinds(wanted.kinds),
    )
    if wanted.active is True and before.state is not EndpointState.active:
        after = replace(after, state=EndpointState.active, failing_since=None)
    if wanted.active is False and before.state is EndpointState.active:
        after = replace(after, state=EndpointState.paused)
    if after == before:
        return before
    await store.save(tx, after)
    if after.state is not before.state and after.state is EndpointState.paused:
        await deliveries_store.give_up(tx, endpoint_id, "The webhook was switched off.")
    told = [{name: getattr(one, name) for name in SHOWN} for one in (before, after)]
    changed = EndpointChanged(endpoint_id, after.name, told[0], told[1], before.version + 1)
    await log.append(tx, changed)
    return await endpoint(tx, endpoint_id)


SHOWN = ("name", "url", "kinds", "state")


async def remove_endpoint(tx: Tx, endpoint_id: UUID, expected: int) -> None:
    """It goes with its deliveries."""
    found = there(await store.hold(tx, endpoint_id))
    same_version(expected, found.version)
    await store.delete(tx, endpoint_id)
    await log.append(tx, EndpointRemoved(endpoint_id, found.name))


async def disable(tx: Tx, found: Endpoint, since: datetime) -> None:
    """Switch it off: nothing arrived for days. Who may see webhooks is told by a notice."""
    await store.save(tx, replace(found, state=EndpointState.disabled))
    await deliveries_store.give_up(tx, found.id, "The webhook was switched off.")
    await log.append(
        tx,
        EndpointDisabled(
            found.id, found.name, since.isoformat(timespec="seconds"), found.version + 1
        ),
    )


async def show_secret(tx: Tx, endpoint_id: UUID) -> str:
    await endpoint(tx, endpoint_id)
    sealed, _ = await store.secrets(tx, endpoint_id)
    return (await vault.take(tx, SECRET, endpoint_id, sealed, "somebody looks at it")).decode()


async def renew_secret(tx: Tx, endpoint_id: UUID, expected: int) -> tuple[Endpoint, str]:
    """A new secret. For a day the one before it signs as well, so that nothing is missed."""
    found = there(await store.hold(tx, endpoint_id))
    same_version(expected, found.version)
    sealed, _ = await store.secrets(tx, endpoint_id)
    old = await vault.take(tx, SECRET, endpoint_id, sealed, "a new one takes its place")
    secret, old_until = new_secret(), tx.now + BOTH_SIGN_FOR
    await store.rotate(
        tx,
        endpoint_id,
        await vault.put(tx, SECRET, endpoint_id, secret.encode()),
        await vault.put(tx, OLD_SECRET, endpoint_id, old),
        old_until,
    )
    until = old_until.isoformat(timespec="seconds")
    await log.append(tx, EndpointRenewed(endpoint_id, found.name, until, found.version + 1))
    return await endpoint(tx, endpoint_id), secret


async def signing_secrets(tx: Tx, endpoint_id: UUID) -> Sequence[bytes]:
    """Those that sign now, the newest first."""
    sealed, old = await store.secrets(tx, endpoint_id)
    why = "to sign a delivery"
    found = [await vault.take(tx, SECRET, endpoint_id, sealed, why)]
    if old is not None:
        found.append(await vault.take(tx, OLD_SECRET, endpoint_id, old, why))
    return found


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def there(found: Endpoint | None) -> Endpoint:
    if found is None:
        raise Gone("There is no such webhook here, or not any more.")
    return found
