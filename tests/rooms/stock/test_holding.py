"""What is held for lines of orders: whole lines, bundles by their parts, from one place first."""

import pytest

from hanse.base.faults import Rejected
from hanse.rooms.stock.model.channels import Channel, ChannelState, Rhythm
from hanse.rooms.stock.model.holding import Back, Held
from hanse.rooms.stock.model.moves import Move, MoveKind
from hanse.rooms.stock.service import holding, moving, safety, visible
from hanse.rooms.stock.store import channels
from tests.rooms.stock.conftest import TEST, Storehouse, wants
from tests.rooms.stock.till import SHOWN

KEPT = "select variant_id, pieces from stock_safety where workspace_id = $1"
SLOW = """
    insert into stock_latencies (workspace_id, account_id, variant_id, at, ms)
    values ($1, $2, $3, $4, $5)
"""


async def test_lines_are_held_whole_in_their_order_and_once(store: Storehouse) -> None:
    lamp, shade = await store.goods(5, 10)
    kit = await store.bundle_of({lamp: 1, shade: 2})
    async with store.tx() as tx:
        lines = [wants(tx, lamp, 3), wants(tx, lamp, 4), wants(tx, kit, 2), wants(tx, kit, 1)]
        held = await holding.reserve(tx, lines)
        assert [held[each.line_id] for each in lines] == [
            Held(lines[0].line_id, 3, 0),
            Held(lines[1].line_id, 0, 4),
            Held(lines[2].line_id, 2, 0),
            Held(lines[3].line_id, 0, 1),
        ]
        assert await holding.reserve(tx, lines) == held
        levels = await moving.levels(tx, [lamp, shade])
        assert [each.available for each in levels[lamp]] == [0]
        assert [each.available for each in levels[shade]] == [6]
    assert await store.differences() == ()


async def test_what_is_held_is_sold_let_go_and_comes_back(store: Storehouse) -> None:
    lamp, shade = await store.goods(3, 8, there=4)
    [uncounted] = await store.loose(1)
    kit = await store.bundle_of({lamp: 1, shade: 2})
    async with store.tx() as tx:
        wide, kits = wants(tx, lamp, 5), wants(tx, kit, 2)
        unknown = wants(tx, uncounted)
        held = await holding.reserve(tx, [wide, kits, unknown])
        # Five lie at no single place; what is left of the lamps lies at the second.
        assert [held[each.line_id].held for each in (wide, kits, unknown)] == [5, 2, 0]
        assert not held[unknown.line_id].counted
        assert held[unknown.line_id].short == 0
        assert await holding.ship(tx, {kits.line_id: 3, unknown.line_id: 1}) == {
            kits.line_id: 1,
            unknown.line_id: 1,
        }
        await holding.release(tx, {wide.line_id: 2}, "two fewer")
        assert await holding.held(tx, [wide.line_id, kits.line_id]) == {
            wide.line_id: 3,
            kits.line_id: 0,
        }
        back = Back(kits.line_id, kits.order_id, kit, store.there, 1)
        await holding.take_back(tx, [back], "did not fit")
        levels = await moving.levels(tx, [lamp, shade, uncounted])
        assert sum(each.on_hand for each in levels[lamp]) == 7 - 2 + 1
        assert sum(each.reserved for each in levels[lamp]) == 3
        assert sum(each.available for each in levels[shade]) == 12 - 4 + 2
        assert not levels[uncounted]
        [newest, *_] = await moving.ledger(tx, lamp, None, 10)
        assert (newest.kind, newest.cause.reason) == (MoveKind.return_, "did not fit")
        assert newest.left == next(
            each.available for each in levels[lamp] if each.place_id == store.there
        )
    assert await store.differences() == ()


async def test_goods_of_open_orders_come_in_and_are_held_at_once(store: Storehouse) -> None:
    [lamp] = await store.goods(1)
    async with store.tx() as tx:
        old = wants(tx, lamp, 2)
        assert (await holding.take_over(tx, [old])) == {old.line_id: Held(old.line_id, 2, 0)}
        assert (await holding.take_over(tx, [old])) == {old.line_id: Held(old.line_id, 2, 0)}
        [level] = (await moving.levels(tx, [lamp]))[lamp]
        assert (level.on_hand, level.reserved) == (3, 2)
    assert await store.differences() == ()


async def test_what_was_promised_cannot_go_but_the_youngest_lines_give_way(
    store: Storehouse,
) -> None:
    lamp, shade = await store.goods(5, 5)
    kit = await store.bundle_of({lamp: 1, shade: 1})
    async with store.tx() as tx:
        first, second = wants(tx, lamp, 2), wants(tx, kit, 2)
        await holding.reserve(tx, [first])
    async with store.tx() as tx:
        await holding.reserve(tx, [second])
        down = [Move(lamp, store.here, MoveKind.adjustment, -2)]
        with pytest.raises(Rejected, match="5 are there and 4 of them promised, so 2 cannot go"):
            await moving.move(tx, down, TEST)
        lost = await moving.take_away(tx, down, TEST)
        assert {each.line_id for each in lost} == {second.line_id}
        assert {(each.variant_id, each.count) for each in lost} == {(lamp, 2), (shade, 2)}
        assert await holding.held(tx, [first.line_id, second.line_id]) == {
            first.line_id: 2,
            second.line_id: 0,
        }
        with pytest.raises(Rejected, match="3 are there"):
            await moving.take_away(tx, [Move(lamp, store.here, MoveKind.count_, -4)], TEST)
    assert await store.differences() == ()


async def test_for_a_bundle_pieces_of_its_parts_are_kept_back(store: Storehouse) -> None:
    lamp, shade = await store.goods(60, 90)
    kit = await store.bundle_of({lamp: 1, shade: 2})
    async with store.tx() as tx:
        shop = tx.ids.new()
        await channels.put(tx, Channel(shop, ChannelState.on, rhythm=Rhythm.hourly, safety=True))
        await tx.execute(SHOWN, store.workspace, shop, "7", None, "7", kit, 60, tx.now)
        sold = [wants(tx, lamp, 20, shop), wants(tx, kit, 20, shop)]
        await holding.reserve(tx, sold)
        await holding.ship(tx, {each.line_id: None for each in sold})
        # It hears a day late, in which one or two are sold.
        await tx.execute(SLOW, store.workspace, shop, kit, tx.now, 86_400_000)
    assert await safety.work_out(store.tx) == 2
    async with store.tx() as tx:
        [kept] = (await visible.visible(tx, shop, [kit])).values()
        rows = await tx.fetch(KEPT, store.workspace)
    assert {row["variant_id"] for row in rows} == {lamp, shade}, "its parts, sold there or not"
    pieces = {row["variant_id"]: row["pieces"] for row in rows}
    left = min(20 - pieces[lamp], (50 - pieces[shade]) // 2)
    assert kept.count == left
    assert 0 < left < 20
    assert [each.code for each in kept.steps] == ["part", "safety"]
