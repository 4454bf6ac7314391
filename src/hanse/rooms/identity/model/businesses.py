"""A business in a workspace: a shop, a dropshipping business or an affiliate's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hanse.base.faults import Conflict

KINDS = ("shop", "dropshipping", "affiliate")
STATES = ("active", "archived", "closing")
GRACE = timedelta(days=30)
BUSINESSES_MAX = 500  # of one workspace
SORTED_CHARS = 60


@dataclass(frozen=True, slots=True)
class Business:
    id: UUID
    name: str
    kind: str
    state: str
    closes_at: datetime | None
    made_at: datetime
    version: int
    place: str = ""  # in a sorted list


# What is done, from which states, to which.
MOVES = {
    "archive": (("active",), "archived"),
    "restore": (("archived",), "active"),
    "delete": (("active", "archived"), "closing"),
    "keep": (("closing",), "active"),
}
INSTEAD = {
    "active": "It is active.",
    "archived": "It is archived: restore it first.",
    "closing": "It is being deleted: keep it first.",
}


def moved(business: Business, how: str, now: datetime) -> Business:
    """The business after this move; `Conflict` if it does not start from where the business is."""
    start, end = MOVES[how]
    if business.state not in start:
        raise Conflict(
            f"The business is {business.state}, so this does nothing.", INSTEAD[business.state]
        )
    closes_at = now + GRACE if end == "closing" else None
    return replace(business, state=end, closes_at=closes_at, version=business.version + 1)
