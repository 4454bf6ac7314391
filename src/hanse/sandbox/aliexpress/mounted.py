"""AliExpress where the sandbox finds it: its gateway, its pushes, its counter."""

import hashlib
from dataclasses import dataclass, field
from random import Random

from starlette.requests import Request
from starlette.responses import Response

from hanse.sandbox.aliexpress import life
from hanse.sandbox.aliexpress.counter import HubCounter
from hanse.sandbox.aliexpress.gateway import answer
from hanse.sandbox.aliexpress.hub import DueOutbox, Hub
from hanse.sandbox.aliexpress.keyring import App
from hanse.sandbox.aliexpress.tokens import new_grant
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shops import Ground
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.world import World


@dataclass(slots=True)
class Mounted:
    hub: Hub
    tokens: tuple[str, str]
    counter: HubCounter = field(init=False)
    platform: str = "aliexpress"

    def __post_init__(self) -> None:
        self.counter = HubCounter(self.hub)

    @property
    def name(self) -> str:
        return self.hub.name

    @property
    def world(self) -> World:
        return self.hub.world

    @property
    def outbox(self) -> Outbox:
        return self.hub.outbox

    @property
    def ledger(self) -> Ledger:
        return self.hub.ledger

    def keys(self) -> dict[str, str]:
        """The app and its first tokens, which may have ended since."""
        access, refresh = self.tokens
        return {
            "app_key": self.hub.app.key,
            "app_secret": self.hub.app.secret,
            "access_token": access,
            "refresh_token": refresh,
        }

    async def answer(self, request: Request, content: bytes, fault: str | None) -> Response:
        return await answer(self.hub, request, content, fault)


def open_hub(ground: Ground, name: str) -> Mounted:
    """With the app and the tokens that one of this name and seed always has."""
    seed = f"{ground.world.seed}:aliexpress:{name}"
    digest = hashlib.sha256(seed.encode())
    key = str(50_000_000 + int.from_bytes(digest.digest()[:3], "big") % 10_000_000)
    hub = Hub(
        ground.clock,
        ground.ledger,
        ground.world,
        name,
        App(key, digest.hexdigest()[:32]),
        outbox=DueOutbox(Random(seed)),  # noqa: S311 (a game, no secret)
    )
    hub.outbox.settle = lambda: life.settle(hub)
    return Mounted(hub, new_grant(hub))
