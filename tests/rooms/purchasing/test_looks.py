"""A day's look-ups at CJ: planned, carried out over HTTP, and never more than the day pays."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hanse.app.supplying import Suppliers
from hanse.engine.manifest import Connector
from hanse.engine.tx import Database, Tx
from hanse.rooms.purchasing.model.looks import Grant, Known, Why, begin_of, day_of, day_plan
from hanse.rooms.purchasing.service import look_plans, looking
from hanse.rooms.purchasing.store import looks as store
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.service import adjusting, moving, places
from hanse.sandbox.cj.goods import Variant
from tests.rooms.catalog.some import made, variant_ids
from tests.rooms.purchasing.bought import CJ, SHELF, SOLD, SUPPLIER, connect
from tests.rooms.shops import OPERATOR, street

OFFERS = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, price_minor)
    select $1, given.id, $2, given.variant, 'active', given.product, given.theirs, 900
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[])
        as given (id, variant, product, theirs)
"""
READ = """
    select product_remote_id, variant_remote_id, price_minor, stock, read_at
    from purchasing_offers where workspace_id = $1 order by product_remote_id
"""
NOT_THERE = "no-such-product"
PER_DAY = 67  # of which looks may have 60: six of them


@dataclass(frozen=True, slots=True)
class Tight(Suppliers):
    """An account with few points."""

    def card(self, platform: str) -> Connector:
        card = self.reach.platform(platform).CARD
        assert card.budget
        return replace(card, budget=replace(card.budget, per_day=PER_DAY))


def known(at: int, **other: object) -> Known:
    usual = Known(UUID(int=at), f"p{at:03}", 900, 600, 6, None, 1.0, 1.0)
    return replace(usual, **other)  # type: ignore[arg-type]


def test_the_rest_of_a_day_is_planned_within_its_points_and_what_stays_stale_is_said() -> None:
    now = datetime.fromisoformat("2026-11-20T18:30:00+00:00")
    until = begin_of(day_of(now, 0) + timedelta(days=1), 0, now)
    goods = [
        known(at, stock=0, sold=0.02 * at, read_at=now - timedelta(days=5)) for at in range(60)
    ]
    found = day_plan(goods, Grant(105, until, 1.0, 10), now, "USD")
    assert 0 < found.points <= 105
    assert all(now <= each.at < until for each in found.looks)
    assert found.loss_more_minor <= found.loss_minor <= found.loss_without_minor
    assert found.unfresh
    assert {each.why for each in found.unfresh} <= {Why.dearer, Why.quick}
    never = {each.product_id for each in found.unfresh if each.why is Why.dearer}
    assert not never & {each.product_id for each in found.looks}
    assert day_plan(goods, Grant(0, until, 1.0, 10), now, "USD").looks == []
    assert day_plan([], Grant(105, until, 1.0, 10), now, "USD").products == 0


def at_time(
    database: Database, workspace: UUID, now: datetime
) -> Callable[[], AbstractAsyncContextManager[Tx]]:
    @asynccontextmanager
    async def tx() -> AsyncIterator[Tx]:
        async with database.tx(workspace, OPERATOR) as found:
            yield replace(found, now=now)

    return tx


async def test_a_day_is_planned_and_looked_up_within_its_points_even_if_somebody_is_killed(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, ()) as shops:
        account = await connect(shops, workspace, CJ)
        sold = shops.sandbox.cj.goods.variant(SOLD[CJ])
        assert sold
        lamp = await offered(database, workspace, account.id, sold)
        suppliers = Tight(shops.reach)
        async with database.tx(workspace, OPERATOR) as tx:
            day = day_of(tx.now, 0) + timedelta(days=1)
            midnight = begin_of(day, 0, tx.now)
        whole = workspace, account.id
        dawn = at_time(database, workspace, midnight)
        assert await looking.look(suppliers, dawn, *whole) <= 2
        async with dawn() as tx:
            [today] = await look_plans.days(tx)
        assert (today.plan.day, today.plan.budget) == (day, 60)
        assert 0 < today.plan.planned <= 60

        evening = at_time(database, workspace, midnight + timedelta(hours=20))
        async with evening() as tx:  # who is killed here has counted them already
            killed = await store.take(tx, account.id, day, 1)
        assert len(killed) == 1
        await looking.plan_anew(suppliers, evening, *whole)
        late = at_time(database, workspace, midnight + timedelta(hours=23, minutes=59))
        for _ in range(3):
            await looking.look(suppliers, late, *whole)
        async with late() as tx:
            one, tomorrow = await look_plans.days(tx)
            offers = await tx.fetch(READ, tx.workspace_id)
            theirs = [each for each in await places.places(tx) if each.kind is PlaceKind.supplier]
            levels = (await moving.levels(tx, [lamp]))[lamp]
        assert 20 <= one.plan.spent <= 60
        assert sum(each.done for each in one.hours) * 10 == one.plan.spent
        assert tomorrow.plan.day == day + timedelta(days=1)
        lying = sum(each.total for each in sold.shelves.values())
        assert {(row["product_remote_id"], row["stock"]) for row in offers} == {
            (sold.pid, lying),
            (NOT_THERE, 0),
        }
        assert [each.name for each in theirs] == ["Supplier"]
        assert {each.place_id: each.on_hand for each in levels}[theirs[0].id] == lying


async def offered(database: Database, workspace: UUID, account: UUID, sold: Variant) -> UUID:
    """The supplier has one of two that it is thought to offer; the first is counted here."""
    async with database.tx(workspace, OPERATOR) as tx:
        goods = [(await variant_ids(tx, await made(tx, name, name)))[0] for name in ("L-1", "L-2")]
        here = (await places.first_own(tx)).id
        await adjusting.adjust(tx, [Line(0, goods[0], "", here, to=0)], preview=False)
        mine = tx.ids.new()
        await tx.execute(SUPPLIER, tx.workspace_id, mine, account, tx.now, "CN")
        ids = [tx.ids.new(), tx.ids.new()]
        names = [sold.pid, NOT_THERE], [sold.vid, "v-2"]
        await tx.execute(OFFERS, tx.workspace_id, mine, ids, goods, *names)
    return goods[0]
