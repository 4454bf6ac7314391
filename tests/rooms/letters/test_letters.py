"""Buyers are told of each stage once, where the shop does not; else the order says why not."""

import asyncio
from datetime import timedelta
from uuid import UUID

from hanse.engine.log import history
from hanse.engine.log.history import Filters
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.letters.model import links
from hanse.rooms.letters.model.asking import Addressee, Ask
from hanse.rooms.letters.model.settings import Setting, Teller
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.service import settings, stops, telling
from hanse.rooms.orders.service import acting, lettering
from hanse.rooms.orders.service import facts as orders
from hanse.rooms.purchasing.service import facts as bought
from hanse.trade.orders import Fulfilment, OrderState
from hanse.trade.people import Address
from tests.rooms.letters.post_room import BASE, CONNECTED, PostRoom, buyer, token_in
from tests.rooms.orders.some import PLACED

NOTIFY = "select notify from orders_parcels where order_id = $1"


async def test_the_buyer_is_told_at_each_stage_unless_the_shop_does(room: PostRoom) -> None:
    first = await room.sold("5001")
    await room.goes_out(first)
    assert await room.letters() == []  # the shop tells by itself
    await room.we_tell(reply_to="help@shop.example")
    order_id = await room.sold("5002")
    await room.goes_out(order_id, "JJD2", "https://dhl.example/?id=JJD2&x=<1>")
    assert await room.letters() == [("taken", "written", ""), ("sent", "written", "")]
    taken, sent = await room.delivered()
    assert taken["To"] == "eve@example.com"
    assert taken["Subject"] == "We have your order 5002"
    assert taken["Reply-To"] == "help@shop.example"
    plain, rich = [part.get_content() for part in sent.iter_parts()]
    assert "Hello Eve," in plain
    assert sent["List-Unsubscribe"].strip("<>") in plain
    assert "Carrier: DHL\nTracking number: JJD2\n" in plain.replace("\r\n", "\n")
    assert "JJD2" in rich
    assert "<1>" not in rich
    async with room.tx() as tx:
        asked = [await tx.fetchval(NOTIFY, each) for each in (first, order_id)]
    assert asked == [True, False]  # the shop is not asked to tell what we tell
    told = await room.timeline(order_id)
    assert [said for said, _ in told] == ["Told the buyer: taken", "Told the buyer: sent"]


async def test_the_way_of_a_supplier_s_parcel_is_told_from_its_sending_to_its_end(
    room: PostRoom,
) -> None:
    await room.we_tell()
    order_id = await room.sold()
    purchase, parcel = await room.supplied(order_id)
    ways = ("in_transit", "out_for_delivery", "ready_for_pickup", "exception", "failed_attempt")
    for state in (*ways, "out_for_delivery", "delivered", "returned"):
        await room.moves(order_id, purchase, parcel, state)
    late = bought.Doubted(purchase, order_id, "P1", "late")
    await room.happens(late, bought.Doubted(purchase, order_id, "P1", "paid_above"), late)
    stages = [stage for stage, _, _ in await room.letters()]
    way = ["taken", "sent", "arriving", "pickup", "problem", "delivered", "returned", "late"]
    assert stages == way
    messages = await room.delivered()
    assert len(messages) == len(way)
    for message in messages[1:]:
        assert "https://track.example/CJ1" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_the_way_of_our_own_parcel_is_told_once_whoever_tells_that_it_arrived(
    room: PostRoom,
) -> None:
    await room.we_tell()
    order_id = await room.sold()
    await room.goes_out(order_id, "JJD1")
    for state in ("in_transit", "out_for_delivery", "delivered"):
        followed = bought.OwnParcelMoved(room.database.ids.new(), order_id, "JJD1", state)
        await room.happens(followed, followed)
    account = room.till.account_id
    await room.happens(orders.StateChanged(order_id, account, "5001", "shipped", "delivered"))
    stages = [stage for stage, _, _ in await room.letters()]
    assert stages == ["taken", "sent", "arriving", "delivered"]


async def test_parcels_that_the_shop_sent_itself_and_their_arrival_are_told(room: PostRoom) -> None:
    await room.we_tell()
    order_id = await room.sold()
    parcel = Fulfilment("f1", "5001", "GLS", "G1", "https://gls.example/G1", PLACED, ("1",))
    assert await room.sold("5001", fulfilments=(parcel,)) == order_id
    assert [stage for stage, _, _ in await room.letters()] == ["taken", "sent"]
    done = {"state": OrderState.done, "state_word": "completed", "fulfilments": (parcel,)}
    await room.sold("5001", **done)
    assert [stage for stage, _, _ in await room.letters()] == ["taken", "sent"]
    arrived = orders.StateChanged(
        *(order_id, room.till.account_id, "5001", "shipped", "delivered"),
    )
    await room.happens(arrived, arrived)
    await room.happens(arrived)
    assert [stage for stage, _, _ in await room.letters()] == ["taken", "sent", "delivered"]
    [_, sent, _] = await room.mails()
    assert "Carrier: GLS" in sent.text


async def test_only_the_chosen_stages_are_told_and_a_shop_may_differ(room: PostRoom) -> None:
    await room.we_tell(stages=[Stage.sent], language="id")
    order_id = await room.sold()
    await room.goes_out(order_id)
    [mail] = await room.mails()
    assert mail.subject == "Pesanan 5001 sedang dalam perjalanan"
    async with room.tx() as tx:
        await settings.change(tx, room.till.account_id, Setting(Teller.shop), 0)
    await room.goes_out(await room.sold("5002"))
    assert len(await room.letters()) == 1


