"""How often a call may be made: by its name, for the whole connection."""

import math
from dataclasses import dataclass, field

from hanse.sandbox.aliexpress.envelope import Refusal

# So many a second, as the platform's page says; of all others it says nothing.
PER_S = {
    "aliexpress.ds.product.get": 500,
    "aliexpress.ds.order.create": 150,
    "aliexpress.trade.buy.placeorder": 150,
    "aliexpress.trade.ds.order.get": 1000,
    "aliexpress.ds.freight.query": 350,
    "aliexpress.ds.order.tracking.get": 100,
    "aliexpress.ds.address.get": 4,
    "aliexpress.ds.category.get": 1000,
    "aliexpress.ds.feed.itemids.get": 3,
    "aliexpress.ds.feedname.get": 1000,
    "aliexpress.ds.recommend.feed.get": 1000,
}
OTHERS_PER_S = 1000  # guessed
BAN_S = 1
TEXT = "Api access frequency exceeds the limit. this ban will last {} seconds"


@dataclass(slots=True)
class Window:
    began_at: float
    count: int = 0
    banned_until: float = 0.0


@dataclass(slots=True)
class Limits:
    """guessed: whole seconds are counted, and who goes beyond waits one."""

    other: dict[str, int] = field(default_factory=dict)  # set by hand
    windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def take(self, app_key: str, name: str, now: float) -> None:
        """One call more; refuses it where it is one too many."""
        window = self.windows.setdefault((app_key, name), Window(now))
        if now < window.banned_until:
            raise banned(math.ceil(window.banned_until - now))
        if now - window.began_at >= 1:
            window.began_at, window.count = now, 0
        window.count += 1
        if window.count > self.other.get(name, PER_S.get(name, OTHERS_PER_S)):
            window.banned_until = now + BAN_S
            raise banned(BAN_S)


def banned(seconds: int) -> Refusal:
    return Refusal("ApiCallLimit", TEXT.format(seconds), kind="ISP")  # the type is guessed
