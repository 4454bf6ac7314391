"""What suppliers say they have: as sure as it was said, and less as it gets old."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.clock import FixedClock
from hanse.base.faults import Rejected
from hanse.engine.tx import Tx
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.believing import believed
from hanse.rooms.stock.model.channels import Channel
from hanse.rooms.stock.model.counts import Found
from hanse.rooms.stock.model.moves import Cause
from hanse.rooms.stock.model.places import Place, PlaceKind
from hanse.rooms.stock.model.visible import visible as visible_of
from hanse.rooms.stock.service import adjusting, believing, counting, files, moving, places, visible
from hanse.rooms.stock.store import believing as store_believing
from tests.engine.plans import plan_of
from tests.rooms.pricing.conftest import known_jobs
from tests.rooms.stock.conftest import Storehouse, promise

__all__ = ["known_jobs"]

SHOP = UUID(int=801)
HOUR = timedelta(hours=1)
DAY_S = 24 * 3600
SHOWN = """
    insert into stock_shown (workspace_id, account_id, target, remote_product_id, variant_id,
        quantity, seen_at)
    values ($1, $2, $3::uuid::text, 'p', $3, 0, now())
"""
SUPPLIED = """
    insert into stock_channels (workspace_id, account_id, state, supplied, changed_at)
    values ($1, $2, 'on', true, now())
