"""What of notices can be carried to another workspace: webhooks, without their secrets.

How a person wants to be told is the person's, in all workspaces, and is not carried.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.notices.model.webhooks import (
    ENDPOINTS_MAX,
    Endpoint,
    EndpointState,
    check_kinds,
    check_name,
    check_url,
)
from hanse.rooms.notices.service import endpoints
from hanse.rooms.notices.service.endpoints import Wanted


class Webhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`nth`: of several with one name, counted from the oldest. A new one gets a new secret."""

    name: str
    url: str
    kinds: tuple[str, ...] = ()
    active: bool = True
    nth: int = 1


def webhook_name(item: Webhook) -> str:
    return item.name if item.nth == 1 else f"{item.name} no. {item.nth}"


async def webhooks(tx: Tx) -> Sequence[Webhook]:
    return [shown for shown, _ in (await by_name(tx)).values()]


def settled_webhook(given: Webhook) -> Webhook:
    return msgspec.structs.replace(
        given,
        name=check_name(given.name),
        url=check_url(given.url),
        kinds=tuple(check_kinds(given.kinds)),
    )


async def apply_webhooks(tx: Tx, moves: Sequence[tuple[Webhook | None, Webhook | None]]) -> None:
    here = await by_name(tx)
    for before, after in moves:
        found = here[webhook_name(before)][1] if before else None
        if after is None:
            assert found is not None, "what is removed is there"
            await endpoints.remove_endpoint(tx, found.id, found.version)
            continue
        if found is None:
            found, _ = await endpoints.make_endpoint(tx, after.name, after.url, after.kinds)
        wanted = Wanted(after.name, after.url, after.kinds, after.active)
        await endpoints.change_endpoint(tx, found.id, wanted, found.version)


async def by_name(tx: Tx) -> Mapping[str, tuple[Webhook, Endpoint]]:
    """The oldest first."""
    counts: Counter[str] = Counter()
    found: dict[str, tuple[Webhook, Endpoint]] = {}
    for each in reversed(await endpoints.list_endpoints(tx, None, ENDPOINTS_MAX)):
        counts[each.name] += 1
        active = each.state is EndpointState.active
        shown = Webhook(each.name, each.url, tuple(each.kinds), active, counts[each.name])
        found[webhook_name(shown)] = (shown, each)
    return found
