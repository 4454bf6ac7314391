"""Who bought, sealed for the row it stands in; and the keyed hashes by which it is found."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from hanse.engine import vault
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.orders.model.orders import Person
from hanse.rooms.orders.model.reading import plain_email, plain_phone
from hanse.rooms.orders.store import people as store

PERSONAL = SealedColumn(
    "orders_orders", "personal", Resealing(store.older_orders, store.replace_orders)
)
CUSTOMER = SealedColumn(
    "orders_customers", "personal", Resealing(store.older_customers, store.replace_customers)
)
NOTE = SealedColumn("orders_notes", "words", Resealing(store.older_notes, store.replace_notes))
TAX_NUMBER = SealedColumn(
    "orders_orders", "tax_number", Resealing(store.older_tax_numbers, store.replace_tax_numbers)
)
SEALED_COLUMNS = (PERSONAL, CUSTOMER, NOTE, TAX_NUMBER)

EMAIL, PHONE = "orders.email", "orders.phone"

encode = msgspec.json.encode
decoder = msgspec.json.Decoder(Person)


async def sealed(
    tx: Tx, column: SealedColumn, persons: Mapping[UUID, Person]
) -> Mapping[UUID, bytes]:
    rows = {row: encode(person) for row, person in persons.items()}
    return await vault.put_all(tx, column, rows) if rows else {}


async def opened(
    tx: Tx, column: SealedColumn, rows: Mapping[UUID, bytes], why: str
) -> Mapping[UUID, Person]:
    plain = await vault.take_all(tx, column, rows, why) if rows else {}
    return {row: decoder.decode(value) for row, value in plain.items()}


async def tax_numbers(tx: Tx, order_ids: Sequence[UUID], why: str) -> Mapping[UUID, str]:
    """Those that were said here, which go before what the shop knows."""
    rows = await store.tax_numbers(tx, order_ids)
    plain = await vault.take_all(tx, TAX_NUMBER, rows, why) if rows else {}
    return {row: value.decode() for row, value in plain.items()}


async def hashes(tx: Tx, persons: Sequence[Person]) -> Sequence[tuple[bytes | None, bytes | None]]:
    """Of the address and of the telephone of each, where there is one."""
    emails = {plain for each in persons if (plain := plain_email(each.email))}
    phones = {plain for each in persons if (plain := plain_phone(each.phone))}
    keyed = await vault.keyed_each(tx, {EMAIL: emails, PHONE: phones})
    by_email, by_phone = keyed[EMAIL], keyed[PHONE]
    return [
        (by_email.get(plain_email(each.email)), by_phone.get(plain_phone(each.phone)))
        for each in persons
    ]
