"""Which plan a workspace is on: set, set at the same time by two, and set to less than is used."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.log import history
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.billing.model.plans import PlanLimit
from hanse.rooms.billing.service import plans as service
from tests.conftest import NOBODY


async def test_the_plans_are_data_from_the_smallest_to_the_largest(tx: Tx) -> None:
    catalogue = await service.catalogue(tx)
    assert [(plan.id, dict(plan.limits)) for plan in catalogue.plans.values()] == [
        ("free", {"products": 10}),
        ("pro", {"products": 100}),
        ("premium", {"browser_extension": None, "products": None}),
    ]


async def test_a_larger_plan_holds_more_at_once(tx: Tx) -> None:
    await service.allow(tx, "products", 10)
    account = await service.set_plan(tx, "pro")
    assert (account.plan.id, account.standing.version) == ("pro", 1)
    assert (account.standing.since, account.standing.set_by) == (tx.now, NOBODY.id)
    await service.allow(tx, "products", 90)
    with pytest.raises(PlanLimit, match="Premium holds any number"):
        await service.allow(tx, "products")
    await service.set_plan(tx, "premium")
    await service.allow(tx, "products", 1_000_000)


async def test_a_smaller_plan_deletes_nothing_and_refuses_more(tx: Tx) -> None:
    await service.set_plan(tx, "pro")
    await service.allow(tx, "products", 37)
    [products, _] = (await service.set_plan(tx, "free")).usages
    assert (products.used, products.over) == (37, 27)
    with pytest.raises(PlanLimit, match="holds 10 products; 37 are used"):
        await service.allow(tx, "products")
    await service.give_back(tx, "products", 28)
    await service.allow(tx, "products")


async def test_only_premium_has_the_browser_extension(tx: Tx) -> None:
    for plan in ("free", "pro"):
        await service.set_plan(tx, plan)
        assert not await service.has(tx, "browser_extension")
        with pytest.raises(PlanLimit, match="does not include the browser extension"):
            await service.demand(tx, "browser_extension")
    await service.set_plan(tx, "premium")
    assert await service.has(tx, "browser_extension")
    await service.demand(tx, "browser_extension")


async def test_the_log_tells_from_which_plan_to_which(tx: Tx) -> None:
    await service.set_plan(tx, "pro")
    await service.set_plan(tx, "pro")  # is so already: nothing happened
    await service.set_plan(tx, "free")
    wanted = history.Filters(tx.workspace_id, "billing")
    told = await history.read_back(tx, wanted, None, 10)
    assert [
        (one.payload["before"], one.payload["after"], one.payload["version"]) for one in told
    ] == [
        ("pro", "free", 2),
        ("free", "pro", 1),
    ]


async def test_two_who_set_it_at_once_do_not_overwrite_each_other(
    database: Database, workspace: UUID
) -> None:
    async def put(plan: str) -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await service.set_plan(tx, plan, 0)

    ends = await asyncio.gather(put("pro"), put("premium"), return_exceptions=True)
    assert sorted(map(type, ends), key=str) == sorted([type(None), Changed], key=str)
    with pytest.raises(Changed, match="you read version 0, it is now 1"):
        await put("free")


async def test_a_plan_that_there_is_not_is_refused_with_those_there_are(tx: Tx) -> None:
    with pytest.raises(Rejected) as refused:
        await service.set_plan(tx, "gold")
    assert str(refused.value) == "There is no plan 'gold'. Choose one of: free, pro, premium."


async def test_a_workspace_that_there_is_not_is_on_no_plan(database: Database) -> None:
    async with database.tx(database.ids.new(), NOBODY) as tx:
        for ask in (service.account(tx), service.set_plan(tx, "pro")):
            with pytest.raises(Gone, match="no such workspace"):
                await ask


async def test_the_installation_itself_is_on_no_plan(database: Database) -> None:
    async with database.tx(INSTALLATION, NOBODY) as tx:
        for ask in (service.account(tx), service.set_plan(tx, "pro")):
            with pytest.raises(Rejected, match="Hanse-Workspace"):
                await ask


@pytest.mark.parametrize(
    "attempt",
    [
        "update billing_limits set allowed = null",
        "insert into billing_limits (plan, feature) values ('free', 'browser_extension')",
        "delete from billing_plans",
        "update billing_features set one = 'x'",
        "delete from billing_counts",
    ],
)
async def test_no_workspace_changes_what_a_plan_holds(
    database: Database, workspace: UUID, attempt: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.tx(workspace, NOBODY) as tx:
            await tx.execute(attempt)


async def test_limits_that_an_operator_changes_hold_from_the_next_question_on(
    database: Database, workspace: UUID, admin_dsn: str
) -> None:
    admin = await asyncpg.connect(admin_dsn)
    async with database.tx(workspace, NOBODY) as tx:
        await service.allow(tx, "products", 10)
    try:
        await admin.execute("update billing_limits set allowed = 11 where plan = 'free'")
        async with database.tx(workspace, NOBODY) as tx:
            await service.allow(tx, "products")
            with pytest.raises(PlanLimit, match="holds 11 products"):
                await service.allow(tx, "products")
    finally:
        await admin.execute("update billing_limits set allowed = 10 where plan = 'free'")
        await admin.close()