"""
MARKED = "select variant_id from stock_shown where workspace_id = $1 and marked_at is not null"
UNMARK = "update stock_shown set marked_at = null where workspace_id = $1"


@settings(max_examples=200)
@given(
    st.integers(0, 10**9),
    st.integers(0, 100).map(lambda each: Decimal(each) / 100),
    st.integers(-10, 10**8),
    st.integers(0, 10**8),
    st.integers(1, 8_760),
)
def test_what_was_told_is_believed_less_as_it_gets_old(
    told: int, sure: Decimal, age_s: int, more_s: int, fresh_for_h: int
) -> None:
    now = believed(told, sure, age_s, fresh_for_h)
    assert 0 <= now <= told
    assert believed(told, sure, age_s + more_s, fresh_for_h) <= now
    full = int(told * sure)
    assert believed(told, sure, min(age_s, fresh_for_h * 3600), fresh_for_h) == full
    assert believed(told, sure, 3 * fresh_for_h * 3600 + more_s, fresh_for_h) == 0


def test_it_falls_evenly_between() -> None:
    ages = [each * DAY_S for each in (0, 1, 2, 3)]
    assert [believed(10, Decimal("0.8"), each, 24) for each in ages] == [8, 8, 4, 0]


def left(row: Any, at: datetime | None) -> int:
    """Of what was told, the part that was believed then; before it was told, all."""
    _, free, sure, told_at = row
    age = max(at, told_at) - told_at if at else timedelta(0)
    return believed(free, sure, int(age.total_seconds()), 24)


@pytest.fixture
async def late(store: Storehouse) -> tuple[Storehouse, FixedClock, UUID]:
    """A storehouse whose clock is set by hand, and the place of a supplier there."""
    clock = FixedClock(datetime.now(UTC))
    store.database = replace(store.database, clock=clock)
    async with store.tx() as tx:
        wanted = Place(store.here, "Mill", PlaceKind.supplier, position=9, trust=80)
        place = await places.make(tx, wanted)
    return store, clock, place.id


@pytest.mark.usefixtures("known_jobs")
async def test_what_suppliers_tell_is_taken_down_believed_and_fades_at_shops(
    late: tuple[Storehouse, FixedClock, UUID],
) -> None:
    store, clock, mill = late
    lamp, mug = await store.goods(2, 0)
    [loose] = await store.loose(1)
    bundle = await store.bundle_of({lamp: 1})
    start = clock.now()
    async with store.tx() as tx:
        await tx.execute(SUPPLIED, store.workspace, SHOP)
        for each in (lamp, mug, bundle):
            await tx.execute(SHOWN, store.workspace, SHOP, each)
        said = [(lamp, 10, None, None), (mug, 7, 50, start - 2 * HOUR), (loose, 3, None, None)]
        heard = await believing.told(tx, mill, [*said, (bundle, 5, None, None)])
        assert heard.written == 3
        assert [each.findings[0].code for each in heard.left_out] == ["bundle"]

    async def count(variant_id: UUID) -> int | None:
        async with store.tx() as tx:
            return (await visible.visible(tx, SHOP, [variant_id]))[variant_id].count

    assert [await count(each) for each in (lamp, mug)] == [10, 3]
    assert await count(loose) is None, "a supplier's word alone opens no variant"
    async with store.tx() as tx:
        [level] = [each for each in await store.levels(lamp) if each.place_id == mill]
        assert (level.told_at, level.confidence) == (start.replace(microsecond=0), Decimal("0.8"))
        found = await visible.desk(tx, Channel(SHOP, supplied=True), [lamp])
        step = visible_of(lamp, found.channel, found.of(lamp)).steps[-1]
        assert step.told
        assert (step.change, step.told.count, step.told.sure) == (8, 10, 80)

        # What was said before the newest word changes nothing; the same number again is newer.
        old = await believing.told(tx, mill, [(lamp, 99, None, start - HOUR)])
        assert (old.written, old.left_out[0].findings[0].code) == (0, "outdated")

    assert await believing.fade(store.tx) == 0, "nothing has faded yet"
    clock.advance(48 * 3600)
    assert [await count(each) for each in (lamp, mug)] == [6, 1]
    assert await believing.fade(store.tx) == 2 + 1, "of what nobody counts as well"
    async with store.tx() as tx:
        marked = {row[0] for row in await tx.fetch(MARKED, store.workspace)}
        assert marked == {lamp, mug, bundle}, "and bundles of them"
        await tx.execute(UNMARK, store.workspace)
    assert await believing.fade(store.tx) == 0, "each once"

    async with store.tx() as tx:
        await believing.told(tx, mill, [(lamp, 10, 100, None)])
        moved = await moving.ledger(tx, lamp, None, 9)
        assert [each.on_hand for each in moved if each.place_id == mill] == [10], "nothing moved"
    assert await count(lamp) == 12
    await promise(store, lamp, mill, SHOP, 4)
    async with store.tx() as tx:
        heard = await believing.told(tx, mill, [(lamp, 1, 100, None)])
        assert heard.written == 1, "what is kept gives way to what is there"
        with pytest.raises(Rejected, match="Main is no place of a supplier"):
            await believing.told(tx, store.here, [(lamp, 1, None, None)])
    assert await store.differences() == ()


async def test_what_was_bought_there_lies_there_no_more_and_its_word_gets_no_newer(
    late: tuple[Storehouse, FixedClock, UUID],
) -> None:
    store, clock, mill = late
    lamp, mug = await store.goods(2, 0)
    told_at = clock.now().replace(microsecond=0)
    async with store.tx() as tx:
        await believing.told(tx, mill, [(lamp, 5, None, None), (mug, 1, None, None)])
    clock.advance(3600)
    async with store.tx() as tx:
        await believing.taken(tx, {(lamp, mill): 2, (mug, mill): 3}, Cause("purchasing.order"))
    for variant_id, left in ((lamp, 3), (mug, 0)):
        [level] = [each for each in await store.levels(variant_id) if each.place_id == mill]
        assert (level.on_hand, level.told_at) == (left, told_at)
    assert await store.differences() == ()


@pytest.mark.usefixtures("known_jobs")
async def test_people_say_what_suppliers_have_by_hand_by_count_and_as_a_table(
    late: tuple[Storehouse, FixedClock, UUID],
) -> None:
    store, clock, mill = late
    [lamp] = await store.goods(2)

    async def level() -> tuple[int, datetime | None, Decimal | None]:
        [found] = [each for each in await store.levels(lamp) if each.place_id == mill]
        return found.on_hand, found.told_at, found.confidence

    at = clock.now().replace(microsecond=0)
    wrong = [
        Line(0, lamp, "", store.here, to=3, confidence=50),
        Line(1, lamp, "", mill, to=3, told_at=at + HOUR),
        Line(2, lamp, "", mill, to=3, confidence=101),
    ]
    async with store.tx() as tx:
        seen = await adjusting.adjust(tx, wrong, preview=True)
        codes = [each.findings[0].code for each in seen.lines]
        assert codes == ["no_supplier", "ahead", "confidence"]
        line = Line(0, lamp, "", mill, to=6, told_at=at - HOUR, confidence=50)
        await adjusting.adjust(tx, [line], preview=False)
    assert await level() == (6, at - HOUR, Decimal("0.5"))

    table = b"".join([part async for part in files.levels(store.tx, mill)])
    assert f"{(at - HOUR).isoformat()},50" in table.decode()
    async with store.tx() as tx:
        assert (await files.bring(tx, table, None, "", preview=False)).changed == 0
        again = table.replace(f"{(at - HOUR).isoformat()},50".encode(), b",60 %")
        assert (await files.bring(tx, again, None, "", preview=False)).changed == 1
        bad = again.replace(b",60 %", b"soon,0.6")
        seen = await files.bring(tx, bad, None, "", preview=True)
        assert [each.sentence for each in seen.lines[0].findings] == [
            *("'soon' is no time.", "'0.6' is no percentage."),
        ]
    assert await level() == (6, at, Decimal("0.6"))

    clock.advance(3600)
    async with store.tx() as tx:
        count = await counting.begin(tx, mill, "November", [lamp], everything=False)
        await counting.put(tx, count.id, [Found(0, lamp, "", 6)])
        await counting.close(tx, count.id)
    assert await level() == (6, at + HOUR, Decimal("0.8")), "as sure as the place"


MANY = """
    insert into stock_levels (workspace_id, variant_id, place_id, on_hand, reserved, moved_at,
        told_at, confidence)
    select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(at), 12, '0'))::uuid, $2, at % 23,
        least(at % 3, at % 23), $3::timestamptz,
        $3::timestamptz - at * interval '9 minutes', (at % 11) / 10.0
    from generate_series(1, 1000) as at
