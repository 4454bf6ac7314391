"""The use cases of billing: ask before something is made, see and set the plan of a workspace."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from hanse.base.faults import Conflict, Rejected
from hanse.engine.doors.versions import Changed, same_version
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.billing.model import plans as model
from hanse.rooms.billing.model.plans import Account, Catalogue, Kind, Standing
from hanse.rooms.billing.store import plans as store
from hanse.rooms.identity.service.workspaces import workspace


class Payments(Protocol):
    """The port for whoever takes the money. Nothing fills it: the operator sets the plans."""

    async def payment_page(self, workspace_id: UUID, plan: str) -> str:
        """The address of the page where the workspace pays for this plan."""
        ...

    async def paid_plan(self, workspace_id: UUID) -> str | None:
        """The plan that is paid for now; none if nothing is."""
        ...


@events.declare(
    "billing.plan.set",
    "{actor} changed the plan from {before} to {after}",
    subject=("billing.workspace", "workspace_id"),
)
@dataclass(frozen=True, slots=True)
class PlanSet:
    workspace_id: UUID
    before: str
    after: str
    version: int


@events.declare(
    "billing.count.repaired", "{actor} corrected the count of {feature} from {before} to {after}"
)
@dataclass(frozen=True, slots=True)
class CountRepaired:
    feature: str
    before: int
    after: int


async def allow(tx: Tx, feature: str, more: int = 1) -> None:
    """Count `more` of the feature as used, or raise `PlanLimit` with how many the plan holds.

    Call it in the transaction that makes them: the count is taken back with it. Until that ends,
    others of the workspace who ask for the same feature wait, so ask shortly before the end and
    once for all rows, and for several features in the order of their names.
    """
    at_least_one(more)
    if await store.take(tx, feature, more):
        return
    catalogue, standing = await store.catalogue(tx), await store.standing(tx)
    asked, plan = catalogue.feature(feature, Kind.number), catalogue.plans[standing.plan]
    used = (await store.counts(tx)).get(feature, 0)
    if plan.holds(feature, used + more):
        raise Conflict("The plan or what is used of it changed in this moment.", "Try again.")
    raise model.too_many(catalogue, plan, asked, used, more)


async def give_back(tx: Tx, feature: str, less: int = 1) -> None:
    """Count `less` as no longer used, in the transaction that removes them.

    Never below none: a count that was wrong must not keep anybody from removing something.
    """
    at_least_one(less)
    await store.give_back(tx, feature, less)


async def has(tx: Tx, feature: str) -> bool:
    """Whether the plan of the workspace has this switch."""
    included = await store.included(tx, feature)
    if included is None:
        raise LookupError(f"{feature!r} is no switch in billing_features.")
    return included


async def demand(tx: Tx, feature: str) -> None:
    """Raise `PlanLimit`, with the plan that has it, unless the plan of the workspace has it."""
    if not await has(tx, feature):
        catalogue, standing = await store.catalogue(tx), await store.standing(tx)
        asked = catalogue.feature(feature, Kind.switch)
        raise model.not_included(catalogue, catalogue.plans[standing.plan], asked)


async def recount(tx: Tx, feature: str, count: Callable[[Tx], Awaitable[int]]) -> int:
    """Correct the count to what `count` finds; what it was off by.

    It is called when nobody else can change the count any more, so that what others make
    meanwhile is in one of the two and not in both.
    """
    (await store.catalogue(tx)).feature(feature, Kind.number)
    before = await store.hold(tx, feature)
    true = await count(tx)
    if true != before:
        await store.put(tx, feature, true)
        await events.append(tx, CountRepaired(feature, before, true))
    return true - before


async def catalogue(tx: Tx) -> Catalogue:
    """All plans and what they hold."""
    return await store.catalogue(tx)


async def account(tx: Tx) -> Account:
    """The plan of the workspace, and how much of it is used."""
    await demand_workspace(tx)
    found, standing = await store.catalogue(tx), await store.standing(tx)
    return accounted(found, standing, await store.counts(tx))


async def set_plan(tx: Tx, plan: str, expected: int | None = None) -> Account:
    """Put the workspace on a plan, if its version is as expected. Nothing is deleted by it.

    A smaller plan than what is used is allowed: then nothing is added until there is room.
    """
    await demand_workspace(tx)
    found, before = await store.catalogue(tx), await store.standing(tx)
    if plan not in found.plans:
        raise Rejected(
            f"There is no plan {plan!r}.", next_step=f"Choose one of: {', '.join(found.plans)}."
        )
    same_version(before.version if expected is None else expected, before.version)
    if plan == before.plan:
        return accounted(found, before, await store.counts(tx))
    version = await store.set_plan(tx, plan, before.plan, before.version)
    if version is None:
        raise Changed("The plan was changed by somebody else in this moment.", "Read it again.")
    await events.append(tx, PlanSet(tx.workspace_id, before.plan, plan, version))
    now = Standing(plan, tx.now, tx.actor.id, version)
    return accounted(found, now, await store.counts(tx))


def accounted(catalogue: Catalogue, standing: Standing, used: Mapping[str, int]) -> Account:
    plan = catalogue.plans[standing.plan]
    return Account(standing, plan, model.usages(catalogue, plan, used))


def at_least_one(number: int) -> None:
    if number < 1:
        raise ValueError(f"{number} of a feature: count one or more.")


async def demand_workspace(tx: Tx) -> None:
    if tx.workspace_id == INSTALLATION:
        raise Rejected(
            "A plan belongs to a workspace, and none was named.",
            next_step="Name one, over HTTP by the header Hanse-Workspace.",
        )
    await workspace(tx)
