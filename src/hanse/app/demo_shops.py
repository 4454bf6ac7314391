"""The shops of the demo: one on Shopify and one on WooCommerce, in a sandbox on this machine."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Fault, Unavailable
from hanse.engine.settings import Settings
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.engine.wire.wire import Call
from hanse.rooms.connections.model.accounts import ACCOUNTS_MAX, WriteMode
from hanse.rooms.connections.model.modes import NEVER_SET
from hanse.rooms.connections.service import accounts, connecting, modes, tending
from hanse.rooms.connections.service.reach import Reach

log = logging.getLogger("hanse.app")

SHOPS = (("woocommerce", "kain", "Rumah Kain"), ("shopify", "kopi", "Kopi Nusantara"))
ENDINGS = {"woocommerce": "test", "shopify": "myshopify.com"}
BANK = "www.ecb.europa.eu"
PICTURES = "cdn.shopify.com"
SUPPLIER = "developers.cjdropshipping.com"
ALIEXPRESS = "api-sg.aliexpress.com"
# What the sandbox is told: shops, and how much there is and happens in each.
WORLD = (
    *("--products", "2000", "--customers", "300", "--orders", "500", "--shoppers", "120"),
    *(word for platform, name, _ in SHOPS for word in (f"--{platform}", name)),
)
IDS_A_MINUTE = 30  # far more than all that is bought in a shop takes
# Somebody has counted these at the first shop, and not at the other.
COUNTED = {"HZ-0000011": 107, "HZ-0000023": 110, "HZ-0000037": 104}
PORT_ABOVE = 99  # of the web door
WAIT_S = 60.0
LOOK_AGAIN_S = 0.5
DEMO = Actor(ActorKind.system, None, "demo")


@dataclass(frozen=True, slots=True)
class Found:
    """A shop of the sandbox, and what a person would type to connect it."""

    platform: str
    name: str
    fields: Mapping[str, str]


def world(age: timedelta) -> Sequence[str]:
    """The sandbox forgets with each start what was bought in it, and we do not: no id that it gave
    away may be that of something new. `age` is that of the demo."""
    minutes = -(-age // timedelta(minutes=1))
    return (*WORLD, "--skip", str(max(minutes, 0) * IDS_A_MINUTE))


def sandbox_port(settings: Settings) -> int:
    """One that goes with that of the web door, or any other if somebody has taken it."""
    for port in (settings.port + PORT_ABOVE, 0):
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port if settings.port else 0))
            found: int = probe.getsockname()[1]
            return found
    raise Unavailable("This machine has no port left for the sandbox of the demo.")


def routes(port: int) -> Sequence[str]:
    """The names of these shops lead to the sandbox, and so do the bank that rates come from, the
    host of pictures and the supplier: the demo calls nobody outside."""
    shops = [f"*.{ending}" for ending in ENDINGS.values()]
    hosts = [*shops, BANK, PICTURES, SUPPLIER, ALIEXPRESS]
    return [f"{host}=http://127.0.0.1:{port}" for host in hosts]


async def connect_shops(reach: Reach, workspace_id: UUID) -> None:
    """As soon as the sandbox is there; what is connected already stays as it is."""
    shops = await waited_for(reach)
    async with reach.database.tx(workspace_id, DEMO) as tx:
        found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
        known = [each for each in found if each.platform in ENDINGS]
    if known:
        await be_told_again(reach, workspace_id, [each.id for each in known if each.is_connected])
        return
    await count_otherwise(reach)
    for shop in shops:
        try:
            looked = await connecting.look(reach, shop.platform, shop.fields)
            await connecting.connect(
                lambda: reach.database.tx(workspace_id, DEMO), looked, shop.name
            )
        except Fault as fault:
            log.warning("demo.shop.missing", extra={"shop": shop.name, "fault": str(fault)})


async def count_otherwise(reach: Reach) -> None:
    """So that there is something of which the shops say different numbers."""
    host = f"{SHOPS[0][1]}.{ENDINGS[SHOPS[0][0]]}"
    for sku, count in COUNTED.items():
        body = json.dumps({"product": sku, "stock": str(count)}).encode()
        address = f"http://{host}/_sandbox/shop/{host}/edit"
        headers = {"Content-Type": "application/json"}
        await reach.wire.send(Call("POST", address, writes=True, headers=headers, body=body))


async def go_live(database: Database, workspace_id: UUID, person: Actor, name: str) -> None:
    """Once, for what is approved has only the sandbox to go to. Where somebody has switched the
    workspace, it stays as they have it."""
    async with database.tx(workspace_id, person) as tx:
        mode = await modes.mode(tx)
        found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
        own = [each for each in found if each.name in {title for *_, title in SHOPS}]
        if mode.version != NEVER_SET.version or len(own) < len(SHOPS):
            return
        for each in own:
            await accounts.set_mode(tx, each.id, WriteMode.live, each.name, each.version)
        await modes.set_mode(tx, WriteMode.live, name, mode.version)


async def be_told_again(reach: Reach, workspace_id: UUID, ids: Sequence[UUID]) -> None:
    """A sandbox that was started anew has forgotten whom it tells of changes."""
    for account_id in ids:
        await tending.look_after_hooks(
            reach, lambda: reach.database.tx(workspace_id, DEMO), workspace_id, account_id
        )


async def waited_for(reach: Reach) -> Sequence[Found]:
    call = Call("GET", "http://shops.test/_sandbox/connect", writes=False)
    ends_at = reach.database.clock.monotonic() + WAIT_S
    while True:
        try:
            return found_in((await reach.wire.send(call)).json())
        except Unavailable:
            if reach.database.clock.monotonic() > ends_at:
                raise
        await asyncio.sleep(LOOK_AGAIN_S)


def found_in(document: Mapping[str, Sequence[Mapping[str, object]]]) -> Sequence[Found]:
    names = {(platform, host): title for platform, host, title in SHOPS}
    found = []
    for shop in document["shops"]:
        platform, name, keys = str(shop["platform"]), str(shop["name"]), shop["keys"]
        if platform not in ENDINGS:
            continue  # a supplier
        assert isinstance(keys, dict), "the sandbox tells keys by their names"
        title = names.get((platform, name), name)
        if platform == "shopify":
            app = {each: str(keys[each]) for each in ("client_id", "client_secret")}
            fields = {"shop": f"{name}.myshopify.com", **app}
        else:
            fields = {"store_url": f"https://{name}.test", **keys}
        found.append(Found(platform, title, fields))
    return found
