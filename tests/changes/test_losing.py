"""Answers get lost, shops are changed by others meanwhile, and nothing is done twice for it."""

import pytest

from hanse.base.faults import AuthLapsed, Throttled
from hanse.base.money import Money
from hanse.changes import commit
from hanse.changes.model.planned import Wish
from hanse.changes.model.states import Reason, State
from hanse.changes.service import reading
from hanse.rooms.connections.model.accounts import Fault
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.trade.ports_write import Target
from tests.changes.market import Market

SHOP = "woocommerce"


async def sent_times(market: Market, change_id: object) -> int:
    async with market.tx() as tx:
        receipt = await reading.receipt(market.hands, tx, change_id)  # type: ignore[arg-type]
    return len(receipt.sent)


async def test_a_lost_answer_is_unknown_and_proven_by_reading(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    market.fault("half_answer")
    await market.send()
    assert await market.states(set_id) == {State.unknown: 1}
    await market.settle()
    assert await market.states(set_id) == {State.proven: 1}
    [change] = await market.changes(set_id)
    assert await sent_times(market, change.change.id) == 1
    assert market.written() == 1


@pytest.mark.parametrize("fault", ["gateway", "maintenance", "database_down"])
async def test_what_did_not_arrive_is_sent_again_once_it_was_read(
    market: Market, fault: str
) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    market.fault(fault)
    await market.send()
    assert await market.states(set_id) == {State.unknown: 1}
    await market.settle()
    assert await market.states(set_id) == {State.proven: 1}
    [change] = await market.changes(set_id)
    assert await sent_times(market, change.change.id) == 2
    assert market.written() == 1


async def test_what_was_refused_for_its_pace_was_not_sent(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    market.fault("throttled")
    with pytest.raises(Throttled):
        await commit.send_all(await market.road(SHOP), 60.0)
    assert await market.states(set_id) == {State.approved: 1}
    assert market.written() == 0


async def test_a_question_that_a_shop_did_not_answer_puts_off_nothing(market: Market) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("maintenance", calls="^GET ", count=3)  # each is asked as often
    await market.send()
    assert await market.states(set_id) == {State.proven: 1}
    assert market.written() == 1


async def test_a_third_value_is_planned_anew_where_the_newest_wins(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    market.fault("gateway")
    await market.send()
    [(target, offer)] = await market.offers(SHOP, 1)
    assert target == wish.target
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": "77.00"})
    await market.settle()
    assert await market.states(set_id) == {State.superseded: 1}
    shown = await market.looked(wish)
    assert shown is not None
    assert shown["price"] == Money("USD", 7_700)


async def test_a_text_that_somebody_else_wrote_waits_for_a_person(market: Market) -> None:
    [(target, offer)] = await market.offers(SHOP, 1)
    account = market.accounts[SHOP]
    wish = Wish(account.id, "products.texts", target, {"title": "Ours"})
    set_id = await market.agreed(wish)
    market.fault("gateway")
    await market.send()
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"title": "Theirs"})
    await market.settle()
    [change] = await market.changes(set_id)
    assert change.change.state is State.contested
    assert change.finding is not None
    assert "Theirs" in change.finding.sentence


async def test_a_row_that_is_refused_takes_no_other_with_it(market: Market) -> None:
    wishes = await market.dearer(SHOP, 3)
    taken = [offer.sku for _, offer in await market.offers(SHOP, 4)]
    account = market.accounts[SHOP]
    codes = [
        Wish(account.id, "offers.codes", wishes[0].target, {"sku": taken[3]}),
        Wish(account.id, "offers.codes", wishes[1].target, {"sku": "NEW-1"}),
    ]
    set_id = await market.agreed(*codes)
    await market.send()
    assert await market.states(set_id) == {State.refused: 1, State.proven: 1}
    [refused] = [each for each in await market.changes(set_id) if each.finding]
    assert refused.finding is not None
    assert refused.finding.next_step


async def test_what_moved_since_it_was_agreed_goes_back_alone(market: Market) -> None:
    wishes = await market.dearer(SHOP, 3)
    set_id = await market.agreed(*wishes)
    [(_, offer), *_] = await market.offers(SHOP, 1)
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": "77.00"})
    await market.send()
    assert await market.states(set_id) == {State.proposed: 1, State.proven: 2}
    [back] = [each for each in await market.changes(set_id) if each.change.state is State.proposed]
    assert back.change.reason is Reason.moved
    assert back.change.before["price"] == Money("USD", 7_700)
    assert back.finding is not None
    assert "77.00" in back.finding.sentence


async def test_what_the_shop_shows_already_is_not_sent(market: Market) -> None:
    [(target, offer)] = await market.offers(SHOP, 1)
    wish = market.price(market.accounts[SHOP], target, Money("USD", offer.price.minor + 100))  # type: ignore[union-attr]
    set_id = await market.agreed(wish)
    price = wish.after["price"]
    assert isinstance(price, Money)
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": f"{price.amount}"})
    await market.send()
    assert await market.states(set_id) == {State.superseded: 1}
    assert market.written() == 0


async def test_a_newer_one_takes_the_place_of_what_was_not_sent(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    older = await market.agreed(wish)
    [newer_wish] = await market.dearer(SHOP, 1, percent=20)
    newer = await market.agreed(newer_wish)
    assert await market.states(older) == {State.superseded: 1}
    await market.send()
    assert await market.states(newer) == {State.proven: 1}
    assert market.written() == 1


async def test_a_newer_one_waits_until_the_older_one_is_settled(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    older = await market.agreed(wish)
    market.fault("half_answer")
    await market.send()
    [newer_wish] = await market.dearer(SHOP, 1, percent=20)
    newer = await market.agreed(newer_wish)
    await market.send()
    assert await market.states(newer) == {State.approved: 1}
    await market.settle()
    assert await market.states(older) == {State.proven: 1}
    await market.send()
    # What it was agreed to over is not there any more: the older one is.
    assert await market.states(newer) == {State.proposed: 1}


async def test_what_is_gone_from_the_shop_is_not_written(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    [(_, offer)] = await market.offers(SHOP, 1)
    market.shops.shop(SHOP).counter.delete(offer.sku or "")
    await market.send()
    [change] = await market.changes(set_id)
    assert change.change.state is State.proposed
    assert change.finding is not None
    assert market.written() == 0


@pytest.mark.parametrize("fault", ["half_answer", "gateway"])
async def test_a_product_is_made_once_whether_or_not_the_first_call_arrived(
    market: Market, fault: str
) -> None:
    """Half an answer was done by the shop; behind the gateway it never came to be."""
    account = market.accounts[SHOP]
    wish = Wish(
        account.id,
        "products.create",
        Target(None),
        {"title": "Candle", "sku": "CANDLE-1", "price": Money("USD", 990), "state": "draft"},
        mark="m1",
    )
    set_id = await market.agreed(wish)
    market.fault(fault)
    await market.send()
    await market.settle()
    assert await market.states(set_id) == {State.proven: 1}
    [change] = await market.changes(set_id)
    assert change.change.thing.remote_id
    made = market.shops.shop(SHOP).ledger.kind(SHOP, "product.create")
    assert sum(made.values()) == 1


async def test_what_waits_for_a_shop_that_lapsed_is_neither_sent_nor_rehearsed(
    market: Market,
) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("key_lost", calls=".*")
    with pytest.raises(AuthLapsed):
        await market.send()
    with pytest.raises(AuthLapsed):
        await market.send()
    assert await market.states(set_id) == {State.approved: 1}
    assert market.written() == 0


async def test_a_shop_that_lapses_before_the_intent_is_written_keeps_what_waits(
    market: Market,
) -> None:
    """Read in the transaction that counts: nothing is rehearsed because nobody can be called."""
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    road = await market.road(SHOP)
    async with market.tx() as tx:
        account = market.accounts[SHOP]
        fault = Fault("auth_lapsed", "It lapsed.", "Connect it again.", tx.now)
        await accounts_store.lapse(tx, account.id, fault, account.secrets_version)
    with pytest.raises(AuthLapsed):
        await commit.send_all(road, 60.0)
    assert await market.states(set_id) == {State.approved: 1}
    assert market.written() == 0
