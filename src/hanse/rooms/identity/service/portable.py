"""What of people and their roles can be carried to another workspace: how much a role approves.

Nothing of security is: no network, no second factor, no session, and nobody's role.
"""

from collections.abc import Sequence

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.limits import check
from hanse.rooms.identity.model.roles import ORDER
from hanse.rooms.identity.service import limits


class RoleLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """None is without a limit. A role without a row has none."""

    role: str
    amount_minor: int | None = None
    currency: str | None = None
    items_max: int | None = None


def role_of(item: RoleLimit) -> str:
    return item.role


async def role_limits(tx: Tx) -> Sequence[RoleLimit]:
    return [
        found
        for each in await limits.list_limits(tx)
        if (found := RoleLimit(each.role, each.amount_minor, each.currency, each.items_max))
        != RoleLimit(each.role)
    ]


def settled_limit(given: RoleLimit) -> RoleLimit:
    if given.role not in ORDER:
        said = f"There is no role {given.role[:40]!r}."
        step = f"Choose one of: {', '.join(ORDER)}."
        raise Rejected(said, [Finding(Severity.error, "role_unknown", said, step, "role")], step)
    check(given.amount_minor, given.currency, given.items_max)
    if given == RoleLimit(given.role):
        said = "This limits nothing."
        step = "Leave the row out: a role without a row has no limit."
        raise Rejected(said, [Finding(Severity.error, "limit_empty", said, step, "")], step)
    return given


async def apply_role_limits(
    tx: Tx, moves: Sequence[tuple[RoleLimit | None, RoleLimit | None]]
) -> None:
    """As by hand: whoever may not limit a role there may not here."""
    versions = {each.role: each.version for each in await limits.list_limits(tx)}
    for before, after in moves:
        wanted = after or RoleLimit((before or after).role)  # type: ignore[union-attr]
        await limits.set_limits(
            tx,
            wanted.role,
            versions[wanted.role],
            amount_minor=wanted.amount_minor,
            currency=wanted.currency,
            items_max=wanted.items_max,
        )
