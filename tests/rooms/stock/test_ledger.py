"""The ledger: replayed, paged, and what the database itself refuses."""

import argparse
import re
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from hanse.app.cli import stock
from hanse.app.opened import Opened
from hanse.engine.settings import load
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.stock.model.moves import Asked, Doer, MoveKind
from hanse.rooms.stock.service import holding, moving
from hanse.rooms.stock.store import holding as holds
from hanse.rooms.stock.store import letting, levels, moves
from tests.engine.plans import plan_of
from tests.rooms.stock.conftest import Storehouse, receive, wants

NOBODY = "00000000-0000-0000-0000-000000000000"
WRONG = "update stock_levels set on_hand = on_hand + 1 where variant_id = $1"


async def verified(store: Storehouse) -> tuple[int, str]:
    """What `hanse stock verify` ends with, and the last line that it says."""
    lines: list[str] = []
    parser = argparse.ArgumentParser()
    stock.add(parser.add_subparsers(required=True))
    args = parser.parse_args(["stock", "verify", str(store.workspace)])
    database = store.database
    opened = Opened(
        load({}), *(database.clock, database.ids, lines.append), opened_database=database
    )
    return await stock.run(args, opened), "\n".join(lines)


async def test_a_level_that_the_ledger_does_not_add_up_to_is_found(
    store: Storehouse, admin_dsn: str
) -> None:
    lamp, _ = await store.goods(5, 3)
    async with store.tx() as tx:
        await holding.reserve(tx, [wants(tx, lamp, 2)])
    assert await verified(store) == (0, "3 moves add up to the 2 levels that are kept.")
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(WRONG, lamp)
    await admin.close()
    code, told = await verified(store)
    assert code == 1
    assert f"variant {lamp} at place {store.here}: 6 stand there, but 5 are on hand" in told
    assert "2 figures of 2 levels differ. Nothing was changed" in told


async def test_the_ledger_is_paged_and_says_what_was_left_after_each_move(
    store: Storehouse,
) -> None:
    [lamp] = await store.goods(5)
    async with store.tx() as tx:
        line = wants(tx, lamp, 2)
        await holding.reserve(tx, [line])
        await holding.ship(tx, {line.line_id: None})
        await receive(tx, lamp, store.here, 1)
        newest = await moving.ledger(tx, lamp, None, 2)
        older = await moving.ledger(tx, lamp, newest[-1].id, 10)
        assert [(each.kind, each.left) for each in (*newest, *older)] == [
            (MoveKind.receipt, 4),
            (MoveKind.sale, 3),
            (MoveKind.reservation, 3),
            (MoveKind.receipt, 5),
        ]
        assert {each.cause.id for each in newest} == {line.order_id, None}
        by_itself = replace(tx, actor=Actor(ActorKind.system, None, "a clock"))
        await receive(by_itself, lamp, store.there, 7)
        now = tx.now

        async def found(asked: Asked) -> list[int]:
            return [each.on_hand for each in await moving.ledger(tx, lamp, None, 9, asked)]

        everything = [7, 1, -2, 0, 5]
        assert await found(Asked()) == everything
        assert await found(Asked(kind=MoveKind.receipt)) == [7, 1, 5]
        assert await found(Asked(kind=MoveKind.sale)) == [-2]
        assert await found(Asked(place_id=store.there)) == [7]
        assert await found(Asked(by=Doer.itself)) == [7]
        assert await found(Asked(by=Doer.people, kind=MoveKind.receipt)) == [1, 5]
        assert await found(Asked(by=tx.actor.id)) == [1, -2, 0, 5]
        assert await found(Asked(by=tx.ids.new())) == []
        assert await found(Asked(from_=now, to=now + timedelta(days=1))) == everything[:4]
        assert await found(Asked(to=now)) == everything[4:]


CHANGES = ["on_hand = -1", "reserved = 9", "promised = 4", "reserved = -1", "on_hand = 1"]


