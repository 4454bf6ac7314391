"""Somebody who brings tables in: what tests of imports share."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Unavailable
from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.cells import Reading
from hanse.rooms.catalog.model.imports import Import, ImportRow, Step
from hanse.rooms.catalog.model.sheets import Places
from hanse.rooms.catalog.service import applying, checking, importing, reading
from tests.conftest import NOBODY
from tests.rooms.catalog.some import made

EURO = Reading("comma", "EUR")


@dataclass(frozen=True)
class Desk:
    """Somebody who brings tables in, and the jobs that do the steps."""

    database: Database
    workspace: UUID
    shelf: Shelf

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.tx(self.workspace, NOBODY)

    async def product(self, title: str, *skus: str) -> UUID:
        async with self.tx() as tx:
            return await made(tx, title, *skus)

    async def upload(self, text: str) -> Import:
        async with self.tx() as tx:
            return await importing.upload(tx, self.shelf, "goods.csv", text.encode())

    async def check(
        self, text: str, reading: Reading = EURO, *, creates: bool = False
    ) -> tuple[Import, Sequence[ImportRow]]:
        found = await self.upload(text)
        async with self.tx() as tx:
            columns = (await importing.whole(tx, found.id)).suggested
            places = Places(columns, reading, creates)
            await importing.step(tx, found.id, Step.check, found.version, places)
        await checking.check(self.tx, self.shelf, found.id, quiet)
        return await self.told(found.id)

    async def apply(self, found: Import) -> tuple[Import, Sequence[ImportRow]]:
        async with self.tx() as tx:
            await importing.step(tx, found.id, Step.apply, found.version)
        assert await applying.apply(self.tx, found.id, quiet, 60)
        return await self.told(found.id)

    async def told(self, import_id: UUID) -> tuple[Import, Sequence[ImportRow]]:
        async with self.tx() as tx:
            found = await importing.one(tx, import_id)
            return found, await importing.rows(tx, import_id, 0, None, 1_000)

    async def titles(self) -> list[str]:
        async with self.tx() as tx:
            listed = await reading.list_products(tx, reading.Asked(), None, 100)
        return sorted(each.found.title for each in listed.rows)


async def quiet(message: str, done: int | None, total: int | None) -> None:
    pass


async def nowhere(url: str) -> bytes:
    raise Unavailable("There is no shop here.")
