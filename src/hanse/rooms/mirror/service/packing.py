"""How values and documents are kept: as JSON, the document packed; sealed where they are about
persons."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.cardless import document_without, may_hold, value_without
from hanse.base.money import Money
from hanse.engine import vault
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.mirror.model.rows import PERSONAL, Draft, label
from hanse.rooms.mirror.store import rows as store
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order, Refund
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Kind, Row
from hanse.trade.stock import ItemStock, Location
from hanse.trade.supply import Purchase, Supply

VALUE = SealedColumn("mirror_rows", "value", Resealing(store.older_values, store.replace_values))
DOCUMENT = SealedColumn(
    "mirror_rows", "document", Resealing(store.older_documents, store.replace_documents)
)
SEALED_COLUMNS = (VALUE, DOCUMENT)

TYPES: Mapping[Kind, Any] = {
    Kind.products: Product,
    Kind.offers: Offer,
    Kind.locations: Location,
    Kind.levels: ItemStock,
    Kind.orders: Order,
    Kind.refunds: Refund,
    Kind.buyers: Buyer,
    Kind.supplied: Supply,
    Kind.purchases: Purchase,
}
CHECKSUM_BYTES = 16
PACKED_BY = 1  # the fastest; it takes four fifths off already

# Inside of a text the quotation marks are escaped, so this is the field and nothing else.
MODIFIED = re.compile(rb'"modified_at":"[^"]*",?')

values = msgspec.json.Encoder()
documents = msgspec.json.Encoder(decimal_format="number")  # every digit as it came


def draft(kind: Kind, row: Row[Any]) -> Draft:
    """Ready to be kept; of what is about persons no number of a card is."""
    value, document = row.value, row.document
    encoded, received = values.encode(value), documents.encode(document)
    if kind in PERSONAL and may_hold(received):
        received = documents.encode(document_without(document))
    if kind in PERSONAL and may_hold(encoded):
        value = value_without(value)
        encoded = values.encode(value)
    return Draft(
        remote_id=row.remote_id,
        label=label(kind, value),
        checksum=checksum(encoded),
        value=encoded,
        document=zlib.compress(received, PACKED_BY),
        is_whole=not getattr(value, "incomplete", False),
        prices=prices_of(value) if kind is Kind.products else None,
    )


def checksum(encoded: bytes) -> bytes:
    """Of what we understand, without when it was changed: a save without a change is none."""
    return hashlib.blake2b(MODIFIED.sub(b"", encoded), digest_size=CHECKSUM_BYTES).digest()


def unpacked(document: bytes) -> str:
    return zlib.decompress(document).decode()


async def sealed(
    tx: Tx, kind: Kind, drafts: Sequence[tuple[UUID, Draft]]
) -> Sequence[tuple[UUID, Draft]]:
    """Ready to be written: as they are, or sealed for their rows."""
    if kind not in PERSONAL or not drafts:
        return drafts
    value = await vault.put_all(tx, VALUE, {row: each.value for row, each in drafts})
    document = await vault.put_all(tx, DOCUMENT, {row: each.document for row, each in drafts})
    return [(row, replace(each, value=value[row], document=document[row])) for row, each in drafts]


async def opened(
    tx: Tx, kind: Kind, row: UUID, value: bytes, document: bytes, why: str
) -> tuple[Any, str]:
    """What we understand, and what was received."""
    if kind in PERSONAL:
        value = await vault.take(tx, VALUE, row, value, why)
        document = await vault.take(tx, DOCUMENT, row, document, why)
    return read(kind, value), unpacked(document)


def read(kind: Kind, value: bytes) -> Any:
    return msgspec.json.decode(value, type=TYPES[kind])


class PricedOffer(msgspec.Struct):
    """As much of an offer as a price needs."""

    variant_id: str | None = None
    price: Money | None = None


class PricedProduct(msgspec.Struct):
    offers: tuple[PricedOffer, ...] = ()


Price = tuple[str, int]  # a currency and its minor units: a million of them are read at once

priced = msgspec.json.Decoder(PricedProduct)
narrow = msgspec.json.Decoder(list[tuple[str | None, Price]])


def prices_of(value: Product | PricedProduct) -> bytes:
    """What the offers of a product cost, to be kept beside it."""
    found = [(each.variant_id, each.price) for each in value.offers]
    return values.encode([(name, (each.currency, each.minor)) for name, each in found if each])


def prices(
    rows: Iterable[tuple[str, bytes | None, bytes]],
) -> Mapping[tuple[str, str | None], Price]:
    """By product and variant, of products with their prices beside them; where there are none, it
    was last written before they were kept, and the product itself tells."""
    return {
        (product_id, variant_id): price
        for product_id, kept, value in rows
        for variant_id, price in narrow.decode(kept or prices_of(priced.decode(value)))
    }


async def values_of(
    tx: Tx, kind: Kind, found: Mapping[UUID, bytes], why: str
) -> Mapping[UUID, Any]:
    plain = await vault.take_all(tx, VALUE, found, why) if kind in PERSONAL and found else found
    return {row: read(kind, value) for row, value in plain.items()}
