"""One registered number: how long it is followed, and what of its parcel can be seen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hanse.sandbox.track17.course import Event, Parcel

AFTER_DELIVERY, WITHOUT_EVENT = timedelta(days=15), timedelta(days=30)
KEPT_AFTER_STOP = timedelta(days=90)
FINAL = ("Delivered", "Exception_Returned")


@dataclass(slots=True)
class Row:
    number: str
    carrier: int
    origin: int
    parcel: Parcel
    registered_at: datetime
    fresh_at: datetime  # before this the service has asked nobody yet
    followed_since: datetime
    told: dict[str, Any] = field(default_factory=dict)  # what came with the registration
    stopped_at: datetime | None = None
    stop_reason: str | None = None
    is_retracked: bool = False
    changes: int = 0
    pushed_at: datetime | None = None
    push_status: str = "NotPushed"
    shown: int = 0  # events that were pushed, or would have been
    word: str = "NotFound"  # its main word, kept so that lists need not reckon
    due_at: datetime | None = None  # when something happens to it next
    order: int = 0
    is_gone: bool = False

    @property
    def is_tracking(self) -> bool:
        return self.stopped_at is None

    def events(self, now: datetime) -> tuple[Event, ...]:
        """What can be seen of it, the oldest first; nothing new after it was stopped."""
        if now < self.fresh_at:
            return ()
        return self.parcel.until(min(now, self.stopped_at or now))

    def ends_at(self) -> datetime:
        """When the service stops following it by itself, as things are planned."""
        last, grace = self.followed_since, WITHOUT_EVENT
        for event in self.parcel.events():
            if event.at > last + grace:
                break
            last = max(last, event.at)
            grace = AFTER_DELIVERY if event.status == "Delivered" else WITHOUT_EVENT
        return last + grace

    def next_at(self, now: datetime) -> datetime:
        """When it changes next, after now."""
        if self.stopped_at is not None:
            return self.stopped_at + KEPT_AFTER_STOP
        coming = [event.at for event in self.parcel.events() if event.at > now][:1]
        found = [*coming, self.ends_at(), *([self.fresh_at] if self.fresh_at > now else [])]
        return min(found)

    def words(self, seen: tuple[Event, ...]) -> tuple[str, str]:
        """Its main word and the one below. That a stop without end is Expired is guessed."""
        last = (seen[-1].status, seen[-1].sub) if seen else ("NotFound", "NotFound_Other")
        if self.stop_reason == "Expired" and not set(last) & set(FINAL):
            return "Expired", "Expired_Other"
        return last
