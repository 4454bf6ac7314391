"""The counter of a feature: two at once never pass the limit together, and nothing is lost."""

import asyncio
from uuid import UUID

import pytest

from hanse.engine.log import history
from hanse.engine.tx import Database, Tx
from hanse.rooms.billing.model.plans import PlanLimit
from hanse.rooms.billing.service import plans as service
from tests.conftest import NOBODY, TakenBackError
from tests.rooms.billing.conftest import made

FREE_HOLDS = 10
LIMIT_S = 60.0


async def use(database: Database, workspace: UUID, more: int) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await service.allow(tx, "products", more)


async def used(database: Database, workspace: UUID) -> int:
    async with database.tx(workspace, NOBODY) as tx:
        [products, _] = (await service.account(tx)).usages
        return products.used


async def until_one_waits(database: Database) -> None:
    """Somebody stands before a lock that another transaction holds."""
    async with asyncio.timeout(LIMIT_S), database.system_tx("test") as tx:
        while not await tx.fetchval("select count(*) from pg_locks where not granted"):
            await asyncio.sleep(0.01)


async def test_a_new_workspace_is_on_free_and_may_make_what_free_holds(tx: Tx) -> None:
    for _ in range(FREE_HOLDS):
        await service.allow(tx, "products")
    with pytest.raises(PlanLimit) as refused:
        await service.allow(tx, "products")
    assert str(refused.value) == (
        "Your plan Free holds 10 products; 10 are used. "
        "Pro holds 100: ask the operator to change the plan."
    )
    assert refused.value.code == "plan_limit"


async def test_many_at_once_are_allowed_together_or_not_at_all(tx: Tx) -> None:
    await service.allow(tx, "products", 8)
    with pytest.raises(PlanLimit, match="8 are used, and this adds 3"):
        await service.allow(tx, "products", 3)
    with pytest.raises(PlanLimit, match="this adds 11"):
        await service.allow(tx, "products", 11)
    await service.allow(tx, "products", 2)


async def test_the_second_waits_for_the_first_and_is_refused(
    database: Database, workspace: UUID
) -> None:
    await use(database, workspace, FREE_HOLDS - 1)
    async with database.tx(workspace, NOBODY) as first:
        await service.allow(first, "products")
        second = asyncio.create_task(use(database, workspace, 1))
        await until_one_waits(database)
        assert not second.done()
    with pytest.raises(PlanLimit, match="10 are used"):
        await second
    assert await used(database, workspace) == FREE_HOLDS


@pytest.mark.parametrize("before", [0, 1])
async def test_the_second_gets_what_the_first_takes_back(
    database: Database, workspace: UUID, before: int
) -> None:
    """Also when there is no row yet, so that both begin to make one."""
    if before:
        await use(database, workspace, before)
    with pytest.raises(TakenBackError):
        async with database.tx(workspace, NOBODY) as first:
            await service.allow(first, "products", FREE_HOLDS - before)
            second = asyncio.create_task(use(database, workspace, 1))
            await until_one_waits(database)
            raise TakenBackError
    await second
    assert await used(database, workspace) == before + 1


async def test_fifty_at_once_make_exactly_what_the_plan_holds(
    database: Database, workspace: UUID
) -> None:
    ends = await asyncio.gather(
        *(use(database, workspace, 1) for _ in range(50)), return_exceptions=True
    )
    assert [end for end in ends if end is not None and not isinstance(end, PlanLimit)] == []
    assert ends.count(None) == FREE_HOLDS
    assert await used(database, workspace) == FREE_HOLDS


async def test_a_neighbour_neither_waits_nor_counts(database: Database, workspace: UUID) -> None:
    neighbour = await made(database)
    async with database.tx(workspace, NOBODY) as tx, asyncio.timeout(LIMIT_S):
        await service.allow(tx, "products", FREE_HOLDS)
        await use(database, neighbour, FREE_HOLDS)
    assert await used(database, neighbour) == FREE_HOLDS


async def test_what_fails_later_in_the_transaction_gives_the_count_back(
    database: Database, workspace: UUID
) -> None:
    with pytest.raises(TakenBackError):
        async with database.tx(workspace, NOBODY) as tx:
            await service.allow(tx, "products", FREE_HOLDS)
            raise TakenBackError
    assert await used(database, workspace) == 0


async def test_what_is_removed_makes_room_but_never_more_than_there_was(tx: Tx) -> None:
    await service.give_back(tx, "products")  # nothing was counted yet
    await service.allow(tx, "products", FREE_HOLDS)
    await service.give_back(tx, "products", 2)
    await service.allow(tx, "products", 2)
    await service.give_back(tx, "products", FREE_HOLDS + 5)
    await service.allow(tx, "products", FREE_HOLDS)
    with pytest.raises(PlanLimit):
        await service.allow(tx, "products")


@pytest.mark.parametrize("number", [0, -1])
async def test_none_or_less_is_a_mistake_of_the_program(tx: Tx, number: int) -> None:
    with pytest.raises(ValueError, match="one or more"):
        await service.allow(tx, "products", number)
    with pytest.raises(ValueError, match="one or more"):
        await service.give_back(tx, "products", number)


async def test_a_feature_of_another_name_or_kind_is_a_mistake_of_the_program(tx: Tx) -> None:
    for ask in (service.allow(tx, "prodcts"), service.allow(tx, "browser_extension")):
        with pytest.raises(LookupError):
            await ask
    for look in (service.has(tx, "brwser"), service.has(tx, "products")):
        with pytest.raises(LookupError):
            await look


async def test_a_wrong_count_is_corrected_once_and_the_log_tells_of_it(tx: Tx) -> None:
    async def seven(tx: Tx) -> int:
        return 7

    await service.allow(tx, "products", 9)
    assert await service.recount(tx, "products", seven) == -2
    assert await service.recount(tx, "products", seven) == 0
    told = await history.read_back(tx, history.Filters(tx.workspace_id, "billing"), None, 10)
    assert [(one.name, one.before, one.after) for one in told] == [("billing.count.repaired", 9, 7)]
    await service.allow(tx, "products", 3)
    with pytest.raises(PlanLimit):
        await service.allow(tx, "products")


async def test_a_recount_waits_for_those_who_are_making_something(
    database: Database, workspace: UUID
) -> None:
    """Counted after they have ended, so what they made is in it."""
    order = []

    async def count(tx: Tx) -> int:
        order.append("counted")
        return 4

    async def correct() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await service.recount(tx, "products", count)

    async with database.tx(workspace, NOBODY) as first:
        await service.allow(first, "products", 3)
        recounting = asyncio.create_task(correct())
        await until_one_waits(database)
        order.append("made")
    await recounting
    assert order == ["made", "counted"]
    assert await used(database, workspace) == 4
