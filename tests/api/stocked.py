"""What people keep of stock, of somebody, so that strangers can be seen to know nothing of it."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import making, reading
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.places import Place
from hanse.rooms.stock.service import moving, places


async def place(tx: Tx, mark: str) -> UUID:
    name = f"{mark} {tx.ids.new()}"
    return (await places.make(tx, Place(tx.ids.new(), name))).id


async def variant(tx: Tx, mark: str) -> UUID:
    """With five pieces at the first place; archived, so that it takes no room in the plan."""
    new = NewGoods({"title": mark, "state": "archived"}, [{"sku": f"{mark}-{tx.ids.new()}"}])
    [product] = (await making.make(tx, [new], "typed")).product_ids
    [made] = (await reading.variants_of(tx, [product]))[product]
    at = (await places.first_own(tx)).id
    move = Move(made.id, at, MoveKind.receipt, 5)
    await moving.move(tx, [move], Cause("test.stock", None, mark))
    return made.id


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/stock/places/{id}": place,
    "/api/stock/levels/{variant_id}": variant,
}
