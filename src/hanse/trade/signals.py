"""What a webhook hints at: something of this kind and id may have changed. The platform is asked
before anything is believed."""

from dataclasses import dataclass
from enum import StrEnum

from hanse.base.faults import Finding
from hanse.trade.ports_read import Kind
from hanse.trade.stock import LevelAt
from hanse.trade.tracking import TrackReport


class Hint(StrEnum):
    changed = "changed"
    deleted = "deleted"


@dataclass(frozen=True, slots=True)
class Prints:
    """Digests of what a delivery says of a thing: of all but how many there are and when it was
    changed, and of how many there are. Only where how many there are is told apart as well."""

    rest: bytes
    counts: bytes


@dataclass(frozen=True, slots=True)
class Signal:
    """`level` and `prints` are what the delivery says itself: whoever knows that already need not
    ask."""

    kind: Kind
    hint: Hint
    remote_id: str
    parent_id: str | None = None  # the product of an offer
    level: LevelAt | None = None
    prints: Prints | None = None


class AccountHint(StrEnum):
    """What a webhook says of the account itself and not of a thing in it."""

    uninstalled = "uninstalled"  # somebody removed us there: the keys are dead
    scopes_changed = "scopes_changed"
    shop_changed = "shop_changed"  # its name, currency, plan or address
    bulk_finished = "bulk_finished"
    data_asked = "data_asked"  # a person wants to know what is kept about them
    person_erased = "person_erased"  # what is kept about a person has to go
    shop_erased = "shop_erased"  # and here, what is kept about the shop


@dataclass(frozen=True, slots=True)
class AccountSignal:
    """`remote_id` is that of the file or of the person, where it is about one."""

    hint: AccountHint
    remote_id: str | None = None


class Switch(StrEnum):
    on = "on"
    off = "off"  # by a person
    thrown_off = "thrown_off"  # by the platform, after failures


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a platform was asked to tell, and where."""

    remote_id: str
    topic: str | None
    address: str | None
    switch: Switch | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which delivery it was, so that one that comes twice is told from two. `reports` is what it
    says itself of parcels on their way: one without a state says that there is news, and is asked
    for at once. Those of `dropped` are followed no longer."""

    delivery_id: str | None
    subscription_id: str | None
    topic: str | None
    signals: tuple[Signal, ...]
    note: str = ""  # why there is no signal in it
    account: AccountSignal | None = None
    reports: tuple[TrackReport, ...] = ()
    dropped: tuple[str, ...] = ()  # numbers
