"""What platforms are asked to tell us: looked up, made, switched on again, taken away."""

from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.model import subscriptions as model
from hanse.rooms.connections.model.subscriptions import Kept, Told
from hanse.rooms.connections.service import facts
from hanse.rooms.connections.service.reach import Opened, Reach, there
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.connections.store import subscriptions as store
from hanse.trade.ports_read import Reply
from hanse.trade.signals import Subscription

PAGES_MAX = 20


def address_of(reach: Reach, account_id: UUID) -> str:
    return f"{reach.base}/api/hooks/{account_id}"


async def list_subscriptions(tx: Tx, account_id: UUID) -> Sequence[Kept]:
    there(await accounts_store.get(tx, account_id))
    return await store.find(tx, account_id)


async def ensure(reach: Reach, opened: Opened) -> Sequence[Kept]:
    """Every topic of the card is told to us, once; what was thrown off is on again."""
    platform, address = opened.platform, address_of(reach, opened.id)
    plan = model.plan(platform.CARD.topics, address, await there_now(reach, opened))
    rows: list[tuple[str, str | None, Told, bool]] = [
        (topic, found.remote_id, model.told(found), False) for topic, found in plan.found
    ]
    for found in plan.switch_on:
        await reach.maintain_remote(opened, platform.switch_on_question(found, opened.access))
        rows.append((found.topic or "", found.remote_id, Told.on, True))
    for topic in plan.make:
        question = platform.subscribe_question(topic, address, opened.access)
        made = only(platform.subscriptions_of(await reach.maintain_remote(opened, question)))
        rows.append((topic, made.remote_id if made else None, Told.on, False))
    for found in plan.remove:
        await unsubscribe(reach, opened, found.remote_id)
    async with reach.tx(opened.workspace_id) as tx:
        known = {each.topic: each for each in await store.find(tx, opened.id)}
        # One that the platform has removed, as Shopify does, is made anew and was thrown off too.
        rows = [
            (topic, remote_id, switch, again or was_lost(known.get(topic), remote_id))
            for topic, remote_id, switch, again in rows
        ]
        await store.save(tx, opened.id, rows)
        await accounts_store.note_checked(tx, opened.id)
        restored = [topic for topic, *_, again in rows if again]
        name = opened.account.name
        await log.append(tx, *(facts.HookRestored(opened.id, name, each) for each in restored))
        return await store.find(tx, opened.id)


def was_lost(known: Kept | None, remote_id: str | None) -> bool:
    return known is not None and known.switch is Told.on and known.remote_id != remote_id


async def there_now(reach: Reach, opened: Opened) -> Sequence[Subscription]:
    found: list[Subscription] = []
    page: str | None = None
    for _ in range(PAGES_MAX):
        reply = await reach.ask(opened, opened.platform.subscriptions_question(page))
        found += opened.platform.subscriptions_of(reply)
        page = opened.platform.subscriptions_next(reply, page)
        if page is None:
            break
    return found


async def remove_all(reach: Reach, opened: Opened) -> None:
    address = address_of(reach, opened.id)
    for found in await there_now(reach, opened):
        if found.address == address:
            await unsubscribe(reach, opened, found.remote_id)


async def unsubscribe(reach: Reach, opened: Opened, remote_id: str) -> Reply | None:
    try:
        return await reach.maintain_remote(opened, opened.platform.unsubscribe_question(remote_id))
    except Gone:
        return None


def only(found: Sequence[Subscription]) -> Subscription | None:
    return found[0] if found else None