"""
LEVELS = """
    select variant_id, on_hand - reserved as free, confidence, told_at from stock_levels
    where workspace_id = $1 and place_id = $2
"""
LAST = "update stock_places set faded_at = $2 where workspace_id = $1"


async def test_what_has_faded_is_found_by_its_index_as_it_is_reckoned(tx: Tx) -> None:
    wanted = Place(tx.workspace_id, "Mill", PlaceKind.supplier, fresh_for_h=24)
    mill = (await places.make(tx, wanted)).id
    await tx.execute(MANY, tx.workspace_id, mill, tx.now)
    rows = await tx.fetch(LEVELS, tx.workspace_id, mill)
    for last in (None, tx.now - HOUR):
        await tx.execute(LAST, tx.workspace_id, last)

        other = {row[0] for row in rows if left(row, last) != left(row, tx.now)}
        found = await store_believing.faded(tx, tx.now, None, 5_000)
        assert set(found) == other
        assert 20 < len(other) < 900
        page = await store_believing.faded(tx, tx.now, found[4], 3)
        assert page == found[5:8]
    await tx.execute("set local role hanse_app")
    await tx.execute("set local enable_seqscan = off")
    plan = await plan_of(
        tx,
        *("force_custom_plan", store_believing.FADED, "uuid, timestamptz, uuid, bigint"),
        f"'{tx.workspace_id}', now(), null, 100",
    )
    assert "stock_levels_told" in plan, plan
    assert "Seq Scan" not in plan, plan