async def test_the_database_refuses_what_is_not_there_whoever_writes(
    store: Storehouse, admin_dsn: str
) -> None:
    [lamp] = await store.goods(5)
    async with store.tx() as tx:
        await holding.reserve(tx, [wants(tx, lamp, 2)])
    admin = await asyncpg.connect(admin_dsn)
    for change in CHANGES:
        with pytest.raises(asyncpg.CheckViolationError, match="stock_levels_"):
            await admin.execute(f"update stock_levels set {change} where variant_id = '{lamp}'")
    await admin.close()


LINE = f"array['{NOBODY}']::uuid[]"
ONE = "array[1]::bigint[]"
ASKED = {
    "reserve": (
        holds.RESERVE,
        "uuid, bigint[], uuid[], uuid[], uuid[], uuid[], bigint[], bigint[], boolean[], bigint[],"
        "uuid[], timestamptz, uuid[], uuid, text",
        f"{{ws}}, {ONE}, {LINE}, {LINE}, {LINE}, {{lamp}}, {ONE}, {ONE}, array[true], '{{{{}}}}',"
        f"'{{{{}}}}', now(), {LINE}, null, 'test'",
    ),
    "let go": (
        letting.LET_GO,
        "uuid, uuid[], bigint[], boolean, timestamptz, uuid[], text, uuid, text",
        f"{{ws}}, {LINE}, {ONE}, true, now(), {LINE}, '', null, 'test'",
    ),
    "take over": (
        letting.TAKE_OVER,
        "uuid, bigint[], uuid[], uuid[], uuid[], uuid[], bigint[], bigint[], uuid[], timestamptz,"
        "uuid[], uuid, text",
        f"{{ws}}, {ONE}, {LINE}, {LINE}, {LINE}, {{lamp}}, {ONE}, {ONE}, {LINE}, now(), {LINE},"
        "null, 'test'",
    ),
    "move": (
        moves.MOVE,
        "uuid, uuid[], uuid[], uuid[], text[], bigint[], bigint[], uuid[], uuid[], timestamptz,"
        "text, uuid[], text, uuid, text, bigint, boolean, boolean",
        f"{{ws}}, {LINE}, {{lamp}}, {LINE}, array['count'], {ONE}, {ONE}, {LINE}, {LINE}, now(),"
        f"'', {LINE}, '', null, 'test', 10, false, true",
    ),
    "verify": (levels.VERIFY, "uuid, uuid, bigint", "{ws}, null, 50"),
    "held": (levels.HELD, "uuid, uuid[]", f"{{ws}}, {LINE}"),
}
LARGE = re.compile(r"Seq Scan on stock_(levels|moves|reservations|items)\w*")


@pytest.mark.parametrize("name", ASKED)
async def test_no_large_table_is_read_from_end_to_end(store: Storehouse, name: str) -> None:
    """Tables are small here, so reading them whole is forbidden: where it is done all the same, no
    index would do."""
    [lamp] = await store.goods(5)
    statement, kinds, given = ASKED[name]
    given = given.format(ws=f"'{store.workspace}'", lamp=f"array['{lamp}']::uuid[]")
    async with store.tx() as tx:
        await tx.execute("set local enable_seqscan = off")
        plan = await plan_of(tx, "force_generic_plan", statement, kinds, given)
    assert not LARGE.findall(plan), plan


async def test_moves_are_found_by_an_index_whatever_is_asked_for(store: Storehouse) -> None:
    """Those of a rare kind by one of their own: a thing that sells has few of them among many."""
    [lamp] = await store.goods(5)
    kinds = "uuid, uuid, uuid, bigint, text, uuid, timestamptz, timestamptz, uuid"
    words = {None: "null", "rare": "'receipt'", "usual": "'sale'"}
    async with store.tx() as tx:
        await tx.execute("set local enable_seqscan = off")
        for (kind, by), statement in levels.LEDGERS.items():
            one = f"'{NOBODY}'" if by == "one" else "null"
            given = (
                f"'{store.workspace}', '{lamp}', null, 50, {words[kind]}, null, null, null, {one}"
            )
            plan = await plan_of(tx, "force_custom_plan", statement, kinds, given)
            assert not LARGE.findall(plan), plan
            assert "Sort Method" not in plan, plan
            if kind == "rare" and by is None:
                assert "_kind_seq_idx" in plan, plan
