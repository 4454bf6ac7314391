"""A workspace that buys: a connected supplier, one that is written to, and goods of ours."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.base.money import Money
from hanse.connectors.woocommerce.manifest import CARD
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.manifest import Connector, Ends, Supplies, Sureness, Wish
from hanse.engine.metrics import Meter
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.purchasing.model.offers import Given, Line
from hanse.rooms.purchasing.model.quoting import Need, NeedLine
from hanse.rooms.purchasing.model.suppliers import Supplier, SupplierState
from hanse.rooms.purchasing.service import needing, offers, suppliers
from tests.api import shops
from tests.api.conftest import reaching
from tests.rooms.catalog.some import made, variant_ids

CAN = Supplies(
    wishes=((Wish.no_logo, Sureness.memo_only), (Wish.voucher, Sureness.confirmed)),
    ends_unpaid=Ends.by_call,
    ends_paid=Ends.by_site,
    pays_itself=False,
    has_balance=False,
    number_chars_max=50,
    note_chars_max=500,
    source="a test",
)
CARDS: Mapping[str, Connector] = {"woocommerce": replace(CARD, supplies=CAN)}
BUYER = Actor(ActorKind.person, UUID(int=7), "Ana", UUID(int=7))


@dataclass
class Desk:
    """Our variants are `goods`, each with the SKU at the same place of `skus`."""

    database: Database
    workspace: UUID
    connected: Supplier
    written: Supplier
    goods: Sequence[UUID]
    skus: Sequence[str]

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        async with self.database.tx(self.workspace, BUYER) as tx:
            yield tx

    async def offer(self, supplier: Supplier, place: int, **given: object) -> UUID:
        line = Line(0, supplier.id, "", self.goods[place], "", Given(**given))  # type: ignore[arg-type]
        async with self.tx() as tx:
            await offers.put(tx, [line], preview=False)
            found = await offers.of_variants(tx, [self.goods[place]])
        return next(each.id for each in found[self.goods[place]] if each.supplier_id == supplier.id)

    async def buy(self, offer_id: UUID, place: int, count: int = 1) -> UUID:
        """A purchase that waits for its quote."""
        async with self.tx() as tx:
            line = NeedLine(tx.ids.new(), self.goods[place], offer_id, count, Money("USD", 2000))
            order_id = tx.ids.new()
            need = Need(order_id, "1001", "DE", "", "10115", str(order_id), "m", (line,))
            [purchase_id] = (await needing.begin(tx, [need]))[order_id]
        return purchase_id


def supplier_of(name: str, account_id: UUID | None, tx: Tx) -> Supplier:
    return Supplier(
        id=UUID(int=0),
        name=name,
        account_id=account_id,
        email="ana@factory.example",
        state=SupplierState.active,
        currency="USD",
        from_country="CN",
        minimum_minor=0,
        lead_days=Decimal(7),
        lead_spread=Decimal(2),
        buffer_minutes=10,
        above_percent=Decimal(10),
        margin_percent=Decimal(0),
        dispute_days=None,
        wishes={},
        memo="",
        accepted=(),
        accepted_by=None,
        accepted_at=None,
        version=1,
        made_at=tx.now,
    )


@pytest.fixture(scope="module")
async def known_jobs(database: Database) -> None:
    async with reaching(database, Meter()) as reach:
        await prepare(database, collect(wiring.jobs_of(reach.wire, reach)))


@pytest.fixture
async def desk(database: Database, workspace: UUID, known_jobs: None) -> Desk:
    async with database.tx(workspace, BUYER) as tx:
        account_id = await shops.account(tx, "Factory")
        connected = await suppliers.make(tx, CARDS, supplier_of("Factory", account_id, tx))
        written = await suppliers.make(tx, CARDS, supplier_of("Weaver", None, tx))
        skus = [f"L-{tx.ids.new()}" for _ in range(3)]
        goods = [(await variant_ids(tx, await made(tx, f"Lamp {sku}", sku)))[0] for sku in skus]
    return Desk(database, workspace, connected, written, goods, skus)
