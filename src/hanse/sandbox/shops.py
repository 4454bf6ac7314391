"""The shops of one sandbox, each under a host of its own, and which of them a request means."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from hanse.base.clock import Clock
from hanse.sandbox.counter import Counter
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.webhooks import Outbox, Parcel
from hanse.sandbox.world import World

HOSTS = {"woocommerce": ".test", "shopify": ".myshopify.com", "aliexpress": ".aliexpress.com"}
SUPPLIERS = ("aliexpress",)  # they sell to shops, so no shoppers come
# Where a caller names no shop, the path says which platform it means; all else is the first shop's.
PATHS = (
    ("/wp-json", "woocommerce"),
    ("/wc-auth", "woocommerce"),
    ("/admin", "shopify"),
    ("/_bulk", "shopify"),
    ("/_staged", "shopify"),
    ("/sync", "aliexpress"),
    ("/rest/", "aliexpress"),
    ("/oauth/authorize", "aliexpress"),
)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
SHOPS_MAX = 50


class Shop(Protocol):
    """One shop of one platform."""

    @property
    def platform(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def world(self) -> World: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def counter(self) -> Counter: ...

    async def answer(self, request: Request, content: bytes, fault: str | None) -> Response:
        """One call of the platform's interface; `fault` is a word of faults.KINDS."""
        ...

    def keys(self) -> dict[str, str]:
        """What a program needs to connect without a click; the same at every start."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """What a new shop stands on."""

    clock: Clock
    ledger: Ledger
    world: World
    post: Callable[[Parcel], Awaitable[int | None]]


Opener = Callable[[Ground, str], Shop]


@dataclass(slots=True)
class Shops:
    ground: Ground
    openers: dict[str, Opener]
    by_host: dict[str, Shop] = field(default_factory=dict)

    def open(self, platform: str, name: str, **more: Any) -> Shop:
        """One shop more; `more` is what its world has otherwise than the others."""
        if platform not in self.openers:
            known = ", ".join(sorted(self.openers))
            raise ValueError(f"There is no platform {platform!r} here, only {known}.")
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a shop: small letters, digits and hyphens.")
        host = f"{name}{HOSTS[platform]}"
        if host in self.by_host:
            raise ValueError(f"There is a shop {host} already: choose another name.")
        if len(self.by_host) >= SHOPS_MAX:
            raise ValueError(f"There are {SHOPS_MAX} shops, more than that one sandbox has not.")
        # The first shop has the plain world; the others sell the same to other people.
        salt = host if self.by_host else self.ground.world.salt
        world = replace(self.ground.world, salt=salt, **more)
        ground = replace(self.ground, world=world, ledger=Ledger(self.ground.ledger))
        self.by_host[host] = self.openers[platform](ground, name)
        return self.by_host[host]

    def named(self, host: str) -> Shop:
        """By its host; refuses what is not there, naming what is."""
        if (shop := self.by_host.get(bare(host))) is None:
            known = ", ".join(self.by_host) or "none"
            raise LookupError(f"There is no shop {host!r} here; there are {known}.")
        return shop

    def meant(self, host: str, path: str) -> Shop:
        """Whom a request is for: by its host, else by its path."""
        if bare(host).endswith(tuple(HOSTS.values())):
            return self.named(host)
        platform = next((there for start, there in PATHS if path.startswith(start)), None)
        if (shop := self.first(platform)) is None:
            raise LookupError(f"There is no {platform} shop here.")
        return shop

    def first(self, platform: str | None = None) -> Shop | None:
        fits = (s for s in self.by_host.values() if platform in (None, s.platform))
        return next(fits, None)


def bare(host: str) -> str:
    """A host without its port, and without what makes a browser find it on this machine."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    return name.lower().removesuffix(".localhost")


def host_of(shop: Shop) -> str:
    return f"{shop.name}{HOSTS[shop.platform]}"
