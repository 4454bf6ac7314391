"""Whom the goods of an order go to, by a name that says nothing of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from hanse.engine import vault
from hanse.engine.tx import Tx
from hanse.rooms.orders.service import sealing
from hanse.rooms.orders.store import people as store
from hanse.trade.people import Address, Recipient

MARK, WHY = "orders.address", "to have it sent"
FOLDER = "orders/"


def name_of(order_id: UUID) -> str:
    return f"{FOLDER}{order_id}"


async def named(tx: Tx, names: Sequence[str]) -> Mapping[str, Recipient]:
    """Those whose address is known, and has not been erased."""
    ids = {UUID(name.removeprefix(FOLDER)): name for name in names if name.startswith(FOLDER)}
    rows = await store.personal(tx, sorted(ids))
    persons = await sealing.opened(tx, sealing.PERSONAL, rows, WHY)
    numbers = await sealing.tax_numbers(tx, sorted(rows), WHY)
    addresses = {
        ids[row]: replace(
            person.shipping,
            phone=person.shipping.phone or person.phone or None,
            tax_number=numbers.get(row) or person.shipping.tax_number,
        )
        for row, person in persons.items()
        if person.shipping is not None
    }
    texts = {name: text_of(address) for name, address in addresses.items()}
    marks = await vault.keyed_all(tx, MARK, set(texts.values())) if texts else {}
    return {
        name: Recipient(address, marks[texts[name]].hex()) for name, address in addresses.items()
    }


def text_of(address: Address) -> str:
    """Without what it does not have: an address that nobody changed has the mark that it had."""
    told = msgspec.to_builtins(address)
    if address.tax_number is None:
        del told["tax_number"]
    return msgspec.json.encode(told).decode()
