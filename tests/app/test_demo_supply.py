"""The demo's supplier: some goods lie there only, and orders go out by themselves; once."""

import pytest

from hanse.app import demo_supply
from hanse.base.money import Money
from hanse.changes.model.policies import AUTOMATIC, Load, needed
from hanse.changes.service import ruling
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service import storing
from hanse.rooms.purchasing.model.suppliers import SupplierState
from hanse.rooms.purchasing.service import offers, suppliers
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.service import adjusting, channels, listing, places
from hanse.trade.ports_read import Kind, Row
from hanse.trade.supply import Stocked, Supply, SupplyVariant
from tests.app.test_demo_stock import NAME, windows
from tests.rooms.pricing.conftest import known_jobs
from tests.rooms.stock.windows import Windows

__all__ = ["known_jobs", "windows"]


FEED = "update mirror_feeds set kind = 'supplied' where workspace_id = $1 and account_id = $2"


def supply(remote_id: str, sku: str) -> Supply:
    stock = (Stocked("CN", 30), Stocked("US", 8))
    price = Money("USD", 4_00)
    one = SupplyVariant(f"v{remote_id}", f"k{remote_id}", sku, "Default", price, stock=stock)
    return Supply(remote_id, f"Lamp {remote_id}", True, (one,))


async def stand(tx: Tx) -> list[tuple[str, int]]:
    rows = (await listing.list_levels(tx, listing.Asked(), None, 99)).rows
    return sorted((at.place.name, at.level.on_hand) for row in rows for at in row.places)


@pytest.mark.usefixtures("known_jobs")
async def test_some_goods_lie_at_the_supplier_only_and_orders_up_to_a_sum_go_out_by_themselves(
    windows: Windows,
) -> None:
    plain = windows.shops[0]
    there = await windows.open_shop(demo_supply.NAME)
    goods = list(await windows.goods(4))
    async with plain.tx() as tx:
        await tx.execute(NAME, windows.workspace, there.account_id, "cj", demo_supply.NAME)
        await tx.execute(FEED, windows.workspace, there.account_id)
        here = (await places.first_own(tx)).id
        lines = [Line(at, each, "", here, to=7) for at, each in enumerate(goods)]
        await adjusting.adjust(tx, lines, preview=False)
        called = await labels.labels(tx, goods)
        rows = [
            Row(str(at), {}, supply(str(at), called[each].sku or ""))
            for at, each in enumerate(goods)
        ]
        assert not await demo_supply.step(tx, ["0", "1", "2", "3"]), "nothing was read yet"
        await storing.saw(tx, there.account_id, Kind.supplied, rows, tx.now)
        assert await demo_supply.step(tx, ["0", "1", "2", "3"])
    async with plain.tx() as tx:
        [made] = await suppliers.page(tx, {}, None, [*SupplierState], 9)
        assert made.supplier.accepted == tuple(sorted(demo_supply.WISHES))
        offered = await offers.of_variants(tx, goods)
        assert {each for each, found in offered.items() if found} == set(goods)
        at_supplier = [(demo_supply.NAME, 30)] * 4
        assert await stand(tx) == [*at_supplier, ("Main", 7), ("Main", 7)], (
            "of two there is none here"
        )
        assert (await channels.one(tx, plain.account_id)).channel.supplied
        assert (await accounts.account(tx, there.account_id)).write_mode == "live"
        policy = await ruling.policy(tx)
        for dollars, alone in ((900, True), (1_100, False)):
            load = Load("purchases.order", 1, (Money("USD", dollars * 100),))
            assert (needed(policy, [load]) == AUTOMATIC) is alone
