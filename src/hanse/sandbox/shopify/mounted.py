"""A shop where the sandbox finds it: its interface, its letters, its counter."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify.application import answer
from hanse.sandbox.shopify.apps import App, Token
from hanse.sandbox.shopify.counter import ShopCounter
from hanse.sandbox.shopify.shop import Shop, new_shop
from hanse.sandbox.shopify.tokens import new_token
from hanse.sandbox.shops import Ground
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.world import World


@dataclass(slots=True)
class Mounted:
    shop: Shop
    app: App
    token: Token
    counter: ShopCounter = field(init=False)
    platform: str = "shopify"

    def __post_init__(self) -> None:
        self.counter = ShopCounter(self.shop)

    @property
    def name(self) -> str:
        return self.shop.name

    @property
    def world(self) -> World:
        return self.shop.world

    @property
    def outbox(self) -> Outbox:
        return self.shop.outbox

    @property
    def ledger(self) -> Ledger:
        return self.shop.ledger

    def keys(self) -> dict[str, str]:
        """The merchant's own app, and a token of the old kind that does not end; an empty one
        while the app is not installed."""
        return {
            "shop": self.shop.domain,
            "client_id": self.app.client_id,
            "client_secret": self.app.secret,
            "access_token": self._token_that_lives(),
        }

    def _token_that_lives(self) -> str:
        """The first one, or that of the last time the app was let in by hand."""
        held = self.shop.keys.tokens
        if self.token.text in held:
            return self.token.text
        own = [each for each in held.values() if each.client_id == self.app.client_id]
        return next((each.text for each in reversed(own) if each.kind == "static"), "")

    async def answer(self, request: Request, content: bytes, fault: str | None) -> Response:
        wanted = "key_lost" if fault == "token_lost" else fault
        return await answer(self.shop, request, content, wanted)


def open_shop(ground: Ground, name: str) -> Mounted:
    """A shop with the app and the token that a shop of this name and seed always has."""
    shop = new_shop(ground.clock, ground.ledger, ground.world, name)
    app = next(iter(shop.keys.apps.values()))
    return Mounted(shop, app, new_token(shop, app, "static"))
