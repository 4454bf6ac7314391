"""What is open goes on by itself, whoever fell silent and whatever came late; and if it cannot, it
says why."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from hanse.base.faults import Rejected, Throttled
from hanse.base.money import Money
from hanse.changes import commit, jobs
from hanse.changes.commit import Road
from hanse.changes.model.planned import Planned, Wish
from hanse.changes.model.states import Reason, State
from hanse.changes.service import queue
from hanse.changes.service.intending import Batch, Intended, intend
from hanse.changes.store import intents, rows
from hanse.engine.jobs.jobs import enqueue
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Outcome, Target
from tests.changes.market import Market
from tests.engine.job_workers import until, working

SHOP = "woocommerce"


@pytest.fixture
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """For what only time does otherwise."""
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


async def older(admin: asyncpg.Connection, market: Market) -> None:
    """All that is on its way is so for five minutes more."""
    await admin.execute(
        """update changes_intents set written_at = written_at - interval '5 minutes',
            send_by = send_by - interval '5 minutes', first_at = first_at - interval '5 minutes'
            where workspace_id = $1""",
        market.workspace,
    )
    await admin.execute(
        """update changes_changes set look_at = look_at - interval '5 minutes'
            where workspace_id = $1""",
        market.workspace,
    )


async def intended(road: Road, planned: list[Planned], sends: int = 1) -> Intended | None:
    """As far as the first byte, and no further."""
    power = road.power(planned[0].change.kind)
    batch = Batch(tuple(planned), {}, sends=sends, again=sends > 1)
    async with road.open_tx() as tx:
        return await intend(road.hands, tx, road.opened, power, batch, uuid4(), [])


async def is_due(admin: asyncpg.Connection, market: Market, name: str) -> bool:
    """Whether such a job waits and is due within a minute."""
    sql = """select count(*) from jobs where workspace_id = $1 and name = $2
        and state in ('waiting', 'later') and due_at < clock_timestamp() + interval '1 minute'"""
    return bool(await admin.fetchval(sql, market.workspace, name))


async def shown(market: Market, set_id: UUID) -> set[State]:
    """In one statement, while others work."""
    return {each.change.state for each in await market.changes(set_id)}


def candle(market: Market, **more: str) -> Wish:
    after: Fields = {"title": "Candle", "price": Money("USD", 990), "state": "draft", **more}
    return Wish(market.accounts[SHOP].id, "products.create", Target(None), after, mark="candle")


async def test_what_cannot_be_looked_for_is_explained_and_holds_up_nothing(market: Market) -> None:
    """Without a SKU it cannot be found again."""
    nameless = await market.agreed(candle(market))
    market.fault("half_answer")
    await market.send()
    assert await market.states(nameless) == {State.unknown: 1}
    await market.settle()
    [change] = await market.changes(nameless)
    assert change.change.state is State.unknown
    assert change.finding is not None
    assert change.look_at is None
    assert sum(market.shops.shop(SHOP).ledger.kind(SHOP, "product.create").values()) == 1


async def test_what_may_not_be_sent_again_in_rehearsal_says_so_and_is_asked_about_later(
    market: Market,
) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("gateway")
    await market.send()
    await market.switch(WriteMode.dry)
    due = await commit.settle_all(await market.road(SHOP))
    [change] = await market.changes(set_id)
    assert change.change.state is State.unknown
    assert change.finding is not None
    assert "rehearsal" in change.finding.sentence
    async with market.tx() as tx:
        assert due is not None
        assert due > await intents.clock(tx)  # else it would be asked about without a pause
    await market.switch(WriteMode.live)
    async with market.tx() as tx:
        its_time = await intents.clock(tx)
        await rows.look_later(tx, {change.change.id: its_time})
    await market.settle()
    assert await market.states(set_id) == {State.proven: 1}
    assert market.written() == 1


async def test_an_older_one_that_was_not_sent_makes_room_for_a_newer_one(market: Market) -> None:
    """Else both would be approved, and neither could leave before the other."""
    [wish] = await market.dearer(SHOP, 1)
    first = await market.agreed(wish)
    road = await market.road(SHOP)
    mine = await intended(road, await market.changes(first))
    assert mine is not None
    [newer] = await market.dearer(SHOP, 1, percent=20)
    second = await market.agreed(newer)
    sent, at = await commit.answered(road, mine, (), Throttled("Too many.", 1.0))
    await commit.move(road, road.power("offers.price"), sent, at, mine.planned)
    await market.send()
    assert await market.states(first) == {State.superseded: 1}
    assert await market.states(second) == {State.proven: 1}
    assert market.written() == 1


async def test_a_newer_one_is_sent_as_soon_as_the_older_one_is_settled(
    market: Market, admin: asyncpg.Connection
) -> None:
    [wish] = await market.dearer(SHOP, 1)
    await market.agreed(wish)
    market.fault("half_answer")
    await market.send()
    await market.agreed(*await market.dearer(SHOP, 1, percent=20))
    await market.send()
    await admin.execute("delete from jobs where workspace_id = $1", market.workspace)
    await market.settle()
    assert await is_due(admin, market, queue.SEND_JOB)


async def test_an_answer_that_comes_after_a_second_sending_is_not_taken_for_the_second_one(
    market: Market, admin: asyncpg.Connection
) -> None:
    """As on a machine that slept: it was given up, and then it goes on."""
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    road = await market.road(SHOP)
    first = await intended(road, await market.changes(set_id))
    assert first is not None
    await older(admin, market)
    market.fault("gateway")
    await market.settle()  # nobody can bring its answer any more
    await market.settle()  # it was read, is sent again, and that answer is lost
    assert await market.states(set_id) == {State.unknown: 1}
    second = await intended(road, await market.changes(set_id), 3)
    assert second is not None
    refused = [Outcome(Rejected("No such price."))]
    sent, at = await commit.answered(road, first, refused, None)
    await commit.move(road, road.power("offers.price"), sent, at, first.planned)
    [change] = await market.changes(set_id)
    assert (change.change.state, change.change.reason) == (State.sending, Reason.sent_again)
    assert change.look_at is not None
    assert change.look_at == second.intent.over_at
    async with market.tx() as tx:
        kept = await intents.of_change(tx, change.change.id)
    assert [each.intent.answered_at is not None for each in kept] == [True, True, False]


async def test_what_another_one_has_sent_again_meanwhile_is_not_sent_again(market: Market) -> None:
    """Whoever decides on what was read before the last sending decides on nothing."""
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("gateway")
    await market.send()
    seen = await market.changes(set_id)
    market.fault("gateway")
    await market.settle()
    assert await market.states(set_id) == {State.unknown: 1}
    assert await intended(await market.road(SHOP), seen, 2) is None
    assert await market.states(set_id) == {State.unknown: 1}
    assert await intended(await market.road(SHOP), seen, 3) is not None


async def test_a_second_sending_that_did_not_leave_is_the_second_still(market: Market) -> None:
    """By that a number that is taken may be its own."""
    set_id = await market.agreed(candle(market, sku="CANDLE-1"))
    market.fault("gateway")
    await market.send()
    market.fault("throttled")
    with pytest.raises(Throttled):
        await market.settle()
    assert await market.states(set_id) == {State.approved: 1}
    mine = await intended(await market.road(SHOP), await market.changes(set_id))
    assert mine is not None
    assert mine.intent.sends == 2


async def test_the_unknown_is_settled_while_others_are_sent(market: Market) -> None:
    one, two = await market.dearer(SHOP, 2)
    lost = await market.agreed(one)
    market.fault("half_answer")
    await market.send()
    market.fault("slow", seconds=20)
    held = await market.agreed(two)

    async def settled() -> bool:
        return await shown(market, lost) == {State.proven}

    def is_held() -> bool:
        return market.shops.sandbox.faults.struck.get("slow", 0) == 1

    async with working(market.shops.database, jobs.jobs_of(market.hands), grace_s=0.1):
        await until(is_held)
        async with market.tx() as tx:
            await queue.ask_to_settle(tx, market.accounts[SHOP].id)
        await until(settled)
        assert await shown(market, held) == {State.sending}


async def test_after_an_outage_it_goes_on_soon(market: Market, admin: asyncpg.Connection) -> None:
    """However often it failed before: a job that waits twice as long each time is not enough."""
    await market.agreed(*await market.dearer(SHOP, 1))
    await admin.execute(
        "update jobs set strikes = 10, tries = 10 where workspace_id = $1 and name = $2",
        *(market.workspace, queue.SEND_JOB),
    )
    market.shops.sandbox.faults.set({"kind": "maintenance", "calls": "^GET ", "platform": ""})

    async def over() -> bool:
        sql = """select count(*) from jobs where workspace_id = $1 and name = $2
            and (state = 'running' or tries = 10)"""
        return not await admin.fetchval(sql, market.workspace, queue.SEND_JOB)

    async with working(market.shops.database, jobs.jobs_of(market.hands)):
        await until(over)
    assert await is_due(admin, market, queue.SEND_JOB)


async def test_what_nobody_agreed_to_in_time_expires_though_nothing_else_is_open(
    market: Market, admin: asyncpg.Connection
) -> None:
    made = await market.propose(*await market.dearer(SHOP, 1))
    assert made.set_id is not None
    await admin.execute(
        "update changes_changes set until_at = clock_timestamp() where workspace_id = $1",
        market.workspace,
    )
    async with market.shops.database.system_tx("a test") as tx:
        await enqueue(tx, jobs.TEND, "", {})

    async def expired() -> bool:
        assert made.set_id is not None
        return await shown(market, made.set_id) == {State.expired}

    async with working(market.shops.database, jobs.jobs_of(market.hands)):
        await until(expired)


async def test_the_shop_is_read_back_once(market: Market, admin: asyncpg.Connection) -> None:
    """By whoever sent; others look only at what was left lying."""
    set_id = await market.agreed(*await market.dearer(SHOP, 5))

    async def proven() -> bool:
        return await shown(market, set_id) == {State.proven}

    market.shops.sandbox.faults.set(
        {"kind": "slow", "calls": "^GET ", "platform": "", "seconds": 0.3}
    )
    async with working(market.shops.database, jobs.jobs_of(market.hands)):
        await until(proven)
    looks = "select count(*) from changes_looks where workspace_id = $1"
    assert await admin.fetchval(looks, market.workspace) == 5
