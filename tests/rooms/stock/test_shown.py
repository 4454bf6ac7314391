"""What shops show of stock, and from when to when it could be bought there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest

from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.jobs import matching
from hanse.rooms.catalog.service import offering
from hanse.rooms.stock.jobs import shown as jobs
from hanse.rooms.stock.model.shown import Period, ShownRow, read_at
from hanse.rooms.stock.service import looking, shop_places, showing
from hanse.rooms.stock.service import places as our_places
from hanse.rooms.stock.store import periods
from hanse.rooms.stock.store import shown as store
from hanse.trade.goods import ListingState
from hanse.trade.stock import Backorders, CountedBy, Location, StockLevel, StockState
from tests.rooms.billing.conftest import made as made_workspace
from tests.rooms.stock.windows import (
    NOBODY_COUNTS,
    Windows,
    at_places,
    counted,
    lamp,
    opened,
    shades,
)

FOLLOWED_ALL = "update events_marks set xact = 2^60 where workspace_id = $1"


@pytest.fixture(scope="module")
async def known(database: Database) -> None:
    await prepare(database, collect([jobs.jobs, matching.jobs]))


@pytest.fixture
async def windows(database: Database, known: None) -> Windows:
    return await opened(database, await made_workspace(database))


def test_a_number_counts_since_it_was_read_so_that_later_sales_are_no_part_of_it() -> None:
    """The shop that shows another number says nothing about it; of several the first reading."""
    lamp, typed = UUID(int=1), UUID(int=2)
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def row(shop: int, quantity: int, minutes: int, variant_id: UUID = lamp) -> ShownRow:
        at = noon + timedelta(minutes=minutes)
        named = (UUID(int=shop), str(shop), None, "1", "", UUID(int=shop), variant_id)
        return ShownRow(*named, quantity, buyable=True, seen_at=at)

    rows = [row(3, 10, 5), row(4, 10, 7), row(5, 7, 1), row(3, 8, 2, typed)]
    assert read_at(rows, {lamp: 10, typed: 4}) == {lamp: noon + timedelta(minutes=5)}


async def test_each_number_that_a_change_can_set_is_a_row(windows: Windows) -> None:
    """A product, a variant, and where a platform knows places, each place."""
    shop = await windows.open_shop("lamps")
    single, red, blue, spread, loose = await windows.goods(5)
    whole, half, alone = await windows.goods(3)
    uncounted = lamp("4", NOBODY_COUNTS, item="i4")
    both = counted(4, CountedBy.product)
    await windows.shows(
        shop,
        lamp("1", 5),
        shades("2", NOBODY_COUNTS, ("21", counted(3)), ("22", counted(0))),
        Location("berlin", "Berlin", True),
        Location("old", "Old", False),
        lamp("3", 99, item="i3"),
        at_places("i3", "3", berlin=4, paris=-1, old=7),
        uncounted,
        shades("5", counted(4), ("51", both), ("52", both)),
        shades("6", counted(2), ("61", counted(2, CountedBy.product))),
    )
    for variant_id, *names in (
        (single, "1"),
        (red, "2", "21"),
        (blue, "2", "22"),
        (spread, "3", "v3"),
        (loose, "4", "v4"),
        (whole, "5", "51"),
        (half, "5", "52"),
        (alone, "6", "61"),
    ):
        await windows.link(shop, variant_id, *names)
    await windows.settle(decide=False)

    rows = await windows.rows(single, red, blue, spread, loose, whole, half, alone)
    assert {(each.target, each.parent, each.remote_place, each.quantity) for each in rows} == {
        ("1", None, "", 5),
        ("21", "2", "", 3),
        ("22", "2", "", 0),
        ("i3@berlin", "3", "berlin", 4),
        ("i3@paris", "3", "paris", -1),
        ("v4", "4", "", None),  # sold without being counted
        ("51", "5", "", None),  # two that sell from the count of their product
        ("52", "5", "", None),
        ("6", None, "", 2),  # the only one that does
    }
    assert {each.target for each in rows if not each.buyable} == {"22", "i3@paris"}
    async with shop.tx() as tx:
        assert [each.target for each in await showing.shown(tx, shop.account_id, [red])] == ["21"]


async def test_rows_follow_links_places_and_what_is_shown_no_more(windows: Windows) -> None:
    shop = await windows.open_shop("lamps")
    first, second = await windows.goods(2)
    places = [Location("berlin", "Berlin", True), Location("paris", "Paris", True)]
    await windows.shows(shop, *places, lamp("3", 9, item="i3"), lamp("1", 5))
    await windows.shows(shop, at_places("i3", "3", berlin=4, paris=5))
    offer_id = await windows.link(shop, first, "3", "v3")
    await windows.settle()
    assert await windows.quantities(first) == {"i3@berlin": 4, "i3@paris": 5}

    await windows.shows(shop, Location("paris", "Paris", False))
    await windows.settle()
    await looking.look_whole(shop.tx, shop.account_id)
    await windows.settle()
    assert await windows.quantities(first) == {"i3@berlin": 4}

    async with shop.tx() as tx:
        await offering.unlink(tx, [offer_id])
    await windows.link(shop, second, "3", "v3")
    await windows.settle()
    assert (await windows.quantities(first), await windows.quantities(second)) == (
        {},
        {"i3@berlin": 4},
    )

    await windows.shows_no_more(shop, "3")
    await windows.settle()
    assert await windows.rows(first, second) == []
    async with shop.tx() as tx:
        [period] = await showing.periods(tx, second)
        assert period.until_at is not None


async def test_a_shop_that_was_read_before_is_looked_at_once_and_left_behind(
    database: Database, windows: Windows
) -> None:
    """A shop that is disconnected shows nothing any more, as far as anybody knows."""
    shop = await windows.open_shop("lamps")
    [variant_id] = await windows.goods()
    await windows.shows(shop, lamp("1", 5))
    await windows.link(shop, variant_id, "1")
    async with shop.tx() as tx:  # as if none of it had been followed
        await tx.execute(
            "update events_marks set xact = 2^60 where workspace_id = $1", shop.workspace
        )
    async with database.system_tx("a test") as tx:
        asked = (await looking.to_tend(tx))[shop.workspace]
        assert asked[looking.WHOLE_JOB] == [str(shop.account_id)]
    await looking.look_whole(shop.tx, shop.account_id)
    await looking.look(shop.tx, shop.account_id, lambda: False)
    assert await windows.quantities(variant_id) == {"1": 5}
    async with database.system_tx("a test") as tx:
        assert looking.WHOLE_JOB not in (await looking.to_tend(tx)).get(shop.workspace, {})

    async with shop.tx() as tx:
        await tx.execute(
            "update connections_accounts set state = 'disconnected', secrets = null where id = $1",
            shop.account_id,
        )
    await looking.look_whole(shop.tx, shop.account_id)
    await looking.look(shop.tx, shop.account_id, lambda: False)
    assert await windows.rows(variant_id) == []


async def test_places_of_a_shop_are_ours_of_the_same_name_until_a_person_says_otherwise(
    windows: Windows,
) -> None:
    shop = await windows.open_shop("lamps")
    async with shop.tx() as tx:
        main = await our_places.first_own(tx)
    await windows.shows(shop, Location("1", "MAIN", True), Location("2", "Paris", True))
    await windows.settle()
    async with shop.tx() as tx:
        found = await shop_places.places_of(tx, shop.account_id)
        assert {each.remote_id: each.place_id for each in found} == {"1": main.id, "2": None}
        found = await shop_places.name_places(tx, shop.account_id, {"1": None, "2": main.id})
        assert {each.remote_id: each.place_id for each in found} == {"1": None, "2": main.id}


# Periods

STEPS: list[tuple[StockLevel | int, ListingState, bool]] = [
    (3, ListingState.live, True),
    (1, ListingState.live, True),
    (0, ListingState.live, False),
    (-2, ListingState.live, False),
    (5, ListingState.live, True),
    (5, ListingState.draft, False),
    (NOBODY_COUNTS, ListingState.live, True),
    (StockLevel(None, CountedBy.nobody, StockState.out_of_stock), ListingState.live, False),
    (
        StockLevel(0, CountedBy.offer, StockState.on_backorder, Backorders.notify),
        ListingState.live,
        True,
    ),
    (0, ListingState.live, False),
]


async def shown_in_turn(windows: Windows, name: str) -> tuple[UUID, list[bool]]:
    shop = await windows.open_shop(name)
    [variant_id] = await windows.goods()
    await windows.link(shop, variant_id, "1")
    said = []
    for stock, state, is_there in STEPS:
        await windows.shows(shop, lamp("1", stock, state=state))
        await windows.settle(decide=False)
        said.append(is_there)
    return variant_id, said


async def test_a_listing_that_can_be_bought_has_a_period(windows: Windows) -> None:
    """Each turn from not there to there begins one, each turn back ends it."""
    variant_id, said = await shown_in_turn(windows, "lamps")
    begun = sum(now and not before for before, now in zip([False, *said], said, strict=False))
    async with windows.shops[0].tx() as tx:
        found = await showing.periods(tx, variant_id)
    assert len(found) == begun
    assert all(each.until_at and each.from_at < each.until_at for each in found)


@pytest.mark.parametrize("seed", range(3))
async def test_periods_are_what_was_shown_and_never_overlap(windows: Windows, seed: int) -> None:
    """Numbers in any order at two places; also where a clock is behind for a while."""
    shop, chance = await windows.open_shop("lamps"), Random(seed)
    [variant_id] = await windows.goods()
    async with shop.tx() as tx:
        begin = tx.now
        shown: dict[str, int] = {}
        expected: list[list[datetime | None]] = []
        clock = begin
        for step in range(60):
            clock += timedelta(seconds=chance.choice([0, 1, 5] if step < 40 else [-9, 1, 30]))
            target = chance.choice("ab")
            shown[target] = chance.choice([0, 0, 1, 4])
            row = bare(shop.account_id, variant_id, target, shown[target], clock)
            await store.put(tx, shop.account_id, [row])
            await periods.follow(tx, shop.account_id, [variant_id])
            is_there, was_there = any(shown.values()), bool(expected and expected[-1][1] is None)
            if is_there and not was_there:
                if expected and expected[-1][1] == clock:
                    expected[-1][1] = None
                    continue
                expected.append([clock, None])
            elif was_there and not is_there:
                expected[-1][1] = clock
            if step == 39:
                known = [list(each) for each in expected]
                found = [[each.from_at, each.until_at] for each in await in_order(tx, variant_id)]
                assert lengths(found) == lengths(known)
        told = await in_order(tx, variant_id)
    for each, after in pairwise(told):
        assert each.until_at is not None
        assert each.from_at <= each.until_at <= after.from_at
    assert (told[-1].until_at is None) == any(shown.values())


def bare(
    account_id: UUID, variant_id: UUID, target: str, quantity: int, seen_at: datetime
) -> ShownRow:
    buyable = quantity > 0
    return ShownRow(
        *(account_id, target, None, target, "", variant_id, variant_id, quantity, buyable, seen_at)
    )


async def in_order(tx: Tx, variant_id: UUID) -> Sequence[Period]:
    return list(reversed(await showing.periods(tx, variant_id)))


def lengths(found: Sequence[Sequence[datetime | None]]) -> Sequence[object]:
    """Periods that touch are one, and those without length none."""
    merged: list[list[datetime | None]] = []
    for begun, ended in found:
        if begun == ended:
            continue
        if merged and merged[-1][1] == begun:
            merged[-1][1] = ended
        else:
            merged.append([begun, ended])
    return merged
