"""The way of a parcel: a pure function of the seed and its number, until somebody interferes."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from hanse.sandbox.track17.carriers import CARRIERS

HOUR = timedelta(hours=1)
DESTINATIONS = (
    ("US", "TX", "Austin", "73301", -6),
    ("DE", "BE", "Berlin", "10115", 1),
    ("ID", "JK", "Jakarta", "10110", 7),
    ("SG", "", "Singapore", "018956", 8),
)
ORIGINS = {"CN": ("CN", "GD", "Shenzhen", "518000", 8), "US": ("US", "CA", "Oakland", "94601", -8)}
Place = tuple[str, str, str, str, int]  # country, state, city, postal code, hours from UTC


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    status: str
    sub: str
    text: str
    place: Place
    zoned: bool = True  # False: the carrier gives a wall clock and no zone


WORDS = {
    "told": ("InfoReceived", "InfoReceived", "Shipment information received"),
    "picked": ("InTransit", "InTransit_PickedUp", "Accepted by carrier"),
    "left": ("InTransit", "InTransit_Departure", "Departed from origin"),
    "customs": ("InTransit", "InTransit_CustomsProcessing", "Presented to customs"),
    "papers": ("InTransit", "InTransit_CustomsRequiringInformation", "Customs ask for papers"),
    "released": ("InTransit", "InTransit_CustomsReleased", "Released by customs"),
    "landed": ("InTransit", "InTransit_Arrival", "Arrived in the destination country"),
    # A word that is in no list.
    "odd": ("InTransit", "InTransit_SortedByRobot", "Sorted at the hub"),
    "out": ("OutForDelivery", "OutForDelivery_Other", "Out for delivery"),
    "counter": ("AvailableForPickup", "AvailableForPickup_Other", "Ready at the pick-up point"),
    "nobody": ("DeliveryFailure", "DeliveryFailure_NoBody", "Nobody was there"),
    "refused": ("DeliveryFailure", "DeliveryFailure_Rejected", "The receiver refused it"),
    "late": ("Exception", "Exception_Delayed", "Delayed"),
    "lost": ("Exception", "Exception_Lost", "Lost on the way"),
    "turning": ("Exception", "Exception_Returning", "On its way back to the sender"),
    "back": ("Exception", "Exception_Returned", "Returned to the sender"),
    "done": ("Delivered", "Delivered_Other", "Delivered"),
}
AT_HOME = ("told", "picked", "left", "back")  # steps that happen where it comes from
START = ("told", "picked", "left")
# How many of 100 go which way.
COURSES: dict[str, tuple[int, tuple[str, ...]]] = {
    "delivered": (57, (*START, "landed", "out", "done")),
    "by_customs": (10, (*START, "customs", "released", "landed", "out", "done")),
    "pickup": (7, (*START, "landed", "counter", "done")),
    "second_try": (7, (*START, "landed", "out", "nobody", "out", "done")),
    "odd_word": (4, (*START, "odd", "out", "done")),
    "papers": (2, (*START, "customs", "papers", "released", "out", "done")),
    "late": (2, (*START, "late", "landed", "out", "done")),
    "returned": (4, (*START, "landed", "out", "refused", "turning", "back")),
    "lost": (2, (*START, "lost")),
    "stalled": (2, (*START, "landed")),
    "silent": (3, ()),
}


@dataclass(slots=True)
class Parcel:
    """The thing itself, whoever asks for it. It begins when its number is first heard of."""

    number: str
    carrier: int
    seed: int
    begins_at: datetime
    named: str = ""  # a course that somebody chose
    edited: tuple[Event, ...] | None = None

    def events(self) -> tuple[Event, ...]:
        """All there will ever be, the oldest first."""
        if self.edited is not None:
            return self.edited
        return planned(self.seed, self.number, self.carrier, self.begins_at, self.named)

    def until(self, at: datetime) -> tuple[Event, ...]:
        found = self.events()
        return found[: bisect_right(found, at, key=lambda event: event.at)]

    def choose(self, course: str, begins_at: datetime) -> None:
        if course not in COURSES:
            raise ValueError(f"There is no course {course!r}, only {', '.join(COURSES)}.")
        self.named, self.begins_at, self.edited = course, begins_at, None

    def hasten(self, now: datetime, steps: int) -> int:
        """The next so many steps happen now, a second apart, and the rest sooner; how many did."""
        found = self.events()
        past = len(self.until(now))
        steps = min(steps, len(found) - past)
        if steps < 1:
            return 0
        last = found[past + steps - 1].at
        moved = [
            replace(each, at=now + timedelta(seconds=step + 1 - steps))
            if step < steps
            else replace(each, at=now + (each.at - last))
            for step, each in enumerate(found[past:])
        ]
        # Several at one second keep their order: none is before what was there.
        floor = found[past - 1].at if past else moved[0].at
        self.edited = (*found[:past], *(replace(e, at=max(e.at, floor)) for e in moved))
        return steps

    def add(self, event: Event) -> None:
        """One event more, wherever it belongs by its time."""
        self.edited = tuple(sorted((*self.events(), event), key=lambda each: each.at))


def drawn(seed: int, number: str, size: int = 32) -> bytes:
    return hashlib.blake2b(f"{seed}:parcel:{number}".encode(), digest_size=size).digest()


def course_of(seed: int, number: str) -> str:
    lot = drawn(seed, number)[0] * 100 // 256
    for name, (share, _) in COURSES.items():
        lot -= share
        if lot < 0:
            return name
    raise AssertionError("the shares of the courses make 100")


def ends_of(digest: bytes, carrier: int) -> tuple[Place, Place]:
    """Where it comes from and where it goes to."""
    known = CARRIERS[carrier]
    return ORIGINS.get(known.country, ORIGINS["CN"]), DESTINATIONS[digest[1] % len(DESTINATIONS)]


@lru_cache(maxsize=4096)
def planned(
    seed: int, number: str, carrier: int, begins_at: datetime, named: str = ""
) -> tuple[Event, ...]:
    """Between two steps are 6 hours to 3 days."""
    digest = drawn(seed, number)
    steps = COURSES[named or course_of(seed, number)][1]
    home, away = ends_of(digest, carrier)
    zoned = CARRIERS[carrier].zoned
    at, found = begins_at.replace(microsecond=0), []
    for step, name in enumerate(steps):
        if step:
            at += (6 + digest[2 + step] % 67) * HOUR
        place = home if name in AT_HOME else away
        found.append(Event(at, *WORDS[name], place, zoned))
    return tuple(found)
