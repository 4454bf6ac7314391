"""A listing: one product at one shop in one market, where it stands, and what can be done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.trade.goods import ListingState


class Status(StrEnum):
    draft = "draft"  # something is missing
    ready = "ready"  # it could be published
    live = "live"
    hidden = "hidden"  # the shop has it, buyers do not find it
    refused = "refused"  # the shop, or its rules, did not take it
    ended = "ended"  # no longer sold there


class Cause(StrEnum):
    """What happened to a listing."""

    complete = "complete"  # no check finds an error
    faulty = "faulty"
    declined = "declined"  # it was to be made there, and was refused
    seen_live = "seen_live"
    seen_hidden = "seen_hidden"
    seen_ended = "seen_ended"


S, C = Status, Cause
SEEN = {C.seen_live: S.live, C.seen_hidden: S.hidden, C.seen_ended: S.ended}
# What is not here leaves a listing where it is: what a shop shows is not undone by a check.
MOVES: Mapping[tuple[Status, Cause], Status] = MappingProxyType(
    {
        (S.draft, C.complete): S.ready,
        (S.ready, C.faulty): S.draft,
        (S.refused, C.complete): S.ready,
        (S.refused, C.faulty): S.draft,
        (S.draft, C.declined): S.refused,
        (S.ready, C.declined): S.refused,
        **{(status, cause): SEEN[cause] for status in Status for cause in SEEN},
    }
)
# What a shop's own word means for buyers.
CAUSES: Mapping[ListingState | None, Cause] = MappingProxyType(
    {
        ListingState.live: C.seen_live,
        ListingState.scheduled: C.seen_hidden,
        ListingState.pending: C.seen_hidden,
        ListingState.private: C.seen_hidden,
        ListingState.draft: C.seen_hidden,
        ListingState.trashed: C.seen_ended,
        ListingState.archived: C.seen_ended,
        None: C.seen_hidden,
    }
)


def cause_of(shown: tuple[str | None, bool] | None) -> Cause:
    """By what the shop says of it, and whether it is there still; None: it was never seen."""
    if shown is None:
        return Cause.seen_hidden
    state, is_gone = shown
    if is_gone:
        return Cause.seen_ended
    return CAUSES[ListingState(state) if state else None]


def moved(status: Status, cause: Cause) -> Status:
    return MOVES.get((status, cause), status)


class Act(StrEnum):
    plan = "plan"  # bring the shop's texts and codes to what they should be
    publish = "publish"
    hide = "hide"
    end = "end"
    relist = "relist"


@dataclass(frozen=True, slots=True)
class Listing:
    """`remote_id` is the product's at the shop; None: it is not there. `version` counts what was
    edited; `compared` is what it was last compared with, None: it is to be compared."""

    id: UUID
    account_id: UUID
    market: str
    product_id: UUID
    status: Status
    remote_id: str | None = None
    score: int | None = None
    errors: int = 0
    warnings: int = 0
    differs: int = 0  # fields that would be proposed
    drifts: int = 0  # fields that somebody changed at the shop
    owner: str = "channel"  # of its texts: channel, hub, person or mixed
    set_id: UUID | None = None  # of the changes that were proposed for it last
    finding: Finding | None = None  # why it was refused
    compared: bytes | None = None
    version: int = 1

    @property
    def mark(self) -> str:
        """Our name for what is to be made at the shop."""
        return self.id.hex


# The states that a shop is asked for, the better one first: not every platform has each.
WANTED_STATES: Mapping[Act, Sequence[ListingState]] = MappingProxyType(
    {
        Act.publish: (ListingState.live,),
        Act.relist: (ListingState.live,),
        Act.hide: (ListingState.draft,),
        Act.end: (ListingState.archived, ListingState.draft),
    }
)
# From where an act leads somewhere, and what to say elsewhere.
FROM: Mapping[Act, frozenset[Status]] = MappingProxyType(
    {
        Act.plan: frozenset({S.live, S.hidden}),
        Act.publish: frozenset({S.draft, S.ready, S.refused, S.hidden}),
        Act.hide: frozenset({S.live}),
        Act.end: frozenset({S.live, S.hidden}),
        Act.relist: frozenset({S.hidden, S.ended}),
    }
)
WHERE: Mapping[Status, str] = MappingProxyType(
    {
        S.draft: "is a draft",
        S.ready: "is not published",
        S.live: "is live",
        S.hidden: "is hidden",
        S.refused: "was refused",
        S.ended: "has ended",
    }
)
STEPS: Mapping[Act, str] = MappingProxyType(
    {
        Act.plan: "Publish it first.",
        Act.publish: "Relist it if it has ended; otherwise there is nothing to do.",
        Act.hide: "Only what is live can be hidden.",
        Act.end: "Only what is live or hidden can end.",
        Act.relist: "Only what is hidden or has ended can be listed again.",
    }
)


def not_now(act: Act, listing: Listing, title: str) -> Finding | None:
    """None where the act makes sense."""
    if listing.status in FROM[act]:
        return None
    sentence = f"{title} {WHERE[listing.status]}."
    return Finding(Severity.error, "not_now", sentence, STEPS[act], "status")


def not_in_market(listing: Listing, title: str) -> Finding | None:
    """No platform that is connected takes a text for one market alone."""
    if not listing.market:
        return None
    sentence = f"{title}: nothing can be written for the market {listing.market} alone yet."
    return Finding(Severity.error, "market", sentence, "Change it for all markets.", "market")


def owner_of(owners: Sequence[str]) -> str:
    """Of a listing as a whole: whose most of it is not is said, not guessed."""
    found = set(owners)
    return found.pop() if len(found) == 1 else "mixed" if found else "channel"
