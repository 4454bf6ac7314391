"""Edits of many: counted and sampled, applied upon what was seen, undone from what was kept."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Rejected
from hanse.base.money import Money
from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.jobs import files
from hanse.rooms.catalog.model.bulk import BulkWay, Operation
from hanse.rooms.catalog.model.bulks import Bulk, Selection, Step
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.service import bulk, editing, reading
from hanse.rooms.catalog.service.making import NewGoods
from tests.conftest import NOBODY, TakenBackError
from tests.rooms.catalog.desk import nowhere, quiet
from tests.rooms.catalog.some import made_all, variant_ids

SALE = Selection(filters={"tag": "sale"})
RAISE = Operation("price", BulkWay.increase, percent=Decimal(10))
NAMED = Operation("title", BulkWay.prepend, "Brass ")


@dataclass(frozen=True)
class Desk:
    database: Database
    workspace: UUID
    lamp: UUID
    desk: UUID

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.tx(self.workspace, NOBODY)

    async def begin(self, selection: Selection, *operations: Operation) -> Bulk:
        async with self.tx() as tx:
            begun = await bulk.begin(tx, selection, operations)
        return await self.worked(begun.id)

    async def step(self, found: Bulk, step: Step) -> Bulk:
        async with self.tx() as tx:
            await bulk.step(tx, found.id, step, found.version)
        return await self.worked(found.id)

    async def worked(self, bulk_id: UUID) -> Bulk:
        assert await bulk.work(self.tx, bulk_id, quiet, 60)
        async with self.tx() as tx:
            return await bulk.one(tx, bulk_id)

    async def now(self) -> Mapping[str, list[str]]:
        async with self.tx() as tx:
            products = await reading.products(tx, [self.lamp, self.desk])
            variants = await reading.variants_of(tx, list(products))
        return {
            products[each].title: [str(one.price) for one in variants[each]]
            for each in (self.lamp, self.desk)
        }


@pytest.fixture
async def desk(database: Database, workspace: UUID) -> Desk:
    await prepare(database, collect([files.jobs_of(Shelf(), nowhere, 90)]))
    async with database.tx(workspace, NOBODY) as tx:
        lamp, desk, _ = await made_all(
            tx,
            NewGoods(
                {"title": "Lamp", "tags": ("sale",)},
                [{"sku": "L-1", "price": Money("EUR", 1_000)}, {"sku": "L-2"}],
            ),
            NewGoods({"title": "Desk", "tags": ("sale",)}, [{"price": Money("USD", 99)}]),
            NewGoods({"title": "Chair"}, [{"price": Money("EUR", 500)}]),
        )
    return Desk(database, workspace, lamp, desk)


async def test_what_would_change_is_counted_and_sampled_before_anything_does(desk: Desk) -> None:
    before = await desk.now()
    found = await desk.begin(SALE, RAISE, NAMED)
    assert (found.state, found.counts) == ("previewed", {"things": 5, "ready": 4})
    async with desk.tx() as tx:
        samples = (await bulk.whole(tx, found.id)).samples
    assert sorted((each.title, each.field, str(each.was), str(each.now)) for each in samples) == [
        ("Desk", "price", "USD 0.99", "USD 1.09"),
        ("Desk", "title", "Desk", "Brass Desk"),
        ("Lamp", "title", "Lamp", "Brass Lamp"),
        ("Lamp, L-1", "price", "EUR 10.00", "EUR 11.00"),
    ]
    assert await desk.now() == before


async def test_it_is_applied_by_whoever_asked_and_undone_from_what_stood_there(
    desk: Desk,
) -> None:
    before = await desk.now()
    found = await desk.step(await desk.begin(SALE, RAISE, NAMED), Step.apply)
    assert (found.state, found.counts) == ("done", {"things": 5, "changed": 4})
    assert (bulk.actor_of(found).id, bulk.actor_of(found).name) == (NOBODY.id, NOBODY.name)
    assert await desk.now() == {
        "Brass Lamp": ["EUR 11.00", "None"],
        "Brass Desk": ["USD 1.09"],
    }
    found = await desk.step(found, Step.undo)
    assert (found.state, found.counts) == ("undone", {"things": 5, "undone": 4})
    assert await desk.now() == before


async def test_what_moved_since_the_preview_is_told_and_what_moved_since_is_not_undone(
    desk: Desk,
) -> None:
    found = await desk.begin(Selection((desk.lamp,)), RAISE, NAMED)
    async with desk.tx() as tx:
        await editing.edit(tx, [Edit(desk.lamp, "title", "Lamp", "Tin Lamp")])
    found = await desk.step(found, Step.apply)
    assert found.counts == {"things": 3, "changed": 1, "moved": 1}
    async with desk.tx() as tx:
        [variant, _] = await variant_ids(tx, desk.lamp)
        eleven, nine = Money("EUR", 1_100), Money("EUR", 900)
        await editing.edit(tx, [Edit(variant, "price", eleven, nine)])
    found = await desk.step(found, Step.undo)
    assert found.counts == {"things": 3, "kept": 1, "moved": 1}
    async with desk.tx() as tx:
        samples = (await bulk.whole(tx, found.id)).samples
    said = {each.state.value: each.finding.sentence for each in samples if each.finding}
    assert "is now 'Tin Lamp'" in said["moved"]
    assert "is now EUR 9.00" in said["kept"]
    assert (await desk.now())["Tin Lamp"] == ["EUR 9.00", "None"]


async def test_what_cannot_be_is_refused_alone(desk: Desk) -> None:
    found = await desk.begin(
        SALE, Operation("price", BulkWay.decrease, amount=Decimal(5), currency="USD")
    )
    assert found.counts == {"things": 3, "refused": 1}
    async with desk.tx() as tx:
        [sample] = (await bulk.whole(tx, found.id)).samples
    assert sample.finding is not None
    assert sample.finding.sentence == "The price USD -4.01 is below zero."


async def test_who_is_killed_is_followed_by_one_who_does_the_rest_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PRODUCTS_AT_ONCE", 1)
    monkeypatch.setattr(bulk, "FIELDS_AT_ONCE", 1)

    async def killed(message: str, done: int | None, total: int | None) -> None:
        raise TakenBackError

    async with desk.tx() as tx:
        begun = await bulk.begin(tx, SALE, [NAMED])
    with pytest.raises(TakenBackError):
        await bulk.work(desk.tx, begun.id, killed, 60)
    found = await desk.worked(begun.id)
    assert found.counts == {"things": 2, "ready": 2}
    async with desk.tx() as tx:
        await bulk.step(tx, found.id, Step.apply, found.version)
    with pytest.raises(TakenBackError):
        await bulk.work(desk.tx, begun.id, killed, 60)
    assert (await desk.worked(begun.id)).counts == {"things": 2, "changed": 2}
    assert sorted(await desk.now()) == ["Brass Desk", "Brass Lamp"]


async def test_what_cannot_be_chosen_or_done_is_refused_at_once(desk: Desk) -> None:
    for selection, operations, said in (
        (SALE, [], "from 1 to 20 operations"),
        (Selection((desk.lamp,), {"tag": "x"}), [NAMED], "not by both"),
        (Selection(filters={"brand": "x"}), [NAMED], "value that cannot be"),
        (SALE, [Operation("translations.id.title", BulkWay.append, "x")], "can be set and emptied"),
    ):
        async with desk.tx() as tx:
            with pytest.raises(Rejected, match=said):
                await bulk.begin(tx, selection, operations)
    found = await desk.begin(SALE, NAMED)
    found = await desk.step(found, Step.cancel)
    with pytest.raises(Conflict, match="It can now: nothing"):
        await desk.step(found, Step.apply)


async def test_translations_and_states_of_many_are_set(desk: Desk) -> None:
    operations = [
        Operation("translations.id.title", BulkWay.set, "Lampu"),
        Operation("state", BulkWay.set, "archived", of="variant"),
    ]
    found = await desk.step(await desk.begin(Selection((desk.lamp,)), *operations), Step.apply)
    assert found.counts == {"things": 3, "changed": 3}
    async with desk.tx() as tx:
        texts = await reading.translations(tx, [desk.lamp], "id")
        variants = (await reading.variants_of(tx, [desk.lamp]))[desk.lamp]
    assert texts[desk.lamp] == {"title": "Lampu"}
    assert {each.state for each in variants} == {"archived"}
