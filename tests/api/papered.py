"""Papers of somebody, so that strangers can be seen to know nothing of them."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Tx
from hanse.rooms.identity.service import businesses
from hanse.rooms.orders.service.papers import issuing, sellers
from tests.rooms.orders.paper import SELLER, item, sale


async def seller(tx: Tx, mark: str) -> UUID:
    made = await businesses.make_business(tx, f"{mark} Lamps", "shop")
    party = replace(SELLER.party, name=f"{mark} Lamps")
    await sellers.set_seller(tx, replace(SELLER, business_id=made.id, party=party), 0)
    return made.id


async def invoice(tx: Tx, mark: str) -> UUID:
    sold = sale(item(mark, 1_000, 190, 2))
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        return (await issuing.issue_invoice(tx, shelf, sold, await seller(tx, mark))).id


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/orders/sellers/{id}": seller,
    "/api/orders/invoices/{id}": invoice,
}
