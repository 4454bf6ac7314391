"""The roles in their order, and who may give or take which."""

ORDER = ("owner", "admin", "manager", "analyst", "support", "viewer")
OWNER, SECOND = ORDER[:2]
ASSIGNING = (OWNER, SECOND)


def may_assign(actor_role: str, current: str | None, wanted: str | None) -> bool:
    """Whether somebody of this role may make a member of `current` one of `wanted`.

    None stands for nobody: one who is invited, or one who is removed. Nobody gives or takes a role
    above the own, so only owners make and unmake owners.
    """
    if actor_role not in ASSIGNING:
        return False
    own = ORDER.index(actor_role)
    return all(ORDER.index(role) >= own for role in (current, wanted) if role is not None)


def stands_above(actor_role: str, role: str) -> bool:
    """Whether somebody of this role answers for members of that one."""
    return actor_role in ASSIGNING and ORDER.index(role) > ORDER.index(actor_role)


def may_limit(actor_role: str, role: str) -> bool:
    """Whether somebody of this role may say how much `role` approves: never of the own, but owners.

    Otherwise an admin who was given a limit would take it away.
    """
    return actor_role == OWNER or stands_above(actor_role, role)
