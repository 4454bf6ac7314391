"""Whatever happens in whatever order: levels are what a simple model says, and what the ledger adds
up to."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast
from uuid import UUID

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hanse.base.faults import Rejected
from hanse.rooms.stock.model.holding import Back, Wanted
from hanse.rooms.stock.model.moves import Level, Move, MoveKind
from hanse.rooms.stock.service import holding, moving
from tests.rooms.stock.conftest import TEST, Storehouse, promise

Found = TypeVar("Found")
# Each step asks a database, so what fails is told as it is: making it smaller takes minutes.
EXAMPLES = settings(
    max_examples=int(os.environ.get("HANSE_TEST_MACHINES", "4")),
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
)
COUNTS = st.integers(1, 6)
PLACES = st.sampled_from(["here", "there"])
GOODS = st.sampled_from([0, 1])
SOLD = st.sampled_from(["lamp", "shade", "kit"])
LINES = st.lists(st.tuples(SOLD, COUNTS, st.booleans()), min_size=1, max_size=4)


@dataclass
class Shelf:
    """Two goods and a kit of both, as numbers. `kept` is what a promotion keeps for the one shop
    that has one."""

    goods: tuple[UUID, UUID]
    kit: UUID
    account: UUID
    on_hand: list[int] = field(default_factory=lambda: [0, 0])
    kept: list[int] = field(default_factory=lambda: [0, 0])
    lines: dict[UUID, tuple[Wanted, int]] = field(default_factory=dict)

    def parts(self, wanted: Wanted) -> tuple[int, int]:
        if wanted.variant_id == self.kit:
            return (1, 2)
        return (1, 0) if wanted.variant_id == self.goods[0] else (0, 1)

    def reserved(self, good: int) -> int:
        return sum(self.parts(wanted)[good] * held for wanted, held in self.lines.values())

    def reserve(self, wanted: Wanted) -> int:
        """What the line holds afterwards: all of it, or what it held."""
        _, held = self.lines.get(wanted.line_id, (wanted, 0))
        more = [per * max(wanted.count - held, 0) for per in self.parts(wanted)]
        mine = wanted.account_id == self.account
        for good, need in enumerate(more):
            free = self.on_hand[good] - self.reserved(good) - self.kept[good]
            if need > free + (self.kept[good] if mine else 0):
                return held
        self.lines[wanted.line_id] = wanted, max(wanted.count, held)
        for good, need in enumerate(more):
            self.kept[good] -= min(need, self.kept[good]) if mine else 0
        return max(wanted.count, held)


class Ledger(RuleBasedStateMachine):
    """Rules run in a thread, the store on the loop that its connections belong to."""

    def __init__(self, store: Storehouse, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.loop = loop
        self.store = self.on(lambda: store.another())
        lamp, shade = self.on(lambda: self.store.goods(0, 0))
        kit = self.on(lambda: self.store.bundle_of({lamp: 1, shade: 2}))
        self.shelf = Shelf((lamp, shade), kit, UUID(int=5))

    def on(self, work: Callable[[], Awaitable[Found]]) -> Found:
        async def run() -> Found:
            return await work()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(60)

    def place(self, name: str) -> UUID:
        return self.store.here if name == "here" else self.store.there

    def level(self, good: int, place: str) -> Level | None:
        found = self.on(lambda: self.store.levels(self.shelf.goods[good]))
        return next((each for each in found if each.place_id == self.place(place)), None)

    def moved(self, *moves: Move) -> bool:
        """Whether they were done, or refused for what is promised."""

        async def run() -> None:
            async with self.store.tx() as tx:
                await moving.move(tx, moves, TEST)

        try:
            self.on(run)
        except Rejected:
            return False
        return True

    @rule(good=GOODS, place=PLACES, count=COUNTS)
    def receive(self, good: int, place: str, count: int) -> None:
        where = self.place(place)
        assert self.moved(Move(self.shelf.goods[good], where, MoveKind.receipt, count))
        self.shelf.on_hand[good] += count

    @rule(good=GOODS, place=PLACES, count=COUNTS)
    def carry(self, good: int, place: str, count: int) -> None:
        """From one place to the other, as far as nobody was promised it."""
        level = self.level(good, place)
        variant, other = self.shelf.goods[good], "there" if place == "here" else "here"
        assert self.moved(
            Move(variant, self.place(place), MoveKind.transfer, -count),
            Move(variant, self.place(other), MoveKind.transfer, count),
        ) is bool(level and level.available >= count)

    @rule(good=GOODS, count=COUNTS)
    def keep(self, good: int, count: int) -> None:
        """A promotion begins, at the place that is not the first."""
        level = self.level(good, "there")
        variant, where = self.shelf.goods[good], self.place("there")
        if level and level.available >= count:
            self.on(lambda: promise(self.store, variant, where, self.shelf.account, count))
            self.shelf.kept[good] += count

    @rule(lines=LINES)
    def buy(self, lines: list[tuple[str, int, bool]]) -> None:
        named = {"lamp": self.shelf.goods[0], "shade": self.shelf.goods[1], "kit": self.shelf.kit}
        new = self.store.database.ids.new
        account = self.shelf.account
        wanted = [
            Wanted(new(), new(), named[what], count, account if mine else None)
            for what, count, mine in lines
        ]
        self.reserve(wanted)

    @rule(more=st.integers(0, 2), data=st.data())
    def buy_more(self, more: int, data: st.DataObject) -> None:
        """A line is asked for again, as it was or with more pieces."""
        if self.shelf.lines:
            wanted, held = self.shelf.lines[data.draw(st.sampled_from([*self.shelf.lines]))]
            count = held + more
            ids = (wanted.line_id, wanted.order_id, wanted.variant_id)
            self.reserve([Wanted(*ids, count, wanted.account_id)])

    def reserve(self, wanted: list[Wanted]) -> None:
        async def run() -> dict[UUID, int]:
            async with self.store.tx() as tx:
                return {key: one.held for key, one in (await holding.reserve(tx, wanted)).items()}

        assert self.on(run) == {each.line_id: self.shelf.reserve(each) for each in wanted}

    @rule(count=st.integers(1, 6) | st.none(), sold=st.booleans(), data=st.data())
    def let_go(self, count: int | None, sold: bool, data: st.DataObject) -> None:
        """A line is shipped or cancelled, all of it or a part."""
        if not self.shelf.lines:
            return
        line = data.draw(st.sampled_from([*self.shelf.lines]))
        wanted, held = self.shelf.lines[line]
        pieces = held if count is None else min(count, held)

        async def run() -> None:
            async with self.store.tx() as tx:
                if not sold:
                    await holding.release(tx, {line: count}, "")
                else:
                    lacking = (await holding.ship(tx, {line: count}))[line]
                    assert lacking == (count or pieces) - pieces

        self.on(run)
        self.shelf.lines[line] = wanted, held - pieces
        for good, per in enumerate(self.shelf.parts(wanted)):
            self.shelf.on_hand[good] -= per * pieces if sold else 0

    @rule(place=PLACES, data=st.data())
    def come_back(self, place: str, data: st.DataObject) -> None:
        if not self.shelf.lines:
            return
        wanted, _ = self.shelf.lines[data.draw(st.sampled_from([*self.shelf.lines]))]
        back = Back(wanted.line_id, wanted.order_id, wanted.variant_id, self.place(place), 1)

        async def run() -> None:
            async with self.store.tx() as tx:
                await holding.take_back(tx, [back], "")

        self.on(run)
        for good, per in enumerate(self.shelf.parts(wanted)):
            self.shelf.on_hand[good] += per

    @rule(good=GOODS, place=PLACES, part=st.floats(0, 1))
    def count(self, good: int, place: str, part: float) -> None:
        """Fewer are found than the hub knows: promotions give way, then the youngest lines."""
        level = self.level(good, place)
        if level is None or not level.on_hand:
            return
        gone = level.on_hand - int(part * level.on_hand)
        variant, where = self.shelf.goods[good], self.place(place)

        async def run() -> set[UUID]:
            async with self.store.tx() as tx:
                moves = [Move(variant, where, MoveKind.count_, -gone)]
                return {each.line_id for each in await moving.take_away(tx, moves, TEST)}

        lost = self.on(run)
        assert bool(lost) is (gone > level.on_hand - level.reserved)
        self.shelf.on_hand[good] -= gone
        self.shelf.kept[good] -= min(max(gone - level.available, 0), level.promised)
        for line in lost:
            self.shelf.lines[line] = self.shelf.lines[line][0], 0

    @invariant()
    def all_of_it_agrees(self) -> None:
        for good, variant in enumerate(self.shelf.goods):
            levels = self.on(lambda variant=variant: self.store.levels(variant))  # type: ignore[misc]
            assert sum(each.on_hand for each in levels) == self.shelf.on_hand[good]
            assert sum(each.reserved for each in levels) == self.shelf.reserved(good)
            assert sum(each.promised for each in levels) == self.shelf.kept[good]
            assert all(each.available >= 0 for each in levels)
        assert self.on(self.store.differences) == ()


def run(machine: Callable[[], RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(cast("type[RuleBasedStateMachine]", machine), settings=EXAMPLES)


async def test_the_ledger_is_what_a_simple_model_says(store: Storehouse) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(run, partial(Ledger, store, loop))
