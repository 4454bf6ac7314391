"""What we send ourselves is sold once, and the order knows it before its shop does."""

from dataclasses import replace

import pytest

from hanse.base.faults import Rejected
from hanse.changes.service.hands import Hands
from hanse.rooms.orders.model.sending import Sending
from hanse.rooms.orders.model.shown import Asked, WholeOrder
from hanse.rooms.orders.service import acting, sending, showing
from hanse.trade.orders import Fulfilment
from tests.rooms.orders.some import PLACED, some_line, some_order
from tests.rooms.orders.till import Till


async def only(till: Till) -> WholeOrder:
    async with till.tx() as tx:
        [listed] = await showing.list_orders(tx, Asked(), None, 2)
        return await showing.order(tx, listed.id)


async def test_an_order_goes_out_in_two_parcels_and_what_is_sent_is_sold_once(
    till: Till, hands: Hands
) -> None:
    variant = await till.stocked(5)
    order = some_order(lines=(some_line(quantity=3),))
    await till.shows(order)
    await till.take()
    whole = await only(till)
    [line] = whole.lines
    order_id = whole.listed.id
    async with till.tx() as tx:
        with pytest.raises(Rejected, match=r"Of Lamp 3 pieces are left to send, not 4."):
            await sending.send(hands, tx, order_id, Sending({line.id: 4}))
        await acting.hold(tx, order_id, "The buyer asked.")
        with pytest.raises(Rejected, match=r"is held: The buyer asked."):
            await sending.send(hands, tx, order_id, Sending({}))
        await acting.release(tx, order_id)
        await sending.send(hands, tx, order_id, Sending({line.id: 1}, "DHL", "JJD1"))
    assert await till.level(variant) == (4, 2)
    assert (await only(till)).listed.state == "processing"
    async with till.tx() as tx:
        await sending.send(hands, tx, order_id, Sending({}, "DHL", "JJD2"))
    assert await till.level(variant) == (2, 0)
    parcel = Fulfilment("f1", "5001", "DHL", "JJD2", None, PLACED, ("1",))
    await till.shows(replace(order, fulfilments=(parcel,), note="Other words"))
    await till.take()
    whole = await only(till)
    assert whole.listed.state == "shipped"
    assert [(each.made_by, each.tracking_number, each.remote_id) for each in whole.parcels] == [
        ("us", "JJD1", None),
        ("us", "JJD2", "f1"),
    ]
    assert await till.level(variant) == (2, 0)
    async with till.tx() as tx:
        with pytest.raises(Rejected, match=r"is shipped, so nothing of it is sent"):
            await sending.send(hands, tx, order_id, Sending({}))


async def test_what_is_not_there_is_not_sent(till: Till, hands: Hands) -> None:
    await till.stocked(1)
    await till.shows(some_order())
    await till.take()
    whole = await only(till)
    async with till.tx() as tx:
        with pytest.raises(Rejected, match=r"Of Lamp 0 pieces are held, not 2."):
            await sending.send(hands, tx, whole.listed.id, Sending({}))
