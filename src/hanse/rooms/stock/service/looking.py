"""What shops show of stock is kept, as the mirror has it: listing by listing, in pages."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service import stocking
from hanse.rooms.stock.model import shown as model
from hanse.rooms.stock.model.shown import ShownRow
from hanse.rooms.stock.service import pushing
from hanse.rooms.stock.store import opening as to_open
from hanse.rooms.stock.store import periods
from hanse.rooms.stock.store import shown as store

LOOK_JOB = "stock.look"
WHOLE_JOB = "stock.look_whole"
OPEN_JOB = "stock.open"
PAGE = 400  # products
NAMES_PAGE = 5_000
SHOPS_MAX = 10_000
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


async def ask(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> None:
    """Have these listings looked at."""
    if product_ids:
        await store.add_looks(tx, account_id, product_ids)
        await enqueue(tx, LOOK_JOB, str(account_id), {"account": account_id})


async def ask_whole(tx: Tx, account_id: UUID) -> None:
    """Have all of a shop looked at."""
    await enqueue(tx, WHOLE_JOB, str(account_id), {"account": account_id})


async def look_whole(open_tx: OpenTx, account_id: UUID) -> int:
    """All that the shop shows, and all that is kept of it; how many listings."""
    count = 0
    async with open_tx() as tx:
        await store.begin_reading(tx, [account_id])
    for read in (stocking.product_ids, store.names):
        after = ""
        while True:
            async with open_tx() as tx:
                names = await read(tx, account_id, after, NAMES_PAGE)
                await ask(tx, account_id, names)
            count += len(names)
            if len(names) < NAMES_PAGE:
                break
            after = names[-1]
    return count


async def to_tend(tx: Tx) -> Mapping[UUID, Mapping[str, Sequence[str]]]:
    """In the system's transaction: by workspace, the jobs that are to be asked for, with their
    keys. A shop that was read before its stock was kept tells nothing by itself."""
    found: dict[UUID, dict[str, list[str]]] = {}
    shops = await accounts.everywhere(tx, SHOPS_MAX)
    begun = await store.read_of(tx, [account_id for _, account_id in shops])
    for workspace_id, account_id in shops:
        if account_id not in begun:
            found.setdefault(workspace_id, {}).setdefault(WHOLE_JOB, []).append(str(account_id))
    for workspace_id, account_id in await store.left(tx, SHOPS_MAX):
        found.setdefault(workspace_id, {}).setdefault(LOOK_JOB, []).append(str(account_id))
    for workspace_id in await to_open.left(tx, SHOPS_MAX):
        found.setdefault(workspace_id, {})[OPEN_JOB] = [""]
    return found


async def look(open_tx: OpenTx, account_id: UUID, until: Callable[[], bool]) -> bool:
    """Look at all that waits of this shop; whether it came to the end. Each page stands by itself,
    so a kill loses none and repeats none."""
    while True:
        async with open_tx() as tx:
            names = await store.take_looks(tx, account_id, PAGE)
            if names:
                await look_at(tx, account_id, names)
        if len(names) < PAGE:
            return True
        if until():
            return False


async def look_at(tx: Tx, account_id: UUID, names: Sequence[str]) -> None:
    """What these listings show now is kept, and when they could be bought."""
    before = {each.target: each for each in await store.of_products(tx, account_id, names)}
    after = {each.target: each for each in await shown_now(tx, account_id, names)}
    changed = [each for name, each in after.items() if seen(before.get(name)) != seen(each)]
    gone = [name for name in before if name not in after]
    if gone:
        await store.drop(tx, account_id, gone, names)
    if changed:
        await store.put(tx, account_id, changed)
    rows = [*changed, *(before[name] for name in gone)]
    rows += [before[each.target] for each in changed if each.target in before]
    if variant_ids := sorted({each.variant_id for each in rows if each.variant_id}):
        await periods.follow(tx, account_id, variant_ids)
        # What stands for another variant from now on should show another number.
        await pushing.mark(tx, dict.fromkeys(anew(changed, before), tx.now))
        if await to_open.look_again(tx, variant_ids):
            await enqueue(tx, OPEN_JOB, "", {})


def anew(changed: Sequence[ShownRow], before: Mapping[str, ShownRow]) -> set[UUID]:
    """The variants of which there is a row that was not theirs before, or was not counted."""
    return {
        each.variant_id
        for each in changed
        if each.variant_id and each.quantity is not None
        if (was := before.get(each.target)) is None
        or was.variant_id != each.variant_id
        or was.quantity is None
    }


def seen(row: ShownRow | None) -> tuple[object, ...] | None:
    """What a shop shows of it, and of which variant. When it was read is no part: that alone is no
    change."""
    if row is None:
        return None
    return (
        *(row.parent, row.remote_product_id, row.remote_place, row.offer_id, row.variant_id),
        *(row.quantity, row.buyable),
    )


async def shown_now(tx: Tx, account_id: UUID, names: Sequence[str]) -> Sequence[ShownRow]:
    """Of a shop that is disconnected nothing is known any more."""
    if not any(each.is_connected for each in await accounts.of_ids(tx, [account_id])):
        return []
    found = await stocking.stocked(tx, account_id, names)
    links = await offering.links_of_listings(tx, account_id, list(found))
    by_name = {each.remote_name: each for each in links}
    places = await store.places(tx, account_id)
    closed = {each.remote_id for each in places if not each.active}
    return [
        row
        for listing, each in found.items()
        for row in model.rows_of(account_id, listing, each, by_name, closed)
    ]
