"""Money goes back and orders are cancelled at both shops, once; goods come back step by step."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from asyncpg import UniqueViolationError

from hanse.app import wiring
from hanse.base.faults import Rejected
from hanse.changes.service.hands import Hands
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.orders.model import returning as model
from hanse.rooms.orders.model.refunding import Shares, Take, Wanted
from hanse.rooms.orders.model.refunds import Part, Refund
from hanse.rooms.orders.model.returning import Act, Received, ReturnReason, ReturnState
from hanse.rooms.orders.model.shown import Asked as Find
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.service import ending, refunding, returning, sending, showing
from hanse.rooms.orders.service.refunding import Cancelling, Refunding
from hanse.rooms.orders.service.returning import Asked
from hanse.rooms.orders.service.sending import Sending
from hanse.rooms.orders.store import refunds as store
from hanse.rooms.stock.service import places
from hanse.trade.orders import Fulfilment, RefundLine
from hanse.trade.orders import Refund as Told
from tests.api.conftest import reaching
from tests.changes.market import Market
from tests.rooms.orders.desk import Desk
from tests.rooms.orders.some import PLACED, euro, some_line, some_order
from tests.rooms.orders.till import Till
from tests.rooms.shops import street


@pytest.fixture
async def hands(database: Database) -> AsyncIterator[Hands]:
    async with reaching(database, Meter()) as reach:
        yield wiring.hands_of(reach)


@pytest.fixture(params=["shopify", "woocommerce"])
async def desk(
    request: pytest.FixtureRequest, database: Database, workspace: UUID
) -> AsyncIterator[Desk]:
    platform: str = request.param
    async with street(database, shops=((platform, "lamps"),)) as shops:
        yield await Desk.open(await Market.open(shops, workspace, platform), platform)


async def test_a_piece_is_paid_back_and_another_order_is_cancelled_each_once(desk: Desk) -> None:
    market, by_hand = desk.market, desk.platform == "woocommerce"
    first, second, *_ = await desk.orders(State.confirmed)
    order_id, line = first.listed.id, first.lines[0]
    one = Refunding(Wanted(lines={line.id: Take(1)}), "It came too late", by_hand=by_hand)
    async with market.tx() as tx:
        shown = await refunding.preview(tx, order_id, one.wanted)
        made = await refunding.refund(market.hands, tx, order_id, one)
    assert made.shares == shown
    assert shown.shipping == 0
    assert line.total_minor
    assert shown.goods == line.total_minor // line.quantity
    async with market.tx() as tx:
        for again in (
            refunding.refund(market.hands, tx, order_id, one),
            refunding.cancel(market.hands, tx, order_id, Cancelling()),
        ):
            with pytest.raises(Rejected, match="Something is being given back of order"):
                await again
        with pytest.raises(Rejected, match="is on its way"):
            await sending.send(market.hands, tx, order_id, Sending({}))
    await desk.goes_through(made.set_id)
    for _ in range(2):  # before the shop shows it, and afterwards
        standing = await desk.standing(order_id)
        assert [each.state for each in standing.refunds] == ["done"]
        assert standing.account
        assert standing.account.left.total == standing.account.paid.total - shown.total
        [left] = [each for each in standing.account.lines if each.id == line.id]
        assert left.left == line.quantity - 1
        await desk.look()
    assert desk.counted("refund") == 1
    async with market.tx() as tx:
        names = [each.name for each, _ in await showing.timeline(tx, order_id)]
        assert "orders.refund.made" in names
        if by_hand:
            with pytest.raises(Rejected, match="gives no money back when an order is cancelled"):
                await refunding.cancel(market.hands, tx, second.listed.id, Cancelling())
        asked = Cancelling("The buyer asked", refund=not by_hand)
        gone = await refunding.cancel(market.hands, tx, second.listed.id, asked)
    await desk.goes_through(gone.set_id)
    await desk.look()
    async with market.tx() as tx:
        whole = await showing.order(tx, second.listed.id)
        assert whole.listed.state is State.cancelled
        with pytest.raises(Rejected, match="is cancelled, so it is not cancelled any more"):
            await refunding.cancel(market.hands, tx, second.listed.id, asked)
    [ended] = (await desk.standing(second.listed.id)).refunds
    assert (ended.kind, ended.state) == ("cancel", "done")


@pytest.mark.parametrize("desk", ["woocommerce"], indirect=True)
async def test_what_came_back_is_paid_and_then_the_return_is_closed(desk: Desk) -> None:
    market = desk.market
    order = (await desk.orders(State.confirmed))[0]
    async with market.tx() as tx:
        with pytest.raises(Rejected, match="has left that could come back"):
            await returning.request(tx, order.listed.id, ReturnReason.damaged, "", {})
        await sending.send(market.hands, tx, order.listed.id, Sending({}))
        back = await returning.request(tx, order.listed.id, ReturnReason.damaged, "", {})
        for act in (Act.approve, Act.receive):
            back = await returning.act(market.hands, tx, back.id, Asked(act))
        asked = Asked(Act.refund, by_hand=True)
        back = await returning.act(market.hands, tx, back.id, asked)
        assert (back.state, back.refund_open) == (ReturnState.received, True)
        with pytest.raises(Rejected, match="Its refund is proposed and waits"):
            await returning.act(market.hands, tx, back.id, asked)
    [made] = (await desk.standing(order.listed.id)).refunds
    await desk.goes_through(made.set_id)
    async with market.tx() as tx:
        assert (await returning.one(tx, back.id)).state is ReturnState.closed


async def test_goods_come_back_step_by_step_and_count_once(till: Till, hands: Hands) -> None:
    """Three were sent; two come back, of which one is of no use."""
    variant = await till.stocked(5)
    parcel = Fulfilment("f1", "5001", "DHL", "JJD2", None, PLACED, ("1",))
    order = some_order(lines=(some_line(quantity=3),))
    await till.shows(order)
    await till.take()
    await till.shows(replace(order, fulfilments=(parcel,)))
    await till.take()
    assert await till.level(variant) == (2, 0)
    async with till.tx() as tx:
        [listed] = await showing.list_orders(tx, Find(), None, 2)
        [line] = (await showing.order(tx, listed.id)).lines
        damaged, note = ReturnReason.damaged, "Broken, card 4111 1111 1111 1111"
        with pytest.raises(Rejected, match=r"Of Lamp 3 pieces could come back, not 4."):
            await returning.request(tx, listed.id, damaged, note, {line.id: 4})
        back = await returning.request(tx, listed.id, damaged, note, {line.id: 2})
        assert back.note == "Broken, card [card number removed]"
        with pytest.raises(Rejected, match=r"Of Lamp 1 pieces could come back, not 2."):
            await returning.request(tx, listed.id, damaged, "", {line.id: 2})
        with pytest.raises(Rejected, match="that cannot be done with it"):
            await returning.act(hands, tx, back.id, Asked(Act.receive))
        with pytest.raises(Rejected, match="It needs a reason"):
            await returning.act(hands, tx, back.id, Asked(Act.decline))
        await returning.act(hands, tx, back.id, Asked(Act.approve))
        with pytest.raises(Rejected, match="A label is a link to it, or a tracking number"):
            await returning.act(hands, tx, back.id, Asked(Act.label))
        labelled = Asked(Act.label, carrier="DHL", tracking_number="R1")
        assert (await returning.act(hands, tx, back.id, labelled)).tracking_number == "R1"
        await returning.act(hands, tx, back.id, Asked(Act.sent))
        with pytest.raises(Rejected, match=r"Of Lamp 2 pieces were to come back, not 3."):
            many = Asked(Act.receive, came=(Received(line.id, 2, 1),))
            await returning.act(hands, tx, back.id, many)
        came = Asked(Act.receive, came=(Received(line.id, 1, 1),))
        back = await returning.act(hands, tx, back.id, came)
        assert [(each.restocked, each.written_off) for each in back.lines] == [(1, 1)]
    assert await till.level(variant) == (3, 0)
    async with till.tx() as tx:
        with pytest.raises(Rejected, match="that cannot be done with it"):
            await returning.act(hands, tx, back.id, came)
        shut = Asked(Act.close, "Exchanged for another")
        back = await returning.act(hands, tx, back.id, shut)
        assert (back.state, back.acts) == (ReturnState.closed, ())
        [only] = await returning.list_returns(tx, [ReturnState.closed], None, None, 5)
        assert only.answer == "Exchanged for another"
        assert await returning.list_returns(tx, [], listed.id, back.id, 5) == []
    await till.shows(replace(order, fulfilments=(parcel,), note="Other words"))
    await till.take()
    assert await till.level(variant) == (3, 0)


async def test_refunded_goods_are_taken_in_once_whoever_tells_it(till: Till) -> None:
    variant = await till.stocked(5)
    await till.shows(some_order(fulfilments=(Fulfilment("f1", "5001", "", "", None, PLACED),)))
    await till.take()
    async with till.tx() as tx:
        [listed] = await showing.list_orders(tx, Find(), None, 2)
        [line] = (await showing.order(tx, listed.id)).lines
        place, set_id = await places.first_own(tx), tx.ids.new()
        asked = ("refund", "open", "", set_id, None, "EUR", Shares(1_000, 200), "", tx.now, None)
        refund = Refund(tx.ids.new(), listed.id, listed.number, *asked)
        await store.add(tx, refund, till.account_id, 0, [Part(line.id, 1, 0, True, 1, place.id)])
        with pytest.raises(UniqueViolationError):
            async with tx.savepoint():
                await store.add(tx, replace(refund, id=tx.ids.new()), till.account_id, 0, [])
    before, _ = await till.level(variant)
    for _ in range(2):
        async with till.tx() as tx:
            await ending.done(tx, await store.end(tx, [set_id], "done", ""))
    assert await till.level(variant) == (before + 1, 0)


async def test_what_the_shop_takes_back_is_restocked_once_as_it_says(
    till: Till, hands: Hands
) -> None:
    """Not what it does not restock, and not again what came back by a return of ours."""
    variant = await till.stocked(5)
    parcel = Fulfilment("f1", "5001", "", "", None, PLACED)
    order = some_order(lines=(some_line(quantity=4),), fulfilments=(parcel,))
    await till.shows(order)
    await till.take()
    assert await till.level(variant) == (1, 0)
    levels: list[tuple[int, int]] = []
    for told in ((True, True), (True, True), (True, True, False), (True, True, False, True)):
        if len(told) == 4:
            async with till.tx() as tx:
                [listed] = await showing.list_orders(tx, Find(), None, 2)
                [line] = (await showing.order(tx, listed.id)).lines
                with pytest.raises(Rejected, match=r"Of Lamp 2 pieces could come back, not 3."):
                    await returning.request(tx, listed.id, ReturnReason.other, "", {line.id: 3})
                asked = {line.id: 1}
                back = await returning.request(tx, listed.id, ReturnReason.other, "", asked)
                for act in (Act.approve, Act.receive):
                    await returning.act(hands, tx, back.id, Asked(act))
        lines = [RefundLine("1", 1, euro(1_000), euro(200), each) for each in told]
        refunds = [
            Told(f"r{at}", "5001", euro(1_200), None, True, PLACED, (each,))
            for at, each in enumerate(lines)
        ]
        await till.shows(replace(order, refunds=tuple(refunds), note=f"{len(levels)}"))
        await till.take()
        levels.append(await till.level(variant))
    assert levels == [(3, 0), (3, 0), (3, 0), (4, 0)]


def test_every_state_is_reached_every_act_has_its_place_and_all_ends() -> None:
    reached, ends = {ReturnState.requested}, 0
    while ends != len(reached):
        ends = len(reached)
        reached |= {after for (origin, _), after in model.WAYS.items() if origin in reached}
    assert reached == set(ReturnState) == set(model.NEXT)
    assert {act for _, act in model.WAYS} == set(Act)
    assert {each for each in ReturnState if not model.acts(each)} == {
        ReturnState.closed,
        ReturnState.declined,
    }
