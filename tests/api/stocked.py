"""What people keep of stock, of somebody, so that strangers can be seen to know nothing of it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import making, reading
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.places import Place
from hanse.rooms.stock.model.promotions import Asked as Kept
from hanse.rooms.stock.model.transfers import Asked
from hanse.rooms.stock.service import adjusting, counting, places, promoting, transferring
from tests.api import shops


async def place(tx: Tx, mark: str) -> UUID:
    name = f"{mark} {tx.ids.new()}"
    return (await places.make(tx, Place(tx.ids.new(), name))).id


async def variant(tx: Tx, mark: str) -> UUID:
    """With five pieces at the first place; archived, so that it takes no room in the plan."""
    new = NewGoods({"title": mark, "state": "archived"}, [{"sku": f"{mark}-{tx.ids.new()}"}])
    [product] = (await making.make(tx, [new], "typed")).product_ids
    [made] = (await reading.variants_of(tx, [product]))[product]
    line = Line(0, made.id, "", (await places.first_own(tx)).id, to=5)
    await adjusting.adjust(tx, [line], preview=False)
    return made.id


async def count(tx: Tx, mark: str) -> UUID:
    wanted = await variant(tx, mark)
    at = (await places.first_own(tx)).id
    return (await counting.begin(tx, at, mark, [wanted], everything=False)).id


async def transfer(tx: Tx, mark: str) -> UUID:
    lines = [Asked(0, await variant(tx, mark), "", 2)]
    source, target = (await places.first_own(tx)).id, await place(tx, mark)
    return (await transferring.send(tx, source, target, lines, None, mark)).id


async def promotion(tx: Tx, mark: str) -> UUID:
    lines = [Kept(0, await variant(tx, mark), "", 2)]
    account = await shops.account(tx, mark)
    times = tx.now + timedelta(days=1), tx.now + timedelta(days=2)
    return (await promoting.plan(tx, mark, account, None, lines, *times))[0].id


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/stock/places/{id}": place,
    "/api/stock/levels/{variant_id}": variant,
    "/api/stock/counts/{id}": count,
    "/api/stock/transfers/{id}": transfer,
    "/api/stock/promotions/{id}": promotion,
}
