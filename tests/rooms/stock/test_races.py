"""Many who buy at once: never more than there is, nobody waits for ever, and nothing is lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.rooms.stock.model.counts import Found
from hanse.rooms.stock.model.holding import Wanted
from hanse.rooms.stock.model.moves import Move, MoveKind
from hanse.rooms.stock.service import counting, holding, moving
from tests.rooms.stock.conftest import TEST, Storehouse, wants

BUYERS = 12


async def bought(store: Storehouse, variant_ids: Sequence[UUID]) -> int:
    """One order with a piece of each; how many pieces were held for it."""
    async with store.tx() as tx:
        lines = [wants(tx, each) for each in variant_ids]
        held = await holding.reserve(tx, lines)
    return sum(each.held for each in held.values())


async def test_many_buy_one_thing_and_bundles_of_it_and_never_more_than_there_is(
    store: Storehouse,
) -> None:
    lamp, shade, other = await store.goods(20, 14, 40)
    kit = await store.bundle_of({lamp: 1, shade: 2})
    turns = iter(range(60))

    async def buy() -> list[tuple[int, int]]:
        done = []
        for turn in turns:
            # Each names the same things in an order of its own.
            wanted = [(lamp, other), (kit,), (other, lamp, shade), (shade, kit)][turn % 4]
            done.append((turn % 4, await bought(store, wanted)))
        return done

    await asyncio.gather(*(buy() for _ in range(BUYERS)))
    [lamps], [shades], [others] = [await store.levels(each) for each in (lamp, shade, other)]
    # More want single ones of each than there are.
    assert (lamps.available, shades.available) == (0, 0)
    assert others.reserved == 30
    assert await store.differences() == ()


async def test_a_hot_item_does_not_stop_the_others(store: Storehouse) -> None:
    hot, lamp, shade = await store.goods(9, 9, 9)
    kit = await store.bundle_of({lamp: 1, shade: 2})
    async with store.tx() as tx:  # an order of the hot item has it, and is not done
        await holding.reserve(tx, [wants(tx, hot)])
        waits = asyncio.create_task(bought(store, [hot]))
        # All of these end while the hot item is held, and so does one that waits for it.
        assert await bought(store, [lamp, shade]) == 2
        assert await bought(store, [kit]) == 1
        assert await bought(store, [shade]) == 1
        async with store.tx() as other:
            await moving.move(other, [Move(lamp, store.here, MoveKind.receipt, 5)], TEST)
        assert not waits.done()
    assert await waits == 1
    assert [each.reserved for each in await store.levels(hot)] == [2]


async def test_a_line_that_is_asked_for_by_many_at_once_is_held_once(store: Storehouse) -> None:
    [lamp] = await store.goods(5, there=9)
    ids = store.database.ids
    line = Wanted(ids.new(), ids.new(), lamp, 4)

    async def ask() -> int:
        async with store.tx() as tx:
            return (await holding.reserve(tx, [line]))[line.line_id].held

    assert await asyncio.gather(*(ask() for _ in range(BUYERS))) == [4] * BUYERS
    assert sum(each.reserved for each in await store.levels(lamp)) == 4

    async def let_go(turn: int) -> None:
        async with store.tx() as tx:
            if turn % 3:
                await holding.release(tx, {line.line_id: None}, "cancelled")
            else:
                await holding.reserve(tx, [line])

    await asyncio.gather(*(let_go(turn) for turn in range(BUYERS)))
    assert sum(each.reserved for each in await store.levels(lamp)) in (0, 4)
    assert await store.differences() == ()


async def test_counts_take_away_while_others_buy(store: Storehouse) -> None:
    lamp, shade = await store.goods(30, 30)
    kit = await store.bundle_of({shade: 1, lamp: 1})

    async def take() -> None:
        for _ in range(5):
            async with store.tx() as tx:
                await moving.take_away(tx, [Move(lamp, store.here, MoveKind.count_, -4)], TEST)

    async def buy() -> None:
        for _ in range(8):
            await bought(store, [kit, lamp])

    await asyncio.gather(take(), *(buy() for _ in range(4)))
    [lamps], [shades] = await store.levels(lamp), await store.levels(shade)
    assert (lamps.on_hand, lamps.available) == (10, 0)
    assert shades.reserved <= 10
    assert await store.differences() == ()


async def test_two_who_scan_the_same_add_up_and_who_types_over_the_other_is_told(
    store: Storehouse,
) -> None:
    [lamp] = await store.goods(9)
    async with store.tx() as tx:
        begun = await counting.begin(tx, store.here, "Shelf", [lamp], everything=False)

    async def scan(pieces: int) -> int | None:
        async with store.tx() as tx:
            scanned = [Found(0, lamp, "", pieces, adds=True)]
            return (await counting.put(tx, begun.id, scanned))[1][0].line.found

    said = await asyncio.gather(*(scan(each) for each in (1, 2, 3)))
    assert max(each or 0 for each in said) == 6
    typed = Found(0, lamp, "", 8, seen=True, was=3)
    async with store.tx() as tx:
        with pytest.raises(Rejected, match=r"entered 6 for .* meanwhile"):
            await counting.put(tx, begun.id, [typed])
        [line] = (await counting.put(tx, begun.id, [replace(typed, was=6)]))[1]
    assert (line.line.found, await scan(1)) == (8, 9)
