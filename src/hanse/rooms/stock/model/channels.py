"""How a shop is told of stock: whether at all, how often, of what, and how much is kept back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money

PLACES_MAX = 50
PIECES_MAX = 1_000_000_000
WHY_CHARS_MAX = 500
MINOR_MAX = 1_000_000_000_000


class ChannelState(StrEnum):
    off = "off"  # it counts for itself, and is told nothing
    on = "on"
    held = "held"  # somebody said so, and why


class Rhythm(StrEnum):
    events = "events"  # as soon as something moves
    hourly = "hourly"
    daily = "daily"
    weekly = "weekly"


class WhenOut(StrEnum):
    zero = "zero"  # the listing stays, and says that it is sold out
    hide = "hide"  # nobody finds it until there is something to sell


# How long after one comparison of the whole shop the next is due. Where events tell what moved it
# is for what no event told, such as a number that somebody typed at the shop.
EVERY: Mapping[Rhythm, timedelta] = MappingProxyType(
    {
        Rhythm.events: timedelta(hours=1),
        Rhythm.hourly: timedelta(hours=1),
        Rhythm.daily: timedelta(days=1),
        Rhythm.weekly: timedelta(weeks=1),
    }
)


@dataclass(frozen=True, slots=True)
class Channel:
    """One shop's settings. `places` empty: it sells from all that are own."""

    account_id: UUID
    state: ChannelState = ChannelState.off
    held_why: str = ""
    rhythm: Rhythm = Rhythm.events
    places: tuple[UUID, ...] = ()
    supplied: bool = False
    keep_percent: Decimal = Decimal(0)
    keep_count: int = 0
    show_max: int | None = None
    safety: bool = False
    oversell_minor: int | None = None
    oversell_currency: str | None = None
    when_out: WhenOut = WhenOut.zero
    next_at: datetime | None = None
    pushed_at: datetime | None = None
    version: int = 0  # nothing was ever said of it

    @property
    def oversell(self) -> Money | None:
        """What one sold too many costs here, if somebody said."""
        if self.oversell_minor is None or self.oversell_currency is None:
            return None
        return Money(self.oversell_currency, self.oversell_minor)

    @property
    def is_on(self) -> bool:
        return self.state is ChannelState.on


def next_at(rhythm: Rhythm, now: datetime) -> datetime:
    return now + EVERY[rhythm]


# What of a channel moves the numbers that its shop shows.
COUNTED = ("places", "supplied", "keep_percent", "keep_count", "show_max", "safety")


def moves_numbers(before: Channel, after: Channel) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in COUNTED)


def what_is_wrong(channel: Channel) -> Iterator[Finding]:
    if not 0 <= channel.keep_percent <= 100:
        sentence = f"{channel.keep_percent} % cannot be kept back."
        yield wrong("keep_percent", sentence, "Give 0 to 100.")
    if not 0 <= channel.keep_count <= PIECES_MAX:
        sentence = f"{channel.keep_count:,} pieces cannot be kept back."
        yield wrong("keep_count", sentence, f"Give 0 to {PIECES_MAX:,}.")
    if channel.show_max is not None and not 0 <= channel.show_max <= PIECES_MAX:
        sentence = f"At most {channel.show_max:,} pieces cannot be shown."
        yield wrong("show_max", sentence, f"Give 0 to {PIECES_MAX:,}, or nothing.")
    if len(channel.places) > PLACES_MAX:
        sentence = f"It sells from {len(channel.places)} places; {PLACES_MAX} are the most."
        yield wrong("places", sentence, "Name fewer, or none: then it sells from all.")
    if (channel.oversell_minor is None) != (channel.oversell_currency is None):
        sentence = "What one sold too many costs is a sum with its currency."
        yield wrong("oversell", sentence, "Give both, or neither.")
    if channel.oversell_minor is not None and not 0 <= channel.oversell_minor <= MINOR_MAX:
        sentence = f"One sold too many cannot cost {channel.oversell_minor:,}."
        yield wrong("oversell", sentence, f"Give 0 to {MINOR_MAX:,} in the smallest unit.")


def wrong(field: str, sentence: str, next_step: str) -> Finding:
    return Finding(Severity.error, "channel", sentence, next_step, field)
