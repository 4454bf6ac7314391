"""What buyers take back of what is bought for them at suppliers: it is not ordered, or a person is
told what stands there and nobody wants."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from hanse.changes.service.hands import Hands
from hanse.engine.log.followers import enrol
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.exceptions import Answer, next_step, sentence
from hanse.rooms.orders.model.shown import HELD_AS_DELETED, Asked, held_code
from hanse.rooms.orders.service import acting, buying, showing, sourcing
from hanse.rooms.purchasing.model.quoting import Code, Said
from hanse.rooms.purchasing.model.states import Move, State
from hanse.rooms.purchasing.service import acting as buying_acts
from hanse.rooms.purchasing.service import facts, taking_back
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.orders import OrderState, Refund, RefundLine
from tests.api import shops
from tests.rooms.orders.some import euro, some_order
from tests.rooms.orders.taken import RUG, Scene, lamps, now_of, opened, paid
from tests.rooms.orders.till import Till, with_word
from tests.rooms.purchasing.bought import OFFER, SUPPLIER


@pytest.fixture
async def scene(till: Till, hands: Hands) -> Scene:
    return await opened(till, hands)


CANCELLED = OrderState.cancelled, "cancelled"
UNSENT = (State.waiting, State.asking, State.quoted, State.refused)


@pytest.mark.parametrize("state", UNSENT)
async def test_a_cancelled_order_stops_what_was_not_ordered_yet(scene: Scene, state: State) -> None:
    await scene.stand(state)
    await scene.shows(with_word(scene.order, *CANCELLED))
    found = await scene.one()
    assert (found["state"], found["lines"]) == ("stopped", [[3, 3], [1, 1]])
    await scene.follow()
    assert await scene.trouble() is None
    assert await scene.bought() == [0, 0]
    [said] = await scene.timeline()
    assert "was stopped before anything was ordered" in said
    async with scene.till.tx() as tx:
        assert await buying_acts.again(tx, [found["id"]]) == 0, "nobody wants it"


async def test_a_smaller_order_is_quoted_anew_and_what_it_was_quoted_for_counts_no_more(
    scene: Scene,
) -> None:
    purchase_id = await scene.stand(State.quoted)
    before = (await scene.one())["sold_minor"]
    async with scene.till.tx() as tx:
        [old] = await store.wholes(tx, [purchase_id])
    fewer = now_of(scene.order, lamps(1), RUG)
    await scene.shows(fewer)
    found = await scene.one()
    assert (found["state"], found["lines"]) == ("waiting", [[1, 0], [1, 0]])
    assert (before, found["sold_minor"]) == (4_000, 2_000)
    assert found["version"] > old.purchase.version, "an answer for three of them is none for one"
    assert await scene.bought() == [1, 1]
    await scene.follow()
    assert await scene.trouble() is None
    assert "2 pieces fewer" in (await scene.timeline())[0]
    await scene.shows(replace(fewer, modified_at=datetime.now(UTC)))
    assert (await scene.one())["lines"] == [[1, 0], [1, 0]]


@pytest.mark.parametrize("state", UNSENT)
async def test_a_line_that_is_edited_away_is_not_ordered(scene: Scene, state: State) -> None:
    await scene.stand(state)
    await scene.shows(now_of(scene.order, lamps(3)))
    found = await scene.one()
    assert found["lines"] == [[3, 0]]
    assert found["state"] == ("refused" if state is State.refused else "waiting")
    assert await scene.bought() == [3, 0]


async def test_pieces_given_back_before_they_left_are_not_ordered_money_alone_changes_nothing(
    scene: Scene,
) -> None:
    await scene.stand(State.quoted)
    money = Refund("r1", "5001", euro(500), "Late", True, datetime.now(UTC))
    await scene.till.refunds(money)
    await scene.till.take()
    assert (await scene.one())["lines"] == [[3, 0], [1, 0]]
    line = RefundLine("1", 2, euro(2_000), euro(400))
    await scene.till.refunds(replace(money, remote_id="r2", lines=(line,)))
    await scene.till.take()
    assert (await scene.one())["lines"] == [[1, 0], [1, 0]]


async def test_what_somebody_withdrew_is_smaller_and_still_waits_for_them(scene: Scene) -> None:
    purchase_id = await scene.stand(State.quoted)
    async with scene.till.tx() as tx:
        await store.placing(tx, [(purchase_id, tx.ids.new(), "m")])
        await store.move(tx, [purchase_id], Move.withdrawn, [Said(Code.withdrawn, {"how": "x"})])
    await scene.shows(now_of(scene.order, lamps(2), RUG))
    found = await scene.one()
    assert (found["state"], found["lines"]) == ("asking", [[2, 0], [1, 0]])


STANDS = (State.unpaid, State.placed, State.cancelling)


@pytest.mark.parametrize("state", STANDS)
async def test_what_stands_there_and_is_taken_back_is_told_with_pieces_goods_and_money(
    scene: Scene, state: State
) -> None:
    await scene.stand(state)
    await scene.shows(now_of(scene.order, lamps(1), RUG))
    assert (await scene.one())["lines"] == [[3, 2], [1, 0]]
    assert await scene.bought() == [1, 1], "the shop is told of no more than it wants"
    found = await scene.trouble()
    assert found
    told, stands, _ = found
    assert stands == "open"
    assert told["codes"] == "bought_too_much"
    assert (told["pieces"], told["supplier"], told["cost"]) == (2, "Supplier", "USD 6.00")
    assert (told["goods"], told["of"]) == ("2 × Lamp", told["number"])
    async with scene.till.tx() as tx:
        [shown] = await showing.list_troubles(tx, "open", None, None, None, 10)
    assert "2 × Lamp bought at Supplier for USD 6.00" in sentence(shown.kind, shown.facts)
    assert "Cancel it at the supplier" in next_step(shown.kind, shown.facts)
    again = now_of(scene.order, lamps(1))
    await scene.shows(again)
    found = await scene.trouble()
    assert found
    assert found[0]["pieces"] == 3


async def test_a_person_who_keeps_the_goods_is_not_asked_again(scene: Scene) -> None:
    await scene.stand(State.placed)
    await scene.shows(with_word(scene.order, *CANCELLED))
    found = await scene.trouble()
    assert found
    assert (found[0]["pieces"], found[1]) == (4, "open")
    await scene.answer(Answer.accept)
    await scene.happens(Move.sent, facts.Sent, [])
    found = await scene.trouble()
    assert found
    assert found[1:] == ("settled", "accept")


async def test_it_is_closed_when_it_is_proven_that_it_stands_there_no_more(scene: Scene) -> None:
    await scene.stand(State.cancelling)
    await scene.shows(now_of(scene.order, lamps(1), RUG))
    await scene.happens(Move.ended, facts.Cancelled)
    found = await scene.trouble()
    assert found
    assert found[1:] == ("settled", "itself")
    assert "does not stand at Supplier any more" in (await scene.timeline())[0]
    assert await scene.bought() == [0, 0]
    assert await scene.till.open_troubles() == ["no_stock"], "what is wanted still is missing now"


async def test_what_is_on_its_way_is_told_when_the_whole_order_is_cancelled(scene: Scene) -> None:
    await scene.stand(State.sent)
    await scene.shows(with_word(scene.order, *CANCELLED))
    found = await scene.trouble()
    assert found
    assert (found[0]["pieces"], found[1]) == (4, "open")


async def test_a_lost_answer_stays_lost_until_it_is_read_and_then_a_person_is_told(
    scene: Scene,
) -> None:
    await scene.stand(State.unsure)
    await scene.shows(now_of(scene.order, lamps(1), RUG))
    found = await scene.one()
    assert (found["state"], found["lines"]) == ("unsure", [[3, 2], [1, 0]])
    assert await scene.trouble() is None
    await scene.happens(Move.proven, facts.Placed, "8170001")
    told = await scene.trouble()
    assert told
    assert (told[0]["codes"], told[0]["pieces"], told[1]) == ("bought_too_much", 2, "open")
    assert "Ordered at Supplier" in (await scene.timeline())[0]


@pytest.mark.parametrize("whole", [True, False])
async def test_a_lost_answer_that_proves_to_be_none_leaves_it_out(
    scene: Scene, *, whole: bool
) -> None:
    purchase_id = await scene.stand(State.unsure)
    order = with_word(scene.order, *CANCELLED)
    await scene.shows(order if whole else now_of(scene.order, lamps(2), RUG))
    async with scene.till.tx() as tx:
        await store.move(tx, [purchase_id], Move.turned_down)
        await taking_back.drop(tx, [purchase_id])
    await scene.follow()
    found = await scene.one()
    left = ("stopped", [[3, 3], [1, 1]]) if whole else ("refused", [[2, 0], [1, 0]])
    assert (found["state"], found["lines"]) == left
    assert await scene.trouble() is None


async def test_our_own_goods_come_before_what_was_not_ordered_yet(till: Till, scene: Scene) -> None:
    """One of three lies here: whoever takes one back is sent ours, and one fewer is bought."""
    async with till.tx() as tx:
        await tx.execute(
            "update stock_levels set on_hand = 1 where workspace_id = $1 and variant_id = $2",
            *(tx.workspace_id, scene.goods["77"]),
        )
    at = datetime.now(UTC)
    order = some_order(remote_id="7", number="7", lines=(lamps(1),), placed_at=at, paid_at=at)
    await scene.shows(order)
    await scene.shows(now_of(order, lamps(3)))
    _, mine = await scene.purchases()
    assert mine["lines"] == [[2, 0]]
    assert await till.level(scene.goods["77"]) == (1, 1)
    await scene.shows(now_of(order, lamps(2)))
    _, mine = await scene.purchases()
    assert (mine["state"], mine["lines"]) == ("waiting", [[1, 0]])
    assert await till.level(scene.goods["77"]) == (1, 1)
    await scene.stand_all(State.placed)
    await scene.shows(now_of(order, lamps(1)))
    _, mine = await scene.purchases()
    assert mine["lines"] == [[1, 0]], "it is ordered, so ours is let go instead"
    assert await till.level(scene.goods["77"]) == (1, 0)
    assert await scene.trouble() is None


async def test_while_an_order_is_held_nothing_of_it_is_placed(scene: Scene) -> None:
    purchase_id = await scene.stand(State.quoted)
    async with scene.till.tx() as tx:
        order_id = (await store.ones(tx, [purchase_id]))[purchase_id].order_id
        await acting.hold(tx, order_id, "Is that address right?")
        assert await store.due(tx, scene.supplier_account, tx.now, 10) == []
        assert await buying_acts.place_now(tx, [purchase_id]) == 0
    async with scene.till.tx() as tx:
        await acting.release(tx, order_id)
        [due] = await store.due(tx, scene.supplier_account, tx.now, 10)
    assert (due.id, due.held) == (purchase_id, False)


async def test_an_order_that_was_deleted_at_its_shop_waits_for_a_person(scene: Scene) -> None:
    purchase_id = await scene.stand(State.quoted)
    await scene.till.deletes(scene.order)
    async with scene.till.tx() as tx:
        order_id = (await store.ones(tx, [purchase_id]))[purchase_id].order_id
        found = await showing.order(tx, order_id)
        assert (found.held_why, held_code(found.held_why)) == (HELD_AS_DELETED, "deleted")
        assert await store.due(tx, scene.supplier_account, tx.now, 10) == []
        await acting.release(tx, order_id)
    await scene.till.want(scene.order.remote_id)
    await scene.till.take()
    async with scene.till.tx() as tx:
        assert (await showing.order(tx, order_id)).held_why is None, "somebody has said so"
        [due] = await store.due(tx, scene.supplier_account, tx.now, 10)
    assert due.id == purchase_id


@pytest.mark.parametrize("first", ["buyer", "place"])
async def test_a_cancellation_wins_or_is_told_whichever_of_the_two_is_first(
    scene: Scene, first: str
) -> None:
    """Two transactions at once: never is something ordered that a committed cancellation stopped,
    and never is a cancellation forgotten."""
    purchase_id = await scene.stand(State.quoted)
    holds, go_on = asyncio.Event(), asyncio.Event()

    async def place() -> int:
        async with scene.till.tx() as tx:
            due = await store.due(tx, scene.supplier_account, tx.now, 10)
            if first == "place":
                holds.set()
                await go_on.wait()
            await store.placing(tx, [(each.id, tx.ids.new(), "m") for each in due])
        return len(due)

    async def cancel() -> None:
        async with scene.till.tx() as tx:
            order_id = (await store.ones(tx, [purchase_id]))[purchase_id].order_id
            await taking_back.take_all(tx, order_id, sent=True)
            if first == "buyer":
                holds.set()
                await go_on.wait()

    one, other = (place, cancel) if first == "place" else (cancel, place)
    leads = asyncio.create_task(one())
    await holds.wait()
    follows = asyncio.create_task(other())
    if first == "buyer":
        assert await follows == 0, "what somebody takes back is passed over"
    go_on.set()
    await asyncio.gather(leads, follows)
    found = await scene.one()
    if first == "buyer":
        assert (found["state"], found["lines"]) == ("stopped", [[3, 3], [1, 1]])
    else:
        assert (found["state"], found["lines"]) == ("placing", [[3, 3], [1, 1]])
        async with scene.till.tx() as tx:
            await store.move(tx, [purchase_id], Move.proven)
            [left] = await taking_back.surplus(tx, (await _order_of(tx, purchase_id)))
        assert sum(left.pieces.values()) == 4


async def _order_of(tx: Any, purchase_id: UUID) -> UUID:
    return (await store.ones(tx, [purchase_id]))[purchase_id].order_id


async def test_what_a_person_buys_is_not_taken_for_too_much(till: Till, hands: Hands) -> None:
    """Both are here, and somebody buys them of a supplier all the same."""
    await enrol(till.database, [follower()])
    variant = await till.stocked(2)
    async with till.tx() as tx:
        account = await shops.account(tx, "Factory")
        mine, offer = tx.ids.new(), tx.ids.new()
        await tx.execute(SUPPLIER, tx.workspace_id, mine, account, tx.now, "CN")
        await tx.execute(OFFER, tx.workspace_id, offer, mine, variant, "P", "V", 300)
    scene = Scene(till, hands, account, paid(lamps(2)), {"77": variant})
    await scene.shows(scene.order)
    async with till.tx() as tx:
        [listed] = await showing.list_orders(tx, Asked(), None, 2)
        [line] = (await showing.order(tx, listed.id)).lines
        await sourcing.take(tx, listed.id, [sourcing.Pick(line.id, offer)])
    await till.take()
    assert (await scene.one())["lines"] == [[2, 0]]
    assert await till.level(variant) == (2, 0)


async def test_a_parcel_of_a_supplier_says_who_sends_it(scene: Scene) -> None:
    purchase_id = await scene.stand(State.placed)
    async with scene.till.tx() as tx:
        found = (await store.ones(tx, [purchase_id]))[purchase_id]
        await tx.execute(
            "insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number,"
            " state, state_since, made_at) values ($1, $2, $3, $4, 'LP001', 'pending', $5, $5)",
            *(tx.workspace_id, parcel_id := tx.ids.new(), purchase_id, found.account_id, tx.now),
        )
        await buying.send_bought(scene.hands, tx, purchase_id)
    await scene.happens(Move.sent, facts.Sent, [parcel_id])
    async with scene.till.tx() as tx:
        [parcel] = (await showing.order(tx, found.order_id)).parcels
    assert (parcel.made_by, parcel.supplier) == ("supplier", "Supplier")
    assert await scene.timeline() == ["Supplier sent parcel LP001"]


async def test_what_is_too_much_is_told_beside_what_else_wants_a_person(scene: Scene) -> None:
    await scene.stand(State.placed)
    await scene.happens(Move.found_unpaid, facts.Unpaid, "8170001")
    await scene.shows(now_of(scene.order, lamps(1), RUG))
    found = await scene.trouble()
    assert found
    assert found[0]["codes"] == "unpaid bought_too_much"
    await scene.happens(Move.paid, facts.Placed, "8170001")
    found = await scene.trouble()
    assert found
    assert (found[0]["codes"], found[1]) == ("bought_too_much", "open")
