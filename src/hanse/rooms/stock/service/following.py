"""What happens elsewhere and changes what shops show of stock: which listings are looked at again.
It only notes them, for a shop that is read for the first time tells of all it has at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.mirror.service import showing
from hanse.rooms.stock.model.shown import RemotePlace
from hanse.rooms.stock.service import looking
from hanse.rooms.stock.store import shown as store
from hanse.trade.ports_read import Kind
from hanse.trade.stock import Location

KINDS: Mapping[str, Kind] = {
    f"mirror.{noun}.{what}": kind
    for noun, kind in (("product", Kind.products), ("offer", Kind.offers), ("level", Kind.levels))
    for what in ("changed", "removed")
}
PLACES = {"mirror.location.changed": False, "mirror.location.removed": True}
LINKS = frozenset({"catalog.offer.linked", "catalog.offer.unlinked"})
NEW = "connections.account.connected"
TURNS = frozenset(
    {
        "connections.account.reconnected",
        "connections.account.disconnected",
        "connections.account.left",
    }
)
READ = "mirror.pull.done"
FOLLOWED = frozenset({*KINDS, *PLACES, *LINKS, NEW, *TURNS, READ})
WHY = "to see which places the shop has"


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    things: dict[Kind, list[UUID]] = {}
    offers: list[UUID] = []
    for event in happened:
        if event.name in KINDS:
            things.setdefault(KINDS[event.name], []).extend(ids(event, "row_ids"))
        elif event.name in LINKS:
            offers += ids(event, "offer_ids")
        elif event.name in PLACES:
            await places_changed(tx, event, gone=PLACES[event.name])
        elif event.name == NEW and event.subject:
            await store.begin_reading(tx, [event.subject.id])  # it tells of all it has by itself
        elif event.name in TURNS and event.subject:
            await looking.ask_whole(tx, event.subject.id)
        elif event.name == READ:
            await enqueue(tx, looking.OPEN_JOB, "", {})
    names: dict[UUID, set[str]] = {}
    for kind, row_ids in things.items():
        for each in await showing.names(tx, kind, row_ids):
            name = each.remote_id if kind is Kind.products else each.parent_id
            if name:
                names.setdefault(each.account_id, set()).add(name)
    for account_id, name in await listings_of(tx, offers) if offers else ():
        names.setdefault(account_id, set()).add(name)
    for account_id in sorted(names):  # as many as there are shops
        await looking.ask(tx, account_id, sorted(names[account_id]))


def ids(event: Event, name: str) -> Sequence[UUID]:
    told = event.payload.get(name)
    return [UUID(str(each)) for each in told] if isinstance(told, list) else []


async def listings_of(tx: Tx, offer_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    """Those in which these offers are, or were when they were looked at last."""
    links = (await offering.links(tx, offer_ids)).values()
    now = [(each.account_id, each.remote_product_id) for each in links]
    return [*now, *await store.offered(tx, offer_ids)]


async def places_changed(tx: Tx, event: Event, *, gone: bool) -> None:
    """Of a shop that opens or closes a place, all is looked at: its rows begin or end."""
    account_id = UUID(str(event.payload["account_id"]))
    row_ids = ids(event, "row_ids")
    before = await store.places(tx, account_id)
    if gone:
        named = await showing.names(tx, Kind.locations, row_ids)
        await store.drop_places(tx, account_id, [each.remote_id for each in named])
    else:
        found = (await showing.values(tx, Kind.locations, row_ids, WHY)).values()
        await store.put_places(tx, account_id, [remote_place(each) for each in found])
    after = await store.places(tx, account_id)
    closed = [{each.remote_id for each in some if not each.active} for some in (before, after)]
    if before and closed[0] != closed[1]:
        await looking.ask_whole(tx, account_id)


def remote_place(found: Location) -> RemotePlace:
    return RemotePlace(found.remote_id, found.name or "", found.active is not False)
