"""With how many pieces a variant begins."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database
from hanse.rooms.catalog.jobs import matching
from hanse.rooms.catalog.model.goods import Part
from hanse.rooms.catalog.service import bundling
from hanse.rooms.stock.jobs import shown as jobs
from hanse.rooms.stock.model.moves import Move, MoveKind
from hanse.rooms.stock.model.opening import (
    Basis,
    Counting,
    Rule,
    Ruling,
    Why,
    decide,
)
from hanse.rooms.stock.service import moving, opening, places, setting_out
from hanse.rooms.stock.service.setting_out import Asked, Typed
from hanse.rooms.stock.store import opening as store
from hanse.rooms.stock.store import periods, shown
from tests.rooms.billing.conftest import made as made_workspace
from tests.rooms.catalog.listed import Shop
from tests.rooms.stock.conftest import TEST
from tests.rooms.stock.windows import NOBODY_COUNTS, Windows, lamp, opened

A, B, C = (UUID(int=each) for each in (1, 2, 3))
SHOWN = st.dictionaries(
    st.sampled_from([A, B, C]),
    st.lists(st.none() | st.integers(-3, 4), min_size=1, max_size=2),
)


@given(SHOWN, st.sampled_from(list(Rule)))
@settings(max_examples=60)
def test_a_count_is_one_that_a_shop_shows_and_nobody_guesses(
    shown: dict[UUID, list[int | None]], rule: Rule
) -> None:
    found = decide(shown, Ruling(rule, A))
    every = {max(one, 0) for each in shown.values() for one in each if one is not None}
    assert (found.state is Counting.uncounted) == (not every)
    assert (found.count is not None) == (found.state is Counting.counted)
    if found.count is not None:
        assert found.count in every
    if rule is Rule.ask:
        assert (found.state is Counting.waiting) == (len(every) > 1)
    if rule is Rule.lowest and every:
        assert found.count == min(every)


@pytest.fixture(scope="module")
async def known(database: Database) -> None:
    await prepare(database, collect([jobs.jobs, matching.jobs]))


@pytest.fixture
async def windows(database: Database, known: None) -> Windows:
    found = await opened(database, await made_workspace(database))
    await found.open_shop("first")
    await found.open_shop("second")
    return found


async def sold(windows: Windows, *numbers: object) -> UUID:
    """A variant of which the shops show these; none: not sold there."""
    [variant_id] = await windows.goods()
    for shop, stock in zip(windows.shops, numbers, strict=False):
        if stock is not None:
            name = str(variant_id)
            await windows.shows(shop, lamp(name, stock))  # type: ignore[arg-type]
            await windows.link(shop, variant_id, name)
    return variant_id


async def standing(windows: Windows, *ids: UUID) -> list[tuple[Counting, Why]]:
    async with windows.shops[0].tx() as tx:
        states = await store.states(tx, ids)
    return [states[each] for each in ids]


async def on_hand(windows: Windows, variant_id: UUID) -> list[int]:
    async with windows.shops[0].tx() as tx:
        return [
            each.on_hand for each in (await moving.levels(tx, [variant_id])).get(variant_id, ())
        ]


COUNTED = (Counting.counted, Why.none)


async def test_what_shops_agree_on_is_opened_and_what_they_do_not_waits(windows: Windows) -> None:
    agreed = await sold(windows, 6, 6)
    alone = await sold(windows, 4, NOBODY_COUNTS)
    oversold = await sold(windows, -2, None)
    differing = await sold(windows, 10, 7)
    loose = await sold(windows, NOBODY_COUNTS, NOBODY_COUNTS)
    typed = await sold(windows, 3, 3)
    part, bundle = await windows.goods(2)
    async with windows.shops[0].tx() as tx:
        here = (await places.first_own(tx)).id
        await moving.move(tx, [Move(typed, here, MoveKind.receipt, 9)], TEST)
        await bundling.set_parts(tx, bundle, [Part(part, 2)])
    await windows.shows(windows.shops[0], lamp("set", 2))
    await windows.link(windows.shops[0], bundle, "set")
    assert await windows.settle()

    assert await standing(windows, agreed, alone, oversold, typed) == [COUNTED] * 4
    assert await standing(windows, differing, loose, bundle) == [
        (Counting.waiting, Why.differ),
        (Counting.uncounted, Why.nobody),
        (Counting.uncounted, Why.bundle),
    ]
    assert [await on_hand(windows, each) for each in (agreed, alone, typed)] == [[6], [4], [9]]
    assert [await on_hand(windows, each) for each in (oversold, differing, loose)] == [[], [], []]
    async with windows.shops[0].tx() as tx:
        [row] = await setting_out.waiting(tx, None, 10)
        shown = dict(row.shops)
        told = await tx.fetchval(
            "select sum((payload->>'count')::int) from events"
            " where workspace_id = $1 and name = 'stock.variant.opened'",
            windows.workspace,
        )
    assert (row.variant_id, row.why) == (differing, Why.differ)
    assert [shown[each.account_id] for each in windows.shops] == [10, 7]
    assert told == 3  # what was in the ledger before is not opened again

    # Once they agree it is clear, and a third shop that says otherwise asks nobody anew.
    await windows.shows(windows.shops[1], lamp(str(differing), 10))
    await windows.settle()
    third = await windows.open_shop("third")
    await windows.shows(third, lamp("x", 1))
    await windows.link(third, differing, "x")
    await windows.settle()
    assert (await standing(windows, differing), await on_hand(windows, differing)) == (
        [COUNTED],
        [10],
    )


async def test_nothing_is_opened_while_a_shop_is_still_being_read(windows: Windows) -> None:
    """It may show another number."""
    late = await windows.open_shop("late", is_read=False)
    variant_id = await sold(windows, 5, 5)
    assert not await windows.settle()
    assert await standing(windows, variant_id) == [(Counting.waiting, Why.reading)]
    async with late.tx() as tx:
        await tx.execute("update mirror_feeds set ended_at = now() where id = $1", late.feed_id)
    assert await windows.settle()
    assert await standing(windows, variant_id) == [COUNTED]


async def test_a_person_opens_by_a_rule_or_by_counting_and_sees_it_before(
    windows: Windows,
) -> None:
    first, second = windows.shops
    low, chosen, counted, apart = [await sold(windows, 10 + each, 7) for each in range(4)]
    await windows.settle()

    async def set_out(asked: Asked, *, preview: bool = False) -> setting_out.Opened:
        async with first.tx() as tx:
            return await setting_out.set_out(tx, asked, preview=preview)

    lowest = Asked(Ruling(Rule.lowest), variant_ids=[low])
    seen = await set_out(lowest, preview=True)
    assert ([each.count for each in seen.rows], seen.count, seen.left) == ([7], 1, 3)
    assert await on_hand(windows, low) == []
    done = await set_out(lowest)
    assert (done.count, done.left, await on_hand(windows, low)) == (1, 3, [7])

    await set_out(Asked(Ruling(Rule.shop, first.account_id), variant_ids=[chosen]))
    await set_out(Asked(Ruling(), [Typed(counted, 8, Basis.on_hand)]))
    assert [await on_hand(windows, each) for each in (chosen, counted)] == [[11], [8]]
    found = await set_out(Asked(Ruling(Rule.shop, UUID(int=5))))
    assert [each.sentence.split(" ", 1)[1] for each in found.findings] == [
        "is not counted by that shop."
    ]

    # The rule of the workspace does the rest.
    async with first.tx() as tx:
        await tx.execute(
            "insert into stock_settings (workspace_id, opening, opening_account_id)"
            " values ($1, 'shop', $2)",
            *(windows.workspace, second.account_id),
        )
        await opening.ask(tx)
    await windows.settle()
    assert await on_hand(windows, apart) == [7]


async def test_numbers_that_cannot_be_set_say_why(windows: Windows) -> None:
    counted = await sold(windows, 5, 5)
    part, bundle = await windows.goods(2)
    async with windows.shops[0].tx() as tx:
        await bundling.set_parts(tx, bundle, [Part(part, 2)])
    await windows.settle()
    wrong = [counted, bundle, UUID(int=1), part, part]
    with pytest.raises(Rejected) as caught:
        async with windows.shops[0].tx() as tx:
            typed = [Typed(each, 1, Basis.on_hand) for each in wrong]
            await setting_out.set_out(tx, Asked(Ruling(), typed), preview=False)
    assert [(each.field, each.sentence.split(" ", 1)[1]) for each in caught.value.findings] == [
        ("counts.0", "is counted already."),
        ("counts.1", "is a bundle, which has no stock of its own."),
        ("counts.2", "variant in row 3 is none of ours."),
        ("counts.4", "is there twice."),
    ]
    with pytest.raises(Rejected, match="No shop was chosen"):
        async with windows.shops[0].tx() as tx:
            await setting_out.set_out(tx, Asked(Ruling(Rule.shop)), preview=True)
    assert await on_hand(windows, part) == []


async def test_what_waits_is_listed_by_its_index(windows: Windows) -> None:
    shop: Shop = windows.shops[0]
    async with shop.tx() as tx:
        await tx.execute(
            "insert into stock_items (workspace_id, variant_id, state, undecided)"
            " select $1, gen_random_uuid(), case when n % 50 = 0 then 'waiting' else 'counted' end,"
            " n % 100 = 0 from generate_series(1, 5000) n",
            windows.workspace,
        )
        await tx.execute(
            "insert into stock_periods (workspace_id, account_id, variant_id, from_at, until_at)"
            " select $1, $2, variant_id, $3, $4 from stock_items where workspace_id = $1",
            *(windows.workspace, shop.account_id, tx.now, tx.now + timedelta(days=1)),
        )
        for statement, args in (
            (store.WAITING, [windows.workspace, None, 50]),
            (store.UNDECIDED, [windows.workspace, 50]),
            (periods.OF_VARIANT, [windows.workspace, UUID(int=1), None, 50]),
            (shown.OF_VARIANTS, [windows.workspace, [UUID(int=1)], None]),
            (shown.OFFERED, [windows.workspace, [UUID(int=1)]]),
            (shown.OF_PRODUCTS, [windows.workspace, shop.account_id, ["1"]]),
        ):
            plan = "\n".join(row[0] for row in await tx.fetch(f"explain {statement}", *args))
            assert "Seq Scan" not in plan, plan
