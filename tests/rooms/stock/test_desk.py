"""What people do with stock: they take goods in, correct, count, send, keep for promotions."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.counts import CountState, Found
from hanse.rooms.stock.model.holding import Held, Wanted
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.promotions import Asked as Kept
from hanse.rooms.stock.model.promotions import PromotionState
from hanse.rooms.stock.model.transfers import Asked, TransferState
from hanse.rooms.stock.service import (
    adjusting,
    counting,
    holding,
    moving,
    places,
    promoting,
    transferring,
)
from tests.api.shops import account
from tests.rooms.catalog.some import made, variant_ids
from tests.rooms.pricing.conftest import known_jobs
from tests.rooms.stock.conftest import Storehouse, wants

__all__ = ["known_jobs"]

NIL = UUID(int=0)


async def on_hand(tx: Tx, variant_id: UUID, place_id: UUID) -> int:
    levels = (await moving.levels(tx, [variant_id])).get(variant_id, ())
    return next((each.on_hand for each in levels if each.place_id == place_id), 0)


async def told(tx: Tx, name: str) -> Sequence[str]:
    rows = await tx.fetch("select payload::text from events where name = $1 order by seq", name)
    return [row[0] for row in rows]


async def got(tx: Tx, wanted: Wanted) -> Held:
    return (await holding.reserve(tx, [wanted]))[wanted.line_id]


def sold(line: UUID, place: UUID, count: int) -> Move:
    return Move(line, place, MoveKind.sale, -count)


async def test_levels_are_set_all_or_none_and_the_same_twice_changes_nothing(
    store: Storehouse,
) -> None:
    [lamp, mug] = await store.goods(5, 3)
    [loose] = await store.loose(1)
    lines = [
        Line(0, lamp, "", store.here, by=7, kind=MoveKind.receipt, reason="Delivery 4711"),
        Line(1, mug, "", store.there, to=4),
        Line(2, loose, "", store.here, to=2),
        Line(3, lamp, "", store.here, by=-1),
    ]
    async with store.tx() as tx:
        seen = await adjusting.adjust(tx, lines, preview=True)
        assert [(each.before, each.after) for each in seen.lines] == [
            (5, 12),
            (0, 4),
            (0, 2),
            (12, 11),
        ]
        assert not seen.written
        assert await on_hand(tx, lamp, store.here) == 5
        await adjusting.adjust(tx, lines, preview=False)
        assert await on_hand(tx, lamp, store.here) == 11
        assert (await got(tx, wants(tx, loose, 2))).held == 2, "counted"
    async with store.tx() as tx:
        again = await adjusting.adjust(tx, lines[1:2], preview=False)
        assert (again.written, again.changed) == (True, 0)
        assert len(await told(tx, "stock.level.adjusted")) == 1
        newest = await moving.ledger(tx, lamp, None, 9)
        assert [(each.on_hand, each.cause.reason) for each in newest[:2]] == [
            (-1, ""),
            (7, "Delivery 4711"),
        ]
    assert await store.differences() == ()


async def test_what_cannot_be_of_a_level_is_said_by_line(store: Storehouse) -> None:
    [lamp] = await store.goods(5)
    bundle = await store.bundle_of({lamp: 2})
    async with store.tx() as tx:
        await holding.reserve(tx, [wants(tx, lamp, 3)])
        way = await places.first_transit(tx)
        [new] = await variant_ids(tx, await made(tx, "Vase", "V-1"))
        await tx.execute(
            "insert into stock_items (workspace_id, variant_id, state) values ($1, $2, 'waiting')",
            *(tx.workspace_id, new),
        )
        title = (await labels.labels(tx, [lamp]))[lamp].title
    here = store.here
    wrong = [
        (Line(0, lamp, "", here, to=2), f"3 of these are promised to orders: {title} at Main"),
        (Line(1, lamp, "", here, by=-6), f"Only 5 of {title} are at Main"),
        (Line(2, None, "L-404", here, to=2), "No variant has the SKU 'L-404'"),
        (Line(3, NIL, "", here, to=2), "There is no such variant"),
        (Line(4, None, "", here, to=2), "It is not said which variant is meant"),
        (Line(5, lamp, "", NIL, to=2), "There is no place"),
        (Line(6, lamp, "", way.id, to=2), "What lies at On the way is moved by transfers alone"),
        (Line(7, bundle, "", here, to=2), "is a bundle, so its stock is that of its parts"),
        (Line(8, None, "V-1", here, to=2), "Vase (V-1) waits for its opening count"),
        (Line(9, lamp, "", here), "either by how many, or how many there are in all"),
        (Line(10, lamp, "", here, by=0, kind=MoveKind.receipt), "come in are one piece or more"),
        (Line(11, lamp, "", here, to=7), None),
        (Line(12, lamp, "", here, to=8), f"Line 11 says already how many {title} are at Main"),
    ]
    async with store.tx() as tx:
        seen = await adjusting.adjust(tx, [line for line, _ in wrong], preview=True)
        for planned, (_, sentence) in zip(seen.lines, wrong, strict=True):
            said = [str(each) for each in planned.findings]
            assert len(said) == (sentence is not None), said
            assert not sentence or (sentence in said[0] and planned.findings[0].next_step)
        with pytest.raises(Rejected, match=r"And 11 more") as fault:
            await adjusting.adjust(tx, [line for line, _ in wrong], preview=False)
        assert [each.field for each in fault.value.findings[:3]] == [
            *("lines.0.to", "lines.1.by", "lines.2.sku"),
        ]
        assert await on_hand(tx, lamp, here) == 5


async def test_a_count_moves_what_differed_while_sales_go_on(store: Storehouse) -> None:
    lamp, mug, vase = await store.goods(10, 4, 2)
    [other] = await store.goods(6)
    async with store.tx() as tx:
        begun = await counting.begin(
            tx, store.here, "November", [lamp, mug, vase], everything=False
        )
        assert begun.lines == 3
        first = wants(tx, mug, 2)
        await holding.reserve(tx, [first])
    async with store.tx() as tx:
        second = wants(tx, mug, 2)
        await holding.reserve(tx, [second])
        await moving.move(tx, [sold(lamp, store.here, 3)], Cause("test"))
        # Seven are there; six lie on the shelf. Then one more is sold.
        found = [Found(0, lamp, "", 6), Found(1, mug, "", 1), Found(2, other, "", 6)]
        entered, _ = await counting.put(tx, begun.id, found)
        assert (entered.lines, entered.counted, entered.differing) == (4, 3, 2)
        await moving.move(tx, [sold(lamp, store.here, 1)], Cause("test"))
        lines = await counting.lines(tx, entered, None, differing=True, rows_max=9)
        [line] = [each.line for each in lines if each.line.variant_id == lamp]
        assert (line.frozen, line.expected, line.moved_since, line.difference) == (10, 7, -1, -1)
    async with store.tx() as tx:
        closed = await counting.close(tx, begun.id)
        assert (closed.missing, closed.surplus, closed.uncounted) == (4, 0, 1)
        assert set(closed.lost_orders) == {first.order_id, second.order_id}
        assert [await on_hand(tx, each, store.here) for each in (lamp, mug, vase)] == [5, 1, 2]
        assert (await moving.ledger(tx, lamp, None, 1))[0].kind == "count"
        with pytest.raises(
            Conflict, match=r"The count November is closed already\. Begin a new one"
        ):
            await counting.close(tx, begun.id)
        with pytest.raises(Conflict, match="closed already"):
            await counting.put(tx, begun.id, found)
        assert len(await told(tx, "stock.count.closed")) == 1
    assert await store.differences() == ()


async def test_what_cannot_be_of_a_count_is_said(store: Storehouse) -> None:
    [lamp] = await store.goods(5)
    async with store.tx() as tx:
        with pytest.raises(Rejected, match="either which variants are counted, or that all are"):
            await counting.begin(tx, store.here, "", [], everything=False)
        with pytest.raises(Rejected, match="Nothing lies at Second that could be counted"):
            await counting.begin(tx, store.there, "", [], everything=True)
        with pytest.raises(Rejected, match="There is no such place"):
            await counting.begin(tx, NIL, "", [], everything=True)
    async with store.tx() as tx:
        begun = await counting.begin(tx, store.here, "", [], everything=True)
        assert (begun.name, begun.lines) == ("Main", 1)
        with pytest.raises(Rejected, match="Nothing of Main was counted yet"):
            await counting.close(tx, begun.id)
        with pytest.raises(Rejected, match=r"stands here twice"):
            await counting.put(tx, begun.id, [Found(0, lamp, "", 1), Found(1, lamp, "", 2)])
        await counting.put(tx, begun.id, [Found(0, lamp, "", 1)])
        await moving.move(tx, [sold(lamp, store.here, 3)], Cause("test"))
        with pytest.raises(Rejected, match=r"1 were found, and 3 have left since\. Count it again"):
            await counting.close(tx, begun.id)
        assert (await counting.cancel(tx, begun.id)).state is CountState.cancelled
        assert await on_hand(tx, lamp, store.here) == 2
        with pytest.raises(Conflict, match="The count Main is given up"):
            await counting.close(tx, begun.id)
        with pytest.raises(Gone, match="no such count"):
            await counting.close(tx, NIL)


async def test_goods_on_their_way_are_sold_nowhere_and_come_in_by_parts(store: Storehouse) -> None:
    lamp, mug = await store.goods(10, 4)
    async with store.tx() as tx:
        await holding.reserve(tx, [wants(tx, lamp, 3)])
        title = (await labels.labels(tx, [lamp]))[lamp].title
        with pytest.raises(
            Rejected, match=rf"Only 7 of {title} are free at Main, not 8\. 3 are promised to orders"
        ):
            await transferring.send(tx, store.here, store.there, [Asked(0, lamp, "", 8)], None, "")
        with pytest.raises(Rejected, match="They are at Main already"):
            await transferring.send(tx, store.here, store.here, [Asked(0, lamp, "", 1)], None, "")
        lines = [Asked(0, lamp, "", 6), Asked(1, mug, "", 4)]
        sent = await transferring.send(tx, store.here, store.there, lines, None, "Two boxes")
        assert (sent.on_the_way, await on_hand(tx, lamp, store.here)) == (10, 4)
        assert (await got(tx, wants(tx, mug))).short == 1
        with pytest.raises(Rejected, match=r"Only 4 of .* are on the way in this transfer"):
            await transferring.receive(tx, sent.id, [Asked(0, mug, "", 5)])
        part = await transferring.receive(tx, sent.id, [Asked(0, lamp, "", 5)])
        assert (part.state, part.on_the_way) == (TransferState.sent, 5)
        assert await on_hand(tx, lamp, store.there) == 5
        back = await transferring.cancel(tx, sent.id)
        assert (back.state, back.on_the_way) == (TransferState.cancelled, 0)
        assert await on_hand(tx, lamp, store.here) == 5
        with pytest.raises(Conflict, match="The transfer is cancelled already"):
            await transferring.receive(tx, sent.id, None)
        again = await transferring.send(
            tx, store.here, store.there, [Asked(0, mug, "", 2)], None, ""
        )
        whole = await transferring.receive(tx, again.id, None)
        assert (whole.state, await on_hand(tx, mug, store.there)) == (TransferState.received, 2)
        assert len(await told(tx, "stock.transfer.received")) == 2
    assert await store.differences() == ()


@pytest.mark.usefixtures("known_jobs")
async def test_a_promotion_keeps_pieces_from_then_to_then_and_says_what_lacks(
    store: Storehouse,
) -> None:
    lamp, mug = await store.goods(5, 3)
    lines = [Kept(0, lamp, "", 4), Kept(1, mug, "", 9)]
    async with store.tx() as tx:
        shop = await account(tx, "Lamps")
        times = tx.now + timedelta(days=1), tx.now + timedelta(days=2)
        planned = await promoting.plan(tx, "Black Friday", shop, None, lines, *times)
        with pytest.raises(Rejected, match=r"It would end before it begins\. Let it end later"):
            await promoting.plan(tx, "No", shop, None, lines, times[1], times[0])
        with pytest.raises(Rejected, match="It would be over already"):
            await promoting.plan(
                tx, "No", shop, None, lines, *(each - 3 * (times[1] - times[0]) for each in times)
            )
        assert {each.state for each in planned} == {PromotionState.planned}
    assert await promoting.turn_all(store.database) == 0
    async with store.tx() as tx:
        await tx.execute("update stock_promotions set from_at = now() - interval '1 minute'")
    assert await promoting.turn_all(store.database) == 2
    assert await promoting.turn_all(store.database) == 0
    async with store.tx() as tx:
        found = {
            each.variant_id: each for each in await promoting.list_promotions(tx, None, None, 9)
        }
        assert (found[lamp].left, found[lamp].short) == (4, 0)
        assert (found[mug].left, found[mug].short) == (3, 6)
        assert any('"short": 6' in each for each in await told(tx, "stock.promotion.begun"))
        assert (await got(tx, wants(tx, lamp, 2))).held == 0
        assert (await got(tx, wants(tx, lamp, 2, shop))).held == 2
        ended = await promoting.end(tx, found[lamp].id)
        assert (ended.state, ended.left) == (PromotionState.over, 0)
        with pytest.raises(Conflict, match="The promotion Black Friday is over already"):
            await promoting.end(tx, ended.id)
        assert (await got(tx, wants(tx, lamp, 3))).held == 3
        await tx.execute("update stock_promotions set until_at = now() where from_at < now()")
    assert await promoting.turn_all(store.database) == 1
    async with store.tx() as tx:
        assert (await got(tx, wants(tx, mug, 3))).held == 3
    assert await store.differences() == ()
