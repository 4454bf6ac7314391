"""Disputes with a supplier: who can open one and until when; opened once, settled, taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.app.supplying import Suppliers
from hanse.base.faults import Conflict, Rejected
from hanse.changes.model.states import State as Changed
from hanse.engine.manifest import Ends
from hanse.engine.tx import Database
from hanse.rooms.mirror.service import storing
from hanse.rooms.purchasing.model import disputes as model
from hanse.rooms.purchasing.model.disputes import Cannot, Kept, State
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.states import State as Purchased
from hanse.rooms.purchasing.service import disputing, showing
from hanse.rooms.purchasing.service.disputing import Asked
from hanse.rooms.purchasing.store import disputes as store
from hanse.sandbox.cj.disputes import REFUND, REJECT, settle
from hanse.sandbox.cj.disputes import opened as theirs_opened
from hanse.sandbox.cj.supplier import Account
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Dispute, DisputeState, RefundTo, Wants
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import CJ, LONG_S, SHELF, SHOPS, Bought, read, ready
from tests.rooms.purchasing.conftest import CARDS, Desk
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

AT = datetime(2026, 12, 1, tzinfo=UTC)
IDS = {"product_remote_id": "P", "variant_remote_id": "V"}
STANDS = """
    update purchasing_orders set state = 'sent', remote_id = 'R-1', dispute_by = $3
    where workspace_id = $1 and id = $2
