"""Goods that are counted, at places, for all tests of stock."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.goods import Part
from hanse.rooms.catalog.service import bundling
from hanse.rooms.stock.model.holding import Wanted
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.places import Place, PlaceKind
from hanse.rooms.stock.service import moving, places
from tests.conftest import NOBODY
from tests.rooms.catalog.some import made, variant_ids

TEST = Cause("test.stock", None, "a test")


@dataclass
class Storehouse:
    """A workspace with stock. `here` is taken from before `there`; both are our own."""

    database: Database
    workspace: UUID
    here: UUID
    there: UUID

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        async with self.database.tx(self.workspace, NOBODY) as tx:
            yield tx

    async def goods(self, *on_hand: int, there: int = 0) -> Sequence[UUID]:
        """Variants with so many pieces each at the first place, and some at the other."""
        found: list[UUID] = []
        async with self.tx() as tx:
            for count in on_hand:
                [variant_id] = await variant_ids(tx, await made(tx, f"Lamp {tx.ids.new()}"))
                found.append(variant_id)
                await receive(tx, variant_id, self.here, count)
                if there:
                    await receive(tx, variant_id, self.there, there)
        return found

    async def loose(self, count: int) -> Sequence[UUID]:
        """Variants that nobody counts."""
        async with self.tx() as tx:
            products = [await made(tx, f"Loose {tx.ids.new()}") for _ in range(count)]
            return [(await variant_ids(tx, each))[0] for each in products]

    async def bundle_of(self, parts: dict[UUID, int]) -> UUID:
        """A variant that is made of others."""
        async with self.tx() as tx:
            [variant_id] = await variant_ids(tx, await made(tx, f"Set {tx.ids.new()}"))
            await bundling.set_parts(tx, variant_id, [Part(*each) for each in parts.items()])
        return variant_id

    async def differences(self) -> Sequence[object]:
        """What the ledger says otherwise than the levels: nothing, ever."""
        async with self.tx() as tx:
            return (await moving.verify(tx)).differences


async def receive(tx: Tx, variant_id: UUID, place_id: UUID, count: int) -> None:
    await moving.move(tx, [Move(variant_id, place_id, MoveKind.receipt, count)], TEST)


def wants(tx: Tx, variant_id: UUID, count: int = 1, account_id: UUID | None = None) -> Wanted:
    """A line of an order of its own."""
    return Wanted(tx.ids.new(), tx.ids.new(), variant_id, count, account_id)


@pytest.fixture
async def store(database: Database, workspace: UUID) -> Storehouse:
    async with database.tx(workspace, NOBODY) as tx:
        here = await places.first_own(tx)
        there = await places.make(tx, Place(here.id, "Second", PlaceKind.own, position=1))
    return Storehouse(database, workspace, here.id, there.id)