async def test_orders_that_a_new_shop_brings_along_are_no_news(room: PostRoom) -> None:
    await room.we_tell()
    await room.sold(placed_at=room.database.clock.now() - timedelta(days=3))
    async with room.tx() as tx:
        await tx.execute(CONNECTED, tx.workspace_id, tx.now)
    await room.sold("5002", placed_at=room.database.clock.now() - timedelta(hours=1))
    assert await room.letters() == []


async def test_two_who_tell_the_same_write_one_letter_and_one_that_fails_writes_none(
    room: PostRoom,
) -> None:
    await room.we_tell(stages=[Stage.late])
    order_id = await room.sold()
    ask = Ask(order_id, room.till.account_id, "5001", Stage.late)

    async def tell(*, fails: bool) -> None:
        async with room.tx() as tx:
            await telling.tell(
                tx, [ask, ask], lambda ids: lettering.buyers(tx, ids, "a test"), BASE
            )
            if fails:
                raise KeyError("it ends here")

    ended = await asyncio.gather(tell(fails=True), return_exceptions=True)
    assert isinstance(ended[0], KeyError)
    assert await room.mails() == []
    await asyncio.gather(*(tell(fails=False) for _ in range(5)))
    assert await room.letters() == [("late", "written", "")]
    assert len(await room.mails()) == 1
    assert len(await room.delivered()) == 1


async def test_who_cannot_be_told_is_not_and_the_timeline_says_why(room: PostRoom) -> None:
    await room.we_tell(stages=[Stage.taken])
    wanted = {
        "5001": (None, "no_address"),
        "5002": ("a1b2c3@marketplace.amazon.de", "relay"),
        "5003": ("no address", "odd_address"),
    }
    for number, (email, why) in wanted.items():
        order_id = await room.sold(number, buyer=buyer(email))
        [(said, told)] = await room.timeline(order_id)
        assert said.startswith("Did not tell the buyer: taken, because ")
        assert told["why"] == why
    assert await room.mails() == []


async def test_of_a_shop_that_was_left_nobody_is_told(room: PostRoom) -> None:
    await room.we_tell(stages=[Stage.late])
    order_id = await room.sold()
    async with room.tx() as tx:
        await accounts_store.disconnect(tx, room.till.account_id)
    await room.happens(bought.Doubted(order_id, order_id, "P1", "late"))
    assert await room.letters() == [("late", "skipped", "disconnected")]
    assert await room.mails() == []


async def test_the_shop_tells_of_a_parcel_where_we_cannot(room: PostRoom) -> None:
    await room.we_tell()
    order_id = await room.sold(buyer=buyer("x@marketplace.amazon.de"))
    await room.goes_out(order_id)
    async with room.tx() as tx:
        assert await tx.fetchval(NOTIFY, order_id) is True


async def test_a_shop_that_rehearses_has_its_letters_rehearsed(room: PostRoom) -> None:
    await room.we_tell(stages=[Stage.taken])
    await room.switch(WriteMode.dry)
    order_id = await room.sold()
    assert await room.letters() == [("taken", "rehearsed", "")]
    [(said, _)] = await room.timeline(order_id)
    assert said.startswith("Would have told the buyer: taken.")
    assert await room.mails() == []


async def test_an_erased_buyer_is_told_nothing_and_what_waited_is_gone(room: PostRoom) -> None:
    await room.we_tell()
    order_id = await room.sold()
    assert len(await room.mails()) == 1
    async with room.tx() as tx:
        customer: UUID = await tx.fetchval("select customer_id from orders_orders")
        await acting.erase_customer(tx, customer)
    assert await room.mails() == []
    await room.supplied(order_id)
    assert (await room.letters())[1:] == [("sent", "skipped", "erased")]
    assert await room.mails() == []


async def test_nothing_of_a_buyer_stands_in_the_log_or_in_the_tables_of_letters(
    room: PostRoom,
) -> None:
    await room.we_tell()
    address = Address(
        *("Evelyn", "Bakerova", None, "Street 1", None, "Berlin", None, "10115", "DE", None)
    )
    await room.sold(buyer=buyer("evelyn@bakerova.example", "Evelyn"), shipping_to=address)
    [mail] = await room.mails()
    assert "Evelyn" in mail.text
    async with room.tx() as tx:
        rows = await tx.fetch("select t::text as told from letters_letters t")
        found = await history.read_back(tx, Filters(workspace_id=tx.workspace_id), None, 200)
    everything = "".join(row["told"] for row in rows) + "".join(str(each.payload) for each in found)
    assert "velyn" not in everything
    assert "bakerova" not in everything.casefold()


async def test_an_address_that_was_left_for_no_letters_is_known_however_it_is_written(
    room: PostRoom,
) -> None:
    await room.we_tell(stages=[Stage.taken])
    await room.sold()
    [mail] = await room.mails()
    async with room.tx() as tx:
        await stops.choose(tx, links.read(token_in(mail)), stopped=True)
    await room.sold("5002", buyer=buyer(" EVE@example.com"))
    assert (await room.letters())[1:] == [("taken", "skipped", "stopped")]
    assert "Eve" not in repr(Addressee("Eve", "eve@example.com"))
