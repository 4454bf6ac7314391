"""Nothing goes out that nobody agreed to, and nothing beyond a limit without a release by name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.changes.model.limits import SAFE
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import SAFE as SAFE_POLICY
from hanse.changes.model.policies import NotYours, Policy, Rule, Schedule, Stage
from hanse.changes.model.states import CannotMove, State
from hanse.changes.service import approving, deciding, proposing, reading, ruling, timing, undoing
from hanse.changes.service.approving import Looked
from hanse.engine.tx import Actor, ActorKind
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target
from tests.changes.market import MEI, SARI, Market

SHOP = "woocommerce"


async def policy(market: Market, wanted: Policy) -> None:
    async with market.tx() as tx:
        await ruling.set_policy(tx, wanted, (await ruling.policy(tx)).version)


async def test_nothing_leaves_before_somebody_agreed(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    made = await market.propose(wish)
    assert made.state is State.proposed
    await market.send()
    assert market.written() == 0


async def test_one_person_may_agree_to_the_own_proposal_where_one_is_enough(
    market: Market,
) -> None:
    [wish] = await market.dearer(SHOP, 1)
    made = await market.propose(wish)
    assert made.set_id is not None
    assert await market.approve(made.set_id, SARI) is State.approved


async def test_where_two_are_needed_the_proposer_is_none_of_them(market: Market) -> None:
    await policy(market, replace(SAFE_POLICY, otherwise=(Stage(2),)))
    made = await market.propose(*await market.dearer(SHOP, 1))
    assert made.set_id is not None
    with pytest.raises(NotYours):
        await market.approve(made.set_id, SARI)
    assert await market.approve(made.set_id, MEI) is State.proposed
    with pytest.raises(NotYours):
        await market.approve(made.set_id, MEI)
    third = Actor(ActorKind.person, MEI.id, "Tan", SHOPKEEPER)
    assert await market.approve(made.set_id, third) is State.approved


SHOPKEEPER = UUID(int=73)


async def test_a_key_counts_as_its_maker(market: Market) -> None:
    await policy(market, replace(SAFE_POLICY, otherwise=(Stage(2),)))
    key = Actor(ActorKind.key, UUID(int=99), "key of Sari", SARI.id)
    made = await market.propose(*await market.dearer(SHOP, 1), actor=key)
    assert made.set_id is not None
    with pytest.raises(NotYours):
        await market.approve(made.set_id, SARI)


async def test_small_ones_go_by_themselves_where_the_policy_says_so(market: Market) -> None:
    small = Rule((), items_max=2)
    await policy(market, replace(SAFE_POLICY, rules=(small,)))
    made = await market.propose(*await market.dearer(SHOP, 2))
    assert made.state is State.approved
    many = await market.propose(*await market.dearer(SHOP, 3, percent=20))
    assert many.state is State.proposed


async def test_many_small_sets_are_one_large_one(market: Market) -> None:
    """Whoever cuts a large set into small ones needs the same word for it."""
    small = Rule((), items_max=2)
    await policy(market, replace(SAFE_POLICY, rules=(small,)))
    wishes = await market.dearer(SHOP, 4)
    states = [(await market.propose(each)).state for each in wishes]
    assert states == [State.approved, State.approved, State.proposed, State.proposed]
    await market.send()
    [other] = (await market.dearer(SHOP, 5))[4:]
    assert (await market.propose(other, actor=MEI)).state is State.approved


async def test_small_sums_add_up(market: Market) -> None:
    """What a policy lets go by itself is counted in money as well."""
    wishes = await market.dearer(SHOP, 3)
    moved = [await market.moved_by(each) for each in wishes]
    most = Money("USD", moved[0] + moved[1])
    await policy(market, replace(SAFE_POLICY, rules=(Rule((), stake_max=(most,)),)))
    states = [(await market.propose(each)).state for each in wishes]
    assert states == [State.approved, State.approved, State.proposed]


async def test_an_edit_voids_what_was_agreed_to(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    set_id = await market.agreed(wish)
    [change] = await market.changes(set_id)
    async with market.tx() as tx:
        preview = (await approving.one_set(tx, set_id)).preview
        other = {"price": Money("USD", 6_001)}
        assert SARI.person_id
        await approving.edit(
            market.hands, tx, change.change.id, other, change.change.version, SARI.person_id
        )
    await market.send()
    assert await market.states(set_id) == {State.proposed: 1}
    assert market.written() == 0
    async with market.tx(MEI) as tx:
        with pytest.raises(Looked):
            await approving.approve(market.hands, tx, set_id, preview, market.approver(MEI))
    await market.approve(set_id)
    await market.send()
    shown = await market.looked(wish)
    assert shown is not None
    assert shown["price"] == Money("USD", 6_001)


async def test_a_step_too_large_holds_all_of_its_set(market: Market) -> None:
    small = await market.dearer(SHOP, 3)
    large = await market.dearer(SHOP, 1, percent=90)
    made = await market.propose(large[0], *small[1:])
    assert made.state is State.held
    assert made.set_id is not None
    with pytest.raises(CannotMove):
        await market.approve(made.set_id)
    await market.send()
    assert market.written() == 0
    findings = [each.finding for each in await market.changes(made.set_id) if each.finding]
    assert [each.code for each in findings] == ["step_percent"]


async def test_what_was_released_by_name_goes_out_once_it_is_agreed_to(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1, percent=90)
    made = await market.propose(wish)
    assert made.set_id is not None
    async with market.tx(MEI) as tx:
        why = "The old price was a typing error."
        state = await approving.release(market.hands, tx, made.set_id, why, market.approver(MEI))
    assert state is State.proposed
    await market.approve(made.set_id)
    await market.send()
    assert await market.states(made.set_id) == {State.proven: 1}


async def test_ten_small_steps_are_one_large_one(market: Market) -> None:
    """Each alone is within the limit; together, within a day, they are not."""
    small = Rule((), items_max=10)
    await policy(market, replace(SAFE_POLICY, rules=(small,)))
    states = []
    for _ in range(4):
        made = await market.propose(*await market.dearer(SHOP, 1))
        states.append(made.state)
        await market.send()
    assert states == [State.approved, State.approved, State.held, State.held]


async def test_small_steps_by_way_of_a_sale_are_one_large_one(market: Market) -> None:
    """A sale that is new is compared with what was paid, and so is its next step."""
    await policy(market, replace(SAFE_POLICY, rules=(Rule((), items_max=10),)))
    account = market.accounts[SHOP]
    target, price = next(
        (target, offer.price)
        for target, offer in await market.offers(SHOP, 50)
        if offer.price and offer.sale is None
    )
    states = []
    for percent in (80, 64):
        after = {"sale_price": Money(price.currency, price.minor * percent // 100)}
        made = await market.propose(Wish(account.id, "offers.price", target, after))
        states.append(made.state)
        await market.send()
    assert states == [State.approved, State.held]


async def test_limits_that_became_narrower_hold_what_was_agreed_to(market: Market) -> None:
    """The guard looks again in the transaction that writes the intent."""
    set_id = await market.agreed(*await market.dearer(SHOP, 2))
    async with market.tx() as tx:
        narrow = replace(SAFE, step_percent_max=SAFE.step_percent_max / 10)
        await ruling.set_limits(tx, narrow, 0)
    await market.send()
    assert await market.states(set_id) == {State.held: 2}
    assert market.written() == 0


async def test_a_policy_that_was_changed_asks_anew(market: Market) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    await policy(market, replace(SAFE_POLICY, otherwise=(Stage(2),)))
    await market.send()
    assert await market.states(set_id) == {State.proposed: 1}


async def test_what_is_for_later_waits_and_what_is_late_expires(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    now = datetime.now(UTC)
    async with market.tx() as tx:
        made = await proposing.propose(
            market.hands,
            tx,
            [wish],
            title="For tomorrow",
            why="The sale begins.",
            schedule=Schedule(now + timedelta(days=1), now + timedelta(days=2)),
        )
    assert made.set_id is not None
    await market.approve(made.set_id)
    await market.send()
    assert await market.states(made.set_id) == {State.approved: 1}
    async with market.tx() as tx:
        assert await approving.expire(tx, now + timedelta(days=3), 100) == 1
    assert await market.states(made.set_id) == {State.expired: 1}


async def test_its_time_is_chosen_changed_and_taken_away_while_it_waits(market: Market) -> None:
    made = await market.propose(*await market.dearer(SHOP, 2))
    assert made.set_id is not None
    now = datetime.now(UTC)
    for wrong in (now - timedelta(minutes=1), now + timedelta(days=400)):
        with pytest.raises(Rejected):
            await timed(market, made.set_id, Schedule(wrong))
    # One for later waits longer than any other, and nothing of it leaves before its time.
    later = await timed(market, made.set_id, Schedule(now + timedelta(days=30)))
    await market.approve(made.set_id)
    await market.send()
    assert market.written() == 0
    async with market.tx() as tx:
        assert await approving.expire(tx, now + timedelta(days=8), 100) == 0
    # Another time is another preview, to which nobody has agreed, also if it is one of before.
    sooner = await timed(market, made.set_id, Schedule(now + timedelta(hours=1)))
    assert await market.states(made.set_id) == {State.proposed: 2}
    again = await timed(market, made.set_id, Schedule(now + timedelta(days=30)))
    assert later == again != sooner
    async with market.tx() as tx:
        whole = await reading.whole(market.hands, tx, made.set_id)
    assert whole.missing is not None
    at_once = await timed(market, made.set_id, Schedule())
    async with market.tx(MEI) as tx:
        with pytest.raises(Looked):
            await approving.approve(market.hands, tx, made.set_id, later, market.approver(MEI))
    await market.approve(made.set_id)
    with pytest.raises(CannotMove, match="Mei has approved it already"):
        await market.approve(made.set_id)
    await market.send()
    assert await market.states(made.set_id) == {State.proven: 2}
    assert at_once not in (later, sooner)
    with pytest.raises(CannotMove, match="It has begun"):
        await timed(market, made.set_id, Schedule(now + timedelta(hours=1)))


async def timed(market: Market, set_id: UUID, schedule: Schedule) -> str:
    """The preview of a set that goes out then."""
    async with market.tx() as tx:
        version = (await approving.one_set(tx, set_id)).set.version
        return (await timing.set_time(market.hands, tx, set_id, schedule, version)).preview


async def test_what_was_done_is_undone(market: Market) -> None:
    wishes = await market.dearer(SHOP, 2)
    before = [await market.looked(each) for each in wishes]
    set_id = await market.agreed(*wishes)
    await market.send()
    async with market.tx() as tx:
        undone = await undoing.undo_set(market.hands, tx, set_id, frozenset(), frozenset())
    assert undone.left == ()
    assert undone.proposed is not None
    assert undone.proposed.set_id is not None
    await market.approve(undone.proposed.set_id)
    await market.send()
    assert await market.states(undone.proposed.set_id) == {State.proven: 2}
    assert await market.states(set_id) == {State.undone: 2}
    assert [await market.looked(each) for each in wishes] == before


async def test_what_somebody_changed_since_is_not_undone(market: Market) -> None:
    wishes = await market.dearer(SHOP, 2)
    set_id = await market.agreed(*wishes)
    await market.send()
    [(_, offer), *_] = await market.offers(SHOP, 1)
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": "77.00"})
    await market.shops.pull_again(market.workspace, Kind.products)
    async with market.tx() as tx:
        undone = await undoing.undo_set(market.hands, tx, set_id, frozenset(), frozenset())
    [left] = undone.left
    assert left.finding.code == "changed_since"
    assert undone.proposed is not None
    assert undone.proposed.count == 1


async def test_everything_since_a_time_is_undone(market: Market) -> None:
    first = await market.agreed(*await market.dearer(SHOP, 1))
    await market.send()
    since = datetime.now(UTC)
    second = await market.agreed(*(await market.dearer(SHOP, 3))[1:])
    await market.send()
    async with market.tx() as tx:
        undone = await undoing.undo_since(market.hands, tx, since)
    assert undone.proposed is not None
    assert undone.proposed.set_id is not None
    await market.approve(undone.proposed.set_id)
    await market.send()
    assert await market.states(first) == {State.proven: 1}
    assert await market.states(second) == {State.undone: 2}


async def test_a_person_decides_where_both_wrote(market: Market) -> None:
    [(target, offer)] = await market.offers(SHOP, 1)
    wish = Wish(market.accounts[SHOP].id, "products.texts", target, {"title": "Ours"})
    set_id = await market.agreed(wish)
    market.fault("gateway")
    await market.send()
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"title": "Theirs"})
    await market.settle()
    [change] = await market.changes(set_id)
    assert SARI.person_id
    async with market.tx() as tx:
        await deciding.decide(
            market.hands, tx, change.change.id, deciding.Decision.ours, SARI.person_id
        )
    await market.approve(set_id)
    await market.send()
    assert await market.states(set_id) == {State.proven: 1}
    shown = await market.looked(wish)
    assert shown is not None
    assert shown["title"] == "Ours"


async def test_a_wish_that_cannot_be_says_why_and_the_others_go_on(market: Market) -> None:
    [good] = await market.dearer(SHOP, 1)
    account = market.accounts[SHOP]
    bad = [
        Wish(account.id, "offers.price", good.target, {"colour": "red"}),
        Wish(account.id, "offers.price", Target("999999"), {"price": Money("USD", 1)}),
        Wish(account.id, "orders.refund", good.target, {"amount": Money("USD", 1)}),
        Wish(SARI.id, "offers.price", good.target, {"price": Money("USD", 1)}),  # type: ignore[arg-type]
        Wish(account.id, "offers.price", Target("15"), {"price": Money("EUR", 1_000)}),
    ]
    made = await market.propose(good, *bad)
    assert made.count == 1
    assert [each.place for each in made.refused] == [1, 2, 3, 4, 5]
    assert all(finding.next_step for each in made.refused for finding in each.findings)


async def test_nothing_that_was_wanted_is_nothing(market: Market) -> None:
    with pytest.raises(Rejected):
        await market.propose()
    [wish] = await market.dearer(SHOP, 1, percent=0)
    made = await market.propose(wish)
    assert (made.set_id, made.same) == (None, 1)


async def test_what_was_not_sent_can_be_withdrawn(market: Market) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 3))
    [one, *_] = await market.changes(set_id)
    async with market.tx() as tx:
        assert await approving.withdraw(market.hands, tx, set_id, [one.change.id]) == 1
    await market.send()
    assert await market.states(set_id) == {State.cancelled: 1, State.proven: 2}