"""
ASKED = Asked({}, "2", Wants.refund, RefundTo.balance, "It came broken.")


def kept(**more: object) -> Kept:
    given = Kept(
        id=UUID(int=1),
        number="1001-A-D1",
        purchase_id=UUID(int=2),
        account_id=UUID(int=3),
        order_remote_id="R-1",
        state=State.opened,
        state_since=AT,
        reason="Broken",
        wants=Wants.refund,
        refund_to=RefundTo.balance,
        currency="USD",
        amount_minor=900,
        lines=(),
        set_id=None,
        end_set_id=None,
        remote_id="D-1",
        word="",
        decided_minor=None,
        resend_id="",
        why="",
        made_at=AT,
    )
    return replace(given, **more)  # type: ignore[arg-type]


async def test_one_is_opened_while_there_is_time_and_where_a_call_lets_us(desk: Desk) -> None:
    purchase_id = await desk.buy(await desk.offer(desk.connected, 0, **IDS), 0)
    async with desk.tx() as tx:
        await tx.execute(STANDS, desk.workspace, purchase_id, tx.now + timedelta(days=1))
        purchase = await showing.one(tx, purchase_id)
        now = tx.now

    def why(how: Ends = Ends.by_call, *live: Kept, **more: object) -> Cannot | None:
        wanted: Purchase = replace(purchase, **more)  # type: ignore[arg-type]
        return model.cannot(wanted, how, live, now)

    assert why() is None
    assert why(dispute_by=None) is None
    assert why(dispute_by=now - timedelta(seconds=1)) is Cannot.over
    assert why(Ends.by_site) is Cannot.by_site
    assert why(Ends.never) is Cannot.never
    assert why(remote_id=None) is Cannot.unnamed
    assert why(state=Purchased.quoted) is Cannot.not_there
    assert why(Ends.by_call, kept(state=State.unsure)) is Cannot.live
    assert why(Ends.by_call, kept(state=State.rejected)) is None
    async with desk.tx() as tx:
        found = await disputing.shown(tx, CARDS, purchase_id)
        assert (found.cannot, found.how, found.disputes) == (Cannot.never, Ends.never, [])
        assert "knows no disputes" in found.why_not


def test_a_word_that_nobody_knows_moves_nothing() -> None:
    shown = Dispute("D-1", "R-1", None, "UNDER_REVIEW")
    assert model.moved(kept(), shown) is State.opened
    assert model.moved(kept(state=State.refunded), shown) is State.refunded
    assert model.moved(kept(), replace(shown, state=DisputeState.rejected)) is State.rejected


async def test_a_dispute_is_opened_once_settled_by_the_list_taken_back_and_decided(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, SHOPS[:1]) as shops:
        market = await ready(shops, workspace, CJ)
        way = Suppliers(shops.reach)
        cards = {name: each.CARD for name, each in shops.reach.platforms.items()}
        async with at_work(shops):
            bought = await read(market, CJ)
            await bought.sold(2)
            await bought.all_are("placed")
        purchase_id = await id_of(bought)
        account = shops.sandbox.cj.named("")

        async def opened(asked: Asked = ASKED) -> Kept:
            return await disputing.open_one(market.hands, way, market.tx, cards, purchase_id, asked)

        with pytest.raises(Rejected, match="no reason that the supplier lists"):
            await opened(replace(ASKED, reason="77"))
        with pytest.raises(Rejected, match="So many of this line"):
            await opened(replace(ASKED, lines={"no such line": 1}))
        # Its answer is lost on the way: it is found in the supplier's list, and is there once.
        market.fault("read_timeout", calls="/disputes/create", platform="cj")
        first = await opened()
        assert (first.state, first.reason) == (State.opening, "Damaged products")
        assert first.amount_minor is not None
        await market.send(CJ)
        assert first.set_id is not None
        assert await market.states(first.set_id) == {Changed.unknown: 1}
        await market.settle(CJ)
        assert await market.states(first.set_id) == {Changed.proven: 1}
        [theirs] = account.disputes
        with pytest.raises(Conflict, match="open or on its way"):
            await opened()
        async with at_work(shops):
            await is_now(bought, first.id, State.opened)
            await taken_back(bought, first.id, theirs)
            assert account.disputes[theirs]["shown"]["status"] == "CANCELLED"
            second = await opened()
            assert second.number.endswith("-D2")
            await is_now(bought, second.id, State.opened)
            [other] = set(account.disputes) - {theirs}
            settle(shops.sandbox.cj, account, other, REFUND)
            account_id = market.accounts[CJ].id
            assert await disputing.follow(way, market.tx, workspace, account_id) == 1
            async with bought.tx() as tx:
                decided = await store.one(tx, second.id)
                assert decided is not None
                assert decided.state is State.refunded
                assert decided.decided_minor == account.disputes[other]["cents"]
                with pytest.raises(Conflict, match="is refunded"):
                    await disputing.withdraw(market.hands, tx, second.id)
            assert await disputing.follow(way, market.tx, workspace, account_id) == 0
            assert len(account.disputes) == 2
            await opened_by_hand(bought, account, way, purchase_id)


async def opened_by_hand(
    bought: Bought, account: Account, way: Suppliers, purchase_id: UUID
) -> None:
    """On the supplier's own site: found when the order is read, and followed as one of ours."""
    [order] = account.orders.values()
    supplier = bought.shops.sandbox.cj
    theirs = theirs_opened(supplier, account, order, [(order.lines[0], 1)], "It came late")
    account_id = bought.market.accounts[CJ].id

    async def read() -> None:
        async with bought.tx() as tx:
            await storing.want(tx, account_id, [(Kind.purchases, order.id, "")])

    async def newest() -> Kept:
        async with bought.tx() as tx:
            return (await store.of_purchase(tx, purchase_id))[0]

    async def is_found() -> bool:
        return (await newest()).remote_id == theirs

    await read()
    await until(is_found, LONG_S)
    found = await newest()
    assert (found.state, found.number[-3:], found.wants) == (State.opened, "-D3", None)
    await disputing.follow(way, bought.market.tx, bought.market.workspace, account_id)
    found = await newest()
    assert (found.reason, [each.quantity for each in found.lines]) == ("It came late", [1])
    settle(supplier, account, theirs, REJECT)
    async with bought.tx() as tx:
        await tx.execute("update purchasing_disputes set asked_at = null where id = $1", found.id)
    await disputing.follow(way, bought.market.tx, bought.market.workspace, account_id)
    assert (await newest()).state is State.rejected
    async with bought.tx() as tx:
        assert not await store.add_there(
            tx, await showing.one(tx, purchase_id), "X", order.id, theirs
        )


async def taken_back(bought: Bought, dispute_id: UUID, theirs: str) -> None:
    async with bought.tx() as tx:
        shown = await store.one(tx, dispute_id)
        assert shown is not None
        assert shown.remote_id == theirs
        assert (await showing.one(tx, shown.purchase_id)).dispute_id == theirs
        left = await disputing.withdraw(bought.market.hands, tx, dispute_id)
        assert left.end_set_id is not None
    await is_now(bought, dispute_id, State.withdrawn)


async def id_of(bought: Bought) -> UUID:
    async with bought.tx() as tx:
        found: UUID = await tx.fetchval(
            "select id from purchasing_orders where workspace_id = $1", tx.workspace_id
        )
    return found


async def is_now(bought: Bought, dispute_id: UUID, state: State) -> None:
    async def there() -> bool:
        async with bought.tx() as tx:
            found = await store.one(tx, dispute_id)
        return found is not None and found.state is state

    await until(there, LONG_S)
