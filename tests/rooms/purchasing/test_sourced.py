"""A person says of whom goods of an order are bought, sees the difference, takes it back."""

from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Rejected
from hanse.engine.tx import Database
from hanse.rooms.orders.service import sourcing
from hanse.rooms.orders.service.sourcing import Choice, Pick
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import CJ, LONG_S, SHELF, SHOPS, Bought, read, ready
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

SLOWLY = "update purchasing_suppliers set buffer_minutes = 600 where workspace_id = $1"
OTHER = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, state, currency,
        from_country, buffer_minutes, above_percent, margin_percent, lead_days, accepted, made_at)
    select workspace_id, $2, 'Other', account_id, state, currency, from_country, 600, 1000, -100,
        9, accepted, made_at
    from purchasing_suppliers where workspace_id = $1
"""
DEARER = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, order_key, price_minor)
    select workspace_id, $2, $3, variant_id, state, product_remote_id, variant_remote_id, order_key,
        price_minor + 100
    from purchasing_offers where workspace_id = $1
"""
STATES = "select supplier_id, state from purchasing_orders where workspace_id = $1 order by id"
LINE = "select id, order_id, bought from orders_lines where workspace_id = $1 and bought > 0"


async def test_goods_are_bought_of_whom_a_person_chooses_and_that_is_taken_back(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, SHOPS[:1]) as shops:
        market = await ready(shops, workspace, CJ)
        async with at_work(shops):
            bought = await read(market, CJ)
            async with bought.tx() as tx:
                await tx.execute(SLOWLY, workspace)
                other, dearer = tx.ids.new(), tx.ids.new()
                await tx.execute(OTHER, workspace, other)
                await tx.execute(DEARER, workspace, dearer, other)
            await bought.sold(2)
            await bought.all_are("quoted")
            async with bought.tx() as tx:
                [line] = await tx.fetch(LINE, workspace)
                line_id, order_id = line["id"], line["order_id"]
                [choice] = await sourcing.choices(tx, order_id)
            assert (choice.pieces, line["bought"]) == (2, 2)
            check(choice, dearer)
            async with bought.tx() as tx:
                for offer_id in (choice.now.offer_id if choice.now else dearer,):
                    with pytest.raises(Conflict, match="bought there already"):
                        await sourcing.take(tx, order_id, [Pick(line_id, offer_id)])
                with pytest.raises(Rejected, match="No such offer"):
                    await sourcing.take(tx, order_id, [Pick(line_id, tx.ids.new())])
            async with bought.tx() as tx:
                taken = await sourcing.take(tx, order_id, [Pick(line_id, dearer)])
            assert len(taken.purchase_ids) == 1
            await are(bought, ["stopped", "quoted"])
            async with bought.tx() as tx:
                back = await sourcing.take(tx, order_id, taken.before)
            assert back.before == [Pick(line_id, dearer)]
            await are(bought, ["stopped", "stopped", "quoted"])

            async def counted() -> bool:
                async with bought.tx() as tx:
                    return [row["bought"] for row in await tx.fetch(LINE, workspace)] == [2]

            await until(counted, LONG_S)
        assert shops.sandbox.cj.ledger.count(CJ, "order.create") == 0


def check(choice: Choice, dearer: UUID) -> None:
    assert choice.now is not None
    assert choice.now.may_go
    by_id = {each.placed.alternative.id: each for each in choice.offered}
    mine, theirs = by_id[choice.now.offer_id], by_id[dearer]
    assert mine.dearer is not None
    assert theirs.dearer is not None
    assert (mine.dearer.minor, mine.days_later) == (0, 0)
    costs = [each.placed.alternative.cost for each in (theirs, mine)]
    assert costs[0] is not None
    assert costs[1] is not None
    assert theirs.dearer == costs[0] - costs[1]
    assert theirs.days_later == 2
    assert [each.placed.usable for each in choice.offered] == [True, True]
    assert all(len(each.placed.given) == 4 for each in choice.offered)


async def are(bought: Bought, states: list[str]) -> None:
    async def there() -> bool:
        async with bought.tx() as tx:
            rows = await tx.fetch(STATES, tx.workspace_id)
        return [row["state"] for row in rows] == states

    await until(there, LONG_S)
