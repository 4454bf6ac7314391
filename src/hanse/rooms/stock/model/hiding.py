"""Whether a listing that is sold out is to be hidden, and when that is asked for again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hanse.trade.goods import ListingState

# What was refused, or nobody allowed, is wanted once more so long after it was asked for.
AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """`hidden_at`: since when it is hidden by us; None: it is not. `asked`: what it was asked to be
    and has not come to an end; `tried_at`: when that, or what came to nothing, was asked for."""

    hidden_at: datetime | None = None
    asked: ListingState | None = None
    tried_at: datetime | None = None

    @property
    def will_hide(self) -> bool:
        """Whether it is hidden by us once all that was asked for has come about."""
        if self.asked is not None:
            return self.asked is ListingState.draft
        return self.hidden_at is not None


NOTHING = Listing()


def wanted(listing: Listing, *, out: bool, hides: bool) -> ListingState | None:
    """`hides`: the shop's rule. What we hid stays hidden while it is out, whatever the rule is now;
    None where the listing is as it should be, or will be."""
    should = out and (hides or listing.hidden_at is not None)
    if should == listing.will_hide:
        return None
    return ListingState.draft if should else ListingState.live


def may_ask(listing: Listing, now: datetime) -> bool:
    """What came to nothing rests for a day. Where the level has crossed since, `tried_at` is gone,
    and what is still on its way is overtaken at once."""
    if listing.asked is not None or listing.tried_at is None:
        return True
    return now - listing.tried_at >= AGAIN
