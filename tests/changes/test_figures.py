"""What a worker counts of changes: where they came to, how long it took, how many are open."""

from datetime import timedelta

from prometheus_client import CollectorRegistry

from hanse.app import wiring
from hanse.changes import jobs
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import State
from hanse.changes.service import proposing, undoing
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.metrics import Meter
from hanse.rooms.connections.model.accounts import WriteMode
from tests.changes.market import Market
from tests.engine.job_workers import until, working

SHOP = "woocommerce"
LABELS = {"platform": SHOP, "kind": "offers.price"}


def figure(registry: CollectorRegistry, name: str, **labels: str) -> float:
    return registry.get_sample_value(name, labels) or 0.0


def came(market: Market, state: State) -> float:
    registry = market.shops.meter.registry
    return figure(registry, "hanse_changes_total", **LABELS, state=state)


async def test_changes_are_counted_where_they_came_to_and_timed_from_wish_to_proof(
    market: Market,
) -> None:
    await market.agreed(*await market.dearer(SHOP, 3))
    await market.send()
    assert came(market, State.sending) == 3
    assert came(market, State.proven) == 3
    registry = market.shops.meter.registry
    assert figure(registry, "hanse_change_seconds_count", **LABELS) == 3
    assert figure(registry, "hanse_change_seconds_sum", **LABELS) > 0
    assert figure(registry, "hanse_change_seconds_bucket", **LABELS, le="3600.0") == 3


async def test_a_lost_answer_is_counted_as_unknown_and_then_as_proven(market: Market) -> None:
    await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("half_answer")
    await market.send()
    assert (came(market, State.unknown), came(market, State.proven)) == (1, 0)
    await market.settle()
    assert (came(market, State.unknown), came(market, State.proven)) == (1, 1)


async def test_what_was_only_rehearsed_is_counted_and_not_timed(market: Market) -> None:
    await market.switch(WriteMode.dry)
    await market.agreed(*await market.dearer(SHOP, 2))
    await market.send()
    assert came(market, State.rehearsed) == 2
    assert figure(market.shops.meter.registry, "hanse_change_seconds_count", **LABELS) == 0


async def test_an_undo_is_counted_at_both_ends(market: Market) -> None:
    set_id = await market.agreed(*await market.dearer(SHOP, 1))
    await market.send()
    async with market.tx() as tx:
        undone = await undoing.undo_set(market.hands, tx, set_id, frozenset(), frozenset())
    assert undone.proposed is not None
    assert undone.proposed.set_id is not None
    await market.approve(undone.proposed.set_id)
    await market.send()
    assert came(market, State.undone) == 1
    assert came(market, State.proven) == 2


async def test_what_is_open_is_shown_by_its_state_also_where_there_is_none(
    market: Market,
) -> None:
    """By a job of its own, once a minute."""
    later = Schedule(not_before=market.shops.database.clock.now() + timedelta(days=2))
    async with market.tx() as tx:
        made = await proposing.propose(
            market.hands,
            tx,
            await market.dearer(SHOP, 2),
            title="Later",
            why="A sale begins.",
            schedule=later,
        )
    assert made.set_id is not None
    await market.approve(made.set_id)
    meter = Meter()
    tending = jobs.jobs_of(wiring.hands_of(market.shops.reach), meter)
    async with working(market.shops.database, tending):
        async with market.shops.database.system_tx("a test") as tx:
            await enqueue(tx, jobs.TEND, "", {})
        await until(lambda: is_open(meter, State.approved) == 2)
    assert is_open(meter, State.sending) == 0
    assert is_open(meter, State.unknown) == 0


def is_open(meter: Meter, state: State) -> float | None:
    return meter.registry.get_sample_value("hanse_changes_open", {"state": state})
