"""What is planned to be looked up at suppliers, as people see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.purchasing.store import looks as store
from hanse.rooms.purchasing.store.looks import Hour, Shown

DAYS_MAX = 100
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """`labels`: of the variants that are named, where they are still there."""

    plan: Shown
    hours: Sequence[Hour]
    labels: Mapping[UUID, Label]


async def days(tx: Tx) -> Sequence[Day]:
    """Of every supplier that has a plan, the day that it is there and the next one. A day may
    begin at another hour there, so one more is asked for and passed over."""
    since = tx.now.date() - A_DAY
    found = await store.plans(tx, since, DAYS_MAX)
    current = [each for each in found if each.notes.until > tx.now]
    counted = await store.hours(tx, since, sorted({each.account_id for each in current}))
    hours: dict[tuple[UUID, object], list[Hour]] = {}
    for account_id, day, hour in counted:
        hours.setdefault((account_id, day), []).append(hour)
    ids = {one.variant_id for each in current for one in each.notes.unfresh}
    names = await labels.labels(tx, sorted(ids))
    return [Day(each, hours.get((each.account_id, each.day), []), names) for each in current]
