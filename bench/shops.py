"""A sandbox in a process of its own, and a worker that pulls from it in another."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp

from bench.ground import Ground

READY_S = 60.0


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of the sandbox, with what a program connects by."""

    address: str
    platform: str
    keys: Mapping[str, str]


@asynccontextmanager
async def sandbox(
    products: int, platform: str, *more: str, customers: int = 0, orders: int = 0
) -> AsyncIterator[Shop]:
    """Nobody shops in it, so it is the same until we ask."""
    port = free_port()
    words = ["sandbox", "--port", str(port), "--products", str(products), "--shoppers", "0"]
    words += ["--customers", str(customers), "--orders", str(orders)]
    [other] = {"woocommerce", "shopify"} - {platform}
    words += [f"--{platform}", "bench", f"--{other}", *more]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hanse", *words, stdout=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        shops = await connected(address)
        [shop] = [each for each in shops if each["platform"] == platform]
        yield Shop(address, platform, shop["keys"])
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def beside(module: str, mode: str, told: Mapping[str, Any]) -> AsyncIterator[None]:
    """A process of the program beside us, as soon as it says that it is there."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, mode),
        env={**os.environ, "BENCH_TOLD": json.dumps(told)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    await running.stdout.readline()
    try:
        yield
    finally:
        running.kill()
        await running.wait()


async def connected(address: str) -> Sequence[Mapping[str, Any]]:
    """What it serves, as soon as it does."""
    async with asyncio.timeout(READY_S), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{address}/_sandbox/connect") as found:
                    document: Any = await found.json()
                    return list(document["shops"])
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


async def pulled(
    here: Ground, shop: Shop, kind: str, workspace: UUID, *, environ: Mapping[str, str] = {}
) -> Mapping[str, Any]:
    """Have a worker read everything of a kind; what it says of time, rows and memory."""
    told = {**told_of(here, shop), "kind": kind, "workspace": str(workspace)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.puller",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **environ},
    )
    out, _ = await process.communicate(json.dumps(told).encode())
    if process.returncode:
        raise SystemExit("The worker that pulls has failed.")
    found: Mapping[str, Any] = json.loads(out.splitlines()[-1])
    return found


def told_of(here: Ground, shop: Shop, base: str = "https://hub.example") -> Mapping[str, Any]:
    """What a process needs to know to read that shop."""
    return {
        "app_dsn": here.cluster.dsns.app,
        "system_dsn": here.cluster.dsns.system,
        "key": here.vault_key,
        "address": shop.address,
        "platform": shop.platform,
        "fields": fields_of(shop),
        "base": base,
    }


def fields_of(shop: Shop) -> Mapping[str, str]:
    """What a person types to connect it."""
    if shop.platform == "shopify":
        app = {name: shop.keys[name] for name in ("client_id", "client_secret")}
        return {"shop": "bench.myshopify.com", **app}
    return {"store_url": shop.address, **shop.keys}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
