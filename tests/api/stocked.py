"""What people keep of stock, of somebody, so that strangers can be seen to know nothing of it."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.places import Place
from hanse.rooms.stock.service import places


async def place(tx: Tx, mark: str) -> UUID:
    name = f"{mark} {tx.ids.new()}"
    return (await places.make(tx, Place(tx.ids.new(), name))).id


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/stock/places/{id}": place,
}
