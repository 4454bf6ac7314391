"""What happens elsewhere and concerns orders: at shops, in the catalogue, in the ledger."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.mirror.service import showing
from hanse.rooms.orders.service import buying, ending, telling
from hanse.rooms.orders.store import ledger, queue
from hanse.rooms.orders.store import lists as store
from hanse.trade.ports_read import Kind

INTAKE_JOB = "orders.intake"
ORDERS = frozenset({"mirror.order.changed", "mirror.order.removed"})
REFUNDS = frozenset({"mirror.refund.changed", "mirror.refund.removed"})
LINKED = "catalog.offer.linked"
OPENED = "stock.variant.opened"
MOVED = "stock.level.moved"
LOST = "stock.reservation.lost"
RATES = "pricing.tax.changed"
FOLLOWED = frozenset(
    {
        *(*ORDERS, *REFUNDS, LINKED, OPENED, MOVED, LOST, RATES),
        *(*ending.ENDINGS, *telling.FOLLOWED, *buying.FOLLOWED),
    }
)


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """Each notes which orders are to be read again, which the job does; and what shops were asked
    for is over."""
    wanted: set[tuple[UUID, str]] = set()
    for event in happened:
        if event.name in ORDERS:
            named = await showing.names(tx, Kind.orders, ids(event, "row_ids"))
            wanted |= {(each.account_id, each.remote_id) for each in named}
        elif event.name in REFUNDS:
            named = await showing.names(tx, Kind.refunds, ids(event, "row_ids"))
            wanted |= {(each.account_id, each.parent_id) for each in named if each.parent_id}
        elif event.name == LINKED:
            links = (await offering.links(tx, ids(event, "offer_ids"))).values()
            pairs = [(each.account_id, each.remote_product_id) for each in links]
            wanted |= set(await store.unmatched_of(tx, pairs))
    if any(each.name == RATES for each in happened):
        wanted |= set(await queue.taxed(tx))
    if opened := variants(happened, (OPENED,)):
        wanted |= set(await ledger.open_of(tx, opened))
    if moved := variants(happened, (MOVED,)):
        wanted |= set(await ledger.short_of(tx, moved))
    lost = [one for each in happened if each.name == LOST for one in ids(each, "line_ids")]
    if lost:
        wanted |= set(await ledger.lost(tx, lost))
    await ending.follow(tx, happened)
    await telling.follow(tx, happened)
    await buying.follow(tx, happened)
    await want(tx, wanted)  # last: whoever reads an order lets go of what is wanted last


async def want(tx: Tx, wanted: Iterable[tuple[UUID, str]]) -> None:
    """Have these read into the book, by shop and its own id."""
    by_account: dict[UUID, list[str]] = {}
    for account_id, remote_id in sorted(wanted):
        by_account.setdefault(account_id, []).append(remote_id)
    for account_id, remote_ids in by_account.items():
        await queue.want(tx, account_id, remote_ids)
    items = [(str(each), {"account": each}) for each in by_account]
    if items:
        await enqueue_many(tx, INTAKE_JOB, items)


def ids(event: Event, name: str) -> Sequence[UUID]:
    told = event.payload.get(name)
    return [UUID(str(each)) for each in told] if isinstance(told, list) else []


def variants(happened: Sequence[Event], names: Sequence[str]) -> Sequence[UUID]:
    found = {one for each in happened if each.name in names for one in ids(each, "variant_ids")}
    return sorted(found)
