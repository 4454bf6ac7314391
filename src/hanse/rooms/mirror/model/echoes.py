"""Whether a hint is about something that is known here already: mostly the echo of what we wrote
and have read back, or of how many of a thing are left."""

from datetime import datetime

from hanse.trade.signals import Prints
from hanse.trade.stock import ItemStock, LevelAt


def is_known(kept: ItemStock, told: LevelAt) -> bool:
    """The same number at that place, in a reading that is not older than what is told."""
    at = told.modified_at
    return any(
        each.available == told.available and is_since(each, at)
        for each in kept.levels
        if each.location_id == told.location_id and told.available is not None
    )


def is_since(kept: LevelAt, at: datetime | None) -> bool:
    return at is not None and kept.modified_at is not None and kept.modified_at >= at


def only_counts_moved(before: Prints | None, now: Prints) -> bool:
    """Where not even the counts are others, what moved is something that is not told."""
    return before is not None and before.rest == now.rest and before.counts != now.counts
