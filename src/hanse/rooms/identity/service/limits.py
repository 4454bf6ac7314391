"""How much each role of a workspace may approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Denied
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.limits import RoleLimits, check
from hanse.rooms.identity.model.roles import ORDER, may_limit
from hanse.rooms.identity.service.members import acting_role
from hanse.rooms.identity.store import limits as store


@events.declare(
    "identity.limit.set",
    "{actor} set how much {role} may approve",
    subject=("identity.limit", "limit_id"),
)
@dataclass(frozen=True, slots=True)
class LimitSet:
    limit_id: UUID
    role: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


async def list_limits(tx: Tx) -> Sequence[RoleLimits]:
    """Of every role, the highest first."""
    found = await store.by_role(tx)
    return [found.get(role, RoleLimits(None, role)) for role in ORDER]


async def set_limits(
    tx: Tx,
    role: str,
    expected: int,
    *,
    amount_minor: int | None,
    currency: str | None,
    items_max: int | None,
) -> RoleLimits:
    """The limits of this role from now on; version 0 is expected where there were none."""
    check(amount_minor, currency, items_max)
    own = await acting_role(tx)
    if not may_limit(own, role):
        raise Denied(
            f"As {own} you do not set how much {role} may approve.", "Ask an owner to do it."
        )
    before = await store.held(tx, role) or RoleLimits(None, role)
    same_version(expected, before.version)
    after = RoleLimits(
        before.id or tx.ids.new(), role, amount_minor, currency, items_max, before.version + 1
    )
    if before.id is None:
        if not await store.add(tx, after):
            same_version(expected, expected + 1)
    else:
        await store.save(tx, after)
    assert after.id is not None
    await events.append(tx, LimitSet(after.id, role, shown(before), shown(after), after.version))
    return after


def shown(limits: RoleLimits) -> Mapping[str, object]:
    return {
        "amount_minor": limits.amount_minor,
        "currency": limits.currency,
        "items_max": limits.items_max,
    }
