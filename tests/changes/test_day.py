"""What the guard counts together is found without reading all that went out in a day."""

from datetime import timedelta

from hanse.changes.model.planned import Wish
from hanse.changes.model.states import State
from hanse.changes.store import history
from tests.changes.market import Market

SHOP, KIND = "woocommerce", "offers.stock"
DAY = timedelta(days=1)


async def test_of_all_that_went_out_only_what_may_take_something_is_read(market: Market) -> None:
    account_id = market.accounts[SHOP].id
    offers = await market.offers(SHOP, 40)
    targets = [target for target, each in offers if each.stock and each.stock.quantity][:3]
    counts = dict(zip(targets, (0, 700, 800), strict=True))
    wishes = [Wish(account_id, KIND, each, {"quantity": count}) for each, count in counts.items()]
    set_id = (await market.propose(*wishes)).set_id
    assert set_id is not None
    while State.approved in await market.states(set_id):
        await market.send(SHOP)
    assert await market.states(set_id) == {State.proven: 3}
    async with market.tx() as tx:
        found = await history.taken(tx, [account_id], [KIND], tx.now - DAY)
        [(_, thing, was, after)] = found
        assert thing == f"offers/{targets[0].remote_id}"
        assert (was["quantity"] != 0, after["quantity"]) == (True, 0)
        assert not await history.taken(tx, [account_id], [KIND], tx.now + DAY)
