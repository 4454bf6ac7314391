"""Goods for tests."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import making, offering, reading
from hanse.rooms.catalog.service.making import NewGoods
from hanse.trade.fields import Value


async def made(tx: Tx, title: str, *skus: str, **more: Value) -> UUID:
    """A product with a variant for each SKU, or with one."""
    variants = [{"sku": sku} for sku in skus] or [{}]
    return (await made_all(tx, NewGoods({"title": title, **more}, variants)))[0]


async def made_all(tx: Tx, *new: NewGoods) -> Sequence[UUID]:
    done = await making.make(tx, new, "typed")
    done.demand_all()
    return done.product_ids


async def variant_ids(tx: Tx, product_id: UUID) -> Sequence[UUID]:
    return [each.id for each in (await reading.variants_of(tx, [product_id]))[product_id]]


async def sold_at(tx: Tx, account_id: UUID, product_id: UUID, remote_id: str) -> OfferLink:
    [variant_id, *_] = await variant_ids(tx, product_id)
    link = OfferLink(tx.ids.new(), account_id, product_id, variant_id, remote_id, None)
    await offering.link(tx, [link], "person")
    return link
