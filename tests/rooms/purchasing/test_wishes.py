"""How one order is sent: what is wanted, who said so, what the supplier can do, and until when."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.base.faults import Conflict
from hanse.base.money import Money
from hanse.engine.log import history
from hanse.engine.log.history import Filters
from hanse.engine.manifest import Ends, Supplies, Sureness, Wish
from hanse.rooms.purchasing.model import wishes as model
from hanse.rooms.purchasing.model.quoting import Need, NeedLine
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.model.wishes import Effect, Whence
from hanse.rooms.purchasing.routes.order_masks import seen
from hanse.rooms.purchasing.routes.order_shapes import WHOLE, PurchaseWholeOut
from hanse.rooms.purchasing.service import needing, showing, wishing
from tests.rooms.purchasing.conftest import CARDS, Desk

CARD = Supplies(
    wishes=((Wish.no_logo, Sureness.memo_only), (Wish.no_price, Sureness.confirmed)),
    ends_unpaid=Ends.by_call,
    ends_paid=Ends.never,
    pays_itself=True,
    has_balance=True,
    number_chars_max=50,
    note_chars_max=60,
    source="a test",
)
AS_QUOTED = """
    update purchasing_orders set state = $3, said_by = $4, quoted_at = made_at, due_at = made_at
    where workspace_id = $1 and id = $2
"""
IDS = {"product_remote_id": "P", "variant_remote_id": "V"}


def test_each_wish_says_who_wants_it_and_what_comes_of_it_there() -> None:
    layers = {
        Whence.workspace: {"no_logo": True, "gift_note": True},
        Whence.supplier: {"no_price": True, "gift_note": False},
        Whence.order: {"no_logo": False, "gift_note": True},
    }
    told = {each.wish: each for each in model.told(layers, CARD, (), "Enjoy")}
    no_logo, no_price, gift = (told[each] for each in (Wish.no_logo, Wish.no_price, Wish.gift_note))
    assert (no_logo.wanted, no_logo.usual, no_logo.whence) == (False, True, Whence.order)
    assert (no_logo.effect, no_logo.if_wanted) == (Effect.nothing, Effect.asks)
    assert no_logo.memo == "Please pack it without any logo or brand."
    assert (no_price.whence, no_price.effect) == (Whence.supplier, Effect.field)
    assert (gift.wanted, gift.usual, gift.effect, gift.memo) == (True, False, Effect.cannot, "")
    [accepted] = [
        each for each in model.told(layers, CARD, ["no_logo"], "") if each.wish is Wish.no_logo
    ]
    assert accepted.if_wanted is Effect.written


def test_vouchers_are_used_unless_somebody_says_that_they_are_not() -> None:
    told = {each.wish: each for each in model.told({}, CARD, (), "")}
    assert (told[Wish.voucher].wanted, told[Wish.voucher].effect) == (True, Effect.unused)
    assert not model.without_voucher({}, {}, {})
    assert model.without_voucher({"voucher": True}, {}, {"voucher": False})
    assert not model.without_voucher({"voucher": False}, {"voucher": True}, {})


async def test_what_is_said_for_one_order_has_it_quoted_anew_and_said_again_does_nothing(
    desk: Desk,
) -> None:
    purchase_id = await desk.buy(await desk.offer(desk.connected, 0, **IDS), 0)
    async with desk.tx() as tx:
        await tx.execute(AS_QUOTED, desk.workspace, purchase_id, "quoted", UUID(int=7))
        before = await showing.one(tx, purchase_id)
        found = await wishing.say(tx, CARDS, purchase_id, {Wish.no_logo: True})
        assert (found.sayable, found.purchase.own_wishes) == (True, {"no_logo": True})
        assert (found.purchase.state, found.purchase.said_by) == (State.waiting, None)
        assert found.purchase.version > before.version
    async with desk.tx() as tx:
        again = await wishing.say(tx, CARDS, purchase_id, {Wish.no_logo: True})
        assert again.purchase.version == found.purchase.version
        asked = Filters(
            workspace_id=desk.workspace,
            subject_kind="purchasing.purchase",
            subject_id=purchase_id,
            name="purchasing.order.wished",
        )
        [event] = await history.read_back(tx, asked, None, 10)
        assert event.payload["wishes"] == "no_logo yes"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("placing", "on its way to the supplier"),
        ("unsure", "its answer was lost"),
        ("placed", "stands at the supplier already"),
        ("cancelled", "was cancelled"),
    ],
)
async def test_once_it_has_left_it_is_said_why_nothing_can_be_changed(
    desk: Desk, state: str, said: str
) -> None:
    purchase_id = await desk.buy(await desk.offer(desk.connected, 0, **IDS), 0)
    async with desk.tx() as tx:
        await tx.execute(AS_QUOTED, desk.workspace, purchase_id, state, None)
        found = await wishing.shown(tx, CARDS, purchase_id)
        assert (found.sayable, said in found.why_not) == (False, True)
        assert found.next_step
        with pytest.raises(Conflict, match=said):
            await wishing.say(tx, CARDS, purchase_id, {Wish.no_logo: True})
        # What holds already may be said again, as a lost answer is.
        assert not (await wishing.say(tx, CARDS, purchase_id, {})).sayable


async def test_what_was_said_for_an_order_holds_for_whoever_is_asked_next(desk: Desk) -> None:
    offer_id = await desk.offer(desk.connected, 0, **IDS)
    async with desk.tx() as tx:
        line = NeedLine(tx.ids.new(), desk.goods[0], offer_id, 1, Money("USD", 2000))
        order_id = tx.ids.new()
        need = Need(order_id, "1001", "DE", "", "10115", str(order_id), "m", (line,))
        [first] = (await needing.begin(tx, [need]))[order_id]
        await wishing.say(tx, CARDS, first, {Wish.gift_note: True, Wish.voucher: False})
        await needing.pass_over(tx, [first])
        [second] = (await needing.begin(tx, [replace(need)]))[order_id]
        said = (await showing.one(tx, second)).own_wishes
        assert said == {"gift_note": True, "voucher": False}


def test_who_may_not_see_costs_sees_the_order_without_any_sum() -> None:
    whole = PurchaseWholeOut.model_validate(
        {
            **WHOLE,
            "paid_minor": 1250,
            "findings": [
                {"code": "above", "is": "USD 9.90", "expected": "USD 9.00", "limit": "10"},
                {"code": "currency", "sale": "EUR", "cost": "USD"},
                {"code": "no_stock", "title": "Lamp", "wanted": 2, "there": 1},
            ],
        }
    )
    assert seen(whole, costs=True) is whole
    masked = seen(whole, costs=False)
    assert masked.costs_hidden
    assert (masked.total_minor, masked.paid_minor, masked.quote.goods_minor) == (None, None, None)
    assert masked.lines[0].price_minor is None
    assert masked.findings[0] == {"code": "above"}
    assert masked.findings[1:] == whole.findings[1:]
    told = json.dumps(masked.model_dump(mode="json"))
    for sum_of in ("1250", "9.90", "990", "2210", "2400", "1.0859"):
        assert sum_of not in told
    assert masked.number == whole.number
