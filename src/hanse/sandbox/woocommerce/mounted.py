"""A store where the sandbox finds it: its REST interface, its consent pages, its counter."""

import json
from dataclasses import dataclass, field
from random import Random

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.base.currency import exponent
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shops import Ground
from hanse.sandbox.webhooks import Outbox, Parcel
from hanse.sandbox.woocommerce import consent
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.counter import StoreCounter
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.replies import Reply, reply
from hanse.sandbox.woocommerce.store import Store, new_key
from hanse.sandbox.world import World

JSON = "application/json;charset=UTF-8"


@dataclass(slots=True)
class Mounted:
    ground: Ground
    store: Store
    key: Key
    counter: StoreCounter = field(init=False)
    platform: str = "woocommerce"

    def __post_init__(self) -> None:
        self.counter = StoreCounter(self.store)

    @property
    def name(self) -> str:
        return self.store.name

    @property
    def world(self) -> World:
        return self.store.world

    @property
    def outbox(self) -> Outbox:
        return self.store.outbox

    @property
    def ledger(self) -> Ledger:
        return self.store.ledger

    def keys(self) -> dict[str, str]:
        return {
            "consumer_key": self.key.consumer_key,
            "consumer_secret": self.key.consumer_secret,
        }

    async def answer(self, request: Request, content: bytes, fault: str | None) -> Response:
        # Whoever ends https before the sandbox says so, as in front of a real store.
        said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
        scheme = said if said in ("http", "https") else request.url.scheme
        host = request.headers.get("host", "localhost")
        path = request.scope["raw_path"].decode()
        query = request.scope["query_string"].decode("latin-1")
        if path.startswith("/wc-auth/"):
            return await self._consent(f"{scheme}://{host}", request, query)
        headers = {name.lower(): value for name, value in request.headers.items()}
        url = (scheme, host, path, query)
        return sent(reply(self.store, request.method, url, headers, content, fault))

    async def _consent(self, home: str, request: Request, query: str) -> Response:
        user = request.cookies.get("sandbox_user", "")
        found = consent.page(self.store, home, request.url.path, parse_query(query), user)
        if isinstance(found, consent.Grant):
            parcel = Parcel(
                found.callback_url, {"Content-Type": JSON}, json.dumps(found.payload).encode()
            )
            found = consent.finish(self.store, found, await self.ground.post(parcel))
        return sent(found)


def open_store(ground: Ground, name: str) -> Mounted:
    """A store with the pair of keys that a store of this name and seed always has."""
    world = ground.world
    store = Store(
        ground.clock,
        ground.ledger,
        world,
        name=name,
        outbox=Outbox(Random(f"{world.seed}:{name}")),  # noqa: S311 (a game, no secret)
    )
    store.settings["woocommerce_currency"] = world.currency
    store.settings["woocommerce_price_num_decimals"] = str(exponent(world.currency))
    return Mounted(ground, store, new_key(store, "read_write", seed=name))


def sent(found: Reply) -> Response:
    if found.how:
        return Cut(found)
    return Response(found.content, found.status, found.headers)


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, found: Reply) -> None:
        super().__init__()
        self.found = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.found.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        headers = {**self.found.headers, "Content-Length": str(len(self.found.content))}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.found.status, "headers": raw})
        half = self.found.content[: len(self.found.content) // 2]
        # What returns before its end makes the server close the connection.
        await send({"type": "http.response.body", "body": half, "more_body": True})
