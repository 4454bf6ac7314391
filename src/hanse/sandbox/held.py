"""Everything that one sandbox holds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import aiohttp

from hanse.base.clock import Clock
from hanse.sandbox.aliexpress.mounted import open_hub
from hanse.sandbox.cj.supplier import Supplier
from hanse.sandbox.clock import RatedClock
from hanse.sandbox.ecb.bank import Bank
from hanse.sandbox.faults import Switches
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify.mounted import open_shop
from hanse.sandbox.shoppers import Shoppers
from hanse.sandbox.shops import Ground, Opener, Shop, Shops, host_of
from hanse.sandbox.track17.bureau import Bureau
from hanse.sandbox.webhooks import TIMEOUT_S, Parcel
from hanse.sandbox.woocommerce.mounted import Mounted, open_store
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.world import World

# A platform is one line here, and a module with a function that opens a shop of it.
OPENERS: dict[str, Opener] = {
    "woocommerce": open_store,
    "shopify": open_shop,
    "aliexpress": open_hub,
}
FIRST = (("woocommerce", "shop"),)


@dataclass(slots=True)
class Post:
    """How letters leave."""

    verify_tls: bool = True  # off where the callbacks of a trial have no real certificate
    session: aiohttp.ClientSession | None = None

    async def send(self, parcel: Parcel) -> int | None:
        """The status, or None where nobody answered in time. Redirects are not followed."""
        if self.session is None:
            async with aiohttp.ClientSession() as session:
                return await self._through(session, parcel)
        return await self._through(self.session, parcel)

    async def _through(self, session: aiohttp.ClientSession, parcel: Parcel) -> int | None:
        try:
            async with session.post(
                parcel.url,
                data=parcel.content,
                headers=parcel.headers,
                allow_redirects=False,
                ssl=self.verify_tls,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
            ) as found:
                return found.status
        except (aiohttp.ClientError, TimeoutError):
            return None


@dataclass(slots=True)
class Sandbox:
    clock: RatedClock
    ledger: Ledger
    faults: Switches
    world: World
    shops: Shops
    post: Post
    bank: Bank
    cj: Supplier
    track17: Bureau
    shoppers: dict[str, Shoppers] = field(default_factory=dict)  # by host
    waiting: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def woocommerce(self) -> Store:
        """The store that is meant where nobody says which."""
        return self.store_of(self.shops.first("woocommerce"))

    @staticmethod
    def store_of(shop: Shop | None) -> Store:
        if isinstance(shop, Mounted):
            return shop.store
        raise LookupError("There is no such woocommerce store here.")

    @property
    def verify_tls(self) -> bool:
        return self.post.verify_tls

    @verify_tls.setter
    def verify_tls(self, wanted: bool) -> None:
        self.post.verify_tls = wanted

    def shoppers_of(self, shop: Shop) -> Shoppers:
        """Those of one shop; at first nobody comes."""
        host = host_of(shop)
        if host not in self.shoppers:
            self.shoppers[host] = Shoppers(
                shop.world,
                shop.counter,
                self.clock.now(),
                chance=Random(f"{self.world.seed}:{host}"),  # noqa: S311 (a game, no secret)
            )
        return self.shoppers[host]


def new_sandbox(
    clock: Clock,
    *,
    world: World | None = None,
    rate: float = 1.0,
    shops: Sequence[tuple[str, str]] = FIRST,
) -> Sandbox:
    """With these shops, each a platform and a name; the first of a platform is its default."""
    world, post = world or World(), Post()
    rated, ledger = RatedClock(clock, rate), Ledger()
    chance = Random(world.seed)  # noqa: S311 (a game that can be repeated, no secret)
    found = Shops(Ground(rated, ledger, world, post.send), dict(OPENERS))
    for platform, name in shops:
        found.open(platform, name)
    bank = Bank(rated, ledger, world.seed)
    cj = Supplier(rated, Ledger(ledger), world.seed, post.send)
    bureau = Bureau(rated, ledger, world.seed)
    return Sandbox(rated, ledger, Switches(chance), world, found, post, bank, cj, bureau)
