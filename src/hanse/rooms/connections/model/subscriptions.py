"""What a platform was asked to tell, and what to do about what is missing there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.trade.signals import Subscription, Switch


class Told(StrEnum):
    on = "on"
    off = "off"  # somebody switched it off there
    thrown_off = "thrown_off"  # the platform did, after failures
    missing = "missing"


@dataclass(frozen=True, slots=True)
class Kept:
    """One topic of an account, as last looked up."""

    id: UUID
    topic: str
    remote_id: str | None
    switch: Told
    restored: int
    restored_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do so that every topic is told to this address and once."""

    make: tuple[str, ...]
    switch_on: tuple[Subscription, ...]
    remove: tuple[Subscription, ...]
    found: tuple[tuple[str, Subscription], ...]  # by topic, those that are as they should be


def plan(topics: Sequence[str], address: str, there: Sequence[Subscription]) -> Plan:
    """Only subscriptions to our own address are ours; others are left alone.

    A switch that a person set off there stays off: it is shown, and switched on from our screen.
    """
    ours = [each for each in there if each.address == address]
    make, switch_on, found = [], [], []
    used: set[str] = set()
    for topic in topics:
        of_topic = [each for each in ours if each.topic == topic]
        best = min(of_topic, key=rank, default=None)
        if best is None:
            make.append(topic)
            continue
        used.add(best.remote_id)
        if best.switch is Switch.thrown_off:
            switch_on.append(best)
        else:
            found.append((topic, best))
    remove = tuple(each for each in ours if each.remote_id not in used)
    return Plan(tuple(make), tuple(switch_on), remove, tuple(found))


def rank(subscription: Subscription) -> tuple[int, str]:
    order = {Switch.on: 0, Switch.thrown_off: 1, Switch.off: 2, None: 3}
    return order[subscription.switch], subscription.remote_id


def told(subscription: Subscription) -> Told:
    if subscription.switch is None:
        return Told.off  # a word that we do not know: it is not on as far as we can tell
    return Told(subscription.switch.value)
