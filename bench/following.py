"""A shop that is edited 50 times a second, followed by its webhooks: from those to our rows.

Part of the webhook bench. The shop, our door, our worker and the database share the machine.
"""

import asyncio
import base64
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import aiohttp
import uvloop
from starlette.types import Receive, Scope, Send

from bench.ground import Ground, say
from bench.puller import NOBODY, reaching, silent
from bench.shops import Shop, beside, free_port, sandbox, told_of
from hanse.app import wiring
from hanse.app.api.hooks import HookDoor
from hanse.app.api.serving import Server, configured, listen
from hanse.base.clock import SystemClock
from hanse.engine import hooks
from hanse.engine.intake import Intake
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.log.followers import advance
from hanse.engine.metrics import Meter
from hanse.rooms.connections.service import connecting, subscribing
from hanse.rooms.connections.service.hooking import receiver_by
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.mirror.service import feeds, pulling
from hanse.trade.ports_read import Kind

PRODUCTS = 2_000
EDITS_PER_S = 50
RUN_S = 20.0
LONG_S = 120.0
WORKSPACE = UUID(int=9)
ROWS = "select remote_id, title from mirror_rows where kind = 'products'"
HOOKS = "select id from engine_hooks order by received_at"
CHANGES = """
    select r.remote_id, extract(epoch from e.recorded_at) as at
    from events e, jsonb_array_elements_text(e.payload->'row_ids') as row_id,
         mirror_rows r
    where e.name = 'mirror.product.changed' and extract(epoch from e.recorded_at) > $1
      and r.id = row_id::uuid
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How long a change took to be in our tables: from its webhook, and from the edit itself."""

    told_ms: float
    edited_ms: float


async def ways(here: Ground) -> Sequence[Way]:
    """Of each edit, by the clock of the machine. The shop keeps a webhook for a second first."""
    base = f"http://127.0.0.1:{free_port()}"
    async with sandbox(PRODUCTS, "woocommerce") as shop:
        told = told_of(here, shop, base)
        ids = await read_and_listen(told)
        async with (
            beside("bench.following", "serve", told),
            beside("bench.following", "work", told),
        ):
            edited = await edit(shop, ids[: int(RUN_S * EDITS_PER_S)])
            return await followed(here, edited)


async def read_and_listen(told: Mapping[str, Any]) -> Sequence[str]:
    """The shop is read and has our webhooks; its products by their ids."""
    async with reaching(told) as reach:
        database = reach.database
        looked = await connecting.look(reach, told["platform"], dict(told["fields"]))
        account = await connecting.connect(lambda: database.tx(WORKSPACE, NOBODY), looked, "")
        while await advance(database, follower(reach)):
            pass
        async with database.tx(WORKSPACE, NOBODY) as tx:
            for feed in await feeds.list_feeds(tx, account.id):
                if feed.kind is Kind.products:
                    wanted = feed
        open_tx = partial(database.tx, WORKSPACE, NOBODY)
        await pulling.pull(reach, open_tx, WORKSPACE, wanted.id, silent, LONG_S)
        await subscribing.ensure(reach, await reach.open(WORKSPACE, account.id))
        async with database.tx(WORKSPACE, NOBODY) as tx:
            rows = await tx.fetch(ROWS)
    return [row["remote_id"] for row in rows]


async def edit(shop: Shop, ids: Sequence[str]) -> Mapping[str, float]:
    """Each product once, evenly; when each was edited."""
    pair = f"{shop.keys['consumer_key']}:{shop.keys['consumer_secret']}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        "X-Forwarded-Proto": "https",
    }
    edited: dict[str, float] = {}
    async with aiohttp.ClientSession(headers=headers) as session:
        started = time.perf_counter()

        async def one(number: int, remote_id: str) -> None:
            await asyncio.sleep(started + number / EDITS_PER_S - time.perf_counter())
            edited[remote_id] = time.time()
            url = f"{shop.address}/wp-json/wc/v3/products/{remote_id}"
            async with session.put(url, json={"name": f"Edited {number}"}) as found:
                found.raise_for_status()

        await asyncio.gather(*(one(number, each) for number, each in enumerate(ids)))
    say(f"{len(edited)} products edited in {time.perf_counter() - started:.1f} s")
    return edited


async def followed(here: Ground, edited: Mapping[str, float]) -> Sequence[Way]:
    first = min(edited.values())
    async with asyncio.timeout(LONG_S):
        while True:
            async with here.database.tx(WORKSPACE, NOBODY) as tx:
                rows = await tx.fetch(CHANGES, first)
            mapped: dict[str, float] = {}
            for row in rows:  # whoever was read twice counts from the first time
                mapped[row["remote_id"]] = min(float(row["at"]), mapped.get(row["remote_id"], 1e12))
            if edited.keys() <= mapped.keys():
                break
            await asyncio.sleep(0.5)
    told = await arrivals(here)
    return [
        Way((mapped[each] - told[each]) * 1_000, (mapped[each] - at) * 1_000)
        for each, at in edited.items()
    ]


async def arrivals(here: Ground) -> Mapping[str, float]:
    """When the first webhook of each product came to our door."""
    found: dict[str, float] = {}
    async with here.database.tx(WORKSPACE, NOBODY) as tx:
        for row in await tx.fetch(HOOKS):
            hook = await hooks.one(tx, row["id"])
            remote_id = str(json.loads(hook.body or b"{}")["id"])
            found.setdefault(remote_id, hook.received_at.timestamp())
    return found


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("only webhooks come here")


async def serve() -> None:
    told = json.loads(os.environ["BENCH_TOLD"])
    async with reaching(told) as reach:
        clock, meter = SystemClock(), Meter()
        intake = Intake(reach.database, receiver_by(reach), clock, meter=meter)
        sock = listen("127.0.0.1", int(told["base"].rpartition(":")[2]))
        print("ready", flush=True)
        await Server(configured(HookDoor(nothing, clock, meter, intake))).serve([sock])


async def do_jobs() -> None:
    told = json.loads(os.environ["BENCH_TOLD"])
    async with reaching(told) as reach:
        registry = collect(wiring.jobs_of(reach.wire, reach))
        print("ready", flush=True)
        await work(reach.database, registry, stop=asyncio.Event(), worker="bench")


MODES: dict[str, Callable[[], Coroutine[object, object, None]]] = {"serve": serve, "work": do_jobs}

if __name__ == "__main__":
    uvloop.run(MODES[sys.argv[1]]())
