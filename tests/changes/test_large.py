"""A set of any size: worked out and decided about part by part, as if it were done at once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.changes import jobs
from hanse.changes.model.changes import ChangeSet
from hanse.changes.model.limits import SAFE
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import Reason, State
from hanse.changes.service import (
    approving,
    carrying,
    proposing,
    reading,
    ruling,
    timing,
    undoing,
    unwinding,
)
from hanse.changes.service.carrying import Busy
from hanse.changes.service.gathering import gather
from hanse.changes.service.proposing import Proposed
from hanse.changes.store import sets
from hanse.changes.store.sets import Errand
from hanse.engine.jobs.handlers import Job
from hanse.engine.tx import Tx
from tests.changes.market import MEI, Market

SHOP = "woocommerce"


@pytest.fixture
def small(market: Market) -> Market:
    """Where a transaction bears two changes, five are a large set."""
    market.hands = replace(market.hands, part_max=2)
    return market


async def in_parts(*parts: Sequence[Wish]) -> AsyncIterator[Sequence[Wish]]:
    for each in parts:
        yield each


async def a_set(market: Market) -> ChangeSet:
    async with market.tx() as tx:
        return proposing.set_of(tx, "New prices", "Costs have risen.", None, None)


async def gathered(market: Market, *parts: Sequence[Wish]) -> Proposed:
    return await gather(market.hands, market.tx, in_parts(*parts), await a_set(market))


async def large(market: Market, percent: int = 10) -> UUID:
    wishes = await market.dearer(SHOP, 5, percent)
    made = await gathered(market, wishes[:3], wishes[3:])
    assert made.set_id is not None
    assert (made.count, made.same, made.refused) == (5, 0, ())
    return made.set_id


async def proven(market: Market) -> UUID:
    return await sent(market, await large(market))


async def test_a_large_set_goes_from_the_wish_to_the_proof(small: Market) -> None:
    set_id = await large(small)
    assert await small.states(set_id) == {State.proposed: 5}
    assert await small.approve(set_id) is State.approved
    # Nothing of it leaves while it is being carried out, and nobody decides anything else.
    await small.send()
    assert small.written() == 0
    assert await small.states(set_id) == {State.approved: 2, State.proposed: 3}
    with pytest.raises(Busy):
        await small.approve(set_id)
    await carrying.go_on(small.hands, small.tx, set_id)
    assert await small.states(set_id) == {State.approved: 5}
    await small.send()
    assert await small.states(set_id) == {State.proven: 5}


async def test_nobody_sees_a_set_before_all_of_it_is_there(small: Market) -> None:
    [first] = await small.dearer(SHOP, 1)
    made = await a_set(small)
    made = replace(made, made_at=made.made_at - timedelta(hours=2))

    async def killed_in_between() -> AsyncIterator[Sequence[Wish]]:
        yield [first]
        async with small.tx() as tx:
            assert await reading.list_sets(tx, None, None, 10) == []
        with pytest.raises(Busy):
            await small.approve(made.id)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        await gather(small.hands, small.tx, killed_in_between(), made)
    # Nobody goes on with it: after an hour it is withdrawn, and that can be seen.
    await tended(small)
    assert await small.states(made.id) == {State.cancelled: 1}
    async with small.tx() as tx:
        assert [each.held.set.id for each in await reading.list_sets(tx, None, None, 10)] == [
            made.id
        ]


async def tended(market: Market) -> None:
    [tend] = [each for each in jobs.jobs_of(market.hands) if each.name == jobs.TEND]

    async def quiet(message: str, done: int | None, total: int | None) -> None: ...

    job = Job(market.workspace, UUID(int=1), jobs.TEND, "", {}, 1, "", quiet)
    await tend.handle(job, market.shops.database)


async def test_a_trip_in_one_part_holds_all_parts_until_it_is_released_by_name(
    small: Market,
) -> None:
    wishes = await small.dearer(SHOP, 4)
    [leap] = (await small.dearer(SHOP, 5, percent=400))[4:]
    made = await gathered(small, wishes[:2], [leap], wishes[2:])
    assert made.state is State.held
    assert made.set_id is not None
    assert await small.states(made.set_id) == {State.held: 5}
    async with small.tx(MEI) as tx:
        await approving.release(small.hands, tx, made.set_id, "It is so.", small.approver(MEI))
    await carrying.go_on(small.hands, small.tx, made.set_id)
    assert await small.states(made.set_id) == {State.proposed: 5}
    await small.approve(made.set_id)
    await carrying.go_on(small.hands, small.tx, made.set_id)
    await small.send()
    assert await small.states(made.set_id) == {State.proven: 5}


async def test_a_trip_on_the_way_stops_all_of_a_large_set_at_once(small: Market) -> None:
    set_id = await large(small)
    await small.approve(set_id)
    await carrying.go_on(small.hands, small.tx, set_id)
    async with small.tx() as tx:
        narrow = replace(SAFE, step_percent_max=Decimal(1))
        await ruling.set_limits(tx, narrow, (await ruling.limits(tx)).version)
    await small.send()
    assert small.written() == 0
    await carrying.go_on(small.hands, small.tx, set_id)
    assert await small.states(set_id) == {State.held: 5}


async def test_a_large_set_gets_another_time_and_is_withdrawn_whole(small: Market) -> None:
    set_id = await large(small)
    await small.approve(set_id)
    await carrying.go_on(small.hands, small.tx, set_id)
    async with small.tx() as tx:
        later = Schedule(tx.now + timedelta(hours=1))
        version = (await approving.one_set(tx, set_id)).set.version
        await timing.set_time(small.hands, tx, set_id, later, version)
    with pytest.raises(Busy):
        await small.approve(set_id)
    await carrying.go_on(small.hands, small.tx, set_id)
    assert await small.states(set_id) == {State.proposed: 5}
    async with small.tx() as tx:
        assert await approving.withdraw(small.hands, tx, set_id) == 5
    await carrying.go_on(small.hands, small.tx, set_id)
    assert await small.states(set_id) == {State.cancelled: 5}


async def test_a_large_set_is_taken_back_whatever_is_killed(small: Market) -> None:
    set_id = await proven(small)
    async with small.tx() as tx:
        undone = await undoing.undo_set(small.hands, tx, set_id, frozenset(), frozenset())
    assert undone.proposed is not None
    assert undone.proposed.state is None
    undo_id = undone.proposed.set_id
    assert undo_id is not None
    # Who asks for the same meanwhile is told that it is done already.
    async with small.tx(MEI) as tx:
        with pytest.raises(undoing.TakenBack, match="takes this back already: Undo: New prices"):
            await undoing.undo_set(small.hands, tx, set_id, frozenset(), frozenset())
    # What is taken back is not given up as soon as other sets are.
    async with small.tx() as tx:
        older = "update changes_sets set made_at = made_at - interval '2 hours' where id = $1"
        await tx.execute(older, undo_id)
    await tended(small)
    await filled_by_killed(small, undo_id)
    assert await small.states(undo_id) == {State.proposed: 5}
    await sent(small, undo_id)
    assert await small.states(set_id) == {State.undone: 5}
    async with small.tx(MEI) as tx:
        with pytest.raises(undoing.TakenBack, match="This was taken back already"):
            await undoing.undo_set(small.hands, tx, set_id, frozenset(), frozenset())


async def test_all_since_a_time_is_taken_back_at_any_size_whatever_is_killed(
    small: Market,
) -> None:
    """A thing that was changed in several sets goes back once, to what it was before the first."""
    wishes = await small.dearer(SHOP, 5, 5)
    before = [await small.looked(each) for each in wishes]
    earlier = await sent(small, (await gathered(small, wishes)).set_id)
    async with small.tx() as tx:
        since = (await reading.changes_of_set(tx, earlier, None, None, 9))[0].change.made_at
    later = await sent(small, (await gathered(small, await small.dearer(SHOP, 3, 5))).set_id)
    async with small.tx() as tx:
        undone = await undoing.undo_since(small.hands, tx, since)
    assert undone.proposed is not None
    undo_id = undone.proposed.set_id
    assert undo_id is not None
    async with small.tx(MEI) as tx:
        with pytest.raises(undoing.TakenBack):
            await undoing.undo_since(small.hands, tx, since)
    await filled_by_killed(small, undo_id)
    assert await small.states(undo_id) == {State.proposed: 5}
    written = small.written()
    await sent(small, undo_id)
    assert small.written() == written + 5
    assert [await small.looked(each) for each in wishes] == before
    assert await small.states(earlier) == {State.undone: 5}
    assert await small.states(later) == {State.undone: 3}


async def filled_by_killed(market: Market, undo_id: UUID) -> None:
    """Each one is killed one transaction later than the one before."""
    for before in count(1):
        try:
            await unwinding.undo_all(market.hands, Killed(market, before).tx, undo_id)
        except RuntimeError:
            assert await nothing_twice(market, undo_id)
        else:
            return


async def nothing_twice(market: Market, undo_id: UUID) -> bool:
    things = [each.change.thing.ours for each in await market.changes(undo_id)]
    return len(things) == len(set(things))


async def sent(market: Market, set_id: UUID | None) -> UUID:
    """Agreed to, carried out and proven."""
    assert set_id is not None
    await market.approve(set_id)
    await carrying.go_on(market.hands, market.tx, set_id)
    await market.send()
    assert set(await market.states(set_id)) == {State.proven}
    return set_id


class Killed:
    """Who works in transactions, and is killed before one of them."""

    def __init__(self, market: Market, before: int) -> None:
        self.market, self.left = market, before

    def tx(self):  # type: ignore[no-untyped-def]
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("killed")
        return self.market.tx()


async def test_what_does_not_fit_in_one_transaction_says_so(small: Market) -> None:
    with pytest.raises(Rejected, match="3 changes at once; 2 are the most"):
        await small.propose(*await small.dearer(SHOP, 3))


async def test_parts_that_take_from_a_shop_count_together(small: Market) -> None:
    """Each part by itself would be let through."""
    hiding = await hidden(small, 5)
    async with small.tx() as tx:
        limits = replace(SAFE, ended_percent_max=Decimal(0), few=3)
        await ruling.set_limits(tx, limits, (await ruling.limits(tx)).version)
    made = await gathered(small, hiding[:2], hiding[2:4], hiding[4:])
    assert made.state is State.held


async def hidden(market: Market, count: int) -> list[Wish]:
    account = market.accounts[SHOP]
    targets = [target for target, _ in await market.offers(SHOP, count)]
    return [Wish(account.id, "products.state", each, {"state": "private"}) for each in targets]


async def test_an_errand_whose_nudge_was_lost_is_taken_up_again(small: Market) -> None:
    set_id = await large(small)
    async with small.tx() as tx:
        await sets.send_on(tx, set_id, Errand(Reason.withdrawn))
        assert await nudges(tx, set_id) == 0
    await tended(small)
    async with small.tx() as tx:
        assert await nudges(tx, set_id) == 1


async def nudges(tx: Tx, set_id: UUID) -> int:
    return int(await tx.fetchval("select count(*) from jobs where key = $1", str(set_id)))
