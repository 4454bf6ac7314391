"""What we send ourselves is followed by a service, where one is connected, and its order arrives
with its last parcel."""

from dataclasses import replace
from datetime import timedelta

from hanse.changes.service.hands import Hands
from hanse.engine.log.followers import advance, enrol
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.sending import Sending
from hanse.rooms.orders.model.shown import Asked, WholeOrder
from hanse.rooms.orders.service import sending, showing
from hanse.rooms.purchasing.service import tracking
from hanse.rooms.purchasing.store import followed as followed_store
from hanse.trade.orders import Fulfilment
from hanse.trade.tracking import ParcelState, TrackReport
from tests.rooms.orders.some import some_line, some_order
from tests.rooms.orders.till import Till

ONE = "select id from purchasing_parcels where workspace_id = $1 and number = $2"
CARRIED = "select number from purchasing_parcels where workspace_id = $1 order by number"


async def only(till: Till) -> WholeOrder:
    async with till.tx() as tx:
        [listed] = await showing.list_orders(tx, Asked(), None, 2)
        return await showing.order(tx, listed.id)


async def carried(till: Till) -> list[str]:
    async with till.tx() as tx:
        return [row["number"] for row in await tx.fetch(CARRIED, tx.workspace_id)]


async def follows(till: Till) -> None:
    """As the job begins where somebody has connected a service."""
    async with till.tx() as tx:
        await followed_store.begin(tx, tx.ids.new())


async def arrives(till: Till, number: str) -> None:
    """The service says so, and the book hears of it."""
    async with till.tx() as tx:
        rows = await tx.fetch(ONE, tx.workspace_id, number)
        report = TrackReport(number, "", ParcelState.delivered)
        await tracking.told(tx, [row["id"] for row in rows], {number: report}, scans=True)
    while await advance(till.database, follower()):
        pass


async def test_an_order_arrives_with_the_last_of_what_we_sent_ourselves(
    till: Till, hands: Hands
) -> None:
    await enrol(till.database, [follower()])
    await follows(till)
    await till.stocked(5)
    await till.shows(some_order(lines=(some_line(quantity=3),)))
    await till.take()
    whole = await only(till)
    [line] = whole.lines
    for pieces, number in ((1, "JJD100001"), (2, "JJD100002")):
        async with till.tx() as tx:
            asked = Sending({line.id: pieces}, "DHL", number)
            await sending.send(hands, tx, whole.listed.id, asked)
    assert await carried(till) == ["JJD100001", "JJD100002"]
    await arrives(till, "JJD100001")
    assert (await only(till)).listed.state == "shipped"
    await arrives(till, "JJD100002")
    assert (await only(till)).listed.state == "delivered"


async def test_what_a_shop_sent_lately_is_followed_and_nothing_older(till: Till) -> None:
    await follows(till)
    async with till.tx() as tx:
        now = tx.now
    sent = [
        Fulfilment("f1", "5001", "DHL", "JJD100003", None, now - timedelta(days=1), ("1",)),
        Fulfilment("f2", "5001", "DHL", "JJD100004", None, now - timedelta(days=60), ("1",)),
        Fulfilment("f3", "5001", "DHL", "JJD100005", None, None, ("1",)),
    ]
    order = some_order(lines=(some_line(quantity=3),))
    await till.shows(replace(order, fulfilments=tuple(sent)))
    await till.take()
    assert await carried(till) == ["JJD100003"]


async def test_where_nobody_follows_parcels_nothing_is_kept_of_them(
    till: Till, hands: Hands
) -> None:
    await till.stocked(5)
    await till.shows(some_order(lines=(some_line(quantity=3),)))
    await till.take()
    whole = await only(till)
    async with till.tx() as tx:
        await sending.send(hands, tx, whole.listed.id, Sending({}, "DHL", "JJD100006"))
    assert await carried(till) == []
